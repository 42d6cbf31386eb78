"""Alerts that wait, to whom they are sealed, and the numbers to call first."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Alert, RoomWorker
from twiza.cases.queries.cases import where_allowed
from twiza.lib.errors import NotFound
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.rules.parameters import BY_NAME


class NoSuchAlert(NotFound):
    code = "cases.no_such_alert"


def emergency_numbers(*, on: date) -> list[tuple[str, str]]:
    """Return (whom it reaches, number to dial), as they are on a day; never an empty one."""
    return [(words, _number(name, on)) for name, words in rules.EMERGENCY_NUMBERS.items()]


def where_alerting(user: Any, *, on: date) -> list[UUID]:
    """Return the organisations where this user works, those with a listener who can open an alert first."""
    where = network.organisations_of(user.pk, on=on)
    return sorted(where, key=lambda one: not listeners_with_key(one))


def listeners_with_key(organisation: UUID) -> list[RoomWorker]:
    """Return the newest key of each who works in the room of this organisation today."""
    rows = RoomWorker.objects.filter(organisation_id=organisation).select_related("user").order_by("at", "id")
    newest = {row.user_id: row for row in rows}
    return [row for row in newest.values() if row.user.has_perm(Permission.CASE_WORK, organisation)]


def waiting_alerts(organisation: UUID) -> list[Alert]:
    """Return the alerts that nobody took yet, the oldest first."""
    rows = Alert.objects.filter(organisation_id=organisation, taken_at__isnull=True)
    return list(rows.select_related("by").order_by("at", "id"))


def alert_for(user: Any, id: UUID) -> Alert:
    """Return an alert that this user may take. Hidden and missing give the same answer: NoSuchAlert."""
    alert = Alert.objects.select_related("by").filter(pk=id).first()
    if alert is None or not user.has_perm(Permission.CASE_WORK, alert):
        raise NoSuchAlert(_("There is no such alert."))
    return alert


def alerts_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page of a listener says in red: an alert waits."""
    words = _("An alert waits: take it now")
    return [
        Due(words, f"{reverse('cases:list_alerts')}?organisation={organisation}", alert.at, Level.LATE)
        for organisation in where_allowed(user, Permission.CASE_WORK, on=at.date())
        for alert in waiting_alerts(organisation)
    ]


def _number(name: str, on: date) -> str:
    try:
        return str(accounts.parameter(name, on=on))
    except accounts.NoSuchParameter:
        return BY_NAME[name].value
