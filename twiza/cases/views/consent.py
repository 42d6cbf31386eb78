"""Page: what she agreed to, refused, took back; one more is read to her."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError, NotFound
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_consent(request: HttpRequest, id: UUID) -> HttpResponse:
    """Each consent of a case with its events; taking one back is one key."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    answering = "consent" in request.POST
    form = forms.WriteConsent(
        request.POST if request.method == "POST" and not answering else None,
        organisations=queries.organisations_to_ask(),
    )
    now: dict[str, Any] = {"case": case, "room": room, "by": request.user, "at": timezone.now()}
    words: dict[str, Any] = {
        "case": case,
        "form": form,
        "form_id": form_key(request.POST.get("id")),
        "today": timezone.localdate(),
    }
    try:
        if answering:
            _answer(request, now)
            return redirect("cases:show_consent", case.pk)
        if form.is_bound and form.is_valid():
            _write(request, form, now)
            return redirect("cases:show_consent", case.pk)
    except NotFound:
        raise
    except DomainError as refusal:
        words["refused"] = say(refusal)
    try:
        words["consents"] = [(one, one.holds(words["today"])) for one in queries.consents_of(case, room)]
    except queries.NoKeyYet as refusal:
        words["refused"] = say(refusal)
    looked(request, "cases.case", case.organisation_id, [case.pk])
    return render(request, "cases/case_consent.html", words)


def _answer(request: HttpRequest, now: dict[str, Any]) -> None:
    base = request.POST.get("base", "")
    actions.answer_consent(
        consent=form_key(request.POST["consent"]),
        state=request.POST.get("state", ""),
        base=int(base) if base.isdigit() else 0,
        **now,
    )


def _write(request: HttpRequest, form: forms.WriteConsent, now: dict[str, Any]) -> None:
    typed = form.cleaned_data
    agreement = actions.Agreement(
        purpose=typed["purpose"],
        sector=typed["sector"],
        organisation=UUID(typed["organisation"]),
        fields=typed["fields_named"],
        until=typed["until"],
        how=typed["how"],
        language=typed["language"],
    )
    actions.write_consent(
        agreement=agreement, state=typed["state"], id=form_key(request.POST.get("id")), **now
    )
