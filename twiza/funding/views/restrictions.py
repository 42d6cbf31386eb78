"""What gifts are bound to, and the statement of each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views.asking import ask, names_shown, organisation_here, page
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.downloads import WORKBOOK, attachment


def _page_of(restriction: Any) -> str:
    return reverse("funding:show_restriction", args=[restriction.pk])


def _donor(request: SignedInRequest) -> Any:
    """The donor to whom a statement goes, when one is named and the reader keeps donors. Raises NoSuchThing."""
    try:
        named = UUID(request.GET.get("donor", ""))
    except ValueError:
        return None
    return queries.donor_for(request.user, named)


def _through(request: SignedInRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("through", ""))
    except ValueError:
        return timezone.localdate()


@require_http_methods(["GET", "POST"])
def open_restriction(request: SignedInRequest) -> HttpResponse:
    """Open what gifts may be bound to."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)

    def act(data: dict[str, Any]) -> str:
        return _page_of(
            actions.open_restriction(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)
        )

    return ask(
        request,
        forms.RestrictionForm(request.POST or None, campaigns=queries.campaigns_to_fund(request.user)),
        act,
        title=_("What gifts may be bound to"),
        lead=_("The words are the donor's. Nothing is written of the families who receive."),
        submit=_("Save"),
        cancel=reverse("funding:show_money"),
    )


@require_safe
def show_restriction(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One restriction: received, spent, left, who may be told, and the hash of its statement."""
    restriction = queries.restriction_for(request.user, id)
    statement = queries.statement_of(request.user, restriction, through=_through(request))
    donors = queries.donors_to(restriction.pk)
    names_shown(request, "funding.donors", restriction.organisation_id, donors)
    left = restriction.spend_before - timezone.now() if restriction.spend_before else None
    return page(
        request,
        "show_restriction",
        restriction.organisation,
        restriction=restriction,
        statement=statement,
        donors=donors,
        countdown=queries.time_in_words(left) if left and left.total_seconds() > 0 else None,
        over=left is not None and left.total_seconds() <= 0,
    )


@require_http_methods(["GET", "POST"])
def set_prayer(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Enter the time of the Eid prayer."""
    restriction = queries.restriction_for(request.user, id)
    said = restriction.spend_before and timezone.localtime(restriction.spend_before)
    initial = {"day": said.date(), "hour": f"{said:%H:%M}"} if said else {}

    def act(data: dict[str, Any]) -> None:
        actions.set_prayer(
            restriction=restriction, spend_before=data["spend_before"], by=request.user, at=timezone.now()
        )

    return ask(
        request,
        forms.PrayerForm(request.POST or None, initial=initial),
        act,
        title=_("Time of the Eid prayer"),
        lead=_(
            "As it is expected; correct it when it is announced. Zakat al-fitr is spent before it; afterwards nothing"
            " more is paid from it."
        ),
        submit=_("Save"),
        cancel=_page_of(restriction),
        done=_("The countdown runs."),
    )


@require_http_methods(["GET", "POST"])
def record_yield(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what a waqf earned."""
    restriction = queries.restriction_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.record_yield(waqf=restriction, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.YieldForm(request.POST or None),
        act,
        title=_("What the waqf earned"),
        lead=_("It may be spent; the capital is kept."),
        submit=_("Save"),
        cancel=_page_of(restriction),
        done=_("The yield is in the books."),
    )


@require_safe
def print_statement(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The statement on paper in Arabic or French, or as a workbook with `?sheet=1`; to one donor when named."""
    restriction = queries.restriction_for(request.user, id)
    donor = _donor(request)
    language = "fr" if request.GET.get("language") == "fr" else "ar"
    statement = queries.statement_of(request.user, restriction, through=_through(request), donor=donor)
    actions.make_statement(statement=statement, by=request.user, at=timezone.now())
    if donor is not None:
        names_shown(request, "funding.statement", restriction.organisation_id, [donor])
    name = f"statement-{restriction.number}-{statement.through}"
    if request.GET.get("sheet") == "1":
        return attachment(
            actions.statement_workbook(statement, language, named=True), f"{name}.xlsx", WORKBOOK
        )
    pdf = actions.print_statement(statement, language, organisation=restriction.organisation, named=True)
    return attachment(pdf, f"{name}.pdf", "application/pdf")
