"""The today page as each role sees it, in Arabic and French, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, WIDE, Visitor
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


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_fits_for_every_role(
    visit: Callable[..., Visitor], people: dict[str, Any], language: str, width: int
) -> None:
    for role, user in people.items():
        visitor = visit(user, language=language, width=width)
        visitor.go("/")
        visitor.picture(f"today-{role}")
        assert visitor.overflow() <= 0, role
        if width == WIDE:
            assert not visitor.faults() + visitor.contrast_faults(), role
