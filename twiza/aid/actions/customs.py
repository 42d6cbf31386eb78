"""Dossiers of customs-exempt and customs-seized goods: opinions, arrival, criteria before names."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.goods_moves import CannotMove, next_number, one_at_a_time, refusing
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

    Raises:
        BadGoods: an opinion given without reference or date.
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
    dossier.opinion, dossier.ministry = Opinion(opinion), Opinion(ministry)
    dossier.opinion_reference, dossier.ministry_reference = tidy(opinion_reference), tidy(ministry_reference)
    dossier.opinion_on, dossier.ministry_on, dossier.decision = opinion_on, ministry_on, tidy(decision)
    dossier.save(
        update_fields=[
            "opinion", "opinion_reference", "opinion_on", "ministry", "ministry_reference", "ministry_on", "decision",
        ]
    )  # fmt: skip
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
    note: str = "",
    by: User,
    at: datetime,
) -> GoodsRecord:
    """Count what arrived against the list; the record of it waits for three signatures, the goods for the record.

    Raises:
        CannotMove: the list, an opinion or the number is missing.
        BadGoods: nothing was counted.
    """
    check(by, Permission.STOCK_KEEP, dossier.organisation_id)
    wanted = customs.before_arrival(known_lots.file_of(dossier))
    if wanted:
        raise CannotMove(
            _("Before the goods are counted in, this is missing: %(what)s"), what=str(_(wanted[0]))
        )
    lots = [lot for lot in counted if lot.dossier_id == dossier.pk and lot.state == LotState.ANNOUNCED]
    if not lots:
        raise BadGoods(_("Nothing of this list is waiting to be counted."))
    lines = []
    for lot in sorted(lots, key=lambda one: one.number):
        if counted[lot] > 0:
            receive_lot(lot=lot, store=store, counted=counted[lot], accept_near_expiry=True, by=by, at=at)
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
