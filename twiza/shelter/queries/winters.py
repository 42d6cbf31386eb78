"""The doors of the winter: which winters, sites, rooms and beds somebody may see."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.lib.short_codes import read_code
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import Bed, BedUse, Guest, GuestCard, Unit, Winter, WinterSite

Row = TypeVar("Row")
Table = TypeVar("Table", bound=Model)
READS = (Permission.WINTER_READ, Permission.WINTER_PLAN, Permission.NIGHT_ROUND, Permission.BEDS_KEEP)


class NoSuchWinter(NotFound):
    code = "shelter.no_such_winter"


def winters_of(user: Any) -> QuerySet[Winter]:
    """Return the winters of the committees, crews and sites somebody works for, the newest first."""
    mine = where(user, *READS)
    return (
        Winter.objects.filter(
            Q(organisation__in=mine) | Q(crew__in=mine) | Q(pk__in=WinterSite.objects.filter(host__in=mine).values("winter"))
        )
        .select_related("organisation", "crew", "place")
        .order_by("-first_night", "-pk")
    )  # fmt: skip


def winter_for(user: Any, id: UUID) -> Winter:
    """Return a winter. Raises NoSuchWinter: it is not there, or not for them."""
    return _one(winters_of(user).filter(pk=id).first())


def winter_inside(user: Any, id: UUID) -> Winter:
    """Return a winter for its committee and who goes out; a site reads no papers of it. Raises NoSuchWinter."""
    mine = where(user, *READS)
    return _one(winters_of(user).filter(Q(organisation__in=mine) | Q(crew__in=mine), pk=id).first())


def winter_before(user: Any, winter: Winter) -> Winter | None:
    """Return the winter with which this one is compared, if this person may see it."""
    id = winter.previous_id
    return winters_of(user).filter(pk=id).first() if id else None


def site_for(user: Any, id: UUID) -> WinterSite:
    """Return a site of a winter, for its committee, its crew and its host. Raises NoSuchWinter."""
    mine = where(user, *READS)
    rows = WinterSite.objects.filter(Q(organisation__in=mine) | Q(crew__in=mine) | Q(host__in=mine))
    return _one(
        rows.select_related("winter", "site", "host", "owner", "funder", "supervisor").filter(pk=id).first()
    )


def unit_for(user: Any, id: UUID) -> Unit:
    """Return rooms of a site. Raises NoSuchWinter."""
    mine = where(user, *READS)
    rows = Unit.objects.filter(Q(organisation__in=mine) | Q(crew__in=mine) | Q(host__in=mine))
    return _one(
        rows.select_related("winter", "winter_site__winter", "winter_site__site").filter(pk=id).first()
    )


def use_for(user: Any, id: UUID) -> BedUse:
    """Return a use of a bed, for who keeps it or goes out: the committee never sees one. Raises NoSuchWinter."""
    rows = BedUse.objects.filter(
        Q(host__in=where(user, Permission.BEDS_KEEP)) | Q(crew__in=where(user, Permission.NIGHT_ROUND))
    )
    return _one(
        rows.select_related("winter", "winter_site__site", "unit", "bed", "guest").filter(pk=id).first()
    )


def party_of_code(winter: Winter, code: str) -> list[Guest]:
    """Return the guest of a code and those who came with them; empty when there is none. For who may see guests."""
    guest = (
        Guest.objects.select_related("winter")
        .filter(winter=winter, code=read_code(code, rules.CODE_LENGTH) or "-")
        .first()
    )
    if guest is None or guest.party is None:
        return [guest] if guest else []
    return list(
        Guest.objects.select_related("winter").filter(winter=winter, party=guest.party).order_by("pk")
    )


def guest_of_code(winter: Winter, code: str) -> Guest | None:
    """Return the guest of a code in a winter, alone; None when there is none. For who may see guests."""
    return Guest.objects.filter(winter=winter, code=read_code(code, rules.CODE_LENGTH) or "-").first()


def card_of(guest: Guest, host: UUID) -> GuestCard | None:
    """Return what a site keeps of a guest, for its own people."""
    return GuestCard.objects.filter(guest=guest, host_id=host).first()


def bed_for(user: Any, id: UUID) -> Bed:
    """Return a bed, for who keeps it. Raises NoSuchWinter."""
    rows = Bed.objects.filter(host__in=where(user, Permission.BEDS_KEEP))
    return _one(rows.select_related("unit__winter", "unit__winter_site__site").filter(pk=id).first())


def where(user: Any, *permissions: Permission) -> list[UUID]:
    """Return the organisations in which somebody holds one of these permissions today."""
    today = timezone.localdate()
    return list(
        {one.pk for wanted in permissions for one in network.organisations_where(user, wanted, on=today)}
    )


def one_of(rows: QuerySet[Table]) -> Table:
    """Return the row that was looked for. Raises NoSuchWinter."""
    return _one(rows.first())


def _one(row: Row | None) -> Row:
    if row is None:
        raise NoSuchWinter(_("There is no such thing in a winter of yours."))
    return row
