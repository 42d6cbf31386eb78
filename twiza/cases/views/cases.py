"""Pages: my cases, a listening, one case."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twiza.cases import actions, forms, queries
from twiza.cases.views.drafts import kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen, working_in
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.platform.audit import actions as audit
from twiza.platform.web.sentences import say


def looked(request: HttpRequest, page: str, organisation: UUID, ids: list[UUID]) -> None:
    """Leave one line in the access log: every read is one."""
    audit.record_access(page=page, ids=ids, organisation=organisation, by=request.user, at=timezone.now())


def form_key(text: str | None) -> UUID:
    """Return the id that the form carries, or a new one."""
    try:
        return UUID(text) if text else new_id()
    except ValueError:
        return new_id()


@unseen
@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    """One's own cases: code, age band, next day. Nothing else shows here."""
    organisation = working_in(request)
    lines = queries.my_cases(request.user, organisation, today=timezone.localdate())
    looked(request, "cases.list", organisation, [line.case.pk for line in lines])
    words = {
        "organisation": organisation,
        "lines": lines,
        "is_open": opened_for(request, organisation) is not None,
        "alerts": queries.waiting_alerts(organisation),
        "emergencies": queries.emergencies_of(request.user, organisation, at=timezone.now()),
    }
    return render(request, "cases/case_list.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def listen(request: HttpRequest) -> HttpResponse:
    """A listening: it may end here, be counted only, or go on as a case."""
    organisation = working_in(request)
    room = opened_for(request, organisation)
    if room is None:
        return kept_at_the_door(request, organisation, about=organisation, case=None)
    only_count = request.POST.get("end") == "count"
    draft = {} if request.method == "POST" else queries.draft_of(room, organisation)
    form = forms.Listen(request.POST or None, initial=draft)
    if request.method == "POST" and (only_count or form.is_valid()):
        typed: dict[str, Any] = {} if only_count else dict(form.cleaned_data)
        age_band, paper_code = typed.pop("age_band", "unknown"), typed.pop("paper_code", "")
        try:
            case = actions.listen(
                room=room,
                said=None if only_count else actions.Listening(**typed),
                age_band=age_band,
                paper_code=paper_code,
                by=request.user,
                at=timezone.now(),
                id=form_key(request.POST.get("id")),
            )
        except actions.CodeUsed as refusal:
            form.add_error("paper_code", str(say(refusal)))
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=organisation, by=request.user, at=timezone.now())
            return redirect("cases:list_cases") if only_count else redirect("cases:show_case", case.pk)
    words = {
        "form": form,
        "organisation": organisation,
        "form_id": form_key(request.POST.get("id")),
        "about": organisation,
        "is_draft": bool(draft),
    }
    return render(request, "cases/listen.html", words)


@unseen
@require_GET
def print_sheet(request: HttpRequest) -> HttpResponse:
    """A sheet of paper with a code and without a name, to be typed in later. Nothing of it is kept here."""
    words = {"organisation": working_in(request), "form": forms.Listen(), "code": new_code(8)}
    return render(request, "cases/sheet.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def show_case(request: HttpRequest, id: UUID) -> HttpResponse:
    """One case: what was written, opened for this page only; where it goes next."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    form = forms.MoveCase(request.POST or None, state=case.state, initial={"next_on": case.next_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_case(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("cases:show_case", case.pk)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words: dict[str, Any] = {"case": case, "form": form}
    try:
        words["notes"] = queries.notes_of(case, room)
        words["old_since"] = queries.old_look(words["notes"], on=timezone.localdate())
        actions.give_halves(case=case, room=room, by=request.user, at=timezone.now())
    except queries.NoKeyYet as refusal:
        words["no_key"] = say(refusal)
    return render(request, "cases/case_detail.html", words)
