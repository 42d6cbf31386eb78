"""Two organisations with rows in every table: made once a process, copied for each file of tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.architecture.house import TwoOrganisations

Clone = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def made_once(fresh_clone: Clone, django_db_blocker: Any) -> "TwoOrganisations":
    """What the copies are made of: nothing asks it, nothing changes it."""
    from tests.architecture import house

    with django_db_blocker.unblock(), fresh_clone("house", keep=True) as name:
        return house.given_two_organisations(name)


@pytest.fixture(scope="module")
def two(
    made_once: "TwoOrganisations", fresh_clone: Clone, django_db_blocker: Any
) -> "Iterator[TwoOrganisations]":
    """Rows of two organisations, committed, for the tests of one file."""
    with django_db_blocker.unblock(), fresh_clone("module", of=made_once.database) as name:
        yield replace(made_once, database=name)
