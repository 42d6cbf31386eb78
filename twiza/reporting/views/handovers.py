"""Handing an office over: packs, the joint meeting, promises."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.network import queries as network
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say
from twiza.reporting import actions, forms, queries
from twiza.reporting.rules.handovers import OFFICE, SECTIONS, WHY, WORD_KINDS
from twiza.reporting.views.asking import ask, attachment, language_of


def page_of(id: UUID) -> str:
    """Return the address of a pack."""
    return reverse("reporting:show_handover", args=[id])


@require_safe
def list_handovers(request: SignedInRequest) -> HttpResponse:
    """The packs of the office, and its promises."""
    today = timezone.localdate()
    organisation, _bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    words = {
        "organisation": organisation,
        "packs": queries.handovers_of(organisation.pk),
        "promises": queries.promises_of(organisation.pk),
        "undoings": network.undoings_of([organisation.pk]),
        "why": WHY,
        "today": today,
    }
    return render(request, "reporting/list_handovers.html", words)


@require_http_methods(["GET", "POST"])
def make_handover(request: SignedInRequest) -> HttpResponse:
    """Freeze how things stand in the office."""
    now = timezone.now()
    today = timezone.localdate(now)
    organisation, _bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    ends_on = queries.office_ends_on(request.user, organisation, on=today)
    start = {"why": "term" if ends_on else "sudden", "ends_on": ends_on or today}

    def act(data: dict[str, Any]) -> str:
        row = actions.make_handover(organisation=organisation, by=request.user, at=now, **data)
        return page_of(row.pk)

    return ask(
        request, forms.HandoverForm(request.POST or None, initial=start), act,
        title=_("Hand the office over"), submit=_("Make the pack"), cancel=reverse("reporting:list_handovers"),
        done=_("The pack is made. It stays as it is, whatever changes later."),
        lead=_("Conventions, tranches, deadlines, files, risks and promises are collected as they stand today. No person stands in the pack."),
    )  # fmt: skip


@require_safe
def show_handover(request: SignedInRequest, id: UUID) -> HttpResponse:
    """A pack, section by section; what the meeting says of each item; the lines of who leaves; signatures."""
    handover = queries.handover_for(request.user, id)
    today = timezone.localdate()
    signatures = queries.signatures_of(handover)
    sides = {one.side for one in signatures}
    is_out = handover.hands_over_id == request.user.pk
    takes_over = queries.holds(request.user, handover.organisation_id, OFFICE, on=today) and not is_out
    answers = queries.answers_of(handover)
    words = queries.words_of(handover)
    left = queries.items_without_answer(handover)
    context = {
        "handover": handover,
        "sections": [
            (one.code, SECTIONS[one.code], [(item, answers.get(item.key)) for item in one.items])
            for one in queries.sections_of(handover)
        ],
        "lines": words,
        "kinds": WORD_KINDS,
        "why": WHY,
        "signatures": signatures,
        "whole": queries.is_whole(handover),
        "left": left,
        "answered": len(answers),
        "is_open": not signatures,
        "may_write": is_out and handover.why == "term" and not signatures and len(words) < 10,
        "may_sign": left == 0 and ((is_out and "out" not in sides) or (takes_over and "in" not in sides)),
    }
    return render(request, "reporting/show_handover.html", context)


@require_http_methods(["GET", "POST"])
def write_word(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Add one of the ten lines."""
    handover = queries.handover_for(request.user, id)

    def act(data: dict[str, Any]) -> str:
        actions.write_word(handover=handover, by=request.user, at=timezone.now(), **data)
        return page_of(id) + "#lines"

    return ask(
        request, forms.WordForm(request.POST or None), act, title=_("One of my ten lines"), submit=_("Add the line"),
        cancel=page_of(id), done=_("The line is written."),
    )  # fmt: skip


@require_POST
def answer_item(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take one item over, or with a reserve in words."""
    handover = queries.handover_for(request.user, id)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        _done(
            request,
            lambda: actions.answer_item(handover=handover, by=request.user, at=timezone.now(), **said),
        )
    return redirect(page_of(id) + "#" + request.POST.get("section", "")[:20])


@require_POST
def sign_handover(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Sign the minutes for one's own side."""
    handover = queries.handover_for(request.user, id)
    _done(request, lambda: actions.sign_handover(handover=handover, by=request.user, at=timezone.now()))
    return redirect(page_of(id) + "#signatures")


def _done(request: SignedInRequest, act: Any) -> None:
    try:
        act()
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))


@require_safe
def print_handover(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The pack with its minutes as a PDF, in Arabic or French."""
    handover = queries.handover_for(request.user, id)
    language = language_of(request)
    with override(language):
        content = queries.handover_pdf(handover, language)
    return attachment(content, f"twiza-handover-{handover.ends_on}-{language}.pdf")


@require_http_methods(["GET", "POST"])
def write_promise(request: SignedInRequest) -> HttpResponse:
    """Write down what the office promised."""
    today = timezone.localdate()
    organisation, _bodies = queries.body_asked(request.user, request.GET.get("body", ""), on=today)
    back = reverse("reporting:list_handovers")

    def act(data: dict[str, Any]) -> str:
        actions.write_promise(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return back + "#promises"

    return ask(
        request, forms.PromiseForm(request.POST or None, initial={"made_on": today}), act,
        title=_("A promise of the office"), submit=_("Save"), cancel=back, done=_("The promise is written."),
        lead=_("What the delegation itself promises outside conventions. It is handed over with the office."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def settle_promise(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what became of a promise."""
    promise = queries.promise_for(request.user, id)
    back = reverse("reporting:list_handovers")

    def act(data: dict[str, Any]) -> str:
        actions.settle_promise(promise=promise, by=request.user, at=timezone.now(), **data)
        return back + "#promises"

    return ask(
        request, forms.OutcomeForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title=_("What became of the promise"), submit=_("Save"), cancel=back,
        done=_("It is written."), lead=promise.what,
    )  # fmt: skip
