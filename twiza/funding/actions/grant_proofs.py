"""Pictures of invoices that an association hands over with its report, and how the funder opens one."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.grant_reports import send_report
from twiza.funding.actions.grants import NotNow, record_grant
from twiza.funding.models import Grant, GrantExpense, GrantProof, GrantReport, GrantReportLine
from twiza.funding.queries.grant_proofs import ProofDamaged, opened, photos_of, seal
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import queries as files


@transaction.atomic
def report_with_pictures(
    *, grant: Grant, number: int, words: str, hand_over: bool, by: User, at: datetime
) -> GrantReport:
    """Report on a tranche; with `hand_over`, the pictures of its invoices go to the funder with it.

    Raises:
        ProofMissing, NotNow: as `send_report`.
    """
    report = send_report(grant=grant, number=number, words=words, by=by, at=at)
    if hand_over:
        hand_over_pictures(report=report, by=by, at=at)
    return report


@transaction.atomic
def hand_over_pictures(*, report: GrantReport, by: User, at: datetime) -> int:
    """Hand the pictures of a report's invoices over to the funder; it is not taken back. Returns how many.

    Raises:
        NotNow: every picture is there already, or there is none. ProofDamaged: a picture is not the one that was reported.
    """
    check(by, Permission.GRANT_CLAIM, report.grantee_id)
    there = GrantProof.objects.filter(line__report=report).values("line")
    lines = list(GrantReportLine.objects.filter(report=report).exclude(sha256="").exclude(pk__in=there))
    photos = photos_of(GrantExpense.objects.filter(pk__in=[one.expense for one in lines]))
    lines = [one for one in lines if one.expense in photos]
    if not lines:
        raise NotNow(_("There is no picture left to hand over: the funder has them, or there is none."))
    for line in lines:
        picture = files.content_of(files.file_for(by, photos[line.expense]))
        if hashlib.sha256(picture).hexdigest() != line.sha256:
            raise ProofDamaged(_("The picture of an invoice is not the one that was reported."))
        proof = GrantProof(
            organisation_id=report.organisation_id, grantee_id=report.grantee_id, line=line, sha256=line.sha256,
            by=by, at=at,
        )  # fmt: skip
        proof.picture = seal(proof, picture)
        proof.save(force_insert=True)
    record_grant("pictures_handed_over", report.grant, by, at, number=report.number, pictures=len(lines))
    return len(lines)


def open_proof(*, proof: GrantProof, by: User, at: datetime) -> bytes:
    """Return a picture that was handed over and write in the log of the reader's side that they looked.

    Raises:
        ProofDamaged: not the bytes that were reported.
    """
    content = opened(proof)
    side = proof.organisation_id
    if not by.has_perm(Permission.GRANT_EXAMINE, side):
        check(by, Permission.GRANT_CLAIM, proof.grantee_id)
        side = proof.grantee_id
    audit.record_access(page="funding.proof", ids=[proof.line_id], organisation=side, by=by, at=at)
    return content
