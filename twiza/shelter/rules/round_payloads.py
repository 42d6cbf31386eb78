"""What the phone of a team sends, read strictly: values are strings, numbers and booleans; lists are joined by commas."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from twiza.shelter.rules.outreach import MOST_PARTS, Meeting


class BadPayload(ValueError):
    """Something is missing, or is not of its kind."""


def read_meeting(payload: Mapping[str, Any]) -> Meeting:
    """Return the meeting of an `encounter`. Whether it is whole is asked elsewhere. Raises BadPayload."""
    return Meeting(
        area=id_in(payload, "area"),
        call=_id_or_none(payload, "call"),
        men=_number(payload, "men"),
        women=_number(payload, "women"),
        unsure=_number(payload, "unsure"),
        children=_number(payload, "children"),
        state=_text(payload, "state"),
        language=_text(payload, "lang"),
        offered=_list(payload, "offered"),
        taken=_list(payload, "taken"),
        flags=_list(payload, "flags"),
        kits=tuple(_kit(one) for one in _list(payload, "kits")),
        again=_id_or_none(payload, "again"),
        person=_id_or_none(payload, "person"),
        elderly=_flag(payload, "elderly"),
        care=_flag(payload, "care"),
        together=_flag(payload, "together"),
        sites=tuple(_id(one) for one in _list(payload, "sites")),
        number=_number(payload, "key"),
        sealed=_text(payload, "sealed"),
    )


def read_part(payload: Mapping[str, Any]) -> tuple[UUID, int, int, int, str]:
    """Return (meeting, part, parts, number of the key, sealed) of a `voice_part`. Raises BadPayload."""
    n, parts = _number(payload, "n"), _number(payload, "parts")
    if parts > MOST_PARTS:
        raise BadPayload("parts")
    return id_in(payload, "of"), n, parts, _number(payload, "key"), _text(payload, "sealed")


def id_in(payload: Mapping[str, Any], name: str) -> UUID:
    """Return the id under a name. Raises BadPayload."""
    return _id(payload.get(name))


def _id(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError) as error:
        raise BadPayload("id") from error


def _id_or_none(payload: Mapping[str, Any], name: str) -> UUID | None:
    return _id(payload[name]) if payload.get(name) not in (None, "") else None


def _number(payload: Mapping[str, Any], name: str) -> int:
    value = payload.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 32_767:
        raise BadPayload(name)
    return value


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str) or "\x00" in value:
        raise BadPayload(name)
    return value


def _flag(payload: Mapping[str, Any], name: str) -> bool:
    value = payload.get(name, False)
    if not isinstance(value, bool):
        raise BadPayload(name)
    return value


def _list(payload: Mapping[str, Any], name: str) -> tuple[str, ...]:
    text = _text(payload, name)
    return tuple(text.split(",")) if text else ()


def _kit(text: str) -> tuple[str, int]:
    kind, _colon, pieces = text.partition(":")
    if not (pieces.isascii() and pieces.isdigit() and len(pieces) <= 4):
        raise BadPayload("kits")
    return kind, int(pieces)
