"""The picture of a province, as its delegation reads it: asked of the register, of the grants and of the conventions."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.funding import queries as funding
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.network.rules.institutions import is_over
from twiza.platform.accounts.permissions import Permission, check
from twiza.reporting.models import Promise, TileSpot
from twiza.reporting.rules.province import Share, Sum, institutions_of, lay_out, sum_up

YEARS = 10
# subject of a figure that somebody says → kind of site that the register counts
SAID = {
    "cef": "cef",
    "kindergartens": "kindergarten",
    "social_complexes": "social_complex",
    "disability_centres": "disability_centre",
}


class NoSuchProvince(NotFound):
    code = "reporting.no_such_province"


@dataclass(frozen=True)
class Group:
    """Institutions that belong together: of one category, or of one commune. Places and people of those that work."""

    key: Any
    all: int
    licensed: int
    asked: int
    unlicensed: int
    capacity: Sum
    present: Sum


@dataclass(frozen=True)
class Tile:
    """One commune in the picture of the province."""

    place: Any
    cercle: Any
    row: int
    column: int
    group: Group | None

    @property
    def shade(self) -> int:
        """How dark it is drawn, 0 to 4."""
        count = self.group.all if self.group else 0
        return 0 if not count else 1 if count < 3 else 2 if count < 6 else 3 if count < 10 else 4


@dataclass(frozen=True)
class Said:
    """What somebody says of the network, beside what the register counts. None: nobody said, or it counts none of it."""

    subject: str
    said: Any
    counted: int | None


@dataclass(frozen=True)
class GivenLine:
    """What one association was granted, and the institutions that it is for, together."""

    given: Any
    share: Share[Any] | None


@dataclass(frozen=True)
class YearLine:
    """A year of grants."""

    year: int
    lines: tuple[Any, ...]

    def _total(self, name: str) -> Decimal:
        return sum((getattr(one, name) for one in self.lines), Decimal(0))

    @property
    def amount(self) -> Decimal:
        return self._total("amount")

    @property
    def granted(self) -> Decimal:
        return self._total("granted")

    @property
    def promised(self) -> Decimal:
        return self._total("promised")

    @property
    def paid(self) -> Decimal:
        return self._total("paid")


@dataclass(frozen=True)
class Late:
    """What is late: each with its rows."""

    files: list[Any]
    tranches: Any
    reports: Any
    commitments: list[Any]
    own: list[Any]  # promised in conventions by the delegation itself
    promises: list[Any]  # promised by the office, outside conventions
    works: list[Any]
    reserves: list[Any]
    over_capacity: int
    expired: int

    @property
    def count(self) -> int:
        named = (self.files, self.commitments, self.own, self.promises, self.works, self.reserves)
        return sum(len(one) for one in named) + int(self.tranches.count) + int(self.reports.count)


@dataclass(frozen=True)
class Moved:
    """What changed between two days: counts by kind, and the register as it was."""

    first: date
    last: date
    moves: dict[str, int]
    granted: int
    not_granted: int
    payments: int
    paid: Decimal
    before: Group
    now: Group


@dataclass(frozen=True)
class Picture:
    """All that the page of a province shows."""

    organisation: Any
    province: Any
    today: date
    entries: list[Any]
    communes: dict[UUID, UUID]  # place → commune
    tiles: list[Tile]
    nowhere: int  # institutions whose entry names no commune of the province
    said: list[Said]
    files: list[Any]
    files_count: int
    years: list[YearLine]
    year: int | None
    given: list[GivenLine]
    not_granted: list[Any]
    late: Late
    moved: Moved

    @cached_property
    def whole(self) -> Group:
        return group_of("", self.entries)

    @cached_property
    def categories(self) -> list[Group]:
        found: dict[str, list[Any]] = defaultdict(list)
        for one in self.entries:
            found[one.category].append(one)
        return sorted(
            (group_of(code, rows) for code, rows in found.items()), key=lambda one: (-one.all, one.key)
        )

    @property
    def line_of_year(self) -> YearLine | None:
        return next((one for one in self.years if one.year == self.year), None)

    @property
    def rows(self) -> int:
        return int(max((one.row for one in self.tiles), default=0))


def bodies_with_a_province(user: Any, *, on: date) -> list[Any]:
    """Return the delegations whose picture this person may read. Raises NoPermission when there is none."""
    check(user, Permission.INSTITUTION_KEEP)
    return network.organisations_where(user, Permission.INSTITUTION_KEEP, on=on)


def body_asked(user: Any, id: str, *, on: date) -> tuple[Any, list[Any]]:
    """Return the delegation that is asked for, the first when none is, and all of them. Raises NoSuchProvince."""
    bodies = bodies_with_a_province(user, on=on)
    found = next((one for one in bodies if str(one.pk) == id), None) if id else bodies[0] if bodies else None
    if found is None:
        raise NoSuchProvince(_("There is no such province here."))
    return found, bodies


def group_of(key: Any, entries: Iterable[Any]) -> Group:
    """Count institutions; what is licensed by the law, what asks for it, what works without."""
    entries = list(entries)
    working = [one for one in entries if one.works]
    return Group(
        key,
        len(entries),
        sum(one.licensed for one in entries),
        sum(one.asked and not one.licensed for one in entries),
        sum(not one.licensed for one in working),
        sum_up(one.capacity for one in working),
        sum_up(one.present for one in working),
    )


def picture_of(organisation: Any, *, today: date, since: date, year: int | None = None) -> Picture:
    """Return the picture of the province of a delegation.

    Args:
        since: what changed is counted from the day after it.
        year: whose grants are shown by association; the newest that has a budget line when it is not said.
    """
    province = network.province_of(organisation)
    entries = network.register_on(organisation, on=today)
    communes = network.commune_of_each({one.place for one in entries if one.place})
    tiles, listed = tiles_of(province, entries, communes, spots_of(organisation.pk))
    files, count = network.files_at_risk(organisation, today=today)
    years = _years(organisation.pk)
    chosen = year if year in {one.year for one in years} else years[0].year if years else None
    return Picture(
        organisation, province, today, entries, communes, tiles,
        sum(not one.place or communes.get(one.place) not in listed for one in entries),
        _said(organisation, province, entries, today),
        files, count, years, chosen,
        _given(organisation, chosen, today) if chosen else [],
        funding.not_granted_in(organisation.pk, chosen) if chosen else [],
        late_of(organisation, entries, files, today),
        _moved(organisation, entries, since, today),
    )  # fmt: skip


def tiles_of(
    province: Any, entries: list[Any], communes: dict[UUID, UUID], placed: dict[UUID, tuple[int, int]]
) -> tuple[list[Tile], set[UUID | None]]:
    """Return the communes of a province in the picture, and which they are.

    Args:
        communes: place → commune, of the places of the entries.
        placed: where a person put some of them.
    """
    if province is None:
        return [], set()
    listed = network.communes_of(province)
    by_commune: dict[UUID | None, list[Any]] = defaultdict(list)
    for one in entries:
        by_commune[communes.get(one.place)].append(one)
    by_cercle: dict[Any, list[UUID]] = defaultdict(list)
    for place, cercle in listed:
        by_cercle[cercle.pk if cercle else None].append(place.pk)
    spots = lay_out(by_cercle.values(), placed)
    tiles = [
        Tile(
            place,
            cercle,
            *spots[place.pk],
            group_of(place.pk, by_commune[place.pk]) if place.pk in by_commune else None,
        )
        for place, cercle in listed
    ]
    return sorted(tiles, key=lambda one: (one.row, one.column)), {place.pk for place, _cercle in listed}


def spots_of(organisation: UUID) -> dict[UUID, tuple[int, int]]:
    """Return where a delegation put the communes of its province: place → (row, column)."""
    rows = TileSpot.objects.filter(organisation_id=organisation)
    return {row.place_id: (row.row, row.column) for row in rows}


def _said(organisation: Any, province: Any, entries: list[Any], today: date) -> list[Said]:
    said = network.said_of_network(organisation, ["eps_licensed", "eps_being_licensed", *SAID], on=today)
    sites = network.sites_by_kind(province, on=today) if province else {}
    whole = group_of("", entries)
    counted = {"eps_licensed": whole.licensed, "eps_being_licensed": whole.asked} | {
        subject: sites.get(kind, 0) for subject, kind in SAID.items()
    }
    return [Said(one, said.get(one), counted[one]) for one in counted if one in said or counted[one]]


def _years(organisation: UUID) -> list[YearLine]:
    years = funding.years_with_lines(organisation)[:YEARS]
    lines = funding.lines_of_years(organisation, years)
    return [YearLine(year, tuple(one for one in lines if one.year == year)) for year in years]


def _given(organisation: Any, year: int, today: date) -> list[GivenLine]:
    rows = funding.given_in(organisation.pk, year)
    run = network.institutions_run_by(organisation, {one.grant.grantee_id for one in rows}, on=today)
    return [
        GivenLine(
            one,
            institutions_of(
                one.convention, [(own, own.convention_id) for own in run.get(one.grant.grantee_id, [])]
            ),
        )
        for one in rows
    ]


def late_of(organisation: Any, entries: list[Any], files: list[Any], today: date) -> Late:
    """Return what is late for a delegation: by others, and by itself."""
    yesterday = today - timedelta(days=1)
    overdue = network.commitments_due(organisation, first=date.min, last=yesterday)
    return Late(
        [one for one in files if one.clock and one.clock.is_late],
        funding.tranches_due(organisation.pk, first=None, last=yesterday),
        funding.reports_late(organisation.pk, on=today),
        [one for one in overdue if not one.own],
        [one for one in overdue if one.own],
        list(
            Promise.objects.filter(
                organisation=organisation, outcome__isnull=True, due_on__lt=today
            ).order_by("due_on")
        ),
        funding.works_late(organisation.pk, on=today),
        funding.reserves_late(organisation.pk, on=today),
        sum(one.works and is_over(one.capacity, one.present) is True for one in entries),
        len(network.safety_expired(organisation, on=today)),
    )


def _moved(organisation: Any, entries: list[Any], since: date, today: date) -> Moved:
    first = since + timedelta(days=1)
    granted, not_granted = funding.decided_grants_between(organisation.pk, first=first, last=today)
    payments, paid = funding.paid_between(organisation.pk, first=first, last=today)
    return Moved(
        first, today, network.moves_between(organisation, first=first, last=today), granted, not_granted,
        payments, paid, group_of("", network.register_on(organisation, on=since, people=False)),
        group_of("", entries),
    )  # fmt: skip


WHAT = (
    "all",
    "licensed",
    "asked",
    "unlicensed",
    "over_capacity",
    "expired",
    "places_unknown",
    "people_unknown",
)


def rows_of(
    organisation: Any, *, what: str, today: date, category: str = "", commune: UUID | None = None
) -> list[UUID]:
    """Return the institutions behind a figure of the picture, as ids. `what`: one of WHAT; anything else means all."""
    entries = network.register_on(organisation, on=today)
    if category:
        entries = [one for one in entries if one.category == category]
    if commune is not None:
        communes = network.commune_of_each({one.place for one in entries if one.place})
        entries = [one for one in entries if one.place and communes.get(one.place) == commune]
    expired = network.safety_expired(organisation, on=today) if what == "expired" else set()
    tests: dict[str, Callable[[Any], bool]] = {
        "licensed": lambda one: one.licensed,
        "asked": lambda one: one.asked and not one.licensed,
        "unlicensed": lambda one: one.works and not one.licensed,
        "over_capacity": lambda one: one.works and is_over(one.capacity, one.present) is True,
        "expired": lambda one: one.id in expired,
        "places_unknown": lambda one: one.works and one.capacity is None,
        "people_unknown": lambda one: one.works and one.present is None,
    }
    return [one.id for one in entries if what not in tests or tests[what](one)]


def tiles_of_body(organisation: Any) -> list[Tile]:
    """Return the communes of the province of a delegation where they stand, without anything in them."""
    return tiles_of(network.province_of(organisation), [], {}, spots_of(organisation.pk))[0]
