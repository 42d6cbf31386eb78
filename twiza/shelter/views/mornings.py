"""Pages of the morning: who slept here, what each wishes, and where each wish leads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import DomainError, NotFound
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.shelter import actions, forms, queries, rules
from twiza.shelter.views.nights import looked, may_keep, night_asked, night_words


@require_safe
def show_morning(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who slept at a site, and who was asked already."""
    site = queries.site_for(request.user, id)
    check(request.user, Permission.BEDS_KEEP, site.host_id)
    night = night_asked(request, site.winter)
    found = queries.morning_of(site, night)
    if found:
        looked(request, "shelter.morning", site.host_id, [one.use.pk for one in found])
    words = {
        "site": site,
        "winter": site.winter,
        "mornings": found,
        "asked": sum(one.wish is not None for one in found),
        "is_open": site.winter.closed_at is None,
        **night_words(site.winter, night),
    }
    return render(request, "shelter/morning.html", words)


@require_http_methods(["GET", "POST"])
def hear_wish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask one guest; the answer opens its paths. None of them knows from whom one comes."""
    use = queries.use_for(request.user, id)
    if use.guest is None or use.use != rules.Use.SLEPT:
        raise NotFound(_("There is no such thing in a winter of yours."))
    night = night_asked(request, use.winter)
    keeps = may_keep(request.user, use.winter_site)
    wish = queries.wish_of(use, night)
    looked(request, "shelter.morning", use.host_id if keeps else use.crew_id, [use.pk])
    form = forms.HearWish(request.POST or None, initial={"wishes": wish.wishes if wish else []})
    here = f"{reverse('shelter:hear_wish', args=[use.pk])}?night={night}"
    if request.method == "POST" and form.is_valid():
        try:
            actions.hear_wish(
                use=use, night=night, wishes=form.cleaned_data["wishes"], by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Written."))
            return redirect(here)
    user: Any = request.user
    words = {
        "use": use,
        "site": use.winter_site,
        "winter": use.winter,
        "wish": wish,
        "form": form,
        "keeps": keeps,
        "listens": user.has_perm(Permission.CASE_WORK),
        "to_the_listening": wish is not None and bool(rules.TO_THE_LISTENING & set(wish.wishes)),
        **night_words(use.winter, night),
    }
    return render(request, "shelter/wish.html", words, status=422 if form.errors else 200)
