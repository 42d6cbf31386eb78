"""`twiza verify_audit` over 1,000,000 lines: time and memory, the program as a person runs it.

Lines are loaded by the owner, linked and signed as the nightly work does. Floor: the same rows read by the owner in
one statement, and nothing else.
"""

import os
import time
from pathlib import Path
from typing import Any

from bench.ground import ROOT, place, timed
from bench.report import Result, save

TARGET_SECONDS, TARGET_MEGABYTES = 120, 300
LINES = """
INSERT INTO audit_line (id, organisation_id, at, recorded_at, by, role, type, target_kind, target, reason_code, data)
SELECT uuidv7(), %(organisation)s, now(), now(), %(user)s, 'association_president', 'registry.household_registered',
    'registry.household', uuidv7(), '', jsonb_build_object('members', n %% 9, 'code', 'H' || n)
FROM generate_series(1, %(count)s) n
"""


def measure(quick: bool) -> list[Result]:
    """Load the lines of one organisation, link them, sign the head, verify in a process of its own."""
    count = 20_000 if quick else 1_000_000
    seconds: dict[str, float] = {}
    with place("audit") as home:
        organisation, user = _cast()
        _load(organisation, user, count)
        with timed(seconds, "link"):
            _link()
        with timed(seconds, "floor"):
            _read()
        seconds["verify"], megabytes, said = _verify(home)
        assert "Every chain stands." in said, said
    met = seconds["verify"] < TARGET_SECONDS and megabytes < TARGET_MEGABYTES
    return [
        Result(
            f"`twiza verify_audit` over {count:,} lines (linked in {seconds['link']:.0f} s)",
            f"{seconds['verify']:.1f} s, {megabytes:.0f} MB",
            f"under {TARGET_SECONDS} s and {TARGET_MEGABYTES} MB",
            met=None if quick else met,
            floor=f"{seconds['floor']:.1f} s: the same lines and links read, nothing verified",
            ratio=seconds["verify"] / seconds["floor"],
        )
    ]


def _cast() -> tuple[Any, Any]:
    from django.utils import timezone

    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at = timezone.now()
    with acting_as(None, purpose=Purpose.SETUP):
        organisation = network.register_organisation(
            kind="association", name_ar="", name_fr="Association A", by=None, at=at
        )
        user = accounts.create_account(username="bench", display_name="Bench", password=None, by=None, at=at)
    return organisation.pk, user.pk


def _load(organisation: Any, user: Any, count: int) -> None:
    import psycopg

    from twiza.config.database import owner_connection_parameters

    with psycopg.connect(**owner_connection_parameters()) as connection:
        connection.execute("ALTER TABLE audit_line NO FORCE ROW LEVEL SECURITY")
        connection.execute(LINES, {"organisation": organisation, "user": user, "count": count})
        connection.execute("ALTER TABLE audit_line FORCE ROW LEVEL SECURITY")
    with psycopg.connect(**owner_connection_parameters(), autocommit=True) as connection:
        connection.execute("ANALYZE audit_line")


def _link() -> None:
    from django.conf import settings
    from django.utils import timezone

    from twiza.lib.keyring import Keyring
    from twiza.platform.audit import actions as audit

    audit.link_everything(at=timezone.now())
    audit.sign_heads(file=settings.AUDIT_HEADS, keys=Keyring(Path(settings.TWIZA_KEYS)), at=timezone.now())


def _read() -> None:
    from django.db import connection

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    query = "SELECT k.*, l.* FROM audit_link k JOIN audit_line l ON l.id = k.line WHERE k.log = 'audit'"
    with acting_as(None, purpose=Purpose.AUDIT), connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while cursor.fetchmany(5_000):
            pass


def _verify(home: Path) -> tuple[float, float, str]:
    """Return (seconds, most memory in MB, what it said) of the command."""
    import subprocess
    import sys

    import psutil

    start, most = time.perf_counter(), 0
    running = psutil.Popen(
        [sys.executable, "-m", "twiza.config.command", "verify_audit"],
        cwd=ROOT, env=os.environ | {"TWIZA_HOME": str(home)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while running.poll() is None:
        try:
            most = max(most, running.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    said = running.communicate()[0]
    return time.perf_counter() - start, most / 1e6, said


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
