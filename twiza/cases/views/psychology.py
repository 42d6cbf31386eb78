"""Pages: the psychologist's drawer of a case. Whoever may not open it gets the answer of a case that is none."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_drawer(request: HttpRequest, id: UUID) -> HttpResponse:
    """The notes of the psychologist, and who may read them."""
    case = queries.drawer_case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    seat = queries.my_drawer_seat(case, request.user)
    if room is None:
        about = seat.pk if seat else case.pk
        writes = seat is not None and "words" in request.POST
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk) if writes else to_the_door(request, case.organisation_id)  # fmt: skip
    now = timezone.now()
    if request.method == "POST" and seat is None:
        return _opened(request, case, room)
    draft = queries.draft_of(room, seat.pk) if seat and request.method != "POST" else {}
    form = forms.DrawerNote(request.POST or None, initial=draft)
    if request.method == "POST" and seat is not None and form.is_valid():
        try:
            actions.write_note(
                case=case, room=room, words=form.cleaned_data["words"], kind="psychology", by=request.user,
                at=now, id=form_key(request.POST.get("id")),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=seat.pk, by=request.user, at=now)
            return redirect("cases:show_drawer", case.pk)
    looked(request, "cases.note", case.organisation_id, [case.pk])
    words: dict[str, Any] = {
        "case": case, "seat": seat, "form": form, "form_id": form_key(request.POST.get("id")),
        "about": seat.pk if seat else "", "is_draft": bool(draft),
    }  # fmt: skip
    if seat is not None:
        words |= _inside(request, case, room)
    return render(request, "cases/drawer.html", words)


@unseen
@require_POST
def allow_reader(request: HttpRequest, id: UUID) -> HttpResponse:
    """Allow one colleague of the team, because she agreed."""
    case = queries.drawer_case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    now = timezone.now()
    form = forms.AllowReader(request.POST, colleagues=queries.may_be_allowed(case, at=now))
    if not form.is_valid():
        messages.error(request, _("Choose a colleague who is in the team and has its key."))
        return redirect("cases:show_drawer", case.pk)
    try:
        actions.allow_reader(
            case=case, user=UUID(form.cleaned_data["colleague"]), room=room, by=request.user, at=now,
            agreed=form.cleaned_data["agreed"],
        )  # fmt: skip
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("It is written in the log."))
    return redirect("cases:show_drawer", case.pk)


@unseen
@require_POST
def end_reader(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the key of the drawer back from a colleague."""
    seat = queries.drawer_seat_for(request.user, id)
    room = opened_for(request, seat.organisation_id)
    if room is None:
        return to_the_door(request, seat.organisation_id)
    try:
        actions.end_reader(seat=seat, room=room, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("The drawer has a new key. Nothing that is written now is read by them."))
    return redirect("cases:show_drawer", seat.case_id)


def _opened(request: HttpRequest, case: Any, room: Any) -> HttpResponse:
    try:
        actions.open_drawer(case=case, room=room, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("cases:show_drawer", case.pk)


def _inside(request: HttpRequest, case: Any, room: Any) -> dict[str, Any]:
    colleagues = queries.may_be_allowed(case, at=timezone.now())
    words: dict[str, Any] = {
        "seats": queries.drawer_seats(case),
        "allows": queries.may_keep_drawer(request.user, case),
        "colleagues": colleagues,
        "allow_form": forms.AllowReader(colleagues=colleagues),
    }
    try:
        words["notes"] = queries.drawer_notes(case, room)
    except queries.NoKeyYet as refusal:
        words["no_key"] = say(refusal)
    return words
