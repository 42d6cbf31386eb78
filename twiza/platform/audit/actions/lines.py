"""Writing the two logs, in the transaction of what they speak of."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from psycopg.types.json import Jsonb

from twiza.lib import redaction
from twiza.platform.audit.models import AccessLine, AuditLine

SEALED = "cases."  # types of acts of which nothing but codes, ids and numbers is ever written


def record(
    *,
    type: str,
    target: Any = None,
    organisation: UUID | None,
    by: Any,
    at: datetime,
    reason_code: str = "",
    beside: Iterable[UUID] = (),
    **data: Any,
) -> AuditLine:
    """Write one line: who did what, on which record, why. An act on what several bodies share has one in each chain.

    Args:
        type: "subject.what_happened", such as "registry.household_registered".
        target: the model object acted on, or None.
        organisation: whose log it belongs to; None for the platform's own.
        by: the user, or None for the platform itself.
        reason_code: a code, never free text.
        beside: the other organisations whose record it is too; each gets the same line, in the role held where the
            person acted, with `acting` naming that organisation. `organisation` among them counts once.
        data: codes, ids and numbers. Never names: erasing a person must break nothing.

    Raises:
        NotOpaque: a line of the closed room holds what may be words.
    """
    plain = {key: _plain(value) for key, value in data.items()}
    if type.startswith(SEALED):
        redaction.check_opaque(plain, where=type)
        redaction.check_opaque(reason_code, where=f"{type}.reason_code")
    line = AuditLine(
        organisation_id=organisation,
        at=at,
        by=getattr(by, "pk", None),
        role=_role_of(by, organisation),
        type=type,
        target_kind=target._meta.label_lower if target is not None else "",
        target=target.pk if target is not None else None,
        reason_code=reason_code,
        data=plain,
    )
    others = dict.fromkeys(one for one in beside if one != organisation)
    shown = plain | {"acting": _plain(organisation)}
    _write([line, *(_in_chain_of(one, line, shown) for one in others)])
    return line


_COLUMNS = (
    "id",
    "organisation_id",
    "at",
    "by",
    "role",
    "type",
    "target_kind",
    "target",
    "reason_code",
    "data",
)
_WRITE = f"INSERT INTO audit_line ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - names of this file
_VALUES = f"({', '.join(['%s'] * len(_COLUMNS))})"


def _write(lines: list[AuditLine]) -> None:
    """One statement, however many bodies: written out, because each act of a queue waits for it."""
    values: list[Any] = [
        Jsonb(line.data) if name == "data" else getattr(line, name) for line in lines for name in _COLUMNS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE + ", ".join([_VALUES] * len(lines)), values)


def _in_chain_of(organisation: UUID, line: AuditLine, data: dict[str, Any]) -> AuditLine:
    same = ("at", "by", "role", "type", "target_kind", "target", "reason_code")
    return AuditLine(organisation_id=organisation, data=data, **{name: getattr(line, name) for name in same})


@transaction.atomic
def record_access(
    *, page: str, ids: Iterable[UUID], organisation: UUID | None, by: Any, at: datetime, purpose: str = ""
) -> AccessLine:
    """Write that a page or an export showed these people: one line with all their ids.

    Args:
        page: "subject.page", such as "registry.household".
        ids: ids of persons or households, never names; an id given twice counts once.
        organisation: whose people they are; the line goes into its log.
        purpose: a code.
    """
    subjects = list(dict.fromkeys(ids))
    line = AccessLine.objects.create(
        organisation_id=organisation,
        at=at,
        by=getattr(by, "pk", None),
        role=_role_of(by, organisation),
        page=page,
        purpose=purpose,
        subjects=subjects,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_subject (line_id, subject, at) SELECT %s, unnest(%s::uuid[]), %s",
            [line.pk, subjects, at],
        )
    return line


@cache
def _role_source() -> Any:
    return import_string(settings.AUDIT_ROLE_IN)


def _role_of(by: Any, organisation: UUID | None) -> str:
    if by is None or organisation is None:
        return ""
    return str(_role_source()(by.pk, organisation))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return str(value)
