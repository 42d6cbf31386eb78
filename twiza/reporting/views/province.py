"""The picture of a province, and the institutions behind each of its figures."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.funding.rules.grants import THEMES
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say
from twiza.reporting import actions, forms, queries
from twiza.reporting.views.asking import ask

PAGE = 100
# What stands behind a figure, in words: the heading of its rows
HEADINGS: dict[str, Any] = {
    "all": _("Institutions of the register"),
    "licensed": _("Institutions that have a licence"),
    "asked": _("Institutions being licensed"),
    "unlicensed": _("Institutions that work without a licence"),
    "over_capacity": _("Institutions over their capacity"),
    "expired": _("Institutions whose safety paper has expired"),
    "places_unknown": _("Institutions whose places nobody has counted"),
    "people_unknown": _("Institutions where nobody has counted who is there"),
}
MOVES = (
    ("opened", _("Institutions opened")),
    ("closed", _("Institutions closed")),
    ("filed", _("Licence files received complete")),
    ("licensed", _("Licences given")),
    ("refused", _("Licences refused")),
    ("signed", _("Conventions signed")),
    ("ended", _("Conventions ended")),
)


@require_safe
def show_province(request: HttpRequest) -> HttpResponse:
    """The province on one page: institutions, people, licences under way, grants, what is late, what changed."""
    today = timezone.localdate()
    organisation, bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    form = forms.LookForm(request.GET or None, bodies=bodies, today=today)
    since, year = form.chosen()
    picture = queries.picture_of(organisation, today=today, since=since, year=year)
    least = int(accounts.parameter_number("small_cell", on=today))
    if not form.is_bound:
        form = forms.LookForm({"since": since, "body": str(organisation.pk)}, bodies=bodies, today=today)
    words = {
        "picture": picture,
        "form": form,
        "body": str(organisation.pk),
        "several": len(bodies) > 1,
        "since": since,
        "last_year": today.year - 1,
        "words": network.category_words(),
        "themes": THEMES,
        "press": [(one, queries.press_words(picture, one, least=least)) for one in ("ar", "fr")],
        "moves": [(label, picture.moved.moves[name]) for name, label in MOVES],
    }
    return render(request, "reporting/show_province.html", words)


@require_safe
def list_province(request: HttpRequest) -> HttpResponse:
    """The institutions behind one figure of the picture."""
    today = timezone.localdate()
    organisation, _bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    asked = {key: request.GET.get(key, "") for key in ("what", "category", "commune", "body")}
    commune = network.place_for(_id(asked["commune"])) if asked["commune"] else None
    ids = queries.rows_of(
        organisation,
        what=asked["what"],
        today=today,
        category=asked["category"],
        commune=commune.pk if commune else None,
    )
    first = int(page) if (page := request.GET.get("from", "")).isdecimal() and len(page) < 7 else 0
    lines = network.lines_of_ids(ids[first : first + PAGE], {organisation.pk}, today=today)
    kept = {key: value for key, value in asked.items() if value}
    more = first + PAGE < len(ids)
    words = {
        "lines": lines,
        "count": len(ids),
        "heading": HEADINGS.get(asked["what"], HEADINGS["all"]),
        "commune": commune,
        "category": asked["category"],
        "words": network.category_words(),
        "next": "?" + urlencode(kept | {"from": first + PAGE}) if more else "",
        "previous": "?" + urlencode(kept | {"from": max(0, first - PAGE)}) if first else "",
        "body": str(organisation.pk),
    }
    return render(request, "reporting/list_province.html", words)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise queries.NoSuchProvince(_("There is no such place.")) from None


@require_http_methods(["GET", "POST"])
def place_tiles(request: SignedInRequest) -> HttpResponse:
    """Put the communes where they belong in the picture."""
    today = timezone.localdate()
    organisation, _bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    back = reverse("reporting:show_province")
    tiles = queries.tiles_of_body(organisation)
    form = forms.TilesForm(request.POST or None, tiles=tiles, placed=queries.spots_of(organisation.pk))

    def act(_data: dict[str, Any]) -> str:
        actions.place_tiles(organisation=organisation, spots=form.spots(), by=request.user, at=timezone.now())
        return back

    return ask(
        request, form, act, template="reporting/place_tiles.html", tiles=tiles, cancel=back,
        done=_("The picture is drawn anew."),
    )  # fmt: skip


@require_POST
def ask_for_yearly(request: SignedInRequest) -> HttpResponse:
    """Ask for the report of a year; the page of the work shows how far it is."""
    now = timezone.now()
    organisation, _bodies = queries.body_asked(
        request.user, request.POST.get("body", ""), on=timezone.localdate(now)
    )
    typed = request.POST.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else 0
    try:
        work = actions.ask_for_yearly(organisation=organisation, year=year, by=request.user, at=now)
    except actions.NoSuchYear as refusal:
        messages.error(request, say(refusal))
        return redirect("reporting:show_province")
    return redirect("queue:show_work", work)
