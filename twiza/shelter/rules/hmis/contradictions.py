"""What files say against themselves though each line can be read: told, and left out of the count where it must be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from twiza.shelter.rules.hmis.counting import Span, occupancy, spans
from twiza.shelter.rules.hmis.faults import Fault, Kind
from twiza.shelter.rules.hmis.records import Export, Night

SERVICES, ENTRIES, EXITS, BEDS = "Services.csv", "Enrollment.csv", "Exit.csv", "Inventory.csv"


def contradictions(export: Export) -> tuple[Export, list[Fault]]:
    """Return the export with the nights that count, each once and inside its stay, and what speaks against itself."""
    inside, faults = _inside(export)
    once, twice = _once(inside)
    counted = replace(export, nights=once)
    faults += twice
    faults += _stays(counted)
    faults += _in_two_places(counted)
    faults += _too_full(counted)
    return counted, faults


def _inside(export: Export) -> tuple[list[Night], list[Fault]]:
    """Part nights inside their stay from those before its entry, or on or after its exit."""
    inside, faults = [], []
    for night in export.nights:
        stay = export.stays[night.stay]
        if night.night < stay.entry:
            faults.append(_night(Kind.BEFORE_ENTRY, night, other=stay.entry))
        elif stay.exit is not None and night.night >= stay.exit:
            faults.append(_night(Kind.AFTER_EXIT, night, other=stay.exit))
        else:
            inside.append(night)
    return inside, faults


def _once(nights: list[Night]) -> tuple[tuple[Night, ...], list[Fault]]:
    """Keep the first line of each person, project and night; tell each that has more."""
    lines: dict[tuple[int, str, date], list[Night]] = defaultdict(list)
    for night in nights:
        lines[night.person, night.project, night.night].append(night)
    faults = [
        _night(
            Kind.NIGHT_TWICE, same[1], other=same[0].line, times=len(same), lines=tuple(one.line for one in same)
        )
        for same in lines.values()
        if len(same) > 1
    ]  # fmt: skip
    return tuple(same[0] for same in lines.values()), faults


def _night(kind: Kind, night: Night, /, **data: object) -> Fault:
    where = {"where": night.project}
    return Fault(kind, SERVICES, night.line, "DateProvided", str(night.night), {**data, **where})


def _stays(export: Export) -> Iterator[Fault]:
    """Give stays that end before they begin, and those from day to day that never end."""
    for stay in export.stays.values():
        project = export.projects[stay.project]
        if stay.exit is not None and stay.exit < stay.entry:
            data = {"other": stay.entry}
            yield Fault(Kind.EXIT_BEFORE_ENTRY, EXITS, stay.exit_line, "ExitDate", str(stay.exit), data)
        elif stay.exit is None and project.lodges and not project.by_night:
            yield Fault(Kind.NO_EXIT, ENTRIES, stay.line, "EntryDate", str(stay.entry))


def _in_two_places(export: Export) -> Iterator[Fault]:
    """Give each pair of lines that put the same person twice into the same nights: in one site, or in two."""
    of: dict[int, list[Span]] = defaultdict(list)
    for span in spans(export):
        of[span.person].append(span)
    for mine in of.values():
        shared: dict[tuple[Span, Span], list[date]] = defaultdict(list)
        there: dict[date, list[Span]] = defaultdict(list)
        for span in sorted(mine, key=lambda one: (one.first, one.file, one.line)):
            for night in span.nights:
                for other in there[night]:
                    shared[other, span].append(night)
                there[night].append(span)
        yield from _told(shared)


def _told(shared: dict[tuple[Span, Span], list[date]]) -> Iterator[Fault]:
    """Nights written line by line beside one stay are one fault, at the first of them."""
    sites: dict[tuple[object, ...], list[tuple[Span, Span, list[date]]]] = defaultdict(list)
    for (one, other), nights in shared.items():
        if one.project == other.project:
            data: dict[str, object] = {"other": one.line, "times": len(nights)}
            yield Fault(Kind.TWO_STAYS, other.file, other.line, other.column, str(min(nights)), data)
        else:
            sites[one.person, frozenset({one.project, other.project})].append((one, other, nights))
    for found in sites.values():
        one, other, nights = min(found, key=lambda entry: min(entry[2]))
        data = {
            "times": len({night for *_both, some in found for night in some}),
            "where": f"{one.project}, {other.project}",
        }
        yield Fault(Kind.TWO_SITES, other.file, other.line, other.column, str(min(nights)), data)


def _too_full(export: Export) -> Iterator[Fault]:
    """Give each project with more people than beds in some night, where an inventory says how many there are."""
    full: dict[str, list[tuple[int, date, int]]] = defaultdict(list)
    for (project, night), found in occupancy(export).items():
        if found.people > found.beds > 0:
            full[project].append((found.people, night, found.beds))
    for project, nights in full.items():
        most, night, beds = max(nights, key=lambda entry: (entry[0], -entry[1].toordinal()))
        line = min(one.line for one in export.inventories if one.project == project and one.is_valid(night))
        data = {"where": project, "times": len(nights), "most": most, "other": night}
        yield Fault(Kind.TOO_FULL, BEDS, line, "BedInventory", str(beds), data)
