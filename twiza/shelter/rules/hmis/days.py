"""Days as an export writes them. No Django."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")


def day_of(text: str) -> date | None:
    """Return the day of "2026-01-31" or "2026-01-31 08:52:40"; None: it is no such day."""
    found = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def is_date_column(name: str) -> bool:
    """Tell by its name whether a column holds days."""
    name = name.casefold()
    return name.startswith("date") or name.endswith("date") or name == "dob"
