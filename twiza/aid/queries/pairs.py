"""Pairs and questions as the pages show them: codes and words, and what waits on the today page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.aid.models import Campaign, Nomination, PairQuestion, PartnerPair, PartnerPairDecision
from twiza.aid.queries.campaigns import campaigns_of
from twiza.aid.queries.matching import FieldWord, in_words, own_household, pairs_of, questions_waiting
from twiza.aid.rules.matching import Decision
from twiza.aid.rules.states import CampaignState
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.network.models import Organisation

PAGE = 50

DECISIONS = {
    "one_family": _("one family"),
    "not_same": _("two families"),
    "asked": _("asked"),
    "open": _("open again"),
}
ANSWERS = {
    "same": _("says that it is one family"),
    "not_same": _("says that it is another family"),
    "cannot_say": _("cannot say"),
    "withdrawn": _("took its family out of the campaign"),
}


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair as a line of the list: what speaks for it in words, and how it stands."""

    pair: PartnerPair
    same: int  # fields that are the same
    words: list[FieldWord]
    state: Any
    kept: str  # of one family: the code that stays
    proposed: bool  # decided after the list was frozen, while the other code is on it still


@dataclass(frozen=True, slots=True)
class PairPage:
    """One page of pairs and where the next begins, "" at the end."""

    lines: list[PairLine]
    following: str


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a pair: a code, who brought it, and the household when it is one's own."""

    nomination: Nomination
    bringing: "Organisation"
    household: UUID | None


def pairs_page(campaign: Campaign, state: str, *, after: str = "") -> PairPage:
    """Return one page of the pairs of a campaign, by keyset: the sure ones first. `after`: where it begins."""
    rows = pairs_of(campaign, state)
    sure, _dash, key = after.partition("-")
    if key and _is_id(key):
        rest = Q(sure=False) if sure == "1" else Q(pk__in=[])
        rows = rows.filter(Q(sure=sure == "1", pk__gt=key) | rest)
    found = list(rows[: PAGE + 1])
    decided = PartnerPairDecision.objects.filter(pair__in=[one.pk for one in found]).select_related("kept")
    latest = {row.pair_id: row for row in decided.order_by("at", "pk")}
    last = found[PAGE - 1] if len(found) > PAGE else None
    return PairPage(
        [_line(pair, latest.get(pair.pk)) for pair in found[:PAGE]],
        f"{int(last.sure)}-{last.pk}" if last else "",
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _line(pair: PartnerPair, last: PartnerPairDecision | None) -> PairLine:
    kept = last.kept if last and pair.decision == Decision.ONE_FAMILY else None
    other = pair.second if kept == pair.first else pair.first
    return PairLine(
        pair,
        sum(word == "same" for word in pair.words.values()),
        in_words(pair.words),
        DECISIONS.get(pair.decision, ""),
        kept.code if kept else "",
        bool(kept and last and last.after_list and other.withdrawn_at is None),
    )


def next_pair(campaign: Campaign, *, but: UUID) -> PartnerPair | None:
    """Return the surest pair that waits for the desk, but this one."""
    return pairs_of(campaign).exclude(pk=but).exclude(decision=Decision.ASKED.value).first()


def halves_of(pair: PartnerPair) -> list[Half]:
    """Return both halves; the household of a half only when it is of one's own register."""
    return [
        Half(pair.first, pair.first_bringing, own_household(pair.first_id)),
        Half(pair.second, pair.second_bringing, own_household(pair.second_id)),
    ]


def decision_lines(pair: PartnerPair) -> list[tuple[PartnerPairDecision, Any]]:
    """Return what was decided of a pair with its words, the latest first."""
    rows = PartnerPairDecision.objects.filter(pair=pair).select_related("by", "kept")
    return [(row, DECISIONS[row.decision]) for row in rows.order_by("-at", "-pk")]


def question_lines(pair: PartnerPair) -> list[tuple[PairQuestion, Any]]:
    """Return what was asked about a pair, each with its answer in words, the latest first."""
    rows = PairQuestion.objects.filter(pair=pair).select_related("bringing", "nomination", "answered_by")
    return [(row, ANSWERS.get(row.answer, "")) for row in rows.order_by("-asked_at", "pk")]


def matching_due(user: Any, *, at: datetime) -> list[Due]:
    """Return what families brought twice ask of this person, for the today page."""
    campaigns = list(campaigns_of(user))
    found = [
        Due(
            _("Answer about the family %(code)s: it may be brought twice")
            % {"code": isolated(row.nomination.code)},
            reverse("aid:answer_question", args=[row.pk]),
        )
        for row in questions_waiting(user, [one.pk for one in campaigns])
    ]
    for one in campaigns:
        if one.state != CampaignState.RECONCILED and user.has_perm(Permission.MATCHING_DECIDE, one):
            count = pairs_of(one).filter(decision="").count()
            if count:
                words = ngettext_lazy(
                    "%(count)s family of %(title)s may be brought twice: look at it",
                    "%(count)s families of %(title)s may be brought twice: look at them",
                    count,
                )
                sentence = words % {"count": count, "title": isolated(one.title)}
                found.append(Due(sentence, reverse("aid:list_pairs", args=[one.pk])))
    return found
