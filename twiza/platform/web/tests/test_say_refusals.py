"""Refusals in the reader's language."""

from datetime import date

from django.utils import translation

from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


def test_it_fills_the_sentence() -> None:
    with translation.override("en"):
        assert (
            say(DomainError("There is no household %(code)s.", code="TZ-1")) == "There is no household TZ-1."
        )


def test_it_isolates_codes_where_the_page_runs_from_the_right() -> None:
    with translation.override("ar"):
        assert "\u2068TZ-1\u2069" in say(DomainError("%(code)s", code="TZ-1"))


def test_it_writes_days_as_the_reader_does() -> None:
    with translation.override("fr"):
        assert (
            say(DomainError("%(day)s, %(count)d", day=date(2026, 7, 21), count=2026))
            == "21 juillet 2026, 2026"
        )


def test_plain_text_stays_as_it_is() -> None:
    assert say("100 % sure") == "100 % sure"
