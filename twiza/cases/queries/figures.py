"""Numbers of the listening centre: the tally for who makes them, what was made for who reads them; awareness sessions."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import AwarenessSession, RoomFigures, Tally
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

LISTED = 200


class NoSuchSession(NotFound):
    code = "cases.no_such_session"


def where_figures(user: Any, *, on: date) -> list[Any]:
    """Return the organisations whose numbers this user reads."""
    return list(network.organisations_where(user, Permission.ROOM_FIGURES, on=on))


def where_awareness(user: Any, *, on: date) -> list[Any]:
    """Return the organisations for which this user writes awareness sessions down."""
    return list(network.organisations_where(user, Permission.AWARENESS_KEEP, on=on))


def counts_of(organisation: UUID, *, since: date, until: date) -> dict[rules.Cell, int]:
    """Return the tally of whole months, [since, until), small figures too: for making figures, never for showing."""
    rows = Tally.objects.filter(organisation_id=organisation, month__gte=since, month__lt=until)
    return {
        (row["table_code"], row["cell_code"]): row["total"]
        for row in rows.values("table_code", "cell_code").annotate(total=Sum("count"))
    }


def partner_counts(organisation: UUID, *, since: date, until: date) -> dict[str, tuple[int, int]]:
    """Return id of a receiving organisation → referrals sent in whole months of a year, and those left past their day.

    Small figures too, over all teams: for making figures, never for showing. The database asks itself who asks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_partner_counts(%s, %s, %s)", [organisation, since, until])
        return {str(id): (sent, late) for id, sent, late in cursor.fetchall()}


def partners_shown(cells: dict[str, int | None]) -> list[tuple[Any, int, int | None]]:
    """Return (organisation, sent, late), most first. One whose number is not shown is not named either."""
    found = [(id, cells[rules.partner_cell(id, "sent")]) for id in rules.partners_in(cells)]
    lines = [
        (network.organisation_for(UUID(id)), sent, cells[rules.partner_cell(id, "late")])
        for id, sent in found
        if sent
    ]
    return sorted(lines, key=lambda line: (-line[1], str(line[0])))


def figures_of(organisation: UUID, year: int) -> list[RoomFigures]:
    """Return what was made of a year, the latest first."""
    rows = RoomFigures.objects.filter(organisation_id=organisation, year=year)
    return list(rows.select_related("by").order_by("-number"))


def sessions_of(organisation: UUID) -> list[AwarenessSession]:
    """Return the awareness sessions of an organisation, the latest first; those that were taken back too."""
    return list(AwarenessSession.objects.filter(organisation_id=organisation).order_by("-on", "-id")[:LISTED])


def session_for(user: Any, id: UUID) -> AwarenessSession:
    """Return a session that this user may change. Hidden and missing give the same answer: NoSuchSession."""
    row = AwarenessSession.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.AWARENESS_KEEP, row):
        raise NoSuchSession(_("There is no such session."))
    return row
