"""Page: a child in danger, all steps on one screen. Whoever comes second reads first; what was typed stays."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say

FORMS: dict[str, Any] = {
    one.part: one
    for one in (
        forms.ChildSafety,
        forms.SayDuty,
        forms.InformChild,
        forms.TransmitChild,
        forms.WriteGuardian,
        forms.ReachChild,
        forms.ReviewChild,
        forms.PlanFollowUps,
        forms.SettleFollowUp,
        forms.WriteInterview,
    )
}


@unseen
@require_http_methods(["GET", "POST"])
def show_child(request: HttpRequest, id: UUID) -> HttpResponse:
    """The steps and where each stands; one small form each."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    part = request.POST.get("part", "")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=_about(case, part), case=case.pk)
    file = queries.child_file(case, room)
    page = {name: _form(name, request.POST if name == part else None, file, case, room) for name in FORMS}
    words: dict[str, Any] = {"case": case, "is_child": True}
    if part in FORMS and page[part].is_valid():
        now: dict[str, Any] = {"case": case, "room": room, "by": request.user, "at": timezone.now()}
        try:
            _act(request, part, page[part].cleaned_data, now)
            actions.drop_draft(room=room, about=page[part].about, by=request.user, at=now["at"])
            return redirect("cases:show_child", case.pk)
        except actions.InterviewedAlready as refusal:
            words["interviewed"] = say(refusal)
        except DomainError as refusal:
            page[part].add_error(None, say(refusal))
        file = queries.child_file(case, room)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    user: Any = request.user
    said = file.said.get("duty", [])
    words |= {
        "file": file,
        "forms": page,
        "own_contact": rules.has_own_contact(file.said),
        "interviews": queries.interviews_of(case, room),
        "form_id": form_key(request.POST.get("id")),
        "waiting": queries.waiting_decision(case),
        "now": timezone.now(),
        # the second person says before reading what the first said
        "sayings": said if len(said) > 1 else [],
        "may_say": file.duty != rules.Duty.TELL and _may_say(case, file, user),
    }
    return render(request, "cases/case_child.html", words)


@unseen
@require_GET
def print_duty(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is passed on, the least of it, for the two to sign. Made for this page, kept nowhere."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    file = queries.child_file(case, room)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    signers = [one for one in file.said.get("duty", []) if one["tell"]]
    words = {"case": case, "file": file, "signers": signers if file.duty == rules.Duty.TELL else []}
    return render(request, "cases/child_duty.html", words)


def _may_say(case: Any, file: queries.ChildFile, user: Any) -> bool:
    said = [] if file.duty == rules.Duty.KEEP else file.said.get("duty", [])
    has_said = any(one["by_id"] == str(user.pk) for one in said)
    return not has_said and (file.duty != rules.Duty.DISPUTED or user.has_perm("case.supervise", case))


def _about(case: Any, part: str) -> UUID:
    return about_part(case.pk, f"child {part}")


def _form(name: str, typed: Any, file: queries.ChildFile, case: Any, room: queries.OpenRoom) -> Any:
    """Return the form of a part, with what was typed in it before the room locked."""
    about = _about(case, name)
    options: dict[str, Any] = {}
    start: dict[str, Any] = {}
    if name == "followed":
        options["still_open"] = {
            one["code"]: rules.FOLLOW_UPS[one["code"]]
            for one in file.said.get("follow_ups", [])
            if not one["done"]
        }
    elif name == "guardian":
        start = file.said.get("guardian") or {}
    elif name in ("transmission", "follow", "interview", "committee"):
        start = dict.fromkeys(("on", "start", "day"), timezone.localdate())
    draft = queries.draft_of(room, about) if typed is None else {}
    form = FORMS[name](typed, initial=start | draft, **options)
    form.about, form.is_draft = about, bool(draft.keys() - {"base"})
    return form


def _act(request: HttpRequest, part: str, typed: dict[str, Any], now: dict[str, Any]) -> None:
    base = request.POST.get("base", "")
    now = now | {"base": int(base) if base.isdigit() else 0}
    if part in actions.CHILD_STEPS:
        actions.write_child_step(part=part, entry=_texts(typed), **now)
    elif part == "duty":
        actions.say_duty(**(typed | {"tell": typed["tell"] == "yes"}), **now)
    elif part == "transmission":
        actions.transmit_child(**typed, **now)
    elif part == "guardian":
        actions.write_guardian(**typed, **now)
    elif part == "follow":
        actions.plan_follow_ups(**typed, **now)
    elif part == "followed":
        actions.settle_follow_up(**typed, **now)
    else:
        del now["base"]
        seen = request.POST.get("seen", "")
        id = form_key(request.POST.get("id"))
        actions.write_interview(seen=int(seen) if seen.isdigit() else 0, id=id, **typed, **now)


def _texts(typed: dict[str, Any]) -> dict[str, str]:
    """Days and hours as they are sealed."""
    return {
        name: value if isinstance(value, str) else (value.isoformat()[:10] if value else "")
        for name, value in typed.items()
    }
