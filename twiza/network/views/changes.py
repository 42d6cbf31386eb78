"""Changes that an association declares, and their answers; corrected mandates; sites that are left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.network import actions, forms, queries
from twiza.network.rules.changes import CHANGE_KINDS, ChangeKind
from twiza.network.views.asking import ask, tried
from twiza.network.views.institutions import page_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest

FORMS: dict[str, Any] = {
    ChangeKind.DIRECTOR: forms.DirectorChangeForm,
    ChangeKind.CAPACITY: forms.CapacityChangeForm,
    ChangeKind.PREMISES: forms.PremisesChangeForm,
}


def _page(id: UUID) -> str:
    return reverse("network:show_change", args=[id])


def _writer(request: SignedInRequest, institution: Any) -> Any:
    """The body in whose name the reader writes: the association before the delegation. Raises NoPermission."""
    bodies = queries.bodies_of(
        request.user, institution, Permission.INSTITUTION_COUNT, on=timezone.localdate()
    )
    if not bodies:
        check(request.user, Permission.INSTITUTION_COUNT, institution)
    return next((one for one in bodies if one.pk == institution.association_id), bodies[0])


@require_http_methods(["GET", "POST"])
def declare_change(request: SignedInRequest, id: UUID, what: str) -> HttpResponse:
    """Declare another director, another capacity, other premises."""
    institution = queries.institution_for(id)
    if what not in FORMS:
        raise Http404
    organisation = _writer(request, institution)
    more = {}
    if what == ChangeKind.PREMISES:
        here = [one.site for one in queries.sites_of_institution(institution)]
        bodies = [one for one in (institution.association, institution.organisation) if one is not None]
        sites = [one for body in bodies for one in queries.sites_of(body) if not one.refuge]
        more = {"here": here, "sites": [one for one in sites if one not in here]}
    form = FORMS[what](request.POST or None, **more)

    def act(data: dict[str, Any]) -> str:
        row = actions.declare_change(
            institution=institution, organisation=organisation, kind=what, by=request.user, at=timezone.now(), **data
        )  # fmt: skip
        return _page(row.pk)

    return ask(
        request, form, act, title=f"{_(CHANGE_KINDS[what])} · {institution}", submit=_("Declare it"), cancel=page_of(id),
        done=_("Declared. The delegation gives its receipt, then its answer."),
        lead=_("The register changes when the delegation accepts it; until then it says what it said."),
    )  # fmt: skip


@require_safe
def show_change(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One declaration: what it says, its receipt, its answer, and what it asks for."""
    change = queries.change_for(id)
    line = queries.line_of_change(change)
    keeps = request.user.has_perm(Permission.INSTITUTION_KEEP, change.institution)
    examines = request.user.has_perm(Permission.LICENCE_EXAMINE, change.institution)
    context = {
        "change": change,
        "line": line,
        "needs": queries.needs_of(change, on=timezone.localdate()) if line.waits else None,
        "receives": examines and line.state == "declared",
        "answers": keeps and examines and line.state == "received",
    }
    return render(request, "network/show_change.html", context)


@require_POST
def receive_change(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Give the receipt of a declaration."""
    change = queries.change_for(id)
    tried(
        request,
        lambda: actions.receive_change(change=change, by=request.user, at=timezone.now()),
        _("Received: it has its number. Print this page as its receipt."),
    )
    return redirect(_page(id))


@require_http_methods(["GET", "POST"])
def answer_change(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Accept a declaration, or refuse it with reasons."""
    change = queries.change_for(id)
    check(request.user, Permission.INSTITUTION_KEEP, change.institution)

    def act(data: dict[str, Any]) -> str:
        if data["accepted"]:
            actions.accept_change(change=change, words=data["words"], by=request.user, at=timezone.now())
        else:
            actions.refuse_change(change=change, words=data["words"], by=request.user, at=timezone.now())
        return _page(id)

    needs = queries.needs_of(change, on=timezone.localdate())
    lead = (
        _("Accepted, it opens a licence file: a new licence and a visit are needed.") if needs.licence else ""
    )
    if needs.visit and not needs.licence:
        lead = _("Plan a visit to the new premises.")
    return ask(
        request, forms.AnswerChangeForm(request.POST or None), act, title=f"{_(CHANGE_KINDS[change.kind])} · {change.institution}",
        submit=_("Answer"), cancel=_page(id), done=_("Answered. Both bodies read it."), lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def leave_site(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that an institution left a site."""
    institution = queries.institution_for(id)
    check(request.user, Permission.INSTITUTION_KEEP, institution)
    here = [one.site for one in queries.sites_of_institution(institution)]

    def act(data: dict[str, Any]) -> str:
        actions.leave_site(institution=institution, by=request.user, at=timezone.now(), **data)
        return page_of(id)

    return ask(
        request, forms.LeaveSiteForm(request.POST or None, here=here, initial={"on": timezone.localdate()}), act,
        title=_("%(name)s left a site") % {"name": institution}, submit=_("Save"), cancel=page_of(id),
        done=_("Written; the name of the site stays in the history."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct_mandate(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Correct a mandate that was written wrongly."""
    mandate = queries.mandate_for(id)
    institution = mandate.institution
    organisation = _writer(request, institution)
    start = {"holder": mandate.holder, "paper": mandate.paper, "starts_on": mandate.period.lower}
    if mandate.period.upper:
        start["last_day"] = mandate.period.upper - timedelta(days=1)

    def act(data: dict[str, Any]) -> str:
        actions.correct_mandate(
            mandate=mandate, organisation=organisation, by=request.user, at=timezone.now(), **data
        )
        return page_of(institution.pk)

    return ask(
        request, forms.CorrectMandateForm(request.POST or None, initial=start), act,
        title=_("Correct a mandate of %(name)s") % {"name": institution}, submit=_("Correct"),
        cancel=page_of(institution.pk), done=_("Corrected; what was written stays in the history."),
    )  # fmt: skip
