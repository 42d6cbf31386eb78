"""Dossiers of customs-exempt and customs-seized goods: opinions, arrival, criteria before names."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.goods_moves import REFUSED, CannotMove, next_number, one_at_a_time, refusing
from twiza.aid.actions.lots import receive_lot
from twiza.aid.actions.records import Counted, draft_record
from twiza.aid.models import Campaign, CustomsDossier, GoodsRecord, Lot, Store
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules import customs
from twiza.aid.rules.customs import Opinion, Source
from twiza.aid.rules.goods import BadGoods, LotState
from twiza.aid.rules.records import Kind
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


@transaction.atomic
def open_dossier(
    *, organisation: "Organisation", source: str, giver: str, by: User, at: datetime
) -> CustomsDossier:
    """Open the dossier of goods offered from abroad or seized by customs.

    Args:
        giver: the body that offers them; never a person.

    Raises:
        BadGoods: nobody named.
    """
    check(by, Permission.STOCK_DECIDE, organisation)
    if not tidy(giver):
        raise BadGoods(_("Write which body offers the goods: a foundation, a customs office."))
    one_at_a_time(organisation.pk)
    dossier = CustomsDossier.objects.create(
        organisation_id=organisation.pk,
        number=next_number(CustomsDossier, organisation.pk),
        source=Source(source),
        giver=tidy(giver)[:120],
        opened_at=at,
        opened_by=by,
    )
    _record("aid.dossier_opened", dossier, by, at, source=source)
    return dossier


@transaction.atomic
def record_opinions(
    *,
    dossier: CustomsDossier,
    opinion: str,
    opinion_reference: str,
    opinion_on: date | None,
    ministry: str,
    ministry_reference: str,
    ministry_on: date | None,
    decision: str,
    by: User,
    at: datetime,
) -> CustomsDossier:
    """Write the opinions of the Entraide nationale and of the line ministry, and the number of the exemption or decision.

    Once goods of it arrived, what is written stays, and what is missing may be added.

    Raises:
        BadGoods: an opinion given without reference or date.
        CannotMove: goods arrived on another opinion, reference or number.
    """
    check(by, Permission.STOCK_DECIDE, dossier.organisation_id)
    for said, reference, on in (
        (opinion, opinion_reference, opinion_on),
        (ministry, ministry_reference, ministry_on),
    ):
        if Opinion(said) in (Opinion.FAVOURABLE, Opinion.UNFAVOURABLE) and (
            not tidy(reference) or on is None
        ):
            raise BadGoods(_("An opinion that was given has a reference and a date."))
    dossier = CustomsDossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    written: dict[str, Any] = {
        "opinion": Opinion(opinion),
        "opinion_reference": tidy(opinion_reference),
        "opinion_on": opinion_on,
        "ministry": Opinion(ministry),
        "ministry_reference": tidy(ministry_reference),
        "ministry_on": ministry_on,
        "decision": tidy(decision),
    }
    there = {name: getattr(dossier, name) for name in written}
    if dossier.lots.exclude(state=LotState.ANNOUNCED).exists() and not customs.only_adds(there, written):
        raise CannotMove(REFUSED["dossier_opinions_stay"])
    for name, value in written.items():
        setattr(dossier, name, value)
    with refusing():
        dossier.save(update_fields=list(written))
    _record("aid.dossier_opinions", dossier, by, at, opinion=opinion, ministry=ministry)
    return dossier


@transaction.atomic
def write_allocation_criteria(
    *,
    dossier: CustomsDossier,
    criteria_ar: str,
    criteria_fr: str,
    campaign: Campaign | None = None,
    by: User,
    at: datetime,
) -> CustomsDossier:
    """Write down for whom the goods are, before any name. It is written once.

    Args:
        campaign: where the goods follow the list of a campaign: its criteria are frozen already.

    Raises:
        BadGoods: a language is missing, or the campaign has no frozen criteria.
        CannotMove: written already.
    """
    check(by, Permission.STOCK_DECIDE, dossier.organisation_id)
    arabic, french = criteria_ar.strip(), criteria_fr.strip()
    if not arabic or not french:
        raise BadGoods(_("Write the criteria in Arabic and in French: both are printed."))
    if campaign is not None and not campaign.criteria_hash:
        raise BadGoods(_("The criteria of this campaign are not frozen yet."))
    dossier = CustomsDossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if dossier.criteria_at is not None:
        raise CannotMove(_("The criteria are written down already: they do not change any more."))
    dossier.criteria_ar, dossier.criteria_fr, dossier.criteria_campaign = arabic, french, campaign
    dossier.criteria_at, dossier.criteria_by = at, by
    with refusing():
        dossier.save(
            update_fields=["criteria_ar", "criteria_fr", "criteria_campaign", "criteria_at", "criteria_by"]
        )
    _record("aid.dossier_criteria", dossier, by, at, campaign=campaign.pk if campaign else None)
    return dossier


@transaction.atomic
def count_arrival(
    *,
    dossier: CustomsDossier,
    store: Store,
    counted: dict[Lot, Decimal],
    accept_near_expiry: bool = False,
    note: str = "",
    by: User,
    at: datetime,
) -> GoodsRecord:
    """Count what arrived against the list; the record of it waits for three signatures, the goods for the record.

    Everything is counted, expired goods too: what may not be handed out by its date is refused at once, and leaves
    with a record only.

    Args:
        accept_near_expiry: of seized goods, those near their date are taken; of exempted ones none ever is.

    Raises:
        CannotMove: the list, an opinion or the number is missing.
        BadGoods: nothing was counted.
    """
    check(by, Permission.STOCK_KEEP, dossier.organisation_id)
    dossier = CustomsDossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    wanted = customs.before_arrival(known_lots.file_of(dossier))
    if wanted:
        raise CannotMove(
            _("Before the goods are counted in, this is missing: %(what)s"), what=str(_(wanted[0]))
        )
    lots = [lot for lot in counted if lot.dossier_id == dossier.pk and lot.state == LotState.ANNOUNCED]
    if not lots:
        raise BadGoods(_("Nothing of this list is waiting to be counted."))
    lines, today = [], timezone.localdate(at)
    for lot in sorted(lots, key=lambda one: one.number):
        light = known_lots.light_of(lot.expires_on, today)
        aside = customs.is_set_aside(dossier.source, light, accept_near=accept_near_expiry)
        if counted[lot] > 0:
            receive_lot(
                lot=lot, store=store, counted=counted[lot],
                accept_near_expiry=accept_near_expiry, to_refuse=aside, by=by, at=at,
            )  # fmt: skip
            if aside:
                Lot.objects.filter(pk=lot.pk).update(refused=True)
        lines.append(Counted(lot, store, lot.listed or Decimal(0), counted[lot]))
    return draft_record(
        kind=Kind.ARRIVAL, store=store, counted=lines, dossier=dossier, note=note, by=by, at=at
    )


def _record(type: str, dossier: CustomsDossier, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=dossier,
        organisation=dossier.organisation_id,
        by=by,
        at=at,
        number=dossier.number,
        **data,
    )
