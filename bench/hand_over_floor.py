"""The SQL of one confirming request, and the same lock and writes by hand: from BEGIN to COMMIT, both.

Of the request everything counts: session, person, memberships, second factor, point, lock, writes. By hand it
is the least that policies allow: say who asks, lock, write, as the same role.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bench.hand_over_stage import Ground

WHO = (
    "SELECT set_config('twiza.user', %s, true), set_config('twiza.organisations', %s, true),"
    " set_config('twiza.purpose', 'work', true)"
)
TABLES = ("aid_handover", "aid_handoverruling", "aid_stockmove")


def measure(ground: Ground, times: int) -> tuple[float, float]:
    """Return the median seconds of SQL: (one whole confirming request, the same writes by hand).

    In turns, so that both meet the same machine; the first ones of each plan their statements, and are left out.
    """
    user, point = ground.users[-1], ground.points[-1]
    client, rights = _client(user), list(ground.rights[-1])
    rights.reverse()  # the last ones: the others are for the server
    template = _rows_of(user, _request(client, point, rights[0])[1])
    pairs = [
        (_request(client, point, rights[number])[0], _by_hand(user, rights[times + number][0], template))
        for number in range(1, times)
    ]
    requests, by_hand = zip(*pairs[times // 6 :], strict=True)
    return statistics.median(requests), statistics.median(by_hand)


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


def _request(client: Any, point: Any, right: tuple[UUID, UUID]) -> tuple[float, UUID]:
    """Confirm through every layer but the socket; return the seconds spent in SQL and the operation."""
    from django.db import connection

    from twiza.lib.ids import new_id

    spent = 0.0

    def clock(execute: Callable[..., Any], *words: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return execute(*words)
        finally:
            spent += time.perf_counter() - start

    operation = new_id()
    commit = connection._commit
    connection._commit = lambda: clock(commit)
    try:
        with connection.execute_wrapper(clock):
            answer = _confirm(client, point, right, operation)
    finally:
        del connection._commit
    assert answer.status_code == 200 and f"{operation}/undo" in answer.content.decode(), answer.status_code
    return spent, operation


def _confirm(client: Any, point: Any, right: tuple[UUID, UUID], operation: UUID) -> Any:
    return client.post(
        f"/aid/points/{point.pk}/confirm/",
        {"entitlement": str(right[0]), "card": str(right[1]), "operation": str(operation)},
        headers={"HX-Request": "true"},
    )


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

    operation = new_id()
    rows = [(table, row | {"id": operation if table == TABLES[0] else new_id()}) for table, row in template]
    for table, row in rows:
        row |= {"entitlement_id": right} if "entitlement_id" in row else {}
        row |= {"hand_over_id": operation} if table != TABLES[0] else {}
    organisation = rows[0][1]["organisation_id"]
    audit = _audit_row(user, organisation, rows[0][1]["point_id"], operation)
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WHO, [str(user.pk), f"{{{organisation}}}"])
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
