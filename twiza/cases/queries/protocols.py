"""Protocols of an organisation, those that come with the house, and the one that a case follows (sealed)."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, CaseNote, Proposal, Protocol
from twiza.cases.queries.notes import NoteSaid, versions_of
from twiza.cases.queries.room import OpenRoom
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission

SHIPPED = Path(__file__).resolve().parents[1] / "protocols"


class NoSuchProtocol(NotFound):
    code = "cases.no_such_protocol"


class NoSuchProposal(NotFound):
    code = "cases.no_such_proposal"


def shipped_protocols() -> dict[str, dict[str, Any]]:
    """Return code → content of the protocols that come with the house."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(SHIPPED.glob("*.json"))}


def protocols_of(organisation: UUID, *, adopted: bool = False) -> list[Protocol]:
    """Return the versions, the newest of each code first; `adopted`: only the newest that two people adopted."""
    rows = Protocol.objects.filter(organisation_id=organisation).order_by("code", "-number")
    if adopted:
        return list(rows.filter(second__isnull=False).distinct("code"))
    return list(rows.select_related("first", "second"))


def protocol_for(user: Any, id: UUID) -> Protocol:
    """Return a protocol of this user's committee. Hidden and missing give the same answer: NoSuchProtocol."""
    row = Protocol.objects.filter(pk=id).select_related("first", "second").first()
    if row is None or not user.has_perm(Permission.PROTOCOL_ADOPT, row):
        raise NoSuchProtocol(_("There is no such protocol."))
    return row


def proposals_of(organisation: UUID) -> list[Proposal]:
    """Return the kinds of situation that no protocol fits: those that wait for the committee first, then by week.

    Within a week their order is that of drawn ids: nothing tells which came first.
    """
    rows = Proposal.objects.filter(organisation_id=organisation).select_related("version")
    return list(rows.order_by(F("answered_on").desc(nulls_first=True), "-week", "id"))


def proposal_for(user: Any, id: UUID) -> Proposal:
    """Return a proposal to this user's committee. Hidden and missing give the same answer: NoSuchProposal."""
    row = Proposal.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.PROTOCOL_ADOPT, row):
        raise NoSuchProposal(_("There is no such proposal."))
    return row


def protocol_of(case: Case, room: OpenRoom) -> NoteSaid | None:
    """Return what is pinned to a case, as it stands: title, version, steps. Raises NoKeyYet."""
    notes = CaseNote.objects.filter(case=case, kind="protocol").order_by("at", "id")
    note = notes.select_related("case").first()
    return versions_of(note, room)[0] if note else None
