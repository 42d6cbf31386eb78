"""The legal window of a campaign: what was obtained, what is missing, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Appeal, Campaign, Declaration, DistributionPoint, Nomination
from twiza.aid.queries.calendar import DayWarning, closed_days, day_warnings
from twiza.aid.queries.campaigns import campaign_for, campaigns_of, points_of
from twiza.aid.queries.crisis import crisis_of
from twiza.aid.queries.plans import provinces_of, zones_in, zones_without_place
from twiza.aid.rules import criteria, legal
from twiza.aid.rules.legal import Basis, Exemption, Standing
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.network.rules.processings import Lack
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.rules.parameters import WORKING_DAYS, Confidence

if TYPE_CHECKING:
    from twiza.network.models import Place

# Categories of a household that speak of health or disability: sensitive data
_HEALTH = frozenset({"disability", "chronically_ill", "mental_illness", "addiction", "no_health_cover"})


class NoSuchDeclaration(NotFound):
    code = "aid.no_such_declaration"


@dataclass(frozen=True)
class Delay:
    """A delay of the law as it is on a day.

    Attributes:
        binding: the statement is certain, so it may refuse; otherwise it warns.
        hours: of an urgent programme, whose delay the law says in hours; `days` are the same in whole days.
    """

    days: int
    working: bool
    binding: bool
    hours: int = 0


@dataclass(frozen=True)
class Freeze:
    """An election period: nothing opens and nothing is published on these days. `until` is the first free day."""

    since: date
    until: date | None


@dataclass(frozen=True)
class ProvinceLine:
    """Where one province of a campaign stands.

    Attributes:
        late: it was left with the office after the last day, or that day is past and nothing was left.
    """

    province: "Place"
    declaration: Declaration | None
    standing: Standing
    late: bool
    may_sign: bool = False

    @property
    def words(self) -> Any:
        """The standing in words."""
        return _(legal.STANDINGS[self.standing])

    @property
    def lacking(self) -> bool:
        """Nothing was declared here for the days of the campaign."""
        return self.standing in legal.LACKING


@dataclass(frozen=True)
class LegalWindow:
    """Everything the page of the legal window says of a campaign."""

    appeal: Appeal | None
    answer_due: datetime | None  # of an urgent appeal
    report_due: date | None
    provinces: list[ProvinceLine]
    delay: Delay
    window: legal.Window | None  # None while the campaign has no days
    freeze: Freeze | None
    warnings: list[DayWarning]
    opened: bool
    unplaced: list[str]  # zones of which nobody said where they lie: nothing opens

    @property
    def late(self) -> bool:
        """Something that is still missing can no longer be declared in time."""
        return (
            not self.opened
            and any(one.late and one.lacking for one in self.provinces)
            or bool(not self.opened and not self.provinces and self.window and self.window.late)
        )


def delay_of(name: str, *, on: date) -> Delay:
    """Return a delay in days as the parameter says it on a day: how many, of which kind, how sure."""
    line = accounts.parameter_line(name, on=on)
    days = int(accounts.parameter_number(name, on=on))
    return Delay(days, line.row.unit == WORKING_DAYS, line.row.confidence == Confidence.HIGH)


def election_freeze(*, on: date) -> Freeze | None:
    """Return the election period that a day lies in, as the parameter says; None outside of one."""
    try:
        if accounts.parameter("election_freeze", on=on) is not True:
            return None
    except accounts.NoSuchParameter:
        return None
    row = accounts.parameter_line("election_freeze", on=on).row
    return Freeze(row.valid_from, row.valid_to)


def appeal_of(campaign: Campaign) -> Appeal | None:
    """Return the appeal of a campaign that holds now."""
    return Appeal.objects.filter(campaign=campaign, replaced_at__isnull=True).first()


def distribution_declarations(campaign: Campaign) -> list[Declaration]:
    """Return the declarations that hold now, by province."""
    rows = Declaration.objects.filter(campaign=campaign, replaced_at__isnull=True)
    found = rows.select_related("province", "recorded_by", "signed_by", "campaign__organisation")
    return sorted(found, key=lambda one: one.province.code)


def declaration_for(user: Any, id: UUID) -> Declaration:
    """Return a declaration of a campaign this user may see, or raise NoSuchDeclaration."""
    row = (
        Declaration.objects.select_related("campaign__organisation", "province", "recorded_by", "signed_by")
        .filter(pk=id)
        .first()
    )
    if row is None:
        raise NoSuchDeclaration(_("There is no such declaration."))
    campaign_for(user, row.campaign_id)
    return row


def provinces_to_declare(campaign: Campaign) -> "list[Place]":
    """Return the provinces a campaign is declared in, or must be: those of its zones, and those already declared."""
    found = {one.pk: one for one in provinces_of(campaign)}
    found |= {one.province_id: one.province for one in distribution_declarations(campaign)}
    return sorted(found.values(), key=lambda one: str(one.code))


def points_in(campaign: Campaign, province: UUID) -> list[DistributionPoint]:
    """Return the points that serve a zone of this province; a point none of whose zones has a place is in each."""
    inside, unplaced = set(zones_in(campaign, province)), set(zones_without_place(campaign))
    return [
        point
        for point in points_of(campaign)
        if inside.intersection(point.zones) or unplaced.issuperset(point.zones)
    ]


def standing_of(declaration: Declaration | None, campaign: Campaign | None = None) -> Standing:
    """Say where a province stands by the declaration that holds there.

    `campaign`: with days that are not saved yet; the declaration's own when it is not given.
    """
    if declaration is None:
        return Standing.MISSING
    of = campaign or declaration.campaign
    said = (declaration.starts_on, declaration.ends_on)
    if declaration.basis != Basis.EXEMPTION and not legal.covers(said, (of.starts_on, of.ends_on)):
        return Standing.OTHER_DAYS
    if declaration.basis == Basis.DEPOSIT and declaration.signed_at is None:
        return Standing.WAITS_FOR_SIGNATURE
    return Standing.COVERED


def declaration_window(campaign: Campaign, *, on: date) -> tuple[Delay, legal.Window | None]:
    """Return the delay before a distribution, and until when this one can be declared in time.

    An urgent programme is held to the hours of urgent aid, not to the days of an ordinary one (L-10).
    """
    delay = delay_of("distribution_declaration_days_before", on=on)
    if crisis_of(campaign) is not None:
        line = accounts.parameter_line("urgent_appeal_hours", on=on)
        hours = int(accounts.parameter_number("urgent_appeal_hours", on=on))
        delay = Delay(-(-hours // 24), False, line.row.confidence == Confidence.HIGH, hours)
    if campaign.starts_on is None:
        return delay, None
    closed = closed_days() if delay.working else frozenset()
    return delay, legal.window(
        campaign.starts_on, delay.days, today=on, working=delay.working, holidays=closed
    )


def province_lines(campaign: Campaign, *, on: date, user: Any = None) -> list[ProvinceLine]:
    """Return where each province stands on a day; `user`: who might sign second."""
    _delay, window = declaration_window(campaign, on=on)
    by_province = {one.province_id: one for one in distribution_declarations(campaign)}
    lines = []
    for province in provinces_to_declare(campaign):
        row = by_province.get(province.pk)
        standing = standing_of(row, campaign)
        left = None if standing is Standing.OTHER_DAYS else row  # for these days nothing was left
        lines.append(
            ProvinceLine(
                province,
                row,
                standing,
                late=bool(window and _left_late(left, window)),
                may_sign=user is not None
                and row is not None
                and standing is Standing.WAITS_FOR_SIGNATURE
                and row.recorded_by_id != user.pk
                and user.has_perm(Permission.LEGAL_SIGN, row),
            )
        )
    return lines


def weak_ground(campaign: Campaign, *, on: date) -> list[str]:
    """Say of each province what an open distribution should know: a proof of deposit in place of a receipt, too late."""
    found = []
    for line in province_lines(campaign, on=on):
        named = {"province": isolated(str(line.province))}
        if line.declaration is not None and line.declaration.basis == Basis.DEPOSIT:
            words = _(
                "In %(province)s the points are open on a proof of deposit: no receipt was given. Keep the paper there."
            )
            found.append(words % named)
        if line.late:
            found.append(
                _("In %(province)s it was declared late: the office may say so. Keep the paper at hand.")
                % named
            )
    return [str(words) for words in found]


def _left_late(row: Declaration | None, window: legal.Window) -> bool:
    if row is None:
        return window.late
    left = row.received_on or row.deposited_on
    return left is not None and left > window.last_day


def legal_window(user: Any, campaign: Campaign, *, at: datetime) -> LegalWindow:
    """Return what the page of the legal window shows at a moment."""
    today = timezone.localdate(at)
    delay, window = declaration_window(campaign, on=today)
    appeal = appeal_of(campaign)
    return LegalWindow(
        appeal=appeal,
        answer_due=urgent_answer_due(appeal, on=today),
        report_due=appeal_report_due(appeal, on=today),
        provinces=province_lines(campaign, on=today, user=user),
        delay=delay,
        window=window,
        freeze=election_freeze(on=today),
        warnings=day_warnings(campaign, points_of(campaign), provinces_to_declare(campaign)),
        opened=has_reached(campaign.state, CampaignState.DISTRIBUTING),
        unplaced=zones_without_place(campaign),
    )


def urgent_answer_due(appeal: Appeal | None, *, on: date) -> datetime | None:
    """Return until when an urgent appeal should be answered; None when nothing is waited for."""
    if appeal is None or appeal.basis or appeal.urgent_asked_at is None:
        return None
    hours = accounts.parameter_number("urgent_appeal_hours", on=on)
    due: datetime = appeal.urgent_asked_at + timedelta(hours=int(hours))
    return due


def appeal_report_due(appeal: Appeal | None, *, on: date) -> date | None:
    """Return until when an appeal that ended is reported; None when there is nothing to report, or it was."""
    if appeal is None or appeal.ended_on is None or appeal.published_at is None or appeal.reported_on:
        return None
    delay = delay_of("appeal_report_days_after", on=on)
    return legal.days_after(
        appeal.ended_on, delay.days, working=delay.working, holidays=closed_days() if delay.working else ()
    )


def stores_sensitive(campaign: Campaign) -> bool:
    """Say whether a campaign keeps who is ill or lives with a disability: by its criteria, or by what was brought."""
    if campaign.people_erased_at is not None:
        return False
    asked = campaign.criteria or {"rules": []}
    if "disability" in criteria.facts_asked(asked):
        return True
    if _HEALTH.intersection(criteria.words_asked(asked, "categories")):
        return True
    return bool(Nomination.objects.filter(campaign=campaign, facts__disability=True).exists())


def processing_lack(campaign: Campaign) -> Lack:
    """Say what the register of processings still lacks for a campaign that keeps sensitive data."""
    if not stores_sensitive(campaign):
        return Lack.NOTHING
    processing = campaign.processing
    lack = network.lack_now(processing)
    if not lack and processing is not None:
        row = network.version_now(processing)
        if row.filed != "authorisation":
            return Lack.AUTHORISATION
    return lack


def legal_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what the legal windows ask of this person, for the today page."""
    today = timezone.localdate(at)
    found: list[Due] = []
    for campaign in campaigns_of(user):
        if not user.has_perm(Permission.LEGAL_RECORD, campaign):
            continue
        page = reverse("aid:show_legal", args=[campaign.pk])
        named = {"title": isolated(campaign.title)}
        if not has_reached(campaign.state, CampaignState.DISTRIBUTING):
            found += _to_declare(user, campaign, today, page, named)
        found += _of_the_appeal(campaign, today, page, named)
        if user.has_perm(Permission.CAMPAIGN_PLAN, campaign) and processing_lack(campaign):
            found.append(
                Due(
                    _("%(title)s keeps illness or disability: enter the number of its processing") % named,
                    reverse("aid:tie_processing", args=[campaign.pk]),
                )
            )
    return found


def _to_declare(
    user: Any, campaign: Campaign, today: date, page: str, named: dict[str, str]
) -> Iterable[Due]:
    if campaign.starts_on is None:
        return
    _delay, window = declaration_window(campaign, on=today)
    lines = province_lines(campaign, on=today, user=user)
    for line in lines:
        if line.may_sign and line.declaration is not None:
            yield Due(
                _("Sign the proof of deposit of %(title)s as the second person") % named,
                reverse("aid:sign_deposit", args=[line.declaration.pk]),
            )
    if zones_without_place(campaign):
        yield Due(
            _("Say in which place each neighbourhood of %(title)s lies: it is declared there") % named,
            reverse("aid:place_zones", args=[campaign.pk]),
            window.last_day if window else None,
        )
    if not lines or any(line.lacking for line in lines):
        yield Due(
            _("Declare the distribution of %(title)s in each province") % named,
            page,
            window.last_day if window else None,
        )


def _of_the_appeal(campaign: Campaign, today: date, page: str, named: dict[str, str]) -> Iterable[Due]:
    appeal = appeal_of(campaign)
    if answer := urgent_answer_due(appeal, on=today):
        yield Due(_("Ask for the answer to the urgent appeal of %(title)s") % named, page, answer)
    if report := appeal_report_due(appeal, on=today):
        yield Due(_("Report on the appeal of %(title)s") % named, page, report)


def is_private(appeal: Appeal | None) -> bool:
    """Say whether a campaign keeps to its own members and known donors."""
    return appeal is not None and appeal.exemption == Exemption.MEMBERS_ONLY
