"""The numbers of a year: the tally as cells that add up, and the tables that are asked for, as data.

A cell is named `table/code`; cells that only a sum makes are named here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twiza.cases.rules.cases import AGE_BANDS, LANGUAGES, NEEDS, RISKS, VIOLENCE, VIOLENCE_KINDS
from twiza.cases.rules.tallies import (
    AWARENESS,
    CLOSED,
    DAYS,
    PROTOCOLS,
    REFERRED,
    TABLES,
    WAITS,
    Cell,
)
from twiza.lib.errors import N_
from twiza.lib.publication import Sum

NOT_PEOPLE = frozenset({"awareness/sessions"})  # meetings are not people: how many there were is always shown
_ALONE = ("again", "move", "referral", "alert")  # their cells are counted each for itself


def cells_of_year(
    counts: Mapping[Cell, int], partners: Mapping[str, tuple[int, int]] | None = None
) -> tuple[dict[str, int], list[Sum]]:
    """Return every figure of a year, nothing hidden, and which is the sum of which.

    `partners`: id of a receiving organisation → referrals sent to it, and how many of them it left without answer
    past their day.

    Each need has a counterpart, and what is left of a whole is a cell of its own: a figure that could be worked out
    is one.
    """
    values = {
        f"{table}/{code}": counts.get((table, code), 0)
        for table, codes in TABLES.items()
        for code in codes
        if f"{table}/{code}" not in NOT_PEOPLE
    }
    sums: list[Sum] = []

    def add(total: str, parts: Sequence[str]) -> None:
        values.setdefault(total, sum(values[part] for part in parts))
        sums.append(Sum(total, tuple(parts)))

    def whole(total: str, table: str) -> None:
        add(total, [f"{table}/{code}" for code in TABLES[table] if f"{table}/{code}" in values])

    whole("all/heard", "listening")
    for table in ("language", "age", "risk", "agreed"):
        whole("all/heard", table)
    add("all/violence", [f"violence/{code}" for code in VIOLENCE_KINDS])
    add("all/heard", ["all/violence", "violence/none", "violence/unsaid"])
    for need in NEEDS:
        values[f"not_need/{need}"] = values["all/heard"] - values[f"need/{need}"]
        add("all/heard", [f"need/{need}", f"not_need/{need}"])
    whole("all/door", "door")
    whole("all/called", "wait")
    left = values["all/door"] - values["all/called"]
    if left >= 0:
        values["door/left"] = left
        add("all/door", ["all/called", "door/left"])
    for table in ("closed", "protocol", "first_referral", "awareness"):
        whole(f"all/{table}", table)
    add("move/closed", ["all/closed"])
    for id, (sent, late) in (partners or {}).items():
        values |= {partner_cell(id, "late"): late, partner_cell(id, "in_time"): sent - late}
        add(partner_cell(id, "sent"), [partner_cell(id, "late"), partner_cell(id, "in_time")])
    # what was sent and is erased since stands in the tally alone
    erased = values["referral/sent"] - sum(sent for sent, _late in (partners or {}).values())
    if partners and erased >= 0:
        values["partner/erased"] = erased
        add("referral/sent", [*(partner_cell(id, "sent") for id in partners), "partner/erased"])
    return values, sums


def partner_cell(id: str, what: str) -> str:
    """Return the cell of a partner: `sent`, `late`, `in_time`."""
    return f"partner/{id}/{what}"


def partners_in(cells: Iterable[str]) -> list[str]:
    """Return the ids of the partners of whom there are cells."""
    names = (name.split("/") for name in cells)
    return [name[1] for name in names if name[0] == "partner" and name[-1] == "sent"]


@dataclass(frozen=True)
class Part:
    """Some rows of a sheet: a title, and for each row its words and its cell."""

    title: str
    rows: tuple[tuple[str, str], ...]


def _part(title: str, table: str, labels: Mapping[str, str], total: str = "") -> Part:
    rows = tuple((words, f"{table}/{code}") for code, words in labels.items())
    return Part(title, (*rows, (N_("In all"), total)) if total else rows)


_HEARD = "all/heard"
_DOOR = _part(N_("At the door"), "door", TABLES["door"], "all/door")
_LISTENINGS = Part(
    N_("Listenings"),
    (
        (N_("People listened to"), _HEARD),
        (N_("of them: nothing was written"), "listening/unwritten"),
        (N_("of them: stayed without a case"), "agreed/no"),
        (N_("of them: agreed to a case"), "agreed/yes"),
        (N_("Listenings more in a case"), "again/listening"),
    ),
)
_AGES = _part(N_("Age"), "age", AGE_BANDS, _HEARD)
_TONGUES = _part(N_("Language"), "language", {**LANGUAGES, "unsaid": VIOLENCE["unsaid"]}, _HEARD)
_WANTS = _part(N_("What was needed (several for one person)"), "need", NEEDS)
_DANGER = _part(N_("Danger"), "risk", {str(code): words for code, words in RISKS.items()}, _HEARD)
_VIOLENCE = _part(N_("Violence, by the six international types"), "violence", VIOLENCE_KINDS, "all/violence")
_SILENCE = _part(N_("Without a type"), "violence", {code: VIOLENCE[code] for code in ("none", "unsaid")})
_MOVES = _part(N_("Cases"), "move", TABLES["move"])
_CLOSED = _part(N_("Why cases were closed"), "closed", CLOSED, "all/closed")
_FOLLOWED = _part(N_("Protocols followed"), "protocol", PROTOCOLS, "all/protocol")
_SENT = _part(N_("Referrals"), "referral", REFERRED)
_WAITED = _part(N_("Wait from the door to the listening"), "wait", WAITS, "all/called")
_DAYS = _part(N_("From the listening to the first referral"), "first_referral", DAYS, "all/first_referral")
_ALERTS = _part(N_("Alerts: a child, or danger now"), "alert", TABLES["alert"])
_HELD = _part(N_("Awareness sessions, and who came (estimated)"), "awareness", AWARENESS, "all/awareness")

# Which tables who asks for, in our own layout: the same counts, so that no two of them say different things
SHEETS: Mapping[str, tuple[str, tuple[Part, ...]]] = {
    "ministry": (
        N_("Ministry of solidarity"),
        (_DOOR, _LISTENINGS, _AGES, _VIOLENCE, _SILENCE, _WANTS, _SENT, _CLOSED, _ALERTS, _HELD),
    ),
    "entraide": (
        N_("Entraide Nationale"),
        (_DOOR, _WAITED, _LISTENINGS, _AGES, _TONGUES, _WANTS, _MOVES, _SENT, _HELD),
    ),
    "funder": (
        N_("Funder"),
        (_LISTENINGS, _DANGER, _VIOLENCE, _FOLLOWED, _WAITED, _DAYS, _SENT, _CLOSED, _HELD),
    ),
}
