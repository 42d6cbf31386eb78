"""Published figures in words: the same tables for the public page, its sheet, and the report on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twiza.aid.models import Campaign
from twiza.aid.queries.checks import EXIT_QUESTIONS, INCIDENT_OUTCOMES, MISSING, QUESTIONS
from twiza.aid.queries.kinds import kind_words
from twiza.aid.queries.leftovers import restriction_words
from twiza.aid.queries.objections import ABOUT, OUTCOMES, posted_codes
from twiza.aid.queries.published import estimate
from twiza.aid.rules.documents import PaperTable
from twiza.aid.rules.objections import About, Outcome
from twiza.lib.text import isolated
from twiza.platform.web import formats

ADDED_BECAUSE = {
    "fire": gettext_lazy("A fire or a collapse"),
    "illness": gettext_lazy("A sudden illness"),
    "death": gettext_lazy("A death in the family"),
    "job_lost": gettext_lazy("Work lost"),
    "objection": gettext_lazy("An objection was accepted"),
    "from_reserve": gettext_lazy("A basket became free: the next of the reserve"),
    "forgotten": gettext_lazy("Left out by mistake"),
    "late_case": gettext_lazy("A late case"),
    "outside_criteria": gettext_lazy("Does not meet the criteria, and is taken all the same"),
}


@dataclass(frozen=True)
class Shown:
    """A campaign's figures in words: what was planned, then what was counted, then what a sample lets think."""

    title: str
    lines: Sequence[str]
    tables: Sequence[PaperTable]


def shown_figures(figures: Mapping[str, Any]) -> Shown:
    """Return published figures in the language of the moment."""
    cells = figures["cells"]
    tables = [
        _by_zone(figures, cells),
        _by_point(figures, cells),
        _by_origin(figures, cells),
        _by_need(figures, cells),
        _exceptions(cells),
        _objections(cells),
        _check(cells),
        _exit(cells),
        _incidents(cells),
        _spent(figures),
        _left(figures),
    ]
    return Shown(figures["title"], _lines(figures), [one for one in tables if one.rows])


def _lines(figures: Mapping[str, Any]) -> list[str]:
    lines = [
        _("Led and shared by: %(who)s.") % {"who": _listed(figures["organisations"])},
        _("Planned, %(what)s: %(count)s.")
        % {"what": _what(figures), "count": formats.number(figures["planned"])},
    ]
    if figures.get("unit_cost"):
        lines.append(
            _("One costs %(cost)s as planned: its content, without its transport.")
            % {"cost": formats.money(Decimal(figures["unit_cost"]))}
        )
    goods = figures["goods"]
    if goods:
        lines.append(
            _(
                "Counted, in pieces: %(packed)s packed, %(served)s handed over, %(returned)s brought back to store,"
                " %(damaged)s damaged, %(lost)s lost with a record, %(gap)s not accounted for."
            )
            % {name: formats.number(value) for name, value in goods.items()}
        )
    if figures["volunteers"]:
        lines.append(
            _("Thanks to those who gave their time: %(people)s days of volunteers, %(hours)s hours.")
            % {
                "people": formats.number(figures["volunteers"]),
                "hours": formats.number(figures["hours"]),
            }
        )
    if figures.get("money"):
        lines.append(
            _(
                "Money of the campaign, from the ledger: %(received)s received, %(spent)s spent, %(left)s left."
            )
            % {name: formats.money(Decimal(value)) for name, value in figures["money"].items()}
        )
    if figures.get("draw"):
        lines.append(
            _(
                "Families with as many points were drawn by lot before %(witnesses)s witnesses: digits %(digits)s, seed"
                " %(seed)s. Fingerprint of the pool: %(pool)s; of the list: %(list)s."
            )
            % {name: isolated(str(value)) for name, value in figures["draw"].items()}
        )
    lines.append(
        _(
            "A dash is a figure that is not shown: it is smaller than %(least)s, or a smaller one could be worked out"
            " from it."
        )
        % {"least": figures["least"]}
    )
    return lines


def _what(figures: Mapping[str, Any]) -> str:
    """What the campaign gives; figures published before they said so are of baskets."""
    return str(kind_words(figures.get("kind", "basket")).many)


def _listed(names: Sequence[str]) -> str:
    return " · ".join(names)


def cell(value: int | None) -> str:
    """Say a figure, or that it is not shown."""
    return "—" if value is None else formats.number(value)


def _by_zone(figures: Mapping[str, Any], cells: Mapping[str, Any]) -> PaperTable:
    keys = [(zone, f"zone/{number}") for number, zone in enumerate(figures["zones"])]
    rows = [
        [zone, *(cell(cells[f"{key}/{what}"]) for what in ("selected", "served", "not_collected"))]
        for zone, key in keys
    ]
    total = [_("All"), *(cell(cells[f"all/{what}"]) for what in ("selected", "served", "not_collected"))]
    head = [_("Neighbourhood"), _("Selected families"), _("Served families"), _("Not collected")]
    return PaperTable(
        _("%(what)s by neighbourhood (counted)") % {"what": _what(figures)}, head, [*rows, total]
    )


def _by_point(figures: Mapping[str, Any], cells: Mapping[str, Any]) -> PaperTable:
    rows = []
    for code, name in figures["points"]:
        served = [
            f"{zone}: {cell(cells[f'zone/{number}/point/{code}'])}"
            for number, zone in enumerate(figures["zones"])
            if f"zone/{number}/point/{code}" in cells
        ]
        rows.append([name, " · ".join(served) or "0", cell(cells[f"point/{code}/served"])])
    head = [_("Point"), _("By neighbourhood"), _("Served families")]
    return PaperTable(_("%(what)s by point (counted)") % {"what": _what(figures)}, head, rows)


def _by_origin(figures: Mapping[str, Any], cells: Mapping[str, Any]) -> PaperTable:
    rows = [
        [name, *(cell(cells[f"origin/{number}/{what}"]) for what in ("brought", "selected", "not_selected"))]
        for number, name in enumerate(figures["organisations"])
    ]
    head = [_("Who brought the families"), _("Brought in"), _("Selected families"), _("Not selected")]
    note = _("Every family is chosen by the same criteria, whoever brought it.")
    return PaperTable(_("Where the names came from (counted)"), head, rows, note)


def _by_need(figures: Mapping[str, Any], cells: Mapping[str, Any]) -> PaperTable:
    rows = [
        [
            _("%(low)s to %(high)s points") % {"low": low, "high": high} if low != high
            else _("%(points)s points") % {"points": low},
            *(cell(cells[f"band/{number}/{what}"]) for what in ("eligible", "reached", "not_reached")),
        ]
        for number, (low, high) in enumerate(figures["bands"])
        if f"band/{number}/eligible" in cells
    ]  # fmt: skip
    head = [_("Need, by points of the criteria"), _("Meet the criteria"), _("Reached"), _("Not reached")]
    note = _("The greatest need first. Not reached: there was less than the families.")
    return PaperTable(_("Who is reached and who is not (counted)"), head, rows, note)


def _exceptions(cells: Mapping[str, Any]) -> PaperTable:
    rows = [
        [str(ADDED_BECAUSE.get(name.split("/")[1], name.split("/")[1])), cell(value)]
        for name, value in sorted(cells.items())
        if name.startswith("exception/")
    ]
    return PaperTable(
        _("Taken outside the list, with two signatures (counted)"), [_("Why"), _("Families")], rows
    )


def _objections(cells: Mapping[str, Any]) -> PaperTable:
    outcomes = ("accepted_correction", "maintained", "waiting")
    rows = [
        [str(words), *(cell(cells[f"objection/{about}/{outcome}"]) for outcome in outcomes)]
        for about, words in ABOUT.items()
        if cells[f"objection/{About(about).value}"] != 0
    ]
    head = [
        _("What was said"),
        str(OUTCOMES[Outcome.ACCEPTED]),
        str(OUTCOMES[Outcome.MAINTAINED]),
        _("Waits for its answer"),
    ]
    return PaperTable(_("Objections to the list (counted)"), head, rows)


def _check(cells: Mapping[str, Any]) -> PaperTable:
    rows = []
    for question, words in QUESTIONS.items():
        share = estimate(cells, question)
        between = "—"
        if share is not None:
            between = _("%(least)s to %(most)s %%") % {
                "least": round(share.least * 100),
                "most": round(share.most * 100),
            }
        answers = [cell(cells[f"check/{question}/{answer}"]) for answer in ("yes", "no")]
        rows.append([str(words), *answers, between])
    note = _(
        "Drawn by lot in public: %(sample)s families, of which %(asked)s were asked. Estimated from them: where the"
        " share lies 95 times in 100."
    ) % {"sample": cell(cells["check/sample"]), "asked": cell(cells["check/asked"])}
    head = [_("Asked afterwards"), _("Yes"), _("No"), _("Estimated for all")]
    return PaperTable(_("The check afterwards (estimated from a sample)"), head, rows if cells["check/asked"] != 0 else [], note)  # fmt: skip


def _exit(cells: Mapping[str, Any]) -> PaperTable:
    if cells["exit/asked"] == 0:
        return PaperTable("", [], [])
    rows = [
        [str(words), *(cell(cells[f"exit/{question}/{answer}"]) for answer in ("yes", "no"))]
        for question, words in EXIT_QUESTIONS.items()
    ]
    rows += [
        [_("Was missing: %(what)s") % {"what": words}, cell(cells[f"exit/missed/{item}"]), ""]
        for item, words in MISSING.items()
        if cells[f"exit/missed/{item}"] != 0
    ]
    note = _("Said without a name on the way out, by who wished to: not a sample.")
    return PaperTable(_("Said at the exit of the points (counted)"), [_("Question"), _("Yes"), _("No")], rows, note)  # fmt: skip


def _incidents(cells: Mapping[str, Any]) -> PaperTable:
    if cells["all/incidents"] == 0:
        return PaperTable("", [], [])
    words = {**{one.value: said for one, said in INCIDENT_OUTCOMES.items()}, "open": _("Not ended yet")}
    rows = [[str(said), cell(cells[f"incident/{outcome}"])] for outcome, said in words.items()]
    rows.append([_("All"), cell(cells["all/incidents"])])
    return PaperTable(_("“Somebody asked for money” (counted)"), [_("How it ended"), _("How many")], rows)


def _spent(figures: Mapping[str, Any]) -> PaperTable:
    spent = figures.get("spent", [])
    rows = [
        [
            restriction_words(one["kind"], one["label"]),
            *(formats.money(Decimal(one[name])) for name in ("received", "spent", "left")),
        ]
        for one in spent
    ]
    if spent:
        sums = (sum((Decimal(one[name]) for one in spent), Decimal(0)) for name in ("received", "spent"))
        rows.append([_("All"), *(formats.money(one) for one in sums), ""])
    head = [_("Given for"), _("Received for this campaign"), _("Spent on it"), _("Left of it in all")]
    note = _("From the ledger. What is left of a restriction may have been given for other campaigns too.")
    return PaperTable(_("Spent, by what it was given for"), head, rows, note)


def _left(figures: Mapping[str, Any]) -> PaperTable:
    rows = [
        [
            one["what"],
            formats.number(one["quantity"]),
            restriction_words(one["kind"], one["given_for"]) or "—",
            formats.money(Decimal(one["worth"])) if one["worth"] else "—",
        ]
        for one in figures.get("left", [])
    ]
    head = [_("Goods"), _("Left"), _("Given for"), _("Worth of what is left")]
    return PaperTable(_("Left in the stores for this campaign (counted)"), head, rows)


def wall_paper(campaign: Campaign, *, last_day: Any) -> Shown:
    """Return what hangs on the wall: codes, selected or reserve, point. No name, no size, no neighbourhood."""
    places = {"selected": _("Selected household"), "reserve": _("Reserve")}
    rows = [[code, places[place], point] for code, place, point in posted_codes(campaign)]
    lines = [
        _("Only codes stand here. Who brought your family knows your code."),
        _(
            "You may object by paper, by voice or at the counter, without saying who you are: about your code, about"
            " another, or because your family is missing. You get a slip with the day of the answer."
        ),
    ]
    if last_day:
        lines.append(_("Objections are taken until %(day)s.") % {"day": formats.day(last_day)})
    head = [_("List code"), _("Selected or reserve"), _("Point")]
    return Shown(campaign.title, lines, [PaperTable(_("The list by code"), head, rows)])
