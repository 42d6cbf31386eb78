"""The statement of a restriction, and the hash by which it is known again. Pure Python."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from twiza.funding.rules.ledger import Sums
from twiza.lib.canonical import canonical_bytes

# number of the entry, its day, role of the account, amount, currency
LedgerRow = tuple[int, date, str, Decimal, str]


def statement_hash(
    *, organisation: UUID, restriction: UUID, through: date, sums: Sums, rows: Sequence[LedgerRow]
) -> str:
    """Return the SHA-256 of a statement: its figures and every line of the journal that they are the sum of.

    The same books give the same hash on any machine; one altered line gives another.
    """
    return sha256(
        canonical_bytes(
            [
                ("organisation", organisation),
                ("restriction", restriction),
                ("through", through),
                ("received", _written(sums.received)),
                ("spent", _written(sums.spent)),
                ("left", _written(sums.left)),
                (
                    "lines",
                    [
                        [number, on, role, _written(amount), unit]
                        for number, on, role, amount, unit in sorted(rows)
                    ],
                ),
            ]
        )
    ).hexdigest()


def _written(amount: Decimal) -> str:
    return f"{amount:.2f}"
