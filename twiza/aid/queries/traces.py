"""Where the goods of a lot went: its movements one by one, its account, and what is missing from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Sum

from twiza.aid.models import (
    CustomsDossier,
    GoodsIssue,
    GoodsMove,
    GoodsRecord,
    Lot,
    LotBalance,
    RecordLine,
    Resale,
)
from twiza.aid.queries.goods_words import (
    AIDS,
    MISSING,
    MOVED,
    OPINIONS,
    RECORD_STATES,
    RECORDS,
    SIGNED,
    SOURCES,
    STATES,
)
from twiza.aid.queries.lots import ZERO, light_of, lots_split_from, stores_of_lot
from twiza.aid.rules import goods, tracing
from twiza.aid.rules.customs import Opinion, Source
from twiza.aid.rules.goods import Light, LotState
from twiza.aid.rules.records import How
from twiza.aid.rules.records import Kind as RecordKind
from twiza.aid.rules.tracing import Flow, Move


@dataclass(frozen=True)
class TraceStep:
    """One movement of a trace."""

    at: datetime
    words: Any
    quantity: Decimal
    lot: Lot
    place: str
    to: str  # another place, a code, an institution
    record: GoodsRecord | None
    issue: UUID | None = None  # goods given, which may come back


@dataclass(frozen=True)
class LotLine:
    """A lot as a page shows it."""

    lot: Lot
    quantity: Decimal  # here, or everywhere
    state: LotState
    words: Any
    light: Light
    days: int | None  # before the date


@dataclass(frozen=True)
class Account:
    """The account of one lot with its parts, and what is missing from it, in words."""

    lot: Lot
    flow: Flow
    missing: list[tuple[Any, Decimal]]

    @property
    def whole(self) -> bool:
        return not self.missing


def lot_line(lot: Lot, quantity: Decimal, today: date) -> LotLine:
    """Return a lot with its state of the day and its light."""
    state = goods.shown_state(
        lot.state, left=quantity, destroyed=ZERO, expires_on=lot.expires_on, today=today
    )
    days = (lot.expires_on - today).days if lot.expires_on else None
    return LotLine(lot, quantity, state, STATES[state], light_of(lot.expires_on, today), days)


def whole_line(lot: Lot, today: date) -> LotLine:
    """Return a lot with what is left of it everywhere."""
    left = sum((quantity for _store, quantity in stores_of_lot(lot)), ZERO)
    destroyed = (
        GoodsMove.objects.filter(lot=lot, kind=Move.DESTROYED).aggregate(n=Sum("quantity"))["n"] or ZERO
    )
    state = goods.shown_state(
        lot.state, left=left, destroyed=destroyed, expires_on=lot.expires_on, today=today
    )
    days = (lot.expires_on - today).days if lot.expires_on else None
    return LotLine(lot, left, state, STATES[state], light_of(lot.expires_on, today), days)


def steps_of_lot(lot: Lot) -> list[TraceStep]:
    """Return every movement of a lot and of its parts, in order."""
    rows = (
        GoodsMove.objects.filter(lot__in=lots_split_from(lot))
        .select_related(
            "lot", "source", "target", "issue__institution", "record_line__record", "point", "packing"
        )
        .order_by("at", "pk")
    )
    return [_step(row) for row in rows]


def _step(row: GoodsMove) -> TraceStep:
    to = str(row.target) if row.source is not None and row.target is not None else ""
    if row.issue is not None:
        to = row.issue.code or str(row.issue.institution or "")
    elif row.packing is not None and row.kind == Move.PACKED_IN:
        to = f"L-{Lot.objects.values_list('number', flat=True).get(pk=row.packing.lot_id)}"
    place = row.source if row.source is not None else row.target
    return TraceStep(
        at=row.at,
        words=MOVED[Move(row.kind)],
        quantity=row.quantity,
        lot=row.lot,
        place=str(place or ""),
        to=to,
        record=row.record_line.record if row.record_line is not None else None,
        issue=row.issue_id if row.kind == Move.ISSUED else None,
    )


def account_of(lot: Lot) -> Account:
    """Return the account of a lot with its parts: what came, where each unit is, what is missing."""
    flow = flow_of(lot)
    return Account(lot, flow, [(MISSING[kind], quantity) for kind, quantity in tracing.missing(flow)])


def accounts_of_dossier(dossier: CustomsDossier) -> list[Account]:
    """Return the account of each lot on the list of a dossier."""
    lots = Lot.objects.filter(dossier=dossier, parent__isnull=True).select_related("item").order_by("number")
    return [account_of(lot) for lot in lots]


def flow_of(lot: Lot) -> Flow:
    """Return what moved of a lot and its parts, and the papers that are missing."""
    ids = lots_split_from(lot)
    moves = {
        row["kind"]: row["sum"]
        for row in GoodsMove.objects.filter(lot__in=ids).values("kind").annotate(sum=Sum("quantity"))
    }
    balances = LotBalance.objects.filter(lot__in=ids, quantity__gt=0).select_related("store", "lot")
    left = sum((row.quantity for row in balances), ZERO)
    packed = _packed(ids)
    waiting = RecordLine.objects.filter(lot__in=ids, record__state="drafted").exclude(record__kind="arrival")
    without = GoodsIssue.objects.filter(lot__in=ids, mark="none").aggregate(n=Sum("quantity"))["n"] or ZERO
    in_records = sum((abs(line.expected - line.counted) for line in waiting), ZERO)
    in_records_on_road = sum(
        (line.expected - line.counted for line in waiting.filter(store__kind="road")), ZERO
    )
    on_road = sum((row.quantity for row in balances if row.store.kind == "road"), ZERO)
    return Flow(
        listed=lot.listed,
        moves=moves,
        left=left,
        packed_issued=packed["issued"],
        packed_lost=packed["lost"],
        packed_left=packed["left"],
        on_the_road=on_road - in_records_on_road,
        waiting_record=in_records,
        customs=lot.dossier_id is not None,
        arrival_signed=_arrival_signed(lot),
        without_mark=without,
        not_inspected=sum(
            (
                row.quantity
                for row in balances
                if row.lot.state == LotState.QUARANTINED and not row.lot.refused
            ),
            ZERO,
        ),
    )


def _arrival_signed(lot: Lot) -> bool:
    return RecordLine.objects.filter(lot=lot, record__kind="arrival", record__state="signed").exists()


def _packed(ids: list[UUID]) -> dict[str, Decimal]:
    """Return what became of what these lots put into baskets: in the proportion in which the baskets went."""
    into: dict[UUID, Decimal] = defaultdict(Decimal)
    for row in GoodsMove.objects.filter(lot__in=ids, kind=Move.PACKED_IN).select_related("packing"):
        assert row.packing is not None
        into[row.packing.lot_id] += row.quantity
    total = {"issued": Fraction(0), "lost": Fraction(0), "left": Fraction(0)}
    for basket, quantity in into.items():
        flow = flow_of(Lot.objects.get(pk=basket))
        made = Fraction(flow.received) or Fraction(1)
        share = Fraction(quantity) / made
        gone = Fraction(flow.issued + flow.given_back) * share
        lost = Fraction(flow.lost + flow.destroyed) * share
        total["issued"] += gone
        total["lost"] += lost
        total["left"] += Fraction(quantity) - gone - lost
    kept = {name: _decimal(value) for name, value in total.items() if name != "left"}
    return kept | {"left": sum(into.values(), ZERO) - kept["issued"] - kept["lost"]}


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"))


def resales_of(lot: Lot) -> list[Resale]:
    """Return where goods of a lot were seen being sold."""
    return list(Resale.objects.filter(lot__in=lots_split_from(lot)).order_by("seen_on", "pk"))


def aids_in_words(aids: Sequence[str]) -> str:
    """Say how goods are handed over, in the language of the moment; never why."""
    return "، ".join(str(AIDS[one]) for one in aids if one in AIDS)


@dataclass(frozen=True)
class DossierWords:
    """What a dossier says of itself, in words."""

    source: Any
    opinion: Any
    ministry: Any


def dossier_words(dossier: CustomsDossier) -> DossierWords:
    """Return the words of a dossier."""
    return DossierWords(
        SOURCES[Source(dossier.source)],
        OPINIONS[Opinion(dossier.opinion)],
        OPINIONS[Opinion(dossier.ministry)],
    )


@dataclass(frozen=True)
class DossierState:
    """How far a dossier is: units received and accounted for, and whether nothing is missing."""

    received: Decimal
    accounted: Decimal
    whole: bool

    @property
    def share(self) -> int:
        """Percent of the units whose account has all its papers."""
        return int(100 * self.accounted / self.received) if self.received else 0


def dossier_state(dossier: CustomsDossier) -> DossierState:
    """Return how much of a dossier is accounted for: a unit whose paper is missing is not."""
    accounts = accounts_of_dossier(dossier)
    received = sum((one.flow.received for one in accounts), ZERO)
    open_units = sum((quantity for one in accounts for _words, quantity in one.missing), ZERO)
    return DossierState(
        received, max(ZERO, received - open_units), bool(accounts) and all(one.whole for one in accounts)
    )


@dataclass(frozen=True)
class RecordPage:
    """A record as a page and a paper show it."""

    record: GoodsRecord
    title: Any
    state: Any
    lines: list[RecordLine]
    signatures: list[tuple[str, Any, datetime]]  # office, how in words, when
    body: Any  # whose record it is


def record_page(record: GoodsRecord) -> RecordPage:
    """Return a record with its lines and signatures."""
    lines = record.lines.select_related("lot__item", "store").order_by("lot__number", "store__name")
    return RecordPage(
        record=record,
        title=RECORDS[RecordKind(record.kind)],
        state=RECORD_STATES[record.state],
        lines=list(lines),
        signatures=[(one.office, SIGNED[How(one.how)], one.at) for one in record.signatures.all()],
        body=record.organisation,
    )


def issues_of(lot: Lot) -> list[GoodsIssue]:
    """Return what was given of a lot and its parts, by whom it was received: a code or an institution."""
    rows = GoodsIssue.objects.filter(lot__in=lots_split_from(lot)).select_related("lot", "institution")
    return list(rows.order_by("at", "pk"))
