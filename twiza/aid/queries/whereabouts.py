"""Households off a list until somebody says that they are still there: why, since when, who is asked, who waits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.aid.models import Campaign, Nomination, NominationHousehold, WhereaboutsQuestion
from twiza.aid.queries.campaigns import campaign_for
from twiza.aid.rules.whereabouts import WhereaboutsAnswer, can_answer
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.registry.rules.whereabouts import Cause

MOST_SHOWN = 200
CAUSES = {
    Cause.DEAD: _("a death was noted"),
    Cause.MOVED: _("it was noted that it moved away"),
    Cause.UNCONFIRMED: _("nothing was confirmed for long"),
}
WHEREABOUTS_ANSWERS = {
    WhereaboutsAnswer.HERE: _("It is still there: it comes back on the list"),
    WhereaboutsAnswer.MOVED: _("It moved away"),
    WhereaboutsAnswer.DEAD: _("Died"),
    WhereaboutsAnswer.UNKNOWN: _("I do not know"),
}
WHEREABOUTS_SAID = {
    WhereaboutsAnswer.HERE: _("still there: back on the list"),
    WhereaboutsAnswer.MOVED: _("moved away"),
    WhereaboutsAnswer.DEAD: _("died"),
    WhereaboutsAnswer.UNKNOWN: _("not known"),
}


class NoSuchWhereaboutsQuestion(NotFound):
    code = "aid.no_such_whereabouts_question"


@dataclass(frozen=True, slots=True)
class WhereaboutsLine:
    """A question as shown: the code, why, the answer in words. `household`: only for who brought it."""

    question: WhereaboutsQuestion
    cause: Any
    answer: Any  # "" while it waits
    own: bool
    open: bool
    household: UUID | None


def too_old(*, at: datetime) -> datetime:
    """Return the moment before which a confirmation counts no more, by the parameter `unconfirmed_months`."""
    today = timezone.localdate(at)
    months = int(accounts.parameter_number("unconfirmed_months", on=today))
    month = today.year * 12 + today.month - 1 - months
    first = date(month // 12, month % 12 + 1, min(today.day, 28))
    return timezone.make_aware(datetime.combine(first, time.min))


def whereabouts_lines(user: Any, campaign: Campaign) -> list[WhereaboutsLine]:
    """Return what is asked in a campaign, those that wait first: one's own households, and all for who leads it."""
    rows = list(_rows().filter(campaign=campaign).order_by("answer", "asked_at", "pk")[:MOST_SHOWN])
    own = {
        one for one in {row.bringing_id for row in rows} if user.has_perm(Permission.HOUSEHOLD_NOMINATE, one)
    }
    links = NominationHousehold.objects.filter(nomination__in=[row.nomination_id for row in rows])
    behind = dict(links.values_list("nomination", "household"))
    return [
        WhereaboutsLine(
            row,
            CAUSES[Cause(row.cause)],
            WHEREABOUTS_SAID[WhereaboutsAnswer(row.answer)] if row.answer else "",
            row.bringing_id in own,
            can_answer(row.answer),
            behind.get(row.nomination_id) if row.bringing_id in own else None,
        )
        for row in rows
    ]


def whereabouts_question_for(user: Any, id: UUID) -> WhereaboutsQuestion:
    """Return a question that this user may answer, or raise NoSuchWhereaboutsQuestion."""
    found = _rows().filter(pk=id).first()
    if found is None or not user.has_perm(Permission.HOUSEHOLD_NOMINATE, found.bringing_id):
        raise NoSuchWhereaboutsQuestion(_("There is no such question."))
    campaign_for(user, found.campaign_id)
    return found


def waits_for_a_word(nomination: Nomination) -> WhereaboutsQuestion | None:
    """Return the question for which a household is off the list, or None."""
    return _off_the_list().filter(nomination=nomination).first()


def wait_for_a_word(campaign: Campaign) -> dict[UUID, WhereaboutsQuestion]:
    """Return nomination → the question for which it is off the list, of a whole campaign."""
    return {one.nomination_id: one for one in _off_the_list().filter(campaign=campaign)}


def _off_the_list() -> QuerySet[WhereaboutsQuestion]:
    rows = WhereaboutsQuestion.objects.select_related("bringing", "asked_by", "answered_by")
    return rows.exclude(answer="here")


def whereabouts_waiting(user: Any, campaigns: Sequence[Campaign], *, at: datetime) -> list[Due]:
    """Return, for the today page, the campaigns in which this person is asked whether families are still there."""
    rows = WhereaboutsQuestion.objects.filter(campaign__in=[one.pk for one in campaigns], answer="")
    asked: dict[UUID, int] = defaultdict(int)
    for campaign, side in rows.values_list("campaign", "bringing"):
        if user.has_perm(Permission.HOUSEHOLD_NOMINATE, side):
            asked[campaign] += 1
    return [
        Due(
            ngettext_lazy(
                "Say whether %(count)s family is still there, so that it comes back on the list: %(title)s",
                "Say whether %(count)s families are still there, so that they come back on the list: %(title)s",
                asked[one.pk],
            )
            % {"count": asked[one.pk], "title": isolated(one.title)},
            reverse("aid:list_whereabouts", args=[one.pk]),
            at,
        )
        for one in campaigns
        if asked.get(one.pk)
    ]


def _rows() -> QuerySet[WhereaboutsQuestion]:
    return WhereaboutsQuestion.objects.select_related("campaign", "nomination__created_by", "bringing")
