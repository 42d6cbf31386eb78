"""What phones send after a day without the network: batches of 500 sealed hand-overs, taken in by the server that is shipped.

1. Four phones send at once, whole HTTP requests: opened, signatures looked at, stored, handed on, answered. How many
   operations a second?
2. The same rows by COPY into tables with the same columns and indexes, without policies, keys, triggers or thought:
   the floor, in the same run.
"""

import http.client
import json
import os
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.ground import place
from bench.hand_over_stage import Ground, prepare
from bench.hand_overs import served
from bench.report import Result, save

PHONES, BATCH, BATCHES = (
    4,
    500,
    2,
)  # measured batches of each phone; one more before, so that statements are planned
TARGET = 2000


@dataclass(frozen=True)
class Sending:
    """A phone with its batches, ready to be sent."""

    device: UUID
    token: str
    bodies: list[bytes]


def measure(quick: bool) -> list[Result]:
    """Prepare a campaign with a lane and a phone at each point, then send and compare."""
    batch = 50 if quick else BATCH
    with place("field") as home:
        ground = prepare(points=PHONES, each=batch * (BATCHES + 1))
        phones = _phones(ground, batch)
        with served(home) as port:
            _at_once(port, [[one.bodies[0]] for one in phones], phones)
            whole, taken = _at_once(port, [one.bodies[1:] for one in phones], phones)
        bare = _floor(phones[0].device, batch * (BATCHES + 1))
    rate = PHONES * BATCHES * batch / whole
    return [
        Result(
            f"Operations of phones taken in, {PHONES} phones at once in batches of {batch}, whole HTTP request",
            f"{rate:.0f} a second (median batch {statistics.median(taken) * 1000:.0f} ms)",
            f"at least {TARGET} a second",
            met=None if quick else rate >= TARGET,
            floor=f"{bare:.0f} a second: the same rows by COPY into bare tables",
            ratio=bare / rate,
        )
    ]


def _phones(ground: Ground, batch: int) -> list[Sending]:
    """Share each point's day into one lane, enrol its phone, and let it hand over everything, out of reach."""
    from django.utils import timezone

    from twiza.aid import actions as aid
    from twiza.lib.operations import to_base64
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts.models import User
    from twiza.platform.sync.tests.given import given_phone

    manager, now = User.objects.get(username="manager"), timezone.now()
    found = []
    for point, rights in zip(ground.points, ground.rights, strict=True):
        with acting_as(manager.pk, purpose=Purpose.WORK):
            point.campaign.refresh_from_db()
            lane, *_ = aid.share_lanes(point=point, day=timezone.localdate(now), lanes=1, by=manager, at=now)
        phone = given_phone(lane.organisation_id, manager, host=lane.host_id, post=lane.pk, at=now)
        for right, _card in rights:
            values = {"right": str(right), "card": "0" * 16, "proxy": False, "how": "camera", "released": ""}
            phone.do("hand_over", values, now)
        lines = phone.waiting
        bodies = [phone.body(lines[n : n + batch], at=now) for n in range(0, batch * (BATCHES + 1), batch)]
        found.append(Sending(phone.device, to_base64(phone.token), bodies))
    return found


def _at_once(
    port: int, bodies: Sequence[Sequence[bytes]], phones: Sequence[Sending]
) -> tuple[float, list[float]]:
    """Send from every phone at once; return the seconds of all, and of each batch."""
    taken: list[float] = []
    failures: list[BaseException] = []

    def work(phone: Sending, mine: Sequence[bytes]) -> None:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=60)
            headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
            for body in mine:
                start = time.perf_counter()
                connection.request("POST", "/field/api/operations", body, headers)
                answer = connection.getresponse()
                said = json.loads(answer.read())
                taken.append(time.perf_counter() - start)
                wrong = [one for one in said.get("answers", ()) if one["answer"] != "accepted"]
                if answer.status != 200 or wrong or not said["answers"]:
                    raise RuntimeError(f"not taken in: {answer.status} {wrong[:3] or said}")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(phones, bodies, strict=True)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    if failures:
        raise failures[0]
    return whole, taken


def _floor(device: UUID, operations: int) -> float:
    """Return how many operations a second the same rows of one phone are by COPY into bare tables, committed."""
    import psycopg
    from django.db import connection
    from psycopg import sql

    from twiza.config.database import superuser_url

    chosen: dict[str, tuple[str, Any]] = {
        "sync_operation": ("device_id = %s", device),
        "sync_answer": ("device_id = %s", device),
        "aid_handover": ("device = %s", str(device)),
        "aid_handoverruling": (
            "hand_over_id IN (SELECT id FROM aid_handover WHERE device = %s)",
            str(device),
        ),
        "aid_handoverrulingevent": (
            "hand_over_id IN (SELECT id FROM aid_handover WHERE device = %s)",
            str(device),
        ),
        "aid_stockmove": ("hand_over_id IN (SELECT id FROM aid_handover WHERE device = %s)", str(device)),
    }
    seconds = []
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"]), autocommit=True) as server:
        rows = {}
        for table, (which, value) in chosen.items():
            server.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier(f"bare_{table}"), sql.Identifier(table)
                )
            )
            asked = sql.SQL("COPY (SELECT * FROM {} WHERE " + which.replace("%s", "{}") + ") TO STDOUT")
            with server.cursor().copy(asked.format(sql.Identifier(table), sql.Literal(value))) as copy:
                rows[table] = b"".join(bytes(piece) for piece in copy)
            assert rows[table].count(b"\n") >= operations, table
        for _ in range(5):
            for table in rows:
                server.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(f"bare_{table}")))
            start = time.perf_counter()
            with server.transaction(), server.cursor() as cursor:
                for table, content in rows.items():
                    words = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(f"bare_{table}"))
                    with cursor.copy(words) as copy:
                        copy.write(content)
            seconds.append(time.perf_counter() - start)
    return operations / statistics.median(seconds)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
