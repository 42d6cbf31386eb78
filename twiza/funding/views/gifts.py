"""Gifts, deposits, receipts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.rules import printing
from twiza.funding.rules.gifts import receipt_number
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, knows_names, names_shown, organisation_here, page
from twiza.lib.errors import N_, DomainError, NotAllowed
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.downloads import attachment
from twiza.platform.web.sentences import say
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

LANGUAGES = ("ar", "fr")


def _page_of(gift: Any) -> str:
    return reverse("funding:show_gift", args=[gift.pk])


@require_safe
def list_gifts(request: SignedInRequest) -> HttpResponse:
    """The newest gifts."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    if wants_sheet(request):
        table = listed.given(named=knows_names(request, organisation.pk))
        every = queries.gifts_in(organisation.pk, size=None)
        return send_workbook(
            request, [Listed(N_("Gifts"), table, every)], page="funding.sheet_gifts",
            organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    gifts = queries.gifts_in(organisation.pk)
    names_shown(request, "funding.gifts", organisation.pk, [one.donor for one in gifts])
    return page(request, "list_gifts", organisation, gifts=gifts)


@require_safe
def show_gift(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One gift, its receipt, what may be done."""
    gift = queries.gift_for(request.user, id)
    names_shown(request, "funding.gift", gift.organisation_id, [gift.donor])
    return page(request, "show_gift", gift.organisation, gift=gift, receipt=queries.receipt_of(gift))


@require_http_methods(["GET", "POST"])
def record_gift(request: SignedInRequest) -> HttpResponse:
    """Write a gift of money."""
    organisation = organisation_here(request, Permission.DONORS_KEEP)
    donors = queries.donors_to_choose(organisation.pk)
    names_shown(request, "funding.donors", organisation.pk, donors)

    def act(data: dict[str, Any]) -> str:
        return _page_of(actions.record_gift(by=request.user, at=timezone.now(), **data))

    return ask(
        request,
        forms.GiftForm(
            request.POST or None,
            donors=donors,
            restrictions=queries.restrictions_to_give(organisation.pk),
            campaigns=queries.campaigns_to_fund(request.user),
            initial={"donor": request.GET.get("donor", "")},
        ),
        act,
        title=_("New gift"),
        submit=_("Save"),
        cancel=reverse("funding:list_gifts"),
        done=_("The gift is in the books. A receipt can be given."),
        donor_first=not donors,
    )


@require_http_methods(["GET", "POST"])
def correct_gift(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take a gift back."""
    gift = queries.gift_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.correct_gift(gift=gift, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.CorrectGiftForm(request.POST or None),
        act,
        title=_("Take the gift back"),
        lead=_(
            "Another entry undoes it; its receipt is cancelled and keeps its number. Then write it as it was."
        ),
        submit=_("Take it back"),
        cancel=_page_of(gift),
        done=_("The gift is taken back in the books."),
        kind="danger",
    )


@require_http_methods(["GET", "POST"])
def deposit_cash(request: SignedInRequest) -> HttpResponse:
    """Bring cash to the bank."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)
    gifts = queries.cash_to_deposit(organisation.pk)

    def act(data: dict[str, Any]) -> None:
        actions.deposit_cash(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.DepositForm(request.POST or None, gifts=gifts),
        act,
        title=_("Cash brought to the bank"),
        lead="" if gifts else _("No cash waits: all of it is at the bank."),
        submit=_("Save"),
        cancel=reverse("funding:show_money"),
        done=_("The cash is at the bank, in the books too."),
    )


@require_POST
def issue_receipt(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Give a receipt for a gift."""
    gift = queries.gift_for(request.user, id)
    try:
        receipt = actions.issue_receipt(gift=gift, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect(_page_of(gift))
    return redirect("funding:show_receipt", receipt.pk)


@require_safe
def list_receipts(request: SignedInRequest) -> HttpResponse:
    """The receipts book of a year."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    years = queries.receipt_years(organisation.pk)
    typed = request.GET.get("year", "")
    year = int(typed) if typed in map(str, years) else next(iter(years), timezone.localdate().year)
    receipts = queries.receipts_of(organisation.pk, year=year)
    if wants_sheet(request):
        table = listed.receipts(named=knows_names(request, organisation.pk))
        return send_workbook(
            request, [Listed(N_("Receipts"), table, receipts)], page="funding.sheet_receipts",
            organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    names_shown(request, "funding.receipts", organisation.pk, [one.gift.donor for one in receipts])
    return page(request, "list_receipts", organisation, receipts=receipts, year=year, years=years)


@require_safe
def show_receipt(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One receipt, to print or to send as an image."""
    receipt = queries.receipt_for(request.user, id)
    names_shown(request, "funding.receipt", receipt.organisation_id, [receipt.gift.donor])
    return page(request, "show_receipt", receipt.organisation, receipt=receipt, gift=receipt.gift)


@require_http_methods(["GET", "POST"])
def cancel_receipt(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Cancel a receipt: it keeps its number."""
    receipt = queries.receipt_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.cancel_receipt(receipt=receipt, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.CancelReceiptForm(request.POST or None),
        act,
        title=_("Cancel the receipt %(number)s") % {"number": receipt_number(receipt.year, receipt.number)},
        lead=_("It keeps its number and says why. Another one may be given for the gift."),
        submit=_("Cancel the receipt"),
        cancel=reverse("funding:show_receipt", args=[receipt.pk]),
        done=_("The receipt is cancelled."),
        kind="danger",
    )


@require_safe
def print_receipt(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The receipt on paper, in Arabic or French; with `?image=1` as an image. Made in memory, kept nowhere."""
    receipt = queries.receipt_for(request.user, id)
    language = request.GET.get("language", "ar")
    named = knows_names(request, receipt.organisation_id) and request.GET.get("unnamed") != "1"
    if named:
        names_shown(request, "funding.receipt", receipt.organisation_id, [receipt.gift.donor])
    pdf = actions.print_receipt(receipt, language if language in LANGUAGES else "ar", named=named)
    name = f"receipt-{receipt_number(receipt.year, receipt.number)}"
    if request.GET.get("image") == "1":
        return attachment(printing.picture(pdf), f"{name}.png", "image/png")
    return attachment(pdf, f"{name}.pdf", "application/pdf")
