"""The statement of a restriction: received, spent, left, what it became; and its hash."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.funding.models import Donor, Gift, Line, Restriction
from twiza.funding.queries.books import closed_through, sums_of
from twiza.funding.queries.campaigns import GoodsLine, goods_of, outcomes_of
from twiza.funding.queries.donors import given_for, goods_given_for
from twiza.funding.rules.ledger import Sums
from twiza.funding.rules.outcomes import Outcome, shown_outcomes
from twiza.funding.rules.statements import statement_hash
from twiza.platform.accounts import queries as accounts


@dataclass(frozen=True)
class Statement:
    """What a donor is told.

    Attributes:
        through: the last day that counts.
        given: the money that this donor gave to it up to that day, None when the statement is nobody's.
        goods: what this donor gave to it in kind up to that day.
        least: figures below it are not shown; `outcomes` holds None for them.
        digest: SHA-256 of figures and lines: the same books give the same.
        stock: what was given to it in kind, as the stores count it; outside the books and their hash.
        closed: whether the books are closed up to `through`, so that nothing can change any more.
    """

    restriction: Restriction
    donor: Donor | None
    through: date
    sums: Sums
    given: Decimal | None
    goods: list[Gift]
    outcomes: list[Outcome]
    least: int
    digest: str
    closed: bool
    stock: list[GoodsLine]


def statement_of(
    user: Any,
    restriction: Restriction,
    *,
    through: date,
    donor: Donor | None = None,
    counts: list[tuple[str, int]] | None = None,
) -> Statement:
    """Return the statement of a restriction up to a day.

    Args:
        counts: what the money became, (what is counted, how many); when not given, what the campaign of the
            restriction says.
    """
    sums = sums_of(restriction, through=through)
    rows = Line.objects.filter(restriction=restriction, on__lte=through).values_list(
        "entry__number", "entry__on", "account__role", "amount", "currency"
    )
    if counts is None:
        counts = outcomes_of(user, restriction.campaign, through=through) if restriction.campaign else []
    least = int(accounts.parameter_number("small_cell", on=timezone.localdate()))
    closed = closed_through(restriction.organisation_id)
    return Statement(
        restriction=restriction,
        donor=donor,
        through=through,
        sums=sums,
        given=None if donor is None else given_for(restriction.pk, donor, through=through),
        goods=[] if donor is None else goods_given_for(restriction.pk, donor, through=through),
        outcomes=shown_outcomes(counts, least=least),
        least=least,
        digest=statement_hash(
            organisation=restriction.organisation_id,
            restriction=restriction.pk,
            through=through,
            sums=sums,
            rows=list(rows),
        ),
        closed=closed is not None and closed >= through,
        stock=goods_of(user, restriction.pk, through=through),
    )
