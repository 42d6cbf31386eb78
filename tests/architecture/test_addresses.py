"""Each address with the ids of another organisation: not found, in the very words of an id that never was."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.architecture import addresses, house
from tests.architecture.addresses import Address
from tests.architecture.test_row_security import SHARED as SHARED_TABLES
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, NOON
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.roles import ROLES

pytestmark = pytest.mark.slow

# Pages of things that are everybody's, each with its reason.
SHARED: dict[str, str] = {
    "network:list_invitations": "the platform's administrator invites the first people of any organisation",
}
# Pages that answer any id alike, with nothing in them.
EMPTY = {
    "reporting:show_record_history": "what the log says of an id; of another organisation's, it says nothing"
}

# Pages of a body that is nobody's row here: opened in the tests of their own subject.
ELSEWHERE = {
    "funding:show_funder": "a funder of one's own grants: funding/tests/test_show_books.py opens it",
    "funding:print_funder": "the same page as a paper",
}

ADDRESSES = addresses.addresses_with_ids()
METHODS = ("get", "post")


@dataclass(frozen=True)
class Asked:
    two: house.TwoOrganisations
    here: Any
    nadia: Any  # holds every role in the first organisation
    salma: Any  # holds every role in the other one


@pytest.fixture(scope="module")
def asked(two: house.TwoOrganisations) -> Asked:
    here, elsewhere = two.askers["here"].organisations[0], two.askers["elsewhere"].organisations[0]
    return Asked(two, here, given_every_role("amina", here), given_every_role("salma", elsewhere))


def given_every_role(username: str, organisation: Any) -> Any:
    """Give somebody every role of the house, so that nothing is refused for lack of one."""
    user = User.objects.get(username=username)
    with acting_as(None, purpose=Purpose.SETUP):
        place = network_organisation(organisation)
        for role in ROLES:
            if role != "association_president":
                network.give_role(
                    organisation=place,
                    user=user,
                    role=role,
                    starts_on=LONG_AGO,
                    ends_on=date.max,
                    by=None,
                    at=NOON,
                )
    return addresses.signed_in(user)


def network_organisation(id: Any) -> Any:
    from twiza.network.models import Organisation

    return Organisation.objects.get(pk=id)


def known_to_all(two: house.TwoOrganisations) -> set[Any]:
    """Ids of rows that everybody may read: that they exist is no secret."""
    ids = addresses.ids_of(two)
    readable = {table for table, (verbs, _) in SHARED_TABLES.items() if "select" in verbs}
    return {id for table in readable | set(house.WITHOUT_ROW_SECURITY) for id in ids.get(table, ())}


def hidden(values: dict[str, Any], known: set[Any]) -> bool:
    """Whether an outsider may not know one of these ids."""
    return any(isinstance(one, UUID) and one not in known for one in values.values())


def shown_to_outsiders(asked: Asked, address: Address, method: str, limit: int) -> list[dict]:
    """Arguments for which an outsider gets anything else than for ids that never were."""
    leaks, known = [], known_to_all(asked.two)
    tried = (
        values
        for values in addresses.candidates(address, asked.two, asked.here)
        if set(values.values()) - known
    )
    for values in itertools.islice(tried, limit):
        theirs = addresses.ask(asked.salma, address, values, method)
        never = addresses.ask(asked.salma, address, addresses.missing(values, keep=known), method)
        if theirs != never or (theirs.status < 400 and address.name not in EMPTY):
            leaks.append({"arguments": values, "got": theirs.status, "never": never.status})
    return leaks


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_hidden_and_missing_look_the_same(asked, address, method):
    if address.name not in SHARED:
        assert shown_to_outsiders(asked, address, method, limit=3) == []


@pytest.mark.proof
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_hidden_and_missing_look_the_same_for_many_ids(asked, address, method):
    if address.name not in SHARED:
        assert shown_to_outsiders(asked, address, method, limit=30) == []


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if one.name not in ELSEWHERE], ids=lambda one: one.name
)
def test_its_own_people_open_it(asked, address):
    """The positive control: an address that nobody can open would pass for a closed one."""
    got = set()
    for values in addresses.candidates(address, asked.two, asked.here)[:300]:
        got.add(addresses.ask(asked.nadia, address, values, "get").status)
        if got & {200, 302, 405}:
            return
    raise AssertionError(f"nobody opens {address.name}: {sorted(got)}")


def test_exceptions_are_addresses_that_exist():
    assert set(SHARED) | set(EMPTY) | set(ELSEWHERE) <= {address.name for address in ADDRESSES}
