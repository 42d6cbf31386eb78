"""Kinds of situation that no protocol fits: said to the committee without a name, answered by it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Proposal, Protocol
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class SentenceNotKept(DomainError):
    code = "cases.sentence_not_kept"


class NotAnAnswer(DomainError):
    code = "cases.not_an_answer"


def check_sentence(sentence: str) -> None:
    """Raise SentenceNotKept when a sentence about a kind of situation is none, or leads to somebody."""
    fault = rules.kind_fault(sentence)
    if fault == "tells":
        raise SentenceNotKept(
            _("No number, no address, no code: say which kind of situation it is, not whose.")
        )
    if fault:
        raise SentenceNotKept(_("One sentence, of 15 to 240 characters, on one line."))


def keep_proposals(*, organisation: UUID, at: datetime, sentence: str | None) -> None:
    """Write all proposals of an organisation again, and one more where there is a sentence. Inside a pin.

    No line in the log: the pin has its own, the same for every protocol. Called at each pin, so that neither the
    order of the rows nor the transaction that wrote them last tells which pin brought a proposal, or whether any did.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_keep_proposals(%s, %s, %s)",
            [organisation, rules.week_of(timezone.localdate(at)), (sentence or "").strip()],
        )


@transaction.atomic
def answer_proposal(
    *, proposal: Proposal, version: Protocol | None, why: str, by: Any, at: datetime
) -> Proposal:
    """Say that a proposal was taken into a version of a protocol, or that it was not, and why. Once.

    Raises:
        NotAnAnswer: both, neither, a version of another organisation, or answered already.
    """
    check(by, Permission.PROTOCOL_ADOPT, proposal)
    why = why.strip()[: rules.LONGEST_KIND]
    if (version is None) == (not why):
        raise NotAnAnswer(
            _("Choose the version that took it up, or say why it was not taken: one of the two.")
        )
    if version is not None and version.organisation_id != proposal.organisation_id:
        raise NotAnAnswer(_("Choose a version of your own protocols."))
    held = Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if held is None:  # the database gives no answered one to be changed
        raise NotAnAnswer(_("Somebody of the committee answered this already."))
    held.version, held.why, held.answered_on = version, why, timezone.localdate(at)
    held.save(update_fields=["version", "why", "answered_on"])
    audit.record(
        type="cases.proposal_answered", target=held, organisation=held.organisation_id, by=by, at=at,
        version=version.pk if version else None,
    )  # fmt: skip
    return held
