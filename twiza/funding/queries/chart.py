"""The chart of accounts, the trial balance, the page of one account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import get_language

from twiza.funding.models import Account, Line, Project
from twiza.funding.queries.books import found, standing_opening
from twiza.funding.rules.ledger import BALANCE_KINDS, AccountKind, Role
from twiza.platform.accounts.permissions import Permission

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with what stood on it before a period, what came and went in it, what stands after it."""

    account: Account
    opening: Decimal
    debits: Decimal
    credits: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debits - self.credits


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account that has a line, by its code. The books hold when `agrees`: each pair of sums is equal."""

    first: date
    through: date
    lines: list[AccountLine]

    @property
    def opening(self) -> Decimal:
        return sum((one.opening for one in self.lines), NOTHING)

    @property
    def debits(self) -> Decimal:
        return sum((one.debits for one in self.lines), NOTHING)

    @property
    def credits(self) -> Decimal:
        return sum((one.credits for one in self.lines), NOTHING)

    @property
    def agrees(self) -> bool:
        return self.opening == 0 and self.debits == self.credits


@dataclass(frozen=True, slots=True)
class LineOfAccount:
    """One line on the page of an account, with what stands on the account after it."""

    line: Line
    after: Decimal


def labelled(account: Any) -> str:
    """Return the name of an account in the language of the moment, in the other one where it has none."""
    names = (account.label_ar, account.label_fr)
    ordered = names if (get_language() or "ar").startswith("ar") else names[::-1]
    return str(next((name for name in ordered if name), account.code))


def accounts_in(organisation: UUID) -> list[Account]:
    """Return the chart of an association, by code."""
    return list(Account.objects.filter(organisation_id=organisation).order_by("code"))


def account_for(user: Any, id: UUID) -> Account:
    """Return one account. Raises NoSuchThing."""
    return found(user, Account, id, Permission.MONEY_READ, "organisation")


def has_lines(account: Account) -> bool:
    """Say whether an account has a line: its code stays then."""
    return Line.objects.filter(organisation_id=account.organisation_id, account=account).exists()


def accounts_to_charge(organisation: UUID, *, on: date) -> list[Account]:
    """Return the accounts to which an expense may be charged that day."""
    return [one for one in _open(organisation, on) if one.kind == AccountKind.EXPENSE]


def accounts_to_pay_from(organisation: UUID, *, on: date) -> list[Account]:
    """Return the accounts out of which an expense may be paid: the bank first; never cash that waits for its deposit."""
    rows = [one for one in _open(organisation, on) if one.code.startswith("5") and one.role != Role.CASH]
    return sorted(rows, key=lambda one: (one.role != Role.BANK, one.code))


def accounts_to_open_with(organisation: UUID, *, on: date) -> list[Account]:
    """Return the accounts with which books may begin: those of the balance sheet that are open that day."""
    return [one for one in _open(organisation, on) if one.kind in BALANCE_KINDS]


def _open(organisation: UUID, on: date) -> Iterable[Account]:
    rows = Account.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=on), organisation_id=organisation
    )
    return rows.order_by("code")


def projects_of(organisation: UUID) -> list[Project]:
    """Return the projects of an association, by code."""
    return list(
        Project.objects.filter(organisation_id=organisation).select_related("institution").order_by("code")
    )


def project_for(user: Any, id: UUID) -> Project:
    """Return one project. Raises NoSuchThing."""
    return found(user, Project, id, Permission.MONEY_READ, "organisation", "institution")


def trial_balance(organisation: UUID, *, first: date, through: date) -> TrialBalance:
    """Return every account with a line up to a day: opening, debits, credits of the period, closing.

    Opening balances that are written within the period stand in the first column: nothing moved with them.
    """
    rows = Line.objects.filter(organisation_id=organisation, on__lte=through)
    inside = Q(on__gte=first)
    opened = standing_opening(organisation)
    if opened is not None and opened.on >= first:
        inside &= ~Q(entry=opened)
    sums = rows.values("account").annotate(
        opening=Sum("amount", filter=~inside, default=NOTHING),
        debits=Sum("amount", filter=inside & Q(amount__gt=0), default=NOTHING),
        credits=-Sum("amount", filter=inside & Q(amount__lt=0), default=NOTHING),
    )
    by_account = {one["account"]: one for one in sums}
    lines = [
        AccountLine(account, row["opening"], row["debits"], row["credits"])
        for account in accounts_in(organisation)
        if (row := by_account.get(account.pk)) is not None
    ]
    return TrialBalance(first, through, lines)


def account_page(
    account: Account, *, before: tuple[date, UUID] | None = None, size: int = 50
) -> list[LineOfAccount]:
    """Return lines of an account, newest first, each with what stands after it.

    Args:
        before: day and id of the last line that was shown; None: from the newest.
    """
    rows = Line.objects.filter(organisation_id=account.organisation_id, account=account)
    if before:
        day, id = before
        rows = rows.filter(Q(on__lt=day) | Q(on=day, id__lt=id))
    # entries and restrictions of this page alone: joined, they would be read for every line of the account first
    page = list(rows.order_by("-on", "-id").prefetch_related("entry", "restriction")[:size])
    stands = rows.aggregate(sum=Sum(F("amount"), default=NOTHING))["sum"] if page else NOTHING
    shown = []
    for line in page:
        shown.append(LineOfAccount(line, stands))
        stands -= line.amount
    return shown


def line_before(typed: str) -> tuple[date, UUID] | None:
    """Return day and id of a line that an address names as the last one shown, None when it names none."""
    day, _dot, id = typed.partition(".")
    try:
        return date.fromisoformat(day), UUID(id)
    except ValueError:
        return None
