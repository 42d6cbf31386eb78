"""An alert about a child or about danger now: who calls, for whom, what is asked. Nobody's name is asked for."""

from collections.abc import Mapping
from typing import Any

from twiza.lib.errors import N_

CALLERS = {
    "child": N_("the child"),
    "adult": N_("an adult"),
    "school": N_("a school"),
    "call": N_("somebody on the phone"),
}
DANGERS = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("not known: treated as yes")}
IN_DANGER = {"minor": N_("a child"), "adult": N_("an adult"), "unknown": N_("nobody knows yet")}  # → age band
LONGEST_ALERT = 2_000  # characters


def alert_is_whole(said: Mapping[str, Any]) -> bool:
    """Whether an alert may be raised: something is said, every code is known, and it is short."""
    return (
        bool(str(said.get("words", "")).strip())
        and said.get("danger") in DANGERS
        and said.get("caller") in CALLERS
        and said.get("whom") in IN_DANGER
        and sum(len(str(value)) for value in said.values()) <= LONGEST_ALERT
    )
