"""List pages with 1,000,000 persons in the database, as the unprivileged role under row security.

Half of the persons are of the organisation whose pages are read. The pages are asked of the application in this process:
server time is the whole of Django's work, database included. Floor: the page's own rows, read by the owner.
"""

import os
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import counter, population
from bench.ground import place, timed
from bench.report import Result, percentile, save

ORGANISATIONS = 10
READINGS = 40
TARGET_SECONDS, TARGET_QUERIES = 0.150, 30
# name of the page, address; {household} and others are filled from what was loaded
PAGES = (
    ("households, first page", "/registry/"),
    ("households, a page far below", "/registry/?older={household}"),
    ("files of families", "/registry/imports/"),
    ("places", "/network/places/"),
    ("organisations", "/network/organisations/"),
    ("the log", "/log/"),
)


def measure(quick: bool) -> list[Result]:
    """Fill the database, compare a sample with the action's rows, read each page."""
    persons = 20_000 if quick else 1_000_000
    seconds: dict[str, float] = {}
    with place("lists"):
        cast = cast_of(ORGANISATIONS)
        with timed(seconds, "load"), population.owner() as connection:
            population.write_names(connection)
            for number, (organisation, user) in enumerate(cast):
                share = persons // 2 if number == 0 else persons // 2 // (len(cast) - 1)
                population.populate(connection, organisation.pk, user.pk, quarter(), share)
            connection.commit()
            connection.autocommit = True
            connection.execute("ANALYZE")
            connection.autocommit = False
            floors = {kind: _floor(connection, kind, cast[0][0].pk) for kind in FLOORS}
            differing = population.differences(
                connection, _loaded(connection, cast[0][0].pk), _by_action(*cast[0])
            )
        sample = Result(
            f"{persons:,} persons loaded by the owner, triggers on",
            f"{seconds['load']:.0f} s; " + ("; ".join(differing) or "a sample is as actions make it"),
            met=not differing,
        )
        pages = _read_pages(cast[0][1], cast[0][0].pk, floors, quick)
        return [sample, *pages, *counter.measure(cast[0][1], cast[0][0].pk, floors["search"], quick)]


def cast_of(many: int) -> list[tuple[Any, Any]]:
    """Register as many associations, each with one person in every role that the measures need."""
    from django.utils import timezone

    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at, cast = timezone.now(), []
    with acting_as(None, purpose=Purpose.SETUP):
        for number in range(many):
            organisation = network.register_organisation(
                kind="association", name_ar="", name_fr=f"Association {number}", by=None, at=at
            )
            user = accounts.create_account(
                username=f"bench-{number}", display_name="Bench", password=None, by=None, at=at
            )
            for role in ("association_president", "auditor", "campaign_manager"):
                network.give_role(
                    organisation=organisation,
                    user=user,
                    role=role,
                    starts_on=date(2025, 1, 1),
                    by=None,
                    at=at,
                )
            cast.append((organisation, user))
    return cast


def quarter() -> UUID:
    """Return the id of the place where everybody lives."""
    from twiza.network import queries as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(None, purpose=Purpose.SETUP):
        return UUID(str(network.place_by_code("03.231.01.07").pk))


def _loaded(connection: Any, organisation: UUID) -> UUID:
    query = "SELECT id FROM registry_household WHERE organisation_id = %s ORDER BY id LIMIT 1"
    return UUID(str(connection.execute(query, [organisation]).fetchone()[0]))


def _by_action(organisation: Any, user: Any) -> UUID:
    from django.utils import timezone

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.registry import actions as registry
    from twiza.registry.rules.people import HouseholdData, PersonData

    links = ("head", "spouse", "child", "child")
    members = [
        PersonData(
            name_arabic="أمينة بناني",
            sex="female",
            birth_on=date(1980, 1, 2),
            birth_precision="day",
            phone="+212612345678" if link == "head" else "",
            relationship=link,
        )
        for link in links
    ]
    with acting_as(user.pk, purpose=Purpose.WORK):
        row = registry.register_household(
            organisation=organisation.pk,
            household=HouseholdData(size=4, children=2, place=quarter()),
            members=members,
            by=user,
            at=timezone.now(),
        )
    return UUID(str(row.pk))


FLOORS = {
    "list": "SELECT h.*, p.* FROM (SELECT * FROM registry_household WHERE organisation_id = %s ORDER BY id DESC LIMIT 31) h"
    " JOIN registry_person p ON p.household_id = h.id AND p.relationship = 'head'",
    "search": "SELECT h.*, p.* FROM registry_searchkey k JOIN registry_person p ON p.id = k.person_id JOIN registry_household h"
    " ON h.id = p.household_id WHERE k.organisation_id = %s AND k.key >= 'mmd محمد ' AND k.key < 'mmd محمد!' LIMIT 30",
}


def _floor(connection: Any, kind: str, organisation: UUID) -> float:
    """Return the median seconds of reading a page's rows in one statement, as the owner, past the policies."""
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        connection.execute(FLOORS[kind], [organisation]).fetchall()
        taken.append(time.perf_counter() - start)
    return percentile(taken, 0.5)


def _read_pages(user: Any, organisation: UUID, floors: dict[str, float], quick: bool) -> list[Result]:
    from django.db import connection

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    client = counter.signed_in(user)
    with acting_as(user.pk, purpose=Purpose.WORK), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM registry_household WHERE organisation_id = %s ORDER BY id OFFSET %s LIMIT 1",
            [organisation, 500 if quick else 60_000],
        )
        (household,) = cursor.fetchone()
    results = []
    for name, address in PAGES:
        url = address.format(household=household)
        statements: list[str] = []
        with connection.execute_wrapper(partial(_noting, statements)):
            first = client.get(url)
        if first.status_code != 200:
            results.append(Result(f"{name}", f"answered {first.status_code}", met=False))
            continue
        taken = []
        for _ in range(5 if quick else READINGS):
            start = time.perf_counter()
            client.get(url)
            taken.append(time.perf_counter() - start)
        results.append(_result(name, taken, len(statements), floors["list"], judged=not quick))
    return results


def _noting(statements: list[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    statements.append(sql)
    return execute(sql, params, many, context)


def _result(name: str, taken: list[float], queries: int, floor: float, *, judged: bool) -> Result:
    p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
    return Result(
        f"Page: {name}",
        f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms, {queries} queries",
        f"p95 under {TARGET_SECONDS * 1000:.0f} ms, at most {TARGET_QUERIES} queries",
        met=p95 < TARGET_SECONDS and queries <= TARGET_QUERIES if judged else None,
        floor=f"{floor * 1000:.1f} ms: the same rows in one statement by the owner",
        ratio=median / floor,
    )


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
