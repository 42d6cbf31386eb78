"""What every page is looked at for, and the addresses to look at."""

from collections.abc import Iterator

import pytest

from tests.journeys.addresses import Address, every_address
from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.given import House

# French runs the other way and says the same: what it adds to the Arabic page is looked at by the long proofs
LANGUAGES = ("ar", pytest.param("fr", marks=pytest.mark.proof))


def pages(house: House, *, filled: bool) -> Iterator[tuple[Address, str]]:
    """Addresses with their paths; without objects, only those that need no argument."""
    for address in every_address():
        if not address.arguments:
            yield address, address.path()
        elif filled and address.name in house.arguments:
            yield address, address.path(**house.arguments[address.name])


def look(visitor: Visitor, picture: str = "", *, contrast: bool = True) -> list[str]:
    """Everything wrong with the page on the screen, wide and narrow; leaves its words swapped if contrast is measured."""
    arabic = visitor.language == "ar"
    found = fit(visitor, picture) + visitor.faults(contrast=contrast and not arabic)
    return found + (visitor.contrast_faults() if arabic and contrast else [])


def fit(visitor: Visitor, picture: str = "") -> list[str]:
    """By how much the page is wider than a narrow screen and a wide one; with a name, take pictures of both."""
    found = []
    for width in (NARROW, WIDE):
        visitor.widen(width)
        if picture:
            visitor.picture(picture)
        if (wider := visitor.overflow()) > 0:
            found.append(f"{wider} pixels wider than a screen of {width}")
    return found


def told(wrong: dict[str, list[str]]) -> str:
    return "\n" + "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)
