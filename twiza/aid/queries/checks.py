"""After the baskets: the sample, what was said at the exit, missing baskets, incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    AfterCheck,
    Campaign,
    CheckedHousehold,
    DistributionPoint,
    Entitlement,
    ExitTally,
    GapInquiry,
    HandOver,
    Incident,
    IncidentStep,
    NominationHousehold,
    Reconciliation,
    TeamDay,
)
from twiza.aid.queries.campaigns import campaign_for
from twiza.aid.rules import checks, rulings
from twiza.aid.rules.incidents import MISSED, GapCause, Outcome, Source, Step
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission
from twiza.registry import queries as registry
from twiza.registry.rules.people import Contact

QUESTIONS = {
    "received": _("Received it"),
    "complete": _("It was complete"),
    "asked_for_money": _("Was asked for money"),
    "treated_fairly": _("Was treated well"),
}
EXIT_QUESTIONS = {
    "complete": _("Was it complete?"),
    "money": _("Did anybody ask you for money?"),
    "fair": _("Were you treated well?"),
    "useful": _("Is what is in it useful to you?"),
}
CHECK_WAYS = {
    checks.Way.CALL: _("By telephone"),
    checks.Way.VISIT: _("At her home, or where she chose"),
    checks.Way.NOT_REACHED: _("Not reached"),
    checks.Way.NOT_SAFE: _("Not asked: it is not safe to contact her"),
}
STEPS = {
    Step.HEARD_PERSON: _("The person who said so was heard"),
    Step.HEARD_TEAM: _("The team of the point was heard"),
    Step.LOOKED_AT_COUNTS: _("The counts of the day were looked at"),
    Step.MONEY_GIVEN_BACK: _("The money was given back"),
    Step.PERSON_SET_ASIDE: _("Somebody was taken off the point"),
    Step.TOLD_AUTHORITY: _("The authorities were told"),
    Step.OTHER: _("Something else, in words"),
}
INCIDENT_OUTCOMES = {
    Outcome.CONFIRMED: _("It happened"),
    Outcome.NOT_CONFIRMED: _("It did not happen"),
    Outcome.CANNOT_BE_KNOWN: _("It cannot be known"),
}
SOURCES = {
    Source.CHECK: _("Said in the check afterwards"),
    Source.EXIT: _("Said at the exit of the point"),
    Source.COUNTER: _("Said at a counter"),
}
CAUSES = {
    GapCause.MISCOUNTED: _("Counted wrongly"),
    GapCause.NOT_WRITTEN_DOWN: _("Handed over and not written down"),
    GapCause.STOLEN: _("Stolen, with a record"),
    GapCause.GIVEN_WITHOUT_CARD: _("Given to somebody without a card"),
    GapCause.UNKNOWN: _("Could not be found out"),
}
MISSING = {
    "flour": _("Flour"),
    "oil": _("Oil"),
    "sugar": _("Sugar"),
    "milk": _("Milk"),
    "medicine": _("Medicine"),
    "hygiene": _("Soap and hygiene"),
    "clothes": _("Clothes"),
    "other": _("Something else"),
}


class NoSuchCheck(NotFound):
    code = "aid.no_such_check"


class NoSuchIncident(NotFound):
    code = "aid.no_such_incident"


class NoSuchDay(NotFound):
    code = "aid.no_such_day"


@dataclass(frozen=True)
class SampleLine:
    """One code of the sample as its reader may see it: the household only for who brought it."""

    row: CheckedHousehold
    way: Any
    mine: bool
    household: UUID | None
    contact: str  # registry's rule; "" when it is not the reader's or not known


def check_of(campaign: Campaign) -> AfterCheck | None:
    """Return the check of a campaign, as far as it is; None before it was prepared, or for who only shares it."""
    return AfterCheck.objects.filter(campaign=campaign).first()


def served_codes(campaign: Campaign) -> list[str]:
    """Return the codes of everybody served, by code: who may be drawn."""
    rows = Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES)
    return sorted(rows.values_list("code", flat=True))


def draw_file_of(user: Any, campaign: Campaign) -> checks.DrawFile:
    """Return all that the draw of a check needs to be done again, to who draws or audits, or raise NoSuchCheck."""
    drawn = check_of(campaign)
    reads = any(user.has_perm(one, campaign) for one in (Permission.CHECK_DRAW, Permission.AUDIT_READ))
    if drawn is None or drawn.drawn_at is None or not reads:
        raise NoSuchCheck(_("There is no check that was drawn."))
    sample = CheckedHousehold.objects.filter(check_made=drawn).order_by("position")
    return checks.DrawFile(
        campaign.pk,
        drawn.commitment,
        drawn.secret,
        drawn.digits,
        tuple(served_codes(campaign)),
        tuple(sample.values_list("code", flat=True)),
    )


def checked_for(user: Any, id: UUID) -> CheckedHousehold:
    """Return a code of a sample to who brought it and may ask, or raise NoSuchCheck."""
    row = CheckedHousehold.objects.select_related("campaign", "entitlement", "point").filter(pk=id).first()
    if row is None or not user.has_perm(Permission.CHECK_RECORD, row.bringing_id):
        raise NoSuchCheck(_("There is no such household to ask."))
    return row


def sample_lines(user: Any, campaign: Campaign) -> list[SampleLine]:
    """Return the sample in the order of the draw, as this user may see it."""
    rows = list(CheckedHousehold.objects.filter(campaign=campaign).select_related("entitlement", "bringing"))
    return [_sample_line(user, row) for row in rows]


def _sample_line(user: Any, row: CheckedHousehold) -> SampleLine:
    mine = user.has_perm(Permission.CHECK_RECORD, row.bringing_id)
    way = CHECK_WAYS[checks.Way(row.way)] if row.way else ""
    household = household_of_check(row) if mine else None
    return SampleLine(row, way, mine, household, contact_rule(user, household) if household else "")


def household_of_check(row: CheckedHousehold) -> UUID | None:
    """Return which household a code of the sample stands for: an answer only for the side that brought it."""
    rows = NominationHousehold.objects.filter(nomination=row.entitlement.nomination_id)
    return rows.values_list("household", flat=True).first()


def contact_rule(user: Any, household: UUID | None) -> str:
    """Return the safe-contact rule of a household; nothing known is "do not contact"."""
    try:
        return str(registry.household_for(user, household).contact) if household else Contact.DO_NOT_CONTACT
    except NotFound:
        return Contact.DO_NOT_CONTACT


def handed_it_over(user: UUID, entitlement: UUID) -> bool:
    """Say whether this person handed that basket over."""
    return HandOver.objects.filter(entitlement=entitlement, by=user).exists()


def worked_at(user: UUID, point: UUID) -> bool:
    """Say whether this person handed over or closed a day at a point."""
    return (
        HandOver.objects.filter(point=point, by=user).exists()
        or Reconciliation.objects.filter(point=point, by=user).exists()
    )


def exit_sums(campaign: Campaign, point: DistributionPoint | None = None) -> dict[str, int]:
    """Return the strokes of a campaign, or of one point: asked, each answer, what was missed (`missed_oil`, …)."""
    rows = ExitTally.objects.filter(campaign=campaign, **({"point": point} if point else {}))
    names = ["asked", *(f"{one}_{answer}" for one in ExitTally.QUESTIONS for answer in ("yes", "no"))]
    sums = {name: value or 0 for name, value in rows.aggregate(**{one: Sum(one) for one in names}).items()}
    for missed in rows.values_list("missed", flat=True):
        for item, count in missed.items():
            sums[f"missed_{item}"] = sums.get(f"missed_{item}", 0) + count
    return sums


def exit_lines(sums: dict[str, int]) -> list[tuple[Any, int, int]]:
    """Return (question, yes, no) in words."""
    return [(words, sums[f"{one}_yes"], sums[f"{one}_no"]) for one, words in EXIT_QUESTIONS.items()]


def missed_lines(sums: dict[str, int]) -> list[tuple[Any, int]]:
    """Return what was missed, with its strokes, the most missed first."""
    found = [(MISSING[item], sums.get(f"missed_{item}", 0)) for item in MISSED]
    return sorted((one for one in found if one[1]), key=lambda one: -one[1])


def team_sums(campaign: Campaign) -> tuple[int, int]:
    """Return (volunteers, hours) of a campaign: a person is counted once a day and point."""
    sums = TeamDay.objects.filter(campaign=campaign).aggregate(people=Sum("volunteers"), hours=Sum("hours"))
    return sums["people"] or 0, sums["hours"] or 0


def closing_for(user: Any, id: UUID) -> Reconciliation:
    """Return a closed day whose gap asks for an inquiry, to who may lead it, or raise NoSuchDay."""
    row = Reconciliation.objects.select_related("point", "campaign").filter(pk=id).first()
    if row is None or not user.has_perm(Permission.INCIDENT_HANDLE, row.organisation_id):
        raise NoSuchDay(_("There is no such day."))
    return row


def gaps_of(campaign: Campaign) -> list[tuple[Reconciliation, GapInquiry | None]]:
    """Return the days whose last closing has a gap above the parameter, each with its inquiry, oldest first."""
    last: dict[tuple[UUID, date], Reconciliation] = {}
    for row in Reconciliation.objects.filter(campaign=campaign).select_related("point").order_by("number"):
        last[row.point_id, row.day] = row
    found = [row for row in last.values() if row.needs_inquiry]
    inquiries = {one.reconciliation_id: one for one in GapInquiry.objects.filter(reconciliation__in=found)}
    return [(row, inquiries.get(row.pk)) for row in sorted(found, key=lambda one: (one.day, one.point.code))]


def may_inquire(user: Any, closing: Reconciliation) -> bool:
    """Say whether this user may lead the inquiry: with the permission, and without having closed the day."""
    return (
        user.has_perm(Permission.INCIDENT_HANDLE, closing.organisation_id)
        and closing.by_id != user.pk
        and closing.needs_inquiry
        and not GapInquiry.objects.filter(reconciliation=closing).exists()
    )


def incidents_of(user: Any, campaign: Campaign) -> list[Incident]:
    """Return the incidents of a campaign that this user may follow.

    The database keeps away those of a point where they handed over or counted (policy `follow` of `aid_incident`).
    """
    if not user.has_perm(Permission.INCIDENT_HANDLE, campaign.organisation_id):
        return []
    return list(Incident.objects.filter(campaign=campaign).select_related("point"))


def incident_for(user: Any, id: UUID) -> Incident:
    """Return an incident to who may follow it, or raise NoSuchIncident: of a point where they worked there is none."""
    found = Incident.objects.select_related("campaign__organisation", "point").filter(pk=id).first()
    if found is None or not user.has_perm(Permission.INCIDENT_HANDLE, found.organisation_id):
        raise NoSuchIncident(_("There is no such incident."))
    campaign_for(user, found.campaign_id)
    return found


def incident_words(row: Incident) -> dict[str, Any]:
    """Return where an incident was heard and how it ended, in words."""
    return {
        "source": SOURCES[Source(row.source)],
        "outcome": INCIDENT_OUTCOMES[Outcome(row.outcome)] if row.outcome else "",
    }


def steps_taken(incident: Incident) -> list[tuple[IncidentStep, Any]]:
    """Return what was done about an incident, in words, oldest first."""
    return [(row, STEPS[Step(row.step)]) for row in incident.steps.select_related("by")]


def incidents_open(campaigns: Sequence[Campaign]) -> list[Incident]:
    """Return the incidents of these campaigns that nobody closed, as far as this user may see them."""
    rows = Incident.objects.filter(campaign__in=list(campaigns), closed_at__isnull=True)
    return list(rows.select_related("campaign", "point"))


def to_ask(campaigns: Sequence[Campaign], bringing: Sequence[UUID]) -> list[CheckedHousehold]:
    """Return the codes of samples that wait for a call or a visit of these organisations."""
    rows = CheckedHousehold.objects.filter(Q(bringing__in=list(bringing)), done_at__isnull=True)
    return list(rows.filter(campaign__in=list(campaigns)).select_related("campaign"))


def is_registered(user: Any, household: UUID) -> bool:
    """Say whether this person finds the household in the register of their own organisation."""
    try:
        registry.household_for(user, household)
    except NotFound:
        return False
    return True


def contact_words(user: Any, household: UUID | None) -> Any:
    """Return the safe-contact rule of a household in words."""
    return _CONTACTS[contact_rule(user, household)]


_CONTACTS = {
    Contact.DO_NOT_CONTACT.value: _("Do not contact"),
    Contact.TELEPHONE.value: _("May be telephoned"),
    Contact.THROUGH_TRUSTED.value: _("Only through a person she trusts"),
}
