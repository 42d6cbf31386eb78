"""The bytes that stand for a record wherever a hash or a signature is taken. Pure Python.

The same record gives the same bytes on every machine: JSON without spaces, in UTF-8, every text in Unicode
form NFC, the fields in the order in which they are written by the caller. Rows are sorted by the caller, in
Python, by code point: never by the database, whose order depends on where it was installed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized, normalize
from uuid import UUID

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical_bytes(fields: Sequence[tuple[str, object]]) -> bytes:
    """Return the canonical bytes of a record.

    Args:
        fields: (name, value) in the written order. Values: None, bool, int, str, bytes (as hex), UUID,
            Decimal, date, datetime with a zone (told in UTC), and lists, tuples and mappings of these;
            the keys of a mapping are sorted by code point.

    Raises:
        TypeError: a value whose bytes are not settled: a float, a moment without a zone, anything else.
    """
    return _encode([[name, _settled(value)] for name, value in fields]).encode()


def one_value(value: object) -> str:
    """Return the text of one value as it stands inside a record: for who puts many records together that repeat it."""
    return _encode(_settled(value))


def _settled(value: object) -> Any:
    if isinstance(value, str):
        return value if value.isascii() or is_normalized("NFC", value) else normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone has no canonical bytes")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        settled = {_settled(str(key)): _settled(inner) for key, inner in value.items()}
        return {key: settled[key] for key in sorted(settled)}
    if isinstance(value, Sequence):
        return [_settled(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical bytes")
