"""The plan of a winter: areas, teams, vehicles, what a round takes; taken over from the winter before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.shelter import rules
from twiza.shelter.actions.committee import bodies_of, line, open_one
from twiza.shelter.actions.faults import BadPlan
from twiza.shelter.models import CommitteeSeat, HotSpot, Kit, Team, Vehicle, Winter

MOST_LINES = 100


@transaction.atomic
def add_hot_spots(*, winter: Winter, names: Sequence[str], by: Any, at: datetime) -> list[HotSpot]:
    """Write areas where people may sleep outside, in the order of a round. Names that are there are passed over.

    Raises:
        BadPlan: no name, or one that says more than an area: coordinates, a link, a house. WinterOver.
    """
    winter = open_one(winter, by)
    wanted = _names(names)
    for name in wanted:
        if not rules.is_area(name):
            raise BadPlan(
                _("“%(name)s” says more than an area. Write the quarter only: where somebody sleeps is written nowhere."),
                name=name,
            )  # fmt: skip
    last = HotSpot.objects.filter(winter=winter).aggregate(last=Max("position"))["last"] or 0
    there = set(
        HotSpot.objects.filter(winter=winter, left_out_at__isnull=True).values_list("name", flat=True)
    )
    fresh = [name for name in wanted if name not in there]
    made = [
        HotSpot(**bodies_of(winter), name=name, position=last + number + 1, made_at=at, made_by=by)
        for number, name in enumerate(fresh)
    ]
    line("shelter.hot_spots_added", winter, by, at, number=len(made))
    return HotSpot.objects.bulk_create(made)


@transaction.atomic
def move_up(*, hot_spot: HotSpot, by: Any, at: datetime) -> None:
    """Look at an area before the one that stands above it. The first one stays where it is."""
    winter = open_one(hot_spot.winter, by)
    rows = list(HotSpot.objects.filter(winter=winter, left_out_at__isnull=True).order_by("position", "pk"))
    place = next((number for number, one in enumerate(rows) if one.pk == hot_spot.pk), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
        for number, one in enumerate(rows, start=1):
            one.position = number
        HotSpot.objects.bulk_update(rows, ["position"])
        line("shelter.hot_spots_ordered", winter, by, at)


@transaction.atomic
def add_teams(*, winter: Winter, names: Sequence[str], by: Any, at: datetime) -> list[Team]:
    """Write teams by their names. Names that are there are passed over. Raises BadPlan: no name. WinterOver."""
    winter = open_one(winter, by)
    there = set(Team.objects.filter(winter=winter, left_out_at__isnull=True).values_list("name", flat=True))
    made = [
        Team(**bodies_of(winter), name=name, made_at=at, made_by=by)
        for name in _names(names)
        if name not in there
    ]
    line("shelter.teams_added", winter, by, at, number=len(made))
    return Team.objects.bulk_create(made)


@transaction.atomic
def add_vehicle(*, winter: Winter, name: str, seats: int, by: Any, at: datetime) -> Vehicle:
    """Write a vehicle: its plate or its name, and how many sit in it.

    Raises:
        BadPlan: no name, no seat, or it is there already. WinterOver.
    """
    winter = open_one(winter, by)
    if not tidy(name) or not 1 <= seats <= 100:
        raise BadPlan(_("Write the plate or a name, and how many people sit in it: 1 to 100."))
    try:
        with transaction.atomic():
            vehicle = Vehicle.objects.create(
                **bodies_of(winter), name=tidy(name)[:120], seats=seats, made_at=at, made_by=by
            )
    except IntegrityError as error:
        raise BadPlan(_("This vehicle is in the plan already.")) from error
    line("shelter.vehicle_added", winter, by, at, seats=seats)
    return vehicle


@transaction.atomic
def leave_out(*, row: HotSpot | Team | Vehicle, by: Any, at: datetime) -> None:
    """Leave an area, a team or a vehicle out of the nights to come; rounds that had it keep it."""
    winter = open_one(row.winter, by)
    rows = type(row).objects.filter(pk=row.pk, left_out_at__isnull=True)
    if rows.update(left_out_at=at):
        line("shelter.left_out", winter, by, at, what=row._meta.model_name)


@transaction.atomic
def set_kits(*, winter: Winter, pieces: Mapping[str, int], by: Any, at: datetime) -> None:
    """Say how many pieces of each kind a round takes; 0 takes a kind off the list.

    Raises:
        BadPlan: an unknown kind, a number below 0 or above 2000. WinterOver.
    """
    winter = open_one(winter, by)
    if not all(kind in rules.KITS and 0 <= number <= rules.MOST_PIECES for kind, number in pieces.items()):
        raise BadPlan(_("A round takes 0 to %(most)s pieces of a kind."), most=rules.MOST_PIECES)
    for kind, number in pieces.items():
        if number:
            Kit.objects.update_or_create(
                winter=winter,
                kind=kind,
                defaults={"pieces": number, "made_at": at, "made_by": by},
                create_defaults={
                    **bodies_of(winter), "kind": kind, "pieces": number, "made_at": at, "made_by": by,
                },
            )  # fmt: skip
        else:
            Kit.objects.filter(winter=winter, kind=kind).delete()
    line("shelter.kits_set", winter, by, at)


@transaction.atomic
def take_over_plan(*, winter: Winter, by: Any, at: datetime) -> int:
    """Take over bodies, areas, teams, vehicles and kits of the winter before; what is there stays as it is.

    Returns:
        How many rows were written: 0 when everything was there.

    Raises:
        BadPlan: no winter before is named, or it is of another committee. WinterOver.
    """
    winter = open_one(winter, by)
    known = Winter.objects.filter(organisation_id=winter.organisation_id)
    before = known.filter(pk=winter.previous_id).first() if winter.previous_id else None
    if before is None:
        raise BadPlan(_("No winter of this committee is named as the one before."))
    written = _take_over_seats(winter, before, by, at)
    if spots := list(_live(HotSpot, before).values_list("name", flat=True)):
        written += len(add_hot_spots(winter=winter, names=spots, by=by, at=at))
    if teams := list(_live(Team, before).values_list("name", flat=True)):
        written += len(add_teams(winter=winter, names=teams, by=by, at=at))
    there = set(_live(Vehicle, winter).values_list("name", flat=True))
    for vehicle in _live(Vehicle, before).exclude(name__in=there):
        add_vehicle(winter=winter, name=vehicle.name, seats=vehicle.seats, by=by, at=at)
        written += 1
    kinds = Kit.objects.filter(winter=winter).values("kind")
    kits = dict(Kit.objects.filter(winter=before).exclude(kind__in=kinds).values_list("kind", "pieces"))
    if kits:
        set_kits(winter=winter, pieces=kits, by=by, at=at)
    line("shelter.plan_taken_over", winter, by, at, number=written + len(kits))
    return written + len(kits)


def _take_over_seats(winter: Winter, before: Winter, by: Any, at: datetime) -> int:
    """Seat the bodies of the winter before that do not sit yet."""
    seats = CommitteeSeat.objects.filter(winter=before, ends_on__isnull=True).order_by("pk")
    known = set(
        CommitteeSeat.objects.filter(winter=winter, ends_on__isnull=True).values_list(
            "body", "name", "contact"
        )
    )
    fresh = [one for one in seats if (one.body, one.name, one.contact) not in known]
    for one in fresh:
        CommitteeSeat.objects.create(
            **bodies_of(winter), body=one.body, name=one.name, member_of_id=one.member_of_id, contact=one.contact,
            office=one.office, phone=one.phone, starts_on=winter.first_night, seated_at=at, seated_by=by,
        )  # fmt: skip
    return len(fresh)


def _names(typed: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(tidy(one)[:120] for one in typed if tidy(one)))
    if not 0 < len(names) <= MOST_LINES:
        raise BadPlan(_("Write one name a line, 1 to %(most)s lines."), most=MOST_LINES)
    return names


def _live(model: Any, winter: Winter) -> Any:
    rows = model.objects.filter(winter=winter, left_out_at__isnull=True)
    return rows.order_by("position" if model is HotSpot else "pk")
