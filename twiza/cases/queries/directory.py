"""The directory of services: found without a case, by need, by place, by who may be sent there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Service
from twiza.lib.errors import NotFound
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

LISTED = 200


class NoSuchService(NotFound):
    code = "cases.no_such_service"


@dataclass(frozen=True)
class FoundService:
    """A service, when it was last confirmed, whether that is too long ago, and how near it lies (0: unknown)."""

    service: Service
    confirmed_at: datetime | None
    is_stale: bool
    nearness: int


def service_for(id: UUID) -> Service:
    """Return an entry of the directory. Raises NoSuchService."""
    row = Service.objects.select_related("organisation", "place", "provider").filter(pk=id).first()
    if row is None:
        raise NoSuchService(_("There is no such service."))
    return row


def services(
    *, at: datetime, kind: str = "", for_whom: str = "", near: Any = None, after_violence: bool = False
) -> list[FoundService]:
    """Return the open services that fit, the nearest first, then those confirmed last.

    Args:
        for_whom: a code; services for everybody fit too.
        near: a place; each level of the territory that a service shares with it counts as nearer.
        after_violence: only what is marked safe; never a mixed shelter.
    """
    rows = Service.objects.filter(closed_on__isnull=True).select_related("place", "organisation", "provider")
    if kind:
        rows = rows.filter(kind=kind)
    if for_whom:
        rows = rows.filter(for_whom__in=[for_whom, "everybody"])
    if after_violence:
        # before the list is cut: what is safe must not be missed behind what is not
        rows = rows.filter(safe=True)
    found = list(rows.annotate(confirmed_at=Max("confirmations__at")).order_by("-confirmed_at"))
    if after_violence:
        found = [
            one for one in found
            if rules.fits_after_violence(kind=one.kind, women_only=one.women_only, safe=one.safe)
        ]  # fmt: skip
    shared = _levels_shared(near, found) if near else {}
    lines = [
        FoundService(
            one, one.confirmed_at, rules.is_stale(one.confirmed_at, at), shared.get(one.place_id, 0)
        )
        for one in found
    ]  # fmt: skip
    return sorted(lines, key=lambda line: -line.nearness)[:LISTED]  # cut last: the nearest must not be missed


def services_to_confirm(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says: services of one's own entries that nobody asked for 90 days."""
    mine = [one.pk for one in network.organisations_where(user, Permission.DIRECTORY_KEEP, on=at.date())]
    if not mine:
        return []
    rows = Service.objects.filter(closed_on__isnull=True, organisation_id__in=mine)
    stale = rows.annotate(last=Max("confirmations__at")).filter(last__lt=at - rules.CONFIRM_EVERY)
    number = stale.count()
    if not number:
        return []
    words = _("Services of the directory to ask again: %(number)d") % {"number": number}
    return [Due(words, reverse("cases:list_services"), level=Level.WAITING)]


def _levels_shared(near: Any, services: Sequence[Service]) -> dict[UUID | None, int]:
    """Return place of a service → how many levels of the territory it shares: the territory is asked once."""
    places = {one.place.pk: one.place for one in services if one.place}
    paths = network.paths_of([near, *places.values()])
    around = {near.pk, *(up.pk for up in paths[near.pk])}
    return {pk: len(around & {pk, *(up.pk for up in paths[pk])}) for pk in places}
