"""One core decides what may stand in logs, reports and the log of acts: what is known to tell nothing, and no other."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib import redaction
from twiza.lib.redaction import CUT

CANARY = "كناري-الأطلس-7391"
WORDS = [
    CANARY, "Leila", "Leila Bennani", "il m'a frappée", "0612345678", "+212 6 12 34 56 78", "AB123456",
    "leila@example.org", "ليلى", "call me", "line\nbreak", "x" * 81, "rue des Orangers 7",
]  # fmt: skip
OPAQUE = [
    "", "danger_now", "cases.glass_broken", "rule-a", "a+b", "2026-02-03", "2026-02-03T10:00:00+00:00", "12", "-3.5",
    "ValueError", "jobs_by_name.py", "__init__.py", "127.0.0.1", "::1", "f" * 64, "ac1e2567-12e3-4b69-bbfa-b6299da917ca",
    None, True, 7, Decimal("2.5"), UUID(int=5), date(2026, 2, 3), datetime(2026, 2, 3, tzinfo=UTC),
]  # fmt: skip


@pytest.mark.parametrize("value", OPAQUE)
def test_codes_ids_numbers_and_moments_pass(value):
    assert redaction.is_opaque(value) and redaction.redacted(value) == value
    redaction.check_opaque({"a": [value, {"b": value}]}, where="test")


@pytest.mark.parametrize("words", WORDS)
def test_words_are_cut_out_and_refused_without_being_quoted(words):
    assert not redaction.is_opaque(words)
    deep = {"a": [{"b": (words,)}], words: 1, "e": ValueError(words)}
    assert words not in str(redaction.redacted(deep))
    for value in (deep, [words], {"a": words}, {words: 1}):
        with pytest.raises(redaction.NotOpaque) as refusal:
            redaction.check_opaque(value, where="cases.x")
        assert words not in str(refusal.value)


@given(st.text(min_size=1), st.sampled_from(["/room/cases/", "/services/"]))
def test_what_is_typed_into_an_address_is_cut_out(typed, start):
    seen = redaction.redacted(f"{start}{typed}")
    assert seen == CUT or all(
        part in ("", CUT) or redaction.is_opaque(part) for part in seen.removesuffix(f"?{CUT}").split("/")
    )


def test_an_address_keeps_what_says_where():
    id = "ac1e2567-12e3-4b69-bbfa-b6299da917ca"
    assert redaction.redacted(f"/room/cases/{id}/") == f"/room/cases/{id}/"
    assert redaction.redacted(f"/room/Leila/{id}/?next=/Leila") == f"/room/{CUT}/{id}/?{CUT}"


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويéèàç ", min_size=1).filter(str.strip))
def test_no_arabic_or_accented_letter_passes_the_last_net(words):
    seen = redaction.without_words(f"page broke: {words} in line 3")
    assert all(one.isascii() for one in seen.replace(CUT, "")) and "line 3" in seen


def test_the_last_net_keeps_our_own_words_and_cuts_what_is_quoted():
    assert redaction.without_words("Internal Server Error: /registry/") == "Internal Server Error: /registry/"
    for words in (
        "'il est venu'",
        '"Leila B"',
        "leila@example.org",
        "0612345678",
        "06 12 34 56 78",
        "AB123456",
    ):
        assert words not in redaction.without_words(f"broke at {words} now")
    assert redaction.without_words(f"job x stopped in 'lines.py' {UUID(int=7)}").endswith(str(UUID(int=7)))
