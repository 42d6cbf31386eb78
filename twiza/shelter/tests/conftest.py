"""Who is in the tests of the winter. Imports stand inside: this file is read before Django is set up."""

import pytest


@pytest.fixture
def cold(db):
    """A winter with a site and no beds yet: Latifa, Omar, Zahra."""
    from twiza.shelter.tests.given import given_cold

    return given_cold()
