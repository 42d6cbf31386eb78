"""An urgent programme: its words, its template, its numbered tokens. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from twiza.aid.rules import criteria, facts
from twiza.aid.rules.contents import Item, check_items
from twiza.aid.rules.kinds import NEEDS_LEGAL_BASIS, AidKind
from twiza.aid.rules.marks import Colour, Shape
from twiza.lib.errors import N_, DomainError


class Hazard(StrEnum):
    """What happened."""

    EARTHQUAKE = "earthquake"
    FLOOD = "flood"
    FIRE = "fire"
    COLD = "cold"
    EPIDEMIC = "epidemic"
    OTHER = "other"


class Road(StrEnum):
    """Whether a convoy may go there."""

    OPEN = "open"
    HARD = "hard"
    UNSAFE = "unsafe"
    CUT = "cut"


class Sure(StrEnum):
    """How sure a figure is: said by somebody, estimated by a method, or counted."""

    CLAIMED = "claimed"
    ESTIMATED = "estimated"
    COUNTED = "counted"


class Answer(StrEnum):
    """What is answered to an offer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why an offer is refused, politely."""

    ENOUGH = "enough"
    NOT_NEEDED = "not_needed"
    NOT_SAFE = "not_safe"
    NO_ROOM = "no_room"
    ANOTHER = "another"  # another organisation needs it more: the way to it is told


class BadTemplate(DomainError):
    """A template that could not open a programme: what is missing."""

    code = "aid.bad_template"


class BadToken(DomainError):
    """Not a token of these pads, or a digit was misread."""

    code = "aid.bad_token"


MOST_POINTS = len(Colour) * len(Shape)
UNSAFE = frozenset({Road.UNSAFE.value, Road.CUT.value})
_REST = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PRIME = 31


@dataclass(frozen=True)
class TemplatePoint:
    """A point of a template: it gets its mark and its zones when a programme opens."""

    name: str
    capacity: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class Board:
    """One line of the board: a douar and an item, what is known now, and what is still missing."""

    zone: str
    item: str
    needed: int | None
    sure: str
    arrived: int
    road: str
    noted_at: datetime

    @property
    def missing(self) -> int:
        """How many are still to be brought; nothing when nobody said how many are needed."""
        return max((self.needed or 0) - self.arrived, 0)

    @property
    def unsafe(self) -> bool:
        """Whether a convoy must not go there now."""
        return self.road in UNSAFE


def check_template(*, kind: str, contents: Any, points: Any, criteria_data: Any) -> None:
    """Raise BadTemplate, BadContent or BadCriteria unless a programme could open from it now."""
    if AidKind(kind) in NEEDS_LEGAL_BASIS:
        raise BadTemplate(N_("Cash needs a text that allows it: a template cannot hold it."))
    check_items(items_of(contents))
    if not 1 <= len(points_of(points)) <= MOST_POINTS:
        raise BadTemplate(N_("A template has at least one point."))
    criteria.check_criteria(criteria_data, facts.KNOWN)


def items_of(contents: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Return the lines of a template's content."""
    try:
        return [
            Item(
                str(one["name"]),
                Decimal(str(one["quantity"])),
                str(one["unit"]),
                Decimal(str(one["unit_cost"])),
            )
            for one in contents
        ]
    except (KeyError, TypeError, InvalidOperation):
        raise BadTemplate(N_("The content of this template cannot be read.")) from None


def points_of(points: Iterable[Mapping[str, Any]]) -> list[TemplatePoint]:
    """Return the points of a template."""
    try:
        found = [
            TemplatePoint(
                str(one["name"]),
                int(one["capacity"]),
                time.fromisoformat(str(one["opens_at"])),
                time.fromisoformat(str(one["closes_at"])),
            )
            for one in points
        ]
    except (KeyError, TypeError, ValueError):
        raise BadTemplate(N_("The points of this template cannot be read.")) from None
    if any(one.closes_at <= one.opens_at or one.capacity < 1 or not one.name.strip() for one in found):
        raise BadTemplate(N_("A point opens before it closes, and has room for somebody."))
    return found


def shared_out(zones: Sequence[str], points: int) -> list[list[str]]:
    """Return the zones of each point: spread evenly, in their order; with few zones, fewer points open."""
    used = min(points, len(zones))
    return [list(zones[n::used]) for n in range(used)]


def mark_of(number: int) -> tuple[str, str]:
    """Return the colour and shape of the point at `number` (from 0): no two alike up to `MOST_POINTS`."""
    colours, shapes = list(Colour), list(Shape)
    return colours[number % len(colours)].value, shapes[(number + number // len(colours)) % len(shapes)].value


def token_of(pad: int, leaf: int) -> str:
    """Return what is printed on a leaf (from 1): pad, leaf, and one sign that finds a misread digit."""
    return f"{pad:02d}-{leaf:03d}-{_sign(f'{pad:02d}{leaf:03d}')}"


def read_token(typed: str, pads: Mapping[int, int]) -> str:
    """Return the token as printed, from what was typed; `pads`: number of each printed pad → its leaves.

    Raises:
        BadToken: a sign does not fit, or no such leaf was printed.
    """
    text = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(text) < 6 or not text[:-1].isdecimal() or text[-1] != _sign(text[:-1]):
        raise BadToken(N_("This is no token: a digit was misread. Look at the leaf again."))
    pad, leaf = int(text[:-4]), int(text[-4:-1])
    if not 1 <= leaf <= pads.get(pad, 0):
        raise BadToken(N_("No pad of this programme has the token %(token)s."), token=token_of(pad, leaf))
    return token_of(pad, leaf)


def _sign(digits: str) -> str:
    """A weighted sum modulo a prime: one digit misread, or two neighbours exchanged, never gives the same sign."""
    return _REST[sum(int(digit) * (place + 2) for place, digit in enumerate(digits)) % _PRIME]


def board_of(reports: Iterable[Any]) -> list[Board]:
    """Return the board from reports, oldest first: of each douar and item the last figure of each kind holds.

    The road is the douar's: whoever reports it for one item reports it for all.
    """
    lines: dict[tuple[str, str], Board] = {}
    roads: dict[str, str] = {}
    for one in reports:
        key = (one.zone, one.item)
        before = lines.get(key) or Board(one.zone, one.item, None, "", 0, "", one.noted_at)
        said = one.needed is not None
        lines[key] = Board(
            one.zone,
            one.item,
            one.needed if said else before.needed,
            one.sure if said else before.sure,
            before.arrived if one.arrived is None else one.arrived,
            "",
            one.noted_at,
        )
        roads[one.zone] = one.road or roads.get(one.zone, "")
    found = [
        Board(b.zone, b.item, b.needed, b.sure, b.arrived, roads[b.zone], b.noted_at) for b in lines.values()
    ]
    return sorted(found, key=lambda line: (-line.missing, line.zone, line.item))
