"""Baskets are packed as their plan says, with its costs: line by line, by the version in force."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions
from twiza.aid.models import Packing
from twiza.aid.queries import packing as packed
from twiza.aid.rules.contents import BadContent, Item, Packed, check_packed, holds
from twiza.aid.tests.given import NOON, given_association, given_campaign
from twiza.aid.tests.goods_given import given_lot, given_store
from twiza.lib.ids import new_id

D = Decimal
LATER = timezone.localdate() + timedelta(days=300)
PLAN = (Item("دقيق", D(10), "kilo", D("6.50")), Item("زيت", D(2), "litre", D("17.25")))


@pytest.mark.parametrize(
    ("unit", "measure", "one"),
    [
        ("كيس 5 كلغ", "kilo", 5),
        ("قنينة 1 ل · bouteille 1 l", "litre", 1),
        ("sac de 2,5 kg", "kilo", "2.5"),
        ("علبة ٤٠٠ غ", "kilo", "0.4"),
        ("bidon 500 ml", "litre", "0.5"),
        ("كلغ", "kilo", 1),
        ("كيس 5 كلغ", "litre", 1),
        ("pièce", "piece", 1),
        ("lot 3", "litre", 1),
    ],
)
def test_a_unit_says_what_one_holds(unit, measure, one):
    assert holds(unit, measure) == D(one)


@given(st.integers(1, 40), st.integers(1, 25))
def test_only_what_makes_up_the_line_is_packed(bags, kilos):
    plan = [Item("دقيق", D(bags * kilos), "kilo", D(1))]
    check_packed(plan, {1: [Packed("دقيق", f"كيس {kilos} كلغ", D(bags))]})
    with pytest.raises(BadContent, match="plan says"):
        check_packed(plan, {1: [Packed("دقيق", f"كيس {kilos} كلغ", D(bags + 1))]})
    with pytest.raises(BadContent, match="not packed"):
        check_packed(plan, {})


@pytest.fixture
def kept(in_english):
    kept = given_store(given_association())
    given_campaign(kept.story)
    with kept.story.work():
        actions.write_content(campaign=kept.story.campaign, items=PLAN, by=kept.story.amina, at=NOON)
    with kept.work():
        given_lot(kept, kept.flour, 100, expires_on=LATER)
        given_lot(kept, kept.oil, 100, expires_on=LATER)
    return kept


@pytest.mark.django_db
def test_what_is_not_the_plan_is_refused_and_what_is_carries_its_cost(kept):
    pack = {"campaign": kept.story.campaign, "store": kept.store, "baskets": 5, "by": kept.mina, "at": NOON}
    with kept.work():
        lines = packed.contents_of(kept.story.campaign, [kept.flour, kept.oil])
        assert [(one.goods, one.each) for one in lines] == [(kept.flour, D(2)), (kept.oil, D(2))]
        with pytest.raises(
            BadContent,
            match="دقيق.*plan says 10 in each, and these goods make 15",
        ):
            actions.make_baskets(content=[(kept.flour, D(3)), (kept.oil, D(2))], **pack)
        with pytest.raises(BadContent, match="زيت.*is not packed"):
            actions.make_baskets(content=[(kept.flour, D(2))], **pack)
        made = actions.make_baskets(content=[(kept.flour, D(2)), (kept.oil, D(2))], **pack)
        assert made.version is not None and made.version.number == 1
        assert [one.cost for one in packed.packed_lines(made)] == [D("65.00"), D("34.50")]
        assert packed.cost_of(made) == D("99.50")
    ours = kept.story.campaign
    given_campaign(kept.story)
    other, kept.story.campaign = kept.story.campaign, ours
    with kept.story.work():
        with pytest.raises(actions.OutOfOrder, match="packed already"):
            actions.write_content(campaign=kept.story.campaign, items=PLAN, by=kept.story.amina, at=NOON)
        honey = Item("عسل", D(1), "litre", D(80))
        actions.substitute_item(
            campaign=kept.story.campaign,
            position=2,
            item=honey,
            words="نفد الزيت",
            by=kept.story.amina,
            at=NOON,
        )
    with kept.work():
        with pytest.raises(BadContent, match="زيت.*not in the plan"):
            actions.make_baskets(content=[(kept.flour, D(2)), (kept.oil, D(2))], **pack)
        with pytest.raises(IntegrityError, match="plan of their own campaign"), transaction.atomic():
            row = Packing.objects.get()
            row.pk, row.campaign = new_id(), other
            row.save(force_insert=True)
        # the version in force is another, and what is packed already keeps its own
        assert packed.cost_of(Packing.objects.get()) == D("99.50")


@pytest.mark.django_db
def test_the_page_asks_line_by_line(kept):
    client = Client()
    client.force_login(kept.mina)
    client.cookies["twiza_language"] = "en"
    page = reverse("aid:pack_baskets", args=[kept.store.pk])
    shown = client.get(page).content.decode()
    assert "دقيق: 10" in shown and 'name="each_2"' in shown
    typed = {"campaign": str(kept.story.campaign.pk), "baskets": "4", "goods_1": str(kept.flour.pk), "each_1": "2",
             "goods_2": str(kept.oil.pk), "each_2": "3"}  # fmt: skip
    refused = client.post(page, typed).content.decode()
    assert "these goods make" in refused and 'value="3"' in refused
    answer = client.post(page, typed | {"each_2": "2"}, follow=True).content.decode()
    assert "By version" in answer and "99" in answer
