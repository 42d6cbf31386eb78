"""Pages: contacts after the listening; closing a case, and opening it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.queries import OpenRoom
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, unseen
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was tried since the listening, by which way; after two silences the supervisor decides here."""
    case = queries.case_for(request.user, id)
    about = about_part(case.pk, "follow_up")
    room = opened_for(request, case.organisation_id)
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    decides = request.POST.get("do") == "decide"
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    form = forms.RecordContact(None if decides else request.POST or None, initial=draft)
    decision = forms.DecideSilence(request.POST if decides else None, auto_id="decide_%s")
    sent: Any = decision if decides else form
    if request.method == "POST" and sent.is_valid():
        try:
            _kept_contact(request, case, room, decides, sent.cleaned_data)
        except DomainError as refusal:
            sent.add_error(None, say(refusal))
        else:
            actions.drop_draft(room=room, about=about, by=request.user, at=timezone.now())
            return redirect("cases:follow_up", case.pk)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words: dict[str, Any] = {
        "case": case, "form": form, "decision": decision, "about": about, "is_draft": bool(draft),
        "form_id": form_key(request.POST.get("id")), "ask": queries.open_ask(case),
    }  # fmt: skip
    return render(request, "cases/case_follow_up.html", words | _of_contacts(request, case, room))


def _kept_contact(
    request: HttpRequest, case: Any, room: OpenRoom, decides: bool, typed: dict[str, Any]
) -> None:
    by, at = request.user, timezone.now()
    if decides:
        actions.decide_silence(case=case, room=room, **typed, by=by, at=at)
    else:
        id = form_key(request.POST.get("id"))
        actions.record_contact(case=case, room=room, contact=actions.Contact(**typed), by=by, at=at, id=id)


def _of_contacts(request: HttpRequest, case: Any, room: OpenRoom) -> dict[str, Any]:
    user: Any = request.user
    now = timezone.now()
    try:
        contacts, contact = queries.contacts_of(case, room), queries.contact_rule(case, room)
        refused, blocked = queries.refused_kinds(case, room), queries.contact_blocked(case, room)
        own_contact = queries.has_own_contact(case, room)
    except queries.NoKeyYet as refusal:
        return {"no_key": say(refusal)}
    own = rules.tried_alone(queries.said_of(contacts), [one.by for one in contacts], user)
    return {
        "contacts": contacts,
        "rule": contact,
        "ways": [
            way
            for way in rules.CONTACT_WAYS
            if not rules.reach_fault(
                contact=contact, way=way, refused=refused, guardian=blocked, own_contact=own_contact
            )
        ],
        "blocked": blocked,
        "own_contact": own_contact,
        "may_decide": user.has_perm(Permission.CASE_SUPERVISE, case) and not own,
        "own": own,
        "sits": queries.supervisor_sits(case, at=now),
        "supervisors": queries.supervisors_to_ask(case, at=now),
    }


@unseen
@require_http_methods(["GET", "POST"])
def close_case(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a case with its list; how she comes back; open it again when she does."""
    case = queries.case_for(request.user, id)
    about = about_part(case.pk, "closure")
    room = opened_for(request, case.organisation_id)
    if room is None:
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    do = request.POST.get("do", "")
    draft = {} if request.method == "POST" else queries.draft_of(room, about)
    sheets: dict[str, Any] = {
        "close": forms.CloseCase(request.POST if do == "close" else None, initial=draft, auto_id="close_%s"),
        "back": forms.WayBack(request.POST if do == "back" else None, auto_id="back_%s"),
        "reopen": forms.ReopenCase(request.POST if do == "reopen" else None, auto_id="reopen_%s"),
    }
    sent = sheets.get(do)
    if do == "forget":
        actions.drop_way_back(case=case, by=request.user, at=timezone.now())
        return redirect("cases:close_case", case.pk)
    if sent is not None and sent.is_valid():
        try:
            _closed(request, case, room, do, sent.cleaned_data)
        except DomainError as refusal:
            sent.add_error(None, say(refusal))
            if isinstance(refusal, actions.ClosingNotWhole):
                sent.mark(refusal.data["lines"])
        else:
            actions.drop_draft(room=room, about=about, by=request.user, at=timezone.now())
            return redirect("cases:close_case", case.pk)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words: dict[str, Any] = {
        "case": case, "sheets": sheets, "about": about, "is_draft": bool(draft),
        "form_id": form_key(request.POST.get("id")), "back_by": queries.ways_back(case),
        "may_close": rules.can_move(case.state, rules.State.CLOSED),
        "may_reopen": rules.can_move(case.state, rules.State.REOPENED),
        "knocks": [one for one in queries.knocks_for_me(case.organisation_id, at=timezone.now()) if one.case == case.pk],
    }  # fmt: skip
    try:
        words |= {
            "closures": queries.closures_of(case, room),
            "still_open": queries.still_open(case, room, on=timezone.localdate()),
        }
    except queries.NoKeyYet as refusal:
        words["no_key"] = say(refusal)
    return render(request, "cases/case_close.html", words)


def _closed(request: HttpRequest, case: Any, room: OpenRoom, do: str, typed: dict[str, Any]) -> None:
    now: dict[str, Any] = {"case": case, "by": request.user, "at": timezone.now()}
    if do == "back":
        actions.keep_way_back(way=way_of(typed), **now)
    elif do == "reopen":
        actions.reopen_case(room=room, reason=typed["reason"], **now)
    else:
        closing = actions.Closing(
            checks={
                code: {"yes": typed[f"yes_{code}"], "why": typed[f"why_{code}"].strip()}
                for code in rules.CHECK_CODES
            },
            outcome={code: typed[code] for code in rules.OUTCOMES},
            satisfaction=typed["satisfaction"],
            reason=typed["reason"],
            words=typed["words"],
        )
        actions.close_case(room=room, closing=closing, id=form_key(request.POST.get("id")), **now)


def way_of(typed: dict[str, Any]) -> actions.WayBack:
    """Return what she says when she comes back, as it was typed."""
    return actions.WayBack(
        word=typed["word"], number=typed["number"], facts=(typed["first"], typed["second"])
    )
