"""What came: gifts of money, cash brought to the bank, goods, and what is taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import (
    accounts_of,
    check_day,
    judge,
    reverse_entry,
    unrestricted,
    write_entry,
)
from twiza.funding.actions.receipts import end_receipt
from twiza.funding.models import Deposit, Donor, Gift, Line, Pledge, Receipt, Restriction
from twiza.funding.rules import pledges as pledge_rules
from twiza.funding.rules.gifts import CORRECTIONS, Means
from twiza.funding.rules.ledger import MAD, LineData, Role, moved
from twiza.funding.rules.restrictions import Kind
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAGift(DomainError):
    code = "funding.not_a_gift"


class NothingToDeposit(DomainError):
    code = "funding.nothing_to_deposit"


class CorrectedAlready(DomainError):
    code = "funding.corrected_already"


class PledgeSettled(DomainError):
    code = "funding.pledge_settled"


@transaction.atomic
def record_gift(
    *,
    donor: Donor,
    restriction: Restriction | None,
    means: str,
    amount: Decimal,
    received_on: date,
    campaign: UUID | None = None,
    pledge: Pledge | None = None,
    by: User,
    at: datetime,
) -> Gift:
    """Write a gift of money, in the books at once. Cash stands as "to be deposited": nothing is paid from it.

    Args:
        restriction: to what it is bound; None: to nothing.
        amount: dirhams, above zero.
        campaign: what it was given for; a restriction that names one decides.
        pledge: the promise that it keeps, in whole or in part.

    Raises:
        NotAGift: no amount, a means that is not money, the yield of a waqf.
        PledgeSettled: the pledge was given up, is of goods, or of another donor.
        BooksClosed, DayToCome: the day is not one to write in.
    """
    check(by, Permission.DONORS_KEEP, donor)
    if pledge is not None:
        pledge = _kept_by(pledge, donor, "money")
    restriction = restriction or unrestricted(donor.organisation_id, at=at)
    gift = write_gift(
        donor=donor,
        restriction=restriction,
        means=means,
        amount=amount,
        received_on=received_on,
        campaign=campaign,
        pledge=pledge,
        by=by,
        at=at,
    )
    judge()
    if pledge is not None:
        _count(pledge, amount)
    _record("funding.gift_recorded", gift, by, at, amount=amount, means=means, restriction=restriction.pk)
    return gift


def write_gift(
    *,
    donor: Donor,
    restriction: Restriction,
    means: str,
    amount: Decimal,
    received_on: date,
    campaign: UUID | None,
    by: User,
    at: datetime,
    pledge: Pledge | None = None,
    sheet: UUID | None = None,
) -> Gift:
    """Write a gift and its entry, part of an action that has checked who may. Raises NotAGift, BooksClosed, DayToCome."""
    if (
        amount <= 0
        or amount != amount.quantize(Decimal("0.01"))
        or means not in (Means.TRANSFER, Means.CHEQUE, Means.CASH)
    ):
        raise NotAGift(_("Give an amount above zero, and how it came: transfer, cheque or cash."))
    if restriction.kind == Kind.WAQF_YIELD or restriction.organisation_id != donor.organisation_id:
        raise NotAGift(_("Choose to what the gift is bound: the yield of a waqf is written on its own page."))
    accounts = accounts_of(donor.organisation_id)
    into = accounts[Role.CASH if means == Means.CASH else Role.BANK]
    campaign = restriction.campaign or campaign
    entry = write_entry(
        organisation=donor.organisation_id,
        kind="gift",
        on=received_on,
        lines=[
            LineData(into, restriction.pk, amount, campaign, restriction.zone),
            LineData(accounts[Role.GIFTS], restriction.pk, -amount, campaign, restriction.zone),
        ],
        by=by,
        at=at,
    )
    return Gift.objects.create(
        organisation_id=donor.organisation_id,
        donor=donor,
        restriction=restriction,
        campaign=campaign,
        pledge=pledge,
        means=means,
        amount=amount,
        currency=MAD,
        received_on=received_on,
        entry=entry,
        sheet_id=sheet,
        by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def receive_goods_pledge(
    *, pledge: Pledge, quantity: Decimal, received_on: date, by: User, at: datetime
) -> Gift:
    """Mark that goods which were promised came, in whole or in part; inspection and lots are the store's.

    Whoever keeps donors may, whoever plans campaigns and whoever keeps the store: goods arrive there.

    Args:
        quantity: in the unit of the pledge, above zero. More than was promised is welcome.

    Raises:
        PledgeSettled: it is of money, or was given up. NotAGift: no quantity. DayToCome: not yet.
    """
    if not any(
        by.has_perm(one, pledge.organisation_id) for one in (Permission.CAMPAIGN_PLAN, Permission.STOCK_KEEP)
    ):
        check(by, Permission.DONORS_KEEP, pledge)
    pledge = _kept_by(pledge, pledge.donor, "goods")
    check_day(received_on, at)
    if quantity <= 0:
        raise NotAGift(_("Say how much came, above zero."))
    value = pledge.estimated_value
    gift = Gift.objects.create(
        organisation_id=pledge.organisation_id,
        donor_id=pledge.donor_id,
        restriction_id=pledge.restriction_id,
        campaign=pledge.campaign,
        pledge=pledge,
        means=Means.GOODS,
        amount=quantity,
        words=pledge.words,
        unit=pledge.unit,
        estimated_value=None if value is None else (value * quantity / pledge.amount).quantize(Decimal("0.01")),
        received_on=received_on,
        by=by,
        at=at,
    )  # fmt: skip
    _count(pledge, quantity)
    _record("funding.goods_received", gift, by, at, pledge=pledge.pk, quantity=quantity)
    return gift


@transaction.atomic
def deposit_cash(
    *, organisation: UUID, gifts: Sequence[Gift], reference: str, on: date, by: User, at: datetime
) -> Deposit:
    """Bring cash to the bank: the gifts that were in the envelope, and the reference on the bank's slip.

    Raises:
        NothingToDeposit: no gift, one that is deposited or taken back, no reference.
        DayToCome, BooksClosed: the day is not one to write in. MoreThanReceived: dated before the cash came.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    held = list(
        Gift.objects.select_for_update()
        .filter(
            pk__in=[one.pk for one in gifts],
            organisation_id=organisation,
            means=Means.CASH,
            deposit__isnull=True,
            corrected_at__isnull=True,
        )
        .order_by("pk")
    )
    if not held or len(held) != len({one.pk for one in gifts}) or not tidy(reference):
        raise NothingToDeposit(
            _("Tick the gifts of cash that are in the envelope and write the reference of the bank's slip.")
        )
    accounts = accounts_of(organisation)
    cash = Line.objects.filter(entry__in=[one.entry_id for one in held], account=accounts[Role.CASH])
    like = [LineData(one.account_id, one.restriction_id, one.amount, one.campaign, one.zone) for one in cash]
    entry = write_entry(
        organisation=organisation,
        kind="deposit",
        on=on,
        lines=moved(accounts[Role.BANK], accounts[Role.CASH], like),
        by=by,
        at=at,
    )
    judge()
    deposit = Deposit.objects.create(
        organisation_id=organisation, reference=tidy(reference), on=on, entry=entry, by=by, at=at
    )
    Gift.objects.filter(pk__in=[one.pk for one in held]).update(deposit=deposit)
    audit.record(
        type="funding.cash_deposited",
        target=deposit,
        organisation=organisation,
        by=by,
        at=at,
        gifts=[one.pk for one in held],
        amount=sum((one.amount for one in held), Decimal(0)),
    )
    return deposit


@transaction.atomic
def correct_gift(*, gift: Gift, reason_code: str, by: User, at: datetime) -> Gift:
    """Take a gift back by an entry that undoes it; its receipt is cancelled and keeps its number.

    Raises:
        CorrectedAlready: it was taken back. NotAGift: a reason that is not in the list; cash that is at the bank.
        MoreThanReceived: it was spent.
    """
    check(by, Permission.MONEY_KEEP, gift)
    gift = Gift.objects.select_for_update().get(pk=gift.pk)
    if gift.corrected_at is not None:
        raise CorrectedAlready(_("This gift was taken back already."))
    if reason_code not in CORRECTIONS:
        raise NotAGift(_("Choose why the gift is taken back."))
    if gift.entry is not None:
        if gift.deposit is not None:
            _draw_again(gift, by, at)
        reverse_entry(entry=gift.entry, reason_code=reason_code, by=by, at=at)
        judge()
    gift.corrected_at, gift.corrected_by, gift.reason_code = at, by, reason_code
    gift.save(update_fields=["corrected_at", "corrected_by", "reason_code"])
    for receipt in Receipt.objects.select_for_update().filter(gift=gift, cancelled_at__isnull=True):
        end_receipt(receipt, "gift_corrected", by, at)
    if gift.pledge is not None:
        pledge = Pledge.objects.select_for_update().get(pk=gift.pledge.pk)
        if pledge.state != pledge_rules.State.NOT_KEPT:
            _count(pledge, -gift.amount)
    _record("funding.gift_corrected", gift, by, at, reason_code, amount=gift.amount)
    return gift


def _draw_again(gift: Gift, by: User, at: datetime) -> None:
    """Cash that was deposited leaves the bank again, so that the gift itself can be undone."""
    accounts = accounts_of(gift.organisation_id)
    like = [
        LineData(accounts[Role.CASH], gift.restriction_id, gift.amount, gift.campaign, gift.restriction.zone)
    ]
    write_entry(
        organisation=gift.organisation_id,
        kind="deposit",
        on=timezone.localdate(at),
        lines=moved(accounts[Role.CASH], accounts[Role.BANK], like),
        by=by,
        at=at,
    )  # fmt: skip


def _kept_by(pledge: Pledge, donor: Donor, kind: str) -> Pledge:
    pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    if pledge.kind != kind or pledge.donor_id != donor.pk or pledge.state == pledge_rules.State.NOT_KEPT:
        raise PledgeSettled(_("This pledge is of something else, of somebody else, or was given up."))
    return pledge


def _count(pledge: Pledge, came: Decimal) -> None:
    pledge.received = max(pledge.received + came, Decimal(0))
    pledge.state = pledge_rules.state_of(pledge.amount, pledge.received)
    pledge.save(update_fields=["received", "state"])


def _record(type: str, gift: Gift, by: User, at: datetime, reason_code: str = "", **data: Any) -> None:
    audit.record(
        type=type,
        target=gift,
        organisation=gift.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        donor=gift.donor_id,
        **data,
    )
