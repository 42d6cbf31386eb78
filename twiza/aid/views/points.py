"""Pages of a point: handing over, the welcome table, the day's count."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.queries import stock
from twiza.aid.rules import rulings
from twiza.aid.rules.rulings import Ruling
from twiza.aid.views import answers
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.formats import moment
from twiza.platform.web.sentences import say


def reads_with_camera(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the hand-over page, and no other, open the camera and run the reader of square codes (WebAssembly)."""

    @wraps(view)
    def answer(*args: Any, **named: Any) -> HttpResponseBase:
        response = view(*args, **named)
        response["Permissions-Policy"] = "camera=(self)"
        return response

    return csp_update({"script-src": [WASM_UNSAFE_EVAL]})(answer)


@require_safe
def list_points(request: HttpRequest) -> HttpResponse:
    """The points where this person hands over now."""
    return render(
        request,
        "aid/list_points.html",
        {"points": [queries.point_line(point) for point in queries.points_for(request.user)]},
    )


@require_http_methods(["GET", "POST"])
@reads_with_camera
def hand_over(request: HttpRequest, id: UUID) -> HttpResponse:
    """One big field; then what the card is worth, in words, colour and shape, and a button to confirm."""
    point = queries.point_for(request.user, id)
    form = forms.ReadCard(request.POST or None)
    found: dict[str, Any] = {"seen": None, "refusal": ""}
    if request.method == "POST" and form.is_valid():
        try:
            found["seen"] = queries.card_for(
                request.user, point, form.cleaned_data["code"], at=timezone.now()
            )
        except DomainError as error:
            found["refusal"] = say(error)
    seen = found["seen"]
    if seen is not None and seen.here:
        found["line"] = queries.point_line(point)
        found["confirm"] = forms.ConfirmHandOver(
            initial={"entitlement": seen.entitlement.pk, "card": seen.card, "operation": new_id()}
        )
    return _verdict(request, point, found)


@require_POST
@reads_with_camera
def confirm_hand_over(request: HttpRequest, id: UUID) -> HttpResponse:
    """Confirm what the page offered. Sent twice, it is the same hand-over."""
    point = queries.point_for(request.user, id)
    offered = forms.ConfirmHandOver.read(request.POST)
    if offered is None:
        return redirect("aid:hand_over", point.pk)
    now = timezone.now()
    try:
        answer = actions.record_hand_over(**offered, point=point, by=_user(request), at=now)
    except DomainError as refusal:
        return _verdict(request, point, {"refusal": say(refusal)})
    found = {"answer": answer.ruling, "operation": answer.id, "code": answer.code, "moment": moment(now)}
    found["repeated"] = answer.repeated
    if "HX-Request" in request.headers:
        return HttpResponse(answers.drawn(found, get_token(request)))
    return _verdict(request, point, found)


def _verdict(request: HttpRequest, point: Any, found: dict[str, Any]) -> HttpResponse:
    """Answer with the verdict alone where script puts it into the page, else with the whole page.

    The verdict asks the database nothing more: a queue waits for it.
    """
    if "HX-Request" in request.headers:
        words = found | {"point": point, "fragment": True, "csrf_token": get_token(request)}
        return HttpResponse(render_to_string("aid/verdict.html", words))
    return render(
        request, "aid/hand_over.html", _point_page(request, point) | {"form": forms.ReadCard()} | found
    )


@require_POST
def undo_hand_over(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back one's own hand-over within a minute."""
    fact = queries.hand_over_for(request.user, id)
    try:
        actions.undo_hand_over(hand_over=fact, by=_user(request), at=timezone.now())
        messages.success(request, _("Taken back: this card can be used again."))
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:hand_over", fact.point_id)


@require_http_methods(["GET", "POST"])
def welcome_table(request: HttpRequest, id: UUID) -> HttpResponse:
    """Second uses that wait for a person, and what that person decides."""
    point = queries.point_for(request.user, id)
    form = forms.SettleCase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rule_hand_over(
                case=queries.case_for(request.user, point, form.cleaned_data["case"]),
                outcome=form.cleaned_data["outcome"],
                by=_user(request),
                at=timezone.now(),
            )
            messages.success(request, _("Settled."))
            return redirect("aid:welcome_table", point.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    cases = [
        (
            case,
            forms.SettleCase(initial={"case": case.pk}),
            case.hand_over.entitlement if case.hand_over else case.entitlement,
            queries.why_words(case),
        )
        for case in queries.open_cases(point)
    ]
    desk = queries.desk_today(point, timezone.localdate())
    return render(
        request,
        "aid/welcome_table.html",
        _point_page(request, point)
        | {"cases": cases, "form": form}
        | {"desk": desk, "may_receive": queries.may_give_slip(request.user, point)}
        | {"spares_left": max(0, queries.spares_left(desk)) if desk else 0},
    )


@require_safe
def list_days(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every day of a point with its account; the night's page of each."""
    campaign = queries.campaign_for(request.user, id)
    days = queries.days_of(campaign)
    opens = {line.point.pk for line in days if queries.works_at(request.user, line.point)}
    return render(request, "aid/days.html", {"campaign": campaign, "days": days, "opens": opens})


@require_http_methods(["GET", "POST"])
def reconcile_day(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The account of a point and day: packed = served + returned + damaged + lost."""
    point = queries.point_for(request.user, id)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise queries.NoSuchPoint(_("There is no such day.")) from None
    count, closed = queries.count_of(point, on), queries.closed_day(point, on)
    packing = forms.RecordPacked(request.POST if "pieces" in request.POST else None)
    counting = forms.CountDay(
        request.POST if "returned" in request.POST else None,
        initial={"returned": count.returned, "damaged": count.damaged, "lost": count.lost},
    )
    if request.method == "POST" and (packing if packing.is_bound else counting).is_valid():
        try:
            if packing.is_bound:
                actions.record_packed(
                    point=point,
                    day=on,
                    pieces=packing.cleaned_data["pieces"],
                    by=_user(request),
                    at=timezone.now(),
                )
            else:
                actions.reconcile_day(
                    point=point, day=on, **counting.cleaned_data, by=_user(request), at=timezone.now()
                )
            return redirect("aid:reconcile_day", point.pk, on.isoformat())
        except DomainError as refusal:
            (packing if packing.is_bound else counting).add_error(None, say(refusal))
    return render(
        request,
        "aid/reconcile_day.html",
        _point_page(request, point)
        | {
            "day": on,
            "count": count,
            "closed": closed,
            "gap_words": queries.gap_words(closed.gap) if closed else "",
            "packing": packing,
            "counting": counting,
            "traced": stock.traced_baskets(point, on, count.packed),
            "holding": queries.still_hold(point, on),
        },
    )


def _point_page(request: HttpRequest, point: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "point": point,
        "line": queries.point_line(point),
        "latest": [
            (row, row.ruling == Ruling.SERVED and rulings.can_undo(row.hand_over.recorded_at, now))
            for row in queries.latest_hand_overs(point, request.user)
        ],
        "today": timezone.localdate(now),
        "waiting": len(queries.open_cases(point)),
        "may_rule": request.user.has_perm(Permission.HAND_OVER_RULE, point.host_id)
        or request.user.has_perm(Permission.HAND_OVER_RULE, point.organisation_id),
        "may_count": request.user.has_perm(Permission.DAY_RECONCILE, point.host_id)
        or request.user.has_perm(Permission.DAY_RECONCILE, point.organisation_id),
    }


def _user(request: HttpRequest) -> Any:
    return request.user
