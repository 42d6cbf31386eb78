"""What is true of a pair of persons who may be one: its states, its evidence, what brings it back. Pure Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.linkage.record_clusters import SAME_FROM, Verdict, verdict

Codes = tuple[tuple[str, str], ...]  # (field, code) of each piece of evidence


class State(StrEnum):
    """Where a pair is. `ask`: somebody is to be asked first. `gone`: the latest run does not find it any more."""

    OPEN = "open"
    ASK = "ask"
    MERGE = "merge"
    KEEP = "keep"
    NOT_SAME = "not_same"
    GONE = "gone"


UNDONE = "undone"
STATES: dict[str, str] = {
    "open": N_("To look at"),
    "ask": N_("Asked"),
    "merge": N_("One person, merged"),
    "keep": N_("One person, both entries stay"),
    "not_same": N_("Not the same"),
    "gone": N_("No longer alike"),
}
DECISIONS: dict[str, str] = {
    "merge": N_("Merged"),
    "keep": N_("One person: both entries stay"),
    "not_same": N_("Not the same"),
    "ask": N_("Asked first"),
    "undone": N_("Decision taken back"),
}
DECIDED = frozenset({State.MERGE, State.KEEP, State.NOT_SAME})
WAITING = frozenset({State.OPEN, State.ASK})
# said with a decision; codes only, so that nothing about a person is typed here
REASONS: dict[str, dict[str, str]] = {
    "merge": {},
    "keep": {
        "two_households": N_("The person belongs to two households, such as after a marriage"),
        "other_list": N_("Each entry stands on a list that must stay as it is"),
        "later": N_("The entries are merged later"),
    },
    "not_same": {
        "known": N_("I know them: they are two people"),
        "relatives": N_("They are relatives: brothers, sisters, twins, father and son"),
        "namesakes": N_("They only have the same name"),
        "checked": N_("The papers were looked at, or the family was asked"),
    },
    "ask": {
        "family": N_("Ask the family"),
        "registrar": N_("Ask the person who registered them"),
        "papers": N_("Look at the papers first"),
    },
}
STRANGE: dict[str, str] = {
    "too_large": N_("More than eight entries look like one person"),
    "chained": N_("Some of these entries are alike two by two, but not all of them together"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the evidence: what a field says, and how strongly. Below 0 it speaks against."""

    field: str
    code: str
    weight: float
    rarity: float = 0.0

    @property
    def strength(self) -> str:
        """How strongly it speaks, as a code: strongly or a little, for or against; `nothing`."""
        if abs(self.weight) < 0.5:
            return "nothing"
        return ("strongly_" if abs(self.weight) >= 4 else "a_little_") + (
            "for" if self.weight > 0 else "against"
        )


def steps_of(evidence: Iterable[Sequence[object]]) -> list[Step]:
    """Return kept evidence as steps."""
    return [Step(str(one[0]), str(one[1]), float(str(one[2])), float(str(one[3]))) for one in evidence]


def codes_of(evidence: Iterable[Sequence[object]]) -> Codes:
    """Return what evidence says, without its weights: these change with the model, not with the persons."""
    return tuple((str(one[0]), str(one[1])) for one in evidence if one[0] != "start")


def next_state(state: str, decided_on: Codes, evidence: Codes) -> State:
    """Return the state of a pair that a run finds again.

    A decided pair stays decided as long as its fields say the same. One that was merged is not among the rows of a
    run: found again, it was taken apart elsewhere, and people look at it again.
    """
    before = State(state)
    if before in (State.GONE, State.MERGE) or (before in DECIDED and decided_on != evidence):
        return State.OPEN
    return before


def is_held_back(codes: Codes) -> bool:
    """Say whether a guard keeps a pair from ever being proposed, however sure: another given name, no common home."""
    said = dict(codes)
    return verdict(SAME_FROM, said.get("given", "not_said"), said.get("home", "")) is Verdict.LOOK
