"""Pictures that prove what was charged to a grant, as far as their reader may see them."""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Grant, GrantExpense, GrantProof, GrantReportLine
from twiza.funding.queries.books import NoSuchThing
from twiza.funding.queries.grants import claims, examines
from twiza.lib import photographs
from twiza.lib.errors import DomainError
from twiza.platform.files import queries as files


class ProofDamaged(DomainError):
    code = "funding.proof_damaged"


def seal(proof: GrantProof, picture: bytes) -> bytes:
    """Return a picture sealed for its row: another row cannot pass for it."""
    return files.keyring().seal("files", picture, about=proof.pk.bytes)


def opened(proof: GrantProof) -> bytes:
    """Return the picture of a proof. Raises ProofDamaged: not the bytes that were reported."""
    content = files.keyring().unseal("files", bytes(proof.picture), about=proof.pk.bytes)
    if hashlib.sha256(content).hexdigest() != proof.sha256:
        raise ProofDamaged(_("The picture of an invoice is not the one that was reported."))
    return content


def kind_of(picture: bytes) -> tuple[str, str]:
    """Return (media type, ending of a file's name) of a kept picture."""
    media = photographs.cleaned(picture)[1]
    return media, "jpg" if media == photographs.JPEG else "png"


def proof_for(user: Any, id: UUID) -> GrantProof:
    """Return the picture of a report's line to either side, once it is handed over. Raises NoSuchThing."""
    row = GrantProof.objects.filter(line_id=id).select_related("line__report__grant").first()
    if row is None or not (examines(user, row.line.report.grant) or claims(user, row.line.report.grant)):
        raise NoSuchThing(_("There is no such picture here."))
    return row


def lines_with_proof(grant: Grant) -> set[UUID]:
    """Return the lines of reports whose picture was handed over."""
    return set(GrantProof.objects.filter(line__report__grant=grant).values_list("line_id", flat=True))


def photos_of(expenses: Any) -> dict[UUID, UUID]:
    """Return expense → its picture in the association's own files, of those that have one."""
    found = expenses.filter(photo__isnull=False).values_list("pk", "photo")
    return {expense: photo for expense, photo in found if photo is not None}


def pictures_of(user: Any, grant: Grant) -> Iterator[tuple[GrantReportLine, bytes]]:
    """Yield the pictures of reported lines that this reader may see, one at a time: what was handed over; its own to the association."""
    own = claims(user, grant)
    proofs = dict(GrantProof.objects.filter(line__report__grant=grant).values_list("line_id", "pk"))
    photos = photos_of(GrantExpense.objects.filter(grant=grant))
    for line in GrantReportLine.objects.filter(report__grant=grant).order_by("report__number", "on", "pk"):
        if line.pk in proofs:
            yield line, opened(GrantProof.objects.get(pk=proofs[line.pk]))
        elif own and line.expense in photos and files.is_kept(photos[line.expense]):
            yield line, files.content_of(files.file_for(user, photos[line.expense]))
