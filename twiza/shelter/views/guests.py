"""Pages of guests: a bed offered on the street or at a door, what the site keeps, when they go."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import DomainError, NotFound
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.shelter import actions, forms, queries, rules
from twiza.shelter.views.nights import looked, night_asked, night_words


@require_http_methods(["GET", "POST"])
def hold_bed(request: HttpRequest, id: UUID) -> HttpResponse:
    """A round holds a bed for whoever wants one: the code, the site, until when."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.NIGHT_ROUND, winter.crew_id)
    sites = {str(one.pk): one for one in queries.sites_of(winter)}
    form = forms.OfferBed(request.POST or None, sites=[(key, str(one)) for key, one in sites.items()])
    wished = sites.get(form.data.get("site", "")) if form.is_bound else None
    words = {"winter": winter, "site": None, "form": form}
    return _offer(request, winter, form, words, sites=[wished] if wished else [])


@require_http_methods(["GET", "POST"])
def receive_guests(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody stands at the door of a site: a bed at once, or the need is written."""
    site = queries.site_for(request.user, id)
    check(request.user, Permission.BEDS_KEEP, site.host_id)
    form = forms.OfferBed(request.POST or None)
    return _offer(
        request, site.winter, form, {"winter": site.winter, "site": site, "form": form}, at_door=site
    )


def _offer(
    request: HttpRequest, winter: Any, form: forms.OfferBed, words: dict[str, Any], **place: Any
) -> HttpResponse:
    night = night_asked(request, winter)
    words |= night_words(winter, night)
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.offer_beds(
                winter=winter,
                night=night,
                code=form.cleaned_data["code"],
                who=form.who,
                elderly=form.cleaned_data["elderly"],
                care=form.cleaned_data["care"],
                by=request.user,
                at=timezone.now(),
                **place,
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            site = place.get("at_door")
            where = site.host_id if site else winter.crew_id
            looked(request, "shelter.offer", where, [one.pk for one in offer.guests])
            free = queries.board(winter, night, at=timezone.now()).sites if offer.needs else ()
            return render(request, "shelter/offered.html", words | {"offer": offer, "sites": free})
    return render(request, "shelter/offer.html", words, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def write_card(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the site keeps of a guest while they stay."""
    use = queries.use_for(request.user, id)
    check(request.user, Permission.BEDS_KEEP, use.host_id)
    if use.guest is None:
        raise NotFound(_("A bed out of order has no guest."))
    card = queries.card_of(use.guest, use.host_id)
    looked(request, "shelter.card", use.host_id, [use.guest.pk])
    form = forms.GuestCardForm(request.POST or None, initial=_said(card))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_card(
                guest=use.guest, host=use.host_id, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Kept, for this site only."))
            return _back(use)
    words = {"use": use, "site": use.winter_site, "winter": use.winter, "card": card, "form": form}
    return render(request, "shelter/card.html", words, status=422 if form.errors else 200)


@require_POST
def move_use(request: HttpRequest, id: UUID, move: str) -> HttpResponse:
    """They came, did not want it, leave, stay on; or the bed is in order again."""
    use = queries.use_for(request.user, id)
    now: dict[str, Any] = {"use": use, "by": request.user, "at": timezone.now()}
    steps: dict[str, Callable[[], Any]] = {
        "came": lambda: actions.take_in(**now),
        "refused": lambda: actions.give_back(why=rules.Freed.REFUSED, **now),
        "mistake": lambda: actions.give_back(why=rules.Freed.MISTAKE, **now),
        "mended": lambda: actions.give_back(why=rules.Freed.MENDED, **now),
        "left": lambda: actions.leave(after=night_asked(request, use.winter), **now),
        "home": lambda: actions.leave(after=night_asked(request, use.winter), to_family=True, **now),
        "kept": lambda: _keep_place(request, use, now),
        "stays": lambda: _stay_on(request, now),
    }
    if move not in steps:
        raise NotFound(_("There is no such thing in a winter of yours."))
    try:
        steps[move]()
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("Written."))
    return _back(use, night_asked(request, use.winter))


def _stay_on(request: HttpRequest, now: dict[str, Any]) -> None:
    form = forms.StayOn(request.POST)
    if not form.is_valid():
        raise actions.OutOfOrder(_("Write the last night as a day, for example 12/01/2026."))
    actions.stay_on(last_night=form.cleaned_data["last"], **now)


def _keep_place(request: HttpRequest, use: Any, now: dict[str, Any]) -> None:
    form = forms.StayOn(request.POST)
    if not form.is_valid():
        raise actions.OutOfOrder(_("Write the last night as a day, for example 12/01/2026."))
    actions.keep_place(after=night_asked(request, use.winter), until=form.cleaned_data["last"], **now)


def _said(card: Any) -> dict[str, Any]:
    if card is None:
        return {}
    return {
        "nickname": card.nickname,
        "belongings": card.belongings,
        "animal": card.animal,
        "rules_read": card.rules_read_at is not None,
    }


def _back(use: Any, night: Any = None) -> HttpResponse:
    return redirect(
        f"{reverse('shelter:show_site', args=[use.winter_site_id])}?night={night or use.nights.lower}"
    )
