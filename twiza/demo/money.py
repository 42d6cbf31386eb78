"""The money of the campaign: donors named and not, cash by way of the bank, purchases ordered and paid, statements.

All sums are invented. As in the rest of the story the days are moved to now, the Eid prayer with them.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.aid import queries as campaigns
from twiza.demo.account import Account, MoneyLine
from twiza.demo.cast import OLIVE
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.funding import actions, queries
from twiza.funding.rules.payments import Quote
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

BASKET = Decimal(210)  # what one basket costs, in dirhams
SHARES = {
    "purpose": Decimal("0.45"),
    "zakat": Decimal("0.35"),
    "sadaqa": Decimal("0.15"),
    "none": Decimal("0.10"),
}
FITR = Decimal(2750)
DAYS_TO_THE_PRAYER = 5


def receive(diary: Diary, at: datetime) -> None:
    """Open what gifts may be bound to; donors give and promise; cash goes to the bank; receipts are handed out."""
    treasurer, desk = player_of(diary, "treasurer"), player_of(diary, "donor_desk")
    today = timezone.localdate(at)
    with acting_as(treasurer.pk, purpose=Purpose.WORK):
        olive = organisation_of(diary, OLIVE).pk
        campaign = campaigns.campaign_for(treasurer, diary.id("campaign"))
        kinds: dict[str, dict[str, Any]] = {
            "purpose": {"label": "قفة رمضان", "campaign": campaign.pk},
            "zakat": {},
            "sadaqa": {},
        }
        bound: dict[str, Any] = {
            kind: actions.open_restriction(organisation=olive, kind=kind, by=treasurer, at=at, **more)
            for kind, more in kinds.items()
        }
        fitr = actions.open_restriction(
            organisation=olive, kind="zakat_al_fitr", label=str(campaign.hijri_year), by=treasurer, at=at
        )
        diary.keep("zakat al-fitr", fitr)
    by: dict[str, Any] = {"by": desk, "at": at}
    with acting_as(desk.pk, purpose=Purpose.WORK):
        prayer = datetime.combine(today + timedelta(days=DAYS_TO_THE_PRAYER), time(7))
        actions.set_prayer(restriction=fitr, spend_before=timezone.make_aware(prayer), **by)
        unnamed = actions.write_donor(organisation=olive, kind="anonymous", **by)
        body = actions.write_donor(
            organisation=olive, kind="organisation", name="تعاونية زيت الجبل (عرض)", **by
        )
        person = actions.write_donor(organisation=olive, kind="person", name="محسنة الحي (عرض)", **by)
        gifts = [
            actions.record_gift(
                donor=donor,
                restriction=bound.get(kind),
                means=means,
                amount=(campaign.baskets * BASKET * SHARES[kind]).quantize(Decimal(1)),
                received_on=today - timedelta(days=days),
                **by,
            )
            for donor, kind, means, days in (
                (body, "purpose", "transfer", 20),
                (unnamed, "zakat", "cash", 12),
                (person, "sadaqa", "cheque", 9),
                (unnamed, "none", "cash", 6),
            )
        ]
        gifts.append(
            actions.record_gift(
                donor=unnamed, restriction=fitr, means="transfer", amount=FITR, received_on=today, **by
            )
        )
        for gift in gifts:
            actions.issue_receipt(gift=gift, **by)
        _promise(body, person, bound, today, by)
    with acting_as(treasurer.pk, purpose=Purpose.WORK):
        actions.deposit_cash(
            organisation=olive,
            gifts=queries.cash_to_deposit(olive),
            reference="BV-2041",
            on=today - timedelta(days=5),
            by=treasurer,
            at=at,
        )


def _promise(body: Any, person: Any, bound: dict[str, Any], today: Any, by: dict[str, Any]) -> None:
    """One pledge that is kept in part, one of goods that came in part, one that is late."""
    money = actions.write_pledge(
        donor=person, restriction=bound["sadaqa"], kind="money", amount=Decimal(3000),
        promised_on=today + timedelta(days=4), **by,
    )  # fmt: skip
    actions.record_gift(
        donor=person, restriction=bound["sadaqa"], means="transfer", amount=Decimal(1200), received_on=today,
        pledge=money, **by,
    )  # fmt: skip
    oil = actions.write_pledge(
        donor=body, restriction=bound["purpose"], kind="goods", amount=Decimal(120), words="زيت الزيتون",
        unit="قنينة 1 لتر", estimated_value=Decimal(9600), promised_on=today + timedelta(days=2), **by,
    )  # fmt: skip
    actions.receive_goods_pledge(pledge=oil, quantity=Decimal(80), received_on=today, **by)
    actions.write_pledge(
        donor=body, restriction=None, kind="money", amount=Decimal(5000), promised_on=today - timedelta(days=1), **by
    )  # fmt: skip


def spend(diary: Diary, told: Account, at: datetime) -> None:
    """The president orders two purchases, the treasurer pays one; a third waits. Then the statements."""
    president, treasurer = player_of(diary, "president"), player_of(diary, "treasurer")
    today = timezone.localdate(at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        olive = organisation_of(diary, OLIVE).pk
        campaign = campaigns.campaign_for(president, diary.id("campaign"))
        funds = {one.restriction.kind: one for one in queries.balances_of(olive)}
        orders = [
            _order(olive, campaign, number, [(funds[kind].restriction, part)], today, president, at)
            for number, (kind, part) in enumerate(
                (kind, (funds[kind].sums.bank * share).quantize(Decimal(1)))
                for kind, share in (
                    ("purpose", Decimal("0.9")),
                    ("zakat", Decimal("0.8")),
                    ("zakat_al_fitr", Decimal("0.4")),
                )
            )
        ]
    with acting_as(treasurer.pk, purpose=Purpose.WORK):
        for order in orders[:2]:
            actions.make_payment(
                order=order, reference=f"VIR-{order.invoice_number}", on=today, by=treasurer, at=at
            )
        for one in queries.balances_of(olive):
            statement = queries.statement_of(treasurer, one.restriction, through=today)
            actions.make_statement(statement=statement, by=treasurer, at=at)
            told.money.append(
                MoneyLine(
                    one.restriction.kind, str(one.sums.received), str(one.sums.spent), str(one.sums.left), one.sums.agrees
                )
            )  # fmt: skip
        told.receipts = len(queries.receipts_of(olive, year=today.year))


def _order(
    olive: Any,
    campaign: Any,
    number: int,
    shares: list[tuple[Any, Decimal]],
    today: Any,
    by: Any,
    at: datetime,
) -> Any:
    amount = sum((part for _one, part in shares), Decimal(0))
    asked = (("مخزن السلام", 1), ("دكان الأطلس", Decimal("1.04")), ("بيت المؤونة", Decimal("1.07")))
    return actions.order_payment(
        organisation=olive,
        supplier=asked[0][0],
        what=("دقيق وزيت وسكر", "عدس وأرز", "حبوب زكاة الفطر")[number],
        invoice_number=f"F-{101 + number}",
        invoice_on=today,
        amount=amount,
        shares=shares,
        quotes=[Quote(who, (amount * times).quantize(Decimal("0.01"))) for who, times in asked],
        campaign=campaign.pk,
        by=by,
        at=at,
    )
