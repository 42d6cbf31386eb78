"""Changing a dated number: always a new row, never another value in an old one."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import Parameter, User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries.parameters import NoSuchParameter
from twiza.platform.accounts.rules import parameters as rules
from twiza.platform.audit import actions as audit


class RewritesThePast(DomainError):
    code = "accounts.parameter_rewrites_the_past"


class NoSource(DomainError):
    code = "accounts.parameter_without_source"


@transaction.atomic
def set_parameter(
    *,
    name: str,
    value: str,
    valid_from: date,
    source: str,
    confidence: str = rules.Confidence.POLICY,
    note: str = "",
    unit: str = "",
    by: User,
    at: datetime,
) -> Parameter:
    """Give a parameter another value from a day on. What was decided before that day keeps its value.

    Args:
        value: as typed; Arabic-Indic digits and a decimal comma are read.
        valid_from: today or later.
        unit: another unit, for a delay only: days or working days. Empty keeps the one it has.

    Raises:
        NoSuchParameter: nothing of that name.
        NotAValue: the value is not of the parameter's kind, or out of its bounds.
        NotAUnit: it is not counted in days, or the unit is none of days.
        NoSource: no source is given.
        RewritesThePast: the day is before today.
    """
    check(by, Permission.PARAMETERS_CHANGE)
    if not source.strip():
        raise NoSource(_("Say where this value comes from: the text, the decision, the date."))
    if valid_from < timezone.localtime(at).date():
        raise RewritesThePast(
            _("Choose today or a later day: decisions already taken keep the value they had.")
        )
    rows = list(Parameter.objects.select_for_update().filter(name=name).order_by("valid_from", "changed_at"))
    if not rows:
        raise NoSuchParameter(_("There is no parameter “%(name)s”."), name=name)
    rules.check_bounds(name, rules.read_value(rows[-1].kind, value))
    unit = unit or rows[-1].unit
    if unit != rows[-1].unit and not {unit, rows[-1].unit} <= set(rules.COUNTED_IN_DAYS):
        raise rules.NotAUnit(_("Only a delay in days can be counted in working days instead, or back."))
    over = next((row for row in rows if _covers(row, valid_from)), None)
    until = (
        over.valid_to
        if over
        else min((r.valid_from for r in rows if r.valid_from > valid_from), default=None)
    )
    if over is not None:
        over.valid_to = valid_from
        over.save(update_fields=["valid_to"])
    made = Parameter.objects.create(
        name=name,
        kind=rows[-1].kind,
        value=rules.write_value(rules.read_value(rows[-1].kind, value)),
        unit=unit,
        source=source.strip(),
        confidence=rules.Confidence(confidence),
        note=note.strip(),
        valid_from=valid_from,
        valid_to=until,
        changed_by=by,
        changed_at=at,
    )
    audit.record(type="accounts.parameter_set", target=made, organisation=None, by=by, at=at, name=name)
    return made


@transaction.atomic
def load_parameters(*, at: datetime) -> int:
    """Write the parameters that Twiza comes with and that this database lacks; touch none that it has.

    Returns:
        How many were written.
    """
    there = set(Parameter.objects.values_list("name", flat=True))
    missing = [given for given in rules.LOADED if given.name not in there]
    Parameter.objects.bulk_create(
        Parameter(
            name=given.name,
            kind=given.kind,
            value=given.value,
            unit=given.unit,
            source=given.source,
            confidence=given.confidence,
            note=given.note,
            valid_from=rules.LOADED_FROM,
            changed_at=at,
        )
        for given in missing
    )
    if missing:
        audit.record(
            type="accounts.parameters_loaded",
            organisation=None,
            by=None,
            at=at,
            names=[g.name for g in missing],
        )
    return len(missing)


def _covers(row: Parameter, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
