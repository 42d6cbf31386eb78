"""Two persons side by side: for each field whether it is the same, near, or differs, and where. Pure Python."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from twiza.lib.errors import N_
from twiza.linkage.names import NameMatcher
from twiza.registry.rules.possible import best_names, birth_reason
from twiza.registry.rules.reasons import Reason, reasons_of
from twiza.registry.rules.words import folded

MARKS: dict[str, str] = {
    "same": N_("Same"),
    "near": N_("Near"),
    "differs": N_("Differs"),
    "one_side": N_("On one side only"),
    "not_said": N_("Not said"),
}
FIELDS: dict[str, str] = {
    "name": N_("Name"),
    "birth": N_("Born"),
    "sex": N_("Sex"),
    "phone": N_("Telephone"),
    "place": N_("Place"),
    "address": N_("Address"),
    "relationship": N_("In the household"),
    "size": N_("Number of persons"),
    "contact": N_("Contact"),
}
_NUMBERS = re.compile(r"\d+|\D+")
_OTHER_NAME = frozenset({"other_name", "differs", "feminine"})

Parts = tuple[tuple[str, bool], ...]  # pieces of a text, and whether each differs from the other side


@dataclass(frozen=True, slots=True)
class Side:
    """One person as the desk shows her. `sex` and `relationship` are codes."""

    names: tuple[str, ...]
    birth_on: date | None = None
    birth_precision: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """One household as the desk shows it."""

    places: tuple[str, ...] = ()  # in each script; the first is shown
    address: str = ""
    size: int | None = None
    contact: str = ""  # the code of the rule


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both: the text of each side in pieces, and a mark of `MARKS`."""

    field: str
    mark: str
    left: Parts
    right: Parts
    reasons: tuple[Reason, ...] = ()


def compared_persons(left: Side, right: Side, matcher: NameMatcher) -> list[Line]:
    """Return the fields of two persons, each marked; what nobody said is left out."""
    lines = [
        _names(left, right, matcher),
        _birth(left, right),
        _codes("sex", left.sex, right.sex),
        _phones(left, right),
        _codes("relationship", left.relationship, right.relationship),
    ]
    return [line for line in lines if line.mark != "not_said"]


def compared_homes(left: Home, right: Home, matcher: NameMatcher) -> list[Line]:
    """Return the fields of two households, each marked; what nobody said is left out."""
    same_place = any(matcher.same(one, other) for one in left.places for other in right.places)
    lines = [
        _plain("place", "".join(left.places[:1]), "".join(right.places[:1]), same=same_place),
        _plain("address", left.address, right.address, same=folded(left.address) == folded(right.address)),
        _codes("size", str(left.size or ""), str(right.size or "")),
        _codes("contact", left.contact, right.contact),
    ]
    return [line for line in lines if line.mark != "not_said"]


def _names(left: Side, right: Side, matcher: NameMatcher) -> Line:
    best = best_names(left.names, right.names, matcher)
    if best is None:
        return _plain("name", " · ".join(left.names), " · ".join(right.names), same=False)
    comparison, one, other = best
    reasons = tuple(reasons_of(comparison, one, other))
    codes = {reason.code for reason in reasons}
    if comparison.same and not codes & (_OTHER_NAME | {"slip", "missing"}):
        mark = "same"
    else:
        mark = "near" if comparison.same or not codes & _OTHER_NAME else "differs"
    off = [reason for reason in reasons if not reason.speaks_for or reason.code == "slip"]
    return Line(
        "name",
        mark,
        _marked_words(left.names, one, {word for reason in off for word in reason.left.split()}),
        _marked_words(right.names, other, {word for reason in off for word in reason.right.split()}),
        reasons,
    )


def _marked_words(names: Sequence[str], best: str, off: set[str]) -> Parts:
    """Return the words of every form of a name; those of the form compared that differ are marked."""
    pieces: list[tuple[str, bool]] = []
    for number, name in enumerate(names):
        if number:
            pieces.append((" · ", False))
        for place, word in enumerate(name.split()):
            pieces.append((f" {word}" if place else word, name == best and word in off))
    return tuple(pieces)


def _birth(left: Side, right: Side) -> Line:
    one, other = _born(left), _born(right)
    if left.birth_on is None or right.birth_on is None:
        return _plain("birth", one, other, same=False)
    reason = birth_reason(left.birth_on, left.birth_precision, right.birth_on, right.birth_precision)
    mark = "differs" if reason is None else {"birth": "same"}.get(reason.code, "near")
    return _diffed("birth", mark, one, other)


def _born(side: Side) -> str:
    """Return a birth as exactly as it is known, in digits."""
    if side.birth_on is None:
        return ""
    year = f"{side.birth_on.year:04}"
    if side.birth_precision == "day":
        return f"{side.birth_on.day:02}/{side.birth_on.month:02}/{year}"
    if side.birth_precision == "month":
        return f"{side.birth_on.month:02}/{year}"
    return f"≈ {year}" if side.birth_precision == "about" else year


def _codes(name: str, left: str, right: str) -> Line:
    """Compare two codes or numbers: the same, or not; nothing in them is marked."""
    if not left or not right:
        return _plain(name, left, right, same=False)
    return Line(name, "same" if left == right else "differs", ((left, False),), ((right, False),))


def _phones(left: Side, right: Side) -> Line:
    one, other = " · ".join(left.phones), " · ".join(right.phones)
    if set(left.phones) & set(right.phones):
        return Line("phone", "same", ((one, False),), ((other, False),))
    return _plain("phone", one, other, same=False)


def _plain(name: str, left: str, right: str, *, same: bool) -> Line:
    if not left and not right:
        return Line(name, "not_said", (), ())
    if not left or not right:
        return Line(name, "one_side", ((left, False),), ((right, False),))
    if same:
        return Line(name, "same", ((left, False),), ((right, False),))
    near = SequenceMatcher(None, folded(left), folded(right), autojunk=False).ratio() >= 0.85
    return _diffed(name, "near" if near else "differs", left, right)


def _diffed(name: str, mark: str, left: str, right: str) -> Line:
    """Mark what differs: digit by digit in a telephone, part by part in a date, else word by word."""
    if mark == "same":
        return Line(name, mark, ((left, False),), ((right, False),))
    one, other = _pieces(left, name), _pieces(right, name)
    if name == "birth" and len(one) == len(other):  # day beside day, month beside month
        off = [piece != beside for piece, beside in zip(one, other, strict=True)]
        return Line(name, mark, tuple(zip(one, off, strict=True)), tuple(zip(other, off, strict=True)))
    found: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, text in ((found[0], "".join(one[a:b])), (found[1], "".join(other[c:d]))):
            if text:
                side.append((text, tag != "equal" and bool(text.strip())))
    return Line(name, mark, tuple(found[0]), tuple(found[1]))


def _pieces(text: str, name: str) -> list[str]:
    if name == "phone":
        return list(text)
    if name == "birth":
        return _NUMBERS.findall(text)
    words = text.split()
    return [f" {word}" if place else word for place, word in enumerate(words)]
