"""Payments: ordered, made, cancelled."""

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
from twiza.lib.errors import N_
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

ORDERED = ("supplier", "what", "invoice_number", "invoice_on", "amount", "campaign", "zone", "shares", "quotes", "quotes_note")  # fmt: skip


def _page_of(order: Any) -> str:
    return reverse("funding:show_payment", args=[order.pk])


@require_safe
def list_payments(request: SignedInRequest) -> HttpResponse:
    """Payments, those to be made first."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Payments"), listed.PAYMENTS, queries.payments_of(organisation.pk, size=None))],
            page="funding.sheet_payments", organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    return page(
        request,
        "list_payments",
        organisation,
        payments=queries.payments_of(organisation.pk),
        may_order=request.user.has_perm(Permission.PAYMENT_ORDER, organisation),
    )


@require_safe
def show_payment(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One payment: the invoice, out of which gifts, who ordered, who paid."""
    order = queries.payment_for(request.user, id)
    mine = order.ordered_by_id == request.user.pk
    paid = order.entry_id is not None
    return page(
        request,
        "show_payment",
        order.organisation,
        order=order,
        shares=queries.shares_of(order),
        may_pay=order.state == "ordered"
        and not mine
        and request.user.has_perm(Permission.PAYMENT_MAKE, order),
        may_cancel=order.state != "cancelled"
        and request.user.has_perm(Permission.MONEY_KEEP if paid else Permission.PAYMENT_ORDER, order),
    )


@require_http_methods(["GET", "POST"])
def order_payment(request: SignedInRequest) -> HttpResponse:
    """Order that an invoice be paid."""
    organisation = organisation_here(request, Permission.PAYMENT_ORDER)
    form = forms.OrderForm(
        request.POST or None,
        restrictions=queries.restrictions_to_spend(organisation.pk),
        campaigns=queries.campaigns_to_fund(request.user),
    )

    def act(data: dict[str, Any]) -> str:
        return _page_of(
            actions.order_payment(
                organisation=organisation.pk,
                by=request.user,
                at=timezone.now(),
                **{name: data[name] for name in ORDERED},
            )
        )

    return ask(
        request,
        form,
        act,
        title=_("Order a payment"),
        lead=_(
            "Three quotes, the invoice, and out of which gifts it is paid. Somebody else makes the payment."
        ),
        submit=_("Order the payment"),
        cancel=reverse("funding:list_payments"),
        done=_("The payment is ordered: the treasurer makes it."),
    )


@require_http_methods(["GET", "POST"])
def make_payment(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that an order was paid by the bank."""
    order = queries.payment_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.make_payment(order=order, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.PayForm(request.POST or None),
        act,
        title=_("Make the payment"),
        submit=_("It is paid"),
        cancel=_page_of(order),
        done=_("The payment is in the books."),
    )


@require_http_methods(["GET", "POST"])
def cancel_payment(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Cancel a payment; one that was made is undone by another entry."""
    order = queries.payment_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.cancel_payment(order=order, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.CancelOrderForm(request.POST or None),
        act,
        title=_("Cancel the payment"),
        submit=_("Cancel the payment"),
        cancel=_page_of(order),
        done=_("The payment is cancelled."),
        kind="danger",
    )
