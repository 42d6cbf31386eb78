"""Lists as workbooks: the rows of a page with headings in both languages, from right to left, and one line in the access log.

A list offers itself with `<c-sheet />`: the same address, the same filter, with `sheet=xlsx` behind it. Its view asks
`wants_sheet(request)` and answers with `send_workbook`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.audit import actions as audit
from twiza.platform.web.downloads import WORKBOOK, attachment

ASKED = "xlsx"


@dataclass(frozen=True)
class Column:
    """One column: its heading as a msgid, and what stands in it: a dotted name of the row, or a function of the row."""

    heading: str
    of: str | Callable[[Any], Any]

    def cell(self, row: Any) -> Any:
        """Return what stands in this column for a row."""
        return _settled(self.of(row) if callable(self.of) else attrgetter(self.of)(row))


@dataclass(frozen=True)
class Listed:
    """One sheet to be: its title as a msgid, its columns, its rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def columns(*pairs: tuple[str, str | Callable[[Any], Any]]) -> tuple[Column, ...]:
    """Return columns from (heading, what)."""
    return tuple(Column(heading, of) for heading, of in pairs)


def both(sentence: Any) -> str:
    """Say a sentence in Arabic and in French: `الميزانية / Budget`; once when both are the same."""
    said = []
    for language in ("ar", "fr"):
        with translation.override(language):
            said.append(gettext(str(sentence)))
    return " / ".join(dict.fromkeys(said))


def coded(words: Any, name: str) -> Callable[[Any], str]:
    """Return a column that says the word of a code in both languages; `name` is the dotted name of the code."""

    def cell(row: Any) -> str:
        code = attrgetter(name)(row)
        return both(words[code]) if code in words else str(code or "")

    return cell


def names_of(name: str = "") -> Callable[[Any], str]:
    """Return a column with both names of a body or place; `name` is its dotted name, nothing for the row itself."""

    def cell(row: Any) -> str:
        thing = attrgetter(name)(row) if name else row
        found = [thing.name_ar, thing.name_fr] if thing is not None else []
        return " / ".join(dict.fromkeys(one for one in found if one))

    return cell


def wants_sheet(request: HttpRequest) -> bool:
    """Whether a list is asked for as a workbook."""
    return request.GET.get("sheet") == ASKED


def workbook(sheets: Iterable[Listed]) -> bytes:
    """Return a workbook that opens from right to left: amounts as numbers, days as dates, headings in both languages."""
    return write_workbook([_sheet(one) for one in sheets])


def send_workbook(
    request: HttpRequest,
    sheets: Sequence[Listed],
    *,
    page: str,
    organisation: UUID | None,
    by: Any,
    ids: Iterable[UUID] | None = None,
) -> HttpResponse:
    """Answer with lists as one workbook and write one line in the access log.

    Args:
        page: "subject.list", as the log knows it; the file is named after it.
        organisation: in whose log it stands; None for the platform's own.
        ids: of what is shown; the keys of the rows when nothing is said.
    """
    held = [Listed(one.title, one.columns, list(one.rows)) for one in sheets]
    found = ids if ids is not None else [key for one in held for row in one.rows if (key := _key(row))]
    audit.record_access(
        page=page, ids=found, organisation=organisation, by=by, at=timezone.now(), purpose="sheet"
    )
    name = page.replace(".", "-").replace("_", "-")
    return attachment(workbook(held), f"twiza-{name}.xlsx", WORKBOOK)


def _sheet(listed: Listed) -> OutSheet:
    return OutSheet(
        both(listed.title),
        [both(one.heading) for one in listed.columns],
        ([one.cell(row) for one in listed.columns] for row in listed.rows),
    )


def _settled(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, bool):
        return "✓" if value else ""
    if value is None or isinstance(value, int | float | Decimal | date | str):
        return value
    return str(value)


def _key(row: Any) -> UUID | None:
    key = getattr(row, "pk", None)
    return key if isinstance(key, UUID) else None
