"""At the reception of a listening centre: a number is given, and called by who listens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Ticket
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

TRIES = 5  # two desks that take the same number at once


class NotATicket(DomainError):
    code = "cases.not_a_ticket"


class CalledAlready(DomainError):
    code = "cases.called_already"


@transaction.atomic
def give_ticket(
    *, organisation: UUID, first_time: bool, company: str, by: Any, at: datetime, id: UUID | None = None
) -> Ticket:
    """Give the next number of the day. No name and no reason are asked for.

    Args:
        company: a code of the rules.
        id: of the form that was filled in: sent twice, it gives one.

    Raises:
        NotATicket: an unknown code, or every number was taken by another desk at the same moment.
    """
    check(by, Permission.TICKET_GIVE, organisation)
    if company not in rules.COMPANY:
        raise NotATicket(_("Say whether the person came alone or with children."))
    sent = Ticket.objects.filter(pk=id, organisation_id=organisation).first() if id else None
    if sent is not None:
        return sent
    day = timezone.localdate(at)
    ticket = Ticket(
        id=id or new_id(),
        organisation_id=organisation,
        day=day,
        first_time=first_time,
        company=company,
        at=at,
    )
    for _try in range(TRIES):
        last = Ticket.objects.filter(organisation_id=organisation, day=day).aggregate(last=Max("number"))
        ticket.number = (last["last"] or 0) + 1
        try:
            with transaction.atomic():
                ticket.save(force_insert=True)
        except IntegrityError:
            continue
        count_up(organisation=organisation, at=at, cells={("door", "first" if first_time else "again"): 1})
        audit.record(type="cases.ticket_given", target=ticket, organisation=organisation, by=by, at=at)
        return ticket
    raise NotATicket(_("Another desk is giving numbers now. Try again."))


@transaction.atomic
def call_ticket(*, ticket: Ticket, by: Any, at: datetime) -> Ticket:
    """Call a number, once. Raises CalledAlready."""
    check(by, Permission.CASE_WORK, ticket)
    if not Ticket.objects.filter(pk=ticket.pk, taken_at__isnull=True).update(taken_at=at):
        raise CalledAlready(_("This number was called by a colleague. Call the next one."))
    ticket.taken_at = at
    count_up(organisation=ticket.organisation_id, at=ticket.at, cells={rules.wait_band(at - ticket.at): 1})
    audit.record(type="cases.ticket_called", target=ticket, organisation=ticket.organisation_id, by=by, at=at)
    return ticket
