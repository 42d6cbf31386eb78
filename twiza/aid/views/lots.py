"""Pages of one lot: where it went, inspecting it, keeping it for a campaign, handing it out, stopping it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, queries
from twiza.aid.actions import CannotMove
from twiza.aid.forms import goods as forms
from twiza.aid.queries import lots, stock, traces, wishes
from twiza.aid.queries.goods_words import ORIGINS
from twiza.aid.rules.goods import Origin
from twiza.aid.views.goods_pages import asked, may
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say


@require_safe
def show_lot(request: HttpRequest, id: UUID) -> HttpResponse:
    """A lot from the day it was announced to its last unit, and what is missing from its account."""
    lot = stock.lot_for(request.user, id)
    today = timezone.localdate()
    keeps = may(request.user, Permission.STOCK_KEEP, lot.organisation_id)
    line = traces.whole_line(lot, today)
    return render(
        request,
        "aid/show_lot.html",
        {
            "lot": lot,
            "line": line,
            "origin": ORIGINS[Origin(lot.origin)],
            "account": traces.account_of(lot),
            "steps": traces.steps_of_lot(lot),
            "places": lots.stores_of_lot(lot),
            "inspections": wishes.inspections_of(lot),
            "bound": wishes.bound_words(
                lot.bound_kind, lot.restriction.label if lot.restriction else "", lot.bound_zone
            ),
            "receipt": wishes.receipt_to_print(request.user, lot),
            "resales": traces.resales_of(lot),
            "packing": lots.packing_of(lot),
            "keeps": keeps,
            "decides": may(request.user, Permission.STOCK_DECIDE, lot.organisation_id),
            "ready": keeps and line.quantity > 0 and not lot.stopped_at and not lot.refused,
        },
    )


@require_http_methods(["GET", "POST"])
def inspect_lot(request: HttpRequest, id: UUID) -> HttpResponse:
    """The checklist of an inspection."""
    lot, store = _here(request, id)
    form = forms.InspectLot(request.POST or None)

    def act(_data: dict[str, Any], user: Any) -> HttpResponse:
        actions.inspect_lot(lot=lot, store=store, seen=form.seen(), by=user, at=timezone.now())
        return redirect("aid:show_lot", lot.pk)

    return asked(
        request, form, act, title=_("Inspect a lot"), submit=_("Write what was found"), lot=lot,
        empty=_nothing(store), lead=_("Tick what is as it should be."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def issue_lot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand goods of a lot out, to a household by its code or to an institution."""
    lot, store = _here(request, id)
    campaigns = stock.campaigns_to_pack(lot.organisation_id)
    bodies = [one for one in queries.other_organisations() if one.pk != lot.organisation_id]
    form = forms.IssueGoods(
        request.POST or None, lists={"campaign": forms.pairs(campaigns), "institution": forms.pairs(bodies)}
    )

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        given = actions.issue_goods(
            lot=lot,
            store=store,
            quantity=data["quantity"],
            mark=data["mark"],
            campaign=forms.by_id(campaigns, data["campaign"]),
            code=data["code"],
            institution=forms.by_id(bodies, data["institution"]),
            at_home=data["at_home"],
            by=user,
            at=timezone.now(),
        )
        messages.success(request, _("Handed out."))
        if given.aids:
            messages.info(
                request, _("How it is handed over: %(how)s") % {"how": traces.aids_in_words(given.aids)}
            )
        return redirect("aid:show_lot", lot.pk)

    return asked(
        request, form, act, title=_("Hand goods out"), submit=_("Hand out"), lot=lot, empty=_nothing(store)
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def keep_lot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Keep goods of this sort for a campaign, earliest expiry first."""
    lot, store = _here(request, id)
    campaigns = stock.campaigns_to_pack(lot.organisation_id)
    form = forms.KeepGoods(request.POST or None, lists={"campaign": forms.pairs(campaigns)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        kept = actions.allocate_goods(
            item=lot.item,
            store=store,
            campaign=forms.by_id(campaigns, data["campaign"]),
            quantity=data["quantity"],
            by=user,
            at=timezone.now(),
        )
        messages.success(request, _("Kept: %(lots)s") % {"lots": ", ".join(str(one) for one in kept)})
        return redirect("aid:show_lot", kept[0].pk)

    return asked(
        request, form, act, title=_("Keep goods for a campaign"), submit=_("Keep them"), lot=lot,
        empty=_nothing(store), lead=_("The earliest expiry of this sort goes first, whichever lot you came from."),
    )  # fmt: skip


@require_POST
def free_lot(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Keep a lot for its campaign no longer."""
    lot = stock.lot_for(request.user, id)
    try:
        actions.free_lot(lot=lot, by=request.user, at=timezone.now())
        messages.success(request, _("Free: it may go to another campaign, or to an institution."))
    except CannotMove as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_lot", lot.pk)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give goods back to who brought them."""
    lot, store = _here(request, id)
    form = forms.HowMany(request.POST or None)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        actions.give_back(lot=lot, store=store, quantity=data["quantity"], by=user, at=timezone.now())
        return redirect("aid:show_lot", lot.pk)

    return asked(
        request, form, act, title=_("Give goods back"), submit=_("Give back"), lot=lot, empty=_nothing(store)
    )


@require_http_methods(["GET", "POST"])
def stop_lot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write that goods of a lot were seen being sold, which stops them; or let stopped goods go on."""
    lot = stock.lot_for(request.user, id)
    if lot.stopped_at is not None:
        check(request.user, Permission.STOCK_DECIDE, lot.organisation_id)
        release = forms.ReleaseLot(request.POST or None)

        def go_on(data: dict[str, Any], user: Any) -> HttpResponse:
            actions.release_lot(lot=lot, **data, by=user, at=timezone.now())
            return redirect("aid:show_lot", lot.pk)

        return asked(
            request, release, go_on, title=_("Let the goods go on"), submit=_("Let them go on"), lot=lot
        )
    check(request.user, Permission.STOCK_KEEP, lot.organisation_id)
    form = forms.ReportResale(request.POST or None, initial={"seen_on": timezone.localdate()})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        actions.report_resale(lot=lot, **data, by=user, at=timezone.now())
        messages.warning(request, _("Stopped: nothing of it is handed out until somebody decides."))
        return redirect("aid:show_lot", lot.pk)

    return asked(
        request, form, act, title=_("Goods seen being sold"), submit=_("Write it and stop the goods"), lot=lot,
        lead=_("Say what was seen and where. Accuse nobody: what is left is stopped until it is looked into."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def return_goods(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back goods that were given."""
    issue = stock.issue_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, issue.organisation_id)
    lot = stock.lot_for(request.user, issue.lot_id)
    form = forms.TakeBack(request.POST or None)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        back = actions.return_goods(issue=issue, store=issue.store, **data, by=user, at=timezone.now())
        return redirect("aid:show_lot", back.pk)

    return asked(request, form, act, title=_("Take goods back"), submit=_("Take the goods back"), lot=lot)


def _here(request: HttpRequest, id: UUID) -> tuple[Any, Any]:
    """Return the lot and the place of ours where most of it lies; None where nothing does."""
    lot = stock.lot_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, lot.organisation_id)
    places = [(store, quantity) for store, quantity in lots.stores_of_lot(lot) if store.kind != "road"]
    return lot, max(places, key=lambda one: one[1])[0] if places else None


def _nothing(store: Any) -> str:
    return "" if store is not None else _("Nothing of this lot lies in a store.")
