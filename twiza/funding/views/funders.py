"""What became of each funder's money in our own books: on the page, on paper, as a workbook."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import organisation_here, page, period_asked
from twiza.lib.errors import N_
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.downloads import WORKBOOK, attachment
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


@require_safe
def list_funders(request: SignedInRequest) -> HttpResponse:
    """Every funder with what came, was spent, went back and is left."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    first, through = period_asked(request)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Money by funder"), listed.FUNDERS, queries.funders_of(organisation.pk, first=first, through=through))],
            page="funding.sheet_funders", organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    return page(
        request, "list_funders", organisation, first=first, through=through,
        funders=queries.funders_of(organisation.pk, first=first, through=through),
        form=forms.PeriodForm(initial={"first": first, "through": through}),
        grants=queries.grants_asked_by(organisation.pk),
        may_claim=request.user.has_perm(Permission.GRANT_CLAIM),
    )  # fmt: skip


@require_safe
def show_funder(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The statement of one funder over a period."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    first, through = period_asked(request)
    funder = queries.funder_for(organisation.pk, id)
    return page(
        request, "show_funder", organisation, funder=funder,
        statement=queries.funder_statement(organisation, funder, first=first, through=through),
        form=forms.PeriodForm(initial={"first": first, "through": through}),
    )  # fmt: skip


@require_safe
def print_funder(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The statement of a funder on paper in Arabic or French, or as a workbook with `?sheet=1`."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    first, through = period_asked(request)
    funder = queries.funder_for(organisation.pk, id)
    language = "fr" if request.GET.get("language") == "fr" else "ar"
    statement = actions.make_funder_statement(
        organisation=organisation, funder=funder, first=first, through=through, language=language,
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    name = f"funder-{first}-{through}"
    if request.GET.get("sheet") == "1":
        return attachment(actions.funder_workbook(statement, language), f"{name}.xlsx", WORKBOOK)
    return attachment(actions.print_funder_statement(statement, language), f"{name}.pdf", "application/pdf")
