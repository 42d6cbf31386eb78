"""Invoices that several funders and our own money pay together."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, ask_lines, organisation_here, page, warn_of_headings
from twiza.lib.errors import N_
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

BOTH = require_http_methods(["GET", "POST"])


def _page_of(purchase: Any) -> str:
    return reverse("funding:show_purchase", args=[purchase.pk])


@require_safe
def list_purchases(request: SignedInRequest) -> HttpResponse:
    """Shared invoices, and our own shares that wait for a second person."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Shared invoices"), listed.PURCHASES, queries.purchases_of(organisation.pk, size=None))],
            page="funding.sheet_purchases", organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    return page(
        request, "list_purchases", organisation, purchases=queries.purchases_of(organisation.pk),
        waiting=queries.shares_waiting(organisation.pk),
        may_share=request.user.has_perm(Permission.GRANT_CLAIM, organisation.pk),
    )  # fmt: skip


@BOTH
def write_purchase(request: SignedInRequest) -> HttpResponse:
    """Write an invoice once, with who pays which percent."""
    organisation = organisation_here(request, Permission.GRANT_CLAIM)
    headings = queries.headings_to_share(organisation.pk)
    form = forms.PurchaseForm(
        request.POST or None, request.FILES or None, headings=headings,
        restrictions=queries.restrictions_to_spend(organisation.pk), projects=queries.projects_of(organisation.pk),
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        photo = data["photo"]
        said = {
            name: data[name] for name in ("supplier", "number", "on", "what", "amount", "paid_on", "project")
        }
        shares = [actions.Share(*one) for one in form.shares()]
        purchase = actions.write_purchase(
            organisation=organisation.pk, shares=shares, photo=photo.read() if photo else b"", by=request.user,
            at=timezone.now(), **said,
        )  # fmt: skip
        warn_of_headings(request, [one.heading for one in shares if one.heading], data["project"])
        return _page_of(purchase)

    return ask_lines(
        request, form, act, title=_("One invoice, several funders"),
        lead=_("Write the invoice once. The percents make 100; the centimes are shared so that nothing is lost."),
        submit=_("Share it"), cancel=f"{reverse('funding:list_purchases')}?of={organisation.pk}",
        done=_("The invoice is shared."),
    )  # fmt: skip


@require_safe
def show_purchase(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Who pays which part of an invoice."""
    purchase = queries.purchase_for(request.user, id)
    return page(
        request, "show_purchase", purchase.organisation, purchase=purchase, shares=queries.shares_in(purchase),
        may_share=request.user.has_perm(Permission.GRANT_CLAIM, purchase.organisation_id),
        may_let_go=request.user.has_perm(Permission.PAYMENT_ORDER, purchase.organisation_id)
        and purchase.by_id != request.user.pk,
    )  # fmt: skip


@BOTH
def let_share_go(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Let our own share be paid, as the second person."""
    share = queries.share_for(request.user, id)
    check(request.user, Permission.PAYMENT_ORDER, share.organisation_id)

    def act(_data: dict[str, Any]) -> None:
        actions.let_share_go(share=share, by=request.user, at=timezone.now())

    return ask(
        request, forms.AgreeForm(request.POST or None), act, title=_("Let our own share go"),
        lead=f"{share.purchase.what} · {formats.money(share.amount)}", submit=_("Let it go"), cancel=_page_of(share.purchase),
        done=_("Our share stands in the books."),
    )  # fmt: skip


@BOTH
def take_out_purchase(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take a shared invoice out whole."""
    purchase = queries.purchase_for(request.user, id)
    check(request.user, Permission.GRANT_CLAIM, purchase.organisation_id)

    def act(_data: dict[str, Any]) -> None:
        actions.take_out_purchase(purchase=purchase, by=request.user, at=timezone.now())

    return ask(
        request, forms.AgreeForm(request.POST or None), act, title=_("Take the shared invoice out"),
        lead=_("Every share is undone by an entry of today; then the invoice may be written anew."),
        submit=_("Take it out"), cancel=_page_of(purchase), done=_("It is taken out."), kind="danger",
    )  # fmt: skip
