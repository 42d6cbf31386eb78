"""Pages of health at night: who is called, who waits to be seen, what became of it; totals for the committee."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.cases import queries as cases
from twiza.lib.errors import DomainError, NotFound
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.shelter import actions, forms, queries, rules
from twiza.shelter.views.nights import goes_out, looked, may_keep, night_asked, night_words
from twiza.shelter.views.winters import page_words


@require_safe
def show_health(request: HttpRequest, id: UUID) -> HttpResponse:
    """Totals for everybody of the winter; who waits to be seen, for the crew and for the site that called."""
    winter = queries.winter_for(request.user, id)
    night = night_asked(request, winter)
    out = goes_out(request.user, winter)
    hosts = None if out else queries.where(request.user, Permission.BEDS_KEEP)
    rows = list(queries.health_of(winter, night, hosts=hosts)) if out or hosts else []
    if rows:
        whose: UUID = winter.crew_id if out or not hosts else hosts[0]
        looked(request, "shelter.health", whose, [one.pk for one in rows])
    counts = queries.counts_of(winter, night=night)
    words = {
        **page_words(request, winter),
        "rows": rows,
        "near": out or bool(hosts),
        "out": out,
        "now": timezone.now(),
        "results": rules.HEALTH_RESULTS,
        "totals": [(code, counts[code]) for code in counts if code.startswith("health_")],
        "duties": [one for one in queries.on_duty(winter, night) if one.body == "health"],
        "numbers": cases.emergency_numbers(on=timezone.localdate()),
        **night_words(winter, night),
    }
    return render(request, "shelter/health.html", words)


@require_http_methods(["GET", "POST"])
def call_health(request: HttpRequest, id: UUID) -> HttpResponse:
    """A round calls for somebody it met."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.NIGHT_ROUND, winter.crew_id)
    form = forms.CallHealth(
        request.POST or None, code=True, initial={"encounter": request.GET.get("encounter", "")}
    )
    back = reverse("shelter:show_health", args=[winter.pk])
    return _call(request, winter, form, back=back)


@require_http_methods(["GET", "POST"])
def call_from_bed(request: HttpRequest, id: UUID) -> HttpResponse:
    """A site calls for a guest."""
    use = queries.use_for(request.user, id)
    if use.guest is None or use.use == rules.Use.FREED:
        raise NotFound(_("There is no such thing in a winter of yours."))
    site = use.winter_site if may_keep(request.user, use.winter_site) else None
    looked(request, "shelter.health", use.host_id if site else use.crew_id, [use.guest.pk])
    form = forms.CallHealth(request.POST or None, code=False)
    back = reverse("shelter:show_site", args=[use.winter_site_id])
    return _call(request, use.winter, form, back=back, guest=use.guest, site=site)


@require_POST
def settle_health(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what became of it, or a line that corrects what was written."""
    referral = queries.health_for(request.user, id)
    form = forms.SettleHealth(request.POST)
    act: Any = actions.correct_health if referral.result else actions.settle_health
    try:
        if not form.is_valid():
            raise actions.OutOfOrder(_("Choose what became of it."))
        act(referral=referral, result=form.cleaned_data["result"], by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("Written."))
    night = night_asked(request, referral.winter)
    return redirect(f"{reverse('shelter:show_health', args=[referral.winter_id])}?night={night}")


def _call(
    request: HttpRequest,
    winter: Any,
    form: forms.CallHealth,
    *,
    back: str,
    guest: Any = None,
    site: Any = None,
) -> HttpResponse:
    night = night_asked(request, winter)
    back = f"{back}?night={night}"
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.call_health(
                winter=winter, night=night, flags=typed["flags"], urgency=typed["urgency"], contact=typed["contact"],
                guest=guest or _guest(winter, typed.get("code", "")), encounter=typed.get("encounter"), site=site,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Written. Ask what became of it, and write the result."))
            return redirect(back)
    words = {
        "winter": winter,
        "site": site,
        "guest": guest,
        "form": form,
        "back": back,
        "duties": [one for one in queries.on_duty(winter, night) if one.body == "health"],
        "numbers": cases.emergency_numbers(on=timezone.localdate()),
        **night_words(winter, night),
    }
    return render(request, "shelter/health_call.html", words, status=422 if form.errors else 200)


def _guest(winter: Any, code: str) -> Any:
    """Return the guest of a code, or None without one. Raises OutOfOrder: nobody has it."""
    if not code.strip():
        return None
    guest = queries.guest_of_code(winter, code)
    if guest is None:
        raise actions.OutOfOrder(
            _("Nobody of this winter has this code. Look at it once more, or leave it empty.")
        )
    return guest
