"""The board of beds: 200 sites, 1,000 beds, 20,000 nights slept; the page of one night as a round reads it.

Sites, rooms and beds are made by the actions; nights are loaded by the owner with triggers and constraints on, and one
of them is compared with what the actions make. The floor is one count by site and use over the same night, in SQL.
"""

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.counter import signed_in
from bench.ground import place, timed
from bench.report import Result, percentile, save

TARGET_SECONDS = 0.100
FIRST, LAST = date(2025, 12, 12), date(2026, 1, 31)
AT = datetime(2025, 12, 12, 20, 0, tzinfo=UTC)
COLUMNS = (
    'id, winter_id, crew_id, host_id, winter_site_id, unit_id, "group", bed_id, guest_id, who, nights, use,'
    " freed, reasons, made_at, made_by_id, changed_at, changed_by_id"
)
FLOOR = (
    "SELECT winter_site_id, use, count(*) FROM shelter_beduse"
    " WHERE winter_id = %s AND nights @> %s::date AND use <> 'freed' GROUP BY 1, 2"
)


def measure(quick: bool) -> list[Result]:
    """Fill a winter, then read the board of many of its nights."""
    sites, asked = (8, 20) if quick else (200, 200)
    seconds: dict[str, float] = {}
    with place("beds"):
        with timed(seconds, "made by actions"):
            winter, omar, zahra = winter_of(sites)
        with timed(seconds, "load"):
            nights = _load(winter, omar, sites * 100)
        _compare(winter, omar)
        return [_pages(winter, omar, asked, quick, f"{sites} sites, {nights:,} nights slept")]


def winter_of(
    count: int, *, first: date = FIRST, last: date = LAST, at: datetime = AT
) -> tuple[Any, Any, Any]:
    """Open a winter with so many sites of five beds; return it, who goes out and who keeps the sites."""
    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts
    from twiza.shelter import actions

    bodies, people = [], []
    with acting_as(None, purpose=Purpose.SETUP):
        for kind, roles in (
            ("committee", ("committee_secretary",)),
            ("provincial_unit", ("round_leader",)),
            ("association", ("site_keeper", "centre_director")),
        ):
            body = network.register_organisation(
                kind=kind, name_ar="", name_fr=f"Body {kind}", by=None, at=at
            )
            user = accounts.create_account(
                username=f"bench-{kind}".replace("_", "-"), display_name=kind, password=None, by=None, at=at
            )
            for role in roles:
                network.give_role(
                    organisation=body, user=user, role=role, starts_on=date(2020, 1, 1), ends_on=None, by=None, at=at
                )  # fmt: skip
            bodies.append(body)
            people.append(user)
        place = _place(at)
    latifa, omar, zahra = people
    with acting_as(latifa.pk, purpose=Purpose.WORK):
        winter = actions.open_winter(
            organisation=bodies[0].pk, crew=bodies[1].pk, place=place, name_ar="شتاء", name_fr="Hiver",
            first_night=first, last_night=last, by=latifa, at=at,
        )  # fmt: skip
    for number in range(count):
        with acting_as(zahra.pk, purpose=Purpose.WORK):
            site = network.open_site(
                organisation=bodies[2], kind="homeless_centre", name_ar="", name_fr=f"Site {number}", by=zahra, at=at
            )  # fmt: skip
        with acting_as(latifa.pk, purpose=Purpose.WORK):
            joined = actions.add_site(winter=winter, site=site, host=bodies[2].pk, by=latifa, at=at)
        with acting_as(zahra.pk, purpose=Purpose.WORK):
            actions.open_unit(winter_site=joined, name="A", group="men", beds=5, by=zahra, at=at)
    return winter, omar, zahra


def _place(at: datetime) -> Any:
    from twiza.network import actions as network
    from twiza.network import queries

    network.load_territory(at=at)
    return queries.provinces()[0]


def _load(winter: Any, omar: Any, count: int) -> int:
    """Give `count` nights to guests, spread over the nights of the winter; return how many were written."""
    import psycopg

    from twiza.config.database import owner_connection_parameters
    from twiza.lib.ids import new_id
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.shelter import actions, queries

    length = (LAST - FIRST).days + 1
    with acting_as(omar.pk, purpose=Purpose.WORK):
        beds = list(queries.free_beds(winter, FIRST))
        guests = []
        for _one in range(-(-count // length // 12) + 1):
            guests += actions.meet_guests(winter=winter, who=["man"] * 12, by=omar, at=AT)
    rows = []
    for number in range(count):
        turn, night = divmod(number, length)
        bed, day = beds[turn % len(beds)], FIRST + timedelta(days=night)
        rows.append(
            (
                new_id(), winter.pk, winter.crew_id, bed.host_id, bed.unit.winter_site_id, bed.unit_id, bed.unit.group,
                bed.pk, guests[turn].pk, "man", f"[{day},{day + timedelta(days=1)})", "slept", "", "", AT, omar.pk,
                AT, omar.pk,
            )
        )  # fmt: skip
    with psycopg.connect(**owner_connection_parameters()) as connection:
        connection.execute("ALTER TABLE shelter_beduse NO FORCE ROW LEVEL SECURITY")
        connection.execute(
            f"CREATE TEMPORARY TABLE loaded AS SELECT {COLUMNS} FROM shelter_beduse WITH NO DATA"
        )
        with connection.cursor() as cursor, cursor.copy("COPY loaded FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute(f"INSERT INTO shelter_beduse ({COLUMNS}) SELECT {COLUMNS} FROM loaded")
        connection.commit()
        connection.execute("ALTER TABLE shelter_beduse FORCE ROW LEVEL SECURITY")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE shelter_beduse")
    return len(rows)


def _compare(winter: Any, omar: Any) -> None:
    """Hold a bed by the action and compare its row with one that was loaded."""
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.shelter import actions, queries

    with acting_as(omar.pk, purpose=Purpose.WORK):
        guests = actions.meet_guests(winter=winter, who=["man"], by=omar, at=AT)
        (use,) = actions.hold_beds(guests=guests, night=LAST, by=omar, at=AT)
        use = actions.take_in(use=use, by=omar, at=AT)
        loaded = queries.uses_of(queries.sites_of(winter), FIRST)[0]
        for name in (
            "winter_id",
            "crew_id",
            "host_id",
            "group",
            "who",
            "use",
            "freed",
            "reasons",
            "held_until",
        ):
            assert getattr(use, name) == getattr(loaded, name), name


def _pages(winter: Any, omar: Any, count: int, quick: bool, size: str) -> Result:
    import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again

    client, draw = signed_in(omar), Random(7)
    nights = [FIRST + timedelta(days=draw.randrange((LAST - FIRST).days)) for _one in range(count + 5)]
    taken = []
    for number, night in enumerate(nights):
        start = time.perf_counter()
        answer = client.get(f"/winter/{winter.pk}/beds/?night={night}")
        if number >= 5:
            taken.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.status_code
    floor = _floor(winter, nights)
    p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
    return Result(
        f"The board of beds; {size}",
        f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms",
        f"p95 under {TARGET_SECONDS * 1000:.0f} ms",
        met=None if quick else p95 < TARGET_SECONDS,
        floor=f"median {floor * 1000:.1f} ms: one count by site and use",
        ratio=median / floor,
    )


def _floor(winter: Any, nights: list[date]) -> float:
    import psycopg

    from twiza.config.database import owner_connection_parameters

    taken = []
    with psycopg.connect(**owner_connection_parameters(), autocommit=True) as connection:
        connection.execute("ALTER TABLE shelter_beduse NO FORCE ROW LEVEL SECURITY")
        for night in nights:
            start = time.perf_counter()
            connection.execute(FLOOR, [winter.pk, night]).fetchall()
            taken.append(time.perf_counter() - start)
        connection.execute("ALTER TABLE shelter_beduse FORCE ROW LEVEL SECURITY")
    return percentile(taken, 0.5)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
