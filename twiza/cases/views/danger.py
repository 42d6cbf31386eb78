"""Page: danger looked at again, at each visit; red shows at once whom to call."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def look_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Short questions, the level and why; below, how it was seen before. Red: the numbers stand above everything."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    about = about_part(case.pk, "danger")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    form: Any = forms.LookAgain(request.POST or None, initial=draft)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            actions.look_again(
                case=case,
                room=room,
                answers=form.answers(),
                level=form.cleaned_data["risk"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=now,
                id=form_key(request.POST.get("id")),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=about, by=request.user, at=now)
            return redirect("cases:look_again", case.pk)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    looks = queries.looks_of(case, room)
    level = request.POST.get("risk") or (looks[0].said["risk"] if looks else "unknown")
    words = {
        "case": case,
        "form": form,
        "form_id": form_key(request.POST.get("id")),
        "about": about,
        "is_draft": bool(draft),
        "looks": looks,
        "is_red": level == rules.Risk.RED,
        "numbers": queries.emergency_numbers(on=timezone.localdate()),
        "old_since": queries.old_look(looks, on=timezone.localdate()),
    }
    return render(request, "cases/danger.html", words, status=422 if form.errors else 200)
