"""Pages of a store: what lies there, what comes in, what is packed, sent and counted."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions
from twiza.aid.forms import goods as forms
from twiza.aid.forms.planning import UNITS
from twiza.aid.permissions import check_in
from twiza.aid.queries import goods_sheets, lots, packing, stock, traces, wishes
from twiza.aid.views.downloads import attachment
from twiza.aid.views.goods_pages import asked, may
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@require_safe
def list_stores(request: HttpRequest) -> HttpResponse:
    """The places whose goods this person may see."""
    return render(
        request,
        "aid/list_stores.html",
        {
            "stores": [(one, len(lots.lots_in(one))) for one in stock.stores_for(request.user)],
            "may": bool(stock.where_keeping(request.user)),
        },
    )


@require_http_methods(["GET", "POST"])
def open_store(request: HttpRequest) -> HttpResponse:
    """Open a store or a vehicle."""
    check(request.user, Permission.STOCK_KEEP)
    where = stock.where_keeping(request.user)
    form = forms.OpenStore(request.POST or None, lists={"organisation": forms.pairs(where)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        body = forms.by_id(where, data.pop("organisation"))
        store = actions.open_store(organisation=body, **data, by=user, at=timezone.now())
        return redirect("aid:show_store", store.pk)

    return asked(request, form, act, title=_("Open a store"), submit=_("Open it"))


@require_safe
def show_store(request: HttpRequest, id: UUID) -> HttpResponse:
    """What lies here, earliest expiry first, with its lights; what is on the road; what waits for a paper."""
    store = stock.store_for(request.user, id)
    today = timezone.localdate()
    own = store.kind != "point" and may(request.user, Permission.STOCK_KEEP, store.organisation_id)
    return render(
        request,
        "aid/show_store.html",
        {
            "store": store,
            "lots": [traces.lot_line(lot, quantity, today) for lot, quantity in lots.lots_in(store)],
            "pledges": wishes.pledges_expected(store, on=today) if own and store.kind == "store" else [],
            "transfers": stock.transfers_at(store),
            "records": stock.records_at(store),
            "packings": stock.packings_at(store),
            "may": stock.may_keep(request.user, store),
            "own": own,
            "reads": may(request.user, Permission.STOCK_READ, store.organisation_id),
        },
    )


@require_safe
def store_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """What lies here, as a workbook that opens right to left."""
    store = stock.store_for(request.user, id)
    return attachment(goods_sheets.store_workbook(store, timezone.localdate()), "store.xlsx")


@require_http_methods(["GET", "POST"])
def name_item(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name a sort of goods."""
    store = stock.store_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, store.organisation_id)
    form = forms.NameItem(request.POST or None)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        actions.name_item(organisation=store.organisation, **data, by=user, at=timezone.now())
        return redirect("aid:receive_goods", store.pk)

    return asked(request, form, act, title=_("Name a sort of goods"), submit=_("Keep it"), store=store)


@require_http_methods(["GET", "POST"])
def receive_goods(request: HttpRequest, id: UUID) -> HttpResponse:
    """Count goods in: bought, given in kind, or from another organisation."""
    store = stock.store_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, store.organisation_id)
    items = list(stock.items_of(store.organisation_id))
    form = forms.ReceiveGoods(request.POST or None, lists={"item": forms.pairs(items)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        now = timezone.now()
        lot = actions.take_in(store=store, item=forms.by_id(items, data.pop("item")), **data, by=user, at=now)
        if data["counted"] < data["announced"]:
            words = _(
                "Fewer came than the paper says: its record waits on the page of the store for three signatures."
            )
            messages.warning(request, words)
        return redirect("aid:show_lot", lot.pk)

    return asked(
        request, form, act, title=_("Receive goods"), submit=_("Count them in"), store=store,
        empty="" if items else _("Name the sort of goods first: flour, bag of 5 kg."), item=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def send_goods(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send goods to another store, a vehicle, or baskets to a point."""
    store = stock.store_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, store.organisation_id)
    here = lots.lots_in(store)
    stores = stock.targets_of(request.user, store)
    points = stock.points_without_store(request.user, store.organisation_id)
    targets = forms.pairs(stores) + forms.pairs(points)
    form = forms.SendGoods(
        request.POST or None, lots=here, targets=targets, initial={"day": timezone.localdate()}
    )

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        now = timezone.now()
        target = forms.by_id(stores, data["target"]) or actions.store_of_point(
            point=forms.by_id(points, data["target"]), by=user, at=now
        )
        transfer = actions.send_goods(
            source=store, target=target, goods=form.quantities(), day=data["day"], by=user, at=now
        )
        return redirect("aid:show_transfer", transfer.pk)

    empty = "" if here else _("Nothing lies here to send.")
    return asked(request, form, act, title=_("Send goods"), submit=_("Send them"), store=store, empty=empty)


@require_http_methods(["GET", "POST"])
def show_transfer(request: HttpRequest, id: UUID) -> HttpResponse:
    """A transfer: what left, what arrived; who receives it counts here."""
    transfer = stock.transfer_for(request.user, id)
    lines = list(transfer.lines.select_related("lot__item").order_by("lot__number"))
    form = forms.ReceiveTransfer(request.POST or None, lots=[(line.lot, line.sent) for line in lines])
    may = transfer.state == "sent" and stock.may_keep(request.user, transfer.target)
    if request.method == "POST" and form.is_valid():
        try:
            record = actions.receive_transfer(
                transfer=transfer,
                counted={lot.pk: quantity for lot, quantity in form.quantities()},
                note=form.cleaned_data["note"],
                by=_user(request),
                at=timezone.now(),
            )
            if record is None:
                messages.success(request, _("All of it arrived."))
                return redirect("aid:show_transfer", transfer.pk)
            messages.warning(request, _("Less arrived than was sent: three persons sign the record."))
            return redirect("aid:show_record", record.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    words = {"transfer": transfer, "lines": lines, "form": form, "may": may}
    return render(request, "aid/show_transfer.html", words)


@require_http_methods(["GET", "POST"])
def pack_baskets(request: HttpRequest, id: UUID) -> HttpResponse:
    """Make baskets, the same content in each; below, what stands for a missing item."""
    store = stock.store_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, store.organisation_id)
    items = list(stock.items_of(store.organisation_id))
    campaigns = stock.campaigns_to_pack(store.organisation_id)
    listed = {"campaign": forms.pairs(campaigns)}
    campaign = _campaign_to_pack(request, campaigns)
    form = _packing_form(request, campaign, campaigns, items, store)
    instead = forms.Substitute(
        request.POST if "ratio" in request.POST else None,
        lists=listed | {"item": forms.pairs(items), "instead": forms.pairs(items)},
    )
    sent = instead if instead.is_bound else form
    if request.method == "POST" and sent.is_valid():
        try:
            return _packed(request, store, items, campaigns, form, instead)
        except DomainError as refusal:
            sent.add_error(None, say(refusal))
    decides = may(request.user, Permission.STOCK_DECIDE, store.organisation_id)
    words = {
        "store": store,
        "form": form,
        "instead": instead if decides else None,
        "ready": items and campaigns,
        "campaign": campaign,
        "units": UNITS,
        "campaigns": [one for one in campaigns if one != campaign],
    }
    return render(request, "aid/pack_baskets.html", words)


def _campaign_to_pack(request: HttpRequest, campaigns: list[Any]) -> Any:
    """The campaign that the form or the address names, else the first."""
    named = request.POST.get("campaign", "") or request.GET.get("campaign", "")
    return forms.by_id(campaigns, named) or next(iter(campaigns), None)


def _packing_form(
    request: HttpRequest, campaign: Any, campaigns: list[Any], items: list[Any], store: Any
) -> Any:
    """The boxes of the plan's lines; without a plan, a box for each sort of goods, as the last baskets were made."""
    sent = request.POST if "baskets" in request.POST else None
    listed = {"campaign": forms.pairs(campaigns)}
    plan = packing.contents_of(campaign, items) if campaign else []
    if plan:
        return forms.PackPlanned(
            sent, plan=plan, items=items, lists=listed, initial={"campaign": campaign.pk}
        )
    usual = dict(packing.packed_before(campaign, store.organisation_id)) if campaign else {}
    initial: dict[str, Any] = {f"item_{key}": quantity for key, quantity in usual.items()}
    return forms.PackBaskets(
        sent, items=items, lists=listed, initial=initial | {"campaign": campaign.pk if campaign else ""}
    )


def _packed(
    request: HttpRequest, store: Any, items: list[Any], campaigns: list[Any], form: Any, instead: Any
) -> HttpResponse:
    now, user = timezone.now(), _user(request)
    if instead.is_bound:
        data = instead.cleaned_data
        actions.decide_substitution(
            campaign=forms.by_id(campaigns, data["campaign"]),
            item=forms.by_id(items, data["item"]),
            instead=forms.by_id(items, data["instead"]),
            ratio=data["ratio"],
            by=user,
            at=now,
        )
        messages.success(request, _("It holds for all that are packed from now on."))
        return redirect("aid:pack_baskets", store.pk)
    made = actions.make_baskets(
        campaign=forms.by_id(campaigns, form.cleaned_data["campaign"]),
        store=store,
        content=form.content(),
        fills=form.fills(),
        baskets=form.cleaned_data["baskets"],
        by=user,
        at=now,
    )
    return redirect("aid:show_packing", made.pk)


@require_http_methods(["GET", "POST"])
def show_packing(request: HttpRequest, id: UUID) -> HttpResponse:
    """Baskets made at one go: their content, the ones that were opened, how many are still to be opened."""
    made = stock.packing_for(request.user, id)
    content = packing.packed_lines(made)
    items = [one.item for one in content]
    form = forms.CheckBasket(request.POST or None, lists={"missing": forms.pairs(items)})
    may = stock.may_keep(request.user, made)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.check_basket(
                packing=made,
                basket=data["basket"],
                right=data["result"] == "right",
                grams=data["grams"],
                missing=forms.by_id(items, data["missing"]),
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:show_packing", made.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/show_packing.html",
        {
            "packing": made,
            "content": content,
            "checks": made.pack_checks.select_related("missing").order_by("-at", "-pk"),
            "left": lots.checks_left(made),
            "cost": packing.cost_of(made),
            "form": form,
            "may": may,
        },
    )


@require_http_methods(["GET", "POST"])
def count_store(request: HttpRequest, id: UUID) -> HttpResponse:
    """Count what lies here without seeing what the books say; a difference is drafted as a record."""
    store = stock.store_for(request.user, id)
    check_in(request.user, Permission.STOCK_KEEP, store.host_id, store.organisation_id)
    here = lots.lots_in(store)
    form = forms.CountGoods(request.POST or None, lots=here, show=False)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        record = actions.count_store(
            store=store, counted=form.quantities(), note=data["note"], by=user, at=timezone.now()
        )
        if record is None:
            messages.success(request, _("What was counted is what the books say."))
            return redirect("aid:show_store", store.pk)
        return redirect("aid:show_record", record.pk)

    return asked(
        request, form, act, title=_("Count the store"), submit=_("Compare with the books"), store=store,
        empty="" if here else _("Nothing lies here to count."),
        lead=_("Write what you count. A box left empty is not compared."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def write_loss(request: HttpRequest, id: UUID) -> HttpResponse:
    """Draft the record of goods that are lost, damaged or to be destroyed."""
    store = stock.store_for(request.user, id)
    check_in(request.user, Permission.STOCK_KEEP, store.host_id, store.organisation_id)
    here = lots.lots_in(store)
    form = forms.WriteLoss(request.POST or None, lots=here)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        there = {lot.pk: quantity for lot, quantity in here}
        gone = [
            actions.Counted(lot, store, there[lot.pk], max(Decimal(0), there[lot.pk] - quantity))
            for lot, quantity in form.quantities()
        ]
        record = actions.draft_record(
            kind=data["kind"], store=store, counted=gone, note=data["note"], by=user, at=timezone.now()
        )
        return redirect("aid:show_record", record.pk)

    return asked(
        request, form, act, title=_("Lost, damaged, to destroy"), submit=_("Draft the record"), store=store,
        empty="" if here else _("Nothing lies here."),
        lead=_("Write how many of each are gone. Three persons sign before they leave the books."),
    )  # fmt: skip


def _user(request: HttpRequest) -> Any:
    return request.user
