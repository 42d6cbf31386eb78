"""Pages: a note, its next version, and what is kept while somebody types."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.room import opened_for, room_of, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say

TYPED = ("words", "wants", "language", "age_band", "risk", "contact", "code_word", "trusted")


@unseen
@require_http_methods(["GET", "POST"])
def write_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a new note in a case."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
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
        return to_the_door(request, case.organisation_id)
    looked(request, "cases.note", case.organisation_id, [case.pk])
    versions = queries.versions_of(note, room)
    newest = versions[0]
    start = {"words": newest.said.get("words", ""), "base": newest.number}
    draft = {} if request.method == "POST" else queries.draft_of(room, note.pk)
    form: Any = forms.WriteNote(request.POST or None, new=False, initial=start | draft)
    other = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.write_note(
                case=case,
                room=room,
                words=typed["words"],
                note=note,
                base=typed["base"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.NoteChangedMeanwhile as refusal:
            # what was typed stays in the form; saving again, over both, is then a choice that was made
            other = queries.versions_of(note, room)[0]
            form = forms.WriteNote(new=False, initial={"words": typed["words"], "base": other.number})
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


@unseen
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed, sealed: asked for by the page every few seconds. It does not keep the room open."""
    room = room_of(request, at=timezone.now(), stays=False)
    if room is None or not request.POST.get("about"):
        return HttpResponse(status=204)
    said: dict[str, Any] = {name: request.POST[name] for name in TYPED if request.POST.get(name)}
    if request.POST.getlist("needs"):
        said["needs"] = request.POST.getlist("needs")
    if request.POST.get("base", "").isdigit():
        said["base"] = int(request.POST["base"])
    try:
        actions.keep_draft(
            room=room, about=form_key(request.POST["about"]), said=said, by=request.user, at=timezone.now()
        )
    except actions.TooLong:
        return HttpResponse(status=204)  # the page says so when it is sent
    return HttpResponse(status=204)
