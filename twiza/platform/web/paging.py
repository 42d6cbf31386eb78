"""Lists that go on: by keyset, from the last row that was shown. The address says it with `cursor`."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest

Row = TypeVar("Row")


def cursor_of(request: HttpRequest) -> UUID | None:
    """Return the id of the last row that was shown, which the address names; None: from the first."""
    try:
        return UUID(request.GET.get("cursor", ""))
    except ValueError:
        return None


def page_of_rows(
    request: HttpRequest, rows: list[Row], size: int, id_of: Callable[[Row], Any]
) -> tuple[list[Row], str]:
    """Return the rows of this page, out of one more than it holds, and the address of the next page, or ""."""
    if len(rows) <= size:
        return rows, ""
    query = request.GET.copy()
    query["cursor"] = str(id_of(rows[size - 1]))
    return rows[:size], f"?{query.urlencode()}"
