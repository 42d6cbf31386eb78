"""Pages: what was done with her, the latest first; an act is written, and changed version by version."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.queries import OpenRoom
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say

DAYS = ("day", "next", "order_from", "order_until")


@unseen
@require_GET
def list_acts(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was done with her; orders of protection that run stand first."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    acts, today = queries.acts_of(case, room), timezone.localdate()
    orders = [(act, _order(act.said, today)) for act in acts if act.said["order_until"]]
    words = {
        "case": case,
        "acts": acts,
        "orders": [(act, state) for act, state in orders if state != "ended"],
        "ended": {act.note for act, state in orders if state == "ended"},
        "blocked": sorted(queries.blocked_of(case, room)),
        "today": today.isoformat(),
    }
    return render(request, "cases/acts.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def write_act(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what was done with her, or will be."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    about = about_part(case.pk, "act")
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    return _written(request, case, room, None, about)


@unseen
@require_http_methods(["GET", "POST"])
def change_act(request: HttpRequest, id: UUID) -> HttpResponse:
    """The next version of an act. Two windows: whoever comes second sees both texts."""
    note = queries.note_by_id(request.user, id)
    room = opened_for(request, note.case.organisation_id)
    if room is None:
        return kept_at_the_door(request, note.case.organisation_id, about=note.pk, case=note.case_id)
    if note.kind != "step":
        raise queries.NoSuchNote(_("There is no such note."))
    return _written(request, note.case, room, note, note.pk)


def _written(request: HttpRequest, case: Any, room: OpenRoom, note: Any, about: UUID) -> HttpResponse:
    newest = queries.versions_of(note, room)[0] if note else None
    if newest is not None and "day" not in newest.said:
        raise queries.NoSuchNote(_("There is no such note."))
    blocked = queries.blocked_of(case, room)
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    start = _typed(newest.said) | {"base": newest.number} if newest else {"day": timezone.localdate()}
    form: Any = forms.WriteAct(request.POST or None, initial=start | draft, blocked=blocked)
    words: dict[str, Any] = {
        "case": case,
        "about": about,
        "is_draft": bool(draft),
        "blocked": sorted(blocked),
    }
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        base, key, now = typed.pop("base"), form_key(request.POST.get("id")), timezone.now()
        try:
            actions.write_act(
                case=case, room=room, act=actions.Act(**typed), note=note, base=base, id=key,
                by=request.user, at=now,
            )  # fmt: skip
            actions.drop_draft(room=room, about=about, by=request.user, at=now)
            return redirect("cases:list_acts", case.pk)
        except actions.NoteChangedMeanwhile as refusal:
            # what was typed stays in the form; sending it again is then a choice that was made
            other = queries.versions_of(note, room)[0]
            form = forms.WriteAct(initial=typed | {"base": other.number}, blocked=blocked)
            words |= {"conflict": say(refusal), "other": other}
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words |= {"form": form, "form_id": form_key(request.POST.get("id"))}
    return render(request, "cases/act_form.html", words, status=422 if form.errors else 200)


def _typed(said: dict[str, Any]) -> dict[str, Any]:
    return said | {name: date.fromisoformat(said[name]) if said[name] else None for name in DAYS}


def _order(said: dict[str, Any], today: date) -> str:
    return rules.order_state(
        date.fromisoformat(said["order_from"]), date.fromisoformat(said["order_until"]), on=today
    )
