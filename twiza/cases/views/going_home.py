"""Page: going back to the family, all steps on one screen. Whoever comes second reads first; what was typed stays."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say

FORMS: dict[str, Any] = {one.part: one for one in forms.HOME_FORMS}
ACTS: dict[str, Callable[..., Any]] = {
    "wish": actions.write_wish,
    "screening": actions.screen_return,
    "contact": actions.write_first_contact,
    "session": actions.hold_mediation,
    "return": actions.plan_return,
    "arrival": actions.confirm_arrival,
    "visit": actions.visit_home,
    "back": actions.write_back_again,
    "end": actions.end_return,
}


@unseen
@require_http_methods(["GET", "POST"])
def go_home(request: HttpRequest, id: UUID) -> HttpResponse:
    """The steps and where each stands; one small form each."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    part = request.POST.get("part", "")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=_about(case, part), case=case.pk)
    file = queries.home_file(case, room)
    page = {name: _form(name, request.POST if name == part else None, file, case, room) for name in FORMS}
    if part in FORMS and page[part].is_valid():
        form, now = page[part], timezone.now()
        base = request.POST.get("base", "")
        try:
            ACTS[part](
                case=case, room=room, base=int(base) if base.isdigit() else 0, by=request.user, at=now, **_typed(form)
            )  # fmt: skip
            actions.drop_draft(room=room, about=form.about, by=request.user, at=now)
            return redirect("cases:go_home", case.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    looked(request, "cases.case", case.organisation_id, [case.pk])
    today = timezone.localdate()
    words = {
        "may_be_child": queries.may_be_child(case),
        "case": case,
        "file": file,
        "forms": page,
        "today": today,
        "is_late": file.due_on is not None and file.due_on < today,
        "questions": rules.SCREENED,
        "agreed": [
            one for one in queries.consents_of(case, room) if one.said["purpose"] == rules.FAMILY_PURPOSE
        ],
        "blocked": sorted(queries.blocked_of(case, room) & {"mediation"}),
    }
    return render(request, "cases/case_going_home.html", words)


def _about(case: Any, part: str) -> UUID:
    return about_part(case.pk, f"home {part}")


def _form(name: str, typed: Any, file: queries.HomeFile, case: Any, room: queries.OpenRoom) -> Any:
    """Return the form of a part, with what was typed in it before the room locked."""
    about = _about(case, name)
    options: dict[str, Any] = {}
    start: dict[str, Any] = {}
    if name == "visit":
        options["still_open"] = {
            one["code"]: rules.FOLLOW_UPS[one["code"]]
            for one in file.said.get("visits") or []
            if not one["done"]
        }
    elif name in ("session", "return", "arrival"):
        start = {"day": timezone.localdate()}
    elif name == "wish" and file.said.get("wish"):
        start = {"words": file.said["wish"]["words"]}
    draft = queries.draft_of(room, about) if typed is None else {}
    form = FORMS[name](typed, initial=start | draft, **options)
    form.about, form.is_draft = about, bool(draft.keys() - {"base"})
    return form


def _typed(form: Any) -> dict[str, Any]:
    if form.part == "screening":
        return dict(form.screened())
    return dict(form.session() if form.part == "session" else form.cleaned_data)
