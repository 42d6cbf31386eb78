"""Pages of goods that were promised: counted in at the store, and the receipt for who brought them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions
from twiza.aid.forms import goods as forms
from twiza.aid.queries import stock, wishes
from twiza.aid.rules.goods import plain
from twiza.aid.views.downloads import attachment, language_of
from twiza.aid.views.goods_pages import asked
from twiza.funding import actions as funding
from twiza.funding import queries as gifts
from twiza.funding.rules.gifts import receipt_number
from twiza.platform.web import formats


@require_http_methods(["GET", "POST"])
def receive_pledge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Count goods in that keep a pledge, and look at them: one gesture, with its receipt; `?store=` says where."""
    promised, store = wishes.pledge_to_receive(request.user, id, request.GET.get("store", ""))
    items = list(stock.items_of(store.organisation_id))
    form = forms.ReceivePledged(request.POST or None, lists={"item": forms.pairs(items)}, unit=promised.unit)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        came = actions.receive_pledged_goods(
            pledge=promised,
            store=store,
            item=forms.by_id(items, data["item"]),
            seen=form.seen(),
            **{
                name: data[name]
                for name in ("counted", "holds", "expires_on", "condition", "accept_near_expiry")
            },
            by=user,
            at=timezone.now(),
        )
        if came.receipt is None:
            messages.warning(
                request, _("All of it was refused: it is set aside, and the pledge is still owed.")
            )
        else:
            number = receipt_number(came.receipt.year, came.receipt.number)
            messages.success(
                request, _("Counted in. Receipt %(number)s can be printed.") % {"number": number}
            )
        return redirect("aid:show_lot", came.lot.pk)

    owed = formats.number(plain(promised.amount - promised.received))
    return asked(
        request, form, act, title=_("Goods of a pledge"), submit=_("Count them in"), store=store, item=True,
        empty="" if items else _("Name the sort of goods first: flour, bag of 5 kg."),
        lead=_(
            "Promised by %(donor)s: %(words)s. Still owed: %(owed)s %(unit)s. Tick what is as it should be; what is refused is set aside and stays owed."
        ) % {"donor": promised.donor.code, "words": promised.words, "owed": owed, "unit": promised.unit},
    )  # fmt: skip


@require_safe
def print_gift_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """The receipt for goods of a pledge, for who brought them: it names nobody, a code stands for the donor."""
    receipt = gifts.receipt_of_goods(request.user, id)
    pdf = funding.print_receipt(receipt, language_of(request), named=False)
    return attachment(
        pdf, f"receipt-{receipt_number(receipt.year, receipt.number)}.pdf", kind="application/pdf"
    )
