"""Who is in the tests of the closed room. Imports stand inside: this file is read before Django is set up."""

import pytest


@pytest.fixture
def centre():
    """A listening centre."""
    from twiza.network.tests.given import given_organisation

    return given_organisation("Centre Tissaout")


@pytest.fixture
def leila(centre):
    """A listener: her own case is hers."""
    from twiza.network.tests.given import given_member

    return given_member("Leila", "listener", centre)


@pytest.fixture
def zineb(centre):
    """A listener of the same centre."""
    from twiza.network.tests.given import given_member

    return given_member("Zineb", "listener", centre)


@pytest.fixture
def room(leila, centre):
    """Leila's room, open."""
    from twiza.cases.tests.given import given_key

    return given_key(leila, centre)


@pytest.fixture
def case(leila, room):
    """A case of Leila's."""
    from twiza.cases.tests.given import given_case

    return given_case(leila, room)
