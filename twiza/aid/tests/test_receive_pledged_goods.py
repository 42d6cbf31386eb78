"""Goods that were promised, at the door of the store: counted, looked at, kept for what they were given for, with a receipt."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions
from twiza.aid.models import Lot
from twiza.aid.queries import lots, wishes
from twiza.aid.rules.goods import Seen
from twiza.aid.rules.wishes import GivenForAnother, Wish, why_not_give
from twiza.aid.tests.given import NOON, given_association, given_campaign
from twiza.aid.tests.goods_given import LATER, given_lot, given_store
from twiza.funding import actions as funding
from twiza.funding import queries as money
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_member

D = Decimal
DAY = NOON.date()
GOOD = Seen(True, True, True, True, True, D(0))
CAMPAIGN, OTHER = new_id(), new_id()


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish(), ""),
        (Wish("zakat"), ""),
        (Wish("waqf"), "waqf"),
        (Wish("purpose", CAMPAIGN), ""),
        (Wish("purpose", OTHER), "other_campaign"),
        (Wish("sadaqa", zone="حي السلام"), "other_zone"),
        (Wish("zakat_al_fitr", spend_before=NOON), "after_the_prayer"),
        (Wish("zakat_al_fitr"), ""),
        (Wish(criteria=OTHER), "other_criteria"),
    ],
)
def test_what_goods_were_given_for_decides_where_they_go(wish, why):
    assert why_not_give(wish, campaign=CAMPAIGN, zones=["حي السلام", "دوار"], at=NOON) == why
    assert why_not_give(Wish("sadaqa", zone="دوار"), campaign=None, zones=["دوار"], at=NOON) == ""


@pytest.fixture
def kept(in_english):
    return given_store(given_association())


def promised(kept, kind="purpose", amount=100, **bound):
    """A pledge of flour, in kilos, worth six dirhams each; and who keeps the donors."""
    owner = kept.story.organisation
    desk = given_member(f"Zineb{kind}{amount}", "donor_desk", owner)
    treasurer = given_member(f"Nadia{kind}{amount}", "treasurer", owner)
    with kept.story.work(treasurer):
        restriction = funding.open_restriction(
            organisation=owner.pk, kind=kind, label="فرحة العيد", by=treasurer, at=NOON, **bound
        )
        donor = funding.write_donor(
            organisation=owner.pk, kind="person", name="حسناء الأطلسية", by=desk, at=NOON
        )
        pledge = funding.write_pledge(
            donor=donor, restriction=restriction, kind="goods", amount=D(amount), words="دقيق", unit="كلغ",
            estimated_value=D(6 * amount), promised_on=DAY, by=desk, at=NOON,
        )  # fmt: skip
    return pledge, desk


def came(kept, pledge, counted, seen=GOOD, **more):
    """Bags of five kilos, at the door; call it inside the keeper's context."""
    more = {"item": kept.flour, "holds": D(5), "expires_on": LATER, "by": kept.mina, "at": NOON} | more
    return actions.receive_pledged_goods(
        pledge=pledge, store=kept.store, counted=D(counted), seen=seen, **more
    )


@pytest.mark.django_db
def test_one_gesture_makes_lot_inspection_gift_receipt_and_what_is_owed(kept):
    pledge, desk = promised(kept)
    torn = Seen(True, False, True, True, True, D(2))
    with kept.work():
        found = came(kept, pledge, 14, torn)
        assert str(found.lot.state) == "usable" and lots.stores_of_lot(found.lot) == [(kept.store, D(12))]
        assert (found.lot.bound_kind, found.lot.unit_value) == ("purpose", D(30))
        aside = found.inspection.refused_lot
        assert aside is not None and aside.refused and aside.restriction_id == found.lot.restriction_id
        assert found.receipt is not None and found.receipt.number == 1
        assert found.gift is not None and found.gift.amount == 60  # twelve bags of five kilos
        (line,) = money.goods_pledged(kept.story.organisation.pk, on=DAY)
        assert (line.to_come, line.pledge.state) == (40, "partly")
        (told,) = wishes.arrivals_of_pledge(kept.mina, pledge.pk)
        assert (told.accepted, told.refused, told.why) == (12, 2, ["the packaging"])
        # refused whole, whatever its date: nothing is owed less, and no receipt is given
        old = came(kept, pledge, 3, Seen(False, True, True, True, True, D(3)), expires_on=DAY)
        assert old.gift is None and old.receipt is None and old.lot.refused
        with pytest.raises(actions.CannotMove, match="expiry date"):
            came(kept, pledge, 3, expires_on=DAY)
        assert money.goods_pledged(kept.story.organisation.pk, on=DAY)[0].to_come == 40
    client = Client()
    client.force_login(desk)
    client.cookies["twiza_language"] = "en"
    shown = client.get(reverse("funding:show_pledge", args=[pledge.pk])).content.decode()
    assert all(words in shown for words in ("Still owed", "40", "the packaging", "the expiry date", "L-1"))
    assert client.get(reverse("funding:receive_pledge", args=[pledge.pk])).status_code == 302


@pytest.mark.django_db
def test_goods_given_for_one_campaign_go_into_no_other(kept):
    given_campaign(kept.story)
    ours = kept.story.campaign
    given_campaign(kept.story)
    other = kept.story.campaign
    assert other.pk != ours.pk
    pledge, _desk = promised(kept, campaign=ours.pk)
    with kept.work():
        lot = came(kept, pledge, 20).lot
        given_lot(kept, kept.flour, 6)
        pack = {"store": kept.store, "content": [(kept.flour, D(2))], "by": kept.mina, "at": NOON}
        with pytest.raises(GivenForAnother, match="L-1: it was given for “.*” only"):
            actions.make_baskets(campaign=other, baskets=5, **pack)
        with pytest.raises(GivenForAnother):
            actions.allocate_goods(
                item=kept.flour, store=kept.store, campaign=other, quantity=D(7), by=kept.mina, at=NOON
            )
        with pytest.raises(GivenForAnother):
            actions.issue_goods(
                lot=lot, store=kept.store, quantity=D(1), mark="mark", institution=kept.story.organisation,
                by=kept.mina, at=NOON,
            )  # fmt: skip
        actions.make_baskets(campaign=other, baskets=3, **pack)  # with what was bought
        packing = actions.make_baskets(campaign=ours, baskets=5, **pack)
        assert lots.stores_of_lot(lot) == [(kept.store, D(10))] and packing.baskets == 5


@pytest.mark.django_db
def test_the_database_keeps_what_a_lot_was_given_for(kept):
    given_campaign(kept.story)
    ours = kept.story.campaign
    given_campaign(kept.story)
    pledge, _desk = promised(kept, campaign=ours.pk)
    with kept.work():
        lot = came(kept, pledge, 20).lot
        for change in ({"given_for": None}, {"restriction": None}, {"bound_kind": "none"}):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                Lot.objects.filter(pk=lot.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():  # kept for another campaign
            Lot.objects.filter(pk=lot.pk).update(campaign=kept.story.campaign, state="allocated")
        lot.refresh_from_db()
        free = {"pk": new_id(), "number": 90, "parent_id": None, "state": "announced"}
        for change in (free | {"given_for_id": None}, free | {"bound_kind": "sadaqa"}, {"pk": new_id(), "number": 91, "parent_id": lot.pk, "bound_kind": "", "restriction_id": None, "given_for_id": None}):  # fmt: skip
            fields = {one.attname: getattr(lot, one.attname) for one in Lot._meta.fields} | change
            fields["id"] = fields.pop("pk")
            with pytest.raises(IntegrityError, match="bound as its pledge"), transaction.atomic():
                Lot.objects.create(**fields)


@pytest.mark.django_db
def test_the_keeper_does_it_on_one_page_and_hands_the_receipt(kept):
    pledge, _desk = promised(kept, "zakat", 50)
    client = Client()
    client.force_login(kept.mina)
    client.cookies["twiza_language"] = "en"
    shown = client.get(reverse("aid:show_store", args=[kept.store.pk])).content.decode()
    assert "Promised and still to come" in shown and "Zakat" in shown and "حسناء" not in shown
    page = f"{reverse('aid:receive_pledge', args=[pledge.pk])}?store={kept.store.pk}"
    typed = {"item": str(kept.flour.pk), "counted": "١٠", "holds": "5", "condition": "new", "refused": "0",
             "expiry": "on", "packaging": "on", "storage": "on", "genuine": "on", "safe": "on"}  # fmt: skip
    later = timezone.localdate() + (LATER - DAY)
    refused = client.post(page, typed)
    assert "need their expiry date" in refused.content.decode() and 'value="١٠"' in refused.content.decode()
    answer = client.post(page, typed | {"expires_on": later.strftime("%d/%m/%Y")}, follow=True)
    shown = answer.content.decode()
    assert f"{timezone.localdate().year}-000001" in shown
    assert "Zakat" in shown and "Receipt in French (PDF)" in shown
    (address,) = re.findall(r'"(/aid/receipts/[^"]+language=fr)"', shown)
    paper = client.get(address)
    assert paper.status_code == 200 and paper.content[:4] == b"%PDF"
    assert client.get(reverse("funding:show_pledge", args=[pledge.pk])).status_code == 404
