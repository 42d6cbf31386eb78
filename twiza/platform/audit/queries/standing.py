"""Where the log stands, for the people who answer for it: what is not linked, when heads were signed, what is new."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max

from twiza.platform.audit.models import AuditLine

_TAIL = 8_192  # bytes: more than two lines of heads


class News(NamedTuple):
    """Acts of one kind in the log of one organisation."""

    type: str
    times: int
    last: datetime


def unlinked_of(organisations: Sequence[UUID], *, since: datetime) -> tuple[int, datetime | None]:
    """Return how many acts of these organisations since a moment are not linked yet, and the oldest of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(l.recorded_at) FROM audit_line l WHERE l.organisation_id = ANY(%s) AND l.at >= %s"
            " AND NOT EXISTS (SELECT FROM audit_link k WHERE k.log = 'audit' AND k.line = l.id)",
            [list(organisations), since],
        )
        count, oldest = cursor.fetchone()
        return int(count), oldest


def last_act_before(organisations: Sequence[UUID], moment: datetime) -> datetime | None:
    """Return when these organisations acted last before a moment."""
    rows = AuditLine.objects.filter(organisation_id__in=organisations, at__lt=moment)
    return rows.order_by("-at").values_list("at", flat=True).first()


def last_signed_at(file: Path) -> datetime | None:
    """Return when a head was signed last, by the end of the file of heads; None where there is none."""
    try:
        with file.open("rb") as heads:
            heads.seek(max(0, file.stat().st_size - _TAIL))
            lines = heads.read().splitlines()
        return datetime.fromisoformat(json.loads(lines[-1])["at"])
    except (OSError, IndexError, ValueError, KeyError, TypeError):
        return None


def news_of(
    organisations: Sequence[UUID], types: Sequence[str], *, since: datetime, not_by: UUID
) -> list[News]:
    """Return what others did in these organisations since a moment, counted by kind of act, newest first."""
    rows = (
        AuditLine.objects.filter(organisation_id__in=organisations, at__gte=since, type__in=types)
        .exclude(by=not_by)
        .values("type")
        .annotate(count=Count("pk"), last=Max("at"))
        .order_by("-last")
    )
    return [News(row["type"], row["count"], row["last"]) for row in rows]
