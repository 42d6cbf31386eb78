"""Double entry: accounts, lines, what makes an entry hold. Pure Python; the database says the same again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from twiza.lib.errors import N_

MAD = "MAD"
CENT = Decimal("0.01")


class Role(StrEnum):
    """What the house itself uses an account for. An association has one of each; its other accounts have no role."""

    BANK = "bank"
    CASH = "cash"  # received in cash, not yet at the bank: nothing is paid from it
    GIFTS = "gifts"
    YIELDS = "yields"  # what a waqf earns
    PURCHASES = "purchases"
    SUBSIDIES = "subsidies"  # grants received
    GIVEN_BACK = "given_back"  # grants given back to their funder


class AccountKind(StrEnum):
    """The side on which an account stands."""

    ASSET = "asset"
    INCOME = "income"
    EXPENSE = "expense"
    LIABILITY = "liability"
    EQUITY = "equity"


KIND_OF: dict[Role, AccountKind] = {
    Role.BANK: AccountKind.ASSET,
    Role.CASH: AccountKind.ASSET,
    Role.GIFTS: AccountKind.INCOME,
    Role.YIELDS: AccountKind.INCOME,
    Role.PURCHASES: AccountKind.EXPENSE,
    Role.SUBSIDIES: AccountKind.INCOME,
    Role.GIVEN_BACK: AccountKind.INCOME,
}
# the kinds that books may begin with
BALANCE_KINDS = (AccountKind.ASSET, AccountKind.LIABILITY, AccountKind.EQUITY)
# classes 2 and 3: what an association owns or is owed, and cannot pay with
HELD = "held"
ENTRY_WORDS: dict[str, str] = {
    "opening": N_("Opening balances"),
    "gift": N_("Gift received"),
    "deposit": N_("Cash brought to the bank"),
    "yield": N_("Yield of a waqf"),
    "payment": N_("Payment"),
    "reversal": N_("Correction of another entry"),
    "grant_received": N_("Tranche of a grant received"),
    "grant_spent": N_("Expense of a grant"),
    "grant_returned": N_("Money of a grant given back"),
    "purchase": N_("Our own share of a shared invoice"),
    "move": N_("Moved between our own accounts"),
}


@dataclass(frozen=True, slots=True)
class LineData:
    """One line of an entry. `amount` in `currency`, two decimals: above zero debits the account, below credits it.

    `restriction` says which gifts or which grant the money is of; `campaign` what it was given or spent for. What
    follows is of grants and projects: by whom, by which convention, for which institution, project and heading.
    """

    account: UUID
    restriction: UUID
    amount: Decimal
    campaign: UUID | None = None
    zone: str = ""
    currency: str = MAD
    funder: UUID | None = None
    convention: UUID | None = None
    institution: UUID | None = None
    project: UUID | None = None
    heading: UUID | None = None


def why_not_an_entry(lines: Sequence[LineData]) -> str:
    """Return why these lines make no entry, as a code, or "": fewer than two, a nothing, half a cent, unbalanced.

    An entry is balanced within each restriction: nothing ever moves money from one restriction to another.
    """
    if len(lines) < 2:
        return "too_few_lines"
    if any(line.amount == 0 for line in lines):
        return "line_of_nothing"
    if any(line.amount != line.amount.quantize(CENT) for line in lines):
        return "below_a_cent"
    return "unbalanced" if any(sums_of(lines).values()) else ""


def sums_of(lines: Iterable[LineData]) -> dict[tuple[UUID, str], Decimal]:
    """Return (restriction, currency) → sum of its lines: all zero in an entry that holds."""
    sums: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.restriction, line.currency] += line.amount
    return dict(sums)


def reversed_lines(lines: Iterable[LineData]) -> list[LineData]:
    """Return the lines that undo these: the same accounts on the other side."""
    return [replace(line, amount=-line.amount) for line in lines]


def moved(debit: UUID, credit: UUID, like: Iterable[LineData]) -> list[LineData]:
    """Return two lines for each of `like`: its amount into `debit`, out of `credit`."""
    return [
        replace(line, account=account, amount=sign * line.amount)
        for line in like
        for account, sign in ((debit, 1), (credit, -1))
    ]


@dataclass(frozen=True, slots=True)
class Sums:
    """What became of the money of a restriction: `brought` + `received` = `spent` + `given_back` + `left`, always.

    `brought` is the money with which the books began: what stands against it on the accounts of means, debts and goods.

    `left` is what is in the bank and in cash together; `cash` the part that is still to be deposited. Of a grant it is
    below zero when the association paid in advance.
    """

    received: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    left: Decimal = Decimal(0)
    cash: Decimal = Decimal(0)
    given_back: Decimal = Decimal(0)
    brought: Decimal = Decimal(0)

    @property
    def bank(self) -> Decimal:
        return self.left - self.cash

    @property
    def agrees(self) -> bool:
        return self.brought + self.received == self.spent + self.given_back + self.left


def sums_by_role(totals: Mapping[str, Decimal]) -> Sums:
    """Return what became of the money, from account role → sum of its lines; an account without a role goes by its kind."""

    def of(*roles: str) -> Decimal:
        return sum((totals.get(role, Decimal(0)) for role in roles), Decimal(0))

    return Sums(
        received=-of(Role.GIFTS, Role.YIELDS, Role.SUBSIDIES, AccountKind.INCOME),
        spent=of(Role.PURCHASES, AccountKind.EXPENSE),
        left=of(Role.BANK, Role.CASH, AccountKind.ASSET),
        brought=-of(AccountKind.LIABILITY, AccountKind.EQUITY, HELD),
        cash=of(Role.CASH),
        given_back=of(Role.GIVEN_BACK),
    )
