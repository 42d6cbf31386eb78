"""The calendar that people keep."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.models import CalendarDay, RamadanHours, SoukDay
from twiza.aid.rules.feasts import DayKind
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Place

HOLDS_A_SOUK = ("commune", "arrondissement", "cercle")


class UnfitDay(DomainError):
    """Something the calendar cannot hold."""

    code = "aid.unfit_day"


@transaction.atomic
def enter_day(*, on: date, kind: str, name_ar: str, name_fr: str, by: User, at: datetime) -> CalendarDay:
    """Enter a day on which offices are closed, for everybody.

    Raises:
        UnfitDay: a name is missing, or it is there already.
    """
    check(by, Permission.CALENDAR_KEEP)
    if not name_ar.strip() or not name_fr.strip():
        raise UnfitDay(_("Name the day in Arabic and in French."))
    if CalendarDay.objects.filter(on=on, name_fr=name_fr.strip(), removed_at__isnull=True).exists():
        raise UnfitDay(_("This day is in the calendar already."))
    row = CalendarDay.objects.create(
        on=on,
        kind=DayKind(kind).value,
        name_ar=name_ar.strip(),
        name_fr=name_fr.strip(),
        entered_by=by,
        entered_at=at,
    )
    _record("aid.calendar_day_entered", row, by, at, on=on)
    return row


@transaction.atomic
def enter_known_days(*, year: int, by: User, at: datetime) -> int:
    """Enter the known days of a civil year: fixed holidays, and feasts of the months that were announced.

    A day that somebody took away is not entered again. Returns how many were entered.
    """
    check(by, Permission.CALENDAR_KEEP)
    found = queries.days_to_propose(year)
    CalendarDay.objects.bulk_create(
        CalendarDay(
            on=one.on,
            kind=one.kind.value,
            name_ar=one.name_ar,
            name_fr=one.name_fr,
            entered_by=by,
            entered_at=at,
        )
        for one in found
    )
    if found:
        _record("aid.calendar_year_entered", None, by, at, year=year, days=len(found))
    return len(found)


@transaction.atomic
def remove_day(*, day: CalendarDay, by: User, at: datetime) -> None:
    """Take a day away that was entered wrongly; it stays readable.

    Raises:
        UnfitDay: somebody else entered it.
    """
    _check_may_remove(day, by)
    rows = CalendarDay.objects.filter(pk=day.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        _record("aid.calendar_day_removed", day, by, at, on=day.on)


@transaction.atomic
def enter_souk(*, place: "Place", weekday: int, by: User, at: datetime) -> SoukDay:
    """Enter the weekday of a commune's souk. 0 is Monday.

    Raises:
        UnfitDay: not a commune, no such weekday, or it is there already.
    """
    check(by, Permission.CALENDAR_KEEP)
    if place.level not in HOLDS_A_SOUK or not 0 <= weekday <= 6:
        raise UnfitDay(_("A souk is held in a commune, on a day of the week."))
    if SoukDay.objects.filter(place=place, weekday=weekday, removed_at__isnull=True).exists():
        raise UnfitDay(_("This day is in the calendar already."))
    row = SoukDay.objects.create(place=place, weekday=weekday, entered_by=by, entered_at=at)
    _record("aid.souk_entered", row, by, at, place=place.pk, weekday=weekday)
    return row


@transaction.atomic
def remove_souk(*, souk: SoukDay, by: User, at: datetime) -> None:
    """Take a souk day away; it stays readable.

    Raises:
        UnfitDay: somebody else entered it.
    """
    _check_may_remove(souk, by)
    rows = SoukDay.objects.filter(pk=souk.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        _record("aid.souk_removed", souk, by, at, place=souk.place_id, weekday=souk.weekday)


@transaction.atomic
def enter_ramadan_hours(
    *, year: int, opens_at: time, closes_at: time, by: User, at: datetime
) -> RamadanHours:
    """Enter the hours kept in Ramadan of a Hijri year, as announced; entered again, the later ones hold.

    Raises:
        UnfitDay: the hours are not in order.
    """
    check(by, Permission.CALENDAR_KEEP)
    if closes_at <= opens_at:
        raise UnfitDay(_("The closing hour comes after the opening hour."))
    row = RamadanHours.objects.create(
        year=year, opens_at=opens_at, closes_at=closes_at, entered_by=by, entered_at=at
    )
    _record("aid.ramadan_hours_entered", row, by, at, year=year)
    return row


def _check_may_remove(row: CalendarDay | SoukDay, by: User) -> None:
    """The calendar is everybody's: delays of other associations count with what one entered."""
    check(by, Permission.CALENDAR_KEEP)
    if not queries.may_remove(by, row):
        raise UnfitDay(
            _("Who entered it takes it away, or the administrator of the platform. Ask one of them.")
        )


def _record(type: str, target: Any, by: User, at: datetime, **data: Any) -> None:
    audit.record(type=type, target=target, organisation=None, by=by, at=at, **data)
