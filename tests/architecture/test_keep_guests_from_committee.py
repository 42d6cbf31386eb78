"""Every role, in the committee, the crew, the site's body and elsewhere × every address: who meets somebody who is helped.

The committee and its police see plan and totals, never persons (002-22; decision 0130). Roles come from the page of
roles, addresses from the URL table, ids from every row of the winter.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.urls import reverse

from tests.architecture import addresses
from tests.architecture.test_keep_cases_from_everyone import opened
from tests.journeys import addresses as table
from twiza.config.database import superuser_url
from twiza.lib.short_codes import grouped
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES
from twiza.shelter import actions
from twiza.shelter.tests import given
from twiza.shelter.tests.given import EVENING, NIGHT, Cold

pytestmark = [pytest.mark.proof, pytest.mark.slow]

CANARY = "كناري-الضيف-4471"
PLACES = ("committee", "crew", "host", "elsewhere")
# Where a role meets people by its work: these are the only ones, and they are controls
MEETS = {"crew": Permission.NIGHT_ROUND, "host": Permission.BEDS_KEEP}
# What tells two roles apart here: one role of each kind is asked for, in each body
TELLS = {
    Permission.AUDIT_READ, Permission.BEDS_KEEP, Permission.CASE_WORK, Permission.NIGHT_ROUND, Permission.WINTER_PLAN,
    Permission.WINTER_READ,
}  # fmt: skip
KINDS = {frozenset(TELLS & set(ROLES[role].may)): role for role in sorted(ROLES, reverse=True)}
ASKERS = [
    (role, place)
    for place, role in itertools.product(PLACES, sorted(KINDS.values()))
    if place not in MEETS or MEETS[place] not in ROLES[role].may
]


@dataclass(frozen=True)
class World:
    """A winter with somebody who has a bed, and a body that has nothing to do with it."""

    cold: Cold
    places: dict[str, Any]
    people: tuple[UUID, ...]  # ids of every row about somebody who is helped
    others: dict[str, UUID]  # table → one id, of plans, sites, rounds…
    signs: tuple[str, ...]  # what must be met nowhere: codes as they are written


@pytest.fixture(scope="module")
def world(module_database: str) -> World:
    cold = given.given_cold()
    given.given_plan(cold)
    given.given_unit(cold, "men", 4)
    given.given_unit(cold, "family", 4)
    given.given_briefed(cold)
    guests = given.given_guests(cold, "man", elderly=True)
    (use,) = given.held(cold, guests)
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        actions.write_card(
            guest=use.guest, host=cold.host.pk, nickname=CANARY, belongings=CANARY, animal=CANARY,
            rules_read=True, by=cold.zahra, at=EVENING,
        )  # fmt: skip
    people, others = _rows()
    code = guests[0].code
    places = {
        "committee": cold.committee,
        "crew": cold.crew,
        "host": cold.host,
        "elsewhere": given_organisation("Ailleurs"),
    }
    return World(cold, places, people, others, (code, grouped(code)))


def _rows() -> tuple[tuple[UUID, ...], dict[str, UUID]]:
    """Ids of the rows about people (those tables bear a crew and no committee: decision 0130), and one of each other."""
    from django.db import connection

    people: list[UUID] = []
    others: dict[str, UUID] = {}
    with psycopg.connect(superuser_url(str(connection.settings_dict["NAME"]))) as server:
        for model in apps.get_app_config("shelter").get_models():
            columns = {field.column for field in model._meta.concrete_fields}
            key = model._meta.pk.column if model._meta.pk else ""
            ids = [id for (id,) in server.execute(f'SELECT "{key}" FROM "{model._meta.db_table}"').fetchall()]
            if columns & {"crew_id", "host_id"} and "organisation_id" not in columns:
                people += [id for id in ids if isinstance(id, UUID)]
            elif ids and isinstance(ids[0], UUID):
                others[model._meta.db_table] = ids[0]
    return tuple(people), others


# Asked at every address of the house; the others at those of the winter and of the log
EVERYWHERE = {(role, "committee") for role in ROLES if Permission.WINTER_READ in ROLES[role].may}


def _asked(world: World, *, everywhere: bool) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every address of the house: those of the winter with every id, the others with that of somebody who is helped."""
    for address in table.every_address():
        if address.name.startswith(("account_logout", "web:leave")):
            continue  # they end what is tried here
        uuids = [one for one in address.arguments if f"<uuid:{one}>" in address.route]
        others = {one: addresses.VALUES.get(one, "x1") for one in address.arguments if one not in uuids}
        ours = address.name.startswith("shelter:")
        if not (everywhere or ours or address.name.startswith("reporting:")):
            continue
        ids = (*world.others.values(), *world.people) if ours else world.people[:1]
        for values in itertools.product(*([ids, world.people][: len(uuids)])):
            arguments = others | dict(zip(uuids, values, strict=True))
            for method in ("get", "post") if ours and uuids else ("get",):
                yield address.name, method, arguments


def _met(
    world: World, browser: Any, *, everywhere: bool = False, reads_log: bool = False
) -> tuple[list[str], set[int]]:
    """Return the addresses at which somebody who is helped was met, and the statuses of all answers.

    The log names rows by ids that mean nothing elsewhere: who reads it meets those there, and nothing else.
    """
    met, statuses = [], set()
    for name, method, arguments in _asked(world, everywhere=everywhere):
        path = reverse(name, kwargs=arguments)
        words = {"night": NIGHT.isoformat()} | ({"q": CANARY, "text": CANARY} if method == "get" else {})
        response = getattr(browser, method)(path, words)
        body = b"".join(response) if response.streaming else response.content
        whole = str(response.headers).encode() + b"\n" + opened(body)
        statuses.add(response.status_code)
        whole = whole.replace(path.encode(), b"").replace(f'value="{CANARY}"'.encode(), b"")
        ids = [str(one).encode() for one in world.people if one not in arguments.values()]
        if leaks(CANARY, whole) or any(sign.encode() in whole for sign in (*world.signs,)):
            met.append(f"{method} {name}")
        elif not (reads_log and name.startswith("reporting:")) and any(one in whole for one in ids):
            met.append(f"{method} {name} (id)")
    return met, statuses


def test_who_goes_out_and_who_keeps_the_site_meet_them(world):
    """Without this the others would prove nothing."""
    seen = _met(world, addresses.signed_in(world.cold.zahra))[0]
    assert "get shelter:write_card" in seen and "get shelter:show_site" in seen
    assert _met(world, addresses.signed_in(world.cold.omar))[0]


@pytest.mark.parametrize(("role", "place"), ASKERS)
def test_nobody_else_meets_somebody_who_is_helped(world, role, place):
    user = given_member(f"{role}-{place}", role, world.places[place])
    met, statuses = _met(
        world,
        addresses.signed_in(user),
        everywhere=(role, place) in EVERYWHERE,
        reads_log=Permission.AUDIT_READ in ROLES[role].may,
    )
    assert 200 in statuses
    assert met == []
