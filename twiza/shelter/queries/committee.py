"""Who sits in a committee, who answers in a night, what was decided and what is late."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.today import Due, Level
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import CommitteeSeat, Decision, DutyContact, Meeting, Winter
from twiza.shelter.queries.winters import READS, one_of, where


def is_inside(user: Any, winter: Winter) -> bool:
    """Tell whether somebody works for the committee or for who goes out: a site alone reads no papers."""
    return bool({winter.organisation_id, winter.crew_id} & set(where(user, *READS)))


def seats_of(winter: Winter, *, on: date) -> QuerySet[CommitteeSeat]:
    """Return the bodies that sit in the committee on a day, in the order of writing."""
    now = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return CommitteeSeat.objects.filter(now, winter=winter).select_related("member_of").order_by("pk")


def duties_of(winter: Winter, *, from_night: date) -> QuerySet[DutyContact]:
    """Return who answers from a night on, by their first night."""
    rows = DutyContact.objects.filter(winter=winter, last_night__gte=from_night)
    return rows.order_by("first_night", "body", "pk")


def on_duty(winter: Winter, night: date) -> list[DutyContact]:
    """Return who answers in a night, in the order of the bodies."""
    rows = DutyContact.objects.filter(winter=winter, first_night__lte=night, last_night__gte=night)
    order = list(rules.BODIES)
    return sorted(rows, key=lambda one: (order.index(one.body), one.hours != "night", one.name))


def meetings_of(winter: Winter) -> QuerySet[Meeting]:
    """Return the meetings of a committee with their decisions, the newest first."""
    decisions = Prefetch("decisions", Decision.objects.select_related("done_by").order_by("number"))
    rows = Meeting.objects.filter(winter=winter).select_related("signed_by")
    return rows.prefetch_related(decisions).order_by("-number")


def open_decisions(winter: Winter) -> QuerySet[Decision]:
    """Return what is decided and not yet done, the most urgent first."""
    rows = Decision.objects.filter(winter=winter, done_at__isnull=True).select_related("meeting")
    return rows.order_by("due_on", "meeting__number", "number")


def seat_for(user: Any, id: UUID) -> CommitteeSeat:
    """Return a seat of a committee. Raises NoSuchWinter."""
    return one_of(CommitteeSeat.objects.select_related("winter").filter(_near(user), pk=id))


def duty_for(user: Any, id: UUID) -> DutyContact:
    """Return a line of a duty roster. Raises NoSuchWinter."""
    return one_of(DutyContact.objects.select_related("winter").filter(_near(user), pk=id))


def meeting_for(user: Any, id: UUID) -> Meeting:
    """Return a meeting of a committee. Raises NoSuchWinter."""
    rows = Meeting.objects.select_related(
        "winter__organisation", "winter__crew", "winter__place", "signed_by"
    )
    return one_of(rows.filter(_near(user), pk=id))


def decision_for(user: Any, id: UUID) -> Decision:
    """Return a decision of a committee. Raises NoSuchWinter."""
    return one_of(Decision.objects.select_related("winter", "meeting__winter").filter(_near(user), pk=id))


def winter_decisions_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says: decisions of one's committees whose day has passed."""
    mine = where(user, Permission.WINTER_PLAN)
    if not mine:
        return []
    late = Decision.objects.filter(
        organisation__in=mine, done_at__isnull=True, due_on__lt=timezone.localdate(at)
    )
    rows: Sequence[Decision] = list(late.select_related("meeting").order_by("due_on", "pk")[:20])
    return [
        Due(
            _("Carry out what the committee decided, or say that it is done: %(what)s") % {"what": one.text[:80]},
            reverse("shelter:show_meeting", args=[one.meeting_id]),
            due=one.due_on,
            level=Level.LATE,
        )
        for one in rows
    ]  # fmt: skip


def _near(user: Any) -> Q:
    mine = where(user, *READS)
    return Q(organisation__in=mine) | Q(crew__in=mine)
