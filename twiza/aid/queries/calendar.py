"""The calendar that people keep, and what of it touches a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import CalendarDay, Campaign, DistributionPoint, RamadanHours, SoukDay
from twiza.aid.queries.campaigns import announced_months
from twiza.aid.rules import feasts, hijri, slots
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats

MOST_DAYS = 92  # a campaign that says it lasts longer is warned about once a day for three months at most
_RAMADAN = 9


class NoSuchCalendarDay(NotFound):
    code = "aid.no_such_day"


def closed_days() -> frozenset[date]:
    """Return every day on which offices are closed, as people entered them."""
    return frozenset(CalendarDay.objects.filter(removed_at__isnull=True).values_list("on", flat=True))


def calendar_days(year: int) -> list[CalendarDay]:
    """Return the days of a civil year, by day."""
    rows = CalendarDay.objects.filter(removed_at__isnull=True, on__year=year)
    return list(rows.select_related("entered_by").order_by("on", "name_fr"))


def days_to_propose(year: int) -> list[feasts.KnownDay]:
    """Return the known days of a civil year that nobody entered and nobody took away."""
    there = set(CalendarDay.objects.filter(on__year=year).values_list("on", "name_fr"))
    return [one for one in feasts.known_days(year, announced_months()) if (one.on, one.name_fr) not in there]


def calendar_day_for(id: UUID) -> CalendarDay:
    """Return a day of the calendar, or raise NoSuchCalendarDay."""
    row = CalendarDay.objects.filter(pk=id, removed_at__isnull=True).first()
    if row is None:
        raise NoSuchCalendarDay(_("There is no such day in the calendar."))
    return row


def souk_for(id: UUID) -> SoukDay:
    """Return a souk, or raise NoSuchCalendarDay."""
    row = SoukDay.objects.select_related("place").filter(pk=id, removed_at__isnull=True).first()
    if row is None:
        raise NoSuchCalendarDay(_("There is no such day in the calendar."))
    return row


def may_remove(user: Any, row: CalendarDay | SoukDay) -> bool:
    """Say whether this user may take a day or a souk away: who entered it, or the administrator of the platform."""
    return bool(
        user.has_perm(Permission.CALENDAR_KEEP)
        and (row.entered_by_id == user.pk or user.has_perm(Permission.PARAMETERS_CHANGE))
    )


def souk_days() -> list[SoukDay]:
    """Return the souk days that are known, by weekday."""
    rows = SoukDay.objects.filter(removed_at__isnull=True).select_related("place")
    return sorted(rows, key=lambda one: (one.weekday, str(one.place)))


def ramadan_hours() -> list[RamadanHours]:
    """Return the hours of Ramadan that hold, one a year, the latest year first."""
    found: dict[int, RamadanHours] = {}
    for row in RamadanHours.objects.order_by("entered_at", "pk"):
        found[row.year] = row
    return sorted(found.values(), key=lambda one: -one.year)


@dataclass(frozen=True)
class DayWarning:
    """Something about a day of a campaign that people should know before they are asked to come."""

    on: date
    words: Any


def day_warnings(
    campaign: Campaign, points: Iterable[DistributionPoint], provinces: Iterable[Any]
) -> list[DayWarning]:
    """Return what the calendar says of the days of a campaign: feasts, souks of its provinces, hours of Ramadan."""
    if campaign.starts_on is None or campaign.ends_on is None:
        return []
    last = min(campaign.ends_on, campaign.starts_on + timedelta(days=MOST_DAYS))
    days = [campaign.starts_on + timedelta(days=n) for n in range((last - campaign.starts_on).days + 1)]
    found = [*_feasts(days), *_souks(days, {one.pk for one in provinces}), *_hours(days, list(points))]
    return sorted(found, key=lambda one: (one.on, str(one.words)))


def _feasts(days: list[date]) -> Iterable[DayWarning]:
    arabic = (get_language() or "ar").startswith("ar")
    for row in CalendarDay.objects.filter(removed_at__isnull=True, on__in=days):
        name = isolated(row.name_ar if arabic else row.name_fr)
        yield DayWarning(row.on, _("%(day)s is %(name)s.") % {"day": formats.weekday(row.on), "name": name})


def _souks(days: list[date], provinces: set[UUID]) -> Iterable[DayWarning]:
    for row in souk_days():
        lies_in = {one.pk for one in network.path_of(row.place)}
        if not provinces & lies_in:
            continue
        for day in (one for one in days if one.weekday() == row.weekday):
            words = _("%(day)s is the souk of %(place)s: people are away, or come from far.")
            yield DayWarning(day, words % {"day": formats.weekday(day), "place": isolated(str(row.place))})


def _hours(days: list[date], points: list[DistributionPoint]) -> Iterable[DayWarning]:
    begins = {year: first for (year, month), first in announced_months().items() if month == _RAMADAN}
    ends = {year: first for (year, month), first in announced_months().items() if month == _RAMADAN + 1}
    for row in ramadan_hours():
        first = begins.get(row.year)
        if first is None:
            continue
        until = ends.get(row.year, first + timedelta(days=30))
        inside = next((day for day in days if first <= day < until), None)
        for point in points if inside else ():
            if point.opens_at < row.opens_at or point.closes_at > row.closes_at:
                words = _("%(point)s is open outside the hours of Ramadan (%(from)s to %(until)s).") % {
                    "point": isolated(point.name),
                    "from": f"{row.opens_at:%H:%M}",
                    "until": f"{row.closes_at:%H:%M}",
                }
                yield DayWarning(inside, words)  # type: ignore[arg-type]


def hours_by_day(campaign: Campaign, point: DistributionPoint) -> dict[date, tuple[time, time]]:
    """Return when a point receives on each day of its campaign: no feast, and in Ramadan only within its hours.

    A day on which nothing is left of the opening hours is none. Empty while the campaign has no days.
    """
    if campaign.starts_on is None or campaign.ends_on is None:
        return {}
    feast = CalendarDay.objects.filter(
        removed_at__isnull=True,
        kind=feasts.DayKind.FEAST.value,
        on__range=(campaign.starts_on, campaign.ends_on),
    )
    closed = set(feast.values_list("on", flat=True))
    months, kept = announced_months(), {row.year: row for row in ramadan_hours()}
    found = {}
    for day in slots.days_between(campaign.starts_on, campaign.ends_on):
        opens, closes = point.opens_at, point.closes_at
        month = hijri.hijri_day(day, months)
        row = kept.get(month.year) if month.month == _RAMADAN else None
        if row is not None:
            opens, closes = max(opens, row.opens_at), min(closes, row.closes_at)
        if day not in closed and opens < closes:
            found[day] = (opens, closes)
    return found


def weekday_choices() -> list[tuple[int, Any]]:
    """Return the days of the week with their names, Monday first."""
    return list(WEEKDAYS.items())
