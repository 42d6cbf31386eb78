"""Tranches, what a report makes of them, what is taken off the next and what is paid back. Pure Python.

What a funder has parted with in the end is what it accepted: paid − accepted − given back = nothing left to account for.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.lib.text import tidy, western_digits

NOTHING = Decimal(0)


class Proof(StrEnum):
    """By what an expense is proved."""

    INVOICE = "invoice"
    VOUCHER = "voucher"  # a small purchase without invoice: two signatures, under the ceiling


class ReportState(StrEnum):
    """Where a report is."""

    SENT = "sent"
    ACCEPTED = "accepted"


class Verdict(StrEnum):
    """How a funder rules on a line of a report."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    QUERIED = "queried"
    REPAY = "repay"


PROOF_WORDS: dict[str, str] = {
    Proof.INVOICE: N_("Invoice"),
    Proof.VOUCHER: N_("Voucher of two signatures"),
}
REPORT_WORDS: dict[str, str] = {
    ReportState.SENT: N_("Report sent"),
    ReportState.ACCEPTED: N_("Report accepted"),
}
VERDICT_WORDS: dict[str, str] = {
    Verdict.PENDING: N_("Not ruled on yet"),
    Verdict.ACCEPTED: N_("Accepted by the funder"),
    Verdict.QUERIED: N_("Queried"),
    Verdict.REPAY: N_("To be paid back"),
}

LAMPS: dict[str, str] = {
    ReportState.SENT: "warning",
    ReportState.ACCEPTED: "good",
    Verdict.PENDING: "warning",
    Verdict.QUERIED: "warning",
    Verdict.REPAY: "refusal",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of a grant stands.

    `paid` what left the bank of the funder, after what was held back; `accepted` what its reports spent rightly;
    `refused` what is to be paid back; `held_back` what was taken off later tranches for it; `returned` by the bank.
    """

    paid: Decimal = NOTHING
    accepted: Decimal = NOTHING
    refused: Decimal = NOTHING
    held_back: Decimal = NOTHING
    returned: Decimal = NOTHING

    @property
    def owed(self) -> Decimal:
        """What was refused and neither held back nor given back: taken off the next tranche."""
        return max(NOTHING, self.refused - self.held_back - self.returned)

    @property
    def unaccounted(self) -> Decimal:
        """What the association holds and has not accounted for; below zero when it spent money of its own."""
        return self.paid - self.accepted - self.returned


def why_not_tranches(amounts: Sequence[Decimal], granted: Decimal) -> str:
    """Return why a grant cannot be paid in these parts, as a code, or ""."""
    if not amounts or any(one <= 0 for one in amounts):
        return "no_amount"
    total = sum(amounts, NOTHING)
    return "" if total == granted else "above" if total > granted else "below"


def held_back_of(amount: Decimal, owed: Decimal) -> Decimal:
    """Return what is taken off a tranche for what is owed: never more than the tranche."""
    return min(max(owed, NOTHING), amount)


def can_close(standing: Standing, open_reports: int) -> str:
    """Return why a grant cannot be closed, as a code, or ""."""
    if open_reports:
        return "reports"
    return "money" if standing.unaccounted > 0 else ""


def invoice_mark(supplier: str, number: str, amount: Decimal) -> str:
    """Return by what an invoice is known again: supplier and number whatever the case, spaces and digits, amount."""
    plain = [
        "".join(one for one in western_digits(tidy(text)).casefold() if one.isalnum())
        for text in (supplier, number)
    ]
    return hashlib.sha256("\x1f".join([*plain, f"{amount:.2f}"]).encode()).hexdigest()


def spent_by_heading(lines: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Return heading → the sum of its lines."""
    sums: dict[str, Decimal] = {}
    for heading, share in lines:
        sums[heading] = sums.get(heading, NOTHING) + share
    return sums
