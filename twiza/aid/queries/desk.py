"""The welcome table: who waits there, what the system knows in plain words, what is left of the reserve."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import DignityCase, DistributionPoint, Lane, SpareGiven
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.rules.rulings import TurnedAway
from twiza.platform.accounts.permissions import Permission

WHY: dict[str, Any] = {
    "": _("Their card was used before."),
    TurnedAway.DOUBLE: _("The phone of the lane knew their card as used."),
    TurnedAway.OTHER_LANE: _("Another lane serves their card: walk there with them."),
    TurnedAway.OTHER_POINT: _("Their card is for another point: its colour and shape are on the card."),
    TurnedAway.EXPIRED: _("The last day of their card is over."),
    TurnedAway.REVOKED: _("Their card was replaced by another one, or their right ended."),
    TurnedAway.UNKNOWN: _("The phone of the lane did not know their card: it may be new. Look it up here."),
    TurnedAway.NOT_OURS: _("What was read is not one of our cards, or it is damaged."),
    TurnedAway.OTHER_CAMPAIGN: _("Their card is of another campaign."),
}


def desk_of(case: DignityCase) -> Lane | None:
    """Return the welcome table of the day of a case, where the day was shared among lanes."""
    day = case.day or timezone.localdate(case.hand_over.at if case.hand_over else case.opened_at)
    if case.hand_over is not None and case.hand_over.lane is not None:
        day = case.hand_over.lane.day
    return Lane.objects.filter(
        point=case.point_id, day=day, kind=LaneKind.DESK, closed_at__isnull=True
    ).first()


def desk_today(point: DistributionPoint, day: Any) -> Lane | None:
    """Return the welcome table of a point and day, or none where the day was not shared."""
    return Lane.objects.filter(point=point, day=day, kind=LaneKind.DESK, closed_at__isnull=True).first()


def spares_left(desk: Lane) -> int:
    """Return how many spares the rule of the day still leaves; below zero: more left the table than it says."""
    return desk.spares - SpareGiven.objects.filter(point=desk.point_id, day=desk.day).count()


def why_words(case: DignityCase) -> Any:
    """Return what the system knows of why somebody is at the table, in plain words."""
    return WHY[case.why]


def may_give_slip(user: Any, point: DistributionPoint) -> bool:
    """Say whether this person writes down what somebody on no list asks for, and gives a slip."""
    return any(
        user.has_perm(Permission.REQUEST_RECEIVE, one) for one in {point.host_id, point.organisation_id}
    )
