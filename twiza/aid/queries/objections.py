"""The posted list, objections to it, who may hand over, and the log of exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    Draw,
    FrozenList,
    HandOver,
    ListEntry,
    ListSignature,
    Nomination,
    Objection,
    ObjectionAnswer,
    ObjectionWindow,
    OfficeDeclaration,
    Pool,
    PoolSignature,
    SetAside,
)
from twiza.aid.queries.campaigns import campaign_for, sharing
from twiza.aid.queries.lists import is_signed, lists_of, set_aside
from twiza.aid.rules import objections, offices
from twiza.aid.rules.objections import About, Outcome
from twiza.aid.rules.offices import Office
from twiza.lib.errors import DomainError, NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES

ABOUT = {
    About.OWN_CODE: _("The family's own place on the list"),
    About.ANOTHER_CODE: _("A code that should not be on the list"),
    About.MISSING: _("A family that stands nowhere on it"),
}
WAYS = {
    objections.Way.PAPER: _("On paper"),
    objections.Way.VOICE: _("By voice"),
    objections.Way.COUNTER: _("At the counter"),
}
OUTCOMES = {
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.MAINTAINED: _("The decision stays"),
}
ANSWER_REASONS = {
    "facts_were_wrong": _("What was known of the family was wrong"),
    "situation_changed": _("The situation of the family changed since"),
    "left_out_by_mistake": _("The family was left out by mistake"),
    "not_meant_for": _("This code should not be on the list"),
    "facts_are_right": _("What was known of the family is right"),
    "same_rule_for_all": _("The rule is the same for every family"),
    "decided_by_draw": _("Families with as many points were more than the baskets: the draw decided"),
    "another_help_found": _("Another help fits better, and the family was told where"),
    "nothing_to_correct": _("There is nothing to correct on the list"),
}
OFFICES = {
    Office.NONE: _("No elected office, no candidacy, no word for a party"),
    Office.ELECTED: _("An elected office"),
    Office.CANDIDATE: _("A candidacy in an election"),
    Office.PARTY: _("Speaks for a party or a list of candidates"),
}


class HoldsOffice(DomainError):
    """Who hands over declared an elected office or a candidacy."""

    code = "aid.holds_office"


class NoSuchObjection(NotFound):
    code = "aid.no_such_objection"


@dataclass(frozen=True)
class ObjectionLine:
    """An objection in words, with its answer when there is one."""

    objection: Objection
    about: Any
    way: Any
    answer: ObjectionAnswer | None
    outcome: Any
    reason: Any
    late: bool
    remedied_on: date | None  # an accepted one: the day on which an addendum carried it out
    signed_on: date | None  # one that takes a code off the list: the day of the second signature

    @property
    def waits_for_remedy(self) -> bool:
        """Accepted for a family, and on no addendum yet."""
        accepted = self.answer is not None and self.answer.outcome == Outcome.ACCEPTED
        return accepted and self.objection.about != About.ANOTHER_CODE and self.remedied_on is None

    @property
    def waits_for_second(self) -> bool:
        """Accepted against a code, and not yet signed by a second person: the code keeps its basket until then."""
        accepted = self.answer is not None and self.answer.outcome == Outcome.ACCEPTED
        return accepted and self.objection.about == About.ANOTHER_CODE and self.signed_on is None


@dataclass(frozen=True)
class Override:
    """A household taken outside the list: which code, why, when, and the roles of who signed. Never a person."""

    number: int  # of the addendum
    reason: str  # code
    frozen_at: datetime
    roles: tuple[str, ...]  # of the signers, in order
    signed: bool
    codes: tuple[str, ...]  # those this reader may see
    count: int


@dataclass(frozen=True)
class Distributor:
    """Somebody who handed over in a campaign, and what they declared for that time; None: nothing."""

    user: Any
    office: Office | None
    words: Any


def window_of(campaign: Campaign) -> ObjectionWindow | None:
    """Return the days in which the campaign's list may be contested, or None where it was not posted."""
    return ObjectionWindow.objects.filter(campaign=campaign).first()


def objections_are_open(campaign: Campaign) -> bool:
    """Say whether a window was opened and not yet closed by a person."""
    window = window_of(campaign)
    return window is not None and window.closed_at is None


def objection_for(user: Any, id: UUID) -> Objection:
    """Return an objection of a campaign this user may see, or raise NoSuchObjection."""
    found = Objection.objects.select_related("campaign__organisation", "receiving").filter(pk=id).first()
    if found is None:
        raise NoSuchObjection(_("There is no such objection."))
    campaign_for(user, found.campaign_id)
    return found


def objection_by_ticket(user: Any, campaign: Campaign, ticket: str) -> Objection:
    """Return an objection by the code of its slip, or raise NoSuchObjection."""
    found = Objection.objects.filter(campaign=campaign, ticket=ticket).first()
    if found is None:
        raise NoSuchObjection(_("No objection to this list has the number %(number)s."), number=ticket)
    return objection_for(user, found.pk)


def objection_lines(
    campaign: Campaign, *, today: date, only: Sequence[Objection] = ()
) -> list[ObjectionLine]:
    """Return the objections this user may see, those without an answer first, the oldest first."""
    rows = list(only) or list(Objection.objects.filter(campaign=campaign).select_related("receiving"))
    answers = {one.objection_id: one for one in ObjectionAnswer.objects.filter(objection__in=rows)}
    by_code = {row.code: row for row in rows if row.code}
    found = Nomination.objects.filter(campaign=campaign).filter(
        Q(code__in=by_code) | Q(pk__in=[one.nomination_id for one in answers.values() if one.nomination_id])
    )
    nominations = {one.pk: one.code for one in found}
    added = {
        code: frozen_at.date()
        for code, frozen_at in ListEntry.objects.filter(
            list__campaign=campaign, list__number__gt=0, place=ListEntry.SELECTED
        ).values_list("code", "list__frozen_at")
    }
    signed = dict(SetAside.objects.filter(campaign=campaign).values_list("answer__objection", "signed_at"))
    lines = [_line(row, answers.get(row.pk), nominations, added, signed.get(row.pk), today) for row in rows]
    return sorted(lines, key=lambda one: (one.answer is not None, one.objection.received_at))


def _line(
    row: Objection,
    answer: ObjectionAnswer | None,
    nominations: dict[UUID, str],
    added: dict[str, date],
    signed: datetime | None,
    today: date,
) -> ObjectionLine:
    code = row.code
    if answer is not None and answer.nomination_id:
        code = nominations.get(answer.nomination_id, "")
    accepted = answer is not None and answer.outcome == Outcome.ACCEPTED
    return ObjectionLine(
        objection=row,
        about=ABOUT[About(row.about)],
        way=WAYS[objections.Way(row.way)],
        answer=answer,
        outcome=OUTCOMES[Outcome(answer.outcome)] if answer else "",
        reason=ANSWER_REASONS.get(answer.reason_code, answer.reason_code) if answer else "",
        late=answer is None and today > row.due_on,
        remedied_on=added.get(code) if accepted and row.about != About.ANOTHER_CODE else None,
        signed_on=timezone.localdate(signed) if signed else None,
    )


def set_aside_waiting(campaigns: Iterable[Campaign]) -> list[Objection]:
    """Return the objections whose answer takes a code off the list and waits for a second signature, the oldest first."""
    rows = Objection.objects.filter(campaign__in=list(campaigns), about=About.ANOTHER_CODE)
    rows = rows.filter(answer__outcome=Outcome.ACCEPTED, answer__second__isnull=True)
    return list(rows.select_related("campaign", "answer").order_by("answer__answered_at"))


def remedies_waiting(campaigns: Iterable[Campaign]) -> list[Objection]:
    """Return the accepted objections whose household no list selects yet, the oldest answer first."""
    rows = Objection.objects.filter(campaign__in=list(campaigns), answer__outcome=Outcome.ACCEPTED)
    rows = rows.exclude(about=About.ANOTHER_CODE).select_related("campaign", "answer__nomination")
    found = list(rows.order_by("answer__answered_at"))
    selected = set(
        ListEntry.objects.filter(
            list__campaign__in={row.campaign_id for row in found},
            code__in=[_code_of(row) for row in found],
            place=ListEntry.SELECTED,
        ).values_list("list__campaign", "code")
    )
    return [row for row in found if (row.campaign_id, _code_of(row)) not in selected]


def _code_of(row: Objection) -> str:
    answer = row.answer
    return str(answer.nomination.code if answer.nomination else row.code)


def may_sign_set_aside(user: Any, objection: Objection) -> bool:
    """Say whether this user may sign second under an answer that takes a code off the list."""
    answer = ObjectionAnswer.objects.filter(objection=objection).first()
    return (
        answer is not None
        and user.has_perm(Permission.LIST_SIGN, objection.organisation_id)
        and user.pk not in (answer.answered_by_id, objection.received_by_id)
    )


def unanswered(campaigns: Iterable[Campaign]) -> list[Objection]:
    """Return the objections of these campaigns that wait for an answer, the earliest due first."""
    return list(
        Objection.objects.filter(campaign__in=list(campaigns), answer__isnull=True)
        .select_related("campaign")
        .order_by("due_on", "received_at")
    )


def decided_on(campaign: Campaign, codes: Sequence[str]) -> set[UUID]:
    """Return who decided first: who froze or signed the pool or a list, entered the draw, or brought these households."""
    pools = Pool.objects.filter(campaign=campaign)
    drawn = {*pools.values_list("frozen_by", flat=True)}
    drawn |= {*PoolSignature.objects.filter(pool__in=pools).values_list("signer", flat=True)}
    drawn |= {*Draw.objects.filter(campaign=campaign).values_list("entered_by", flat=True)}
    frozen = set(FrozenList.objects.filter(campaign=campaign).values_list("frozen_by", flat=True))
    signed = set(ListSignature.objects.filter(list__campaign=campaign).values_list("signer", flat=True))
    brought = Nomination.objects.filter(campaign=campaign, code__in=[code for code in codes if code])
    return drawn | frozen | signed | set(brought.values_list("created_by", flat=True))


def may_answer(user: Any, objection: Objection) -> bool:
    """Say whether this user may answer: with the permission, and without having decided first."""
    return user.has_perm(Permission.OBJECTION_ANSWER, objection.organisation_id) and objections.may_answer(
        user.pk,
        decided=decided_on(objection.campaign, [objection.code]),
        received=objection.received_by_id,
    )


def office_of(user: UUID, day: date) -> Office | None:
    """Return what a person's latest declaration says for a day; None when they declared nothing."""
    rows = OfficeDeclaration.objects.filter(user=user)
    declared = [
        offices.Declared(*row) for row in rows.values_list("office", "starts_on", "ends_on", "declared_at")
    ]
    return offices.office_on(day, declared)


def check_office(user: UUID, day: date) -> None:
    """Refuse who declared an elected office or a candidacy for that day (L-10). HoldsOffice."""
    if not offices.may_hand_over(office_of(user, day)):
        refuse_official()


def refuse_official() -> NoReturn:
    """Say that another person hands over. HoldsOffice."""
    raise HoldsOffice(
        _(
            "You declared an elected office or a candidacy for these days: another person hands over. Nobody loses"
            " their basket."
        )
    )


def declarations_of(user: UUID) -> list[tuple[OfficeDeclaration, Any]]:
    """Return what a person declared, newest first, in words."""
    rows = OfficeDeclaration.objects.filter(user=user).select_related("body").order_by("-declared_at")
    return [(row, OFFICES[Office(row.office)]) for row in rows]


def distributors_of(campaign: Campaign) -> list[Distributor]:
    """Return who handed over in a campaign with what they declared, those to be asked first."""
    rows = HandOver.objects.filter(campaign=campaign).order_by("by", "at").distinct("by").select_related("by")
    found = []
    for row in rows:
        office = office_of(row.by_id, row.at.date())
        found.append(Distributor(row.by, office, OFFICES[office] if office else _("Nothing declared yet")))
    return sorted(found, key=lambda one: (one.office is Office.NONE, str(one.user)))


def overrides_of(campaign: Campaign) -> list[Override]:
    """Return every household taken by an addendum, by addendum: reason, moment, roles of the signers, codes."""
    found = []
    for frozen in lists_of(campaign):
        if frozen.number:
            codes = frozen.entries.order_by("code").values_list("code", flat=True)
            found.append(
                Override(
                    number=frozen.number,
                    reason=frozen.reason_code,
                    frozen_at=frozen.frozen_at,
                    roles=tuple(_roles(one.role) for one in frozen.signatures.all()),
                    signed=is_signed(frozen),
                    codes=tuple(codes),
                    count=frozen.entries_count,
                )
            )
    return found


def _roles(held: str) -> str:
    return " · ".join(ROLES[role].name for role in held.split("+") if role in ROLES)


def counters_of(user: Any, campaign: Campaign) -> list[UUID]:
    """Return the organisations of the campaign at whose counter this user may write an objection down."""
    return [one for one in sorted(sharing(campaign)) if user.has_perm(Permission.OBJECTION_RECEIVE, one)]


def posted_codes(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return (code, "selected" or "reserve", point) of everybody on signed lists, by code: what hangs on the wall."""
    points = {point.pk: point.name for point in campaign.points.all()}
    aside = set(set_aside(campaign))
    found: dict[str, tuple[str, str, str]] = {}
    for frozen in lists_of(campaign):
        if is_signed(frozen):
            for code, place, point in frozen.entries.values_list("code", "place", "point"):
                if code not in aside:
                    found[code] = (code, place, points.get(point, ""))
    return [found[code] for code in sorted(found)]


def councils() -> list[Any]:
    """Return the elected councils of the register of organisations, by name."""
    model: Any = Campaign._meta.get_field("organisation").related_model
    return sorted(model._default_manager.filter(protected=False, kind="commune"), key=str)


def where_working(user: Any, today: date) -> list[Any]:
    """Return the organisations in which this person holds a role today, by name."""
    model: Any = Campaign._meta.get_field("organisation").related_model
    own = network.organisations_of(user.pk, on=today)
    return sorted(model._default_manager.filter(pk__in=own), key=str)
