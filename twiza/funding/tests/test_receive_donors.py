"""The desk of donors: who gives, what is promised, what comes, what is erased."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from twiza.funding import actions, queries
from twiza.funding.models import Donor
from twiza.funding.tests.given import (
    NOON,
    TODAY,
    Desk,
    given_desk,
    given_donor,
    given_gift,
    given_restriction,
)
from twiza.network.tests.given import audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def pledged(desk: Desk, kind: str = "money", amount: int = 1000, **more: Any) -> Any:
    goods = {"words": "دقيق", "unit": "كيس", "estimated_value": Decimal(2000)} if kind == "goods" else {}
    return actions.write_pledge(
        donor=more.pop("donor", None) or given_donor(desk, "حسناء الأطلسية"),
        restriction=more.pop("restriction", None),
        kind=kind,
        amount=Decimal(amount),
        promised_on=more.pop("promised_on", TODAY + timedelta(days=3)),
        by=desk.zineb,
        at=NOON,
        **goods | more,
    )


def test_a_benefactor_stays_unnamed_by_a_code(desk):
    with desk.work(desk.zineb):
        donor = actions.write_donor(
            organisation=desk.organisation.pk,
            kind="anonymous",
            name="اسم",
            phone="0600",
            by=desk.zineb,
            at=NOON,
        )
        assert donor.name == donor.phone == "" and len(donor.code) == 8 and donor.contact == "none"
        with pytest.raises(actions.NotADonor):
            given_donor(desk, kind="person")
        named = given_donor(desk, "جمعية الأرز", kind="organisation", phone="+212600000000")
        assert named.phone == ""  # kept only of who wants to be called


def test_the_log_knows_donors_by_code(desk):
    with desk.work(desk.zineb):
        donor = given_donor(desk, "حسناء الأطلسية", contact="phone", phone="+212600000000")
        actions.correct_donor(
            donor=donor,
            kind="person",
            name="حسناء بنت الأطلس",
            phone="",
            contact="none",
            by=desk.zineb,
            at=NOON,
        )
        said = str(audit_data("funding.donor_written") + audit_data("funding.donor_corrected"))
    assert donor.code in said and "حسناء" not in said and "212" not in said


def test_a_donor_is_erased_and_the_money_stays(desk, client: Client):
    with desk.work(desk.zineb):
        donor = given_donor(desk, "حسناء الأطلسية", contact="phone", phone="+212600000000")
        gift = given_gift(desk, 1000, donor=donor)
        receipt = actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        assert queries.kept_until(donor).year == 2036
    client.force_login(desk.zineb)
    page = reverse("funding:erase_donor", args=[donor.pk])
    assert "2036" in client.get(page).content.decode()
    assert client.post(page, {"reason_code": "asked"}).status_code == 302
    with desk.work(desk.zineb):
        donor.refresh_from_db()
        assert donor.name == donor.phone == "" and donor.erased_at is not None
        assert queries.balances_of(desk.organisation.pk)[0].sums.received == 1000
        assert queries.receipt_for(desk.zineb, receipt.pk).number == receipt.number
        with pytest.raises(actions.DonorErased):
            actions.correct_donor(
                donor=donor, kind="person", name="x", phone="", contact="none", by=desk.zineb, at=NOON
            )
        assert not queries.donor_has_words(donor.pk)
        assert actions.erase_donor_again(id=donor.pk, at=NOON) is False
        assert "حسناء" not in str(list(Donor.objects.values()))


def test_an_erasure_is_done_again_after_a_restore(desk):
    with desk.work(desk.zineb):
        donor = given_donor(desk, "حسناء الأطلسية")
        pledged(desk, "goods", donor=donor)
        assert actions.erase_donor_again(id=donor.pk, at=NOON) is True
        donor.refresh_from_db()
        assert donor.name == "" and queries.pledges_by(donor).get().words == "—"


def test_a_pledge_is_kept_in_part_then_whole(desk):
    with desk.work(desk.zineb):
        pledge = pledged(desk)
        for amount, state in ((400, "partly"), (600, "kept")):
            given_gift(desk, amount, donor=pledge.donor, pledge=pledge)
            pledge.refresh_from_db()
            assert pledge.state == state
        with pytest.raises(actions.PledgeSettled):
            actions.give_up_pledge(pledge=pledge, reason_code="cannot", by=desk.zineb, at=NOON)


def test_a_gift_taken_back_opens_its_pledge_again(desk):
    with desk.work():
        pledge = pledged(desk)
        gift = given_gift(desk, 1000, donor=pledge.donor, pledge=pledge)
        actions.correct_gift(gift=gift, reason_code="bounced", by=desk.nadia, at=NOON)
        pledge.refresh_from_db()
        assert (pledge.state, pledge.received) == ("open", 0)


def test_a_pledge_that_is_not_kept_says_why(desk):
    with desk.work(desk.zineb):
        pledge = pledged(desk)
        given_gift(desk, 300, donor=pledge.donor, pledge=pledge)
        with pytest.raises(actions.PledgeSettled):
            actions.give_up_pledge(pledge=pledge, reason_code="whatever", by=desk.zineb, at=NOON)
        pledge = actions.give_up_pledge(pledge=pledge, reason_code="cannot", by=desk.zineb, at=NOON)
        line = queries.pledge_line(pledge, on=TODAY)
        assert (pledge.state, line.to_come, line.late) == ("not_kept", 0, False)
        with pytest.raises(actions.PledgeSettled):
            given_gift(desk, 10, donor=pledge.donor, pledge=pledge)


def test_goods_that_were_promised_are_received_by_desk_or_store(desk):
    amina = given_member("Amina", "campaign_manager", desk.organisation)
    youssef = given_member("Youssef", "point_volunteer", desk.organisation)
    with desk.work(amina):
        pledge = pledged(desk, "goods", 20)
        assert [one.to_come for one in queries.goods_pledged(desk.organisation.pk, on=TODAY)] == [20]
        gift = actions.receive_goods_pledge(
            pledge=pledge, quantity=Decimal(5), received_on=TODAY, by=amina, at=NOON
        )
        assert (gift.amount, gift.unit, gift.estimated_value, gift.entry) == (5, "كيس", Decimal(500), None)
        (line,) = queries.goods_pledged(desk.organisation.pk, on=TODAY)
        assert (line.pledge.state, line.to_come, line.worth) == ("partly", 15, Decimal(1500))
        with pytest.raises(NoPermission):
            actions.receive_goods_pledge(
                pledge=pledge, quantity=Decimal(5), received_on=TODAY, by=youssef, at=NOON
            )
        with pytest.raises(actions.NotAGift):
            actions.receive_goods_pledge(
                pledge=pledge, quantity=Decimal(0), received_on=TODAY, by=amina, at=NOON
            )


def test_today_reminds_of_what_was_promised(desk, in_english):
    with desk.work(desk.zineb):
        pledged(desk, promised_on=TODAY - timedelta(days=1))
        pledged(desk, promised_on=TODAY + timedelta(days=60))
        (line,) = queries.waiting_for(desk.zineb, at=NOON)
        assert "Remind 1 donor" in str(line.sentence) and line.due == TODAY - timedelta(days=1)


def test_what_is_not_a_promise_is_refused(desk):
    with desk.work(desk.zineb):
        for wrong in ({"kind": "time"}, {"kind": "goods", "words": ""}, {"amount": 0}):
            with pytest.raises(actions.NothingPledged):
                pledged(desk, **wrong)


def test_what_is_not_a_gift_is_refused(desk):
    with desk.work(desk.zineb):
        for wrong in ({"amount": 0}, {"amount": "0.001"}, {"means": "goods"}):
            with pytest.raises(actions.NotAGift):
                given_gift(desk, wrong.pop("amount", 10), **wrong)


def test_hidden_and_missing_look_the_same(desk):
    salma = given_member("Salma", "donor_desk", given_organisation("Association Sebou"))
    with desk.work(desk.zineb):
        donor = given_donor(desk, "حسناء")
    with desk.work(salma), pytest.raises(queries.NoSuchThing):
        queries.donor_for(salma, donor.pk)
    with desk.work(desk.hassan), pytest.raises(queries.NoSuchThing):
        queries.donor_for(desk.hassan, donor.pk)  # a president sees the money, donors by code


def test_pages_name_donors_only_to_who_keeps_them_and_leave_a_line(desk, client: Client):
    with desk.work():
        donor = given_donor(desk, "حسناء الأطلسية")
        gift = given_gift(desk, 100, given_restriction(desk), donor=donor)
        actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
    pages = ("list_gifts", "list_receipts", "list_pledges", "simulate_shortage", "show_money", "show_journal")
    for person, seen in ((desk.zineb, True), (desk.hassan, False)):
        client.force_login(person)
        shown = "".join(client.get(reverse(f"funding:{name}")).content.decode() for name in pages)
        assert ("حسناء" in shown) is seen and donor.code in shown or seen
    client.force_login(given_member("Youssef", "point_volunteer", desk.organisation))
    assert {client.get(reverse(f"funding:{name}")).status_code for name in pages} == {403}
    from django.db import connection

    with desk.work(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_subject WHERE subject = %s", [donor.pk])
        assert cursor.fetchone()[0] == 2  # gifts and receipts, to one reader
