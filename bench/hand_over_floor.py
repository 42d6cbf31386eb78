"""The SQL of one confirming request, and the same lock and writes by hand."""

import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bench.hand_over_stage import Ground

TABLES = ("aid_handover", "aid_handoverruling", "aid_stockmove")


def measure(ground: Ground, times: int) -> tuple[float, float]:
    """Return the median seconds of SQL: (one whole confirming request, the same writes by hand)."""
    client = _client(ground.users[-1])
    point, rights = ground.points[-1], list(ground.rights[-1])
    rights.reverse()  # the last ones: the others are for the server
    requests = [_request(client, point, right) for right in rights[:times]]
    template = _rows_of(ground.users[-1], requests[-1][1])
    by_hand = [_by_hand(ground.users[-1], right, template) for right in rights[times : 2 * times]]
    return statistics.median(seconds for seconds, _ in requests[3:]), statistics.median(by_hand[3:])


def _client(user: Any) -> Any:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    client = Client()
    client.force_login(user, backend="twiza.config.sign_in.PasswordBackend")
    session = SessionStore(session_key=client.session.session_key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _request(client: Any, point: Any, right: UUID) -> tuple[float, UUID]:
    """Confirm through every layer but the socket; return the seconds spent in SQL and the operation."""
    from django.db import connection

    from twiza.lib.ids import new_id

    spent = 0.0

    def clock(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent += time.perf_counter() - start

    operation = new_id()
    with connection.execute_wrapper(clock):
        answer = client.post(
            f"/aid/points/{point.pk}/confirm/", {"entitlement": str(right), "operation": str(operation)}
        )
    assert answer.status_code == 200 and f"{operation}/undo" in answer.content.decode(), answer.status_code
    return spent, operation


def _rows_of(user: Any, operation: UUID) -> list[tuple[str, dict[str, Any]]]:
    """Read the rows that one confirmation wrote, as a pattern for those by hand."""
    from django.db import connection

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    found = []
    with acting_as(user.pk, purpose=Purpose.WORK), connection.cursor() as cursor:
        for table in TABLES:
            key = "id" if table == "aid_handover" else "hand_over_id"
            cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [operation])
            found.append(
                (table, dict(zip([one.name for one in cursor.description], cursor.fetchone(), strict=True)))
            )
    return found


def _by_hand(user: Any, right: UUID, template: list[tuple[str, dict[str, Any]]]) -> float:
    """Lock the entitlement and write everything in one transaction, as the application's role; return its seconds."""
    from django.db import connection, transaction

    from twiza.lib.ids import new_id
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    operation = new_id()
    rows = [(table, row | {"id": operation if table == TABLES[0] else new_id()}) for table, row in template]
    for table, row in rows:
        row |= {"entitlement_id": right} if "entitlement_id" in row else {}
        row |= {"hand_over_id": operation} if table != TABLES[0] else {}
    audit = _audit_row(user, rows[0][1]["organisation_id"], rows[0][1]["point_id"], operation)
    with acting_as(user.pk, purpose=Purpose.WORK), transaction.atomic(), connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute("SELECT 1 FROM aid_entitlement WHERE id = %s FOR UPDATE", [right])
        for table, row in [*rows, ("audit_line", audit)]:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(["%s"] * len(row))
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
        cursor.execute("UPDATE aid_entitlement SET state = 'served' WHERE id = %s", [right])
        return time.perf_counter() - start


def _audit_row(user: Any, organisation: UUID, point: UUID, operation: UUID) -> dict[str, Any]:
    from django.utils import timezone
    from psycopg.types.json import Jsonb

    from twiza.lib.ids import new_id

    return {
        "id": new_id(), "organisation_id": organisation, "at": timezone.now(), "by": user.pk, "role": "point_volunteer",
        "type": "aid.handed_over", "target_kind": "aid.distributionpoint", "target": point, "reason_code": "",
        "data": Jsonb({"operations": [str(operation)], "rulings": ["served"]}),
    }  # fmt: skip
