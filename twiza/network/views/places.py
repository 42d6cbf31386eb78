"""Places: the tree, the search, what people add."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import N_
from twiza.network import actions, forms, queries
from twiza.network.rules.levels import LEVELS, MAY_LIE_IN
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation, first_of
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


@require_safe
def list_places(request: SignedInRequest) -> HttpResponse:
    """The regions, or what a search finds."""
    text = request.GET.get("q", "")
    found = queries.places_like(text, limit=30) if text.strip() else []
    if wants_sheet(request):
        mine = queries.my_organisations(request.user, on=timezone.localdate())
        sheet = (
            Listed(N_("Places found"), listed.PLACES, found)
            if text.strip()
            else Listed(N_("Regions"), listed.REGIONS, queries.regions())
        )
        return send_workbook(
            request, [sheet], page="network.sheet_places", organisation=first_of(mine), by=request.user
        )
    context = {"text": text, "found": found, "regions": queries.regions()}
    return render(request, "network/list_places.html", context)


@require_safe
def find_places(request: SignedInRequest) -> HttpResponse:
    """Places to choose from, as a piece of any page's form.

    `field` is the name of the box the text was typed in (default `q`); what is chosen is sent as
    `<field>_chosen`, a place's id. `levels` (commas between) keeps these levels, `within` (an id) what lies there.
    """
    field = request.GET.get("field", "q")
    levels = [one for one in request.GET.get("levels", "").split(",") if one in LEVELS]
    within = request.GET.get("within")
    inside = queries.place_for(UUID(within)) if within else None
    text = request.GET.get(field, "")
    found = queries.places_like(text, within=inside, levels=levels, limit=8)
    context = {"field": field, "found": found, "text": text, "searched": bool(text.strip())}
    return render(request, "network/place_options.html", context)


@require_safe
def show_place(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One place: where it lies, what lies in it, its spellings, its sites and figures."""
    place = queries.place_for(id)
    context = {
        "place": place,
        "path": queries.path_of(place)[::-1],
        "children": queries.children_of(place),
        "sites": queries.sites_in(place),
        "figures": queries.figures_in(place),
        "may_edit": bool(request.user.has_perm(Permission.PLACES_EDIT)),
        "may_hold": any(place.level in parents for parents in MAY_LIE_IN.values()),
    }
    return render(request, "network/show_place.html", context)


@require_http_methods(["GET", "POST"])
def add_place(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Add a neighbourhood, a douar or an annex below a place."""
    parent = queries.place_for(id)

    def act(data: dict[str, str]) -> str:
        place = actions.add_place(
            organisation=acting_organisation(request, Permission.PLACES_EDIT),
            parent=parent,
            by=request.user,
            at=timezone.now(),
            **data,
        )
        return reverse("network:show_place", args=[place.pk])

    return ask(
        request,
        forms.AddPlaceForm(request.POST or None),
        act,
        title=_("Add a place in %(name)s") % {"name": parent},
        submit=_("Add"),
        cancel=reverse("network:show_place", args=[id]),
        done=_("The place is in the list."),
    )


@require_http_methods(["GET", "POST"])
def add_alias(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Add another spelling of a place."""
    place = queries.place_for(id)
    back = reverse("network:show_place", args=[id])

    def act(data: dict[str, str]) -> str:
        actions.add_alias(
            place=place,
            name=data["name"],
            organisation=acting_organisation(request, Permission.PLACES_EDIT),
            by=request.user,
            at=timezone.now(),
        )
        return back

    return ask(
        request,
        forms.AliasForm(request.POST or None),
        act,
        title=_("Another spelling of %(name)s") % {"name": place},
        submit=_("Add"),
        cancel=back,
        done=_("This spelling finds the place from now on."),
    )
