"""One guide per role, in Arabic and in French, and none for a role that is gone."""

from pathlib import Path

import pytest

from twiza.platform.accounts.roles import ROLES

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_has_one_page_per_role(language: str) -> None:
    assert {page.stem for page in (GUIDES / language).glob("*.md")} == set(ROLES)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_page_says_how_to_sign_in_and_what_to_do(language: str) -> None:
    sign_in = {"ar": "## الدخول", "fr": "## Se connecter"}[language]
    for page in (GUIDES / language).glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert sign_in in text and "1. **" in text, page.name
        assert f"{language}/{page.name}" in (GUIDES / "README.md").read_text(encoding="utf-8")
