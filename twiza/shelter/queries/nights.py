"""All rows of one night as the count wants them. Read by the house for the body that went out; no page shows them."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from twiza.shelter import rules
from twiza.shelter.models import (
    Bed,
    BedUse,
    Declaration,
    Encounter,
    EncounterGuest,
    EncounterKit,
    Guest,
    HotSpot,
    ReserveOpening,
    Round,
    UnmetNeed,
    Winter,
    WinterSite,
)
from twiza.shelter.queries.mornings import counts_of

DAYS_AFTER = 30  # after its closing a winter is counted so long: phones and sites may still send


def winters_to_count(*, at: datetime, closed_too: bool = False) -> list[tuple[UUID, UUID]]:
    """Return (winter, body that goes out) of winters whose nights may have to be counted. Under the purpose NIGHTS."""
    night = rules.night_of(at)
    rows = Winter.objects.filter(first_night__lt=night)
    if not closed_too:
        rows = rows.filter(closed_at__isnull=True)
    return [
        (one.pk, one.crew_id) for one in rows.order_by("pk") if (night - one.last_night).days <= DAYS_AFTER
    ]


def winter_to_count(id: UUID) -> Winter:
    """Return the winter whose nights are counted now. For the house, under the purpose NIGHTS."""
    return Winter.objects.get(pk=id)


def nights_due(winter: Winter, *, at: datetime, newest: int | None = None) -> list[date]:
    """Return the nights of a winter whose bulletin is due: its hour in the morning has come. Oldest first."""
    due = [
        night
        for night in rules.nights_between(winter.first_night, min(winter.last_night, rules.night_of(at)))
        if rules.moment_in(night, winter.bulletin_at) <= at
    ]
    return due[-newest:] if newest else due


def night_rows(winter: Winter, night: date, *, at: datetime) -> rules.NightRows:
    """Return what is known of a night: some questions, however many sites and areas there are."""
    begins, ends = rules.begins_at(night), rules.ends_at(night)
    uses = list(
        BedUse.objects.filter(winter=winter, nights__contains=night)
        .values_list("winter_site", "unit", "group", "who", "guest", "guest__party", "use", "freed", "held_until")
        .order_by()
    )  # fmt: skip
    needs = list(
        UnmetNeed.objects.filter(winter=winter, night=night, solved_at__isnull=True)
        .values_list("who", "at_door", "guest", "guest__party", "guest__care")
        .order_by()
    )
    met, areas_of_guests = _met(winter, night)
    heard = {str(site) for site, *_rest in uses} | {str(door) for _who, door, *_rest in needs if door}
    heard |= {
        str(one)
        for one in Declaration.objects.filter(winter=winter, night=night).values_list(
            "winter_site", flat=True
        )
    }
    health, returned = _counted(winter, night, is_heard=met is not None or bool(heard))
    # what stood in the plan that night, whatever is added or left out later
    areas = HotSpot.objects.filter(
        Q(left_out_at__isnull=True) | Q(left_out_at__gte=begins), winter=winter, made_at__lt=ends
    ) | HotSpot.objects.filter(pk__in={one.area for one in met or ()}, winter=winter)
    sites = WinterSite.objects.filter(Q(joined_at__lt=ends) | Q(pk__in=heard), winter=winter)
    return rules.NightRows(
        areas={str(id): name for id, name in areas.values_list("pk", "name")},
        sites={
            str(id): (arabic or french, french or arabic)
            for id, arabic, french in sites.values_list("pk", "site__name_ar", "site__name_fr")
        },
        beds=_beds(winter, night, Counter(str(one[0]) for one in uses if one[6] in (rules.Use.CLOSED, rules.Use.KEPT)), heard),
        slept=[
            rules.Slept(str(site), str(unit), group, who or "", str(guest), str(party or ""))
            for site, unit, group, who, guest, party, use, _freed, _until in uses
            if use == rules.Use.SLEPT
        ],
        freed=[
            (str(site), freed or rules.Freed.SILENT)
            for site, _unit, _group, _who, _guest, _party, use, freed, until in uses
            if use == rules.Use.FREED or use == rules.Use.HELD and until is not None and until < at
        ],
        unmet=[
            rules.Unmet(
                who, areas_of_guests.get(str(guest), rules.NOWHERE), str(door or ""), party is not None, care
            )
            for who, door, guest, party, care in needs
        ],
        health=health,
        returned=returned,
        met=met,
        so_far=_so_far(winter, night),
        kits=None if met is None else _kits(winter, night),
        rounds=_rounds(winter, night),
    )  # fmt: skip


def _beds(winter: Winter, night: date, closed: Counter[str], heard: set[str]) -> dict[str, rules.Beds]:
    opened = ReserveOpening.objects.filter(unit__winter=winter, night=night).values("unit")
    rows = (
        Bed.objects.filter(unit__winter=winter)
        .values_list("unit__winter_site")
        .annotate(
            number=Count("pk"),
            reserve=Count("pk", filter=Q(unit__reserve=True) & ~Q(unit__in=opened)),
        )
        .order_by()
    )
    return {
        str(site): rules.Beds(number, closed[str(site)], reserve, is_known=str(site) in heard)
        for site, number, reserve in rows
    }


def _counted(winter: Winter, night: date, *, is_heard: bool) -> tuple[rules.Health | None, int | None]:
    """Return who was sent to be seen, and how many left for their family; None where nothing is heard of a night."""
    counts = counts_of(winter, night=night)
    if not is_heard and not any(counts.values()):
        return None, None
    seen = sum(counts[f"health_{one}"] for one in (rules.HealthResult.SEEN, rules.HealthResult.ADMITTED))
    return rules.Health(counts[rules.ASKED], seen), counts[rules.LEFT_FOR_FAMILY]


def _met(winter: Winter, night: date) -> tuple[list[rules.Met] | None, dict[str, str]]:
    """Return meetings of a night and the area of each guest of them; None when no round went out that was heard of."""
    rows = list(
        Encounter.objects.filter(winter=winter, night=night, undone_at__isnull=True)
        .values_list(
            "pk", "hot_spot", "men", "women", "unsure", "children", "state", "offered", "taken", "flags", "again",
            "person",
        )
        .order_by("at", "pk")
    )  # fmt: skip
    if not rows and not Round.objects.filter(winter=winter, night=night).exclude(state="planned").exists():
        return None, {}
    guests: dict[UUID, set[str]] = {}
    for encounter, guest in EncounterGuest.objects.filter(
        winter=winter, encounter__night=night, encounter__undone_at__isnull=True
    ).values_list("encounter", "guest"):
        guests.setdefault(encounter, set()).add(str(guest))
    met = [
        rules.Met(
            str(area), men, women, unsure, children, state, frozenset(offered), frozenset(taken), bool(flags),
            again is not None, str(person or ""), frozenset(guests.get(id, ())),
        )
        for id, area, men, women, unsure, children, state, offered, taken, flags, again, person in rows
    ]  # fmt: skip
    return met, {guest: one.area for one in met for guest in one.guests}


def _so_far(winter: Winter, night: date) -> int:
    """Estimate the different persons from the first night to this one: codes of guests, nicknames of who wanted no bed."""
    slept = BedUse.objects.filter(guest=OuterRef("pk"), use=rules.Use.SLEPT, nights__startswith__lte=night)
    told = Encounter.objects.filter(winter=winter, night__lte=night, undone_at__isnull=True)
    wanted = EncounterGuest.objects.filter(guest=OuterRef("pk"), encounter__in=told)
    guests = Guest.objects.filter(Exists(slept) | Exists(wanted), winter=winter).count()
    named = told.filter(person__isnull=False)
    with_code = named.filter(Exists(EncounterGuest.objects.filter(encounter=OuterRef("pk"))))
    return guests + named.exclude(person__in=with_code.values("person")).values("person").distinct().count()


def _kits(winter: Winter, night: date) -> dict[str, int]:
    rows = EncounterKit.objects.filter(
        winter=winter, encounter__night=night, encounter__undone_at__isnull=True
    )
    return dict(rows.values_list("kind").annotate(number=Sum("pieces")).order_by("kind"))


def _rounds(winter: Winter, night: date) -> tuple[int, int]:
    states = Counter(Round.objects.filter(winter=winter, night=night).values_list("state", flat=True))
    return states.total(), states[rules.State.BACK]
