"""Records (محضر): drafted, signed by three persons, and only then carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.goods_moves import CannotMove, move, next_number, one_at_a_time, refusing
from twiza.aid.models import CustomsDossier, GoodsRecord, Lot, RecordLine, RecordSignature, Store, Transfer
from twiza.aid.permissions import check_in
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules import records as rules
from twiza.aid.rules.goods import BadGoods, LotState
from twiza.aid.rules.records import How, Kind
from twiza.aid.rules.tracing import Move
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit


class CannotSignRecord(CannotMove):
    """A signature that a record does not take."""

    code = "aid.cannot_sign_record"


@dataclass(frozen=True)
class Counted:
    """One lot of a record: what the books say lies in a place, and what is there."""

    lot: Lot
    store: Store
    expected: Decimal
    counted: Decimal


@transaction.atomic
def draft_record(
    *,
    kind: str,
    store: Store,
    counted: Sequence[Counted],
    transfer: Transfer | None = None,
    dossier: CustomsDossier | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> GoodsRecord:
    """Draft a record of what was found. It has its number at once, and changes nothing until three persons signed it.

    Raises:
        BadGoods: nothing in it.
    """
    where = check_in(by, Permission.STOCK_KEEP, store.host_id, store.organisation_id)
    lines = [one for one in counted if kind == Kind.ARRIVAL or one.expected != one.counted]
    if not lines:
        raise BadGoods(_("What was counted is what the books say: no record is needed."))
    owner = lines[0].lot.organisation_id
    others = [one for one in (owner, store.host_id, store.organisation_id) if one != where]
    one_at_a_time(where)
    year = timezone.localdate(at).year
    record = GoodsRecord.objects.create(
        organisation_id=where,
        host_id=others[0] if others else where,
        number=next_number(GoodsRecord, where, year=year),
        year=year,
        kind=Kind(kind),
        store=store,
        transfer=transfer,
        dossier=dossier,
        note=tidy(note)[:300],
        drafted_at=at,
        drafted_by=by,
    )
    for one in lines:
        RecordLine.objects.create(
            organisation_id=where,
            host_id=record.host_id,
            record=record,
            lot=one.lot,
            store=one.store,
            expected=one.expected,
            counted=one.counted,
        )
    _record("aid.record_drafted", record, where, by, at, kind=str(kind), lots=[one.lot.pk for one in lines])
    return record


@transaction.atomic
def sign_record(*, record: GoodsRecord, office: str, by: User, at: datetime) -> GoodsRecord:
    """Sign a record with one's own account. The caller has made sure that `by` signed in again just now.

    With the third signature the record is carried out.

    Raises:
        CannotSignRecord: signed or closed already, or the same person or office.
    """
    return _sign(record, office, How.ACCOUNT, by, at)


@transaction.atomic
def enter_signature(*, record: GoodsRecord, office: str, how: str, by: User, at: datetime) -> GoodsRecord:
    """Enter a signature, or a mark, that somebody without an account put on the printed paper: the office, no name.

    Raises:
        CannotSignRecord: closed already, or the same office.
    """
    if how not in (How.PAPER, How.MARK):
        raise CannotSignRecord(_("On paper one signs by name or by a mark."))
    return _sign(record, office, How(how), by, at)


def _sign(record: GoodsRecord, office: str, how: How, by: User, at: datetime) -> GoodsRecord:
    where = check_in(by, Permission.STOCK_KEEP, record.organisation_id, record.host_id)
    record = GoodsRecord.objects.select_for_update(of=("self",)).select_related("store").get(pk=record.pk)
    there, words = known_lots.signed_by(record), tidy(office)[:80]
    if record.state != "drafted":
        raise CannotSignRecord(_("This record is closed: nobody signs it any more."))
    if not words:
        raise CannotSignRecord(_("Write the office or the part this person holds, as on the paper."))
    if any(rules.same_office(words, one.office) for one in there):
        raise CannotSignRecord(_("“%(office)s” signed already: three different persons sign."), office=words)
    if how is How.ACCOUNT and any(one.person == by.pk for one in there):
        raise CannotSignRecord(_("You signed this record already. The next signature is of another person."))
    on_paper = [one for one in there if one.how != How.ACCOUNT]
    if how is not How.ACCOUNT and len(on_paper) >= rules.SIGNERS - 1:
        raise CannotSignRecord(_("Two signed on paper: the third signs here, with their own account."))
    RecordSignature.objects.create(
        organisation_id=record.organisation_id,
        host_id=record.host_id,
        record=record,
        position=len(there) + 1,
        signer=by if how is How.ACCOUNT else None,
        office=words,
        how=how,
        at=at,
        entered_by=by,
    )
    _record("aid.record_signed", record, where, by, at, how=str(how), position=len(there) + 1)
    if rules.is_complete(known_lots.signed_by(record)):
        _carry_out(record, where, by, at)
    return record


def _carry_out(record: GoodsRecord, where: UUID, by: User, at: datetime) -> None:
    record.state, record.closed_at = "signed", at
    with refusing():
        record.save(update_fields=["state", "closed_at"])
    day = timezone.localdate(at)
    for line in record.lines.select_related("lot", "store").order_by("lot_id", "store_id"):
        if record.kind == Kind.ARRIVAL:
            Lot.objects.filter(pk=line.lot_id, state=LotState.RECEIVED).update(state=LotState.QUARANTINED)
            continue
        less = line.expected - line.counted
        kind = Move.FOUND if less < 0 else Move(rules.MOVES[Kind(record.kind)])
        ends = {"target": line.store} if less < 0 else {"source": line.store}
        move(kind, line.lot, abs(less), act=record.pk, record_line=line, day=day, by=by, at=at, **ends)
    _record("aid.record_closed", record, where, by, at, kind=record.kind)


@transaction.atomic
def cancel_record(*, record: GoodsRecord, by: User, at: datetime) -> GoodsRecord:
    """Set a draft aside: the goods were found, or it was written wrongly. Its number stays, so that none is missing.

    Raises:
        CannotSignRecord: signed or cancelled already; the record of an arrival, which every customs lot needs.
    """
    where = check_in(by, Permission.STOCK_KEEP, record.organisation_id, record.host_id)
    record = GoodsRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.state != "drafted" or record.kind == Kind.ARRIVAL:
        raise CannotSignRecord(_("This record is not set aside any more."))
    record.state, record.closed_at = "cancelled", at
    record.save(update_fields=["state", "closed_at"])
    _record("aid.record_cancelled", record, where, by, at, kind=record.kind)
    return record


@transaction.atomic
def count_store(
    *, store: Store, counted: Sequence[tuple[Lot, Decimal]], note: str = "", by: User, at: datetime
) -> GoodsRecord | None:
    """Count what lies in a store. Differences are drafted as one record; None when the books are right.

    Raises:
        BadGoods: below zero.
    """
    where = check_in(by, Permission.STOCK_KEEP, store.host_id, store.organisation_id)
    if any(quantity < 0 for _lot, quantity in counted):
        raise BadGoods(_("Goods are counted from 0 up."))
    books = {lot.pk: quantity for lot, quantity in known_lots.lots_in(store)}
    lines = [Counted(lot, store, books.get(lot.pk, Decimal(0)), quantity) for lot, quantity in counted]
    wrong = [one for one in lines if one.expected != one.counted]
    audit.record(
        type="aid.stock_counted",
        target=store,
        organisation=where,
        by=by,
        at=at,
        beside=[store.organisation_id, store.host_id],
        lots=len(lines),
        differences=len(wrong),
    )
    if not wrong:
        return None
    return draft_record(kind=Kind.COUNT, store=store, counted=wrong, note=note, by=by, at=at)


def _record(type: str, record: GoodsRecord, where: UUID, by: User, at: datetime, **data: Any) -> None:
    beside = [record.organisation_id, record.host_id]
    audit.record(
        type=type, target=record, organisation=where, by=by, at=at, beside=beside, number=str(record), **data
    )
