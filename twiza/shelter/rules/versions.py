"""A bulletin as it is kept, and what one version says differently from the one before. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twiza.shelter.rules.bulletin import FIGURES, OF_AREAS, OF_SITES, RUNNING, Bulletin, Line


@dataclass(frozen=True)
class Change:
    """One figure that is not what the version before said: of the whole night, or of a line (an area or a site)."""

    figure: str
    before: int | None
    after: int | None
    line: Line | None = None


def kept_as(bulletin: Bulletin) -> dict[str, Any]:
    """Return a bulletin as it is kept: plain words and numbers."""

    def lines(rows: tuple[Line, ...]) -> list[dict[str, Any]]:
        return [{"id": one.id, "names": list(one.names), "cells": dict(one.cells)} for one in rows]

    return {
        "areas": lines(bulletin.areas),
        "sites": lines(bulletin.sites),
        "totals": dict(bulletin.totals),
        "missing": dict(bulletin.missing),
        "rounds": list(bulletin.rounds),
        "kits": None if bulletin.kits is None else dict(bulletin.kits),
    }


def read_bulletin(kept: Mapping[str, Any]) -> Bulletin:
    """Return the bulletin that was kept. A figure that did not exist then is not known."""

    def lines(rows: list[Mapping[str, Any]], figures: Mapping[str, str]) -> tuple[Line, ...]:
        return tuple(
            Line(one["id"], (one["names"][0], one["names"][1]), dict.fromkeys(figures) | one["cells"]) for one in rows
        )  # fmt: skip

    out, back = kept["rounds"]
    totals = dict.fromkeys(FIGURES) | kept["totals"]
    areas, sites = lines(kept["areas"], OF_AREAS), lines(kept["sites"], OF_SITES)
    return Bulletin(areas, sites, totals, kept["missing"], (out, back), kept.get("kits"))


def says_the_same(before: Bulletin, after: Bulletin) -> bool:
    """Tell whether a new count says what the last version says, whatever happened in later nights."""
    same = before.rounds == after.rounds and before.kits == after.kits
    return same and not what_changed(before, after)


def what_changed(before: Bulletin, after: Bulletin) -> tuple[Change, ...]:
    """Return every figure that is not what the version before said: the whole night first, then areas and sites.

    A line that the version before did not have had nothing: each of its figures that is known now was 0.
    """
    found = [
        Change(name, before.totals.get(name), value)
        for name, value in after.totals.items()
        if name not in RUNNING and before.totals.get(name) != value
    ]
    for old, new in ((before.areas, after.areas), (before.sites, after.sites)):
        known = {one.id: one.cells for one in old}
        for line in new:
            cells = known.get(line.id) or {name: value and 0 for name, value in line.cells.items()}
            found += [
                Change(name, cells.get(name), value, line)
                for name, value in line.cells.items()
                if cells.get(name) != value
            ]
    return tuple(found)
