"""The journal as a text that `bean-check`, a program of others, reads and judges. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from twiza.funding.rules.ledger import AccountKind

ROOTS: dict[str, str] = {
    AccountKind.ASSET: "Assets",
    AccountKind.LIABILITY: "Liabilities",
    AccountKind.EQUITY: "Equity",
    AccountKind.INCOME: "Income",
    AccountKind.EXPENSE: "Expenses",
}


@dataclass(frozen=True, slots=True)
class Posting:
    """A line of the journal: kind and code of the account, number of the restriction, amount.

    `dimensions`: (name, id) of funder, convention, project and institution, where it has one.
    """

    kind: str
    code: str
    restriction: int
    amount: Decimal
    currency: str
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """An entry of the journal. `kind` is a code; nobody is named."""

    number: int
    on: date
    kind: str
    postings: list[Posting] = field(default_factory=list)


def account_name(posting: Posting) -> str:
    """Return the account as it is called there: each restriction has its own below each account."""
    return f"{ROOTS[posting.kind]}:{posting.code}:R{posting.restriction}"


def journal(entries: Iterable[Transaction]) -> str:
    """Return the whole journal: accounts opened on the day of their first line, every entry, and a balance a day
    after the last one for each account, which `bean-check` compares with the sum of its lines.
    """
    entries = sorted(entries, key=lambda one: (one.on, one.number))
    opened: dict[tuple[str, str], date] = {}
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        for posting in entry.postings:
            key = (account_name(posting), posting.currency)
            opened.setdefault(key, entry.on)
            sums[key] = sums.get(key, Decimal(0)) + posting.amount
    lines = [f"{opened[key]} open {key[0]} {key[1]}" for key in sorted(opened)]
    for entry in entries:
        lines += ["", f'{entry.on} * "{entry.kind}"', f"  number: {entry.number}"]
        for one in entry.postings:
            lines.append(f"  {account_name(one)}  {one.amount} {one.currency}")
            lines += [f'    {name}: "{id}"' for name, id in one.dimensions]
    if entries:
        after = entries[-1].on.toordinal() + 1
        lines += [""] + [
            f"{date.fromordinal(after)} balance {name}  {sums[name, unit]} {unit}"
            for name, unit in sorted(sums)
        ]
    return "\n".join(lines) + "\n"
