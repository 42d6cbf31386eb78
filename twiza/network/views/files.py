"""Licence files: the pipeline, the page of one, its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import N_, DomainError, NotAllowed, NotFound
from twiza.network import actions, forms, queries
from twiza.network.rules.regimes import REGIMES
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.institutions import page_of
from twiza.network.views.mine import first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.paging import cursor_of, page_of_rows
from twiza.platform.web.sentences import say
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

FILES_PAGE = 100


def _page(id: UUID) -> str:
    return reverse("network:show_file", args=[id])


def _mine(request: SignedInRequest) -> set[UUID]:
    return {one.pk for one in queries.my_organisations(request.user, on=timezone.localdate())}


@require_safe
def list_files(request: SignedInRequest) -> HttpResponse:
    """The files under way, in their order of arrival; who waits for what, and until when."""
    today = timezone.localdate()
    decided = "decided" in request.GET
    every = wants_sheet(request)
    rows = queries.files_waiting(
        _mine(request), today=today, decided=decided, after=None if every else cursor_of(request),
        size=None if every else FILES_PAGE + 1,
    )  # fmt: skip
    if every:
        sheet = Listed(N_("Licence files"), listed.FILES, rows)
        mine = queries.my_organisations(request.user, on=today)
        return send_workbook(
            request, [sheet], page="network.sheet_files", organisation=first_of(mine), by=request.user,
            ids=[row.file.pk for row in rows],
        )  # fmt: skip
    rows, older = page_of_rows(request, rows, FILES_PAGE, lambda row: row.file.pk)
    context = {
        "rows": rows,
        "older": older,
        "decided": decided,
        "may_examine": request.user.has_perm(Permission.LICENCE_EXAMINE),
        "signs_for": next(
            iter(queries.organisations_where(request.user, Permission.LICENCE_DECIDE, on=today)), None
        ),
        "signatures": queries.signatures_of(_mine(request), on=today),
    }
    return render(request, "network/list_files.html", context)


@require_safe
def show_file(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One file: what is missing, the clock, the commission, the decision."""
    file = queries.file_for(id)
    page = queries.page_of_file(file, today=timezone.localdate())
    state = file.state
    examines = request.user.has_perm(Permission.LICENCE_EXAMINE, file)
    context = {
        "file": file,
        "page_of": page,
        "bodies": {one.code: one.named(_language(request)) for one in page.regime.bodies},
        "grid": {one.code: one.named(_language(request)) for one in page.regime.grid},
        "pauses": {one.code: one.named(_language(request)) for one in page.regime.pauses},
        "categories": queries.category_words(),
        "paper_words": {one.code: one.named(_language(request)) for one in page.regime.papers},
        "coverage": queries.coverage_of(file.institution.place, file.institution.category)
        if state == "idea"
        else [],
        "examines": examines and state not in ("licensed", "refused"),
        "prints": examines,
        "gathers": state in ("file_open", "incomplete"),
        "runs": state in ("receipted", "under_review", "visited") and not page.regime.by_declaration,
        "decides": state == "visited" and examines,
        "today": timezone.localdate(),
    }
    return render(request, "network/show_file.html", context)


def _language(request: SignedInRequest) -> str:
    return "ar" if str(request.LANGUAGE_CODE).startswith("ar") else "fr"


@require_http_methods(["GET", "POST"])
def intend_licence(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write an intention down; what works already in the place is shown beside it."""
    institution = queries.institution_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, institution)
    regimes = queries.regimes_for(institution.organisation, on=timezone.localdate())
    form = forms.IntendForm(request.POST or None, regimes=[(one, _(REGIMES[one.code])) for one in regimes])

    def act(data: dict[str, Any]) -> str:
        file = actions.intend_licence(institution=institution, by=request.user, at=timezone.now(), **data)
        return _page(file.pk)

    return ask(
        request, form, act, title=_("Licence file of %(name)s") % {"name": institution},
        submit=_("Write the intention"), cancel=page_of(id), done=_("The intention is written."),
    )  # fmt: skip


@require_POST
def step_file(request: SignedInRequest, id: UUID, step: str) -> HttpResponse:
    """Begin a file, check its papers, receive it: one button each."""
    file = queries.file_for(id)
    acts = {
        "begin": (actions.begin_file, _("The file is open: here is the complete list of papers.")),
        "check": (actions.check_file, _("The papers were looked through.")),
        "receive": (actions.receive_file, _("The file is received: the clock runs. Print its receipt.")),
    }
    if step not in acts:
        raise NotFound(_("There is no such step."))
    act, done = acts[step]
    try:
        act(file=file, by=request.user, at=timezone.now())
        messages.success(request, done)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect(_page(id))


def _asked(
    request: SignedInRequest, id: UUID, form: Any, action: Any, words: tuple[Any, Any, Any], **more: Any
) -> HttpResponse:
    """A page that asks for one thing about a file and does it. `words`: title, button, what was done."""
    file = queries.file_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, file)

    def act(data: dict[str, Any]) -> str:
        action(file=file, by=request.user, at=timezone.now(), **data)
        return _page(id)

    title, submit, done = words
    more.setdefault("lead", _("Licence file of %(name)s") % {"name": file.institution})
    return ask(request, form, act, title=title, submit=submit, cancel=_page(id), done=done, **more)


@require_http_methods(["GET", "POST"])
def protect(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what protects the people who live there already."""
    words = (_("Protect first"), _("Save"), _("The measure is written."))
    return _asked(request, id, forms.ProtectForm(request.POST or None), actions.protect, words)


@require_http_methods(["GET", "POST"])
def stop_clock(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Stop the clock for a reason that the law knows."""
    regime = queries.file_for(id).regime.regime
    reasons = [(one.code, one.named(_language(request))) for one in regime.pauses]
    form = forms.StopClockForm(request.POST or None, reasons=reasons, initial={"on": timezone.localdate()})
    words = (_("Stop the clock"), _("Stop the clock"), _("The clock stands."))
    return _asked(request, id, form, actions.stop_clock, words)


@require_http_methods(["GET", "POST"])
def run_clock(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Let the clock run again."""
    form = forms.RunClockForm(request.POST or None, initial={"on": timezone.localdate()})
    words = (_("Let the clock run again"), _("Let it run"), _("The clock runs."))
    return _asked(request, id, form, actions.run_clock, words)


@require_http_methods(["GET", "POST"])
def call_commission(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Call the commission for a day."""
    words = (_("Call the commission"), _("Save"), _("The commission is called."))
    return _asked(request, id, forms.CallForm(request.POST or None), actions.call_commission, words)


@require_http_methods(["GET", "POST"])
def hold_visit(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write the visit: who came, the grid, or the new date."""
    regime = queries.file_for(id).regime.regime
    form = forms.VisitForm(
        request.POST or None, regime=regime, language=_language(request), initial={"on": timezone.localdate()}
    )
    words = (_("Visit of the commission"), _("Save the visit"), _("The visit is written."))
    lead = _("Too few bodies came? Leave the grid empty and fix the new date now.")
    return _asked(request, id, form, actions.hold_visit, words, lead=lead)


@require_http_methods(["GET", "POST"])
def give_opinion(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what a body says, and why."""
    page = queries.page_of_file(queries.file_for(id), today=timezone.localdate())
    bodies = [(one.code, one.named(_language(request))) for one in page.bodies_to_speak]
    form = forms.OpinionForm(request.POST or None, bodies=bodies, initial={"on": timezone.localdate()})
    words = (_("Opinion of a body"), _("Save the opinion"), _("The opinion is written; it stays as it is."))
    return _asked(request, id, form, actions.give_opinion, words)


@require_http_methods(["GET", "POST"])
def decide_file(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Decide: a licence, or a refusal with its reasons."""
    file = queries.file_for(id)
    page = queries.page_of_file(file, today=timezone.localdate())
    start = {"category": file.institution.category, "valid_from": timezone.localdate()}
    form = forms.DecideForm(request.POST or None, initial=start)
    words = (_("Decide this file"), _("Decide"), _("The file is decided. Print the letter."))
    lead = (
        _("Files filed earlier wait still: say below who ordered this one before them, and why.")
        if page.earlier
        else _("One decision, once. A licence is published in the register at once.")
    )
    return _asked(request, id, form, actions.decide_file, words, lead=lead, kind="danger")


@require_POST
def print_letter(request: SignedInRequest, id: UUID, kind: str) -> HttpResponse:
    """Number a letter in the register of what goes out, and give it as a PDF in both languages."""
    file = queries.file_for(id)
    try:
        mail = actions.print_letter(file=file, kind=kind, by=request.user, at=timezone.now())
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect(_page(id))
    content = queries.letter_of(file, mail, today=timezone.localdate())
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{kind}-{mail.number}-{mail.year}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@require_POST
def finish_measure(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a measure was carried out today."""
    measure = queries.measure_for(id)
    actions.protected(measure=measure, on=timezone.localdate(), by=request.user, at=timezone.now())
    messages.success(request, _("The measure is carried out."))
    return redirect(_page(measure.file_id))


@require_http_methods(["GET", "POST"])
def delegate_signature(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Let a colleague sign for the delegate, until a day."""
    organisation = queries.organisation_for(id)
    check(request.user, Permission.LICENCE_DECIDE, organisation)
    people = [one for one in queries.colleagues(organisation, on=timezone.localdate()) if one != request.user]

    def act(data: dict[str, Any]) -> str:
        actions.delegate_signature(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return reverse("network:list_files")

    return ask(
        request, forms.SignatureForm(request.POST or None, people=people), act,
        title=_("Delegate the signature"), submit=_("Save"), cancel=reverse("network:list_files"),
        done=_("The signature is delegated until that day."),
    )  # fmt: skip
