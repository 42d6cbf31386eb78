"""What stores ask of this person now: transfers to count, records to sign, lots to inspect, baskets to open, dates that come near."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import GoodsRecord, LotBalance, Transfer
from twiza.aid.queries.lots import light_of
from twiza.aid.queries.stock import may_keep
from twiza.aid.rules.goods import Light, LotState
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission

MOST = 20  # of each kind: the page of the store shows the rest


def goods_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what waits in the stores of this person, for the today page."""
    if not user.has_perm(Permission.STOCK_KEEP):
        return []
    return [*_transfers(user), *_records(user), *_lots(user, at)]


def _transfers(user: Any) -> Iterable[Due]:
    rows = Transfer.objects.filter(state="sent").select_related("target").order_by("day", "pk")[:MOST]
    for row in rows:
        if may_keep(user, row.target):
            words = _("Count what arrived at %(place)s") % {"place": isolated(row.target.name)}
            yield Due(words, reverse("aid:show_transfer", args=[row.pk]), row.day)


def _records(user: Any) -> Iterable[Due]:
    for row in GoodsRecord.objects.filter(state="drafted").order_by("drafted_at", "pk")[:MOST]:
        if may_keep(user, row):
            words = _("Have record %(number)s signed by three persons") % {"number": row}
            yield Due(words, reverse("aid:show_record", args=[row.pk]))


def _lots(user: Any, at: datetime) -> Iterable[Due]:
    """Lots to inspect, and dated goods that lie in a store of ours while their date comes near."""
    today = timezone.localdate(at)
    rows = (
        LotBalance.objects.filter(quantity__gt=0, store__kind__in=("store", "vehicle"), lot__refused=False)
        .select_related("lot__item", "store")
        .order_by("lot__expires_on", "lot__number")
    )
    for row in rows[: MOST * 10]:
        if not user.has_perm(Permission.STOCK_KEEP, row.organisation_id):
            continue
        named = {"lot": row.lot, "item": isolated(str(row.lot.item))}
        if row.lot.state == LotState.QUARANTINED and row.lot.origin != "packed":
            yield Due(
                _("Inspect lot %(lot)s: %(item)s") % named, reverse("aid:inspect_lot", args=[row.lot_id])
            )
        elif light_of(row.lot.expires_on, today) in (Light.NEAR, Light.TOO_NEAR, Light.PAST):
            page = reverse("aid:show_lot", args=[row.lot_id])
            yield Due(_("Use lot %(lot)s before its date: %(item)s") % named, page, row.lot.expires_on)
