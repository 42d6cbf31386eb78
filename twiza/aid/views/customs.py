"""Pages of a dossier of customs goods, from the list to the report in which every unit is accounted for."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions
from twiza.aid.forms import customs as forms
from twiza.aid.forms.goods import by_id, pairs
from twiza.aid.queries import goods_sheets, lots, stock, traces
from twiza.aid.rules import customs as rules
from twiza.aid.views.downloads import attachment, language_of
from twiza.aid.views.goods_pages import asked, may
from twiza.platform.accounts.permissions import Permission, check


@require_safe
def list_dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of customs goods, each with whether it is whole."""
    check(request.user, Permission.STOCK_READ)
    return render(
        request,
        "aid/list_dossiers.html",
        {
            "dossiers": [(one, traces.dossier_state(one)) for one in stock.dossiers_of(request.user)],
            "may": request.user.has_perm(Permission.STOCK_DECIDE),
        },
    )


@require_http_methods(["GET", "POST"])
def open_dossier(request: HttpRequest) -> HttpResponse:
    """Open a dossier."""
    check(request.user, Permission.STOCK_DECIDE)
    where = [
        one for one in stock.where_keeping(request.user) if may(request.user, Permission.STOCK_DECIDE, one.pk)
    ]
    form = forms.OpenDossier(request.POST or None, lists={"organisation": pairs(where)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        body = by_id(where, data.pop("organisation"))
        dossier = actions.open_dossier(organisation=body, **data, by=user, at=timezone.now())
        return redirect("aid:show_dossier", dossier.pk)

    return asked(request, form, act, title=_("Open a customs dossier"), submit=_("Open it"), customs=True)


@require_safe
def show_dossier(request: HttpRequest, id: UUID) -> HttpResponse:
    """A dossier: list, opinions, what comes next, and the account of each lot."""
    dossier = stock.dossier_for(request.user, id)
    file = lots.file_of(dossier)
    return render(
        request,
        "aid/show_dossier.html",
        {
            "dossier": dossier,
            "words": traces.dossier_words(dossier),
            "accounts": traces.accounts_of_dossier(dossier),
            "state": traces.dossier_state(dossier),
            "before": [_(one) for one in rules.before_arrival(file)],
            "wanted": [_(one) for one in rules.before_issue(file)],
            "records": dossier.records.order_by("drafted_at"),
            "announced": dossier.lots.filter(state="announced").exists(),
            "keeps": may(request.user, Permission.STOCK_KEEP, dossier.organisation_id),
            "decides": may(request.user, Permission.STOCK_DECIDE, dossier.organisation_id),
        },
    )


@require_http_methods(["GET", "POST"])
def list_goods(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a line of the list that comes with the goods."""
    dossier = _decided(request, id)
    items = list(stock.items_of(dossier.organisation_id))
    form = forms.ListGoods(request.POST or None, lists={"item": pairs(items)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        item = by_id(items, data.pop("item"))
        actions.announce_lot(
            item=item, origin=dossier.source, dossier=dossier, **data, by=user, at=timezone.now()
        )
        return redirect("aid:show_dossier", dossier.pk)

    return asked(
        request, form, act, title=_("A line of the list"), submit=_("Add it"), dossier=dossier,
        empty="" if items else _("Name the sort of goods first, on the page of a store."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def record_opinions(request: HttpRequest, id: UUID) -> HttpResponse:
    """Opinions and numbers."""
    dossier = _decided(request, id)
    names = forms.RecordOpinions.base_fields
    initial = {name: getattr(dossier, name) for name in names}
    form = forms.RecordOpinions(request.POST or None, initial=initial)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        actions.record_opinions(dossier=dossier, **data, by=user, at=timezone.now())
        return redirect("aid:show_dossier", dossier.pk)

    return asked(request, form, act, title=_("Opinions and numbers"), submit=_("Keep them"), dossier=dossier)


@require_http_methods(["GET", "POST"])
def write_criteria(request: HttpRequest, id: UUID) -> HttpResponse:
    """For whom the goods are, written once, before any name."""
    dossier = _decided(request, id)
    campaigns = stock.campaigns_to_pack(dossier.organisation_id)
    form = forms.WriteCriteria(request.POST or None, lists={"campaign": pairs(campaigns)})

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        chosen = by_id(campaigns, data.pop("campaign"))
        actions.write_allocation_criteria(
            dossier=dossier, campaign=chosen, **data, by=user, at=timezone.now()
        )
        return redirect("aid:show_dossier", dossier.pk)

    return asked(
        request, form, act, title=_("Criteria, before any name"), submit=_("Write them down"), dossier=dossier,
        empty=_("They are written down already: they do not change any more.") if dossier.criteria_at else "",
        lead=_("They are printed on the report, and do not change once they are written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def count_arrival(request: HttpRequest, id: UUID) -> HttpResponse:
    """Count what arrived against the list."""
    dossier = stock.dossier_for(request.user, id)
    check(request.user, Permission.STOCK_KEEP, dossier.organisation_id)
    stores = [one for one in stock.stores_for(request.user)
              if one.kind == "store" and one.organisation_id == dossier.organisation_id]  # fmt: skip
    listed = [(lot, lot.listed or Decimal(0)) for lot in
              dossier.lots.filter(state="announced").select_related("item").order_by("number")]  # fmt: skip
    form = forms.CountArrival(
        request.POST or None, lots=listed, show=False, stores=pairs(stores),
        may_be_near=dossier.source == rules.Source.SEIZED,
    )  # fmt: skip

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        record = actions.count_arrival(
            dossier=dossier,
            store=by_id(stores, data["store"]),
            counted=dict(form.quantities()),
            accept_near_expiry=data.get("accept_near_expiry", False),
            note=data["note"],
            by=user,
            at=timezone.now(),
        )
        aside = [str(line.lot) for line in record.lines.select_related("lot") if line.lot.refused]
        if aside:
            words = _(
                "Too near their date or past it, and set aside: %(lots)s. They leave with a record only."
            )
            messages.warning(request, words % {"lots": ", ".join(aside)})
        return redirect("aid:show_record", record.pk)

    return asked(
        request, form, act, title=_("Count the arrival"), submit=_("Draft the record"), dossier=dossier,
        empty="" if listed and stores else _("Nothing of the list waits to be counted, or no store is open."),
        lead=_("Write what you count, not what the list says: 0 where nothing came."),
    )  # fmt: skip


@require_safe
def dossier_paper(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report to customs and the Entraide nationale, in Arabic or French."""
    dossier = stock.dossier_for(request.user, id)
    with translation.override(language_of(request)):
        pdf = actions.print_dossier(dossier, language_of(request))
    return attachment(pdf, "report.pdf", "application/pdf")


@require_safe
def dossier_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every movement of the dossier's goods, as a workbook that opens right to left."""
    dossier = stock.dossier_for(request.user, id)
    return attachment(goods_sheets.dossier_workbook(dossier), "goods.xlsx")


def _decided(request: HttpRequest, id: UUID) -> Any:
    dossier = stock.dossier_for(request.user, id)
    check(request.user, Permission.STOCK_DECIDE, dossier.organisation_id)
    return dossier
