"""Grants in our own books: what came, what went back, to which account a heading goes; projects."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, organisation_here, page
from twiza.funding.views.grants import page_of
from twiza.lib.errors import N_
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

BOTH = require_http_methods(["GET", "POST"])


def _kept(request: SignedInRequest, id: UUID) -> Any:
    grant = queries.grant_for(request.user, id)
    check(request.user, Permission.MONEY_KEEP, grant.grantee_id)
    return grant


@BOTH
def confirm_tranche(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Confirm that a tranche came, as our own bank says it."""
    tranche = queries.tranche_of_ours(request.user, id)
    check(request.user, Permission.MONEY_KEEP, tranche.grantee_id)
    form = forms.ConfirmTrancheForm(
        request.POST or None, projects=queries.projects_of(tranche.grantee_id),
        initial={"reference": tranche.reference, "on": tranche.paid_on},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        actions.confirm_tranche(tranche=tranche, by=request.user, at=timezone.now(), **data)
        return page_of(tranche.grant)

    return ask(
        request, form, act, title=_("A tranche came to our bank"),
        lead=_("Compare with the statement of our bank: what stands here was written by the funder. It then stands in our books."),
        submit=_("It came"), cancel=page_of(tranche.grant), done=_("It stands in our books."),
    )  # fmt: skip


@BOTH
def give_back(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that money of a grant went back to its funder."""
    grant = _kept(request, id)
    form = forms.GiveBackForm(request.POST or None, projects=queries.projects_of(grant.grantee_id))

    def act(data: dict[str, Any]) -> str:
        said = {name: data[name] for name in ("amount", "reference", "on", "project")}
        actions.give_back(grant=grant, by=request.user, at=timezone.now(), **said)
        return page_of(grant)

    return ask(
        request, form, act, title=_("Money given back to the funder"), submit=_("Save"), cancel=page_of(grant),
        done=_("It stands in our books."),
    )  # fmt: skip


@BOTH
def undo_booking(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take back what was confirmed by mistake."""
    booking = queries.booking_for(request.user, id)
    check(request.user, Permission.MONEY_KEEP, booking.organisation_id)

    def act(_data: dict[str, Any]) -> str:
        actions.undo_booking(booking=booking, by=request.user, at=timezone.now())
        return page_of(booking.grant)

    return ask(
        request, forms.AgreeForm(request.POST or None), act, title=_("Confirmed by mistake"),
        lead=_("An entry of today undoes it; both stay to be read. It may then be confirmed anew."),
        submit=_("Take it back"), cancel=page_of(booking.grant), done=_("It is taken back."), kind="danger",
    )  # fmt: skip


@BOTH
def choose_accounts(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say to which account each heading of a grant is charged."""
    grant = _kept(request, id)
    headings = queries.grant_file(grant).headings
    chosen = queries.heading_accounts(grant)
    actions.open_chart(organisation=grant.grantee_id, by=request.user, at=timezone.now())
    accounts = queries.accounts_to_charge(grant.grantee_id, on=timezone.localdate())
    usual = next(one for one in accounts if one.role == "purchases")
    form = forms.HeadingAccountsForm(
        request.POST or None, headings=headings, accounts=accounts,
        initial={f"account_{one.place}": str(chosen.get(one.pk, usual).pk) for one in headings},
    )  # fmt: skip

    def act(_data: dict[str, Any]) -> str:
        for heading, account in form.chosen():
            if account != chosen.get(heading.pk, usual):
                actions.choose_heading_account(
                    heading=heading, account=account, by=request.user, at=timezone.now()
                )
        return page_of(grant)

    return ask(
        request, form, act, title=_("Accounts of the headings"),
        lead=_("What is charged from now on goes to these accounts; what stands in the books stays."),
        submit=_("Save"), cancel=page_of(grant), done=_("It is written."),
    )  # fmt: skip


@require_safe
def list_projects(request: SignedInRequest) -> HttpResponse:
    """The projects that several may pay for."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Projects"), listed.PROJECTS, queries.projects_of(organisation.pk))],
            page="funding.sheet_projects", organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    return page(request, "list_projects", organisation, projects=queries.projects_of(organisation.pk))


def _projects_of(organisation: Any) -> str:
    return f"{reverse('funding:list_projects')}?of={organisation.pk}"


@BOTH
def open_project(request: SignedInRequest) -> HttpResponse:
    """Open a project."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)
    lines = network.institutions([organisation], today=timezone.localdate(), mine=True)
    form = forms.ProjectForm(request.POST or None, institutions=[one.institution for one in lines])

    def act(data: dict[str, Any]) -> None:
        institution = data.pop("institution")
        actions.open_project(
            organisation=organisation.pk, institution=institution.pk if institution else None, by=request.user,
            at=timezone.now(), **data,
        )  # fmt: skip

    return ask(
        request, form, act, title=_("Open a project"), submit=_("Open it"), cancel=_projects_of(organisation),
        done=_("The project is open: expenses and tranches may name it."),
    )  # fmt: skip


@BOTH
def change_project(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Rename a project or change its period."""
    project = queries.project_for(request.user, id)
    check(request.user, Permission.MONEY_KEEP, project)
    said = {name: getattr(project, name) for name in ("title", "starts_on", "ends_on")}

    def act(data: dict[str, Any]) -> None:
        actions.change_project(project=project, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.ChangeProjectForm(request.POST or None, initial=said), act, title=_("Change a project"),
        submit=_("Save"), cancel=_projects_of(project.organisation), done=_("The project is changed."),
    )  # fmt: skip
