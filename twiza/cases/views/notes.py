"""Pages: a note, its next version, and what is kept while somebody types."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import keep_at_a_locked_door, kept_at_the_door, typed_in
from twiza.cases.views.room import opened_for, room_of, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def write_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a new note in a case."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=case.pk, case=case.pk)
    draft = {} if request.method == "POST" else queries.draft_of(room, case.pk)
    form = forms.WriteNote(request.POST or None, new=True, initial=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.write_note(
                case=case,
                room=room,
                words=typed["words"],
                kind=typed["kind"],
                by=request.user,
                at=timezone.now(),
                id=form_key(request.POST.get("id")),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=case.pk, by=request.user, at=timezone.now())
            return redirect("cases:show_case", case.pk)
    words = {
        "form": form,
        "case": case,
        "form_id": form_key(request.POST.get("id")),
        "about": case.pk,
        "is_draft": bool(draft),
    }
    return render(request, "cases/note_form.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def change_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """A note with its versions, and its next one. Two windows: whoever comes second sees both texts."""
    note = queries.note_by_id(request.user, id)
    case = note.case
    room = opened_for(request, case.organisation_id)
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=note.pk, case=case.pk)
    looked(request, "cases.note", case.organisation_id, [case.pk])
    versions = queries.versions_of(note, room)
    newest = versions[0]
    if not newest.is_plain:
        raise queries.NoSuchNote(_("There is no such note."))
    draft = {} if request.method == "POST" else queries.draft_of(room, note.pk)
    form = _form_of(newest, case.age_band, request.POST or None, draft)
    other = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            _write_version(request, room, note, dict(typed))
        except actions.NoteChangedMeanwhile as refusal:
            # what was typed stays in the form; saving again, over both, is then a choice that was made
            other = queries.versions_of(note, room)[0]
            form = _form_of(newest, case.age_band, None, typed | {"base": other.number})
            form.conflict = say(refusal)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=note.pk, by=request.user, at=timezone.now())
            return redirect("cases:show_case", case.pk)
    words = {
        "form": form, "case": case, "note": note, "versions": versions, "other": other, "about": note.pk,
        "is_draft": bool(draft), "newest": newest,
    }  # fmt: skip
    return render(request, "cases/note_detail.html", words)


def _form_of(newest: queries.NoteSaid, age_band: str, sent: Any, typed: dict[str, Any]) -> Any:
    """Return the form of the next version: of a listening with its codes, of another note with its words."""
    start = newest.said | {"base": newest.number, "age_band": age_band}
    if newest.kind == "listening" and "violence" in newest.said:
        return forms.CorrectListening(sent, initial=start | typed)
    return forms.WriteNote(sent, new=False, initial=start | typed)


def _write_version(request: HttpRequest, room: queries.OpenRoom, note: Any, typed: dict[str, Any]) -> None:
    base, age_band = typed.pop("base"), typed.pop("age_band", "")
    whole: dict[str, Any] = {
        "note": note,
        "room": room,
        "base": base,
        "by": request.user,
        "at": timezone.now(),
    }
    if age_band:
        actions.correct_listening(said=actions.Listening(told=True, **typed), age_band=age_band, **whole)
    else:
        actions.write_note(case=note.case, words=typed["words"], **whole)


@unseen
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed, sealed: asked for by the page every few seconds. It does not keep the room open."""
    room = room_of(request, at=timezone.now(), stays=False)
    if not request.POST.get("about"):
        return HttpResponse(status=204)
    about, case = form_key(request.POST["about"]), form_key(request.POST.get("case"))
    if room is None:
        keep_at_a_locked_door(request, about, case=case)
        return HttpResponse(status=204)
    try:
        actions.keep_draft(
            room=room, about=about, case=case, said=typed_in(request), by=request.user, at=timezone.now()
        )
    except actions.TooLong:
        return HttpResponse(status=204)  # the page says so when it is sent
    return HttpResponse(status=204)
