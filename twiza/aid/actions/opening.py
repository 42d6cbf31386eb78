"""What must be in order before a campaign opens its points or publishes its appeal."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign
from twiza.aid.rules.legal import Standing
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import DomainError
from twiza.platform.web import formats


class ElectionFreeze(DomainError):
    """An election period: nothing opens, nothing is published."""

    code = "aid.election_freeze"


class NotDeclared(DomainError):
    """A province is not declared, or its proof of deposit waits for a second signature."""

    code = "aid.not_declared"


class ZonesNotPlaced(DomainError):
    """Nobody said in which province a zone lies: it cannot be declared there."""

    code = "aid.zones_not_placed"


class DeclaredLate(DomainError):
    """The delay before a distribution is certain, and was not kept."""

    code = "aid.declared_late"


def check_outside_elections(*, at: datetime) -> None:
    """Refuse in an election period.

    Raises:
        ElectionFreeze.
    """
    freeze = queries.election_freeze(on=timezone.localdate(at))
    if freeze is None:
        return
    if freeze.until is None:
        raise ElectionFreeze(
            _(
                "An election period has begun on %(since)s: no distribution opens and no appeal is published until it ends."
            ),
            since=formats.day(freeze.since),
        )
    raise ElectionFreeze(
        _(
            "An election period runs until %(until)s: no distribution opens and no appeal is published before that day."
        ),
        until=formats.day(freeze.until),
    )


def check_may_open(campaign: Campaign, *, at: datetime) -> None:
    """Refuse to open the points unless each province is declared for these days, and the election period is over.

    Raises:
        ElectionFreeze, ZonesNotPlaced, NotDeclared.
        DeclaredLate: only where the delay is certain (confidence H); otherwise being late is a warning.
    """
    check_outside_elections(at=at)
    today = timezone.localdate(at)
    unplaced = queries.zones_without_place(campaign)
    if unplaced:
        raise ZonesNotPlaced(
            _("Say first in which place each neighbourhood lies, so that it is declared there: %(zones)s."),
            zones="، ".join(unplaced),
        )
    lines = queries.province_lines(campaign, on=today)
    if not lines:
        raise NotDeclared(
            _(
                "Declare the distribution first: for each province, a receipt, a proof of deposit or an exemption."
            )
        )
    for line in lines:
        named: dict[str, Any] = {"province": line.province}
        if line.standing is Standing.MISSING:
            raise NotDeclared(_("The distribution is not declared in %(province)s yet."), **named)
        if line.standing is Standing.OTHER_DAYS:
            raise NotDeclared(
                _("In %(province)s other days were declared. Declare the days of the campaign there."),
                **named,
            )
        if line.standing is Standing.WAITS_FOR_SIGNATURE:
            raise NotDeclared(
                _("The proof of deposit for %(province)s waits for the signature of a second person."),
                **named,
            )
        if line.late and queries.declaration_window(campaign, on=today)[0].binding:
            raise DeclaredLate(
                _("In %(province)s it was declared too late for these days. Set later days, then open."),
                **named,
            )


def check_extension(campaign: Campaign, first: date | None, *, at: datetime) -> None:
    """Refuse new days of an open distribution, unless its first day stays and each province is declared for them.

    `campaign` carries the new days, not yet saved; `first` is the day it began.

    Raises:
        OutOfOrder: with what would work.
    """
    if has_reached(campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("This campaign is over: its days stay as they were."))
    lines = queries.province_lines(campaign, on=timezone.localdate(at))
    if campaign.starts_on != first or any(line.standing is not Standing.COVERED for line in lines):
        raise OutOfOrder(
            _(
                "The points are open: the first day stays, and the last one moves only to a day that is declared in"
                " each province. Write that declaration down first."
            )
        )
