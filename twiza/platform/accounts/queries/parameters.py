"""What a dated number is worth on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.models import Parameter
from twiza.platform.accounts.rules import parameters as rules


class NoSuchParameter(NotFound):
    code = "accounts.no_such_parameter"


def parameter(name: str, *, on: date) -> rules.Value:
    """Return the value in force on a day: Decimal, "MM-DD", or True/False for a switch.

    Raises:
        NoSuchParameter: no value of that name is in force on that day, or none is set in general.
    """
    row = (
        Parameter.objects.filter(name=name, valid_from__lte=on)
        .exclude(valid_to__lte=on)
        .exclude(kind=rules.Kind.UNSET)
        .first()
    )
    if row is None:
        raise NoSuchParameter(_("No value of “%(name)s” is set for %(on)s."), name=name, on=on.isoformat())
    return rules.read_value(row.kind, row.value)


def parameter_number(name: str, *, on: date) -> Decimal:
    """Return the number in force on a day.

    Raises:
        NoSuchParameter: nothing in force on that day, or it is not a number.
    """
    value = parameter(name, on=on)
    if not isinstance(value, Decimal):
        raise NoSuchParameter(_("“%(name)s” is not a number."), name=name)
    return value


@dataclass(frozen=True)
class ParameterLine:
    """One row of the parameters page, in words of the language of the moment.

    Attributes:
        to_verify: the statement is not certain: it warns, and may not refuse anything.
        past: earlier values, newest first.
    """

    row: Parameter
    label: str
    unit: str
    source: str
    note: str
    to_verify: bool
    past: tuple[Parameter, ...]


def parameter_lines(*, on: date) -> list[ParameterLine]:
    """Return every parameter as it is on a day (or as it will first be), in the order Twiza comes with."""
    order = {name: place for place, name in enumerate(rules.BY_NAME)}
    rows: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.select_related("changed_by").order_by("-valid_from", "-changed_at"):
        rows.setdefault(row.name, []).append(row)
    lines = [_line(of_name, on) for of_name in rows.values()]
    return sorted(lines, key=lambda line: (order.get(line.row.name, len(order)), line.row.name))


def parameter_line(name: str, *, on: date) -> ParameterLine:
    """Return one parameter with its past values.

    Raises:
        NoSuchParameter: nothing of that name.
    """
    rows = list(
        Parameter.objects.filter(name=name)
        .select_related("changed_by")
        .order_by("-valid_from", "-changed_at")
    )
    if not rows:
        raise NoSuchParameter(_("There is no parameter “%(name)s”."), name=name)
    return _line(rows, on)


def _line(rows: list[Parameter], on: date) -> ParameterLine:
    now = next((row for row in rows if _in_force(row, on)), rows[0])
    given = rules.BY_NAME.get(now.name)
    return ParameterLine(
        row=now,
        label=translated(given.label) if given else now.name,
        unit=translated(now.unit),
        source=translated(now.source),
        note=translated(now.note) if now.note else "",
        to_verify=now.confidence in (rules.Confidence.MEDIUM, rules.Confidence.LOW),
        past=tuple(row for row in rows if row is not now),
    )


def _in_force(row: Parameter, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
