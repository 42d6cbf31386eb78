"""Money, made through the real doors. Invented people and sums only.

Nadia is the treasurer, Zineb keeps the desk of donors, Hassan is president: he orders, she pays. Salma works elsewhere.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from twiza.funding import actions
from twiza.funding.models import Donor, Gift, PaymentOrder, Restriction
from twiza.funding.rules.payments import Quote
from twiza.funding.tests.given_grants import one_grant_of_each
from twiza.funding.tests.given_works import one_works_of_each
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
QUOTES = [
    Quote("مخزن السلام", Decimal(110)),
    Quote("Dépôt Atlas", Decimal(105)),
    Quote("بيت المؤونة", Decimal(100)),
]


@dataclass
class Desk:
    """An association and the people who have to do with its money."""

    organisation: Any
    nadia: User
    zineb: User
    hassan: User

    def work(self, user: User | None = None) -> Any:
        """Open the context of a person; the treasurer's when none is named."""
        return acting_as((user or self.nadia).pk, purpose=Purpose.WORK)


def given_desk(name: str = "Association Tissaout", suffix: str = "") -> Desk:
    """An association with a treasurer, a donor desk and a president."""
    organisation = given_organisation(name)
    return Desk(
        organisation,
        *(
            given_member(first + suffix, role, organisation)
            for first, role in (
                ("Nadia", "treasurer"),
                ("Zineb", "donor_desk"),
                ("Hassan", "association_president"),
            )
        ),
    )


def given_donor(desk: Desk, name: str = "", **more: Any) -> Donor:
    """A donor; without a name, a benefactor who stays unnamed. Call it inside a context."""
    kind = more.pop("kind", "person" if name else "anonymous")
    return actions.write_donor(
        organisation=desk.organisation.pk, kind=kind, name=name, by=desk.zineb, at=NOON, **more
    )


def given_restriction(desk: Desk, kind: str = "zakat", **more: Any) -> Restriction:
    """What gifts may be bound to; call it inside a context."""
    return actions.open_restriction(
        organisation=desk.organisation.pk, kind=kind, by=desk.nadia, at=NOON, **more
    )


def given_gift(
    desk: Desk,
    amount: int | str = 1000,
    restriction: Restriction | None = None,
    *,
    donor: Donor | None = None,
    means: str = "transfer",
    on: date = TODAY,
    at: datetime = NOON,
    **more: Any,
) -> Gift:
    """A gift of money; call it inside a context."""
    return actions.record_gift(
        donor=donor or given_donor(desk),
        restriction=restriction,
        means=means,
        amount=Decimal(amount),
        received_on=on,
        by=desk.zineb,
        at=at,
        **more,
    )


def given_order(
    desk: Desk, amount: int | str, restriction: Restriction, *, invoice: str = "F-1", **more: Any
) -> PaymentOrder:
    """An invoice that the president orders to be paid; call it inside a context."""
    amount = Decimal(amount)
    return actions.order_payment(
        organisation=desk.organisation.pk,
        supplier="بيت المؤونة",
        what="دقيق وزيت",
        invoice_number=invoice,
        invoice_on=TODAY,
        amount=amount,
        shares=more.pop("shares", [(restriction, amount)]),
        quotes=QUOTES,
        quotes_note="أقرب مورد",
        by=desk.hassan,
        at=NOON,
        **more,
    )


def paid(desk: Desk, order: PaymentOrder, *, on: date = TODAY, at: datetime = NOON) -> PaymentOrder:
    """Pay an order as the treasurer; call it inside a context."""
    return actions.make_payment(order=order, reference="VIR-1", on=on, by=desk.nadia, at=at)


def one_of_each(organisation: Any, by: User) -> None:
    """Rows of each table: gifts of each kind, cash at the bank and not, a payment made and one to make, a list."""
    from twiza.funding.rules.sheets import read_gifts

    suffix = f"-{organisation.pk.hex[-6:]}"
    desk = Desk(
        organisation,
        given_member(f"Nadia{suffix}", "treasurer", organisation),
        given_member(f"Zineb{suffix}", "donor_desk", organisation),
        by,
    )
    one_grant_of_each(organisation, by, suffix)
    one_works_of_each(organisation, by, suffix)  # of 2021: before the books are closed
    with desk.work():
        donor = given_donor(desk, f"حسناء {suffix}", contact="phone", phone="+212600000000")
        fitr, waqf = given_restriction(desk, "zakat_al_fitr", label="1447"), given_restriction(desk, "waqf")
        gift = given_gift(desk, 1000, donor=donor)
        given_gift(desk, 300, fitr, means="cash")
        given_gift(desk, 5000, waqf)
        cash = given_gift(desk, 200, means="cash")
        actions.deposit_cash(
            organisation=organisation.pk, gifts=[cash], reference="BV-1", on=TODAY, by=desk.nadia, at=NOON
        )
        actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        promised = {"donor": donor, "restriction": None, "promised_on": TODAY, "by": desk.zineb, "at": NOON}
        actions.write_pledge(kind="money", amount=Decimal(500), **promised)
        goods = actions.write_pledge(
            kind="goods", amount=Decimal(20), words="دقيق", unit="كيس", estimated_value=Decimal(2000), **promised
        )  # fmt: skip
        actions.receive_goods_pledge(
            pledge=goods, quantity=Decimal(5), received_on=TODAY, by=desk.zineb, at=NOON
        )
        table = read_gifts([["date", "donateur", "montant"], ["01/02/2026", f"Moha {suffix}", "250"]])
        actions.accept_gift_sheet(
            organisation=organisation.pk,
            table=table,
            restrictions={"": gift.restriction},
            by=desk.nadia,
            at=NOON,
        )
        actions.close_books(organisation=organisation.pk, through=date(2026, 1, 31), by=desk.nadia, at=NOON)
    with desk.work(by):
        first = given_order(desk, 100, gift.restriction)
        given_order(desk, 50, gift.restriction, invoice="F-2")
    with desk.work():
        paid(desk, first)
