"""Pages of beds: the board of a night, a site, its rooms, what it declares."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.shelter import actions, forms, queries
from twiza.shelter.views.nights import goes_out, looked, may_keep, night_asked, night_words, plans
from twiza.shelter.views.winters import page_words


@require_GET
def show_board(request: HttpRequest, id: UUID) -> HttpResponse:
    """The beds of a night, site by site; asked again by itself while the page is open."""
    winter = queries.winter_for(request.user, id)
    night = night_asked(request, winter)
    out = goes_out(request.user, winter)
    hosts = None if out else frozenset(queries.where(request.user, Permission.BEDS_KEEP))
    words = {
        **page_words(request, winter),
        "board": queries.board(winter, night, at=timezone.now(), hosts=hosts),
        "goes_out": out,
        "is_open": winter.closed_at is None,
        **night_words(winter, night),
    }
    return render(request, "shelter/board.html", words)


@require_GET
def show_site(request: HttpRequest, id: UUID) -> HttpResponse:
    """One site in a night: its beds, what it said, and for who receives people, who has which bed."""
    site = queries.site_for(request.user, id)
    night = night_asked(request, site.winter)
    keeps = may_keep(request.user, site)
    near = keeps or goes_out(request.user, site.winter)
    uses = list(queries.uses_of([site], night)) if near else []
    if uses:
        looked(request, "shelter.site", site.host_id if keeps else site.crew_id, [use.pk for use in uses])
    words = {
        "site": site,
        "winter": site.winter,
        "line": queries.site_line(site, night, at=timezone.now(), is_counted=near),
        "units": queries.units_of(site),
        "uses": uses,
        "keeps": keeps,
        "may_change": keeps or plans(request.user, site),
        "near": near,
        "is_open": site.winter.closed_at is None,
        "stay_form": forms.StayOn(),
        **night_words(site.winter, night),
    }
    return render(request, "shelter/site.html", words)


@require_http_methods(["GET", "POST"])
def declare_beds(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say how many beds are free tonight: proposed as the board counts them."""
    site = queries.site_for(request.user, id)
    night = night_asked(request, site.winter)
    keeps = may_keep(request.user, site)
    near = keeps or goes_out(request.user, site.winter)
    counted = queries.counted(site, night, at=timezone.now()) if near else {}
    form = forms.DeclareBeds(request.POST or None, beds=queries.beds_by_count(site), initial=counted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_beds(
                winter_site=site,
                night=night,
                free=form.free,
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Said for this night. The teams see it now."))
            return _to_site(site.pk, night)
    words = {"site": site, "winter": site.winter, "form": form, "keeps": keeps}
    return _form(request, "shelter/declare.html", form, words | night_words(site.winter, night))


@require_http_methods(["GET", "POST"])
def open_unit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write rooms of a site."""
    site = queries.site_for(request.user, id)
    check(request.user, Permission.BEDS_KEEP, site.host_id)
    form = forms.OpenUnit(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.open_unit(
                winter_site=site, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Written, with its beds."))
            return redirect("shelter:show_unit", unit.pk)
    return _form(request, "shelter/unit_form.html", form, {"site": site, "winter": site.winter, "form": form})


@require_http_methods(["GET", "POST"])
def show_unit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Rooms with their beds; more of them; the reserve."""
    unit = queries.unit_for(request.user, id)
    night = night_asked(request, unit.winter)
    form = forms.AddBeds(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_beds(unit=unit, beds=form.cleaned_data["beds"], by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("The beds are there."))
            return redirect("shelter:show_unit", unit.pk)
    user: Any = request.user
    decides = user.has_perm(Permission.WINTER_PLAN, unit.organisation_id) or goes_out(user, unit.winter)
    words: dict[str, Any] = {
        "unit": unit,
        "winter": unit.winter,
        "site": unit.winter_site,
        "beds": queries.beds_of(unit, night),
        "keeps": may_keep(request.user, unit.winter_site),
        "decides": decides,
        "opened": queries.reserve_opened(unit, night),
        "form": form,
        "reserve_form": forms.OpenReserve(),
        **night_words(unit.winter, night),
    }
    return _form(request, "shelter/unit.html", form, words)


@require_POST
def open_reserve(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open a reserve for a night."""
    unit = queries.unit_for(request.user, id)
    night = night_asked(request, unit.winter)
    form = forms.OpenReserve(request.POST)
    if form.is_valid():
        actions.open_reserve(
            unit=unit, night=night, reasons=form.cleaned_data["reasons"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("The reserve is open for this night."))
    else:
        messages.error(request, _("Write why the reserve is opened tonight."))
    return redirect(f"{reverse('shelter:show_unit', args=[unit.pk])}?night={night}")


@require_http_methods(["GET", "POST"])
def close_bed(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a bed out of order for some nights."""
    bed = queries.bed_for(request.user, id)
    night = night_asked(request, bed.unit.winter)
    form = forms.CloseBed(request.POST or None, initial={"first": night, "last": bed.unit.winter.last_night})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_bed(bed=bed, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("The bed is out of order in these nights."))
            return redirect("shelter:show_unit", bed.unit_id)
    words = {
        "bed": bed,
        "unit": bed.unit,
        "site": bed.unit.winter_site,
        "winter": bed.unit.winter,
        "form": form,
    }
    return _form(request, "shelter/bed_form.html", form, words)


def _to_site(id: UUID, night: Any) -> HttpResponse:
    return redirect(f"{reverse('shelter:show_site', args=[id])}?night={night}")


def _form(request: HttpRequest, template: str, form: Any, words: dict[str, Any]) -> HttpResponse:
    return render(request, template, words, status=422 if form.errors else 200)
