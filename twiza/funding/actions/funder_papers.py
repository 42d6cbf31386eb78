"""The statement of a funder on paper and as a workbook, and the line in the log that it was made."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from twiza.funding.queries import FunderStatement, funder_statement
from twiza.funding.rules import printing
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.web import formats


def make_funder_statement(
    *, organisation: Any, funder: Any, first: date, through: date, language: str, by: User, at: datetime
) -> FunderStatement:
    """Make the statement of a funder, named in "ar" or "fr", and write in the log that it was made.

    Raises:
        NoPermission: `by` does not read this money.
    """
    check(by, Permission.MONEY_READ, organisation.pk)
    with translation.override(language):
        statement = funder_statement(organisation, funder, first=first, through=through)
    audit.record(
        type="funding.funder_statement_made", target=funder, organisation=organisation.pk, by=by, at=at, first=first,
        through=through,
    )  # fmt: skip
    return statement


def print_funder_statement(statement: FunderStatement, language: str) -> bytes:
    """Return the statement as a PDF in "ar" or "fr"."""
    with translation.override(language):
        total = statement.total
        rows = [
            (_("Association"), _named(statement.organisation, language)),
            (_("Period"), f"{formats.day(statement.first)} – {formats.day(statement.through)}"),
        ]
        return printing.paper(
            "funder_statement",
            language=language,
            title=_("Statement of the money of a funder"),
            rows=rows,
            head=_named(statement.funder, language),
            heads=[str(one) for one in _heading()],
            lines=[
                [*_names(statement, one), *(formats.money(value) for value in _sums(one))]
                for one in statement.lines
            ],
            total=[_("In all"), *(formats.money(value) for value in _sums(total))],
            spent_title=_("Spent by heading"),
            spent=[[*_spent(statement, one)] for one in statement.lines if one.headings],
            note=_("Left = at the beginning + came in − spent − given back. Below zero: paid in advance by the association."),
        )  # fmt: skip


def funder_workbook(statement: FunderStatement, language: str) -> bytes:
    """Return the statement as a workbook of two sheets; in Arabic it opens from right to left."""
    with translation.override(language):
        columns = [_("Convention"), _("Project"), _("Institution")]

        def rows() -> Iterator[list[Any]]:
            for one in statement.lines:
                yield [*_keys(statement, one), *_sums(one)]

        def spent() -> Iterator[list[Any]]:
            for one in statement.lines:
                for heading, amount in one.headings:
                    yield [*_keys(statement, one), _heading_name(statement, heading), amount]

        sheets = [
            OutSheet(_("Statement"), [*columns, *_sum_words()], rows(), ["", "", _("In all"), *_sums(statement.total)]),
            OutSheet(_("Spent by heading"), [*columns, _("Heading"), _("Spent")], spent()),
        ]  # fmt: skip
        return write_workbook(sheets, right_to_left=language == "ar")


def _sum_words() -> list[str]:
    return [_("At the beginning"), _("Money in"), _("Spent"), _("Given back"), _("Left")]


def _heading() -> list[str]:
    return [_("Convention, project, institution"), *_sum_words()]


def _sums(line: Any) -> list[Decimal]:
    return [line.opening, line.received, line.spent, line.given_back, line.left]


def _keys(statement: FunderStatement, line: Any) -> list[str]:
    ids = (line.convention, line.project, line.institution)
    return [statement.titles.get(one, "") if one else "" for one in ids]


def _names(statement: FunderStatement, line: Any) -> list[str]:
    return [" · ".join(word for word in _keys(statement, line) if word) or "—"]


def _heading_name(statement: FunderStatement, heading: Any) -> str:
    return statement.titles.get(heading, "") or _("No heading in particular")


def _spent(statement: FunderStatement, line: Any) -> Iterator[Any]:
    yield _names(statement, line)[0]
    yield [[_heading_name(statement, heading), formats.money(amount)] for heading, amount in line.headings]


def _named(row: Any, language: str) -> str:
    names = (row.name_ar, row.name_fr)
    return str(next(name for name in (names if language == "ar" else names[::-1]) if name))
