"""Pages of the team that asks: the referrals of a case, one of them, the sheet that she carries."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def list_referrals(request: HttpRequest, id: UUID) -> HttpResponse:
    """The referrals of a case; one more is prepared."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    shelters = queries.services(at=timezone.now(), kind="shelter")
    form = forms.PrepareReferral(
        request.POST or None,
        organisations=queries.organisations_to_ask(),
        shelters=[line.service for line in shelters],
        initial={"receiver": request.GET.get("to", "")},
    )
    words: dict[str, Any] = {"case": case, "form": form, "form_id": form_key(request.POST.get("id"))}
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        chosen = typed.pop("service")
        try:
            made = actions.prepare_referral(
                case=case,
                room=room,
                receiver=UUID(typed.pop("receiver")),
                service=queries.service_for(UUID(chosen)) if chosen else None,
                id=form_key(request.POST.get("id")),
                by=request.user,
                at=timezone.now(),
                **typed,
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("cases:show_referral", made.pk)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words["lines"] = queries.referrals_of(case, at=timezone.now())
    return render(request, "cases/case_referrals.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def show_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """One referral: what would be told, field by field; where it stands; what came back."""
    referral, case = queries.referral_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    words: dict[str, Any] = {"case": case, "referral": referral}
    try:
        words |= _shown(request, referral, case, room)
        if request.method == "POST" and _acted(request, referral, room, words):
            return redirect("cases:show_referral", referral.pk)
    except DomainError as refusal:
        words["refused"] = say(refusal)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    return render(request, "cases/referral_detail.html", words)


@unseen
@require_GET
def print_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """A sheet that she carries to an organisation without a desk here. Made for this page, kept nowhere."""
    referral, case = queries.referral_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    said = queries.referral_note(referral, room).said
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words = {"case": case, "referral": referral, "packet": said.get("fields", {})}
    return render(request, "cases/referral_sheet.html", words)


def _shown(request: HttpRequest, referral: Any, case: Any, room: Any) -> dict[str, Any]:
    said = queries.referral_note(referral, room).said
    now = timezone.now()
    words: dict[str, Any] = {"said": said, "packet": said.get("fields")}
    words["is_silent"] = rules.is_silent(referral.state, referral.reply_by, now)
    if referral.state in rules.NOT_SENT:
        prepared = queries.prepared(case, room, referral, at=now)
        sent = request.POST if request.POST.get("do") == "send" else None
        form = forms.SendPacket(sent, offers=prepared.offers)
        words |= {"prepared": prepared, "form": form, "rows": _rows(form)}
    ways = ways_of(referral)
    answered = request.POST if request.POST.get("do") == "answer" else None
    if referral.by_hand and ways:
        words["answer"] = forms.WriteAnswer(answered, ways=ways)
    words["may_close"] = rules.may_set(referral.state, rules.Referral.CLOSED, rules.Party.REQUESTER)
    words["may_cancel"] = rules.may_set(referral.state, rules.Referral.CANCELLED, rules.Party.REQUESTER)
    return words


def _rows(form: forms.SendPacket) -> list[tuple[Any, Any, Any]]:
    return [
        (one, form[f"tick_{one.name}"], form[f"text_{one.name}"] if one.typed else None)
        for one in form.offers
    ]


def ways_of(referral: Any) -> list[str]:
    """Return what the receiver may answer now."""
    desk = [one for one in rules.Referral if rules.MAY_SET[one] == {rules.Party.RECEIVER}]
    return [one for one in desk if rules.may_set(referral.state, one, rules.Party.RECEIVER)]


def _acted(request: HttpRequest, referral: Any, room: Any, words: dict[str, Any]) -> bool:
    """Whether something was done; a form that is not whole shows what it lacks."""
    now: dict[str, Any] = {"referral": referral, "by": request.user, "at": timezone.now()}
    do = request.POST.get("do")
    if do == "send" and "form" in words:
        actions.send_referral(room=room, fields=_ticked(request, words["prepared"]), **now)
    elif do == "answer" and "answer" in words:
        if not words["answer"].is_valid():
            return False
        actions.write_answer(**words["answer"].cleaned_data, **now)
    elif do == "cancel":
        actions.cancel_referral(**now)
    elif do == "close":
        actions.settle_referral(**now)
    return True


def _ticked(request: HttpRequest, prepared: Any) -> dict[str, Any]:
    """What was ticked, with its exact words. A field that is not offered is passed on too: the action refuses it."""
    known = {one.name: one for one in prepared.offers}
    names = [name.removeprefix("tick_") for name in request.POST if name.startswith("tick_")]
    fields: dict[str, Any] = {}
    for name in names:
        typed = request.POST.get(f"text_{name}", "").strip()
        fields[name] = typed if name not in known or known[name].typed else known[name].value
    return {name: value for name, value in fields.items() if value or name not in known}
