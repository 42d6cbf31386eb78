"""Moving goods: the one place that writes a movement. What may move, and the balances, are the database's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import GoodsMove, Lot, LotBalance, Store
from twiza.aid.rules.goods import BadGoods, LotState, Short, plain
from twiza.aid.rules.tracing import Move
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User


class CannotMove(DomainError):
    """Goods that may not go where they were sent."""

    code = "aid.goods_may_not_move"


# What the database refuses, in words that say what would work
REFUSED = {
    "lot_balance_never_negative": _(
        "There is less of this lot here. Count the store, then write how much goes."
    ),
    "goods_move_not_unsafe": _("Counterfeit or unsafe goods are destroyed with a record, never handed out."),
    "goods_move_of_usable_goods": _(
        "This lot is not ready: inspect it first, and look whether it is expired, set aside or stopped."
    ),
    "goods_move_back_refused": _(
        "Only what an inspection refused is given back. Inspect the goods first; what was accepted leaves handed out,"
        " or with a record signed by three persons."
    ),
    "goods_move_of_its_campaign": _(
        "These goods are kept for another campaign. Whoever decides on goods frees them first, on the page of the lot."
    ),
    "goods_received_as_listed": _("Fewer came than the paper says: a record of it is drafted first."),
    "goods_move_signed_record": _("What is lost, destroyed or found needs a record signed by three persons."),
    "lot_follows_its_path": _("These goods wait for their arrival record, signed by three persons."),
    "record_signed_by_three": _(
        "A record needs three different persons, at least one of them with an account here."
    ),
    "goods_move_as_given": _(
        "These goods were given for something else: their lot says for what. Use others, or ask whoever gave them."
    ),
    "lot_kept_for_whom_it_was_given": _("These goods were given for another campaign only."),
    "dossier_opinions_stay": _(
        "Goods of this dossier arrived on these opinions: what is written stays. What is missing may be added."
    ),
    "dossier_criteria_stay": _("The criteria are written down already: they do not change any more."),
}


def one_at_a_time(organisation: UUID) -> None:
    """Whoever moves several lots of an organisation, or takes its next number, does it one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aid.goods:{organisation}"])


def next_number(model: Any, organisation: UUID, **also: Any) -> int:
    """Return the next number of an organisation's lots, transfers, records; call `one_at_a_time` before."""
    rows = model._default_manager.filter(organisation_id=organisation, **also)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


@contextmanager
def refusing() -> Iterator[None]:
    """Say in words what the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if name not in REFUSED:
            raise
        raise CannotMove(REFUSED[name]) from error


def other_of(store: Store, owner: UUID) -> UUID:
    """Return the other body of goods that lie in a store: who keeps it, or who leads; the owner where there is none."""
    return store.host_id if store.host_id != owner else store.organisation_id


def move(
    kind: Move,
    lot: Lot,
    quantity: Decimal,
    *,
    source: Store | None = None,
    target: Store | None = None,
    act: UUID,
    day: date,
    by: User,
    at: datetime,
    **papers: Any,
) -> GoodsMove:
    """Write a movement.

    Raises:
        CannotMove: the database refuses it: less is there, or the goods may not go.
    """
    end = target or source
    assert end is not None
    with refusing():
        return GoodsMove.objects.create(
            organisation_id=lot.organisation_id,
            host_id=other_of(end, lot.organisation_id),
            lot=lot,
            source=source,
            target=target,
            kind=kind,
            quantity=quantity,
            act=act,
            day=day,
            at=at,
            by=by,
            **papers,
        )


def there(lot: Lot, store: Store) -> Decimal:
    """Return how much of a lot lies in a store."""
    row = LotBalance.objects.filter(lot=lot, store=store).first()
    return row.quantity if row else Decimal(0)


def split(
    lot: Lot,
    quantity: Decimal,
    store: Store,
    *,
    day: date,
    by: User,
    at: datetime,
    **changed: Any,
) -> Lot:
    """Make a part of a lot a lot of its own, in the same store; the whole of it is changed in place.

    Args:
        changed: what is different about the part: state, unsafe, refused, campaign, condition.

    Raises:
        BadGoods: nothing, or more than lies there.
    """
    here = there(lot, store)
    if not 0 < quantity <= here:
        raise BadGoods(_("Write between 1 and %(most)s: that is what lies here."), most=plain(here))
    whole = LotBalance.objects.filter(lot=lot).exclude(store=store, quantity__gt=0).exclude(quantity=0)
    if quantity == here and not whole.exists():
        for name, value in changed.items():
            setattr(lot, name, value)
        with refusing():
            lot.save(update_fields=list(changed))
        return lot
    kept = ("organisation_id", "item_id", "origin", "reference", "condition", "expires_on", "unit_value",
            "state", "unsafe", "refused", "dossier_id", "pledge", "gift", "restriction_id", "bound_kind", "bound_zone",
            "given_for_id", "campaign_id")  # fmt: skip
    values = {name: getattr(lot, name) for name in kept}
    if "campaign" in changed:
        values.pop("campaign_id")
    with refusing():
        part = Lot.objects.create(
            number=next_number(Lot, lot.organisation_id),
            parent=lot,
            announced_at=at,
            announced_by=by,
            **values | changed,
        )
    act = new_id()
    move(Move.SPLIT_OUT, lot, quantity, source=store, act=act, day=day, by=by, at=at)
    move(Move.SPLIT_IN, part, quantity, target=store, act=act, day=day, by=by, at=at)
    return part


def check_ready(lot: Lot) -> None:
    """Refuse goods that are not usable yet, with the sentence that says why.

    Raises:
        CannotMove: quarantined, unsafe, stopped.
    """
    if lot.unsafe:
        raise CannotMove(REFUSED["goods_move_not_unsafe"])
    if lot.stopped_at is not None:
        raise CannotMove(_("A resale of these goods was seen: they are stopped until somebody decides."))
    if lot.refused or lot.state not in (LotState.USABLE, LotState.ALLOCATED):
        raise CannotMove(REFUSED["goods_move_of_usable_goods"])


__all__ = ["BadGoods", "CannotMove", "Short"]
