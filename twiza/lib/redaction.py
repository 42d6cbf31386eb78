"""What may stand in logs, in reports of errors and in the log of acts: codes, ids, numbers, moments. No words. Pure Python.

One core for all of them: what is opaque passes, everything else is cut out. It does not look for what is secret (it
could miss some): it looks for what is known to tell nothing.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID

CUT = "[…]"
LONGEST = 80  # characters of a code
_CODE = re.compile(r"_*[a-z][a-z0-9]*(?:[._:+-]+[a-z0-9]+)*_*(?:\.[a-z0-9]+)?")
_KIND = re.compile(r"(?:[A-Z][a-z0-9]+){2,4}")  # of an error: ValueError
_HOST = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?=.*:.*:)[0-9a-f:]{3,39}")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_NUMBER = re.compile(r"[+-]?\d{1,7}(?:\.\d{1,6})?")  # shorter than a telephone or an identity number
# In a line that is written already: what is not plain English words of a template
_LETTERS = re.compile(r"[^\x00-\x7f]+(?:[\s,،.؛-]+[^\x00-\x7f]+)*")
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_DIGITS = re.compile(r"(?<![0-9a-fA-F-])\+?\d(?:[ .-]?\d){7,}(?![0-9a-fA-F-])")
_CARD = re.compile(r"\b[A-Za-z]{1,2}\d{5,7}\b")  # a national card
_SAID = {status.phrase for status in HTTPStatus} | {
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
}


class NotOpaque(ValueError):
    """A value that may hold somebody's words was about to be written where none may stand. It is not quoted."""


def is_opaque(value: Any) -> bool:
    """Whether a value is a code, an id, a number or a moment, so that it tells nothing in words."""
    if value is None or isinstance(value, bool | int | float | Decimal | UUID | date | timedelta):
        return True
    return isinstance(value, str) and (not value or _is_opaque_text(value))


def check_opaque(value: Any, *, where: str) -> None:
    """Raise NotOpaque, with the place and without the value, when a value or anything in it is not opaque."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            check_opaque(key, where=where)
            check_opaque(inner, where=f"{where}.{key}")
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            check_opaque(inner, where=where)
    elif not is_opaque(value):
        raise NotOpaque(f"{where}: only codes, ids, numbers and moments are written here")


def redacted(value: Any) -> Any:
    """Return the same value with everything that is not opaque cut out. An error is its kind."""
    if is_opaque(value) or (isinstance(value, str) and value in _SAID):
        return value
    if isinstance(value, BaseException):
        return type(value).__qualname__
    if isinstance(value, Mapping):
        return {(key if is_opaque(key) else CUT): redacted(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(redacted(inner) for inner in value)
    if isinstance(value, list | set | frozenset):
        return [redacted(inner) for inner in value]
    if isinstance(value, str) and value.startswith("/") and "\n" not in value:
        return redacted_address(value)
    return CUT


def redacted_address(address: str) -> str:
    """Return an address of the site with its codes and ids; what was typed into it, and every question, is cut out."""
    path, asks, _rest = address.partition("?")
    parts = [part if not part or _is_opaque_text(part) else CUT for part in path.split("/")]
    return "/".join(parts) + (f"?{CUT}" if asks else "")


def without_words(line: str) -> str:
    """Return a line of a log that is written already, without what is no plain English of ours.

    The last net: letters that are not ASCII, what stands in quotes, addresses of mail, long numbers, national cards.
    """
    for pattern in (_QUOTED, _MAIL, _LETTERS, _DIGITS, _CARD):
        line = pattern.sub(lambda found: found[0] if _keeps(found[0]) else CUT, line)
    return line


def _keeps(found: str) -> bool:
    inner = found[1:-1] if found[:1] in ("'", '"') else found
    return not inner.replace(CUT, "").strip() or _is_opaque_text(inner)


def _is_opaque_text(text: str) -> bool:
    return len(text) <= LONGEST and any(
        pattern.fullmatch(text) for pattern in (_CODE, _KIND, _ID, _DAY, _NUMBER, _HOST)
    )
