"""Reports, incidents and letters of an institution; the bureaus of an association."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import NotFound
from twiza.network import actions, forms, queries
from twiza.network.rules.reports import REPORT_KINDS
from twiza.network.views.asking import ask, tried
from twiza.network.views.institutions import page_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats


def _counting(request: SignedInRequest, institution: Any) -> Any:
    """The body of this institution in whose name the reader writes. Raises NoPermission."""
    bodies = queries.bodies_of(
        request.user, institution, Permission.INSTITUTION_COUNT, on=timezone.localdate()
    )
    if not bodies:
        check(request.user, Permission.INSTITUTION_COUNT, institution)
    return bodies[0]


@require_http_methods(["GET", "POST"])
def send_report(request: SignedInRequest, id: UUID, kind: str, day: str) -> HttpResponse:
    """Send the report of one period."""
    institution = queries.institution_for(id)
    organisation = _counting(request, institution)
    asked = queries.periods_asked(institution, today=timezone.localdate())
    period = next((one for one in asked if one.kind == kind and one.last.isoformat() == day), None)
    if period is None:
        raise NotFound(_("No report of this period is asked for."))

    def act(data: dict[str, Any]) -> str:
        actions.send_report(
            institution=institution,
            organisation=organisation,
            period=period,
            by=request.user,
            at=timezone.now(),
            **data,
        )
        return page_of(id)

    return ask(
        request, forms.ReportForm(request.POST or None), act,
        title=_("%(report)s of %(name)s") % {"report": _(REPORT_KINDS[kind]), "name": institution},
        submit=_("Send the report"), cancel=page_of(id), done=_("The report is sent."),
        lead=_("From %(first)s to %(last)s; to be sent by %(due)s. Numbers only, never a name.")
        % {"first": formats.day(period.first), "last": formats.day(period.last), "due": formats.day(period.due)},
    )  # fmt: skip


@require_safe
def show_report(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One report as it was sent, and its answer."""
    report = queries.report_for(id)
    examines = request.user.has_perm(Permission.LICENCE_EXAMINE, report.institution)
    verdict = getattr(report, "verdict", None)
    context = {"report": report, "verdict": verdict, "judges": examines and verdict is None}
    return render(request, "network/show_report.html", context)


@require_http_methods(["GET", "POST"])
def judge_report(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Accept a report, or return it with a question."""
    report = queries.report_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, report.institution)
    back = reverse("network:show_report", args=[id])

    def act(data: dict[str, Any]) -> str:
        actions.judge_report(report=report, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request, forms.JudgeReportForm(request.POST or None), act, title=_("Answer to the report"), lead=f"{_(REPORT_KINDS[report.kind])} · \u2068{report.institution}\u2069",
        submit=_("Save"), cancel=back, done=_("The institution reads the answer."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def declare_incident(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Declare that something happened."""
    institution = queries.institution_for(id)
    organisation = _counting(request, institution)

    def act(data: dict[str, Any]) -> str:
        actions.declare_incident(
            institution=institution, organisation=organisation, by=request.user, at=timezone.now(), **data
        )
        return page_of(id)

    form = forms.IncidentForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    return ask(
        request, form, act, title=_("Incident at %(name)s") % {"name": institution}, submit=_("Declare it"),
        cancel=page_of(id), done=_("The incident is declared: both read it."),
        lead=_("In danger now? Call first. Here: numbers, and what was done. A person's story goes to the closed room."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def follow_incident(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what became of an incident."""
    incident = queries.incident_for(id)
    organisation = _counting(request, incident.institution)
    back = page_of(incident.institution_id)

    def act(data: dict[str, Any]) -> str:
        actions.follow_incident(
            incident=incident, organisation=organisation, by=request.user, at=timezone.now(), **data
        )
        return back

    return ask(
        request, forms.FollowIncidentForm(request.POST or None), act, title=_("What became of the incident"),
        submit=_("Save"), cancel=back, done=_("Written."),
    )  # fmt: skip


@require_POST
def write_light_letter(request: SignedInRequest, id: UUID, light: str) -> HttpResponse:
    """Make the letter about a light: numbered, with its deadline; it is then on the page."""
    institution = queries.institution_for(id)
    tried(
        request,
        lambda: actions.write_light_letter(
            institution=institution, light=light, by=request.user, at=timezone.now()
        ),
        _("The letter is numbered. Print it and have it signed."),
    )
    return redirect(page_of(id))


@require_safe
def print_light_letter(request: SignedInRequest, id: UUID) -> HttpResponse:
    """A letter about a light as a PDF in both languages."""
    letter: Any = queries.light_letter_for(id)
    return HttpResponse(
        queries.light_letter_pdf(letter),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{letter.light}-{letter.number}-{letter.year}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "POST"])
def answer_light_letter(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that the answer to a letter came in."""
    letter = queries.light_letter_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, letter)
    back = page_of(letter.institution_id)

    def act(data: dict[str, Any]) -> str:
        actions.answer_light_letter(letter=letter, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request, forms.LetterAnswerForm(request.POST or None), act,
        title=_("Answer to letter %(number)s") % {"number": f"{letter.number}/{letter.year}"}, submit=_("Save"),
        cancel=back, done=_("The answer stands in the register of what comes in."),
    )  # fmt: skip


@require_safe
def show_bureaus(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The file of an association: statutes, receipt, bureaus by period."""
    organisation = queries.organisation_for(id)
    edits = request.user.has_perm(Permission.ORGANISATION_EDIT, organisation)
    bureaus = queries.bureaus_of(organisation)
    if not edits and not bureaus and not queries.works_here(organisation):
        raise NotFound(_("There is no such file."))
    context = {
        "organisation": organisation,
        "bureaus": bureaus,
        "waits": next((one for one in bureaus if one.receipt_on is None), None),
        "statutes": queries.statutes_of(request.user, organisation),
        "edits": edits,
        "today": timezone.localdate(),
    }
    return render(request, "network/show_bureaus.html", context)


@require_http_methods(["GET", "POST"])
def elect_bureau(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write the bureau that a general assembly elected."""
    organisation = queries.organisation_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, organisation)
    back = reverse("network:show_bureaus", args=[id])

    def act(data: dict[str, Any]) -> str:
        actions.elect_bureau(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request, forms.BureauForm(request.POST or None), act, title=_("New bureau of %(name)s") % {"name": organisation},
        submit=_("Write the bureau"), cancel=back, done=_("The bureau is written. Show its receipt as soon as it is there."),
        lead=_("Until the receipt is shown, nothing is signed in the name of the association."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def show_receipt(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Show the receipt of a new bureau."""
    bureau = queries.bureau_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, bureau)
    back = reverse("network:show_bureaus", args=[bureau.organisation_id])

    def act(data: dict[str, Any]) -> str:
        actions.show_receipt(bureau=bureau, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request, forms.ReceiptForm(request.POST or None), act, title=_("Receipt of the new bureau"), submit=_("Save"),
        cancel=back, done=_("The bureau is in office."),
    )  # fmt: skip
