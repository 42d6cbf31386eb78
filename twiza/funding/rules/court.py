"""The file of one grant for the Court of Accounts: totals that must agree, and a manifest by which it is checked. Pure Python.

The manifest is checked without Twiza: `sha256sum -c SHA256SUMS` compares each file, and the last line of MANIFEST.txt is
the SHA-256 of the lines above it (`head -n -1 MANIFEST.txt | sha256sum`). The same number stands in the log of the house,
whose chain proves its day.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from twiza.funding.rules.tranches import NOTHING, Standing, Verdict
from twiza.lib.errors import N_

HEAD = "sha256 of the lines above"


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A tranche as it is exported."""

    amount: Decimal
    held_back: Decimal
    paid: bool


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line of a report as it is exported; `final`: its report is accepted."""

    share: Decimal
    verdict: str
    final: bool


@dataclass(frozen=True, slots=True)
class Differs:
    """Two figures that should be the same: what of, the one and the other."""

    what: str
    one: Decimal
    other: Decimal


PAID_DIFFERS = N_("Paid: the account of the grant against the sum of the tranches")
ACCEPTED_DIFFERS = N_("Accepted: the account of the grant against the sum of the lines")
RETURNED_DIFFERS = N_("Given back: the account of the grant against the sum of the bank's references")
TRANCHES_DIFFER = N_("The tranches against what was granted")
HEADINGS_DIFFER = N_("The parts of the headings against what was asked")
HELD_DIFFERS = N_("Taken off later tranches against what was to be paid back")
CLOSED_DIFFERS = N_("The grant is closed: paid against accepted and given back")


def differences(
    standing: Standing,
    *,
    parts: Sequence[PaidPart],
    lines: Sequence[ReportedLine],
    returns: Iterable[Decimal],
    granted: Decimal,
    asked: Decimal,
    headings: Iterable[Decimal],
    closed: bool,
) -> list[Differs]:
    """Return every pair of totals that does not agree: what the account says against the rows that are exported.

    Args:
        standing: the account, as the pages show it.
        parts, lines, returns: the rows of the export.
        granted: by the decision; headings: the parts asked of this funder; asked: their sum as it was handed in.
    """
    paid = sum((one.amount - one.held_back for one in parts if one.paid), NOTHING)
    accepted = sum((one.share for one in lines if one.verdict == Verdict.ACCEPTED), NOTHING)
    refused = sum((one.share for one in lines if one.verdict == Verdict.REPAY and one.final), NOTHING)
    held = sum((one.held_back for one in parts if one.paid), NOTHING)
    back = sum(returns, NOTHING)
    pairs = [
        (PAID_DIFFERS, standing.paid, paid),
        (ACCEPTED_DIFFERS, standing.accepted, accepted),
        (RETURNED_DIFFERS, standing.returned, back),
        (HEADINGS_DIFFER, sum(headings, NOTHING), asked),
    ]
    if parts:
        pairs.append((TRANCHES_DIFFER, sum((one.amount for one in parts), NOTHING), granted))
    if held > refused:
        pairs.append((HELD_DIFFERS, held, refused))
    if closed and paid > accepted + back:
        pairs.append((CLOSED_DIFFERS, paid, accepted + back))
    return [Differs(*one) for one in pairs if one[1] != one[2]]


def sums_file(files: Iterable[tuple[str, str]]) -> str:
    """Return (name, SHA-256) of each file as `sha256sum -c` reads it, by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files))


def manifest(fields: Sequence[tuple[str, object]], sums: str) -> tuple[str, str]:
    """Return (the manifest, the SHA-256 of its head): the fields, how many files, the hash of SHA256SUMS."""
    told = [*fields, ("files", sums.count("\n")), ("sha256 of SHA256SUMS", digest_of(sums.encode()))]
    head = "".join(f"{name}: {value}\n" for name, value in told)
    digest = digest_of(head.encode())
    return f"{head}{HEAD}: {digest}\n", digest


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()
