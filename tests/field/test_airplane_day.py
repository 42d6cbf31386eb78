"""A whole day at a point with a bad network: three phones, the real server, and everything that can go wrong.

Wires are cut at any byte, pages reloaded, browsers killed, clocks wrong by hours, one emergency code used although its
phone was alive, and cards of another point shown here. Then every hand-over is in the books once, each double waits at
the welcome table, and the stock says what left the tables.
"""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone
from playwright.sync_api import Error, Playwright

from tests.field.building import built_app
from tests.field.phones import Phone
from tests.field.wires import Wire
from twiza.aid import actions
from twiza.aid.models import (
    DignityCase,
    Entitlement,
    HandOver,
    HandOverRuling,
    LaneLease,
    LaneRelease,
    StockMove,
)
from twiza.aid.tests.given import given_association, given_distribution
from twiza.platform.sync import actions as sync
from twiza.platform.sync.models import StoredOperation

pytestmark = [pytest.mark.browser, pytest.mark.proof]

LANES, CARDS, DOUBLES, STRANGERS = 3, 200, 8, 3
HOURS_WRONG = (0, 5, -7)
CLOCK = "(() => { const right = Date.now.bind(Date); Date.now = () => right() + %d; })();"


@dataclass
class Hand:
    """A volunteer with a phone on a wire of its own, and what left the table, counted by hand."""

    phone: Phone
    wire: Wire
    cards: list[Any]  # to serve, in order
    given: list[Any] = field(default_factory=list)
    killed: int = 0

    def serve(self, card: Any, *, square: bool) -> None:
        """Read a card and hand over; a basket has left the table."""
        self.phone.serve(card.square if square else card.code)
        self.given.append(card)

    def start_again(self, *, kill: bool) -> None:
        """Reload, or die and be started again; the PIN opens the day, with or without network."""
        if kill:
            self.killed += 1
            with suppress(Error):  # it does not live to answer
                self.phone.context.new_cdp_session(self.phone.page).send("Browser.crash")
            with suppress(Error):
                self.phone.turn_off()
            self.phone.turn_on()
            self.phone.go()
        else:
            self.phone.page.reload()
        self.phone.open()


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A campaign that hands out today, its point shared among three lanes."""
    story: Any = given_association()
    day = timezone.localdate()
    story.cards = given_distribution(
        story, baskets=2 * CARDS + 60, households=2 * CARDS + 60, days=(day, day)
    )
    story.point = story.points[0]
    now = timezone.now()
    with story.work():
        made = actions.share_lanes(point=story.point, day=day, lanes=LANES, spares=2, by=story.amina, at=now)
        story.lanes = [lane for lane in made if lane.kind == "lane"]
        printed = actions.make_releases(point=story.point, day=day, by=story.amina, at=now)
        story.releases = {one.lane.pk: one.code for one in printed}
        story.rights = dict(Entitlement.objects.filter(campaign=story.campaign).values_list("code", "pk"))
        story.leases = dict(
            LaneLease.objects.filter(point=story.point).values_list("entitlement_id", "lane_id")
        )
    return story


@pytest.fixture
def hands(site: str, story: Any, player: Playwright, program: str, tmp_path: Path) -> Iterator[list[Hand]]:
    """Three volunteers with their phones, prepared; each card with the phone of its lane."""
    built_app()
    made: list[Hand] = []
    for n, lane in enumerate(story.lanes):
        wire = Wire(int(site.rpartition(":")[2]), chance=random.Random(n))
        cards = [one for one in story.cards if story.leases.get(story.rights[one.list_code]) == lane.pk]
        script = CLOCK % (HOURS_WRONG[n] * 3_600_000)
        phone = Phone(
            player, program, tmp_path / f"phone-{n}", f"http://localhost:{wire.port}", script=script
        )
        made.append(Hand(phone, wire, cards[: CARDS // LANES + 1]))
        phone.prepare(enrolment(story, lane), by="typing" if n else "address")
        phone.kept_for_offline()
    yield made
    for one in made:
        one.phone.turn_off()
        one.wire.close()


def enrolment(story: Any, lane: Any) -> str:
    """The code of a sheet for the phone of a lane."""
    now = timezone.now()
    with story.work():
        _, code = sync.open_enrolment(
            post=lane.pk,
            post_kind="lane",
            organisation=lane.organisation_id,
            host=lane.host_id,
            begins=now - timedelta(hours=1),
            ends=now + timedelta(hours=20),
            by=story.amina,
            at=now,
        )
    return code


def test_every_hand_over_is_kept_once_and_each_double_is_seen(story: Any, hands: list[Hand]) -> None:
    chance = random.Random(11)
    first, second, _ = hands
    for turn in range(CARDS // LANES + 1):
        for hand in hands:
            if chance.random() < 0.25:
                hand.wire.turn(chance.choice(("open", "cut", "cut", "dead")))
            if turn % 16 == 8:
                hand.start_again(kill=turn in (24, 40))
            if turn < len(hand.cards):
                hand.serve(hand.cards[turn], square=chance.random() < 0.5)
    serve_the_same(story, first, second)
    show_cards_of_another_point(story, first)
    for hand in hands:
        go_home(hand)
    with story.work():
        all_is_in_the_books(story, hands)
    assert sum(hand.wire.cuts for hand in hands) > 0, "the wire was cut under way"
    assert all(hand.killed for hand in hands)


def serve_the_same(story: Any, first: Hand, second: Hand) -> None:
    """The emergency code of lane 1 is used although its phone is alive: both serve the same families, out of reach."""
    for hand in (first, second):
        hand.wire.turn("dead")
    page = second.phone.page
    page.locator(".more").click()
    page.fill("#release", story.releases[story.lanes[0].pk])
    page.press("#release", "Enter")
    page.get_by_text("Vous servez aussi la file 1").wait_for()
    second.phone.press("back")
    for card in first.given[:DOUBLES]:
        second.serve(card, square=True)


def show_cards_of_another_point(story: Any, hand: Hand) -> None:
    """The same household at two points: the second one says which sign is theirs."""
    others = [one for one in story.cards if one.point.pk != story.point.pk][:STRANGERS]
    assert len(others) == STRANGERS
    for card in others:
        assert hand.phone.read(card.square) == "refusal" and hand.phone.why() == "other_point"
        hand.phone.press("away")


def go_home(hand: Hand) -> None:
    """The wire is whole again: everything leaves the phone, and only then the shift ends."""
    hand.wire.turn("open")
    for _ in range(20):
        if not hand.phone.waiting():
            break
        hand.phone.press("send") if hand.phone.page.locator("[data-send]").count() else None
        hand.phone.page.wait_for_timeout(300)
    hand.phone.page.locator(".more").click()
    hand.phone.press("end")
    hand.phone.page.get_by_text("C’est fini pour aujourd’hui").wait_for()
    assert hand.phone.waiting() == 0


def all_is_in_the_books(story: Any, hands: list[Hand]) -> None:
    """What phones counted, what the server stores, what the welcome table sees and what the stock says agree."""
    left_the_tables = [card for hand in hands for card in hand.given]
    served_ones = {card.list_code for card in left_the_tables}
    facts = HandOver.objects.filter(point=story.point, source="offline")
    assert facts.count() == len(left_the_tables) == CARDS + 1 + DOUBLES
    rulings = HandOverRuling.objects.filter(hand_over__in=facts)
    assert rulings.filter(ruling="served").count() == len(served_ones)
    assert rulings.filter(ruling="double").count() == DOUBLES
    assert DignityCase.objects.filter(hand_over__in=facts).count() == DOUBLES
    assert Entitlement.objects.filter(point=story.point, state="served").count() == len(served_ones)
    moved = StockMove.objects.filter(point=story.point, kind="served").aggregate(sum=Sum("pieces"))["sum"]
    assert moved == len(left_the_tables), "the stock says the physical truth"
    assert LaneRelease.objects.filter(point=story.point, used_at__isnull=False).exists()
    stored = StoredOperation.objects.all()
    assert stored.filter(kind="hand_over").count() == len(left_the_tables)
    assert stored.filter(kind="turned_away").count() == STRANGERS
    assert stored.filter(kind="shift_closed").count() == LANES
    for device in set(stored.values_list("device_id", flat=True)):
        numbers = sorted(stored.filter(device=device).values_list("seq", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), "no number is missing, none came twice"
