"""Pages: the plan of a case, its goals and tasks, and a paper for her when she says that one is safe."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.queries import NoteSaid, OpenRoom
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """The plan: goals with their tasks, settled here; agreed with her; then the case may say so."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    refused: Any = ""
    if request.method == "POST":
        try:
            _settled(request, case, room)
            return redirect("cases:show_plan", case.pk)
        except DomainError as refusal:
            refused = say(refusal)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    plan = queries.plan_of(case, room)
    words = {
        "case": case,
        "plan": plan,
        "goals": _goals(plan, timezone.localdate()),
        "blocked": sorted(queries.blocked_of(case, room)),
        "refused": refused,
        "typed": request.POST,
        "can_say_agreed": rules.can_move(case.state, rules.State.PLANNED),
    }
    return render(request, "cases/plan.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def write_goal(request: HttpRequest, id: UUID, part: UUID | None = None) -> HttpResponse:
    """Write a goal in her words, or change it. Two windows: whoever comes second sees both texts."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    about = about_part(case.pk, part or "goal")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    plan, found = _part(case, room, "goals", part)
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    start = (found or {}) | {"base": plan.number if plan else 0}
    form: Any = forms.WriteGoal(request.POST or None, initial=start | draft)
    words: dict[str, Any] = {"case": case, "about": about, "is_draft": bool(draft), "found": found}
    if request.method == "POST" and form.is_valid():
        key = part or form_key(request.POST.get("id"))
        try:
            actions.write_goal(
                case=case, room=room, key=key, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return _kept(request, room, case, about)
        except actions.NoteChangedMeanwhile as refusal:
            plan, words["found"] = _part(case, room, "goals", part)
            form = forms.WriteGoal(initial=_again(form, plan))
            words["conflict"] = say(refusal)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _show_part(request, room, form, plan, words)


@unseen
@require_http_methods(["GET", "POST"])
def write_task(request: HttpRequest, id: UUID, part: UUID | None = None) -> HttpResponse:
    """Write a task of a goal, or change it. Two windows: whoever comes second sees both texts."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    about = about_part(case.pk, part or "task")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    plan, found = _part(case, room, "tasks", part)
    if plan is None:
        return redirect("cases:add_goal", case.pk)  # a task is for a goal: the goal comes first
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    start = {"goal": request.GET.get("goal", "")} | (found or {}) | {"base": plan.number}
    shape = {"goals": plan.said["goals"], "blocked": queries.blocked_of(case, room)}
    start["due"] = date.fromisoformat(start["due"]) if start.get("due") else None
    form: Any = forms.WriteTask(request.POST or None, initial=start | draft, **shape)
    words: dict[str, Any] = {"case": case, "about": about, "is_draft": bool(draft), "found": found}
    words |= {"is_task": True, "blocked": sorted(shape["blocked"])}
    if request.method == "POST" and form.is_valid():
        key, typed = part or form_key(request.POST.get("id")), dict(form.cleaned_data)
        base = typed.pop("base")
        task = actions.Task(**typed | {"goal": UUID(typed["goal"])})
        now: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            actions.write_task(case=case, room=room, key=key, task=task, base=base, **now)
            return _kept(request, room, case, about)
        except actions.NoteChangedMeanwhile as refusal:
            plan, words["found"] = _part(case, room, "tasks", part)
            form = forms.WriteTask(initial=_again(form, plan), **shape)
            words["conflict"] = say(refusal)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _show_part(request, room, form, plan, words)


@unseen
@require_http_methods(["GET", "POST"])
def print_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """A paper for her, made for this answer only: she is asked each time whether one is safe, and the answer is kept."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    plan = queries.plan_of(case, room)
    form = forms.AnswerPaper(request.POST or None)
    words: dict[str, Any] = {"case": case, "form": form, "plan": plan}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        is_safe, key = typed["safe"] == "yes", form_key(request.POST.get("id"))
        try:
            plan = actions.answer_paper(
                case=case, room=room, key=key, safe=is_safe, by=request.user, at=timezone.now()
            )
        except actions.PlanNotWhole as refusal:
            form.add_error(None, say(refusal))
        else:
            if is_safe:
                looked(request, "cases.case", case.organisation_id, [case.pk])
                return _paper(request, case, plan, typed)
            words["refused"] = _(
                "No paper, then. Read it to her again, and agree on a day that she keeps in mind. Ask her again next time."
            )
    words["form_id"] = form_key(request.POST.get("id"))
    return render(request, "cases/plan_answer.html", words, status=422 if form.errors else 200)


def _paper(request: HttpRequest, case: Any, plan: NoteSaid, typed: dict[str, Any]) -> HttpResponse:
    """Return her paper: no name of a person or a body, no mark of the house, in the language that she reads."""
    names = queries.names_around(case)
    goals = [
        {
            "words": rules.without_names(goal["words"], names),
            "tasks": [
                task | {"what": rules.without_names(task["what"], names), "is_hers": task["who"] == "her"}
                for task in goal["tasks"]
                if task["state"] == "open"
            ],
        }
        for goal in _goals(plan, timezone.localdate())
    ]
    language = typed["language"]
    words = {
        "goals": goals,
        "shows_goals": typed["goals"],
        "code": case.code if typed["code"] else "",
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "back": case.pk,
    }
    with override(language):
        return render(request, "cases/plan_paper.html", words)


def _settled(request: HttpRequest, case: Any, room: OpenRoom) -> None:
    """Do what a button of the plan says."""
    now: dict[str, Any] = {"case": case, "by": request.user, "at": timezone.now()}
    base, do = request.POST.get("base", ""), request.POST.get("do")
    number = int(base) if base.isdecimal() else 0
    if do == "planned":
        actions.move_case(to=rules.State.PLANNED, next_on=case.next_on, **now)
    elif do == "agree":
        actions.agree_plan(room=room, base=number, **now)
    else:
        actions.settle_task(
            room=room,
            base=number,
            task=request.POST.get("task", ""),
            state=request.POST.get("state", ""),
            reason=request.POST.get("reason", ""),
            **now,
        )


def _part(
    case: Any, room: OpenRoom, parts: str, part: UUID | None
) -> tuple[NoteSaid | None, dict[str, Any] | None]:
    """Return the plan and the goal or task that is changed. Raises NoSuchNote when it has no such part."""
    plan = queries.plan_of(case, room)
    if part is None:
        return plan, None
    found = next((one for one in (plan.said[parts] if plan else []) if one["key"] == str(part)), None)
    if found is None:
        raise queries.NoSuchNote(_("There is no such note."))
    return plan, found


def _again(form: Any, plan: NoteSaid | None) -> dict[str, Any]:
    """Return what was typed, to be kept over the newest version: sending it again is then a choice that was made."""
    return dict(form.cleaned_data) | {"base": plan.number if plan else 0}


def _kept(request: HttpRequest, room: OpenRoom, case: Any, about: UUID) -> HttpResponse:
    actions.drop_draft(room=room, about=about, by=request.user, at=timezone.now())
    return redirect("cases:show_plan", case.pk)


def _show_part(
    request: HttpRequest, room: OpenRoom, form: Any, plan: NoteSaid | None, words: dict[str, Any]
) -> HttpResponse:
    looked(request, "cases.case", words["case"].organisation_id, [words["case"].pk])
    words |= {"form": form, "form_id": form_key(request.POST.get("id"))}
    words["goals"] = _goals(plan, timezone.localdate())
    return render(request, "cases/plan_part.html", words, status=422 if form.errors else 200)


def _goals(plan: NoteSaid | None, today: date) -> list[dict[str, Any]]:
    """Return the goals with their tasks, the nearest open day first; what is settled comes last."""
    if plan is None:
        return []
    tasks = [
        task | {"is_late": task["state"] == "open" and "" < task["due"] < today.isoformat()}
        for task in plan.said["tasks"]
    ]
    tasks.sort(key=lambda task: (task["state"] != "open", task["due"] or "9999"))
    return [
        goal | {"tasks": [task for task in tasks if task["goal"] == goal["key"]]}
        for goal in plan.said["goals"]
    ]
