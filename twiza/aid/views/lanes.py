"""Pages of the lanes of a point and day, for whoever leads it: sharing, phones, papers, what came late."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.views.downloads import PDF, attachment, language_of
from twiza.lib.errors import DomainError
from twiza.platform.web import charts
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def show_lanes(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The lanes of a day with their phones: what each holds, when it was last heard, what it still keeps."""
    point, on = _led(request, id, day)
    lanes = queries.lane_phones(point, on, at=timezone.now())
    serving = [one.line.lane for one in lanes if not one.line.is_desk]
    desk = next((one.line.lane for one in lanes if one.line.is_desk), None)
    form = forms.ShareLanes(
        request.POST or None,
        initial={"lanes": len(serving) or 2, "desk": True, "spares": desk.spares if desk else 5},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.share_lanes(
                point=point, day=on, **form.cleaned_data, by=_user(request), at=timezone.now()
            )
            return redirect("aid:show_lanes", point.pk, on.isoformat())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/show_lanes.html",
        {
            "point": point,
            "day": on,
            "form": form,
            "lanes": [(one, _revoking(one, serving)) for one in lanes],
            "desk": desk,
            "left": max(0, queries.spares_left(desk)) if desk else 0,
            "late": queries.late_of(point, on),
            "begun": queries.has_begun(point, on),
            "chart": _chart(lanes) if serving else None,
            "unshared": bool(serving) and len(queries.rights_to_lease(point, on)) > _leased(point, on),
        },
    )


def _chart(lanes: list[Any]) -> charts.Chart:
    """How far each lane is: it moves when its phone comes back to the network."""
    return charts.bars(
        title=_("Served by lane"),
        label_heading=_("Lane"),
        value_heading=_("Of them served"),
        whole_heading=_("Cards"),
        rows=[
            (_("Lane %(lane)s") % {"lane": one.line.lane.number}, one.line.served, one.line.cards)
            for one in lanes
            if not one.line.is_desk
        ],
    )


@require_POST
def open_phone(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet that opens one phone for a lane, made here and kept nowhere."""
    lane = queries.lane_for(request.user, id)
    try:
        opened = actions.open_phone(lane=lane, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return _back(lane)
    address = request.build_absolute_uri("/field/")
    return attachment(actions.print_opening(opened, address, language_of(request)), "phone.pdf", PDF)


@require_POST
def release_lane(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a lane's phone is dead: pages with network serve its cards."""
    lane = queries.lane_for(request.user, id)
    try:
        actions.release_lane(lane=lane, by=_user(request), at=timezone.now())
        messages.success(request, _("Released: the others serve its cards."))
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return _back(lane)


@require_POST
def revoke_phone(request: HttpRequest, id: UUID) -> HttpResponse:
    """End a phone of a lane, and let another lane serve its cards."""
    lane = queries.lane_for(request.user, id)
    lanes = [one for one in queries.lanes_of(lane.point, lane.day) if one.kind == LaneKind.LANE]
    form = forms.RevokePhone(request.POST, lanes=lanes)
    if not form.is_valid():
        messages.error(request, _("Say what happened to the phone."))
        return _back(lane)
    to = next((one for one in lanes if str(one.pk) == form.cleaned_data["to"]), None)
    try:
        moved = actions.revoke_phone(
            lane=lane,
            device=form.cleaned_data["device"],
            reason_code=form.cleaned_data["reason_code"],
            to=to,
            by=_user(request),
            at=timezone.now(),
        )
        messages.success(
            request,
            _(
                "The phone is ended; cards moved: %(cards)s. Type the paper of its lane: what it did and did not send is"
                " told by it."
            )
            % {"cards": moved},
        )
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return _back(lane)


@require_POST
def print_releases(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The emergency codes of a day's lanes, made here and kept nowhere."""
    point, on = _led(request, id, day)
    try:
        made = actions.make_releases(point=point, day=on, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:show_lanes", point.pk, on.isoformat())
    return attachment(actions.print_releases(made, language_of(request)), "emergency.pdf", PDF)


@require_POST
def share_newcomers(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """Give a lane to the cards made since the day was shared."""
    point, on = _led(request, id, day)
    try:
        count = actions.share_newcomers(point=point, day=on, by=_user(request), at=timezone.now())
        messages.success(request, _("Cards that were given a lane: %(count)s.") % {"count": count})
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_lanes", point.pk, on.isoformat())


@require_POST
def accept_late(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """Take in what came late from an ended phone, in this person's name."""
    point, on = _led(request, id, day)
    late = [one.operation for one in queries.late_of(point, on)]
    chosen = [one for one in late if str(one) in request.POST.getlist("operation")]
    try:
        count = actions.accept_late(
            point=point, day=on, operations=chosen, by=_user(request), at=timezone.now()
        )
        messages.success(request, _("Taken in: %(count)s.") % {"count": count})
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_lanes", point.pk, on.isoformat())


def _led(request: HttpRequest, id: UUID, day: str) -> tuple[Any, date]:
    return queries.led_point(request.user, id), queries.day_in(day)


def _revoking(one: Any, serving: list[Any]) -> list[tuple[Any, Any]]:
    """Each phone of a lane with the form that ends it; none for a phone that is ended."""
    others = [lane for lane in serving if lane.pk != one.line.lane.pk] if not one.line.is_desk else []
    return [
        (
            phone,
            None
            if phone.revoked_at
            else forms.RevokePhone(initial={"device": phone.id}, lanes=others, auto_id=f"id_%s_{phone.id}"),
        )
        for phone in one.phones
    ]


def _leased(point: Any, on: date) -> int:
    open_ones = {one.pk for one in queries.rights_to_lease(point, on)}
    return len(open_ones & queries.leased_on(point, on).keys())


def _back(lane: Any) -> HttpResponse:
    return redirect("aid:show_lanes", lane.point_id, lane.day.isoformat())


def _user(request: HttpRequest) -> Any:
    return request.user
