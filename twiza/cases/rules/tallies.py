"""The tally of the listening centre: tables, cells, bands of waiting. What a listening adds to which cell.

A cell is a code of a table, such as ("language", "darija"). Nothing here knows whose listening it was.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from twiza.cases.rules.after import CLOSING_REASONS
from twiza.cases.rules.cases import AGE_BANDS, LANGUAGES, NEEDS, RISKS, VIOLENCE
from twiza.lib.errors import N_

Cell = tuple[str, str]  # table, code

WAITS = {
    "to_15": N_("15 minutes or less"),
    "to_30": N_("16 to 30 minutes"),
    "to_60": N_("31 to 60 minutes"),
    "over_60": N_("more than an hour"),
}
DAYS = {
    "to_3": N_("3 days or less"),
    "to_7": N_("4 to 7 days"),
    "to_30": N_("8 to 30 days"),
    "over_30": N_("more than 30 days"),
}
PROTOCOLS = {
    "violence": N_("after violence"),
    "child": N_("a child in danger"),
    "social": N_("social help"),
    "other": N_("another protocol"),
}

CLOSED = CLOSING_REASONS | {"unsaid": N_("not said")}
REFERRED = {
    "sent": N_("Referrals sent"),
    "accepted": N_("accepted"),
    "waiting_list": N_("put on a waiting list"),
    "declined": N_("declined"),
    "attended": N_("she came there"),
    "no_show": N_("she did not come there"),
    "result_returned": N_("their result came back"),
    "cancelled": N_("called back"),
}
AWARENESS = {
    "sessions": N_("Awareness sessions"),
    "women": N_("women"),
    "men": N_("men"),
    "children": N_("children"),
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "door": {"first": N_("first time"), "again": N_("came before")},
    "wait": WAITS,
    "listening": {"written": N_("something was written"), "unwritten": N_("nothing was written")},
    "again": {"listening": N_("one more listening in a case")},
    "language": {**LANGUAGES, "unsaid": N_("not said")},
    "age": AGE_BANDS,
    "need": NEEDS,
    "risk": {str(code): words for code, words in RISKS.items()},
    "violence": VIOLENCE,
    "agreed": {"no": N_("stayed without a case"), "yes": N_("agreed to a case")},
    "move": {
        "closed": N_("closed"),
        "reopened": N_("file open again"),
        "paused": N_("paused, as she asked"),
        "transferred": N_("passed on"),
        "lost": N_("contact lost"),
    },
    "closed": CLOSED,
    "protocol": PROTOCOLS,
    "referral": REFERRED,
    "first_referral": DAYS,
    "alert": {"raised": N_("alerts raised"), "taken": N_("alerts taken up")},
    "awareness": AWARENESS,
}
_MOVES = {
    "closed": "closed",
    "reopened": "reopened",
    "paused_at_her_request": "paused",
    "transferred": "transferred",
    "lost_contact": "lost",
}


def wait_band(waited: timedelta) -> Cell:
    """Return the band of a wait between the door and the listening. The last second of a band belongs to it."""
    for code, most in (("to_15", 15), ("to_30", 30), ("to_60", 60)):
        if waited <= timedelta(minutes=most):
            return "wait", code
    return "wait", "over_60"


def days_band(days: int) -> str:
    """Return the band of a number of days: the third day is in the first band, the fourth in the second."""
    return next((code for code, most in (("to_3", 3), ("to_7", 7), ("to_30", 30)) if days <= most), "over_30")


def listening_cells(said: Mapping[str, Any] | None, age_band: str) -> Counter[Cell]:
    """Return what a listening counts for; `said` is None when she wanted nothing written."""
    told: Mapping[str, Any] = said or {}
    return Counter(
        [
            ("listening", "unwritten" if said is None else "written"),
            ("language", told.get("language", "unsaid")),
            ("age", age_band),
            ("risk", str(told.get("risk", "unknown"))),
            ("violence", told.get("violence", "unsaid")),
            ("agreed", "no"),
            *(("need", need) for need in told.get("needs", ())),
        ]
    )


def move_cells(to: str, reason: str = "unsaid") -> Counter[Cell]:
    """Return what the move of a case counts for, in the month in which it moves; `reason`: why it is closed."""
    why = [("closed", reason if reason in CLOSED else "other")] if to == "closed" else []
    return Counter([("move", _MOVES[to]), *why] if to in _MOVES else [])


def agreed_cells() -> Counter[Cell]:
    """Return the change when who was listened to agrees to a case, in the month of the listening."""
    return Counter({("agreed", "yes"): 1, ("agreed", "no"): -1})


def referral_cells(state: str) -> Counter[Cell]:
    """Return what a referral counts for when it comes into a state; nothing while it is being prepared.

    The database counts it by itself (migration 0062), for who sent it, whoever sets the state.
    """
    return Counter([("referral", state)] if state in REFERRED else [])


def protocol_cell(code: str) -> Cell:
    """Return the cell of a protocol; one that a centre wrote itself is among the others."""
    return "protocol", code if code in PROTOCOLS else "other"


def difference(after: Mapping[Cell, int], before: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return what a correction adds and takes away; nothing for cells that stay."""
    found = {cell: after.get(cell, 0) - before.get(cell, 0) for cell in {*after, *before}}
    return {cell: change for cell, change in found.items() if change}
