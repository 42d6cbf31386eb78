"""Pages: her own data. What she asks, a copy in plain words, a correction, and the end of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_rights(request: HttpRequest, id: UUID) -> HttpResponse:
    """What she asked about her own data, by when it is answered; the page where a case is erased by two."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    do, today = request.POST.get("do", ""), timezone.localdate()
    form = forms.AskRight(request.POST if do == "ask" else None)
    paper = forms.CourtPaper(request.POST if do == "court" else None)
    words: dict[str, Any] = {"case": case, "form": form, "paper": paper, "today": today}
    if request.method == "POST":
        try:
            done = _done(request, case, room, do, {"ask": form, "court": paper}.get(do))
        except DomainError as refusal:
            words["refused"] = say(refusal)
        else:
            if done:
                return done
    looked(request, "cases.rights", case.organisation_id, [case.pk])
    words |= {
        "requests": queries.requests_of(case, room, on=today),
        "kept_until": queries.kept_until(case, on=today),
        "erasure": queries.erasure_asked(case, at=timezone.now()),
        "outside": queries.asked_about(case),
        "reasons": forms.choices(rules.ERASURE_REASONS),
        "form_id": form_key(request.POST.get("id")),
    }
    return render(request, "cases/case_rights.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def print_copy(request: HttpRequest, id: UUID) -> HttpResponse:
    """The copy in plain words: chosen first, printed in the answer, kept nowhere, sent to nobody."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    looked(request, "cases.copy", case.organisation_id, [case.pk])
    language = request.POST.get("language", translation.get_language())
    language = language if language in ("ar", "fr") else "ar"
    without = [form_key(one) for one in request.POST.getlist("without")]
    with translation.override(language):
        parts = queries.copy_of(
            case, room, user=request.user, psychology="psychology" in request.POST, without=without
        )
        words = {"case": case, "parts": parts, "language": language, "today": timezone.localdate()}
        if request.method == "POST":
            return render(request, "cases/case_copy.html", words)
    return render(request, "cases/copy_form.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def correct_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """A note, written anew at her request."""
    note = queries.note_by_id(request.user, id)
    case = queries.case_for(request.user, note.case_id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    newest = queries.versions_of(note, room)[0]
    begun = {"words": newest.said.get("words", ""), "base": newest.number}
    form = forms.CorrectNote(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_note(
                case=case, room=room, note=note, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("cases:show_rights", case.pk)
    looked(request, "cases.note", case.organisation_id, [case.pk])
    return render(request, "cases/note_correct.html", {"case": case, "note": note, "form": form})


@unseen
@require_http_methods(["GET", "POST"])
def check_certificate(request: HttpRequest) -> HttpResponse:
    """What a certificate with this number says: day, kinds, counts. Mistyped and unknown look the same."""
    if not queries.where_allowed(request.user, Permission.CASE_WORK, on=timezone.localdate()):
        check(request.user, Permission.CASE_WORK)
    form = forms.FindCertificate(request.POST or None)
    words: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            number = form.cleaned_data["number"]
            words["certificate"] = queries.certificate_for(request.user, number, on=timezone.localdate())
        except DomainError as refusal:
            form.add_error("number", say(refusal))
    return render(request, "cases/certificate_check.html", words)


def _done(request: HttpRequest, case: Any, room: Any, do: str, form: Any) -> HttpResponse | None:
    """Do what was asked on the page; None when the form is to be shown again."""
    now: dict[str, Any] = {"case": case, "room": room, "by": request.user, "at": timezone.now()}
    base = request.POST.get("base", "")
    one: dict[str, Any] = {
        "request": form_key(request.POST.get("request")),
        "base": int(base) if base.isdigit() else 0,
    } | now
    ask: dict[str, Any] = {"case": case, "by": request.user, "at": now["at"]}
    if do in ("ask", "court"):
        if not form.is_valid():
            return None
        act: Any = actions.open_request if do == "ask" else actions.write_court_paper
        act(**now, **form.cleaned_data, id=form_key(request.POST.get("id")))
    elif do == "know":
        actions.know_her(**one, known_by=request.POST.get("known_by", ""))
    elif do in ("answered", "taken_back"):
        actions.answer_request(**one, state=do, words=request.POST.get("words", ""))
    elif do == "withdraw":
        actions.withdraw(**one, to=request.POST.get("to", ""))
    elif do == "agree":
        actions.agree_court_paper(**one)
    elif do == "first":
        actions.ask_erasure(**ask, reason_code=request.POST.get("reason", ""))
    elif do == "stay":
        actions.take_back_erasure(**ask)
    elif do == "erase":
        certificate = actions.erase_case(**ask, reason_code=request.POST.get("reason", ""))
        return render(request, "cases/certificate.html", {"certificate": certificate})
    return redirect("cases:show_rights", case.pk)
