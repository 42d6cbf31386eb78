"""Phones of one point and everything that can happen to what they send, beside a model of what happened in the world."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from twiza.aid import actions as aid
from twiza.aid.models import DignityCase, Entitlement, HandOver, HandOverRuling, StockMove
from twiza.aid.rules import packs, rulings
from twiza.aid.tests.given import Story, given_association, given_distribution
from twiza.aid.tests.lanes_given import BEFORE, FIRST_DAY, NINE
from twiza.lib.keyring import Keyring
from twiza.lib.operations import DeviceOperation
from twiza.platform.sync import actions, queries
from twiza.platform.sync.actions.operation_rows import moment
from twiza.platform.sync.models import Device, KeptUpload, OperationAnswer, StoredOperation
from twiza.platform.sync.tests.given import Phone, given_phone

WHO = st.integers(0, 3)
LINES = st.lists(st.integers(0, 11), max_size=12)


@dataclass
class Ground:
    """A point with a day shared among two lanes and a welcome table, and its cards."""

    story: Story
    lanes: list[Any]
    rights: list[UUID]
    releases: dict[int, str]  # lane → hash of its printed release


def given_ground(cards: int = 6) -> Ground:
    story = given_association()
    given_distribution(story, households=cards, baskets=cards, zones=("حي الزهور",))
    with story.work():
        point = story.points[0]
        point.campaign.refresh_from_db()
        lanes = aid.share_lanes(point=point, day=FIRST_DAY, lanes=2, spares=1, by=story.amina, at=BEFORE)
        printed = aid.make_releases(point=point, day=FIRST_DAY, by=story.amina, at=BEFORE)
        rights = list(Entitlement.objects.filter(point=point).order_by("pk").values_list("pk", flat=True))
    key = packs.pack_key(Keyring(settings.TWIZA_KEYS).secret("blind_index"), point.campaign_id)
    hashes = {one.lane.number: packs.hash16("release", one.code.encode(), key).hex() for one in printed}
    return Ground(story, lanes, rights, hashes)


@dataclass
class Told:
    """What a phone did, and what became of it on its way."""

    phone: int
    done: DeviceOperation
    line: str
    twice: bool = False  # under a number that the phone used before
    arrived: bool = False
    revoked: bool = False  # it arrived after its phone was revoked
    first: tuple[str, str] | None = None  # what the phone was answered at first


@dataclass
class Pocket:
    phone: Phone
    told: list[Told] = field(default_factory=list)
    kept: list[Told] = field(default_factory=list)  # not let go of yet
    revoked: bool = False


class FieldMachine(RuleBasedStateMachine):
    """Anything may be done, sent, lost, sent again, in any order, by any clock; then the world and the server agree."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.now = NINE
        lanes, amina = self.ground.lanes, self.ground.story.amina
        # two phones at the first lane, one at the second, one at the welcome table
        self.pockets = [
            Pocket(given_phone(lane.organisation_id, amina, host=lane.host_id, post=lane.pk, at=BEFORE))
            for lane in (lanes[0], lanes[0], lanes[1], lanes[2])
        ]

    def teardown(self) -> None:
        try:
            self.everything_comes_in()
            self.world_and_server_agree()
        finally:
            transaction.savepoint_rollback(self.mark)

    def _do(self, who: int, kind: str, values: dict[str, Any], **other: Any) -> Told:
        self.now += timedelta(seconds=20)
        pocket = self.pockets[who]
        done = pocket.phone.do(kind, values, self.now, **other)
        told = Told(who, done, pocket.phone.waiting[-1])
        pocket.told.append(told)
        pocket.kept.append(told)
        return told

    @rule(who=WHO, card=st.integers(0, 5), proxy=st.booleans())
    def hand_over(self, who: int, card: int, proxy: bool) -> None:
        right = str(self.ground.rights[card])
        self._do(
            who,
            "hand_over",
            {"right": right, "card": "0" * 16, "proxy": proxy, "how": "camera", "released": ""},
        )

    @rule(who=WHO, back=st.integers(0, 5))
    def undo(self, who: int, back: int) -> None:
        made = [one for one in self.pockets[who].told if one.done.kind == "hand_over"]
        if made:
            self._do(who, "undo", {"of": str(made[-1 - back % len(made)].done.op)})

    @rule(who=WHO, card=st.integers(0, 5), why=st.sampled_from(["double", "other_lane", "unknown"]))
    def turn_away(self, who: int, card: int, why: str) -> None:
        self._do(who, "turned_away", {"right": str(self.ground.rights[card]), "why": why})

    @rule(card=st.integers(0, 5))
    def give_spare(self, card: int) -> None:
        self._do(3, "spare", {"right": str(self.ground.rights[card]), "of": ""})

    @rule(who=WHO, lane=st.integers(1, 2))
    def use_release(self, who: int, lane: int) -> None:
        self._do(who, "release_used", {"lane": lane, "release": self.ground.releases[lane]})

    @rule(who=WHO, card=st.integers(0, 5))
    def a_copied_phone_hands_over(self, who: int, card: int) -> None:
        """The same phone restored from a copy: the number of its next operation was used before."""
        phone = self.pockets[who].phone
        if phone.seq:
            phone.seq -= 1
            values = {
                "right": str(self.ground.rights[card]),
                "card": "0" * 16,
                "proxy": False,
                "how": "typed",
                "released": "",
            }
            self._do(who, "hand_over", values).twice = True

    @rule(who=WHO, hours=st.integers(-30, 30))
    def set_clock(self, who: int, hours: int) -> None:
        self.pockets[who].phone.clock = timedelta(hours=hours)

    @rule(who=WHO)
    @precondition(lambda self: not all(one.revoked for one in self.pockets))
    def revoke(self, who: int) -> None:
        pocket, story = self.pockets[who], self.ground.story
        pocket.revoked = True
        with story.work():
            actions.revoke_device(device=pocket.phone.device, reason_code="lost", by=story.amina, at=self.now)

    @rule(who=WHO, which=LINES, heard=st.booleans())
    def send(self, who: int, which: list[int], heard: bool) -> None:
        """Some lines, some twice, in any order; the answer may be lost on its way back."""
        told = self.pockets[who].told
        self._send(who, [told[n % len(told)] for n in which] if told else [], heard)

    @rule(who=WHO, heard=st.booleans())
    def send_all_that_is_kept(self, who: int, heard: bool) -> None:
        self._send(who, list(self.pockets[who].kept), heard)

    @rule()
    def accept_what_waits(self) -> None:
        story = self.ground.story
        with story.work():
            waiting = queries.waiting_of([lane.pk for lane in self.ground.lanes])
            actions.accept_operations(
                operations=[one.operation for one in waiting], by=story.amina, at=self.now
            )

    def _send(self, who: int, lines: list[Told], heard: bool) -> None:
        pocket = self.pockets[who]
        self.now += timedelta(seconds=5)
        report = pocket.phone.send([one.line for one in lines], at=self.now)
        assert len(report.answers) == len(lines)
        assert report.revoked == pocket.revoked
        for told, answer in zip(lines, report.answers, strict=True):
            assert answer.op == told.done.op
            said = (str(answer.answer), str(answer.rule))
            assert answer.repeated == told.arrived
            assert said == (told.first or said), "sent again, it is answered as the first time"
            told.first, told.revoked = said, told.revoked or not told.arrived and pocket.revoked
            told.arrived = True
            if heard and told in pocket.kept:
                pocket.kept.remove(told)
        if pocket.revoked:
            assert all(one.first is not None for one in lines)

    def everything_comes_in(self) -> None:
        for who, pocket in enumerate(self.pockets):
            self._send(who, list(pocket.told), heard=True)
        self.accept_what_waits()

    @invariant()
    def everything_that_arrived_is_kept_once(self) -> None:
        with self.ground.story.work():
            stored = set(StoredOperation.objects.values_list("pk", flat=True))
            assert stored == {one.done.op for pocket in self.pockets for one in pocket.told if one.arrived}
            assert not KeptUpload.objects.exists()
            posts = {device.pk: device.post for device in Device.objects.all()}
            lines = {one.id: one for one in queries.devices_of(posts.values())}
            for pocket in self.pockets:
                come = {one.done.seq for one in pocket.told if one.arrived}
                missing = lines[pocket.phone.device].missing
                until = max(come, default=0)
                assert {n for n in range(1, until) if n not in come} <= spelled(missing)
                assert not come & spelled(missing)

    @invariant()
    def no_card_counts_twice_and_no_second_basket_is_silent(self) -> None:
        with self.ground.story.work():
            served: dict[UUID, int] = {}
            for ruling in HandOverRuling.objects.select_related("hand_over"):
                if ruling.ruling == "served":
                    served[ruling.entitlement_id] = served.get(ruling.entitlement_id, 0) + 1
                elif ruling.ruling == "double":
                    assert DignityCase.objects.filter(hand_over=ruling.hand_over).count() == 1
            assert all(count == 1 for count in served.values())

    def world_and_server_agree(self) -> None:
        """Everything has come in: what the server says of each card is what was done, and the stock is the baskets."""
        told = [one for pocket in self.pockets for one in pocket.told]
        undone = self._undone(told)
        made = [one for one in told if one.done.kind == "hand_over"]
        spares = [one for one in told if one.done.kind == "spare"]
        with self.ground.story.work():
            assert not queries.waiting_of([lane.pk for lane in self.ground.lanes])
            assert set(HandOver.objects.values_list("pk", flat=True)) == {one.done.op for one in made}
            states = dict(HandOverRuling.objects.values_list("hand_over", "ruling"))
            for right in self.ground.rights:
                gone = [one for one in made if one.done.values()["right"] == str(right)]
                left = [one.done.op for one in gone if one.done.op not in undone]
                counts = sorted(states[op] for op in left)
                assert counts == (["double"] * (len(left) - 1) + ["served"] if left else [])
                assert all(states[one.done.op] == "undone" for one in gone if one.done.op in undone)
            pieces = sum(StockMove.objects.filter(kind="served").values_list("pieces", flat=True))
            assert pieces == len(made) - len(undone) + len(spares), "the stock is what left"
            assert OperationAnswer.objects.filter(taken_in=True).count() == len(told)

    @staticmethod
    def _undone(told: list[Told]) -> set[UUID]:
        """Hand-overs that their own phone took back within a minute of its clock."""
        made = {one.done.op: one for one in told if one.done.kind == "hand_over"}
        found = set()
        for one in told:
            if one.done.kind == "undo":
                of = made[UUID(one.done.values()["of"])]
                if rulings.undone_in_time(moment(of.done.at), moment(one.done.at)):
                    found.add(of.done.op)
        return found


def spelled(missing: list[str]) -> set[int]:
    """The numbers that "3-5" and "7" say."""
    found: set[int] = set()
    for one in missing:
        first, _dash, last = one.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found
