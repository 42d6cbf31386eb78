"""Families that two campaigns of one purpose would help in one cycle: found by one's own codes, never by a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CampaignPartner,
    Entitlement,
    ListEntry,
    Nomination,
    NominationHousehold,
    PurposeQuestion,
)
from twiza.aid.queries.campaigns import campaign_for, own_organisations
from twiza.aid.rules import purposes as rules
from twiza.aid.rules.purposes import AidPurpose, Cycle, PurposeAnswer
from twiza.aid.rules.states import FREED, EntitlementState
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission
from twiza.registry import queries as registry

PURPOSES = {
    AidPurpose.FOOD: _("food for the house"),
    AidPurpose.CLOTHING: _("clothes"),
    AidPurpose.SCHOOL: _("school"),
    AidPurpose.WINTER: _("winter"),
    AidPurpose.HYGIENE: _("hygiene"),
    AidPurpose.DEVICES: _("devices"),
    AidPurpose.SHELTER: _("shelter"),
    AidPurpose.HEALTH: _("health"),
    AidPurpose.INCOME: _("income"),
}
PURPOSE_ANSWERS = {
    PurposeAnswer.STAYS: _("It stays in both: there is a reason"),
    PurposeAnswer.TAKEN_BACK: _("We take it back here ourselves"),
    PurposeAnswer.NOT_THE_SAME: _("It is not the same need"),
}


MOST_SHOWN = 200


class NoSuchPurposeQuestion(NotFound):
    code = "aid.no_such_purpose_question"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two codes of one family of one organisation, in two campaigns of one purpose and cycle."""

    nomination: UUID
    other_campaign: UUID
    other_organisation: UUID
    other_nomination: UUID
    purposes: tuple[str, ...]
    served: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as shown: both codes, what the aid is for, and the answer in words; `own`: this person answers."""

    question: PurposeQuestion
    purposes: Sequence[Any]
    answer: Any
    own: bool
    other_code: str  # "" when it is not this desk's to read


def purpose_words(campaign: Campaign) -> list[Any]:
    """Return what a campaign is for, in words."""
    return [PURPOSES[AidPurpose(one)] for one in campaign.purposes]


def cycle_of(campaign: Campaign) -> Cycle:
    """Return when a campaign happens."""
    return Cycle(
        campaign.cycle, campaign.hijri_year, campaign.hijri_month, campaign.starts_on, campaign.ends_on
    )


def campaigns_of_one_purpose(campaign: Campaign, side: UUID) -> dict[UUID, tuple[Campaign, tuple[str, ...]]]:
    """Return the other campaigns that `side` leads or shares, of one purpose and cycle with this one."""
    shares = CampaignPartner.objects.filter(organisation_id=side).values("campaign")
    rows = Campaign.objects.filter(
        Q(organisation_id=side) | Q(pk__in=shares), purposes__overlap=campaign.purposes
    )
    here = cycle_of(campaign)
    return {
        one.pk: (one, rules.shared_purposes(campaign.purposes, one.purposes))
        for one in rows.exclude(pk=campaign.pk)
        if rules.same_cycle(here, cycle_of(one))
    }


def purpose_meetings(
    campaign: Campaign, side: UUID, nominations: Sequence[UUID] | None = None
) -> list[Meeting]:
    """Return the families `side` brought here that are selected or served in another campaign of one purpose.

    Those asked about before, from either side, are left out: an answer is remembered. A protected service is
    never asked: it looks for nobody.
    """
    model: Any = Campaign._meta.get_field("organisation").related_model
    if not campaign.purposes or not model._default_manager.filter(pk=side, protected=False).exists():
        return []
    others = campaigns_of_one_purpose(campaign, side)
    if not others:
        return []
    merged = registry.merged_in(side)
    rows = NominationHousehold.objects.filter(organisation_id=side, nomination__withdrawn_at__isnull=True)
    there: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    for household, nomination, where in rows.filter(campaign__in=others).values_list(
        "household", "nomination", "campaign"
    ):
        there[merged.get(household, household)].append((nomination, where))
    here = rows.filter(campaign=campaign)
    if nominations is not None:
        here = here.filter(nomination__in=nominations)
    pairs = [
        (nomination, other, where)
        for household, nomination in here.values_list("household", "nomination")
        for other, where in there.get(merged.get(household, household), ())
    ]
    standing = _standing({other for _n, other, _w in pairs})
    asked = _asked({nomination for nomination, _o, _w in pairs})
    return [
        Meeting(nomination, where, others[where][0].organisation_id, other, others[where][1], standing[other])
        for nomination, other, where in sorted(pairs)
        if other in standing and frozenset((nomination, other)) not in asked
    ]


def _standing(nominations: set[UUID]) -> dict[UUID, bool]:
    """Return selected nomination → whether it was served; those whose right ended are left out."""
    chosen = set(
        ListEntry.objects.filter(nomination__in=nominations, place=ListEntry.SELECTED).values_list(
            "nomination", flat=True
        )
    )
    found = dict.fromkeys(chosen, False)
    for nomination, state in Entitlement.objects.filter(nomination__in=nominations).values_list(
        "nomination", "state"
    ):
        if state in FREED:
            found.pop(nomination, None)
        elif state in (EntitlementState.SERVED, EntitlementState.SERVED_BY_PROXY):
            found[nomination] = True
    return found


def _asked(nominations: set[UUID]) -> set[frozenset[UUID]]:
    rows = PurposeQuestion.objects.filter(Q(nomination__in=nominations) | Q(other_nomination__in=nominations))
    return {frozenset(pair) for pair in rows.values_list("nomination", "other_nomination")}


def purpose_questions(user: Any, campaign: Campaign) -> list[QuestionLine]:
    """Return what was asked in a campaign, open ones first: one's own families, and for the desk those it may read."""
    own = {one.pk for one in own_organisations(user, campaign, Permission.HOUSEHOLD_NOMINATE)}
    rows = list(_rows().filter(campaign=campaign).order_by("answer", "asked_at", "pk")[:MOST_SHOWN])
    codes = dict(
        Nomination.objects.filter(pk__in=[one.other_nomination_id for one in rows]).values_list("pk", "code")
    )
    return [
        QuestionLine(
            row,
            [PURPOSES[AidPurpose(one)] for one in row.purposes],
            PURPOSE_ANSWERS[PurposeAnswer(row.answer)] if row.answer else "",
            row.bringing_id in own,
            codes.get(row.other_nomination_id, ""),
        )
        for row in rows
    ]


def purposes_waiting(user: Any, campaigns: Sequence[Campaign], *, at: datetime) -> list[Due]:
    """Return, for the today page, the campaigns in which this person is asked about a family helped elsewhere."""
    rows = PurposeQuestion.objects.filter(campaign__in=[one.pk for one in campaigns], answer="")
    asked: dict[UUID, int] = defaultdict(int)
    for campaign, side in rows.values_list("campaign", "bringing"):
        if user.has_perm(Permission.HOUSEHOLD_NOMINATE, side):
            asked[campaign] += 1
    words = _("Say what you know of families helped elsewhere for the same thing: %(title)s")
    return [
        Due(words % {"title": isolated(one.title)}, reverse("aid:list_purposes", args=[one.pk]), at)
        for one in campaigns
        if asked.get(one.pk)
    ]


def purpose_question_for(user: Any, id: UUID) -> PurposeQuestion:
    """Return a question that this user may answer, or raise NoSuchPurposeQuestion."""
    found = _rows().filter(pk=id).first()
    if found is None or not user.has_perm(Permission.HOUSEHOLD_NOMINATE, found.bringing_id):
        raise NoSuchPurposeQuestion(_("There is no such question."))
    campaign_for(user, found.campaign_id)
    return found


def desk_may_read(question: PurposeQuestion) -> bool:
    """Say whether who leads the first campaign leads or shares the other one too: else it is not told."""
    if question.organisation_id == question.other_organisation_id:
        return True
    return CampaignPartner.objects.filter(
        campaign=question.other_campaign_id, organisation=question.organisation_id
    ).exists()


def _rows() -> QuerySet[PurposeQuestion]:
    return PurposeQuestion.objects.select_related("campaign", "other_campaign", "nomination", "bringing")
