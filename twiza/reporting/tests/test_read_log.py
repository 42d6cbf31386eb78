"""The log as an auditor reads it: by day, person and kind; a page at a time; one record's own history."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from twiza.lib.ids import new_id
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.reporting.rules import ACTS, PAGES

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def tissaout() -> Any:
    return given_organisation()


@pytest.fixture
def auditor(tissaout: Any) -> Client:
    return signed_in(given_member("Hind", "auditor", tissaout))


def signed_in(user: Any) -> Client:
    client = Client()
    client.cookies["twiza_language"] = "en"
    client.force_login(user)
    return client


def given_acts(organisation: Any, *days: int, by: Any = None, type: str = "network.place_added") -> None:
    with acting_as(None, purpose=Purpose.SETUP):
        for day in days:
            audit.record(type=type, organisation=organisation.pk, by=by, at=NOON + timedelta(days=day))


def read(client: Client, address: str = "/log/", **asked: Any) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_it_shows_who_did_what(auditor: Client, tissaout: Any) -> None:
    amina = given_member("Amina", "association_president", tissaout)
    given_acts(tissaout, 0, by=amina)
    page = read(auditor)
    assert "A place was added" in page
    assert "Amina" in page


def test_it_keeps_to_the_days_asked_for(auditor: Client, tissaout: Any) -> None:
    given_acts(tissaout, 0, 1, 2)
    rows = read(auditor, since="11/03/2026", until="11/03/2026", kind="network.").count("A place was added")
    assert rows == 1


def test_it_keeps_to_the_kind_asked_for(auditor: Client, tissaout: Any) -> None:
    given_acts(tissaout, 0)
    given_acts(tissaout, 1, type="files.file_stored")
    page = read(auditor, kind="files.")
    assert "A file was kept" in page
    assert "A place was added" not in page


def test_it_keeps_to_one_person(auditor: Client, tissaout: Any) -> None:
    amina = given_member("Amina", "association_president", tissaout)
    youssef = given_member("Youssef", "campaign_manager", tissaout)
    given_acts(tissaout, 0, by=amina, type="files.file_stored")
    given_acts(tissaout, 1, by=youssef, type="files.file_erased")
    page = read(auditor, by=str(youssef.pk))
    assert "A file was erased" in page
    assert "A file was kept" not in page


def test_it_turns_pages_without_losing_or_repeating_a_line(auditor: Client, tissaout: Any) -> None:
    given_acts(tissaout, *([0] * 60), *range(1, 66), type="files.file_stored")
    seen, address, pages = 0, "/log/?kind=files.", 0
    while address:
        response = auditor.get(address)
        seen += response.content.decode().count("A file was kept")
        more = response.context["more"]
        address = f"/log/{more}" if more else ""
        pages += 1
    assert (seen, pages) == (125, 3)


def test_it_shows_who_was_shown_whom(auditor: Client, tissaout: Any) -> None:
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record_access(
            page="files.download",
            ids=[new_id() for _ in range(5)],
            organisation=tissaout.pk,
            by=None,
            at=NOON,
        )
    page = read(auditor, "/log/looks/")
    assert "A file was downloaded" in page
    assert "5 records in all" in page


def test_it_shows_the_history_of_one_record_and_logs_the_asking(auditor: Client, tissaout: Any) -> None:
    household = new_id()
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record_access(
            page="files.download", ids=[household], organisation=tissaout.pk, by=None, at=NOON
        )
    assert "A file was downloaded" in read(auditor, f"/log/record/{household}/")
    assert "The history of a record was read" in read(auditor, f"/log/record/{household}/")


def test_it_checks_permission(tissaout: Any) -> None:
    youssef = signed_in(given_member("Youssef", "point_volunteer", tissaout))
    for address in ("/log/", "/log/looks/", f"/log/record/{new_id()}/"):
        assert youssef.get(address).status_code == 403


def test_another_organisation_has_no_such_line(tissaout: Any) -> None:
    sebou = given_organisation("Association Sebou")
    salma = signed_in(given_member("Salma", "auditor", sebou))
    given_acts(tissaout, 0, type="files.file_stored")
    assert "A file was kept" not in read(salma)
    assert salma.get("/log/", {"organisation": str(tissaout.pk), "kind": "files."}).context["log"] is None


def test_a_cursor_that_was_changed_is_the_first_page(auditor: Client, tissaout: Any) -> None:
    given_acts(tissaout, 0)
    assert "A place was added" in read(auditor, cursor="2026_x")


def test_lines_of_the_log_are_in_words() -> None:
    """Every code that the house writes has a sentence."""
    written = codes_written()
    assert written["act"] <= set(ACTS), f"say in log_words.py: {sorted(written['act'] - set(ACTS))}"
    assert written["page"] <= set(PAGES), f"say in log_words.py: {sorted(written['page'] - set(PAGES))}"


def codes_written() -> dict[str, set[str]]:
    """Codes given to the two logs, straight or through a helper of an app."""
    written: dict[str, set[str]] = {"act": set(), "page": set()}
    kinds = {
        "record": "act",
        "_record": "act",
        "_log": "act",
        "save_changed": "act",
        "record_access": "page",
        "send_workbook": "page",
    }
    kinds |= {"shown": "page", "looked": "page", "line": "act", "_line": "act", "_changed": "act"}
    for path in (Path(__file__).parents[2]).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                kind = kinds.get(ast.unparse(node.func).split(".")[-1])
                words = [*node.args, *(word.value for word in node.keywords)]
                told = [word.value for word in words if isinstance(word, ast.Constant)] if kind else []
                codes = {
                    one for one in told if isinstance(one, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", one)
                }
                if kind:
                    written[kind] |= codes
    return written


def test_reasons_and_kinds_of_files_are_said_in_words(auditor: Client, tissaout: Any) -> None:
    amina = given_member("Amina", "association_president", tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        same = {"organisation": tissaout.pk, "by": amina, "at": NOON}
        audit.record(type="aid.card_replaced", reason_code="spoilt", **same)
        audit.record_access(page="files.download", ids=[new_id()], purpose=f"aid.cards.{new_id()}", **same)
        audit.record(type="aid.card_replaced", reason_code="a_new_one", **same)
    page = read(auditor)
    assert "The card is spoilt" in page and "spoilt</" not in page.replace("The card is spoilt</", "")
    assert "a_new_one" in page  # no words for it: the code itself is better than nothing
    looks = read(auditor, "/log/looks/")
    assert "The cards of a campaign" in looks and "aid.cards" not in looks
