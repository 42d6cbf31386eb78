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


@pytest.fixture
def cell():
    """A legal cell: another organisation, to which people are passed on."""
    from twiza.network.tests.given import given_organisation

    return given_organisation("Cellule du tribunal")


@pytest.fixture
def nadia(cell):
    """Listens at the cell."""
    from twiza.network.tests.given import given_member

    return given_member("Nadia", "listener", cell)


@pytest.fixture
def desk(nadia, cell):
    """Nadia's room, open; she sits at the desk of the cell."""
    from django.utils import timezone

    from twiza.cases import actions
    from twiza.cases.tests.given import given_key
    from twiza.network.tests.given import as_work

    room = given_key(nadia, cell)
    with as_work(nadia):
        actions.sit_at_desk(room=room, by=nadia, at=timezone.now())
    return room


@pytest.fixture
def sent(case, room, leila, cell, desk):
    """A referral of Leila's case that is at the desk of the cell, not read yet."""
    from twiza.cases.tests.given import given_referral

    return given_referral(case, room, leila, cell)
