"""A fair selection: both freezes of 1,000,000 households with 100,000 baskets, the simulation page, a replay of 100,000.

As the unprivileged role under row security, through the actions of the application. Every household is judged and keeps its
reasons and its place. The households are loaded by the owner. Floor: the same rows written by the owner by hand, from
the rows themselves, without triggers; for the replay, reading and hashing the file.
"""

import hashlib
import os
import resource
import time
from datetime import date
from datetime import time as clock
from pathlib import Path
from typing import Any

from bench import households
from bench.ground import place, timed
from bench.report import Result, save

ZONES = [f"حي {number}" for number in range(1, 41)]
HOUSEHOLDS, REPLAYED = 1_000_000, 100_000
TARGET_FREEZES, TARGET_PAGE, TARGET_REPLAY = 45.0, 3.0, 5.0


def measure(quick: bool) -> list[Result]:
    """Load two campaigns, freeze both, ask for the page, replay the smaller one's public file."""
    count, few = (20_000, 5_000) if quick else (HOUSEHOLDS, REPLAYED)
    seconds: dict[str, float] = {}
    with place("fair") as home:
        people = _people()
        large, small = (
            _campaign(people, number, baskets) for number, baskets in ((1, count // 10), (2, few // 5))
        )
        with timed(seconds, "load"):
            households.load_as_owner(large, people["manager"], count)
            households.load_as_owner(small, people["manager"], few)
        with timed(seconds, "page"):
            page = _page(people["manager"], small)
        used = time.process_time() + _children()
        steps = _freeze(large, people)
        used = time.process_time() + _children() - used
        floor = _by_hand(large)
        _freeze(small, people)
        file = home / "replay.jsonl"
        _public_file(small, people["manager"], file)
        replayed, hashed = _replayed(file)
    whole = sum(steps.values())
    return [
        Result(
            f"Both freezes of {count:,} households, {count // 10:,} baskets, all decided with their reasons",
            f"{whole:.1f} s (" + ", ".join(f"{name} {took:.1f}" for name, took in steps.items())
            + f"); {used:.1f} s of Python's processor",
            f"under {TARGET_FREEZES:.0f} s",
            met=None if quick else whole < TARGET_FREEZES,
            floor=f"{floor:.1f} s: the same rows written by the owner",
            ratio=whole / floor,
        ),
        Result(
            f"Page: simulation of {few:,} households",
            f"{seconds['page']:.2f} s" if page == 200 else f"answered {page}",
            f"under {TARGET_PAGE:.0f} s",
            met=page == 200 and (quick or seconds["page"] < TARGET_PAGE),
        ),
        Result(
            f"`twiza replay` of {few:,} households",
            f"{replayed:.2f} s",
            f"under {TARGET_REPLAY:.0f} s",
            met=None if quick else replayed < TARGET_REPLAY,
            floor=f"{hashed:.3f} s: reading and hashing the file",
            ratio=replayed / hashed,
        ),
    ]  # fmt: skip


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _people() -> dict[str, Any]:
    from django.utils import timezone

    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at = timezone.now()
    people: dict[str, Any] = {}
    with acting_as(None, purpose=Purpose.SETUP):
        people["organisation"] = network.register_organisation(
            kind="association", name_ar="جمعية القياس", by=None, at=at
        )
        for name, role in (("manager", "campaign_manager"), ("president", "association_president")):
            people[name] = accounts.create_account(
                username=name, display_name="Bench", password=None, by=None, at=at
            )
            network.give_role(
                organisation=people["organisation"], user=people[name], role=role, starts_on=date(2025, 1, 1), by=None, at=at
            )  # fmt: skip
    return people


def _campaign(people: dict[str, Any], number: int, baskets: int) -> Any:
    from django.utils import timezone

    from twiza.aid import actions as aid
    from twiza.aid.rules import marks
    from twiza.demo.criteria import criteria
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    at, by = timezone.now(), people["manager"]
    every_mark = [(colour.value, shape.value) for colour in marks.Colour for shape in marks.Shape]
    with acting_as(by.pk, purpose=Purpose.WORK):
        campaign = aid.plan_campaign(
            organisation=people["organisation"], title=f"قياس {number}", hijri_year=1447, hijri_month=9, baskets=baskets,
            reserve=baskets // 10, zones=ZONES, by=by, at=at,
        )  # fmt: skip
        for zone, (colour, shape) in zip(ZONES, every_mark, strict=False):
            aid.add_point(
                campaign=campaign, name=zone, zones=[zone], colour=colour, shape=shape, capacity=5000, opens_at=clock(8),
                closes_at=clock(20), by=by, at=at,
            )  # fmt: skip
        return aid.freeze_criteria(campaign=campaign, criteria=criteria(ZONES), by=by, at=at)


def _freeze(campaign: Any, people: dict[str, Any]) -> dict[str, float]:
    """Freeze and sign the pool, draw it, freeze and sign the list; return the seconds of each."""
    from django.utils import timezone

    from twiza.aid import actions as aid
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    at, manager, president = timezone.now(), people["manager"], people["president"]
    seconds: dict[str, float] = {}
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.declare_relations(campaign=campaign, relations={}, rest="none", by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_relations(campaign=campaign, nominator=manager.pk, by=president, at=at)
        aid.sign_criteria(campaign=campaign, by=president, at=at)
    with timed(seconds, "pool"), acting_as(manager.pk, purpose=Purpose.WORK):
        pool = aid.freeze_pool(campaign=campaign, by=manager, at=at)
    with timed(seconds, "signature and draw"):
        with acting_as(president.pk, purpose=Purpose.WORK):
            aid.sign_pool(pool=pool, by=president, at=at)
        with acting_as(manager.pk, purpose=Purpose.WORK):
            aid.record_draw(
                campaign=campaign, digits="407193", witnesses=2, drawn_on=timezone.localdate(at), by=manager, at=at
            )  # fmt: skip
    with timed(seconds, "list"), acting_as(manager.pk, purpose=Purpose.WORK):
        frozen = aid.freeze_list(campaign=campaign, by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_list(frozen=frozen, by=president, at=at)
    return seconds


def _by_hand(campaign: Any) -> float:
    """Return the seconds in which the owner writes the same rows again, into tables with the same indexes."""
    import psycopg

    from twiza.config.database import owner_connection_parameters

    tables = ("aid_judgement", "aid_placement", "aid_listentry")
    with psycopg.connect(**owner_connection_parameters()) as connection:
        for table in tables:
            connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        start = time.perf_counter()
        for table in tables:
            connection.execute(f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)")
            connection.execute(f"INSERT INTO floor_{table} SELECT * FROM {table}")
        taken = time.perf_counter() - start
        connection.rollback()
    return taken


def _page(user: Any, campaign: Any) -> int:
    from django.urls import reverse

    from bench import counter

    return int(counter.signed_in(user).get(reverse("aid:simulate", args=[campaign.pk])).status_code)


def _public_file(campaign: Any, user: Any, file: Path) -> None:
    from twiza.aid import queries
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(user.pk, purpose=Purpose.WORK), file.open("w", encoding="utf-8") as stream:
        stream.writelines(line + "\n" for line in queries.public_lines(campaign))


def _replayed(file: Path) -> tuple[float, float]:
    """Return the seconds of a replay, and of reading and hashing the file."""
    from twiza.aid.rules.replay import replay

    start = time.perf_counter()
    with file.open(encoding="utf-8") as stream:
        replay(stream)
    replayed = time.perf_counter() - start
    start = time.perf_counter()
    hashlib.sha256(file.read_bytes()).hexdigest()
    return replayed, time.perf_counter() - start


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
