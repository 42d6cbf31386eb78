"""All rows of one night as the count wants them. Read by the house for the body that went out; no page shows them."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from twiza.shelter import rules
from twiza.shelter.models import (
    Bed,
    BedUse,
    Declaration,
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
        .values_list("who", "at_door", "guest__party", "guest__care")
        .order_by()
    )
    heard = {str(site) for site, *_rest in uses} | {str(door) for _who, door, *_rest in needs if door}
    heard |= {
        str(one)
        for one in Declaration.objects.filter(winter=winter, night=night).values_list(
            "winter_site", flat=True
        )
    }
    health, returned = _counted(winter, night)
    # what stood in the plan that night, whatever is added or left out later
    areas = HotSpot.objects.filter(
        Q(left_out_at__isnull=True) | Q(left_out_at__gte=begins), winter=winter, made_at__lt=ends
    )
    sites = WinterSite.objects.filter(Q(joined_at__lt=ends) | Q(pk__in=heard), winter=winter)
    return rules.NightRows(
        areas={str(id): name for id, name in areas.values_list("pk", "name")},
        sites={
            str(id): (arabic or french, french or arabic)
            for id, arabic, french in sites.values_list("pk", "site__name_ar", "site__name_fr")
        },
        beds=_beds(winter, night, Counter(str(one[0]) for one in uses if one[6] == rules.Use.CLOSED), heard),
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
            rules.Unmet(who, site=str(door or ""), is_family=party is not None, needs_care=care)
            for who, door, party, care in needs
        ],
        health=health,
        returned=returned,
        so_far=_so_far(winter, night),
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


def _counted(winter: Winter, night: date) -> tuple[rules.Health | None, int | None]:
    """Return who was sent to be seen, and how many left for their family; None where nothing was counted at all."""
    counts = counts_of(winter, night=night)
    if not any(counts.values()):
        return None, None
    seen = sum(counts[f"health_{one}"] for one in (rules.HealthResult.SEEN, rules.HealthResult.ADMITTED))
    return rules.Health(counts[rules.ASKED], seen), counts[rules.LEFT_FOR_FAMILY]


def _so_far(winter: Winter, night: date) -> int:
    """Count codes of guests who slept in a bed from the first night to this one."""
    rows = BedUse.objects.filter(winter=winter, use=rules.Use.SLEPT, nights__startswith__lte=night)
    return rows.values("guest").distinct().count()


def _rounds(winter: Winter, night: date) -> tuple[int, int]:
    states = Counter(Round.objects.filter(winter=winter, night=night).values_list("state", flat=True))
    return states.total(), states[rules.State.BACK]
