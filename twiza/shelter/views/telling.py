"""Figures of nights in words: what stands out, tables, charts. The same for a page and for a paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twiza.lib.errors import N_
from twiza.platform.web import formats
from twiza.platform.web.charts import Chart, bars
from twiza.shelter import rules
from twiza.shelter.rules.papers import PaperBars, PaperTable, Told

AREA_COLUMNS = (
    "encounters", "people", "women", "children", "persons", "sheltered", "refused", "helped", "health", "unmet",
)  # fmt: skip
SITE_COLUMNS = (
    "beds", "available", "slept", "slept_women", "slept_men", "slept_children", "declined", "silent", "turned_away",
    "mixed",
)  # fmt: skip
SHORT = {
    "people": N_("People"),
    "women": N_("Women"),
    "children": N_("Children"),
    "persons": N_("Persons (estimate)"),
    "sheltered": N_("In a bed"),
    "refused": N_("Refused a bed"),
    "helped": N_("Helped"),
    "health": N_("Health flag"),
    "unmet": N_("No bed"),
    "unmet_all": N_("No bed"),
    "available": N_("Could be given"),
    "slept": N_("Slept"),
    "slept_women": N_("Women"),
    "slept_men": N_("Men"),
    "slept_children": N_("Children"),
    "declined": N_("Did not want it"),
    "silent": N_("Nobody came"),
    "turned_away": N_("Turned away"),
    "mixed": N_("Women in mixed rooms"),
}
NIGHT_COLUMNS = ("encounters", "refused", "helped", "slept", "unmet_all", "mixed")


@dataclass(frozen=True)
class Drawing:
    """A chart for a page, and the same for a paper."""

    chart: Chart
    paper: PaperBars


def value(number: int | None, *, name: str = "") -> str:
    """Say a figure: never a zero for what nobody collected, and an estimate with its sign."""
    if number is None:
        return _("not collected")
    words = formats.number(number)
    return f"≈\u00a0{words}" if rules.method_of(name) is rules.Method.ESTIMATE else words


def percent(part: int | None, whole: int | None) -> str:
    """Say a share of hundred; a dash where there is none."""
    found = rules.share(part, whole)
    return "—" if found is None else f"{formats.number(round(found * 100))}\u00a0%"


def label(name: str) -> str:
    """Say what a figure is; an estimate says so."""
    words = _(rules.FIGURES[name])
    return (
        _("%(figure)s (estimate)") % {"figure": words}
        if rules.method_of(name) is rules.Method.ESTIMATE
        else words
    )


def short(name: str) -> str:
    """Say what a column of a wide table is."""
    return _(SHORT[name]) if name in SHORT else label(name)


def name_of(names: Sequence[str]) -> str:
    """Return the name in the reader's language."""
    return names[1] if (get_language() or "").startswith("fr") else names[0]


def body_of(organisation: Any) -> str:
    """Return the name of a body in the reader's language."""
    arabic, french = organisation.name_ar, organisation.name_fr
    return name_of((arabic or french, french or arabic))


def headlines(totals: rules.Cells, missing: Mapping[str, int]) -> list[Told]:
    """Return what stands out of a night, a week or a winter: met, sheltered, refused, health, reintegrated, unmet."""

    def partly(name: str, words: str) -> str:
        lacks = missing.get(name, 0)
        return _("%(number)s sites said nothing") % {"number": formats.number(lacks)} if lacks else words

    seen = _("people seen: %(number)s") % {"number": value(totals["people"])}
    if totals["persons"] is not None:
        seen = _("different persons: %(number)s, an estimate") % {
            "number": value(totals["persons"], name="persons")
        }
    unmet, wanted = totals["unmet_all"], (totals["unmet_all"] or 0) + (totals["slept"] or 0)
    return [
        Told(_("Encounters"), value(totals["encounters"]), seen if totals["encounters"] is not None else ""),
        Told(
            _("Slept in a bed"),
            value(totals["slept"]),
            partly("slept", _("%(share)s of the beds that could be given") % {"share": percent(totals["slept"], totals["available"])}),
        ),
        Told(
            _("Shelter refused"),
            value(totals["refused"]),
            _("of %(number)s who were offered it") % {"number": value(totals["offered"])} if totals["offered"] is not None else "",
        ),
        Told(_("People helped on the spot"), value(totals["helped"])),
        Told(
            _("Sent to a doctor"),
            value(totals["referred"]),
            _("seen: %(number)s") % {"number": value(totals["attended"])} if totals["referred"] is not None else "",
        ),
        Told(_("Gone back to their family"), value(totals["returned"])),
        Told(
            _("Found no bed"),
            value(unmet),
            _("%(share)s of those who wanted one") % {"share": percent(unmet, wanted)} if unmet is not None else "",
            "refusal" if unmet else "",
        ),
        Told(
            _("Women in mixed rooms"),
            value(totals["mixed"]),
            _("the target is 0"),
            "refusal" if totals["mixed"] else "",
        ),
    ]  # fmt: skip


def alarms(bulletin: rules.Bulletin) -> list[str]:
    """Return what somebody must look at."""
    found = [
        _("%(site)s: %(slept)s slept where %(beds)s beds could be given.")
        % {
            "site": name_of(one.names),
            "slept": value(one.cells["slept"]),
            "beds": value(one.cells["available"]),
        }
        for one in bulletin.crowded
    ]
    mixed = [name_of(one.names) for one in bulletin.sites if one.cells["mixed"]]
    if mixed:
        found.append(
            _("Women slept in rooms with men they did not come with: %(sites)s.")
            % {"sites": " · ".join(mixed)}
        )
    return found  # fmt: skip


def area_table(lines: Iterable[rules.Line], totals: rules.Cells) -> PaperTable:
    """Return the table of areas, with its sums."""
    # different persons of several nights are not added: no column for them there
    columns = [one for one in AREA_COLUMNS if one != "persons" or totals[one] is not None]

    def row(words: str, cells: rules.Cells) -> tuple[str, ...]:
        return (words, *(value(cells[name], name=name) for name in columns))

    rows = [row(name_of(one.names) or _("In no area that is known"), one.cells) for one in lines]
    note = _("Encounters are counted, not persons: who is met twice is counted twice.")
    head = (_("Area"), *(short(name) for name in columns))
    return PaperTable(_("By area"), head, [*rows, row(_("All areas"), totals)], note)


def site_table(lines: Iterable[rules.Line], totals: rules.Cells) -> PaperTable:
    """Return the table of sites, with how full each was, and its sums."""
    rows = [
        (name_of(one.names), *(value(one.cells[name]) for name in SITE_COLUMNS), percent(one.cells["slept"], one.cells["available"]))
        for one in lines
    ]  # fmt: skip
    sums = tuple(value(totals[name]) for name in SITE_COLUMNS)
    rows.append((_("All sites"), *sums, percent(totals["slept"], totals["available"])))
    head = (_("Site"), *(short(name) for name in SITE_COLUMNS), _("How full"))
    return PaperTable(_("By site"), head, rows, _("How full: people who slept there, of the beds that could be given. Over 100 % is an alarm."))  # fmt: skip


def kit_tables(kits: Mapping[str, int] | None) -> list[PaperTable]:
    """Return what stayed with people on the spot, by kind; nothing where nothing stayed or nobody counted it."""
    rows = [(_(rules.KITS[kind]), value(number)) for kind, number in (kits or {}).items()]
    return [PaperTable(_("Given on the spot"), (_("Kind"), _("Pieces")), rows)] if rows else []


def change_table(changes: Iterable[rules.Change]) -> PaperTable:
    """Return what a version says differently from the one before."""
    rows = [
        (
            (name_of(one.line.names) or _("In no area that is known")) if one.line else _("The whole night"),
            label(one.figure),
            value(one.before, name=one.figure),
            value(one.after, name=one.figure),
        )
        for one in changes
    ]
    return PaperTable(
        _("What changed"), (_("Where"), _("Figure"), _("The version before"), _("This version")), rows
    )


def nights_table(rows: Iterable[tuple[str, rules.Cells]], heading: str, title: str) -> PaperTable:
    """Return nights or weeks below one another."""
    lines = [
        (words, *(value(cells[name]) for name in NIGHT_COLUMNS), percent(cells["slept"], cells["available"]))
        for words, cells in rows
    ]
    return PaperTable(title, (heading, *(short(name) for name in NIGHT_COLUMNS), _("How full")), lines)


def beside_table(number: int, lines: Iterable[rules.Beside]) -> PaperTable:
    """Return this winter beside the one before, over as many nights."""
    rows = [(label(one.figure), value(one.now), value(one.before), _difference(one)) for one in lines]
    return PaperTable(
        _("Beside the winter before"),
        (_("Figure"), _("This winter"), _("The winter before"), _("Difference")),
        rows,
        _(
            "The same nights counted from the first night of each winter: %(number)s nights that both have told."
        )
        % {"number": formats.number(number)},
    )


def _difference(one: rules.Beside) -> str:
    if one.now is None or one.before is None:
        return "—"
    change = one.now - one.before
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"\u2066{sign}{formats.number(abs(change))}\u2069"


def drawings(rows: Sequence[tuple[str, rules.Cells]], heading: str) -> list[Drawing]:
    """Draw nights slept of beds, encounters, and needs without a bed; what nobody knows is not drawn."""
    return [
        _drawn(_("Nights slept, of the beds that could be given"), heading, _("Slept"), rows, "slept", "available", _("Could be given")),
        _drawn(_("Encounters"), heading, _("Encounters"), rows, "encounters"),
        _drawn(_("Found no bed"), heading, _("Found no bed"), rows, "unmet_all"),
    ]  # fmt: skip


def _drawn(
    title: str,
    heading: str,
    of: str,
    rows: Sequence[tuple[str, rules.Cells]],
    name: str,
    whole: str = "",
    of_whole: str = "",
) -> Drawing:
    known = [
        (words, cells[name] or 0, cells[whole] if whole else None)
        for words, cells in rows
        if cells[name] is not None
    ]
    highest = max((max(part, all_of or 0) for _words, part, all_of in known), default=0) or 1
    chart = bars(title=title, label_heading=heading, value_heading=of, whole_heading=of_whole, rows=known)
    paper = PaperBars(
        title,
        [
            (
                words,
                formats.number(part) if all_of is None else _("%(value)s of %(max)s") % {"value": formats.number(part), "max": formats.number(all_of)},
                part / highest,
                (all_of or 0) / highest,
            )
            for words, part, all_of in known
        ],
    )  # fmt: skip
    return Drawing(chart, paper)


def public_tables(figures: Mapping[str, Any]) -> list[PaperTable]:
    """Return the tables of a publication: weeks, then their nights. What is too small is a dash."""
    cells, tables = figures["cells"], rules.TABLES
    columns = [name for table in tables for name in (table, *tables[table])]
    columns = [name for name in columns if f"all/{name}" in cells]
    head = [_("Week"), *(label(name) for name in columns)]

    def row(words: str, place: str) -> tuple[str, ...]:
        return (words, *(_shown(cells, f"{place}/{name}") for name in columns))

    weeks = [
        row(_("Week %(number)s") % {"number": formats.number(number)}, f"week/{number}")
        for number in range(1, figures["weeks"] + 1)
    ]
    nightly = [name for name in tables if name in columns]
    nights = sorted({place.split("/")[1] for place in cells if place.startswith("night/")})
    return [
        PaperTable(_("By week"), head, [*weeks, row(_("All these weeks"), "all")], _dash(figures["least"])),
        PaperTable(
            _("By night"),
            [_("Night of"), *(label(name) for name in nightly)],
            [
                (formats.day(_date(one)), *(_shown(cells, f"night/{one}/{name}") for name in nightly))
                for one in nights
            ],
            _dash(figures["least"]),
        ),
    ]


def _dash(least: int) -> str:
    return _(
        "A dash stands for a figure that is too small to be shown (under %(least)s), or from which such a one could be worked out."
    ) % {"least": formats.number(least)}


def _shown(cells: Mapping[str, int | None], name: str) -> str:
    if name not in cells:
        return _("not collected")
    found = cells[name]
    return "—" if found is None else formats.number(found)


def _date(day: str) -> date:
    return date.fromisoformat(day)
