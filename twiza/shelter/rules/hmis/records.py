"""What an export says once it is read: projects, beds, people as numbers, stays and nights. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from twiza.shelter.rules.beds import Who


@dataclass(frozen=True)
class Project:
    """A site or a service. `lodges`: people sleep there. `by_night`: each night is a line, not a stay from day to day."""

    id: str
    organisation: str
    name: str
    lodges: bool
    by_night: bool


@dataclass(frozen=True)
class Inventory:
    """Beds of a project from a night to a night, both included; no last night: still there."""

    project: str
    beds: int
    first: date
    last: date | None
    line: int

    def is_valid(self, night: date) -> bool:
        """Tell whether these beds are there in a night."""
        return self.first <= night and (self.last is None or night <= self.last)


@dataclass(frozen=True)
class Person:
    """Somebody as a number of this reading. `who` is None where the file does not say it in one word; born: a day or None."""

    number: int
    who: Who | None
    born: date | None


@dataclass(frozen=True)
class Stay:
    """From an entry to an exit: half open, the exit day is no night. `household` joins those who came together."""

    id: str
    person: int
    project: str
    household: str
    entry: date
    exit: date | None
    line: int
    exit_line: int = 0


@dataclass(frozen=True)
class Night:
    """One line that says somebody slept in a project in a night."""

    person: int
    project: str
    stay: str
    night: date
    line: int


@dataclass(frozen=True)
class Export:
    """All that was read. `nights` are only those that count: once each, inside their stay.

    `services` is the number of lines of Services.csv, of every kind; `first` and `last` are the days of the export.
    """

    first: date
    last: date
    projects: Mapping[str, Project]
    inventories: tuple[Inventory, ...]
    people: Mapping[int, Person]
    stays: Mapping[str, Stay]
    nights: tuple[Night, ...]
    services: int
    bed_lines: int
