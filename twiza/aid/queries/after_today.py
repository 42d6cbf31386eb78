"""What waits after a list is posted: objections, the check afterwards, incidents, inquiries, the report."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.aid.models import Campaign, ObjectionWindow
from twiza.aid.queries.checks import gaps_of, incidents_open, may_inquire, to_ask
from twiza.aid.queries.objections import (
    may_answer,
    may_sign_set_aside,
    remedies_waiting,
    set_aside_waiting,
    unanswered,
)
from twiza.aid.rules.states import CampaignState, takes_addenda
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission


def waiting_after(user: Any, campaigns: list[Campaign], *, at: datetime) -> Iterable[Due]:
    """Return what this person is expected to do in these campaigns; what is past its day is shown as late."""
    titles = {one.pk: isolated(one.title) for one in campaigns}
    for objection in unanswered(
        [one for one in campaigns if user.has_perm(Permission.OBJECTION_ANSWER, one)]
    ):
        if may_answer(user, objection):
            sentence = _("Answer objection %(ticket)s to the list of %(title)s")
            yield Due(
                sentence % {"ticket": objection.ticket, "title": titles[objection.campaign_id]},
                reverse("aid:show_objection", args=[objection.pk]),
                objection.due_on,
            )
    for objection in set_aside_waiting(
        [one for one in campaigns if user.has_perm(Permission.LIST_SIGN, one)]
    ):
        if may_sign_set_aside(user, objection):
            sentence = _("Sign second, or speak with who answered: objection %(ticket)s takes a basket away")
            yield Due(
                sentence % {"ticket": objection.ticket},
                reverse("aid:show_objection", args=[objection.pk]),
                objection.due_on,
            )
    takes = [one for one in campaigns if takes_addenda(one.state)]
    for objection in remedies_waiting([one for one in takes if user.has_perm(Permission.LIST_FREEZE, one)]):
        sentence = _("Carry out objection %(ticket)s to the list of %(title)s: it was accepted")
        yield Due(
            sentence % {"ticket": objection.ticket, "title": titles[objection.campaign_id]},
            reverse("aid:add_addendum", args=[objection.campaign_id]),
            objection.due_on,
        )
    plans = [one for one in campaigns if user.has_perm(Permission.CAMPAIGN_PLAN, one)]
    for window in ObjectionWindow.objects.filter(campaign__in=plans, closed_at__isnull=True):
        yield Due(
            _("Close the objections to the list of %(title)s after their last day")
            % {"title": titles[window.campaign_id]},
            reverse("aid:list_objections", args=[window.campaign_id]),
            window.last_day,
        )
    yield from _looked_into(user, campaigns, timezone.localdate(at))
    yield from _reports([one for one in campaigns if user.has_perm(Permission.FIGURES_PUBLISH, one)])


def _looked_into(user: Any, campaigns: list[Campaign], today: date) -> Iterable[Due]:
    looks = [one for one in campaigns if user.has_perm(Permission.INCIDENT_HANDLE, one)]
    for incident in incidents_open(looks):
        yield Due(
            _("Look into what was said of %(point)s: somebody was asked for money")
            % {"point": isolated(incident.point.name)},
            reverse("aid:show_incident", args=[incident.pk]),
            incident.opened_at,
        )
    counted = (CampaignState.DISTRIBUTING, CampaignState.RECONCILED)
    for campaign in [one for one in looks if one.state in counted]:
        for closing, inquiry in gaps_of(campaign):
            if inquiry is None and may_inquire(user, closing):
                yield Due(
                    _("Find out about what is missing at %(point)s")
                    % {"point": isolated(closing.point.name)},
                    reverse("aid:record_inquiry", args=[closing.pk]),
                    closing.day,
                )
    own = [
        where
        for where in dict.fromkeys(one for one, _role in accounts.roles_of(user, on=today))
        if user.has_perm(Permission.CHECK_RECORD, where)
    ]
    for campaign_id, count in Counter(row.campaign_id for row in to_ask(campaigns, own)).items():
        sentence = ngettext_lazy(
            "Ask %(count)s household of %(title)s how it went, where it is safe",
            "Ask %(count)s households of %(title)s how it went, where it is safe",
            count,
        )
        title = isolated(next(one.title for one in campaigns if one.pk == campaign_id))
        yield Due(sentence % {"count": count, "title": title}, reverse("aid:show_check", args=[campaign_id]))


def _reports(campaigns: list[Campaign]) -> Iterable[Due]:
    for campaign in campaigns:
        if campaign.state == CampaignState.RECONCILED and campaign.ends_on:
            yield Due(
                _("Write the report of %(title)s") % {"title": isolated(campaign.title)},
                reverse("aid:show_report", args=[campaign.pk]),
                report_due_on(campaign),
            )


def report_due_on(campaign: Campaign) -> date | None:
    """Return the last day for the report: the parameter's days after the last day of the campaign."""
    if campaign.ends_on is None:
        return None
    days = accounts.parameter_number("appeal_report_days_after", on=campaign.ends_on)
    return campaign.ends_on + timedelta(days=int(days))
