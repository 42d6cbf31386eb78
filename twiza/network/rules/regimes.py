"""What the law asks of an institution, version by version: data that a delegation may write anew. Pure Python.

A version of a regime says which categories there are, the one complete list of papers, the grid of the visit,
who sits in the commission and how many must be there, the delays, and what stops the clock.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from twiza.lib.errors import N_, DomainError

_CODE = re.compile(r"[a-z0-9_]{1,40}")
_MOST_POINTS = 20
_UNFIT_REPORT = N_("Reports are “half_year” and “year”, each with the days after its period.")
REGIMES: dict[str, str] = {
    "14-05": N_("Law 14-05 (historic)"),
    "65-15": N_("Law 65-15"),
    "off_premises": N_("Declaration of services outside the premises"),
}


class UnfitRegime(DomainError):
    code = "network.unfit_regime"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list of a regime: a category, a paper, a line of the grid, a body, a reason to stop the clock.

    Attributes:
        number: months that a paper holds from its issue (0: no end); hundredths of m² for one place in a line of
            the grid that is measured (0: answered by yes or no). Nothing elsewhere.
    """

    code: str
    ar: str
    fr: str
    number: int = 0

    def named(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True, slots=True)
class Regime:
    """A version of what the law asks. Days are those of `working`: working days, or all days."""

    categories: tuple[Item, ...]
    papers: tuple[Item, ...]
    grid: tuple[Item, ...]
    bodies: tuple[Item, ...]
    pauses: tuple[Item, ...]
    quorum: int
    days: int
    working: bool
    appeal_days: int
    appeal_ar: str
    appeal_fr: str
    valid_months: int  # 0: without end
    by_declaration: bool = False
    quality: tuple[Item, ...] = ()  # the grid of inspections and quality visits; `number` is its points
    reports: tuple[Item, ...] = ()  # half_year, year; `number` is days after the period
    content: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def paper(self, code: str) -> Item | None:
        return next((one for one in self.papers if one.code == code), None)

    def missing(self, held: Mapping[str, bool]) -> tuple[Item, ...]:
        """Return every paper that is not there or no longer holds, at once, in the order of the list.

        `held`: code → whether the paper holds on the day.
        """
        return tuple(paper for paper in self.papers if not held.get(paper.code, False))

    def places(self, measures: Mapping[str, Decimal]) -> int | None:
        """Return how many places the measured rooms allow: the least of all; None when nothing was measured."""
        found = [
            int(measures[line.code] * 100 // line.number)
            for line in self.grid
            if line.number and line.code in measures
        ]
        return min(found) if found else None


# A version written before there were inspections or reports: its grid, one point a line; a month, then two
_REPORTS = (
    Item("half_year", "التقرير نصف السنوي", "Rapport semestriel", 30),
    Item("year", "التقرير السنوي", "Rapport annuel", 60),
)
_LISTS = ("categories", "papers", "grid", "bodies", "pauses")


def read_regime(content: Mapping[str, Any]) -> Regime:
    """Return a stored version as what it is.

    Raises:
        UnfitRegime: a code twice or misspelt, a line without its words in both languages, a number out of bounds.
    """
    lists = {name: _items(content.get(name, ())) for name in _LISTS}
    try:
        regime = Regime(
            **lists,
            quorum=int(content["quorum"]),
            days=int(content["days"]),
            working=bool(content["working"]),
            appeal_days=int(content["appeal_days"]),
            appeal_ar=str(content["appeal_ar"]).strip(),
            appeal_fr=str(content["appeal_fr"]).strip(),
            valid_months=int(content["valid_months"]),
            by_declaration=bool(content.get("by_declaration", False)),
            quality=_pointed(_items(content.get("quality", ()) or content.get("grid", ()))),
            reports=_items(content["reports"]) if "reports" in content else _REPORTS,
            content=content,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise UnfitRegime(N_("The quorum and the delays are whole numbers.")) from problem
    if not (regime.categories and regime.papers):
        raise UnfitRegime(N_("A regime has categories and a list of papers."))
    if not (1 <= regime.days <= 400 and 1 <= regime.appeal_days <= 400 and 0 <= regime.valid_months <= 600):
        raise UnfitRegime(N_("Write delays of 1 to 400 days, and a validity of at most 600 months."))
    if not regime.by_declaration and not 1 <= regime.quorum <= len(regime.bodies):
        raise UnfitRegime(N_("The quorum is at least one body, and at most all of them."))
    if any(one.code not in ("half_year", "year") or not 1 <= one.number <= 400 for one in regime.reports):
        raise UnfitRegime(_UNFIT_REPORT)
    if not (regime.appeal_ar and regime.appeal_fr):
        raise UnfitRegime(N_("Say in both languages to whom one appeals."))
    return regime


def _pointed(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Lines of the grid of quality with their points: one where none is said, or where the number is of metres."""
    return tuple(
        Item(one.code, one.ar, one.fr, one.number if 1 <= one.number <= _MOST_POINTS else 1) for one in items
    )


def _items(rows: Sequence[Sequence[Any]]) -> tuple[Item, ...]:
    items = []
    for row in rows:
        code, ar, fr, number = (*row, 0)[:4]
        if not _CODE.fullmatch(str(code)) or not str(ar).strip() or not str(fr).strip():
            raise UnfitRegime(
                N_(
                    "Each line has a code in small letters, its words in Arabic and its words in French: “%(line)s”."
                ),
                line=" | ".join(str(one) for one in row),
            )
        items.append(Item(str(code), str(ar).strip(), str(fr).strip(), int(number)))
    if len({item.code for item in items}) < len(items):
        raise UnfitRegime(N_("The same code stands twice in one list."))
    return tuple(items)


def read_lines(text: str, *, number: bool = False) -> list[list[Any]]:
    """Return typed lines "code | عربية | français | number" as a list of a regime; empty lines are left out.

    Raises:
        UnfitRegime: a line has fewer than three parts, or its number is none.
    """
    found: list[list[Any]] = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if not line.strip():
            continue
        if len(parts) < 3 or (len(parts) > 3 and not parts[3].isdecimal()):
            raise UnfitRegime(
                N_(
                    "Each line has a code in small letters, its words in Arabic and its words in French: “%(line)s”."
                ),
                line=line,
            )
        found.append([*parts[:3], *([int(parts[3])] if number and len(parts) > 3 else [])])
    return found


def write_lines(rows: Sequence[Sequence[Any]]) -> str:
    """Return a list of a regime as lines to type over."""
    return "\n".join(" | ".join(str(part) for part in row) for row in rows)
