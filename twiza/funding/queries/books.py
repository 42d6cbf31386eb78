"""The journal and its balances."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Max, Sum, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import BookClosing, Entry, Line, Restriction
from twiza.funding.rules.beancount import Posting, Transaction
from twiza.funding.rules.beancount import journal as beancount_journal
from twiza.funding.rules.ledger import HELD, AccountKind, Sums, sums_by_role
from twiza.funding.rules.restrictions import KIND_SPELLINGS, Bound, Kind
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission

Row = TypeVar("Row", bound=models.Model)
# The role of an account, or its kind where it has none, or that it is held and pays nothing: what `sums_by_role` adds up
SIDE = Case(
    When(account__role="", account__code__regex="^[23]", then=Value(HELD)),
    default=Coalesce(NullIf("account__role", Value("")), F("account__kind")),
)


# what a line of a grant bears besides its account: each is exported by its id
DIMENSIONS = ("funder", "convention", "project", "institution")


class NoSuchThing(NotFound):
    """Nothing of the money that this person may see has this id."""

    code = "funding.no_such_thing"


def found(user: Any, model: type[Row], id: UUID, permission: Permission, *related: str) -> Row:
    """Return a row by its id, if this person holds the permission where it belongs. Raises NoSuchThing."""
    row = model._default_manager.filter(pk=id).select_related(*related).first()
    if row is None or not user.has_perm(permission, row):
        raise NoSuchThing(_("There is no such thing here."))
    return row


@dataclass(frozen=True)
class Balance:
    """A restriction with what became of its money."""

    restriction: Restriction
    sums: Sums


@dataclass(frozen=True)
class JournalEntry:
    """An entry with its lines; `total` is the sum of its debits."""

    entry: Entry
    lines: list[Line]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines if line.amount > 0), Decimal(0))

    @property
    def of_bank_and_cash(self) -> list[Line]:
        """Its lines on bank and cash: what came in and went out, as everybody reads it."""
        return [line for line in self.lines if line.account.kind == AccountKind.ASSET]


def restrictions_of(organisation: UUID) -> list[Restriction]:
    """Return every restriction of an association, in the order in which they were opened."""
    return list(Restriction.objects.filter(organisation_id=organisation).order_by("number"))


def restrictions_to_give(organisation: UUID) -> list[Restriction]:
    """Return those to which a gift may be bound, besides none."""
    return [
        one
        for one in restrictions_of(organisation)
        if one.kind not in (Kind.NONE, Kind.WAQF_YIELD, Kind.GRANT)
    ]


def restriction_for(user: Any, id: UUID) -> Restriction:
    """Return one restriction. Raises NoSuchThing."""
    return found(user, Restriction, id, Permission.MONEY_READ)


def bound_of(restriction: Restriction) -> Bound:
    """Return a restriction as spending sees it."""
    return Bound(Kind(restriction.kind), restriction.campaign, restriction.zone, restriction.spend_before)


def balances_of(organisation: UUID, *, through: date | None = None) -> list[Balance]:
    """Return what became of the money of each restriction, up to a day included; today when none is said."""
    totals: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    lines = Line.objects.filter(organisation_id=organisation)
    if through is not None:
        lines = lines.filter(on__lte=through)
    for restriction, role, amount in (
        lines.values("restriction", side=SIDE)
        .annotate(sum=Sum("amount"))
        .values_list("restriction", "side", "sum")
    ):
        totals[restriction][role] = amount
    return [Balance(one, sums_by_role(totals[one.pk])) for one in restrictions_of(organisation)]


def sums_of(restriction: Restriction, *, through: date | None = None) -> Sums:
    """Return what became of the money of one restriction, up to a day included."""
    lines = Line.objects.filter(restriction=restriction)
    if through is not None:
        lines = lines.filter(on__lte=through)
    rows = lines.values(side=SIDE).annotate(sum=Sum("amount")).values_list("side", "sum")
    return sums_by_role(dict(rows))


def sums_by_campaign(organisation: UUID) -> list[tuple[UUID | None, Sums]]:
    """Return campaign → what was given for it and spent on it; None: for none in particular."""
    totals: dict[UUID | None, dict[str, Decimal]] = defaultdict(dict)
    for campaign, role, amount in (
        Line.objects.filter(organisation_id=organisation)
        .values("campaign", side=SIDE)
        .annotate(sum=Sum("amount"))
        .values_list("campaign", "side", "sum")
    ):
        totals[campaign][role] = amount
    return [(campaign, sums_by_role(of_it)) for campaign, of_it in totals.items()]


def spent_on_campaign(organisation: UUID, campaign: UUID) -> list[tuple[Restriction, Sums, Sums]]:
    """Return (restriction, what of it was given for and spent on a campaign, what is left of it in all) by its number.

    The sums spent add up to what `sums_by_campaign` says of the campaign.
    """
    totals: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    rows = Line.objects.filter(organisation_id=organisation, campaign=campaign)
    for restriction, role, amount in (
        rows.values("restriction", side=SIDE)
        .annotate(sum=Sum("amount"))
        .values_list("restriction", "side", "sum")
    ):
        totals[restriction][role] = amount
    return [
        (one.restriction, sums_by_role(totals[one.restriction.pk]), one.sums)
        for one in balances_of(organisation)
        if one.restriction.pk in totals
    ]


def journal_page(organisation: UUID, *, before: int = 0, size: int = 50) -> list[JournalEntry]:
    """Return entries with a number below `before` (0: the newest), newest first."""
    rows = Entry.objects.filter(organisation_id=organisation)
    if before:
        rows = rows.filter(number__lt=before)
    return with_lines(list(rows.order_by("-number")[:size]))


def with_lines(entries: list[Entry]) -> list[JournalEntry]:
    """Return these entries with their lines: one question for all."""
    lines: dict[UUID, list[Line]] = defaultdict(list)
    rows = Line.objects.filter(entry__in=entries).select_related(
        "account", "restriction", "funder", "project"
    )
    for line in rows.order_by("-amount", "pk"):
        lines[line.entry_id].append(line)
    return [JournalEntry(one, lines[one.pk]) for one in entries]


def entry_for(user: Any, id: UUID) -> JournalEntry:
    """Return one entry with its lines. Raises NoSuchThing."""
    return with_lines([found(user, Entry, id, Permission.MONEY_READ, "by", "reverses")])[0]


def standing_opening(organisation: UUID) -> Entry | None:
    """Return the opening balances of the books, if they are written and were not taken back."""
    rows = Entry.objects.filter(organisation_id=organisation, kind="opening")
    undone = Entry.objects.filter(organisation_id=organisation, reverses__in=rows).values("reverses")
    return rows.exclude(pk__in=undone).first()


def closed_through(organisation: UUID) -> date | None:
    """Return the day up to which the books are closed, or None."""
    rows = BookClosing.objects.filter(organisation_id=organisation)
    last: date | None = rows.aggregate(last=Max("through"))["last"]
    return last


def whole_journal(organisation: UUID) -> list[JournalEntry]:
    """Return every entry of an association, oldest first."""
    return with_lines(list(Entry.objects.filter(organisation_id=organisation).order_by("number")))


def beancount_of(organisation: UUID) -> str:
    """Return the journal as the text that `bean-check` reads. Codes and numbers only."""
    return beancount_journal(
        Transaction(
            one.entry.number,
            one.entry.on,
            one.entry.kind,
            [
                Posting(
                    line.account.kind,
                    line.account.code,
                    line.restriction.number,
                    line.amount,
                    line.currency,
                    tuple((name, str(id)) for name in DIMENSIONS if (id := getattr(line, f"{name}_id"))),
                )  # fmt: skip
                for line in one.lines
            ],
        )
        for one in whole_journal(organisation)
    )


def restrictions_to_spend(organisation: UUID) -> list[Restriction]:
    """Return those out of which something may be paid: the capital of a waqf is none of them, nor is the money of grants."""
    return [one for one in restrictions_of(organisation) if one.kind not in (Kind.WAQF, Kind.GRANT)]


def restrictions_written(organisation: UUID, words: Iterable[str]) -> tuple[dict[str, Restriction], set[str]]:
    """Return (as written → restriction, what is not understood) for the words of a partner's list.

    A word is the label of a restriction, or the name of a kind of which there is exactly one here.
    """
    mine = [one for one in restrictions_of(organisation) if one.kind not in (Kind.WAQF_YIELD, Kind.GRANT)]
    by_label = {one.label.lower(): one for one in mine if one.label}
    known: dict[str, Restriction] = {}
    unknown: set[str] = set()
    for word in set(words):
        kind = KIND_SPELLINGS.get(word.lower())
        of_kind = [one for one in mine if one.kind == kind]
        if word.lower() in by_label:
            known[word] = by_label[word.lower()]
        elif len(of_kind) == 1:
            known[word] = of_kind[0]
        else:
            unknown.add(word)
    return known, unknown
