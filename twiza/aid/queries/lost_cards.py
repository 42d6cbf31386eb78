"""Finding a right at the welcome table when its card was lost."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import DistributionPoint, Entitlement, ListEntry
from twiza.aid.queries.cards import NoSuchCard, card_for
from twiza.lib.text import western_digits
from twiza.platform.accounts.permissions import Permission


def right_at_table(user: Any, point: DistributionPoint, typed: str, *, at: datetime) -> Entitlement:
    """Return the right of this point that has a list code, or whose card has a door code.

    Raises:
        NotADoorCode, NotACard, CardNotOurs, CardExpired: what was typed is no code, and what would work.
        NoSuchCard: nothing of this point has it. A right of another point is never shown.
    """
    code = western_digits(typed).strip().upper()
    by_list = Entitlement.objects.filter(point=point, code=code).select_related("point").first()
    if by_list is not None:
        return by_list
    seen = card_for(user, point, typed, at=at)
    if not seen.here:
        raise NoSuchCard(_("This code is of another point. The card is replaced there."))
    return seen.entitlement


def zones_known_of(right: Entitlement) -> tuple[str, ...]:
    """Return the neighbourhood of a household; the point's own where its list is not for this person to read."""
    zone = ListEntry.objects.filter(pk=right.entry_id).values_list("zone", flat=True).first()
    return (zone,) if zone is not None else tuple(right.point.zones)


def may_replace_card(user: Any, point: DistributionPoint) -> bool:
    """Say whether this person may replace a card at a point: who keeps it, or who leads the campaign."""
    return any(user.has_perm(Permission.CARDS_ISSUE, one) for one in {point.host_id, point.organisation_id})
