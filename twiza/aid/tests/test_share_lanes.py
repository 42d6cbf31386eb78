"""Each card is served by one lane: shared evenly, moved, released, and what the database itself refuses."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import Card, Entitlement, Lane, LaneLease, LaneRelease, PackGiven
from twiza.aid.rules import cards, packs
from twiza.aid.rules.lanes import LaneKind, dealt
from twiza.aid.tests.given import FIRST_DAY, LAST_DAY, given_association, given_distribution, hand_over
from twiza.lib.ids import new_id
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.accounts.tests.given import lines_of

BEFORE = datetime(2026, 2, 26, 7, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    story = given_association()
    story.cards = given_distribution(story, households=40, baskets=30, reserve=2)
    story.point = story.points[0]
    story.here = [card for card in story.cards if card.point.pk == story.point.pk]
    return story


def shared(story, lanes=3, **more):
    return actions.share_lanes(
        point=story.point, day=FIRST_DAY, lanes=lanes, **{"spares": 2, "by": story.amina, "at": BEFORE} | more
    )


def leases(story):
    return LaneLease.objects.filter(point=story.point, day=FIRST_DAY, ended_at__isnull=True)


def body_of(story, lane):
    return json.loads(queries.pack_for(lane=lane.pk, at=BEFORE).body)


@given(cards=st.integers(0, 400), lanes=st.integers(1, 20), first=st.integers(0, 50), span=st.integers(1, 90))
def test_it_deals_evenly_over_the_day_and_within_each_hour(cards, lanes, first, span):
    places = dealt(cards, lanes, first)
    for part in [places, *(places[n : n + span] for n in range(0, cards, span))]:
        counts = Counter(part)
        assert max(counts.values(), default=0) - min((counts[n] for n in range(lanes)), default=0) <= 1


def test_it_gives_each_card_one_lane_and_the_welcome_table_none(story):
    with story.work():
        lanes = shared(story)
        assert [(one.number, one.kind) for one in lanes] == [
            (1, "lane"),
            (2, "lane"),
            (3, "lane"),
            (4, "desk"),
        ]
        assert lanes[3].spares == 2
        held = Counter(leases(story).values_list("lane__number", flat=True))
        assert sum(held.values()) == len(story.here)
        assert max(held.values()) - min(held.values()) <= 1
        assert 4 not in held
        lines = queries.lane_lines(story.point, FIRST_DAY)
        assert [line.cards for line in lines] == [held[1], held[2], held[3], 0]
    assert len(lines_of("aid.lanes_shared")) == 1


def test_a_day_is_shared_again_until_a_basket_is_handed_over(story):
    with story.work():
        shared(story)
        lanes = shared(story, lanes=2)
        assert [(one.number, one.kind) for one in lanes] == [(1, "lane"), (2, "lane"), (3, "desk")]
        assert set(leases(story).values_list("lane__number", flat=True)) == {1, 2}
        assert leases(story).count() == len(story.here)
        ended = LaneLease.objects.filter(ended_because="shared_again").count()
        assert ended == len(story.here)
    with story.work(story.youssef):
        hand_over(story, story.here[0])
    with story.work(), pytest.raises(OutOfOrder):
        shared(story)


def test_a_day_is_not_shared_again_while_a_phone_holds_it(story):
    with story.work():
        lane = shared(story)[0]
        given = actions.give_pack(post=lane.pk, post_kind="lane", device=new_id(), by=story.amina, at=BEFORE)
        again = actions.give_pack(
            post=lane.pk,
            post_kind="lane",
            device=PackGiven.objects.get().device,
            by=story.amina,
            at=BEFORE + timedelta(minutes=5),
        )
        assert given.pack == again.pack and PackGiven.objects.count() == 1
        with pytest.raises(OutOfOrder):
            shared(story)
        with pytest.raises(OutOfOrder):
            actions.move_leases(lane=lane, to=Lane.objects.get(number=2), by=story.amina, at=BEFORE)
    assert len(lines_of("aid.pack_given")) == 1


def test_a_lost_phones_cards_go_to_another_lane(story):
    with story.work():
        one, two, _three, desk = shared(story)
        before = leases(story).filter(lane=one).count()
        had = leases(story).filter(lane=two).count()
        with pytest.raises(BadPlan):
            actions.move_leases(lane=one, to=desk, by=story.amina, at=BEFORE)
        assert actions.move_leases(lane=one, to=two, by=story.amina, at=BEFORE) == before
        assert leases(story).filter(lane=one).count() == 0
        assert leases(story).filter(lane=two).count() == before + had
        assert leases(story).count() == len(story.here)


def test_cards_made_later_get_a_lane_and_nothing_moves(story):
    with story.work():
        shared(story)
        before = dict(leases(story).values_list("entitlement", "lane"))
        right = Entitlement.objects.get(code=story.here[0].list_code)
        LaneLease.objects.filter(entitlement=right).update(ended_at=BEFORE, ended_because="moved")
        assert actions.share_newcomers(point=story.point, day=FIRST_DAY, by=story.amina, at=BEFORE) == 1
        after = dict(leases(story).values_list("entitlement", "lane"))
        assert after.keys() == before.keys()
        assert {key: lane for key, lane in after.items() if key != right.pk} == {
            key: lane for key, lane in before.items() if key != right.pk
        }
        assert actions.share_newcomers(point=story.point, day=FIRST_DAY, by=story.amina, at=BEFORE) == 0


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"lanes": 0}, BadPlan),
        ({"lanes": 21}, BadPlan),
        ({"spares": -1}, BadPlan),
        ({"desk": False}, BadPlan),
        ({"day": LAST_DAY + timedelta(days=1)}, BadPlan),
    ],
)
def test_it_refuses_lanes_that_cannot_be(story, change, refusal):
    asked = {"point": story.point, "day": FIRST_DAY, "lanes": 3, "spares": 2, "by": story.amina, "at": BEFORE}
    with story.work(), pytest.raises(refusal):
        actions.share_lanes(**asked | change)


def test_a_volunteer_shares_no_lane(story):
    with story.work(story.youssef), pytest.raises(NoPermission):
        shared(story, by=story.youssef)


def test_release_codes_are_known_only_when_they_are_printed(story):
    with story.work():
        lanes = shared(story)
        printed = actions.make_releases(point=story.point, day=FIRST_DAY, by=story.amina, at=BEFORE)
        assert [one.lane.number for one in printed] == [1, 2, 3]
        content = body_of(story, lanes[0])
        key = packs.pack_key(Keyring(settings.TWIZA_KEYS).secret("blind_index"), story.campaign.pk)
        for one in printed:
            assert content["releases"][str(one.lane.number)] == [
                packs.hash16("release", one.code.encode(), key).hex()
            ]
            assert one.code not in json.dumps(content)
        actions.release_lane(lane=lanes[1], by=story.amina, at=BEFORE)
        assert body_of(story, lanes[0])["released"] == [2]
        with pytest.raises(OutOfOrder):
            actions.release_lane(lane=lanes[1], by=story.amina, at=BEFORE)


def test_a_pack_is_signed_and_knows_every_card_by_both_its_codes(story):
    with story.work():
        lanes = shared(story)
        pack = queries.pack_for(lane=lanes[0].pk, at=BEFORE)
        keyring = Keyring(settings.TWIZA_KEYS)
        public = Ed25519PublicKey.from_public_bytes(keyring.public_keys("packs")[pack.key])
        packs.check_body(pack.body, pack.sig, public)
        with pytest.raises(InvalidSignature):
            packs.check_body(pack.body.replace('"spares":2', '"spares":9'), pack.sig, public)
        content = json.loads(pack.body)
        assert packs.canonical(content) == pack.body
        key = packs.pack_key(keyring.secret("blind_index"), story.campaign.pk)
        signing = {n: Ed25519PublicKey.from_public_bytes(k) for n, k in keyring.public_keys("cards").items()}
        rows = {row[0]: row for row in content["rights"]}
        assert len(rows) == len(story.here)
        for card in story.here:
            row = rows[packs.hash16("door", card.code.encode(), key).hex()]
            token = cards.read_card(card.square, signing).token
            assert row[1] == packs.hash16("token", token, key).hex()
            right = Entitlement.objects.get(pk=row[2])
            assert (right.code, row[4], row[6]) == (card.list_code, right.size, "open")
            assert row[5] == packs.letters_of(right.needs)
            assert leases(story).get(entitlement=right).lane.number == row[3]
        elsewhere = {row[0]: row for row in content["elsewhere"]}
        others = [c for c in story.cards if c.point.pk != story.point.pk and c.collect_on == FIRST_DAY]
        assert others and len(elsewhere) == len(others)
        for card in others:
            row = elsewhere[packs.hash16("door", card.code.encode(), key).hex()]
            assert row[2:] == [card.point.colour, card.point.shape]
        assert content["expires"] - content["made"] <= 24 * 3600 * 1000
        assert (content["lanes"], content["lane"], content["spares"]) == ([1, 2, 3, 4], 1, 2)


def test_a_pack_says_nothing_of_who_a_family_is(story):
    """Names, telephones, neighbourhoods, list codes and what a family was chosen for: none is in the pack."""
    with story.work():
        pack = queries.pack_for(lane=shared(story)[0].pk, at=BEFORE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT code FROM aid_entitlement")
            codes = [code for (code,) in cursor.fetchall()]
            cursor.execute("SELECT facts::text, zone FROM aid_nomination")
            zones = {zone for _, zone in cursor.fetchall()}
    people = [story.amina, story.hassan, story.youssef]
    secret = [
        *codes,
        *zones - {story.point.name},
        *(one.display_name for one in people),
        *(card.code for card in story.cards),
    ]
    text = pack.body + pack.body.encode().decode("unicode_escape")
    assert codes and zones
    without_point = text.replace(story.point.name, "")
    assert not [one for one in secret if one and one in without_point]
    for word in ("children", "disability", "woman", "widow", "categories", "phone", 'name"', "household"):
        assert word not in without_point.replace("point_name", "")


def test_a_used_and_a_replaced_card_are_told_apart(story):
    with story.work(story.youssef):
        hand_over(story, story.here[0])
    with story.work():
        lanes = actions.share_lanes(
            point=story.point, day=FIRST_DAY + timedelta(days=1), lanes=2, by=story.amina, at=BEFORE
        )
        lane = lanes[0]
        lost = Entitlement.objects.get(code=story.here[1].list_code)
        actions.replace_card(entitlement=lost, reason_code="lost", by=story.amina, at=BEFORE)
        content = body_of(story, lane)
        states = {row[2]: row[6] for row in content["rights"]}
        used = Entitlement.objects.get(code=story.here[0].list_code)
        assert (states[str(used.pk)], states[str(lost.pk)]) == ("served", "open")
        old = Card.objects.get(entitlement=lost, revoked_at__isnull=False)
        new = Card.objects.get(entitlement=lost, revoked_at__isnull=True)
        assert {bytes(old.pack_door).hex(), bytes(old.pack_token).hex()} <= set(content["revoked"])
        assert bytes(new.pack_door).hex() in {row[0] for row in content["rights"]}


def test_a_card_that_no_lane_holds_is_known_at_the_welcome_table_only(story):
    """Two lanes that both took it for their own would both serve it."""
    with story.work():
        one, two, _three, desk = shared(story)
        new = leases(story).first()
        leases(story).filter(pk=new.pk).update(ended_at=BEFORE, ended_because="moved")
        for lane, seen in ((one, 0), (two, 0), (desk, 1)):
            rows = [row for row in body_of(story, lane)["rights"] if row[2] == str(new.entitlement_id)]
            assert len(rows) == seen
        ours = {row[2] for row in body_of(story, one)["rights"] if row[3] == 1}
        theirs = {row[2] for row in body_of(story, two)["rights"] if row[3] == 2}
        assert ours and theirs and not ours & theirs


def test_a_pack_of_two_thousand_cards_asks_few_questions(story, django_assert_max_num_queries):
    with story.work():
        lane = shared(story)[0]
        with django_assert_max_num_queries(9):
            queries.pack_for(lane=lane.pk, at=BEFORE)


def test_there_is_no_pack_once_the_day_is_over(story):
    with story.work():
        lane = shared(story)[0]
        with pytest.raises(queries.NoSuchLane):
            queries.pack_for(lane=lane.pk, at=BEFORE + timedelta(days=2))
        evening = queries.pack_for(lane=lane.pk, at=BEFORE + timedelta(hours=16))
        ends = datetime.fromtimestamp(json.loads(evening.body)["expires"] / 1000, UTC)
        assert ends <= datetime(2026, 2, 27, 4, 0, tzinfo=UTC)


def test_who_works_elsewhere_sees_no_lane(story):
    with story.work():
        lane = shared(story)[0]
        actions.make_releases(point=story.point, day=FIRST_DAY, by=story.amina, at=BEFORE)
        actions.give_pack(post=lane.pk, post_kind="lane", device=new_id(), by=story.amina, at=BEFORE)
    other = given_association("Association Ouergha", "-2")
    with other.work():
        for model in (Lane, LaneLease, LaneRelease, PackGiven):
            assert not model.objects.exists()
        with pytest.raises(queries.NoSuchLane):
            queries.pack_for(lane=lane.pk, at=BEFORE)
        with pytest.raises(queries.NoSuchLane):
            queries.lane_for(other.amina, lane.pk)
    with story.work(story.youssef), pytest.raises(queries.NoSuchLane):
        queries.lane_for(story.youssef, lane.pk)


def test_the_database_never_leases_a_card_to_two_lanes(story):
    with story.work():
        one, two, _three, desk = shared(story)
        lease = leases(story).filter(lane=one).first()
        of = {
            name: getattr(lease, name)
            for name in ("campaign_id", "point_id", "organisation_id", "host_id", "day", "entitlement_id")
        } | {"given_at": BEFORE, "given_by": story.amina}
        for bad in ({"lane": two}, {"lane": desk}, {"lane": two, "day": LAST_DAY}):
            with pytest.raises(IntegrityError), transaction.atomic():
                LaneLease.objects.create(**of | bad)
        stranger = next(
            Entitlement.objects.get(code=card.list_code)
            for card in story.cards
            if card.point.pk != story.point.pk
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            LaneLease.objects.create(**of | {"lane": one, "entitlement_id": stranger.pk})
        leases(story).filter(pk=lease.pk).update(ended_at=BEFORE, ended_because="moved")
        with pytest.raises(IntegrityError), transaction.atomic():
            LaneLease.objects.filter(pk=lease.pk).update(ended_at=None, ended_because="")
        with pytest.raises(ProgrammingError), transaction.atomic():
            LaneLease.objects.filter(pk=lease.pk).update(lane=two)
        with pytest.raises(ProgrammingError), transaction.atomic():
            LaneLease.objects.filter(pk=lease.pk).delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Lane.objects.filter(pk=one.pk).update(kind=LaneKind.DESK)
