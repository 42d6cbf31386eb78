"""What every page is looked at for, and the addresses to look at."""

from collections.abc import Iterator

from tests.journeys.addresses import Address, every_address
from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.given import House


def pages(house: House, *, filled: bool) -> Iterator[tuple[Address, str]]:
    """Addresses with their paths; without objects, only those that need no argument."""
    for address in every_address():
        if not address.arguments:
            yield address, address.path()
        elif filled and address.name in house.arguments:
            yield address, address.path(**house.arguments[address.name])


def look(visitor: Visitor) -> list[str]:
    """Everything wrong with the page on the screen; leaves its words swapped."""
    found = visitor.faults()
    visitor.page.set_viewport_size({"width": NARROW, "height": 800})
    wider = visitor.overflow()
    visitor.page.set_viewport_size({"width": WIDE, "height": 800})
    if wider > 0:
        found.append(f"{wider} pixels wider than a screen of {NARROW}")
    return found + (visitor.contrast_faults() if visitor.language == "ar" else [])


def told(wrong: dict[str, list[str]]) -> str:
    return "\n" + "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)
