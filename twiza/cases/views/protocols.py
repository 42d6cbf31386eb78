"""Pages: the protocols of the committee, and the steps that a case follows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import looked
from twiza.cases.views.drafts import about_part, kept_at_the_door
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def list_protocols(request: HttpRequest) -> HttpResponse:
    """The protocols of the organisation; those that come with the house may be taken and changed."""
    allowed = queries.where_allowed(request.user, Permission.PROTOCOL_ADOPT, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.PROTOCOL_ADOPT)
    asked = request.GET.get("organisation") or request.POST.get("organisation")
    organisation = next((one for one in allowed if str(one) == asked), allowed[0])
    rows, shipped = queries.protocols_of(organisation), queries.shipped_protocols()
    proposals = _proposals(request, organisation, rows)
    if proposals is None:
        return redirect(f"{reverse('cases:list_protocols')}?organisation={organisation}")
    taken = {row.code for row in rows}
    code = request.POST.get("code", "")
    if code in shipped and code not in taken:
        made = actions.write_protocol(
            organisation=organisation, code=code, content=shipped[code], by=request.user, at=timezone.now()
        )
        return redirect("cases:show_protocol", made.pk)
    offered = {code: content for code, content in shipped.items() if code not in taken}
    words = {"rows": rows, "offered": offered, "organisation": organisation, "proposals": proposals}
    return render(request, "cases/protocol_list.html", words)


@require_http_methods(["GET", "POST"])
def show_protocol(request: HttpRequest, id: UUID) -> HttpResponse:
    """One version: its steps, changed here until somebody adopts it; adopted by two; then the next version."""
    protocol = queries.protocol_for(request.user, id)
    steps = protocol.content["steps"]
    picked = next((one for one in steps if one["key"] == request.GET.get("step")), None)
    sent = request.POST if request.POST.get("do") == "step" else None
    form = forms.ProtocolStep(sent, initial=_typed(picked, steps))
    head_sent = request.POST if request.POST.get("do") == "head" else None
    head = forms.ProtocolHead(head_sent, auto_id="head-%s", initial=_head(protocol.content))
    refused = ""
    valid = form.is_valid() if sent else head.is_valid() if head_sent else True
    if request.method == "POST" and valid:
        try:
            return redirect("cases:show_protocol", _changed(request, protocol, picked, form, head).pk)
        except DomainError as refusal:
            refused = str(say(refusal))
    words = {"protocol": protocol, "form": form, "head": head, "picked": picked, "refused": refused}
    return render(request, "cases/protocol_detail.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def follow_protocol(request: HttpRequest, id: UUID) -> HttpResponse:
    """The steps of a case: which protocol, what was done, what was skipped and why."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        if "situation" in request.POST:  # kept nowhere with the case, not as a draft either
            return to_the_door(request, case.organisation_id)
        about = _about_step(case, request.POST.get("step", ""))
        return kept_at_the_door(request, case.organisation_id, about=about, case=case.pk)
    adopted = queries.protocols_of(case.organisation_id, adopted=True)
    form = forms.PinProtocol(
        request.POST if "protocol" in request.POST else None,
        adopted=adopted,
        language=_language(),
    )
    none_fits = forms.NoneFits(request.POST if "situation" in request.POST else None)
    words: dict[str, Any] = {
        "case": case,
        "form": form,
        "none_fits": none_fits,
        "adopted": adopted,
        "general": next((one for one in adopted if one.code == rules.GENERAL), None),
        "today": timezone.localdate(),
    }
    try:
        if request.method == "POST" and _followed(request, case, room, form, none_fits, adopted):
            return redirect("cases:follow_protocol", case.pk)
    except DomainError as refusal:
        words["refused"] = say(refusal)
    try:
        words["pinned"] = pinned = queries.protocol_of(case, room)
        words["steps"] = _steps(case, room, pinned.said["steps"] if pinned else [], request.POST)
        words["is_child"] = pinned is not None and pinned.said["version"].startswith("child ")
    except queries.NoKeyYet as refusal:
        words["refused"] = say(refusal)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    return render(request, "cases/case_protocol.html", words)


def _followed_general(request: HttpRequest, case: Any, room: queries.OpenRoom, form: forms.NoneFits) -> bool:
    """Pin the general protocol, with a sentence for the committee; False when the sentence is not kept."""
    try:
        actions.pin_general(
            case=case,
            room=room,
            sentence=form.cleaned_data["situation"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.SentenceNotKept as refusal:
        form.add_error("situation", str(say(refusal)))
        return False
    return True


def _proposals(request: HttpRequest, organisation: UUID, rows: list[Any]) -> list[tuple[Any, Any]] | None:
    """Return each proposal with the form of its answer, if it waits for one; None when one was answered just now."""
    found: list[tuple[Any, Any]] = []
    for one in queries.proposals_of(organisation):
        sent = request.POST if request.POST.get("proposal") == str(one.pk) else None
        form = forms.AnswerProposal(sent, versions=rows, language=_language(), auto_id=f"{one.pk}-%s")
        if sent is not None and form.is_valid():
            chosen = next((row for row in rows if str(row.pk) == form.cleaned_data["version"]), None)
            try:
                actions.answer_proposal(
                    proposal=queries.proposal_for(request.user, one.pk),
                    version=chosen,
                    why=form.cleaned_data["why"],
                    by=request.user,
                    at=timezone.now(),
                )
                return None
            except DomainError as refusal:
                form.add_error(None, str(say(refusal)))
        found.append((one, None if one.answered_on else form))
    return found


def _language() -> str:
    return "fr" if get_language() == "fr" else "ar"


def _followed(
    request: HttpRequest,
    case: Any,
    room: queries.OpenRoom,
    form: forms.PinProtocol,
    none_fits: forms.NoneFits,
    adopted: list[Any],
) -> bool:
    """Pin what was chosen, or the general one, or settle a step; False when the form is not whole."""
    if none_fits.is_bound:
        return none_fits.is_valid() and _followed_general(request, case, room, none_fits)
    now: dict[str, Any] = {"room": room, "by": request.user, "at": timezone.now()}
    if form.is_bound:
        if not form.is_valid():
            return False
        chosen = next(one for one in adopted if str(one.pk) == form.cleaned_data["protocol"])
        actions.pin_protocol(case=case, protocol=chosen, **now)
        return True
    base, step = request.POST.get("base", ""), request.POST.get("step", "")
    actions.settle_step(
        case=case,
        step=step,
        state=request.POST.get("state", ""),
        reason=request.POST.get("reason", ""),
        base=int(base) if base.isdigit() else 0,
        **now,
    )
    actions.drop_draft(about=_about_step(case, step), **now)
    return True


def _about_step(case: Any, step: str) -> UUID:
    return about_part(case.pk, f"protocol {step}")


def _steps(case: Any, room: queries.OpenRoom, steps: list[dict[str, Any]], sent: Any) -> list[dict[str, Any]]:
    """Return each step with what its reason holds: what was sent just now, or what was typed before the room locked."""
    found = []
    for step in steps:
        about, typed = _about_step(case, step["key"]), ""
        if step["key"] == sent.get("step"):
            typed = sent.get("reason", "")
        elif step["state"] == "open":
            typed = queries.draft_of(room, about).get("reason", "")
        found.append(step | {"about": about, "typed": typed})
    return found


def _head(content: dict[str, Any]) -> dict[str, Any]:
    names = {f"name_{code}": content["title"].get(code, "") for code in ("ar", "fr")}
    return names | {"blocked": content.get("blocked", [])}


def _typed(step: dict[str, Any] | None, steps: list[dict[str, Any]]) -> dict[str, Any]:
    if step is None:
        return {"place": min(len(steps) + 1, 20)}
    both = {f"{name}_{code}": step[name].get(code, "") for name in ("title", "ask") for code in ("ar", "fr")}
    return {
        "place": steps.index(step) + 1,
        "kind": step["kind"],
        "who": step["who"],
        "hours": step["hours"],
    } | both


def _changed(
    request: HttpRequest, protocol: Any, picked: dict[str, Any] | None, form: forms.ProtocolStep, head: Any
) -> Any:
    by, at, do = request.user, timezone.now(), request.POST.get("do")
    if do == "adopt":
        return actions.adopt_protocol(protocol=protocol, by=by, at=at)
    if do == "next":
        return actions.write_protocol(
            organisation=protocol.organisation_id, code=protocol.code, content=protocol.content, by=by, at=at
        )
    if do == "head":
        typed = head.cleaned_data
        said = {"title": {code: typed[f"name_{code}"] for code in ("ar", "fr")}, "blocked": typed["blocked"]}
        return actions.change_protocol(protocol=protocol, content=protocol.content | said, by=by, at=at)
    steps = [one for one in protocol.content["steps"] if one["key"] != request.POST.get("key")]
    if do == "step":
        typed = form.cleaned_data
        steps = [one for one in steps if one is not picked]
        used = {one["key"] for one in steps}
        free = next(f"s{number}" for number in range(1, 99) if f"s{number}" not in used)
        made = {name: typed[name] for name in ("kind", "who", "hours")} | {
            "key": picked["key"] if picked else free,
            **{name: {code: typed[f"{name}_{code}"] for code in ("ar", "fr")} for name in ("title", "ask")},
        }
        steps.insert(typed["place"] - 1, made)
    return actions.change_protocol(
        protocol=protocol, content=protocol.content | {"steps": steps}, by=by, at=at
    )
