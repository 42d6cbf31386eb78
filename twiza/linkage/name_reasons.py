"""Why two names are taken for one, or not: a code and data for each part. Sentences belong to whoever shows them.

Codes: `same` the same letters; `same_name` one name of the list of common names in two spellings; `sounds_alike`
another script or spelling; `slip` near enough for a slip of the hand; `initial`; `feminine` one is the feminine of
the other; `other_name` both are in the list and not one; `differs`; `missing` only one of the names has it.
Of the whole: `other_order`, `joined` (two words of one are one word of the other), `nothing` (no name is left).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .name_parts import INITIAL, SAME, Part, closeness, known

PartCode = Literal[
    "same",
    "same_name",
    "sounds_alike",
    "slip",
    "initial",
    "feminine",
    "other_name",
    "differs",
    "missing",
]
WholeCode = Literal["other_order", "joined", "nothing"]
_ALIKE, _SLIP = 15, 2
_FEMININE = {"a", "A", "ه", "ا"}


@dataclass(frozen=True, slots=True)
class PartReason:
    """What was found for one part.

    Attributes:
        code: see the module.
        left: the part of the left name, normalised; "" when it has none.
        right: the part of the right name; "" when it has none.
        weight: closeness in tenths of a logarithm of odds: above 0 for, below 0 against.
        common: whether many people bear it.
    """

    code: PartCode
    left: str
    right: str
    weight: int
    common: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names compared: the score, the decision, and why."""

    score: float
    same: bool
    parts: tuple[PartReason, ...]
    whole: tuple[WholeCode, ...]


Ways = Callable[[tuple[Part, ...]], list[tuple[Part, ...]]]
Assign = Callable[[tuple[Part, ...], tuple[Part, ...]], tuple[int, tuple[int, ...]]]


def explained(
    score: float, same: bool, left: tuple[Part, ...], right: tuple[Part, ...], ways: Ways, assign: Assign
) -> Comparison:
    """Return the comparison of two names read, each part with the part that it was held against."""
    if not left or not right:
        return Comparison(score, same, _left_over(left, right), ("nothing",))
    one, other = left, right
    whole: list[WholeCode] = []
    if not same or score < 1:
        choices = [(a, right) for a in ways(left)] + [(left, b) for b in ways(right)[1:]]
        best = max(choices, key=lambda pair: (_weight(pair[0], pair[1], assign), -choices.index(pair)))
        one, other = best
        if (len(one), len(other)) != (len(left), len(right)):
            whole.append("joined")
    turned = len(one) > len(other)
    if turned:
        one, other = other, one
    places = assign(one, other)[1]
    if list(places) != sorted(places):
        whole.append("other_order")
    found = [_reason(a, other[j], turned) for a, j in zip(one, places, strict=False)]
    alone = tuple(part for j, part in enumerate(other) if j not in places)
    found += _left_over(alone, ()) if turned else _left_over((), alone)
    return Comparison(score, same, tuple(found), tuple(whole))


def _weight(one: tuple[Part, ...], other: tuple[Part, ...], assign: Assign) -> int:
    return assign(one, other)[0] if len(one) <= len(other) else assign(other, one)[0]


def _left_over(left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[PartReason, ...]:
    return tuple(PartReason("missing", part.text, "", 0, part.common) for part in left) + tuple(
        PartReason("missing", "", part.text, 0, part.common) for part in right
    )


def _reason(one: Part, other: Part, turned: bool) -> PartReason:
    left, right = (other, one) if turned else (one, other)
    weight = closeness(left, right)
    return PartReason(_code(left, right, weight), left.text, right.text, weight, left.common or right.common)


def _code(left: Part, right: Part, weight: int) -> PartCode:
    if left.text == right.text and weight >= SAME:
        return "same"
    if len(left.text) == 1 or len(right.text) == 1:
        return "initial" if weight == INITIAL else "differs"
    both = known(left), known(right)
    if all(both):
        if both[0] & both[1] and weight > 0:
            return "same_name"
        if not both[0] & both[1] and weight <= 0:
            return "feminine" if _feminine(left, right) else "other_name"
    if weight > _SLIP:
        return "sounds_alike" if weight >= _ALIKE or left.arabic != right.arabic else "slip"
    return "feminine" if _feminine(left, right) else "differs"


def _feminine(left: Part, right: Part) -> bool:
    """Tell whether one has the feminine ending, the other has not, and their consonants are the same."""
    ends = [part.text[-1] in _FEMININE for part in (left, right)]
    return ends[0] != ends[1] and left.bones[0] == right.bones[0]
