"""Who is in the tests of the registry. Imports stand inside: this file is read before Django is set up."""

import pytest


@pytest.fixture
def tissaout():
    """An association."""
    from twiza.network.tests.given import given_organisation

    return given_organisation("Association Tissaout")


@pytest.fixture
def amina(tissaout):
    """Its president."""
    from twiza.network.tests.given import given_member

    return given_member("Amina", "association_president", tissaout)


@pytest.fixture
def at_work(amina):
    """The president's daily work: what she may see is seen."""
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(amina.pk, purpose=Purpose.WORK):
        yield
