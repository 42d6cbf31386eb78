"""A canary is said in every form of the room, and errors quote it: it is in no log, no report, no act, no history."""

import ast
import io
import logging
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.debug import get_exception_reporter_class

from twiza.cases import queries
from twiza.cases.tests.given import CANARY, WORDS, given_service
from twiza.lib.ids import new_id
from twiza.lib.redaction import NotOpaque
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member
from twiza.platform.audit import actions as audit

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
IN_CLEAR = {"cases_service"}  # here the canary is planted in clear, to see that the search finds it


@pytest.fixture
def written():
    """What the logs of the site hold, from the lowest level on, as its own handler writes it."""
    lines, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(import_string(settings.LOGGING["formatters"]["wordless"]["()"])())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


def quoted_by_the_database(*_args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [CANARY])  # the error quotes it


def rows_that(who) -> dict[str, bytes]:
    """Every row of every table that this person reads, logs and histories too, as it lies."""
    found = {}
    with as_work(who), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND has_table_privilege(c.oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = "\n".join(row for (row,) in cursor.fetchall()).encode()
    return found


def test_her_words_are_in_no_log_no_report_no_act_and_no_history(
    client, leila, room, case, centre, written, monkeypatch
):
    client.force_login(leila)
    client.raise_request_exception = False
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    said = {
        "told": "on", "language": "darija", "age_band": "adult", "words": CANARY, "wants": CANARY, "trusted": CANARY,
        "code_word": CANARY, "risk": "red", "contact": "trusted", "kind": "note", "base": "0", "about": case.pk,
        "code": CANARY, "reason_code": CANARY, "hours": CANARY, "passphrase": CANARY, "pin": CANARY, "answer": CANARY,
        "worker": CANARY, "to": CANARY, "next_on": CANARY, "paper_code": CANARY, "old": CANARY, "do": CANARY,
    }  # fmt: skip
    pages = [reverse(f"cases:{name}") for name in ("keep_draft", "listen", "enter_by_emergency", "show_key")]
    pages += [reverse(f"cases:{name}", args=[case.pk]) for name in ("write_note", "show_case", "show_team")]
    assert {client.post(page, said).status_code for page in pages} <= {200, 204, 302, 400}
    client.get(f"/room/{CANARY}/", {"q": CANARY})  # there is no such page
    monkeypatch.setattr(queries, "notes_of", quoted_by_the_database)
    broken = client.get(reverse("cases:show_case", args=[case.pk]))
    assert broken.status_code == 500 and not leaks(CANARY, broken.content)
    logging.getLogger("twiza.any").error("broke at %s for %s", CANARY, {"words": CANARY})
    logging.getLogger("twiza.any").error("broke at " + CANARY)
    lines = written.getvalue()
    assert "Internal Server Error" in lines and "psycopg.errors." in lines  # it says what broke
    assert not leaks(CANARY, lines.encode())
    given_service(centre, given_member("Youssef", "counter", centre), name_ar=CANARY)
    rows = rows_that(leila)
    assert {"audit_line", "audit_access", "cases_noteversion", "cases_roomdraft"} <= set(rows)
    assert any(table.endswith("event") for table in rows)
    assert {table for table, lie in rows.items() if leaks(CANARY, lie)} == IN_CLEAR


def test_a_report_of_an_error_holds_no_word_and_says_where(rf, leila):
    request = rf.post("/room/", {"words": CANARY}, headers={"cookie": f"x={CANARY}"})
    words = CANARY  # a variable of the frame
    try:
        try:
            int(words)
        except ValueError as error:
            raise RuntimeError(words) from error
    except RuntimeError:
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info())
    for text in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert not leaks(CANARY, text.encode())
        assert "RuntimeError" in text and "test_a_report_of_an_error" in text


@pytest.mark.parametrize("data", [{"note": CANARY}, {"who": "Leila"}, {"a": [{"b": CANARY}]}, {"reason_code": "elle a peur"}])  # fmt: skip
def test_an_act_of_the_room_takes_no_words(leila, centre, data):
    with as_work(leila):
        with pytest.raises(NotOpaque) as refusal:
            audit.record(type="cases.listened", organisation=centre.pk, by=leila, at=NOON, **data)
        assert CANARY not in str(refusal.value)
        audit.record(
            type="cases.listened", organisation=centre.pk, by=leila, at=NOON, number=3, note=new_id()
        )


def test_no_line_of_a_log_is_put_together_before_it_is_written():
    """What is put into a line goes beside its template, so that it can be cut out."""
    found = []
    for file in ROOT.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            of = node.func.value
            if (
                isinstance(of, ast.Name)
                and of.id in ("log", "logger")
                and not isinstance(node.args[0], ast.Constant)
            ):
                found.append(f"{file}:{node.lineno}")
    assert found == []
