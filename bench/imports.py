"""Import of 100,000 household rows from .xlsx, preview included: time and memory, beside the floor.

The preview and the acceptance run as the worker runs them: in the jobs, as the unprivileged role. The floor runs in the
same database with the same statement triggers: python-calamine, then COPY by the owner (`floor_import`).
"""

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench import floor_import
from bench.ground import peak_megabytes, place, timed
from bench.population import owner
from bench.report import Result, save

TARGET_SECONDS, TARGET_MEGABYTES, TARGET_RATIO = 45, 1536, 5


def measure(quick: bool) -> list[Result]:
    """Import one large sheet through the actions, then write the same sheet by the floor."""
    count = 3_000 if quick else 100_000
    seconds: dict[str, float] = {}
    with place("imports") as home:
        from twiza.demo.sheets import write_one_sheet

        file = home / "families.xlsx"
        written = write_one_sheet(file, count)
        organisation, user, other = _cast()
        before = peak_megabytes()
        counts = _import(organisation, user, file, seconds)
        after = peak_megabytes()
        with owner() as connection:
            upload = _an_upload(connection)
            with timed(seconds, "floor"):
                floored = floor_import.load(connection, file, other.pk, user.pk, upload)
                connection.commit()
        assert counts["good"] == written.households == floored, (counts, written.households, floored)
    whole = seconds["preview"] + seconds["write"]
    ratio = whole / seconds["floor"]
    met = whole < TARGET_SECONDS and after < TARGET_MEGABYTES and ratio <= TARGET_RATIO
    return [
        Result(
            f"Import of {count:,} household rows (.xlsx, {file.stat().st_size / 1e6:.1f} MB), preview included"
            if file.exists()
            else f"Import of {count:,} household rows (.xlsx), preview included",
            f"{whole:.1f} s (preview {seconds['preview']:.1f}, writing {seconds['write']:.1f}),"
            f" {after:.0f} MB at most ({before:.0f} before)",
            "under 45 s and 1.5 GB, at most 5 × the floor",
            met=None if quick else met,
            floor=f"{seconds['floor']:.1f} s: python-calamine + COPY by the owner, keys and history",
            ratio=ratio,
        )
    ]


def _cast() -> tuple[Any, Any, Any]:
    from django.utils import timezone

    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at = timezone.now()
    with acting_as(None, purpose=Purpose.SETUP):
        organisation, other = (
            network.register_organisation(kind="association", name_ar="", name_fr=name, by=None, at=at)
            for name in ("Association A", "Association B")
        )
        user = accounts.create_account(username="bench", display_name="Bench", password=None, by=None, at=at)
        network.give_role(
            organisation=organisation,
            user=user,
            role="association_president",
            starts_on=date(2025, 1, 1),
            by=None,
            at=at,
        )
    return organisation, user, other


def _import(organisation: Any, user: Any, file: Path, seconds: dict[str, float]) -> dict[str, Any]:
    from django.utils import timezone

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.queue import actions as queue
    from twiza.registry import actions as registry
    from twiza.registry import queries

    start = time.perf_counter()
    with acting_as(user.pk, purpose=Purpose.WORK):
        upload = registry.send_upload(
            organisation=organisation.pk,
            content=file.read_bytes(),
            name=file.name,
            by=user,
            at=timezone.now(),
        )
    queue.run_waiting_jobs()
    seconds["preview"] = time.perf_counter() - start
    start = time.perf_counter()
    with acting_as(user.pk, purpose=Purpose.WORK):
        upload = queries.upload_for(user, upload.pk)
        registry.accept_upload(upload=upload, leave_out_problems=False, by=user, at=timezone.now())
    queue.run_waiting_jobs()
    seconds["write"] = time.perf_counter() - start
    with acting_as(user.pk, purpose=Purpose.WORK):
        upload = queries.upload_for(user, upload.pk)
    assert upload.state == "accepted", (upload.state, upload.refusal)
    return dict(upload.counts)


def _an_upload(connection: Any) -> Any:
    return connection.execute("SELECT id FROM registry_upload LIMIT 1").fetchone()[0]


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
