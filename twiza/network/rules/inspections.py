"""Visits to an institution: the grid with its points, findings, the plan that mends them. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.network.rules.regimes import Item


class VisitKind(StrEnum):
    """Why one goes and sees."""

    INSPECTION = "inspection"
    QUALITY = "quality"
    AFTER_INCIDENT = "after_incident"


VISIT_KINDS: dict[str, str] = {
    VisitKind.INSPECTION: N_("Inspection"),
    VisitKind.QUALITY: N_("Quality visit"),
    VisitKind.AFTER_INCIDENT: N_("Visit after an incident"),
}


class Answer(StrEnum):
    """What was seen of one line of the grid."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSEEN = "unseen"


ANSWERS: dict[str, str] = {
    Answer.YES: N_("Yes"),
    Answer.PARTLY: N_("Partly"),
    Answer.NO: N_("No"),
    Answer.UNSEEN: N_("Not seen"),
}
SHARE = {Answer.YES: Decimal(1), Answer.PARTLY: Decimal("0.5"), Answer.NO: Decimal(0)}


class Severity(StrEnum):
    """How grave a finding is."""

    REMARK = "remark"
    SERIOUS = "serious"
    DANGER = "danger"


SEVERITIES: dict[str, str] = {
    Severity.REMARK: N_("Remark"),
    Severity.SERIOUS: N_("To be mended"),
    Severity.DANGER: N_("Danger for residents"),
}


class Step(StrEnum):
    """What happens to a remedy: said to be done, seen to be done, or not done after all."""

    DONE = "done"
    ACCEPTED = "accepted"
    BACK = "back"


STEPS: dict[str, str] = {
    Step.DONE: N_("Said to be done"),
    Step.ACCEPTED: N_("Seen to be done"),
    Step.BACK: N_("Not done: a new day"),
}
NEXT: dict[str, frozenset[str]] = {
    "": frozenset({Step.DONE}),
    Step.BACK: frozenset({Step.DONE}),
    Step.DONE: frozenset({Step.ACCEPTED, Step.BACK}),
    Step.ACCEPTED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Points met of points asked; what was not seen is not asked."""

    met: Decimal
    asked: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a remedy stands: its last step ("" before any) and the day by which it is to be done."""

    last: str
    due_on: date

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.last in ("", Step.BACK)

    @property
    def waits_for_a_look(self) -> bool:
        return self.last == Step.DONE

    def is_late(self, *, today: date) -> bool:
        """Whether its day has passed; the day itself still counts."""
        return self.is_open and self.due_on < today


def score(grid: Iterable[Item], answers: Mapping[str, Sequence[str]]) -> Score:
    """Return the points of a visit. `answers`: code → (answer, words); `number` of a line: its points.

    >>> score([Item("a", "ا", "a", 2), Item("b", "ب", "b", 1)], {"a": ("partly", ""), "b": ("unseen", "")})
    Score(met=Decimal('1.0'), asked=2)
    """
    met, asked = Decimal(0), 0
    for line in grid:
        said = answers.get(line.code, (Answer.UNSEEN, ""))[0]
        if said in SHARE:
            asked += line.number
            met += SHARE[Answer(said)] * line.number
    return Score(met, asked)


def unanswered(grid: Iterable[Item], answers: Mapping[str, Sequence[str]]) -> tuple[Item, ...]:
    """Return the lines nobody answered; "not seen" is an answer."""
    return tuple(line for line in grid if line.code not in answers)


def can_step(last: str, to: str) -> bool:
    """Say whether a remedy goes from its last step ("" before any) to another."""
    return to in NEXT[last]


def stands(due_on: date, steps: Iterable[tuple[str, date | None]]) -> Standing:
    """Return where a remedy stands after its steps (step, new day), in their order.

    Raises:
        ValueError: a step that cannot follow the one before.
    """
    last = ""
    for step, day in steps:
        if not can_step(last, step):
            raise ValueError(f"{last or 'open'} → {step}")
        last = step
        if step == Step.BACK and day is not None:
            due_on = day
    return Standing(last, due_on)
