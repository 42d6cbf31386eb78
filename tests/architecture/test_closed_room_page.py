"""The page on the closed room that whoever answers for data protection reads: it names every table, and tests that exist."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "closed_room.md").read_text(encoding="utf-8")


def columns_of_the_page() -> dict[str, str]:
    """Return table → its row of the page."""
    return {found[1]: found[0] for found in re.finditer(r"^\| `(cases_\w+)` \|.*$", PAGE, re.MULTILINE)}


def test_it_names_every_table_of_the_room_once_and_no_other() -> None:
    named = re.findall(r"^\| `(cases_\w+)` \|", PAGE, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) == {model._meta.db_table for model in apps.get_app_config("cases").get_models()}


def test_a_table_with_sealed_bytes_is_said_to_hold_something_sealed() -> None:
    rows = columns_of_the_page()
    for model in apps.get_app_config("cases").get_models():
        seals = any(field.name in ("sealed", "previous") for field in model._meta.fields)
        last = rows[model._meta.db_table].rstrip(" |").rsplit("|", 1)[1].strip()
        # the words of a note, and of what waits for a decision, are sealed in its versions
        says_sealed = not last.startswith("nothing")
        assert says_sealed or not seals, model._meta.db_table


def test_the_tests_that_it_cites_exist() -> None:
    cited = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)
    assert len(cited) > 30
    for file, name in cited:
        path = ROOT / file if "/" in file else ROOT / "twiza" / "cases" / "tests" / file
        assert path.exists(), file
        assert re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE), name


def test_it_is_short_enough_to_be_read() -> None:
    assert PAGE.count("\n") < 250
