"""The today page as each role sees it, in Arabic and French, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.aid import actions
from twiza.aid.tests.given import given_association, given_distribution
from twiza.network.tests.given import given_member
from twiza.platform.accounts.roles import ROLES


@pytest.fixture(scope="module")
def people(site: str) -> dict[str, Any]:
    """One person for each role, in an association that hands out today."""
    story, day = given_association(), timezone.localdate()
    given_distribution(story, days=(day, day))
    with story.work():
        actions.record_packed(point=story.points[0], day=day, pieces=5, by=story.amina, at=timezone.now())
    return {role: given_member(f"Nadia-{role}", role, story.organisation) for role in ROLES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_for_every_role(visit: Callable[..., Visitor], people: dict[str, Any], language: str) -> None:
    wrong: dict[str, list[str]] = {}
    for role, user in people.items():
        visitor = visit(user, language=language)
        visitor.go("/")
        if found := look(visitor, f"today-{role}"):
            wrong[role] = found
    assert not wrong, told(wrong)
