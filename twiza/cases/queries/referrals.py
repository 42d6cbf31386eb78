"""Referrals from the side of the team that asks; what waits for an answer; partners that do not answer, in numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, CaseNote, Referral, ReferralCase
from twiza.cases.queries.cases import where_allowed
from twiza.cases.queries.consent import ConsentSaid, covering
from twiza.cases.queries.desk import NoSuchReferral, ReferralLine, referrals_to
from twiza.cases.queries.follow_up import newest_first
from twiza.cases.queries.notes import NoteSaid, notes_of, versions_of
from twiza.cases.queries.room import OpenRoom
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission


@dataclass(frozen=True)
class Offer:
    """One field as it would be sent.

    Attributes:
        value: a code, codes, or words. typed: it is written for this referral.
    """

    name: str
    value: Any
    typed: bool


@dataclass(frozen=True)
class Prepared:
    """What may be sent with a referral now.

    Attributes:
        consent: on which it would rest; None when she agreed to nothing that fits.
        offers: the fields that the consent names, with their exact words.
    """

    consent: ConsentSaid | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class SilentPartner:
    """How often a partner was asked and let the day of answer pass. None: too few to be shown."""

    organisation: Any
    sent: int | None
    silent: int | None


def referral_for(user: Any, id: UUID) -> tuple[Referral, Case]:
    """Return a referral of a case in whose team this user is, and the case. Hidden and missing: NoSuchReferral."""
    rows = ReferralCase.objects.select_related(
        "case", "referral__receiver", "referral__service", "referral__offered"
    )
    link = rows.filter(pk=id).first()
    if link is None or not user.has_perm(Permission.CASE_WORK, link.case):
        raise NoSuchReferral(_("There is no such referral."))
    return link.referral, link.case


def referrals_of(case: Case, *, at: datetime) -> list[ReferralLine]:
    """Return the referrals of a case, the newest first."""
    rows = ReferralCase.objects.filter(case=case).select_related(
        "referral__receiver", "referral__service", "referral__offered"
    )
    found = [link.referral for link in rows.order_by("-referral_id")]
    return [ReferralLine(row, rules.is_silent(row.state, row.reply_by, at)) for row in found]


def referral_note(referral: Referral, room: OpenRoom) -> NoteSaid:
    """Return what the team wrote of a referral, sealed: the purpose, and what was sent. Raises NoKeyYet."""
    note = CaseNote.objects.select_related("case").get(pk=referral.pk)
    return versions_of(note, room)[0]


def prepared(case: Case, room: OpenRoom, referral: Referral, *, at: datetime) -> Prepared:
    """Return the fields that may go with a referral now, each with its exact words. Raises NoKeyYet."""
    purpose = referral_note(referral, room).said["purpose"]
    consent, allowed = covering(
        case,
        room,
        purpose=purpose,
        sector=referral.kind,
        organisation=referral.receiver_id,
        on=timezone.localdate(at),
    )
    known = _known(case, room)
    offers = [
        Offer(name, known.get(name, ""), name in rules.TYPED_FIELDS)
        for name in rules.PACKET_FIELDS
        if name in allowed
    ]
    return Prepared(consent, tuple(offers))


def referrals_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says of referrals, on both sides: numbers only, and no name."""
    return [*_asked_by(user, at), *_asked_of(user, at)]


def silent_partners(user: Any, organisation: UUID, *, at: datetime) -> list[SilentPartner]:
    """Return, for each partner, how often it was asked and how often the day of answer passed: all teams together.

    Small numbers are not given by the database itself. Nobody's referral shows. Empty to who does not listen here.
    """
    if not user.has_perm(Permission.CASE_WORK, organisation):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_silent_partners(%s, %s)", [organisation, at])
        rows = cursor.fetchall()
    return [SilentPartner(network.organisation_for(one), sent, silent) for one, sent, silent in rows]


def _known(case: Case, room: OpenRoom) -> dict[str, Any]:
    """What the case knows of the fields, from the listening that was written last.

    Danger and her rule of contact are those that were said last, whatever the note: danger looked at again, a contact.
    """
    notes = notes_of(case, room)
    said = next((one.said for one in notes if one.kind == "listening"), {})
    known = {name: said.get(name) for name in ("language", "needs", "wants")}
    for name in ("risk", "contact"):
        known[name] = next((one.said[name] for one in newest_first(notes) if _tells(one, name)), None)
    return {name: value for name, value in known.items() if value} | {"age_band": case.age_band}


def _tells(note: NoteSaid, name: str) -> bool:
    """Whether a note says it; an attempt to reach her that learned nothing of danger takes no red away."""
    value = note.said.get(name)
    return bool(value) and not (note.kind == "follow_up" and value == rules.Risk.UNKNOWN)


def _asked_by(user: Any, at: datetime) -> list[Due]:
    found: list[Due] = []
    for organisation in where_allowed(user, Permission.CASE_WORK, on=at.date()):
        links = ReferralCase.objects.filter(organisation_id=organisation).select_related("referral")
        rows = [link.referral for link in links]
        silent = sum(rules.is_silent(row.state, row.reply_by, at) for row in rows)
        declined = [row for row in rows if row.state == rules.Referral.DECLINED]
        here = reverse("cases:list_cases")
        if silent:
            words = _("Referrals without answer past their day: %(number)d. Call, or choose a second one")
            found.append(Due(words % {"number": silent}, here, level=Level.LATE))
        if declined:
            words = _("Referrals declined: %(number)d. Propose another to her today")
            is_late = any(_day(row.answered_at) < timezone.localdate(at) for row in declined)
            found.append(
                Due(
                    words % {"number": len(declined)},
                    here,
                    level=Level.LATE if is_late else Level.WAITING,
                )
            )
    return found


def _asked_of(user: Any, at: datetime) -> list[Due]:
    found: list[Due] = []
    for organisation in where_allowed(user, Permission.REFERRAL_DESK, on=at.date()):
        lines = [
            one for one in referrals_to(user, organisation, at=at) if one.referral.state in rules.UNANSWERED
        ]
        if lines:
            words = _("Referrals at the desk that wait for an answer: %(number)d") % {"number": len(lines)}
            is_late = any(one.is_silent for one in lines)
            found.append(
                Due(words, reverse("cases:list_desk"), level=Level.LATE if is_late else Level.WAITING)
            )
    return found


def _day(moment: datetime | None) -> Any:
    return timezone.localdate(moment)
