"""The statement of a funder: received, spent by heading, given back, left, by convention, project and institution. Pure Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from twiza.funding.rules.ledger import AccountKind, Role, sums_by_role

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Move:
    """A sum of lines of one funder that share all their dimensions: `opening` before the period, `inside` in it.

    `side`: the role of the account, or its kind where it has none.
    """

    convention: UUID | None
    project: UUID | None
    institution: UUID | None
    heading: UUID | None
    side: str
    opening: Decimal
    inside: Decimal


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What became of the money of one convention in one project and institution, over a period.

    opening + received = spent + given_back + left, always. `left` below zero: paid in advance by the association.
    """

    convention: UUID | None
    project: UUID | None
    institution: UUID | None
    opening: Decimal = NOTHING
    received: Decimal = NOTHING
    spent: Decimal = NOTHING
    given_back: Decimal = NOTHING
    left: Decimal = NOTHING
    headings: Sequence[tuple[UUID | None, Decimal]] = field(default_factory=tuple)

    @property
    def agrees(self) -> bool:
        return self.opening + self.received == self.spent + self.given_back + self.left

    @staticmethod
    def total(lines: Sequence["StatementLine"]) -> "StatementLine":
        """Return the sums of these lines, of no convention in particular."""

        def of(name: str) -> Decimal:
            return sum((getattr(one, name) for one in lines), NOTHING)

        return StatementLine(
            None, None, None, of("opening"), of("received"), of("spent"), of("given_back"), of("left")
        )


_SPENT = {Role.PURCHASES, AccountKind.EXPENSE}


def statement_lines(moves: Iterable[Move]) -> list[StatementLine]:
    """Return one line for each (convention, project, institution), in a stable order, with what each heading spent."""
    groups: dict[tuple[UUID | None, UUID | None, UUID | None], list[Move]] = {}
    for one in moves:
        groups.setdefault((one.convention, one.project, one.institution), []).append(one)
    return [
        _line(key, groups[key])
        for key in sorted(groups, key=lambda key: tuple(str(one or "") for one in key))
    ]


def _line(key: tuple[UUID | None, UUID | None, UUID | None], moves: Sequence[Move]) -> StatementLine:
    before, inside, headings = {}, {}, {}  # type: dict[str, Decimal], dict[str, Decimal], dict[UUID | None, Decimal]
    for one in moves:
        before[one.side] = before.get(one.side, NOTHING) + one.opening
        inside[one.side] = inside.get(one.side, NOTHING) + one.inside
        if one.side in _SPENT and one.inside:
            headings[one.heading] = headings.get(one.heading, NOTHING) + one.inside
    opening, sums = sums_by_role(before).left, sums_by_role(inside)
    return StatementLine(
        *key,
        opening=opening,
        received=sums.received,
        spent=sums.spent,
        given_back=sums.given_back,
        left=opening + sums.left,
        headings=tuple(headings.items()),
    )
