"""Charts drawn on the server: lengths are worked out here, the template only draws rectangles.

A page shows one with `<c-chart :chart="chart" />`; the same figures stand in a table under it. In a page that runs
from right to left the bars begin at the right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi

WIDTH = 1000  # units of the drawing, whatever its size on the screen
Number = int | float | Decimal


@dataclass(frozen=True)
class Bar:
    """One row as it is drawn: a part, and the whole it is a part of where there is one."""

    label: str
    value: Number
    whole: Number | None
    x: int
    width: int
    whole_x: int
    whole_width: int


@dataclass(frozen=True)
class Chart:
    """Rows of bars on one scale, with the words of the table under it."""

    title: str
    label_heading: str
    value_heading: str
    whole_heading: str
    rows: tuple[Bar, ...]


def bars(
    *,
    title: str | Promise,
    label_heading: str | Promise,
    value_heading: str | Promise,
    rows: Iterable[tuple[str, Number] | tuple[str, Number, Number | None]],
    whole_heading: str | Promise = "",
) -> Chart:
    """Draw horizontal bars on one scale that begins at zero.

    Args:
        rows: (label, value) or (label, value, whole): 120 served of 150 selected is `("Zone", 120, 150)`.
        whole_heading: what the whole is; needed when rows have one.

    Raises:
        ValueError: a value below zero has no length.
    """
    given = [(label, value, rest[0] if rest else None) for label, value, *rest in rows]
    highest = max((max(value, whole or 0) for _, value, whole in given), default=0)
    turned = get_language_bidi()

    def length(value: Number | None) -> int:
        if value is None or not highest:
            return 0
        if value < 0:
            raise ValueError(f"{value} has no length")
        return round(float(value) / float(highest) * WIDTH)

    def start(width: int) -> int:
        return WIDTH - width if turned else 0

    drawn = tuple(
        Bar(label, value, whole, start(length(value)), length(value), start(length(whole)), length(whole))
        for label, value, whole in given
    )
    return Chart(str(title), str(label_heading), str(value_heading), str(whole_heading), drawn)
