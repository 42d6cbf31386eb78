"""docs/reference/policies.sql says what a fresh database says: a change of policy shows in the review of a change."""

import difflib
import os

import pytest

from twiza.config.management.commands.write_policies import PAGE
from twiza.platform.access import queries


@pytest.mark.django_db
def test_the_page_of_policies_is_not_stale():
    """With TWIZA_WRITE_PAGES=1 the page is written from this fresh database instead of compared."""
    fresh = queries.policies_page()
    if os.environ.get("TWIZA_WRITE_PAGES") == "1":
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(fresh, encoding="utf-8")
    kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    changed = list(
        difflib.unified_diff(kept.splitlines(), fresh.splitlines(), "the page", "the database", n=0)
    )
    assert not changed, (
        "Write it again: TWIZA_WRITE_PAGES=1 .venv/bin/pytest tests/architecture/test_policies_page.py\n"
        + "\n".join(changed[:30])
    )
