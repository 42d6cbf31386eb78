"""Workbooks of goods: what lies in a store, every movement of a dossier. They open right to left."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.aid.models import CustomsDossier, Store
from twiza.aid.queries import lots, traces
from twiza.aid.queries.goods_words import LIGHTS, ORIGINS
from twiza.aid.rules.goods import Origin
from twiza.lib.sheets import OutSheet, write_workbook


def store_workbook(store: Store, today: date) -> bytes:
    """Return what lies in a store, one row a lot."""
    lines = [traces.lot_line(lot, quantity, today) for lot, quantity in lots.lots_in(store)]
    heading = (_("Lot"), _("Goods"), _("Unit"), _("Where from"), _("Quantity"), _("Expiry date"), _("Light"), _("State"))  # fmt: skip
    rows = [
        (
            str(one.lot),
            f"{one.lot.item.name_ar} · {one.lot.item.name_fr}",
            one.lot.item.unit,
            str(ORIGINS[Origin(one.lot.origin)]),
            float(one.quantity),
            one.lot.expires_on,
            str(LIGHTS[one.light]),
            str(one.words),
        )
        for one in lines
    ]
    return write_workbook([OutSheet(_("Store"), heading, rows)])


def dossier_workbook(dossier: CustomsDossier) -> bytes:
    """Return the account of each lot of a dossier, and every movement."""
    accounts = traces.accounts_of_dossier(dossier)
    heading = (
        _("Lot"), _("Goods"), _("Listed"), _("Goods received"), _("Handed out"), _("Left"), _("Destroyed"), _("Lost"),
        _("Given back"), _("Accounted for"), _("What is missing"),
    )  # fmt: skip
    moves = (_("Lot"), _("Day"), _("Movement"), _("Quantity"), _("Place"), _("To"), _("Signed record"))
    steps = [(one, step) for one in accounts for step in traces.steps_of_lot(one.lot)]
    return write_workbook(
        [
            OutSheet(_("Account"), heading, [_account(one) for one in accounts]),
            OutSheet(_("Movements"), moves, [_move(step) for _one, step in steps]),
        ]
    )


def _account(one: traces.Account) -> tuple[Any, ...]:
    flow = one.flow
    figures = (
        flow.received, flow.issued, flow.still_here, flow.destroyed, flow.lost, flow.given_back, flow.accounted,
    )  # fmt: skip
    return (
        str(one.lot),
        str(one.lot.item),
        float(flow.listed) if flow.listed is not None else None,
        *(float(figure) for figure in figures),
        "; ".join(f"{words}: {quantity.normalize():f}" for words, quantity in one.missing) or _("nothing"),
    )


def _move(step: traces.TraceStep) -> tuple[Any, ...]:
    return (
        str(step.lot),
        timezone.localtime(step.at).replace(tzinfo=None),
        str(step.words),
        float(step.quantity),
        step.place,
        step.to,
        str(step.record or ""),
    )
