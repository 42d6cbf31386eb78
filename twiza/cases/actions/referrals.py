"""What the team of a case does with a referral: prepared, sent with what she agreed to, called back, closed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.home_gate import check_purpose, check_words
from twiza.cases.actions.notes import add_version
from twiza.cases.actions.packets import call_back, destroy_packet, seal_packet
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Case, CaseNote, Referral, ReferralCase, Service
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ReferralNotWhole(DomainError):
    code = "cases.referral_not_whole"


class NotAgreed(DomainError):
    """She did not agree to this, or not to this field, organisation, help or day."""

    code = "cases.not_agreed"


class NotThatReferral(DomainError):
    """It stands elsewhere meanwhile: answered, called back, closed."""

    code = "cases.not_that_referral"


@transaction.atomic
def prepare_referral(
    *,
    case: Case,
    room: OpenRoom,
    receiver: UUID,
    kind: str,
    purpose: str,
    urgency: str,
    by: Any,
    at: datetime,
    service: Service | None = None,
    no_violence: bool = False,
    id: UUID | None = None,
) -> Referral:
    """Prepare a referral to an organisation's desk. Nobody there sees it yet.

    Args:
        service: an entry of the directory; a place to sleep is always one of them.
        no_violence: nobody here fled violence: only then may it be a shelter where men live too.
        id: of the form that was filled in: sent twice, it makes one.

    Raises:
        ReferralNotWhole: a code is unknown, or the place to sleep is not fit for her. NoKeyYet. NoSuchOrganisation.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    known = ReferralCase.objects.select_related("referral").filter(pk=id, case=case).first() if id else None
    if known is not None:
        return known.referral
    _check_codes(kind, purpose, urgency)
    check_purpose(case, room, purpose)
    _check_shelter(case, room, receiver, kind, service, no_violence)
    said = {
        "purpose": purpose,
        "receiver_name": str(network.organisation_for(receiver)),
        "no_violence": no_violence,
    }
    referral = Referral(
        id=id or new_id(), number=new_code(8), sender_id=case.organisation_id, receiver_id=receiver, kind=kind,
        service=service, urgency=urgency, state=rules.Referral.DRAFTED, made_at=at,
    )  # fmt: skip
    referral.save(force_insert=True)
    ReferralCase(referral=referral, case=case, organisation_id=case.organisation_id).save(force_insert=True)
    note = CaseNote.objects.create(
        id=referral.pk, case=case, organisation_id=case.organisation_id, kind="referral", at=at
    )
    add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    _record("cases.referral_prepared", referral, by, at)
    return referral


@transaction.atomic
def send_referral(
    *, referral: Referral, room: OpenRoom, fields: dict[str, Any], by: Any, at: datetime
) -> Referral:
    """Send a referral with the fields that were ticked, each as it was shown.

    Where the organisation has a desk here, the packet is sealed to who sits there; else she carries a sheet, and what
    is answered on the phone is written by the team.

    Args:
        fields: name → exact value.

    Raises:
        NotAgreed: no consent fits, or it does not name a field. NotThatReferral. NoKeyYet.
    """
    link = ReferralCase.objects.select_related("case").get(pk=referral.pk)
    check(by, Permission.CASE_WORK, link.case)
    case = Case.objects.select_for_update().get(
        pk=link.case_id
    )  # before it: nobody takes a consent back meanwhile
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    if held.state not in rules.NOT_SENT:
        raise _elsewhere()
    before = queries.referral_note(held, room)
    check_purpose(case, room, before.said["purpose"])
    check_words(case, before.said["purpose"], fields)
    consent = _check_agreed(case, room, held, before.said["purpose"], fields, at)
    link.consent_id = consent.id
    link.save(update_fields=["consent"])
    if held.state == rules.Referral.DRAFTED:
        held.state = rules.Referral.CONSENTED
        held.save(update_fields=["state"])
    is_first = not ReferralCase.objects.filter(case=case, referral__asked_at__isnull=False).exists()
    seats = queries.desk_keys(held.receiver_id)
    hours = int(
        accounts.parameter_number(rules.REPLY_HOURS[rules.Risk(held.urgency)], on=timezone.localdate(at))
    )
    held.state, held.by_hand = rules.Referral.SENT, not seats
    held.asked_at, held.reply_by, held.expires_on = at, at + timedelta(hours=hours), consent.until
    held.save(update_fields=["state", "by_hand", "asked_at", "reply_by", "expires_on"])
    if seats:
        seal_packet(held, fields, seats)
    said = before.said | {"fields": fields, "consent": str(consent.id)}
    note = CaseNote.objects.get(pk=held.pk)
    add_version(
        note=note, number=before.number + 1, said=said, key=queries.held_key(case, room), by=by, at=at
    )
    if is_first:
        days = (timezone.localdate(at) - timezone.localdate(case.opened_at)).days
        cell = ("first_referral", rules.days_band(days))
        count_up(organisation=held.sender_id, at=at, cells={cell: 1})
    _record("cases.referral_sent", held, by, at)
    return held


@transaction.atomic
def write_answer(
    *, referral: Referral, to: str, by: Any, at: datetime, reason_code: str = "", result_code: str = ""
) -> Referral:
    """Write what an organisation without a desk here answered on the phone. Raises NotThatReferral."""
    held = _held(referral, by)
    if not held.by_hand or to not in rules.REFERRALS:
        raise _elsewhere()
    if not rules.may_set(held.state, to, rules.Party.REQUESTER, by_hand=True):
        raise _elsewhere()
    set_answer(held, to, at=at, reason_code=reason_code, result_code=result_code)
    _record("cases.referral_answer_written", held, by, at)
    return held


@transaction.atomic
def cancel_referral(*, referral: Referral, by: Any, at: datetime) -> Referral:
    """Call a referral back: what was sent opens no more there. Raises NotThatReferral."""
    held = _held(referral, by)
    if not rules.may_set(held.state, rules.Referral.CANCELLED, rules.Party.REQUESTER):
        raise _elsewhere()
    call_back(held, by=by, at=at)
    return held


@transaction.atomic
def settle_referral(*, referral: Referral, by: Any, at: datetime) -> Referral:
    """Close a referral after its result, a refusal or nobody came: something follows it, or nothing more is needed."""
    held = _held(referral, by)
    if not rules.may_set(held.state, rules.Referral.CLOSED, rules.Party.REQUESTER):
        raise _elsewhere()
    held.state = rules.Referral.CLOSED
    held.save(update_fields=["state"])
    destroy_packet(held)
    _record("cases.referral_settled", held, by, at)
    return held


def set_answer(
    held: Referral,
    to: str,
    *,
    at: datetime,
    reason_code: str = "",
    result_code: str = "",
    offered: UUID | None = None,
    offered_on: Any = None,
    handler: Any = None,
) -> None:
    """Write an answer of the receiver into a row that is locked. Raises ReferralNotWhole."""
    if to == rules.Referral.DECLINED and reason_code not in rules.DECLINES:
        raise ReferralNotWhole(_("Say why, so that she hears today where else to go."))
    if to == rules.Referral.RESULT and result_code not in rules.RESULTS:
        raise ReferralNotWhole(_("Choose the result. Nothing of the work itself is asked for."))
    held.state = to
    held.answered_at = held.answered_at or (None if to == rules.Referral.RECEIVED else at)
    held.reason_code = reason_code if to == rules.Referral.DECLINED else ""
    held.result_code = result_code if to == rules.Referral.RESULT else ""
    if to in (rules.Referral.DECLINED, rules.Referral.WAITING):
        held.offered_id, held.offered_on = offered, offered_on
    if handler is not None:
        held.handler = handler
    held.save(
        update_fields=[
            "state",
            "answered_at",
            "reason_code",
            "result_code",
            "offered",
            "offered_on",
            "handler",
        ]
    )


def _held(referral: Referral, by: Any) -> Referral:
    link = ReferralCase.objects.select_related("case").get(pk=referral.pk)
    check(by, Permission.CASE_WORK, link.case)
    return Referral.objects.select_for_update().get(pk=referral.pk)


def _check_codes(kind: str, purpose: str, urgency: str) -> None:
    if kind not in rules.SECTORS or purpose not in rules.PURPOSES or urgency not in rules.URGENCIES:
        raise ReferralNotWhole(_("Say which help, what for, and how urgent it is."))


def _check_shelter(
    case: Case, room: OpenRoom, receiver: UUID, kind: str, service: Service | None, no_violence: bool
) -> None:
    if kind != "shelter":
        return
    pinned = queries.protocol_of(case, room)
    follows_violence = pinned is not None and "home_visit" in rules.blocked_in(pinned.said)
    own = service is not None and (service.provider_id or service.organisation_id) == receiver
    facts = None
    if service is not None and own and service.closed_on is None:
        facts = {"kind": service.kind, "women_only": service.women_only, "safe": service.safe}
    if not rules.shelter_fits(facts, after_violence=follows_violence or not no_violence):
        raise ReferralNotWhole(
            _(
                "Choose one of their places to sleep in the directory: after violence a safe one, never a mixed shelter."
            )
        )


def _check_agreed(
    case: Case, room: OpenRoom, referral: Referral, purpose: str, fields: dict[str, Any], at: datetime
) -> queries.ConsentSaid:
    consent, allowed = queries.covering(
        case,
        room,
        purpose=purpose,
        sector=referral.kind,
        organisation=referral.receiver_id,
        on=timezone.localdate(at),
    )
    if consent is None:
        raise NotAgreed(
            _("She has not agreed to this, for this help, to this organisation, until today. Ask her first.")
        )
    if rules.packet_faults(fields, allowed):
        raise NotAgreed(
            _("She did not agree that all of this is told. Send what she agreed to, or ask her again.")
        )
    return consent


def _elsewhere() -> NotThatReferral:
    return NotThatReferral(_("This referral stands elsewhere now. Look at it again."))


def _record(type: str, referral: Referral, by: Any, at: datetime) -> None:
    audit.record(type=type, target=referral, organisation=referral.sender_id, by=by, at=at)
