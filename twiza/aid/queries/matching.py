"""Agreements, comparisons, pairs and questions of a campaign. Row security: pairs are the coordinator's, halves each side's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import ProgrammingError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CampaignAgreement,
    MatchRun,
    Nomination,
    NominationHousehold,
    PairQuestion,
    PartnerPair,
)
from twiza.aid.queries.campaigns import sharing
from twiza.aid.rules.matching import FIELDS, Decision
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.network.models import Convention, Organisation

Refused = ProgrammingError  # what comes of a privilege that the database denies

FIELD_WORDS = {
    "given": _("Given name"),
    "family": _("Family name"),
    "birth": _("Birth"),
    "sex": _("Sex"),
    "phone": _("Telephone"),
    "place": _("Place"),
}
WORDS = {
    "same": _("same"),
    "near": _("near"),
    "differs": _("differs"),
    "not_said": _("not said"),
}
KINDS = {"same": "good", "near": "info", "differs": "warning", "not_said": "plain"}


class NoSuchPair(NotFound):
    code = "aid.no_such_pair"


class NoSuchQuestion(NotFound):
    code = "aid.no_such_question"


class NoSuchAgreement(NotFound):
    code = "aid.no_such_agreement"


@dataclass(frozen=True, slots=True)
class FieldWord:
    """One field of a pair in words: what it is, how the two halves stand to each other, and the colour of that."""

    field: Any
    word: Any
    kind: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement attached to a campaign: which bodies are compared today, and which must sign still."""

    agreement: CampaignAgreement
    parties: "list[Organisation]"
    missing: "list[Organisation]"
    protected: "list[Organisation]"
    last: MatchRun | None

    @property
    def holds(self) -> bool:
        """Whether something can be compared today."""
        return len(self.parties) > 1


def agreements_to_attach(campaign: Campaign, *, on: date) -> "list[Convention]":
    """Return the conventions that allow comparing families of this campaign and are not attached to it yet."""
    attached = set(_attached(campaign).values_list("convention", flat=True))
    others = sharing(campaign) - {campaign.organisation_id}
    if not network.is_open_to_matching(campaign.organisation_id):
        return []
    return [
        one
        for one in network.agreements_of(campaign.organisation_id, on=on)
        if one.pk not in attached and others & set(one.parties)
    ]


def parties_to_compare(agreement: CampaignAgreement, *, on: date) -> "list[Organisation]":
    """Return the bodies whose families are compared under an agreement today; none without the coordinating one.

    The database asks the same anew before it gives a row.
    """
    found = network.signed_parties(agreement.convention, on=on, among=sharing(agreement.campaign))
    return found if any(one.pk == agreement.organisation_id for one in found) else []


def agreement_lines(campaign: Campaign, *, on: date) -> list[AgreementLine]:
    """Return the agreements of a campaign, the latest first."""
    lines = []
    shared = {one.pk: one for one in _bodies(campaign)}
    for row in _attached(campaign).select_related("convention", "campaign").order_by("-attached_at", "pk"):
        parties = parties_to_compare(row, on=on)
        rest = [
            shared[pk]
            for pk in dict.fromkeys(row.convention.parties)
            if pk in shared and pk not in {one.pk for one in parties}
        ]
        runs = MatchRun.objects.filter(agreement=row, finished_at__isnull=False)
        lines.append(
            AgreementLine(
                row,
                parties,
                [one for one in rest if not one.protected],
                [one for one in rest if one.protected],
                runs.order_by("-finished_at").first(),
            )
        )
    return lines


def agreement_for(user: Any, id: UUID) -> CampaignAgreement:
    """Return an agreement of a campaign whose desk this person is at. Raises NoSuchAgreement."""
    rows = CampaignAgreement.objects.select_related("campaign", "convention")
    row = rows.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.MATCHING_DECIDE, row):
        raise NoSuchAgreement(_("There is no such agreement."))
    return row


def run_for(user: Any, id: UUID) -> MatchRun:
    """Return a comparison of a campaign whose desk this person is at. Raises NoSuchAgreement."""
    row = MatchRun.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.MATCHING_DECIDE, row):
        raise NoSuchAgreement(_("There is no such agreement."))
    return row


def pairs_of(campaign: Campaign, state: str = "open") -> QuerySet[PartnerPair]:
    """Return pairs of a campaign: `open` (also those that are asked), or `decided`, the surest first.

    An open pair counts only while its agreement is attached, its last comparison found it, and both codes are
    in the campaign still.
    """
    rows = PartnerPair.objects.filter(campaign=campaign).select_related(
        "first", "second", "first_bringing", "second_bringing", "run__agreement"
    )
    decided = [Decision.ONE_FAMILY.value, Decision.NOT_SAME.value]
    if state == "decided":
        return rows.filter(decision__in=decided).order_by("-sure", "pk")
    last = MatchRun.objects.filter(agreement=OuterRef("run__agreement"), finished_at__isnull=False).order_by(
        "-finished_at"
    )
    return (
        rows.filter(
            Q(run=Subquery(last.values("pk")[:1])) | Q(decision=Decision.ASKED.value),
            run__agreement__removed_at__isnull=True,
            first__withdrawn_at__isnull=True,
            second__withdrawn_at__isnull=True,
        )
        .exclude(decision__in=decided)
        .order_by("-sure", "pk")
    )


def pair_for(user: Any, id: UUID) -> PartnerPair:
    """Return a pair of a campaign whose desk this person is at. Raises NoSuchPair."""
    rows = PartnerPair.objects.select_related(
        "campaign", "first", "second", "first_bringing", "second_bringing"
    )
    row = rows.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.MATCHING_DECIDE, row):
        raise NoSuchPair(_("There is no such pair."))
    return row


def question_for(user: Any, id: UUID) -> PairQuestion:
    """Return a question to the side for which this person brings families. Raises NoSuchQuestion."""
    rows = PairQuestion.objects.select_related("campaign", "nomination", "bringing")
    row = rows.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.HOUSEHOLD_NOMINATE, row.bringing_id):
        raise NoSuchQuestion(_("There is no such question."))
    return row


def questions_waiting(user: Any, campaigns: Sequence[UUID]) -> list[PairQuestion]:
    """Return the questions of these campaigns that wait for an answer of this person's side, the oldest first."""
    rows = PairQuestion.objects.filter(
        campaign__in=campaigns, answered_at__isnull=True, closed_at__isnull=True
    ).select_related("campaign", "nomination", "bringing")
    return [
        row
        for row in rows.order_by("asked_at", "pk")
        if user.has_perm(Permission.HOUSEHOLD_NOMINATE, row.bringing_id)
    ]


def own_household(nomination: UUID) -> UUID | None:
    """Return which household of the own register a code stands for; None for another's, or one that was typed."""
    return (
        NominationHousehold.objects.filter(nomination=nomination).values_list("household", flat=True).first()
    )


def bringing_of(campaign: UUID, nominations: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return who brought each of these codes of a campaign."""
    rows = Nomination.objects.filter(campaign=campaign, pk__in=nominations)
    return dict(rows.values_list("pk", "bringing"))


def in_words(words: dict[str, str]) -> list[FieldWord]:
    """Return the fields of a pair, each with its word."""
    return [
        FieldWord(FIELD_WORDS[field], WORDS[words[field]], KINDS[words[field]])
        for field in FIELDS
        if field in words
    ]


def _attached(campaign: Campaign) -> QuerySet[CampaignAgreement]:
    return CampaignAgreement.objects.filter(campaign=campaign, removed_at__isnull=True)


def _bodies(campaign: Campaign) -> "list[Organisation]":
    model: Any = Campaign._meta.get_field("organisation").related_model
    return list(model._default_manager.filter(pk__in=sharing(campaign)))
