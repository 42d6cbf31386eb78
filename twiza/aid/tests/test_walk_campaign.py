"""The whole of a campaign through its pages, as people walk it; and what a page never shows."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import Campaign, FrozenList, Nomination
from twiza.aid.tests.given import NOON, ZONES, given_association, given_distribution, given_frozen_list
from twiza.aid.tests.test_print_cards import seen as seen_on_page
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_place
from twiza.platform.queue import actions as queue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    return given_association()


def signed_in(user: Any) -> Client:
    """A browser in which this person has just shown password and second factor."""
    client = Client()
    client.force_login(user, backend="twiza.config.sign_in.PasswordBackend")
    session = client.session
    now = timezone.now().timestamp()
    session["account_authentication_methods"] = [
        {"method": method, "at": now, "reauthenticated": True} for method in ("password", "mfa")
    ]
    session.save()
    return client


def opens_once_its_zones_are_placed(amina, at):
    """Nobody said in which province they lie; then the page of the legal window asks for the declaration."""
    assert amina.post(at("start_distribution"))["Location"] == at("place_zones")
    places = {f"zone{n}_chosen": str(given_place().pk) for n in range(2)}
    assert amina.post(at("place_zones"), places).status_code == 302
    refused = amina.post(at("start_distribution"), follow=True).content.decode()
    assert at("record_declaration") in refused


def test_it_is_walked_from_plan_to_account(story):
    today = timezone.localdate()
    later = today + timedelta(days=3)
    amina, hassan, youssef = (signed_in(one) for one in (story.amina, story.hassan, story.youssef))
    planned = amina.post(
        reverse("aid:plan_campaign"),
        {"organisation": story.organisation.pk, "title": "قفة رمضان", "hijri_month": 9, "hijri_year": "١٤٤٧",
         "baskets": "٥", "reserve": "1", "zones": "\n".join(ZONES[:2])},
    )  # fmt: skip
    page = planned["Location"]
    campaign = page.rstrip("/").split("/")[-1]
    at = lambda name: reverse(f"aid:{name}", args=[campaign])  # noqa: E731
    assert (
        "تقديري" in amina.get(at("set_dates")).content.decode()
        or amina.get(at("set_dates")).status_code == 200
    )
    amina.post(at("announce_month"), {"begins_on": "19/02/2026"})
    assert (
        amina.post(
            at("set_dates"), {"starts_on": f"{today:%d/%m/%Y}", "ends_on": f"{later:%d/%m/%Y}"}
        ).status_code
        == 302
    )
    point = {"name": "دار الحي", "zones": ZONES[:2], "host": story.organisation.pk, "colour": "green",
             "shape": "star", "capacity": "300", "opens_at": "٩", "closes_at": "18:00"}  # fmt: skip
    assert amina.post(at("add_point"), point).status_code == 302
    assert amina.post(at("write_criteria"), {"many_children": "2", "disability": "3"}).status_code == 302
    for n in range(4):
        household = {
            "household": new_id(),
            "organisation": story.organisation.pk,
            "zone": ZONES[n % 2],
            "size": str(n + 2),
            "needs": "seat",
        }
        assert amina.post(at("nominate"), household).status_code == 302
        assert amina.post(at("nominate"), household).status_code == 302  # sent twice, it is one household
    with story.work():
        assert Nomination.objects.count() == 4
    assert amina.post(at("freeze_list")).status_code == 200  # refused: the pool comes first
    freeze_pool(story, amina, hassan, at)
    sheet = amina.get(at("print_draw_sheet"))
    assert sheet.content.startswith(b"%PDF")
    drawn = {"digits": "٤٠٧ 193", "witnesses": "3", "drawn_on": f"{today:%d/%m/%Y}"}
    assert amina.post(at("record_draw"), drawn)["Location"] == at("show_pool")
    frozen = amina.post(at("freeze_list"))
    assert frozen.status_code == 302
    list_page = frozen["Location"]
    assert hassan.post(list_page + "sign/").status_code == 302
    asked = amina.post(at("show_cards"), {"sheet": "sheet"})
    assert asked.status_code == 302
    queue.run_waiting_jobs()
    cards = amina.get(at("show_cards")).content.decode()
    assert "cards.pdf" in cards
    opens_once_its_zones_are_placed(amina, at)
    paper = {"province": str(given_place("03.231").pk), "basis": "receipt", "authority": "عمالة فاس",
             "number": "١٢/2026", "received_on": f"{today:%d/%m/%Y}"}  # fmt: skip
    assert amina.post(at("record_declaration"), paper).status_code == 302
    assert amina.post(at("start_distribution")).status_code == 302
    code = code_on_a_card(amina, cards)
    serve(youssef, code)
    day = reverse("aid:reconcile_day", args=[point_of(story).pk, today.isoformat()])
    amina.post(day, {"pieces": "4"})
    closed = amina.post(day, {"returned": "3", "damaged": "0", "lost": "0"}, follow=True).content.decode()
    assert "notice-good" in closed
    for name in ("show_campaign", "show_ledger", "list_days"):
        assert amina.get(at(name)).status_code == 200


def freeze_pool(story: Any, amina: Client, hassan: Client, at: Any) -> None:
    """Who brought whom is said and signed, the criteria are signed by another, then the pool by both."""
    assert amina.post(at("freeze_pool"))["Location"] == at(
        "show_relations"
    )  # refused: nothing was said of them
    assert amina.post(at("show_relations"), {"rest": "none"}).status_code == 302
    assert amina.post(at("freeze_pool"))["Location"] == at("show_relations")  # refused: nobody else signed
    assert hassan.post(at("show_relations"), {"sign": str(story.amina.pk)}).status_code == 302
    assert amina.post(at("freeze_pool")).status_code == 200  # refused: the criteria wait for another person
    assert hassan.post(at("sign_criteria"))["Location"] == at("write_criteria")
    assert amina.post(at("freeze_pool"))["Location"] == at("show_pool")
    assert hassan.post(at("sign_pool"))["Location"] == at("show_pool")


def code_on_a_card(client: Client, page: str) -> str:
    """Read a square code from the printed file, as a scanner would."""
    for path in re.findall(r'href="(/files/[^"]+)"', page):
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if content.startswith(b"%PDF"):
            return seen_on_page(pypdfium2.PdfDocument(BytesIO(content))[0])[0]
    raise AssertionError(page)


def point_of(story):
    with story.work():
        return queries.points_of(Campaign.objects.get())[0]


def serve(youssef: Client, code: str) -> None:
    points = youssef.get(reverse("aid:list_points")).content.decode()
    page = re.search(r'href="(/aid/points/[^"]+/)"', points)[1]
    for expected in ("data-focus", "notice-warning"):
        seen = youssef.post(page, {"code": code.lower()}).content.decode()
        assert expected in seen
        fields = dict(re.findall(r'name="(entitlement|card|operation)" value="([^"]+)"', seen))
        answer = youssef.post(page + "confirm/", fields)
        again = youssef.post(page + "confirm/", fields)
        assert answer.status_code == again.status_code == 200
    table = youssef.get(page + "table/")
    assert table.status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_pages_answer_in_each_language(story, language):
    cards = given_distribution(story)
    client = signed_in(story.amina)
    client.cookies["twiza_language"] = language
    with story.work():
        frozen = FrozenList.objects.get()
    campaign, point = [story.campaign.pk], [cards[0].point.pk]
    pages = [
        reverse("aid:list_campaigns"),
        reverse("aid:plan_campaign"),
        reverse("aid:list_points"),
        *(reverse(f"aid:{name}", args=campaign) for name in (
            "show_campaign", "set_dates", "add_partner", "add_point", "write_criteria", "nominate",
            "freeze_pool", "show_pool", "sign_pool", "record_draw",
            "freeze_list", "add_addendum", "show_cards", "show_ledger", "list_days",
        )),
        reverse("aid:show_list", args=[frozen.pk]),
        reverse("aid:sign_list", args=[frozen.pk]),
        *(reverse(f"aid:{name}", args=point) for name in ("hand_over", "welcome_table")),
        reverse("aid:reconcile_day", args=[*point, "2026-02-26"]),
    ]  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert 'style="' not in answer.content.decode()


def test_the_hand_over_page_alone_opens_the_camera(story):
    cards = given_distribution(story)
    client = signed_in(story.youssef)
    page = client.get(reverse("aid:hand_over", args=[cards[0].point.pk]))
    assert page["Permissions-Policy"] == "camera=(self), microphone=(), geolocation=()"
    points = client.get(reverse("aid:list_points"))
    assert points["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"


def test_no_page_shows_a_door_code_or_a_criterion_at_the_point(story):
    cards = given_distribution(story, days=(timezone.localdate(), timezone.localdate()))
    youssef = signed_in(story.youssef)
    page = reverse("aid:hand_over", args=[cards[0].point.pk])
    seen = youssef.post(page, {"code": cards[0].code}).content.decode()
    assert "data-focus" in seen
    assert cards[0].code not in seen
    for word in ("disability", "إعاقة", "widow", "أرملة"):
        assert word not in seen
    assert youssef.get(reverse("aid:show_campaign", args=[story.campaign.pk])).status_code == 404


def test_signing_wants_a_fresh_sign_in(story):
    frozen = given_frozen_list(story)
    client = Client()
    client.force_login(story.hassan, backend="twiza.config.sign_in.PasswordBackend")
    page = reverse("aid:sign_list", args=[frozen.pk])
    assert client.get(page)["Location"].startswith("/accounts/again/")
    assert client.post(page)["Location"].startswith("/accounts/again/")
    with story.work():
        assert not queries.is_signed(queries.list_for(story.amina, frozen.pk))


def test_the_second_signer_sees_the_draw_and_who_opens_the_points_is_told_nobody_could_object(story):
    frozen = given_frozen_list(story)
    page = signed_in(story.hassan).get(reverse("aid:sign_list", args=[frozen.pk])).content.decode()
    with story.work():
        pool, drawn = queries.pool_of(story.campaign), queries.draw_of(story.campaign)
    assert drawn.digits in page and pool.hash[:8] in page and "الشهود" in page
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    shown = signed_in(story.amina)
    campaign = reverse("aid:show_campaign", args=[story.campaign.pk])
    assert "لم تُعلق هذه اللائحة" in shown.get(campaign).content.decode()
    with story.work():
        actions.post_list(campaign=story.campaign, by=story.amina, at=NOON)
    assert "لم تُعلق هذه اللائحة" not in shown.get(campaign).content.decode()


def test_the_today_page_says_what_waits(story):
    frozen = given_frozen_list(story)
    with story.work(story.hassan):
        assert [due.url for due in queries.waiting_for(story.hassan, at=NOON)] == [
            reverse("aid:show_list", args=[frozen.pk])
        ]
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with story.work():
        urls = [due.url for due in queries.waiting_for(story.amina, at=NOON)]
        assert reverse("aid:show_cards", args=[story.campaign.pk]) in urls


def test_another_organisation_finds_nothing(story):
    cards = given_distribution(story)
    elsewhere = given_association("Association Sebou", "-2")
    salma = signed_in(elsewhere.amina)
    for page in (
        reverse("aid:show_campaign", args=[story.campaign.pk]),
        reverse("aid:hand_over", args=[cards[0].point.pk]),
    ):
        assert salma.get(page).status_code == 404


def test_who_plans_no_campaign_finds_no_empty_form(story):
    assert signed_in(story.youssef).get(reverse("aid:plan_campaign")).status_code == 403
    assert signed_in(story.amina).get(reverse("aid:plan_campaign")).status_code == 200
