"""What tells one distribution point from another at a glance: a colour and a shape. Pure Python.

Both, so that nobody needs to see colours, and a black-and-white print serves as well.
"""

from enum import StrEnum


class Shape(StrEnum):
    """A figure known without reading."""

    CIRCLE, SQUARE, TRIANGLE = "circle", "square", "triangle"
    DIAMOND, STAR, HEXAGON, CROSS = "diamond", "star", "hexagon", "cross"


class Colour(StrEnum):
    """A colour that has a plain name, dark enough to be seen on white."""

    GREEN, RED, BLUE, ORANGE = "green", "red", "blue", "orange"
    PURPLE, BROWN, BLACK, PINK = "purple", "brown", "black", "pink"


INK: dict[Colour, str] = {
    Colour.GREEN: "#0b6e4f",
    Colour.RED: "#b3261e",
    Colour.BLUE: "#1f4fa3",
    Colour.ORANGE: "#b85c00",
    Colour.PURPLE: "#6a2c91",
    Colour.BROWN: "#6b4423",
    Colour.BLACK: "#222222",
    Colour.PINK: "#b0256e",
}
