"""What pages show: never a row of another organisation, and never a person without a line in the access log."""

import threading
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.architecture import addresses, house
from tests.architecture.test_addresses import given_every_role
from tests.architecture.test_names_in_logs import telling_columns
from tests.architecture.test_row_security import SHARED

pytestmark = pytest.mark.slow

# Looking at these pages ends something.
PASSED_OVER = {"account_logout", "web:leave", "mfa_view_recovery_codes"}
# Tables of the people who are helped; staff are named on many pages.
HELPED = ("registry_",)
ENOUGH = 5  # pages of one address that show nobody


PLAIN = [name for name in addresses.plain_addresses() if name not in PASSED_OVER]


@dataclass(frozen=True)
class Asked:
    two: house.TwoOrganisations
    here: Any
    nadia: Client
    salma: Client
    foreign: frozenset[str]  # what must not show to the other organisation
    names: frozenset[str]  # names of the people who are helped, of the first organisation


@pytest.fixture(scope="module")
def asked(two: house.TwoOrganisations) -> Asked:
    here, elsewhere = two.askers["here"].organisations[0], two.askers["elsewhere"].organisations[0]
    names, ids, shared = set(), set(), set()
    with house.superuser(two.database) as server:
        for table, column, said in telling_columns():
            if table.startswith(HELPED) and said == "identifying" and table in two.rows:
                mine, theirs = texts(server, two, table, column)
                names |= mine
                shared |= theirs
    for table, some in addresses.ids_of(two).items():
        if table not in SHARED and table not in house.WITHOUT_ROW_SECURITY:
            ids |= {str(id) for id in some}
    return Asked(
        two,
        here,
        given_every_role("amina", here),
        given_every_role("salma", elsewhere),
        frozenset((names - shared) | ids),
        frozenset(names),
    )


def texts(server: Any, two: house.TwoOrganisations, table: str, column: str) -> tuple[set[str], set[str]]:
    """Texts of a column in the first organisation's rows, and in all others."""
    names = house._names(server, table)
    rows = server.execute(
        house.sql.SQL("SELECT {column}::text, {key} = ANY (%s) FROM {table} t").format(
            column=house.sql.Identifier(column), **names
        ),
        [two.rows[table]],
    ).fetchall()
    told = [(text, own) for text, own in rows if text and len(text) >= 4]
    return {text for text, own in told if own}, {text for text, own in told if not own}


def page_of(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, "" if response.streaming else response.content.decode(errors="replace")


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_shows_no_row_of_another_organisation(asked, name):
    status, page = page_of(asked.salma, reverse(name))
    assert status < 500
    assert [canary for canary in asked.foreign if canary in page] == []


def in_parallel(asked: Asked, times: int, threads: int) -> list[str]:
    """Two people of two organisations ask for the same pages over the same connections."""
    wrong: list[str] = []
    own_pages = [reverse(name) for name in PLAIN]

    def work(number: int) -> None:
        try:
            for turn in range(times):
                address = own_pages[(number + turn) % len(own_pages)]
                client = asked.nadia if (number + turn) % 2 else asked.salma
                status, page = page_of(client, address)
                if status >= 500:
                    wrong.append(f"{address}: {status}")
                if client is asked.salma:
                    wrong.extend(f"{address} shows {canary}" for canary in asked.foreign if canary in page)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return wrong


def test_pages_asked_for_in_parallel_show_no_row_of_another_organisation(asked):
    assert in_parallel(asked, times=len(PLAIN), threads=2) == []


@pytest.mark.proof
def test_two_thousand_requests_in_parallel_show_no_row_of_another_organisation(asked):
    """Whole pages over sixteen connections; ten thousand turns of the connections alone are in test_connections."""
    assert in_parallel(asked, times=125, threads=16) == []


def lines_left(server: Any) -> list[set[UUID]]:
    """The subjects of each access line; the transaction is ended, so that the next look sees more."""
    rows = server.execute("SELECT subjects FROM audit_access ORDER BY recorded_at, id").fetchall()
    server.rollback()
    return [set(subjects) for (subjects,) in rows]


def told_by(server: Any) -> dict[str, list[set[UUID]]]:
    """Each word that tells who somebody is → ids of which a line must have one, for each row that holds it."""
    found: dict[str, list[set[UUID]]] = {}
    # a neighbourhood that a campaign covers is on its pages, and tells nobody
    zones = {zone for (zone,) in server.execute("SELECT unnest(zones) FROM aid_campaign").fetchall()}
    columns = [
        (table, column)
        for table, column, said in telling_columns()
        if table in ("registry_household", "registry_person") and said == "identifying"
    ]
    for table, column in columns:
        own = "ARRAY[id]" if table == "registry_household" else "ARRAY[id, household_id]"
        for word, ids in server.execute(f'SELECT "{column}", {own} FROM {table}').fetchall():
            if word and len(word) >= 4 and word not in zones:
                found.setdefault(word, []).append(set(ids))
    for id, preview in server.execute("SELECT id, preview FROM registry_upload").fetchall():
        words = [one["name"] for one in preview.get("sample", ())]
        words += [one["read"] for one in preview.get("problems", ())]
        for word in words:
            if len(word) >= 4:
                found.setdefault(word, []).append({id})
    server.rollback()
    return found


def paths_to_try(asked: Asked) -> list[tuple[str, list[tuple[frozenset[str], str]]]]:
    """Each address with the paths worth trying, until one shows a name, and the tables of the ids in each."""
    found = [(name, [(frozenset[str](), reverse(name))]) for name in PLAIN]
    table_of = {id: table for table, ids in addresses.ids_of(asked.two).items() for id in ids}
    for address in addresses.addresses_with_ids():
        tried = addresses.candidates(address, asked.two, asked.here)[:25]
        found.append(
            (
                address.name,
                [
                    (
                        frozenset(table_of.get(id, "") for id in values.values() if isinstance(id, UUID)),
                        reverse(address.name, kwargs=values),
                    )
                    for values in tried
                ],
            )
        )
    return found


def test_each_page_that_shows_a_person_leaves_one_line_with_their_ids(asked):
    wrong, shown = [], set()
    with house.superuser(asked.two.database) as server:
        told = told_by(server)
        for name, paths in paths_to_try(asked):
            answered, of_its_kind = 0, None
            for tables, path in paths:
                if of_its_kind not in (None, tables):
                    continue  # an address takes ids of one table: those of others are not found
                before = len(lines_left(server))
                status, page = page_of(asked.nadia, path)
                seen = [word for word in told if word in page]
                if status == 200 and seen:
                    shown.add(name)
                    left = lines_left(server)[before:]
                    wrong += [(name, len(left))] if len(left) != 1 else []
                    subjects = left[0] if left else set()
                    wrong += [(name, word) for word in seen if not any(ids & subjects for ids in told[word])]
                answered += status == 200
                of_its_kind = of_its_kind if status == 404 else tables
                if seen or status == 405 or answered == ENOUGH:
                    break
    assert wrong == [], "pages that show somebody and leave another number of lines than one, or lack an id"
    assert shown >= {
        "files:download_file",
        "registry:correct_household",
        "registry:correct_member",
        "registry:erase_household",
        "registry:list_households",
        "registry:mark_situation",
        "registry:set_contact",
        "registry:show_household",
        "registry:show_upload",
    }, "a page that shows a name shows none here: the check would not see it"
