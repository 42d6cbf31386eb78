"""What was spent of each gift's purpose and what is left in the stores: the figures are those of the ledger and of stock."""

from decimal import Decimal

import pytest

from twiza.aid import actions, queries
from twiza.aid.models import LotBalance
from twiza.aid.queries.leftovers import goods_of_restriction, left_of, spent_by_restriction
from twiza.aid.queries.papers import shown_figures
from twiza.aid.rules.goods import Seen
from twiza.aid.tests.given import NOON, given_association, given_campaign
from twiza.aid.tests.goods_given import LATER, given_lot, given_store
from twiza.funding import actions as funding
from twiza.funding import queries as money
from twiza.funding.tests.given import Desk, given_gift, given_order, given_restriction, paid
from twiza.network.tests.given import given_member

D, DAY = Decimal, NOON.date()


@pytest.fixture
def told(in_english):
    """A campaign paid out of zakat and of a purpose, with goods given as zakat, and some bought."""
    kept = given_store(given_association())
    given_campaign(kept.story)
    owner, campaign = kept.story.organisation, kept.story.campaign
    desk = Desk(owner, *(given_member(f"{name}-desk", role, owner) for name, role in (
        ("Nadia", "treasurer"), ("Zineb", "donor_desk"), ("Said", "association_president"))))  # fmt: skip
    with desk.work():
        zakat = given_restriction(desk)
        purpose = given_restriction(desk, "purpose", label="فرحة العيد", campaign=campaign.pk)
        given_gift(desk, 1000, zakat)
        given_gift(desk, 700, purpose)
        pledge = funding.write_pledge(
            donor=money.donors_to(zakat.pk)[0], restriction=zakat, kind="goods", amount=D(10), words="دقيق",
            unit="كيس", estimated_value=D(300), promised_on=DAY, by=desk.zineb, at=NOON,
        )  # fmt: skip
    with desk.work(desk.hassan):
        orders = [
            given_order(desk, amount, bound, invoice=f"F-{amount}", campaign=to)
            for amount, bound, to in (
                (400, zakat, campaign.pk),
                (250, purpose, campaign.pk),
                (90, zakat, None),
            )
        ]
    with desk.work():
        for one in orders:
            paid(desk, one)
    with kept.work():
        actions.receive_pledged_goods(
            pledge=pledge, store=kept.store, item=kept.flour, counted=D(10), expires_on=LATER,
            seen=Seen(True, False, True, True, True, D(2)), by=kept.mina, at=NOON,
        )  # fmt: skip
        given_lot(kept, kept.oil, 9)
        actions.make_baskets(
            campaign=campaign, store=kept.store, content=[(kept.flour, D(2)), (kept.oil, D(1))], baskets=3,
            by=kept.mina, at=NOON,
        )  # fmt: skip
        actions.allocate_goods(
            item=kept.oil, store=kept.store, campaign=campaign, quantity=D(4), by=kept.mina, at=NOON
        )
    return kept, campaign, zakat, desk


@pytest.mark.django_db
def test_what_each_restriction_paid_adds_up_to_the_ledger(told):
    kept, campaign, zakat, desk = told
    with desk.work():
        rows = spent_by_restriction(campaign)
        figures = [(one["kind"], *(D(one[name]) for name in ("received", "spent", "left"))) for one in rows]
        assert figures == [("zakat", 0, 400, 510), ("purpose", 700, 250, 450)]
        total = sum(D(one["spent"]) for one in rows)
        assert total == D(queries.money_of(campaign)["spent"])
        bought = [
            line.amount
            for one in money.whole_journal(kept.story.organisation.pk)
            for line in one.lines
            if line.campaign == campaign.pk and line.account.role == "purchases"
        ]
        assert total == sum(bought) == 650
        for balance in money.balances_of(kept.story.organisation.pk):
            for row in rows:
                if row["kind"] == balance.restriction.kind:
                    assert D(row["left"]) == balance.sums.left


@pytest.mark.django_db
def test_what_is_left_is_what_lies_in_the_stores(told):
    kept, campaign, zakat, desk = told
    with desk.work():
        (flour,) = goods_of_restriction(desk.nadia, zakat.pk, DAY)
        assert flour[1:] == (10, 6, 0, 4, D(120))
        lying = LotBalance.objects.filter(lot__restriction=zakat)
        assert sum(one.quantity for one in lying) == 4
        statement = money.statement_of(desk.nadia, zakat, through=DAY)
        assert [(one.came, one.left) for one in statement.stock] == [(10, 4)]
        pdf = funding.print_statement(statement, "fr", organisation=kept.story.organisation, named=False)
        assert pdf[:4] == b"%PDF"
    with kept.story.work():
        rows = left_of(campaign)
        assert {(one["what"], one["quantity"]) for one in rows if "زيت" in one["what"]} == {
            ("زيت (قنينة 1 ل)", "4")
        }
        assert [one["quantity"] for one in rows if "زيت" not in one["what"]] == ["3"]  # the baskets
        figures = queries.public_figures(campaign, on=DAY) | {
            "spent": spent_by_restriction(campaign), "left": rows
        }  # fmt: skip
        titles = {table.title: table.rows for table in shown_figures(figures).tables}
        assert len(titles["Spent, by what it was given for"]) == 3
        assert len(titles["Left in the stores for this campaign (counted)"]) == 2
