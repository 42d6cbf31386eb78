"""Bulletins, weeks and the winter looked at by a browser, narrow and wide, in both languages; and what anybody reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.network.tests.given import as_work
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries
from twiza.shelter import rules as shelter
from twiza.shelter.tests.given import (
    FIRST,
    given_cold,
    given_driss,
    given_guests,
    given_met,
    given_out,
    given_unit,
)

AT = datetime(2026, 2, 10, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def winter(site: str) -> Any:
    """A winter of some nights: teams out, people in beds, one night corrected, one site crowded with need; published."""
    cold, draw = given_cold(), Random(5)
    given_unit(cold, "men", 6)
    given_unit(cold, "women", 2)
    given_unit(cold, "family", 4)
    for number in range(9):
        night = FIRST + timedelta(days=number)
        evening = shelter.moment_in(night, datetime(2025, 1, 1, 20).time()).astimezone(UTC)
        out = given_out(cold, night=night)
        with as_work(cold.omar):
            areas = queries.plan_of(cold.winter).hot_spots
        for _one in range(draw.randrange(4, 12)):
            given_met(
                cold, out, at=evening + timedelta(hours=3), area=draw.choice(areas).pk, offered=("shelter", "meal"),
                taken=draw.choice([("shelter",), ("shelter",), ("meal",), ("nothing",)]),
                **draw.choice([{"men": 1}, {"men": 0, "women": 1}, {"men": 2}]),
            )  # fmt: skip
        with as_work(cold.omar):
            for use in queries.uses_of([cold.site], night):
                actions.take_in(use=use, by=cold.omar, at=evening)
        count(cold, night)
    given_guests(cold, "man")
    with as_work(cold.omar):
        late = actions.meet_guests(winter=cold.winter, who=["woman"], by=cold.omar, at=AT)
        actions.write_need(guests=late, night=FIRST + timedelta(days=8), by=cold.omar, at=AT)
    count(cold, FIRST + timedelta(days=8))
    with as_work(cold.latifa):
        key = actions.publish_nights(winter=cold.winter, by=cold.latifa, at=AT).key
    return SimpleNamespace(cold=cold, driss=given_driss(cold), key=key)


def count(cold: Any, night: Any) -> None:
    with acting_as(None, purpose=Purpose.NIGHTS, counting_for=cold.crew.pk):
        actions.make_bulletins(winter=queries.winter_to_count(cold.winter.pk), nights=[night], at=AT)
    connection.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_totals_fit(visit: Callable[..., Visitor], winter: Any, language: str) -> None:
    secretary = visit(winter.cold.latifa, language=language)
    here, wrong = f"/winter/{winter.cold.winter.pk}", {}
    for path, name in (
        (f"{here}/season/", "season"),
        (f"{here}/weeks/1/", "season-week"),
        (f"{here}/bulletins/{FIRST + timedelta(days=8)}/", "bulletin"),
        (f"{here}/bulletins/{FIRST + timedelta(days=20)}/", "bulletin-none"),
        (f"{here}/season/report", "season-report"),
    ):
        secretary.go(path)
        if faults := look(secretary, name):
            wrong[path] = str(faults)
    assert not wrong, told({path: [fault] for path, fault in wrong.items()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_what_is_published(visit: Callable[..., Visitor], winter: Any, language: str) -> None:
    anybody = visit(None, language=language)
    for path, name in (
        ("/winter/published/", "published-winters"),
        (f"/winter/published/{winter.key}/", "published-winter"),
    ):
        anybody.go(path)
        assert not look(anybody, name), path


def test_the_police_reach_the_bulletin_from_the_menu(visit: Callable[..., Visitor], winter: Any) -> None:
    police = visit(winter.driss, language="fr")
    police.go(f"/winter/{winter.cold.winter.pk}/")
    police.page.click("nav.pages a[href$='/season/']")
    police.page.click("main a[href*='/bulletins/']")
    words = police.page.locator("main").inner_text()
    assert "Version 2" in words and "Ce qui a changé" in words
