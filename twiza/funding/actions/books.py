"""Writing in the books: opening them, one entry, its reversal, closing a period."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Account, BookClosing, Entry, Line, Restriction
from twiza.funding.rules.chart import CHART, CLASSES
from twiza.funding.rules.ledger import LineData, Role, reversed_lines, why_not_an_entry
from twiza.funding.rules.restrictions import WHY_NOT, Kind
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAnEntry(DomainError):
    code = "funding.not_an_entry"


class BooksClosed(DomainError):
    code = "funding.books_closed"


class AccountClosed(DomainError):
    code = "funding.account_closed"


class MoreThanReceived(DomainError):
    code = "funding.more_than_received"


class RestrictionKept(DomainError):
    """The money was given for something else."""

    code = "funding.restriction_kept"


class DayToCome(DomainError):
    code = "funding.day_to_come"


# What the database refuses, in words: the same as the rules say, for whoever comes by another way
_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "entry_in_open_books": (BooksClosed, _("The books are closed up to this day. Date it later.")),
    "closing_goes_on": (BooksClosed, _("The books are closed up to this day already.")),
    "more_than_received": (
        MoreThanReceived,
        _("There is not enough of this money at the bank on that day. Bring the cash to the bank first, or choose other gifts."),
    ),
    "given_back_within_received": (
        MoreThanReceived,
        _("More of this grant would be given back than came. Take back what was given back first."),
    ),
    "reversal_undoes_it": (NotAnEntry, _("A correction undoes an entry whole, once, and not before its day.")),
    "entry_reverses_id_key": (NotAnEntry, _("This was corrected already.")),
    "opening_stands_once": (
        NotAnEntry,
        _("The opening balances are written. Take them back first, then write them anew."),
    ),
    "opening_comes_first": (
        NotAnEntry,
        _("An entry is dated before this day: opening balances come before every other one. Write an earlier day."),
    ),
    "entry_after_the_opening": (
        BooksClosed,
        _("The books begin on the day of their opening balances. Date it on that day or later."),
    ),
    "account_is_closed": (
        AccountClosed,
        _("This account was closed before that day. Choose another one, or open it again in the chart of accounts."),
    ),
    **{
        code: (RestrictionKept, _("This money was given for another place, campaign or time."))
        for code in WHY_NOT
    },
}  # fmt: skip


def take_pen(organisation: UUID) -> None:
    """Wait until nobody else writes in this journal, and keep it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT funding_take_pen(%s)", [organisation])


def accounts_of(organisation: UUID) -> dict[str, UUID]:
    """Return role → account of an association; its books are opened at the first need, with the whole chart."""
    rows = Account.objects.filter(organisation_id=organisation).exclude(role="")
    found = dict(rows.values_list("role", "pk"))
    if len(found) == len(Role):
        return found
    take_pen(organisation)
    roles, codes = set(), set()
    for role, code in Account.objects.filter(organisation_id=organisation).values_list("role", "code"):
        roles.add(role)
        codes.add(code)
    Account.objects.bulk_create(
        Account(
            organisation_id=organisation, role=one.role, code=_free(one.code, codes), kind=CLASSES[one.code[0]],
            label_ar=one.ar, label_fr=one.fr,
        )
        for one in CHART
        if (one.role and one.role not in roles) or not (one.role or codes)
    )  # fmt: skip
    return dict(rows.values_list("role", "pk"))


def _free(code: str, taken: set[str]) -> str:
    """Return a code, made longer where this association gave it to another account."""
    while code in taken:
        code += "1"
    return code


def unrestricted(organisation: UUID, *, at: datetime) -> Restriction:
    """Return the restriction "none" of an association, opened at the first need."""
    found = Restriction.objects.filter(organisation_id=organisation, kind=Kind.NONE).first()
    if found is not None:
        return found
    take_pen(organisation)
    found = Restriction.objects.filter(organisation_id=organisation, kind=Kind.NONE).first()
    return found or Restriction.objects.create(
        organisation_id=organisation, number=next_number(organisation), kind=Kind.NONE, opened_at=at
    )


def next_number(organisation: UUID) -> int:
    """Return the number of the next restriction; call it with the pen."""
    last = Restriction.objects.filter(organisation_id=organisation).order_by("-number").first()
    return last.number + 1 if last else 1


def write_entry(
    *,
    organisation: UUID,
    kind: str,
    on: date,
    lines: Sequence[LineData],
    by: User,
    at: datetime,
    reverses: Entry | None = None,
    reason_code: str = "",
    reference: str = "",
) -> Entry:
    """Write one entry, part of an action that has checked who may. Judged by the database when `judge` is called.

    Args:
        reference: the bank's, where no other row of the books keeps it.

    Raises:
        NotAnEntry: its lines do not hold. DayToCome: dated after today. BooksClosed: dated in a closed period.
    """
    why = why_not_an_entry(lines)
    if why:
        raise NotAnEntry(_("The lines of this entry do not add up (%(why)s)."), why=why)
    check_day(on, at)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                organisation_id=organisation,
                on=on,
                kind=kind,
                line_count=len(lines),
                reverses=reverses,
                reason_code=reason_code,
                reference=reference,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        refuse(error)
    _write_lines(entry, lines)
    return entry


def _write_lines(entry: Entry, lines: Sequence[LineData]) -> None:
    rows = [
        Line(
            organisation_id=entry.organisation_id,
            entry=entry,
            on=entry.on,
            account_id=line.account,
            restriction_id=line.restriction,
            campaign=line.campaign,
            zone=line.zone,
            amount=line.amount,
            currency=line.currency,
            funder_id=line.funder,
            convention_id=line.convention,
            institution_id=line.institution,
            project_id=line.project,
            heading_id=line.heading,
        )
        for line in lines
    ]
    try:
        with transaction.atomic():
            Line.objects.bulk_create(rows)
    except IntegrityError as error:
        refuse(error)


def reverse_entry(*, entry: Entry, reason_code: str, by: User, at: datetime) -> Entry:
    """Undo an entry by another one, dated today: nothing in the books is rubbed out."""
    lines = [
        LineData(
            one.account_id, one.restriction_id, one.amount, one.campaign, one.zone, one.currency, one.funder_id,
            one.convention_id, one.institution_id, one.project_id, one.heading_id,
        )
        for one in Line.objects.filter(entry=entry)
    ]  # fmt: skip
    return write_entry(
        organisation=entry.organisation_id,
        kind="reversal",
        on=timezone.localdate(at),
        lines=reversed_lines(lines),
        by=by,
        at=at,
        reverses=entry,
        reason_code=reason_code,
    )


def judge() -> None:
    """Let the database judge now what was written, and not when the page is done.

    Raises:
        MoreThanReceived, RestrictionKept, NotAnEntry: what it refuses, in words.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        refuse(error)


def refuse(error: IntegrityError) -> NoReturn:
    """Say in words what the database refused; what has no words is a fault of ours and stays an error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for constraint, (kind, words) in _REFUSALS.items():
        if name.endswith(constraint):
            raise kind(words) from error
    raise error


def check_day(on: date, at: datetime) -> None:
    """Refuse a day after today. Raises DayToCome."""
    if on > timezone.localdate(at):
        raise DayToCome(_("This day is still to come: write it down when it has happened."))


@transaction.atomic
def close_books(*, organisation: UUID, through: date, by: User, at: datetime) -> BookClosing:
    """Close the books up to a day, that day included: nothing is dated there any more.

    Raises:
        DayToCome: the day is not over. BooksClosed: they are closed up to it already.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    if through >= timezone.localdate(at):
        raise DayToCome(_("Close the books up to a day that is over."))
    try:
        with transaction.atomic():
            closing = BookClosing.objects.create(organisation_id=organisation, through=through, by=by, at=at)
    except IntegrityError as error:
        refuse(error)
    audit.record(
        type="funding.books_closed", target=closing, organisation=organisation, by=by, at=at, through=through
    )
    return closing
