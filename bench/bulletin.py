"""The bulletin of a night as a PDF: 200 sites, 1,000 beds, 20,000 nights slept and 20,000 meetings in 40 areas.

Sites, rooms, beds, areas and rounds are made by the actions; nights and meetings are loaded by the owner with triggers
and constraints on. Measured are the count of a night as the job makes it, the PDF in both languages as the committee
asks for it, and the page of the season. The floor is one count by area over the same night, in SQL.
"""

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.beds import AT, FIRST, LAST, _load, winter_of
from bench.counter import signed_in
from bench.ground import place, timed
from bench.report import Result, percentile, save

TARGET_SECONDS = 2.0
COLUMNS = (
    "id, winter_id, crew_id, round_id, night, hot_spot_id, at, men, women, unsure, children, state, language,"
    " offered, taken, flags, elderly, care, together, child_alert, taken_in_at, by_id"
)
FLOOR = (
    "SELECT hot_spot_id, count(*), sum(men + women + unsure + children) FROM shelter_encounter"
    " WHERE winter_id = %s AND night = %s GROUP BY 1"
)


def measure(quick: bool) -> list[Result]:
    """Fill a winter, count its nights, then ask for papers of some of them."""
    sites, areas, asked = (8, 6, 3) if quick else (200, 40, 20)
    seconds: dict[str, float] = {}
    with place("bulletin"):
        with timed(seconds, "made by actions"):
            winter, omar, _zahra = winter_of(sites)
        with timed(seconds, "load"):
            nights = _load(winter, omar, sites * 100)
            met = _meetings(winter, omar, areas, sites * 100)
        size = f"{sites} sites, {nights:,} nights slept, {met:,} meetings in {areas} areas"
        return [*_counts(winter, asked, quick, size), *_papers(winter, asked, quick, size)]


def _meetings(winter: Any, omar: Any, areas: int, count: int) -> int:
    import psycopg

    from twiza.config.database import owner_connection_parameters
    from twiza.lib.ids import new_id

    spots, rounds, draw = _plan(winter, omar, areas)
    rows = []
    for number in range(count):
        night = FIRST + timedelta(days=number % len(rounds))
        at = datetime(night.year, night.month, night.day, 21, tzinfo=UTC) + timedelta(
            seconds=draw.randrange(9000)
        )
        wanted = draw.choice(["{shelter}", "{meal}", "{nothing}"])
        rows.append(
            (
                new_id(), winter.pk, winter.crew_id, rounds[number % len(rounds)].pk, night, draw.choice(spots).pk, at,
                1, draw.randrange(2), 0, 0, "awake", "", "{shelter,meal}", wanted, "{}", False, False, False, "",
                at, omar.pk,
            )
        )  # fmt: skip
    with psycopg.connect(**owner_connection_parameters()) as connection:
        connection.execute("ALTER TABLE shelter_encounter NO FORCE ROW LEVEL SECURITY")
        connection.execute(
            f"CREATE TEMPORARY TABLE loaded AS SELECT {COLUMNS} FROM shelter_encounter WITH NO DATA"
        )
        with connection.cursor() as cursor, cursor.copy("COPY loaded FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute(f"INSERT INTO shelter_encounter ({COLUMNS}) SELECT {COLUMNS} FROM loaded")
        connection.commit()
        connection.execute("ALTER TABLE shelter_encounter FORCE ROW LEVEL SECURITY")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE shelter_encounter")
    return len(rows)


def _plan(winter: Any, omar: Any, areas: int) -> tuple[Any, Any, Random]:
    """Return areas, a round of each night, and chance."""
    from datetime import time as clock

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.shelter import actions, queries

    with acting_as(winter.opened_by_id, purpose=Purpose.WORK):
        known = {"winter": winter, "by": winter.opened_by, "at": AT}
        actions.add_hot_spots(names=[f"Quartier {one}" for one in range(areas)], **known)
        actions.add_teams(names=["A"], **known)
        actions.add_vehicle(name="V", seats=5, **known)
    with acting_as(omar.pk, purpose=Purpose.WORK):
        plan = queries.plan_of(winter)
        rounds = [
            actions.plan_round(
                winter=winter, night=FIRST + timedelta(days=number), team=plan.teams[0], vehicle=plan.vehicles[0],
                starts=clock(20), ends=clock(2), hot_spots=plan.hot_spots[:5], by=omar, at=AT,
            )
            for number in range((LAST - FIRST).days + 1)
        ]  # fmt: skip
    return plan.hot_spots, rounds, Random(3)


def _counts(winter: Any, count: int, quick: bool, size: str) -> list[Result]:
    """Count every night as the job does, then some of them again: nothing has changed."""
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.shelter import actions, queries

    after = datetime(2026, 2, 2, 8, tzinfo=UTC)
    nights = [FIRST + timedelta(days=one) for one in range((LAST - FIRST).days + 1)]
    taken = []
    with acting_as(None, purpose=Purpose.NIGHTS, counting_for=winter.crew_id):
        known = queries.winter_to_count(winter.pk)
        for night in nights:
            start = time.perf_counter()
            assert len(actions.make_bulletins(winter=known, nights=[night], at=after)) == 1
            taken.append(time.perf_counter() - start)
        assert actions.make_bulletins(winter=known, nights=nights[:count], at=after) == []
    floor = _floor(winter, nights)
    p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
    return [
        Result(
            f"A night counted and its bulletin written; {size}",
            f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms",
            f"p95 under {TARGET_SECONDS:.0f} s",
            met=None if quick else p95 < TARGET_SECONDS,
            floor=f"median {floor * 1000:.1f} ms: one count by area",
            ratio=median / floor,
        )
    ]


def _papers(winter: Any, count: int, quick: bool, size: str) -> list[Result]:
    import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again

    client, draw, here = signed_in(winter.opened_by), Random(7), f"/winter/{winter.pk}"
    found = []
    for what, paths in (
        ("The bulletin of a night as a PDF, whole request", [f"{here}/bulletins/{_night(draw)}/pdf?language={one}" for _n in range(count) for one in ("ar", "fr")]),
        ("The page of the season with charts", [f"{here}/season/"] * count),
    ):  # fmt: skip
        taken = []
        for path in [paths[0], *paths]:
            start = time.perf_counter()
            answer = client.get(path)
            taken.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.status_code
        p95, median = percentile(taken[1:], 0.95), percentile(taken[1:], 0.5)
        found.append(
            Result(
                f"{what}; {size}",
                f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms",
                f"p95 under {TARGET_SECONDS:.0f} s",
                met=None if quick else p95 < TARGET_SECONDS,
            )
        )
    return found


def _night(draw: Random) -> date:
    return FIRST + timedelta(days=draw.randrange((LAST - FIRST).days))


def _floor(winter: Any, nights: list[date]) -> float:
    import psycopg

    from twiza.config.database import owner_connection_parameters

    taken = []
    with psycopg.connect(**owner_connection_parameters(), autocommit=True) as connection:
        connection.execute("ALTER TABLE shelter_encounter NO FORCE ROW LEVEL SECURITY")
        for night in nights:
            start = time.perf_counter()
            connection.execute(FLOOR, [winter.pk, night]).fetchall()
            taken.append(time.perf_counter() - start)
        connection.execute("ALTER TABLE shelter_encounter FORCE ROW LEVEL SECURITY")
    return percentile(taken, 0.5)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
