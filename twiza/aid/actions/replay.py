"""The auditor's file, sealed to the key of whoever asked; a family's slip; large files made by a worker."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import pyrage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.models import Campaign, Nomination
from twiza.aid.queries.replay import check_frozen, check_public
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.platform.queue import actions as queue

KEPT_DAYS = 1  # downloaded, then gone


class NotAKey(DomainError):
    """What was pasted is no public key of an auditor."""

    code = "aid.not_a_key"


@transaction.atomic
def seal_for_auditor(*, campaign: Campaign, recipient: str, by: User, at: datetime) -> bytes:
    """Return the auditor's file of a campaign, sealed to the public key they give. It leaves a line in the log.

    Raises:
        NotAKey: it is not what `twiza replay --new-key` prints. NothingToReplay: no list yet.
    """
    check(by, Permission.AUDIT_READ, campaign)
    key = _key(recipient)
    lines = queries.sealed_lines(campaign)
    sealed = pyrage.encrypt(gzip.compress(_joined(lines), compresslevel=1, mtime=0), [key])
    audit.record(
        type="aid.sealed_for_auditor",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        recipient=recipient.strip()[:70],
    )
    return bytes(sealed)


@transaction.atomic
def print_slip(*, campaign: Campaign, code: str, by: User, at: datetime) -> tuple[Nomination, str, str]:
    """Return (nomination, code in the public file, text) of a family's slip, to hand it to that family; it is logged.

    Raises:
        NoSuchCampaign, NoSuchNomination: it is not for this person. NothingToReplay: it is in no frozen pool.
    """
    slip = queries.slip_of(by, campaign, code)
    audit.record(
        type="aid.slip_printed",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        codes=[slip[0].code],
    )
    return slip


@transaction.atomic
def request_public_file(*, campaign: Campaign, by: User, at: datetime) -> UUID:
    """Ask a worker for the public file of a large pool. Returns the long work to follow.

    Raises:
        NothingToReplay: no list yet, or too few families.
    """
    check(by, Permission.CAMPAIGN_READ, campaign.organisation_id)
    check_public(campaign)
    return _ask("aid.make_public_file", _("The public file of a campaign"), campaign, by, at)


@transaction.atomic
def request_sealed_file(*, campaign: Campaign, recipient: str, by: User, at: datetime) -> UUID:
    """Ask a worker for the auditor's file of a large pool. Returns the long work to follow.

    Raises:
        NotAKey: it is not what `twiza replay --new-key` prints. NothingToReplay: no list yet.
    """
    check(by, Permission.AUDIT_READ, campaign)
    _key(recipient)
    check_frozen(campaign)
    return _ask(
        "aid.make_sealed_file",
        _("The sealed file of a campaign"),
        campaign,
        by,
        at,
        recipient=recipient.strip(),
    )


@transaction.atomic
def keep_public_file(*, campaign: Campaign, by: User, at: datetime) -> UUID:
    """Make the public file and keep it sealed for a day. Returns the file's id."""
    check(by, Permission.CAMPAIGN_READ, campaign.organisation_id)
    content = _joined(queries.public_lines(campaign))
    return _kept(content, "replay.jsonl", Permission.CAMPAIGN_READ, campaign, by, at)


@transaction.atomic
def keep_sealed_file(*, campaign: Campaign, recipient: str, by: User, at: datetime) -> UUID:
    """Make the auditor's file, sealed to their key before it is kept, for a day. Returns the file's id."""
    content = seal_for_auditor(campaign=campaign, recipient=recipient, by=by, at=at)
    return _kept(content, "replay.sealed", Permission.AUDIT_READ, campaign, by, at)


def _ask(job: str, title: object, campaign: Campaign, by: User, at: datetime, **more: str) -> UUID:
    work = queue.start_work(
        kind=job, title=title, by=by, organisation=campaign.organisation_id, at=at, total=2
    )
    queue.later(job, by=by, work_id=work.pk, campaign_id=campaign.pk, **more)
    return UUID(str(work.pk))


def _kept(
    content: bytes, name: str, permission: Permission, campaign: Campaign, by: User, at: datetime
) -> UUID:
    kept = files.store_file(
        content=content,
        name=name,
        kind=f"aid.replay.{campaign.pk}",
        permission=permission,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        keep_days=KEPT_DAYS,
        made_here=True,
    )
    return UUID(str(kept.pk))


def _key(recipient: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise NotAKey(
            _("Paste the line that `twiza replay --new-key` printed: it begins with age1.")
        ) from error


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode()
