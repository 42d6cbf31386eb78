"""The calendar that people keep: one page, a form for each kind of entry."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_safe
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Holidays, feasts, souk days, hours of Ramadan."""
    return _page(request)


@require_POST
def enter_day(request: HttpRequest) -> HttpResponse:
    """Enter a day."""
    form = forms.EnterDay(request.POST)
    return _entered(request, "day", form, lambda data: actions.enter_day(**data, **_who(request)))


@require_POST
def enter_year(request: HttpRequest) -> HttpResponse:
    """Enter the known days of a year."""
    form = forms.EnterYear(request.POST)

    def act(data: dict[str, Any]) -> None:
        count = actions.enter_known_days(year=data["year"], **_who(request))
        messages.info(
            request,
            ngettext("%(count)s day was entered.", "%(count)s days were entered.", count) % {"count": count},
        )

    return _entered(request, "year", form, act)


@require_POST
def enter_souk(request: HttpRequest) -> HttpResponse:
    """Enter a souk."""
    form = forms.EnterSouk(request.POST)
    return _entered(request, "souk", form, lambda data: actions.enter_souk(**data, **_who(request)))


@require_POST
def enter_hours(request: HttpRequest) -> HttpResponse:
    """Enter the hours of Ramadan."""
    form = forms.EnterHours(request.POST)
    return _entered(request, "hours", form, lambda data: actions.enter_ramadan_hours(**data, **_who(request)))


@require_POST
def remove_day(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a day away."""
    day = queries.calendar_day_for(id)
    return _removed(request, lambda: actions.remove_day(day=day, **_who(request)))


@require_POST
def remove_souk(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a souk away."""
    souk = queries.souk_for(id)
    return _removed(request, lambda: actions.remove_souk(souk=souk, **_who(request)))


def _removed(request: HttpRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Taken out of the calendar."))
    except actions.UnfitDay as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_calendar")


def _entered(
    request: HttpRequest, name: str, form: Any, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, _("It is in the calendar, for everybody."))
            return redirect("aid:show_calendar")
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _page(request, **{name: form})


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    today = timezone.localdate()
    year = int(request.GET["year"]) if request.GET.get("year", "").isdecimal() else today.year
    year = min(max(year, 2020), 2100)
    weekdays = dict(queries.weekday_choices())
    blank = {
        "day": forms.EnterDay(),
        "year": forms.EnterYear(initial={"year": year}),
        "souk": forms.EnterSouk(),
        "hours": forms.EnterHours(),
    }
    return render(
        request,
        "aid/calendar.html",
        {
            "year_shown": year,
            "days": [(row, queries.may_remove(request.user, row)) for row in queries.calendar_days(year)],
            "proposed": len(queries.days_to_propose(year)),
            "souks": [
                (row, weekdays[row.weekday], queries.may_remove(request.user, row))
                for row in queries.souk_days()
            ],
            "hours": queries.ramadan_hours(),
            "forms": blank | bound,
            "may": request.user.has_perm(Permission.CALENDAR_KEEP),
        },
        status=422 if any(form.errors for form in bound.values()) else 200,
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}
