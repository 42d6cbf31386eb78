"""Which beds are free, for whom, tonight; what each site said; what is known and what is not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from twiza.shelter import rules
from twiza.shelter.models import (
    Bed,
    BedUse,
    Declaration,
    Guest,
    ReserveOpening,
    Unit,
    UnmetNeed,
    Winter,
    WinterSite,
)


@dataclass(frozen=True)
class GroupLine:
    """Beds of one group in a site and a night: all of them, and what they are used for."""

    group: rules.Group
    beds: int
    held: int
    slept: int
    closed: int
    reserve: int  # in a reserve that nobody opened
    kept: int = 0  # for somebody who went home

    @property
    def free(self) -> int:
        """How many can be given now."""
        return self.beds - self.held - self.slept - self.closed - self.kept - self.reserve


@dataclass(frozen=True)
class SiteLine:
    """One site in a night: its groups, what it declared last, and whether it must be called.

    `is_counted` says whether the reader sees who has its beds; without that only what was declared may be shown.
    """

    site: WinterSite
    groups: tuple[GroupLine, ...]
    declared: Declaration | None
    is_late: bool
    is_counted: bool = True

    @property
    def beds(self) -> int:
        """How many beds it has."""
        return sum(line.beds for line in self.groups)

    @property
    def said(self) -> list[tuple[str, int]]:
        """What it declared: each kind that it has, and the number."""
        kinds = {rules.COUNTED_AS[line.group] for line in self.groups}
        declared = self.declared
        if declared is None:
            return []
        return [(name, getattr(declared, name)) for name in rules.DECLARED if name in kinds]

    @property
    def free(self) -> int:
        """How many beds can be given now, of all groups."""
        return sum(line.free for line in self.groups)

    @property
    def differs(self) -> dict[str, tuple[int, int]]:
        """Where what the site said is not what the board counts: name → (said, counted)."""
        if self.declared is None or not self.is_counted:
            return {}
        counted: Counter[str] = Counter()
        for line in self.groups:
            counted[rules.COUNTED_AS[line.group]] += line.free
        said = {name: getattr(self.declared, name) for name in rules.DECLARED}
        return {name: (said[name], counted[name]) for name in said if said[name] != counted[name]}


@dataclass(frozen=True)
class Board:
    """All sites of a winter in one night, and who waits without a bed."""

    winter: Winter
    night: date
    sites: tuple[SiteLine, ...]
    waiting: int
    totals: Mapping[str, int] = field(default_factory=dict)


def board(winter: Winter, night: date, *, at: datetime, hosts: frozenset[UUID] | None = None) -> Board:
    """Return the beds of a night: a few questions however many sites there are.

    Args:
        hosts: whose beds the reader counts; None: everybody's, for who goes out.
    """
    sites = list(
        WinterSite.objects.filter(winter=winter)
        .select_related("site", "host")
        .order_by("site__name_ar", "pk")
    )
    lines = _groups(winter, night)
    said = latest_declarations(winter, night)
    is_over = at >= rules.moment_in(night, winter.declare_by)
    found = tuple(
        SiteLine(
            site=one,
            groups=tuple(lines.get(one.pk, ())),
            declared=said.get(one.pk),
            is_late=one.pk not in said and is_over,
            is_counted=hosts is None or one.host_id in hosts,
        )
        for one in sites
    )
    totals: Counter[str] = Counter()
    for site in found:
        for line in site.groups if site.is_counted else ():
            totals.update(
                beds=line.beds, free=line.free, held=line.held, slept=line.slept, closed=line.closed,
                reserve=line.reserve, kept=line.kept,
            )  # fmt: skip
    waiting = UnmetNeed.objects.filter(winter=winter, night=night, solved_at__isnull=True).count()
    return Board(winter, night, found, waiting, totals)


def latest_declarations(winter: Winter, night: date) -> dict[UUID, Declaration]:
    """Return what each site said last for a night: winter site → declaration."""
    rows = (
        Declaration.objects.filter(winter=winter, night=night)
        .select_related("by")
        .order_by("winter_site", "-at", "-pk")
        .distinct("winter_site")
    )
    return {row.winter_site_id: row for row in rows}


def free_beds(winter: Winter, night: date) -> QuerySet[Bed]:
    """Return the beds that nobody has in a night, of rooms and reserves that are open."""
    used = BedUse.objects.filter(bed=OuterRef("pk"), nights__contains=night).exclude(use=rules.Use.FREED)
    opened = ReserveOpening.objects.filter(unit=OuterRef("unit"), night=night)
    return (
        Bed.objects.filter(unit__winter=winter)
        .filter(Q(unit__reserve=False) | Exists(opened))
        .exclude(Exists(used))
        .select_related("unit__winter")
    )


def beds_for(
    party: Sequence[Guest], night: date, *, sites: Sequence[UUID] = (), host: Any = None
) -> list[Bed]:
    """Return a bed for each of those who came together, all in one site; empty when no site has them all.

    Families get one row of family rooms where there is one; others the first group that fits each.
    """
    free: dict[UUID, dict[str, list[Bed]]] = defaultdict(lambda: defaultdict(list))
    rows = free_beds(party[0].winter, night)
    if sites:
        rows = rows.filter(unit__winter_site__in=sites)
    if host is not None:
        rows = rows.filter(host_id=host)
    for bed in rows.order_by("unit__winter_site", "unit__reserve", "unit", "number"):
        free[bed.unit.winter_site_id][bed.unit.group].append(bed)
    order = list(sites) or sorted(free, key=lambda site: -sum(map(len, free[site].values())))
    for site in order:
        if site in free and (beds := _shared_out(party, free[site])):
            return beds
    return []


def _shared_out(party: Sequence[Guest], free: Mapping[str, list[Bed]]) -> list[Bed]:
    """Give each of a party a bed among those of one site; empty when one of them would have none."""
    left = {group: list(beds) for group, beds in free.items()}
    if len(party) > 1 and len(left.get(rules.Group.FAMILY, ())) < len(party):
        left.pop(rules.Group.FAMILY, None)  # half a family in family rooms is a family divided
    given = []
    for guest in party:
        fitting = rules.groups_for(
            rules.Who(guest.who), party=len(party), care=guest.care, elderly=guest.elderly
        )
        group = next((one for one in fitting if left.get(one)), None)
        if group is None:
            return []
        given.append(left[group].pop(0))
    return given


def _groups(winter: Winter, night: date, *, only: WinterSite | None = None) -> dict[UUID, list[GroupLine]]:
    """Count beds and uses of a night by site and group; of one site only, when it is said which."""
    of_site = {"unit__winter_site": only} if only else {}
    beds = Bed.objects.filter(unit__winter=winter, **of_site).values_list(
        "unit__winter_site", "unit__group", "unit", "unit__reserve"
    )
    opened = set(
        ReserveOpening.objects.filter(unit__winter=winter, night=night, **of_site).values_list(
            "unit", flat=True
        )
    )
    used: dict[UUID, Counter[str]] = defaultdict(Counter)
    uses = BedUse.objects.filter(winter=winter, nights__contains=night).exclude(use=rules.Use.FREED)
    for unit, use, number in uses.values_list("unit").annotate(how=F("use"), number=Count("pk")):
        used[unit][use] += number
    found: dict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
    for site, group, unit, reserve, number in beds.annotate(number=Count("pk")).order_by():
        line = found[site, group]
        line["beds"] += number
        line.update(used[unit])
        if reserve and unit not in opened:
            line["reserve"] += number - sum(used[unit].values())
    lines: dict[UUID, list[GroupLine]] = defaultdict(list)
    for site, group in sorted(
        found, key=lambda one: (str(one[0]), list(rules.GROUPS).index(rules.Group(one[1])))
    ):
        count = found[site, group]
        lines[site].append(
            GroupLine(
                group=rules.Group(group),
                beds=count["beds"],
                held=count[rules.Use.HELD],
                slept=count[rules.Use.SLEPT],
                closed=count[rules.Use.CLOSED],
                kept=count[rules.Use.KEPT],
                reserve=count["reserve"],
            )
        )
    return lines


def sites_of(winter: Winter) -> list[WinterSite]:
    """Return the sites of a winter, by name."""
    rows = WinterSite.objects.filter(winter=winter).select_related("site", "host", "winter")
    return list(rows.order_by("site__name_ar", "pk"))


def sites_with_beds(winter: Winter) -> QuerySet[WinterSite]:
    """Return the sites of a winter, the bodies around each, and how many beds it has."""
    rows = WinterSite.objects.filter(winter=winter).annotate(beds=Count("units__beds"))
    return rows.select_related("site", "host", "owner", "funder", "supervisor").order_by(
        "site__name_ar", "pk"
    )


def site_line(site: WinterSite, night: date, *, at: datetime, is_counted: bool = True) -> SiteLine:
    """Return the line of the board of one site."""
    said = latest_declarations(site.winter, night).get(site.pk)
    is_over = at >= rules.moment_in(night, site.winter.declare_by)
    lines = tuple(_groups(site.winter, night, only=site).get(site.pk, ()))
    return SiteLine(site, lines, said, said is None and is_over, is_counted)


def counted(site: WinterSite, night: date, *, at: datetime) -> dict[str, int]:
    """Return how many beds of each declared kind are free as the board counts them: what is proposed."""
    found = dict.fromkeys(rules.DECLARED, 0)
    for line in site_line(site, night, at=at).groups:
        found[rules.COUNTED_AS[line.group]] += line.free
    return found


def beds_by_count(site: WinterSite) -> dict[str, int]:
    """Return how many beds a site has of each kind that is declared; the reserve counts."""
    most = dict.fromkeys(rules.DECLARED, 0)
    for group in Bed.objects.filter(unit__winter_site=site).values_list("unit__group", flat=True):
        most[rules.COUNTED_AS[rules.Group(group)]] += 1
    return most


def units_of(site: WinterSite) -> QuerySet[Unit]:
    """Return the rooms of a site with how many beds each has."""
    return Unit.objects.filter(winter_site=site).annotate(number=Count("beds")).order_by("reserve", "name")


def beds_of(unit: Unit, night: date) -> list[tuple[Bed, BedUse | None]]:
    """Return the beds of rooms by number, each with what it is used for in a night, as far as the reader sees it."""
    uses = {
        use.bed_id: use
        for use in BedUse.objects.filter(unit=unit, nights__contains=night)
        .exclude(use=rules.Use.FREED)
        .select_related("guest")
    }
    return [(bed, uses.get(bed.pk)) for bed in Bed.objects.filter(unit=unit).order_by("number")]


def reserve_opened(unit: Unit, night: date) -> ReserveOpening | None:
    """Return by whom and why a reserve was opened for a night."""
    return ReserveOpening.objects.select_related("by").filter(unit=unit, night=night).first()


def kept_for(party: Sequence[Guest], night: date) -> list[BedUse]:
    """Return the beds that are kept in a night for those who came together, as far as the reader sees them."""
    rows = BedUse.objects.filter(guest__in=list(party), nights__contains=night, use=rules.Use.KEPT)
    return list(rows.select_related("bed__unit", "winter").order_by("pk"))


def uses_of(sites: Iterable[WinterSite], night: date) -> QuerySet[BedUse]:
    """Return what beds of these sites are used for in a night, by rooms and number."""
    return (
        BedUse.objects.filter(winter_site__in=list(sites), nights__contains=night)
        .exclude(use=rules.Use.FREED)
        .select_related("bed", "unit", "guest")
        .order_by("unit__name", "bed__number")
    )
