"""Whether a household is still there: said by somebody who knows, never taken back, gone with the family."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Whereabouts
from twiza.registry.rules.whereabouts import Cause, Said, Word, cause_to_wait, last_word
from twiza.registry.tests.given import NOON, given_household

DAY = timedelta(days=1)
moments = st.integers(0, 40).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * DAY)
words = st.builds(Word, st.sampled_from(Said), moments)


@given(st.lists(words, max_size=5), moments, moments)
def test_only_the_last_word_counts_and_silence_grows_old(said, changed_at, before):
    last = last_word(said)
    assert (last is None) == (not said)
    assert last is None or all(one.at <= last.at for one in said)
    cause = cause_to_wait(changed_at, last, before)
    if last and last.said is not Said.HERE:
        assert cause == last.said
    else:
        old = changed_at < before and (last is None or last.at < before)
        assert cause == (Cause.UNCONFIRMED if old else None)
    now_here = Word(Said.HERE, max([before, *(one.at for one in said)]))
    assert cause_to_wait(changed_at, last_word([*said, now_here]), before) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_it_is_said_on_its_page_kept_and_erased_with_the_family():
    tissaout = given_organisation()
    amina = given_member("Amina", "association_president", tissaout)
    home = given_household(tissaout, amina, "زينب الأطلسية", size=3)
    client, page = Client(), reverse("registry:note_whereabouts", args=[home.pk])
    client.cookies["twiza_language"] = "en"
    client.force_login(amina)
    assert client.get(page).status_code == 200
    assert client.post(page, {"said": "moved"})["Location"] == reverse(
        "registry:show_household", args=[home.pk]
    )
    assert "Moved away" in client.get(reverse("registry:show_household", args=[home.pk])).content.decode()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert queries.standing_of_household(home).said == "moved"
        for statement in (
            "UPDATE registry_whereabouts SET said = 'here'",
            "DELETE FROM registry_whereabouts",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
        twin = given_household(tissaout, amina, "زينب الأطلسية", size=3)
        actions.merge_households(kept=twin, merged=home, same=[], take={}, by=amina, at=NOON)
        assert queries.standing_of_household(twin).said == "moved"
        actions.erase_household(household=twin, reason_code="asked", by=amina, at=NOON)
        assert not Whereabouts.objects.exists()
