"""Opening balances: what an association had and owed on the day on which its books begin here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import (
    NotAnEntry,
    accounts_of,
    judge,
    reverse_entry,
    take_pen,
    unrestricted,
    write_entry,
)
from twiza.funding.models import Account, Entry, Restriction
from twiza.funding.rules.ledger import BALANCE_KINDS, LineData, sums_of
from twiza.funding.rules.restrictions import Kind
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAnOpening(NotAnEntry):
    code = "funding.not_an_opening"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """What stood on one account: above zero in debit, below in credit. No restriction: bound to nothing."""

    account: Account
    amount: Decimal
    restriction: Restriction | None = None


@transaction.atomic
def write_opening(
    *, organisation: UUID, on: date, lines: Sequence[OpeningLine], by: User, at: datetime
) -> Entry:
    """Write with which balances the books begin: one entry, dated, before every other one.

    Raises:
        NotAnOpening: it does not add up to zero for each kind of money, is on other accounts than those of the balance
            sheet, is of a grant, stands already, or another entry is dated before it.
        MoreThanReceived: a bank or cash account that begins below zero. BooksClosed, AccountClosed, DayToCome.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    accounts_of(organisation)
    take_pen(organisation)
    _check_lines(organisation, lines)
    none = unrestricted(organisation, at=at)
    data = [LineData(one.account.pk, (one.restriction or none).pk, one.amount) for one in lines if one.amount]
    missing = sum(one.amount for one in lines)
    if len(data) < 2 or any(sums_of(data).values()):
        raise NotAnOpening(
            _("Debits and credits differ by %(amount)s dirhams, or differ for one kind of money. What was had stands in debit, what was owed and the association's own means in credit, each kind of money for itself."),
            amount=abs(missing),
        )  # fmt: skip
    entry = write_entry(organisation=organisation, kind="opening", on=on, lines=data, by=by, at=at)
    judge()
    audit.record(
        type="funding.opening_written", target=entry, organisation=organisation, by=by, at=at, on=on,
        lines=len(data),
    )  # fmt: skip
    return entry


def _check_lines(organisation: UUID, lines: Sequence[OpeningLine]) -> None:
    for one in lines:
        if one.account.organisation_id != organisation or one.account.kind not in BALANCE_KINDS:
            raise NotAnOpening(_("Books begin with accounts of the classes 1 to 5: choose one of these."))
        if one.restriction and (
            one.restriction.organisation_id != organisation or one.restriction.kind == Kind.GRANT
        ):
            raise NotAnOpening(
                _("Money of a grant is confirmed on the page of the grant, tranche by tranche, not in the opening.")
            )  # fmt: skip


@transaction.atomic
def undo_opening(*, entry: Entry, by: User, at: datetime) -> Entry:
    """Take the opening balances back by an entry of today, so that they may be written anew.

    Raises:
        NotAnOpening: no opening. NotAnEntry: it was taken back. MoreThanReceived: its money was spent.
    """
    check(by, Permission.MONEY_KEEP, entry.organisation_id)
    if entry.kind != "opening":
        raise NotAnOpening(_("This entry is no opening balance."))
    undone = reverse_entry(entry=entry, reason_code="opening_corrected", by=by, at=at)
    judge()
    audit.record(
        type="funding.opening_undone", target=entry, organisation=entry.organisation_id, by=by, at=at
    )
    return undone
