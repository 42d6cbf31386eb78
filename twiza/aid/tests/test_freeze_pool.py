"""Two freezes: the pool, then the draw, then the list; and what the database refuses in between."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from twiza.aid import actions, queries
from twiza.aid.actions import BadDraw, CannotSign, OutOfOrder, draws
from twiza.aid.models import Campaign, Draw, FrozenList, Judgement, ListEntry, Nomination, Placement, Pool
from twiza.aid.rules import allocation, commitments, draw, published
from twiza.aid.rules.allocation import Drawn
from twiza.aid.rules.draw import BadDigits
from twiza.aid.tests.given import (
    CRITERIA,
    DIGITS,
    NOON,
    families,
    given_association,
    given_campaign,
    given_drawn_pool,
    given_relations,
    sign_criteria,
)
from twiza.lib.ids import new_id
from twiza.lib.keyring import Keyring

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def story(module_database):
    """A campaign of 300 households in four zones, not yet frozen; each test undoes what it does."""
    story = given_association()
    campaign = given_campaign(story, baskets=120, reserve=12)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=criteria(), by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=[
                replace(one, facts=one.facts | {"children": n // 4 % 5, "disability": n // 20 % 3 == 0})
                for n, one in enumerate(families(300))
            ],
            by=story.amina,
            at=NOON,
        )
    given_relations(story, story.campaign)
    sign_criteria(story, story.campaign)
    return story


@pytest.fixture(autouse=True)
def undone(story, django_db_blocker):
    """Put back what a test does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def criteria():
    must = {"code": "few", "must": True, "ar": "ستة أفراد أو أقل", "fr": "Six personnes ou moins"}
    return {"rules": [*CRITERIA["rules"], must | {"when": {"fact": "size", "is": "at_most", "value": 6}}]}


def test_a_reserve_out_of_the_usual_is_said(story):
    on = NOON.date()
    for baskets, reserve, said in (
        (120, 12, None),
        (120, 6, None),
        (120, 5, (6, 12)),
        (120, 13, (6, 12)),
        (101, 5, (6, 11)),  # rounded up
        (0, 0, None),
    ):
        campaign = Campaign(organisation=story.organisation, baskets=baskets, reserve=reserve)
        with story.work():
            assert queries.reserve_advice(campaign, on=on) == said, (baskets, reserve)


def frozen(story):
    with story.work():
        return actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)


def signed(story):
    pool = frozen(story)
    with story.work(story.hassan):
        actions.sign_pool(pool=pool, by=story.hassan, at=NOON)
    return pool


def drawn(story, **changed):
    what = {"digits": DIGITS, "witnesses": 2, "drawn_on": NOON.date()} | changed
    return actions.record_draw(campaign=story.campaign, **what, by=story.amina, at=NOON)


@contextmanager
def refused(match):
    """The database refuses, whatever the program thinks; deferred rules are asked at once."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_places_of_the_database_are_those_of_the_rule(story):
    pool = given_drawn_pool(story, story.campaign)
    with story.work():
        result = actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
        key, seed = queries.pool_key(pool), queries.draw_of(story.campaign).seed
        rows = Judgement.objects.filter(pool=pool.pk).select_related("nomination")
        public = {one.nomination.code: commitments.public_code(key, one.nomination.code) for one in rows}
        by_rule = allocation.place_all(
            [
                Drawn(public[one.nomination.code], one.nomination.zone, one.eligible, one.points)
                for one in rows
            ],
            quotas={one.zone: one.quota for one in queries.pool_zones(pool)},
            reserves={one.zone: one.reserve for one in queries.pool_zones(pool)},
            key=lambda code: draw.order_key(seed, code),
        )
        kept = {
            public[one.nomination.code]: (one.rank, one.tie, one.place, one.reason)
            for one in Placement.objects.filter(pool=pool).select_related("nomination")
        }
        assert kept == {code: (one.rank, one.tie, one.place, one.reason) for code, one in by_rule.items()}
        assert len(kept) == 300 and {one[3] for one in kept.values()} == {"criteria", "quota", "draw"}
        assert result.previous == pool.hash and result.entries_count == 132
        assert queries.first_broken_list(story.campaign) is None
        assert sum(count for _place, _why, count in queries.place_lines(story.campaign)) == 300
        entries = ListEntry.objects.filter(list=result).values_list("nomination", "place")
        placed = Placement.objects.filter(place__in=("selected", "reserve"))
        assert set(entries) == set(placed.values_list("nomination", "place"))


def test_the_pool_says_what_it_signs(story):
    pool = frozen(story)
    with story.work():
        assert (pool.households, pool.baskets, pool.reserve) == (300, 120, 12)
        assert sum(one.quota for one in queries.pool_zones(pool)) == 120
        assert sum(one.reserve for one in queries.pool_zones(pool)) == 12
        secret = Keyring(settings.TWIZA_KEYS).unseal("draw", bytes(pool.sealed_secret), pool.pk.bytes)
        assert draw.commitment(secret.hex()) == pool.secret_hash
        assert secret.hex() not in str(vars(pool))
        labels = published.from_kept(pool.published)
        assert labels is not None and set(labels.labels) == set(pool.zones)
        with pytest.raises(OutOfOrder, match="The pool is frozen: a second person signs it"):
            actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)


def test_nobody_is_selected_before_pool_signatures_and_draw(story):
    with story.work(), pytest.raises(OutOfOrder, match="Freeze the pool first"):
        actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
    pool = frozen(story)
    with story.work():
        with pytest.raises(OutOfOrder, match="second signature"):
            actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="two persons have signed"):
            drawn(story)
    with story.work(story.hassan):
        actions.sign_pool(pool=pool, by=story.hassan, at=NOON)
        with pytest.raises(CannotSign):
            actions.sign_pool(pool=pool, by=story.hassan, at=NOON)
    with story.work():
        with pytest.raises(OutOfOrder, match="before witnesses first"):
            actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
        with pytest.raises(BadDigits):
            drawn(story, digits="12")
        with pytest.raises(BadDraw, match="two witnesses"):
            drawn(story, witnesses=1)
        with pytest.raises(BadDraw, match="after the pool"):
            drawn(story, drawn_on=NOON.date().replace(year=2025))
        drawn(story)
        with pytest.raises(OutOfOrder, match="drawn once"):
            drawn(story, digits="111111")
        late = actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=families(1),
            by=story.amina,
            at=NOON,
        )
        result = actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
        assert late == 1 and Placement.objects.count() == 300
        assert result.entries_count == 132


def test_the_database_refuses_a_draw_that_was_not_promised(story):
    pool = frozen(story)
    secret = "0" * 64

    def insert(cursor, secret, seed, digits=DIGITS):
        cursor.execute(
            "INSERT INTO aid_draw (id, pool_id, campaign_id, organisation_id, secret, digits, seed, witnesses, drawn_on,"
            " entered_at, entered_by_id) VALUES (uuidv7(), %s, %s, %s, %s, %s, %s, 2, '2026-02-02', now(), %s)",
            [pool.pk, pool.campaign_id, pool.organisation_id, secret, digits, seed, story.amina.pk],
        )

    with story.work():
        told = Keyring(settings.TWIZA_KEYS).unseal("draw", bytes(pool.sealed_secret), pool.pk.bytes).hex()
        good = draw.seed(pool.hash, told, DIGITS)
        with refused("draw follows a pool signed by two") as cursor:
            insert(cursor, told, good)
    with story.work(story.hassan):
        actions.sign_pool(pool=pool, by=story.hassan, at=NOON)
    with story.work():
        for words in ((secret, draw.seed(pool.hash, secret, DIGITS)), (told, "1" * 64)):
            with refused("draw follows a pool signed by two") as cursor:
                insert(cursor, *words)
        with refused("draw_has_digits") as cursor:
            insert(cursor, told, draw.seed(pool.hash, told, "12"), "12")
        with connection.cursor() as cursor:
            insert(cursor, told, good)
        assert Draw.objects.count() == 1


def test_the_database_refuses_what_is_out_of_order(story):
    with story.work():
        for state in ("list_frozen", "pool_frozen"):
            with refused("campaign_by_its_pool|freezes its pool") as cursor:
                cursor.execute("UPDATE aid_campaign SET state = %s", [state])
        with refused("code of a household does not change") as cursor:
            cursor.execute("UPDATE aid_nomination SET code = 'ZZZZZZZZ'")
        with refused("judged, while its campaign takes names"):
            Pool.objects.create(
                campaign=story.campaign,
                organisation_id=story.campaign.organisation_id,
                hash="0" * 64,
                households=300,
                eligible=1,
                baskets=1,
                reserve=0,
                small_cell=5,
                criteria_hash=story.campaign.criteria_hash,
                secret_hash="0" * 64,
                sealed_secret=b"",
                sealed_key=b"",
                frozen_at=NOON,
                frozen_by=story.amina,
            )
    pool = signed(story)
    with story.work():
        with refused("list names the hash of its pool"):
            FrozenList.objects.create(
                campaign=story.campaign,
                organisation_id=pool.organisation_id,
                number=0,
                previous=pool.hash,
                hash="1" * 64,
                entries_count=0,
                frozen_at=NOON,
                frozen_by=story.amina,
            )
        for table in ("aid_pool", "aid_draw", "aid_placement", "aid_poolsignature"):
            for words in ("UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}"):
                with refused("permission denied") as cursor:
                    cursor.execute(words.format(table))


def test_the_database_refuses_places_that_are_not_those_of_the_draw(story):
    given_drawn_pool(story, story.campaign)
    insert = (
        "INSERT INTO aid_placement (nomination_id, pool_id, campaign_id, organisation_id, bringing_id, rank, tie, place,"
        " reason) SELECT nomination_id, pool, campaign_id, organisation_id, bringing_id,"
        " CASE WHEN eligible THEN row_number() OVER () ELSE 0 END, CASE WHEN eligible THEN 1 ELSE 0 END,"
        " CASE WHEN eligible THEN 'not_selected' ELSE 'not_eligible' END,"
        " CASE WHEN eligible THEN 'quota' ELSE 'criteria' END FROM aid_judgement"
    )
    with story.work():
        with refused("to every household of the pool at once") as cursor:
            cursor.execute(insert + " LIMIT 10")
        with refused("baskets and the reserve that were signed") as cursor:
            cursor.execute(insert)
        result = actions.freeze_list(campaign=story.campaign, by=story.amina, at=NOON)
        with refused("duplicate key") as cursor:
            cursor.execute(insert)
        entry = ListEntry.objects.filter(list=result).first()
        entry.pk, entry._state.adding, entry.rank = new_id(), True, 999
        with refused("list_entry_once|signed list"):
            entry.save(force_insert=True)


def test_the_database_refuses_a_list_without_some_of_its_places(story):
    pool = given_drawn_pool(story, story.campaign)
    with story.work():
        from_draw = queries.draw_of(story.campaign)
        draws.place_households(pool, from_draw)
        with refused("exactly those who were selected"):
            FrozenList.objects.create(
                campaign=story.campaign,
                organisation_id=pool.organisation_id,
                number=0,
                previous=pool.hash,
                hash="1" * 64,
                entries_count=0,
                frozen_at=NOON,
                frozen_by=story.amina,
            )


def test_it_is_logged(story):
    pool = given_drawn_pool(story, story.campaign)
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT type FROM audit_line WHERE target = %s ORDER BY id", [pool.pk])
        assert [row[0] for row in cursor.fetchall()] == [
            "aid.pool_frozen",
            "aid.pool_signed",
            "aid.pool_drawn",
        ]
        assert Nomination.objects.count() == 300
