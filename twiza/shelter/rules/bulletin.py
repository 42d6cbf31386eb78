"""The bulletin of a night: counts by area and by site, how each was counted, what is not known. No Django.

What was not collected is None, never 0. A figure that rests on nicknames and codes is an estimate and says so: the same
person is met in several nights and by several teams. Encounters are not persons (indicators I-11 to I-18).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.shelter.rules.beds import Who

Cells = Mapping[str, int | None]


class Method(StrEnum):
    """How a figure came to be."""

    COUNTED = "counted"
    ESTIMATE = "estimate"


METHODS: Mapping[str, str] = {Method.COUNTED: N_("counted"), Method.ESTIMATE: N_("estimate")}

# Of areas: what teams met. Of sites: what their beds were used for
OF_AREAS: Mapping[str, str] = {
    "encounters": N_("Encounters"),
    "people": N_("People seen in all encounters"),
    "men": N_("Men, as they seem"),
    "women": N_("Women, as they seem"),
    "unsure": N_("Adults, not clear"),
    "children": N_("Children, as they seem"),
    "persons": N_("Different persons"),
    "again": N_("Met again the same night"),
    "undisturbed": N_("Asleep or hostile: left in peace"),
    "offered": N_("Offered shelter"),
    "wanted": N_("Wanted a bed"),
    "sheltered": N_("Encounters that ended in a bed"),
    "refused": N_("Shelter refused"),
    "helped": N_("People helped on the spot"),
    "alone": N_("Children without a grown-up"),
    "health": N_("Encounters with a health flag"),
    "family": N_("Wish to go back to the family"),
    "unmet": N_("Wanted a bed, none fitted"),
}
OF_SITES: Mapping[str, str] = {
    "beds": N_("Beds"),
    "available": N_("Beds that could be given"),
    "slept": N_("Slept there"),
    "slept_women": N_("Women who slept there"),
    "slept_men": N_("Men who slept there"),
    "slept_children": N_("Children who slept there"),
    "mixed": N_("Women beside men they did not come with"),
    "declined": N_("Did not want the bed"),
    "silent": N_("A bed was kept, nobody came"),
    "turned_away": N_("At the door, no bed fitted"),
}
# Of the whole winter's night: no area and no site
OF_ALL: Mapping[str, str] = {
    "unmet_all": N_("Found no bed"),
    "unmet_women": N_("Women who found no bed"),
    "unmet_family": N_("In families who found no bed"),
    "unmet_care": N_("Need care and found no bed"),
    "referred": N_("Sent to a doctor"),
    "attended": N_("Seen by a doctor"),
    "returned": N_("Gone back to their family"),
    "so_far": N_("Different persons since the first night"),
}
FIGURES: Mapping[str, str] = {**OF_AREAS, **OF_SITES, **OF_ALL}
ESTIMATES = frozenset({"persons", "so_far"})
RUNNING = frozenset({"so_far"})  # goes on from night to night: it makes no new version of a night by itself
NOT_IN_MIXED = frozenset({"women", "medical_women", "elderly_women"})  # groups in which no man ever sleeps
NOWHERE = ""  # a need that was met in no area that is known


def method_of(name: str) -> Method:
    """Return how a figure is counted."""
    return Method.ESTIMATE if name in ESTIMATES else Method.COUNTED


@dataclass(frozen=True)
class Met:
    """One encounter. `person` is a pseudonym that the team's phone made, or empty; `guests` those for whom a bed was wanted."""

    area: str
    men: int = 0
    women: int = 0
    unsure: int = 0
    children: int = 0
    state: str = "awake"
    offered: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    is_flagged: bool = False
    is_again: bool = False
    person: str = ""
    guests: frozenset[str] = frozenset()

    @property
    def people(self) -> int:
        """How many were there."""
        return self.men + self.women + self.unsure + self.children


@dataclass(frozen=True)
class Slept:
    """One person in one bed of one night. `party`: those who came together share it, empty for somebody alone."""

    site: str
    rooms: str
    group: str
    who: str
    guest: str
    party: str = ""


@dataclass(frozen=True)
class Unmet:
    """Somebody for whom no bed was found in the night: in an area, at the door of a site, or it is not known where."""

    who: str
    area: str = NOWHERE
    site: str = ""
    is_family: bool = False
    needs_care: bool = False


@dataclass(frozen=True)
class Beds:
    """Beds of a site in a night. `is_known`: it said something of that night, or somebody slept there."""

    beds: int
    closed: int = 0
    reserve: int = 0  # in a reserve that nobody opened
    is_known: bool = True


@dataclass(frozen=True)
class Health:
    """Who was sent to a doctor in a night, and how many of them were seen."""

    referred: int
    attended: int


@dataclass(frozen=True)
class NightRows:
    """All rows of one night. None: it is not collected."""

    areas: Mapping[str, str]  # id → name
    sites: Mapping[str, tuple[str, str]]  # id → name in Arabic, in French
    beds: Mapping[str, Beds]
    met: Sequence[Met] | None = None
    slept: Sequence[Slept] = ()
    freed: Sequence[tuple[str, str]] = ()  # (site, why)
    unmet: Sequence[Unmet] = ()
    health: Health | None = None
    returned: int | None = None
    so_far: int | None = None
    kits: Mapping[str, int] | None = None  # kind → pieces that stayed with people
    rounds: tuple[int, int] = (0, 0)  # of this night: how many, how many came back


@dataclass(frozen=True)
class Line:
    """Figures of one area or one site."""

    id: str
    names: tuple[str, str]
    cells: Cells


@dataclass(frozen=True)
class Bulletin:
    """Figures of one night; `missing` says of how many areas or sites a total knows nothing."""

    areas: tuple[Line, ...]
    sites: tuple[Line, ...]
    totals: Cells
    missing: Mapping[str, int] = field(default_factory=dict)
    rounds: tuple[int, int] = (0, 0)
    kits: Mapping[str, int] | None = None

    @property
    def crowded(self) -> tuple[Line, ...]:
        """Sites where more slept than there were beds to give: an alarm (I-14)."""
        return tuple(one for one in self.sites if (one.cells["slept"] or 0) > (one.cells["available"] or 0))

    @property
    def is_alarm(self) -> bool:
        """Whether somebody must look: more people than beds, or a woman in a mixed dormitory."""
        return bool(self.crowded or self.totals.get("mixed"))


def share(part: int | None, whole: int | None) -> float | None:
    """Return a share from 0 upwards; None when one of them is not known or there is nothing to share."""
    return None if part is None or not whole else part / whole


def bulletin_of(rows: NightRows) -> Bulletin:
    """Count one night."""
    areas, persons = _areas(rows)
    sites = tuple(
        Line(id, names, _site(id, rows)) for id, names in sorted(rows.sites.items(), key=lambda one: one[1])
    )
    totals: dict[str, int | None] = {}
    missing: dict[str, int] = {}
    for figures, lines in ((OF_AREAS, areas), (OF_SITES, sites)):
        for name in figures:
            known = [value for one in lines if (value := one.cells[name]) is not None]
            totals[name] = sum(known) if known else None
            if known and len(known) < len(lines):
                missing[name] = len(lines) - len(known)
    totals["persons"] = persons
    return Bulletin(areas, sites, totals | _of_all(rows, totals), missing, rows.rounds, rows.kits)


def as_first_told(rows: NightRows, told: Bulletin | None) -> NightRows:
    """Keep the number of beds that a night had when it was first told: beds that are added later are not of that night."""
    had = {one.id: one.cells["beds"] for one in told.sites} if told else {}
    beds = {
        site: replace(one, beds=one.beds if (before := had.get(site)) is None else before)
        for site, one in rows.beds.items()
    }
    return replace(rows, beds=beds)


def _areas(rows: NightRows) -> tuple[tuple[Line, ...], int | None]:
    """Return the lines of areas and how many different persons teams met; None for what was not collected."""
    slept = {one.guest for one in rows.slept}
    met = rows.met or ()
    names = dict(rows.areas)
    unmet = Counter(one.area for one in rows.unmet if not one.site)
    if unmet[NOWHERE] or any(one.area == NOWHERE for one in met):
        names[NOWHERE] = ""
    lines = []
    for area, name in sorted(names.items(), key=lambda one: (not one[0], one[1])):
        here = [one for one in met if one.area == area]
        cells: dict[str, int | None] = _met(here, slept) if rows.met is not None else dict.fromkeys(OF_AREAS)
        # a need is written when it happens, whoever met them
        cells["unmet"] = unmet[area] if rows.met is not None or unmet[area] else None
        lines.append(Line(area, (name, name), cells))
    return tuple(lines), different_persons(met) if rows.met is not None else None


def _met(met: Sequence[Met], slept: set[str]) -> dict[str, int | None]:
    offered = [one for one in met if "shelter" in one.offered]
    return {
        "encounters": len(met),
        "people": sum(one.people for one in met),
        "men": sum(one.men for one in met),
        "women": sum(one.women for one in met),
        "unsure": sum(one.unsure for one in met),
        "children": sum(one.children for one in met),
        "persons": different_persons(met),
        "again": sum(one.is_again for one in met),
        "undisturbed": sum(one.state in ("asleep", "hostile") for one in met),
        "offered": len(offered),
        "wanted": sum("shelter" in one.taken for one in met),
        "sheltered": sum(bool(one.guests & slept) for one in met),
        "refused": sum("shelter" not in one.taken for one in offered),
        "helped": sum(
            one.people for one in met if one.taken - {"nothing", "shelter"} and not one.guests & slept
        ),
        "alone": sum(one.children for one in met if one.people == one.children),
        "health": sum(one.is_flagged for one in met),
        "family": sum("family" in one.taken for one in met),
    }


def different_persons(met: Iterable[Met]) -> int:
    """Estimate how many different persons were met: a pseudonym counts once, who was met again not twice.

    Too high when a nickname is said to two teams, too low when two share one: an estimate, and written as one.
    """
    most: dict[str, int] = {}
    others = 0
    for one in met:
        if one.person:
            most[one.person] = max(most.get(one.person, 0), one.people)
        elif not one.is_again:
            others += one.people
    return others + sum(most.values())


def _site(site: str, rows: NightRows) -> Cells:
    here = rows.beds.get(site, Beds(0, is_known=False))
    if not here.is_known:
        return {**dict.fromkeys(OF_SITES), "beds": here.beds}
    slept = [one for one in rows.slept if one.site == site]
    freed = Counter(why for where, why in rows.freed if where == site)
    return {
        "beds": here.beds,
        "available": here.beds - here.closed - here.reserve,
        "slept": len(slept),
        "slept_women": sum(one.who == Who.WOMAN for one in slept),
        "slept_men": sum(one.who == Who.MAN for one in slept),
        "slept_children": sum(one.who == Who.CHILD for one in slept),
        "mixed": women_in_mixed(slept),
        "declined": freed["refused"],
        "silent": freed["silent"],
        "turned_away": sum(one.site == site for one in rows.unmet),
    }


def women_in_mixed(slept: Iterable[Slept]) -> int:
    """Count women who slept in the same rooms as a man who did not come with them (I-18: the target is 0)."""
    beds = list(slept)
    return sum(
        one.who == Who.WOMAN
        and one.group not in NOT_IN_MIXED
        and any(
            other.who == Who.MAN and other.rooms == one.rooms and (not one.party or other.party != one.party)
            for other in beds
        )
        for one in beds
    )


def _of_all(rows: NightRows, totals: Cells) -> dict[str, int | None]:
    is_known = totals["unmet"] is not None or totals["turned_away"] is not None
    needs = rows.unmet
    return {
        "unmet_all": len(needs) if is_known else None,
        "unmet_women": sum(one.who == Who.WOMAN for one in needs) if is_known else None,
        "unmet_family": sum(one.is_family for one in needs) if is_known else None,
        "unmet_care": sum(one.needs_care for one in needs) if is_known else None,
        "referred": rows.health.referred if rows.health else None,
        "attended": rows.health.attended if rows.health else None,
        "returned": rows.returned,
        "so_far": rows.so_far,
    }
