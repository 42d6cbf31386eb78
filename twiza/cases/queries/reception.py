"""Who waits at the reception of a listening centre: numbers of the day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Ticket
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission


class NoSuchTicket(NotFound):
    code = "cases.no_such_ticket"


def waiting_tickets(organisation: UUID, *, day: date) -> list[Ticket]:
    """Return the numbers of this day that were not called yet, in order."""
    rows = Ticket.objects.filter(organisation_id=organisation, day=day, taken_at__isnull=True)
    return list(rows.order_by("number"))


def last_called(organisation: UUID, *, day: date) -> Ticket | None:
    """Return the number of this day that was called last, or None."""
    rows = Ticket.objects.filter(organisation_id=organisation, day=day, taken_at__isnull=False)
    return rows.order_by("-taken_at", "-number").first()


def ticket_for(user: Any, id: UUID) -> Ticket:
    """Return a ticket that this user may call. Hidden and missing give the same answer: NoSuchTicket."""
    ticket = Ticket.objects.filter(pk=id).first()
    if ticket is None or not user.has_perm(Permission.CASE_WORK, ticket):
        raise NoSuchTicket(_("There is no such number."))
    return ticket
