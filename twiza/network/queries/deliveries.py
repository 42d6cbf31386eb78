"""What each side of a convention promised, beside what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    AmendmentSigner,
    CommitmentChange,
    Convention,
    ConventionCommitment,
    ConventionDelivery,
    ConventionRuling,
    Organisation,
)
from twiza.network.queries.any_of import AnyOf
from twiza.network.queries.conventions import ConventionFile
from twiza.network.rules.deliveries import Delivered, Said, Tally, Terms, Word, state_of, tally


class NoSuchDelivery(NotFound):
    code = "network.no_such_delivery"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery with what the others said of it, oldest first."""

    delivery: ConventionDelivery
    rulings: list[ConventionRuling]
    state: Said


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as signed, as it holds now, and what came of it. `changes` in the order of the amendments."""

    commitment: ConventionCommitment
    terms: Terms
    changes: list[CommitmentChange]
    deliveries: list[DeliveryLine]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Total:
    """What one side promised in amounts of one kind. Kinds and currencies are never added together."""

    kind: str
    currency: str
    promised: Decimal
    told: Decimal
    confirmed: Decimal
    disputed: Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """One party with its parts, its promises and their amounts by kind; `words`: how many promises stand where."""

    organisation: Organisation
    roles: list[str]
    promises: list[Promise]
    totals: list[Total]
    words: list[tuple[Word, int]]


def terms_now(commitment: ConventionCommitment) -> Terms:
    """Return what a promise says now: as signed, or as the last amendment changed it."""
    changes = CommitmentChange.objects.filter(commitment=commitment).select_related("amendment")
    return _terms(commitment, list(changes.order_by("amendment__number")))


def promises_in(conventions: Collection[Convention], *, on: date) -> dict[UUID, list[Promise]]:
    """Return convention → its promises in the order of their days: four queries, however many."""
    last_days = {one.pk: last_day_of(one) for one in conventions}
    if not last_days:
        return {}
    commitments = ConventionCommitment.objects.filter(AnyOf("convention_id", last_days))
    changes: dict[UUID, list[CommitmentChange]] = defaultdict(list)
    for change in (
        CommitmentChange.objects.filter(AnyOf("convention_id", last_days))
        .select_related("amendment")
        .order_by("amendment__number")
    ):
        changes[change.commitment_id].append(change)
    lines = _lines(ConventionDelivery.objects.filter(AnyOf("convention_id", last_days)))
    found: dict[UUID, list[Promise]] = {pk: [] for pk in last_days}
    for one in commitments.select_related("organisation").prefetch_related("written_by"):
        terms = _terms(one, changes[one.pk])
        of_it = lines[one.pk]
        counted = [
            Delivered(line.delivery.on, line.delivery.amount, line.delivery.whole, line.state)
            for line in of_it
        ]
        stands = tally(terms, counted, last_day=last_days[one.convention_id], on=on)
        found[one.convention_id].append(Promise(one, terms, changes[one.pk], of_it, stands))
    for rows in found.values():
        rows.sort(
            key=lambda one: (one.terms.due_on or date.max, one.commitment.created_at, one.commitment.pk)
        )
    return found


def sides_of(file: ConventionFile, *, on: date) -> list[Side]:
    """Return the parties side by side, in the order of their parts, each once."""
    promises = promises_in([file.convention], on=on)[file.convention.pk]
    sides: dict[UUID, tuple[Organisation, list[str]]] = {}
    for party in file.parties:
        sides.setdefault(party.organisation_id, (party.organisation, []))[1].append(party.role)
    return [
        _side(
            organisation,
            roles,
            [one for one in promises if one.commitment.organisation_id == organisation.pk],
        )
        for organisation, roles in sides.values()
    ]


def delivery_for(id: UUID) -> ConventionDelivery:
    """Return a delivery of a convention one is a party of. Raises NoSuchDelivery."""
    row = (
        ConventionDelivery.objects.select_related("convention", "commitment", "organisation")
        .filter(pk=id)
        .first()
    )
    if row is None:
        raise NoSuchDelivery(_("There is no such delivery."))
    return row


def signers_of(convention: Convention) -> dict[UUID, list[AmendmentSigner]]:
    """Return amendment → who signed it for each party."""
    found: dict[UUID, list[AmendmentSigner]] = defaultdict(list)
    for one in AmendmentSigner.objects.filter(convention=convention).select_related("organisation"):
        found[one.amendment_id].append(one)
    return dict(found)


def last_day_of(convention: Convention) -> date | None:
    """Return the last day of a convention: the day it ended, else that of its term; None without one."""
    if convention.ended_on is not None:
        return convention.ended_on
    upper: date | None = convention.period.upper
    return upper - timedelta(days=1) if upper is not None else None


def _terms(commitment: ConventionCommitment, changes: list[CommitmentChange]) -> Terms:
    now: Any = changes[-1] if changes else commitment
    return Terms(now.amount, now.words, now.due_on)


def _lines(deliveries: Any) -> dict[UUID, list[DeliveryLine]]:
    rows = list(deliveries.prefetch_related("by").order_by("on", "at", "pk"))
    rulings: dict[UUID, list[ConventionRuling]] = defaultdict(list)
    if rows:
        said = ConventionRuling.objects.filter(AnyOf("delivery_id", [one.pk for one in rows]))
        for ruling in said.select_related("organisation").order_by("at", "pk"):
            rulings[ruling.delivery_id].append(ruling)
    found: dict[UUID, list[DeliveryLine]] = defaultdict(list)
    for one in rows:
        state = state_of([(str(word.organisation_id), word.verdict) for word in rulings[one.pk]])
        found[one.commitment_id].append(DeliveryLine(one, rulings[one.pk], state))
    return found


def _side(organisation: Organisation, roles: list[str], promises: list[Promise]) -> Side:
    words = [one.tally.word for one in promises]
    return Side(
        organisation,
        roles,
        promises,
        totals_of(promises),
        [(word, words.count(word)) for word in Word if word in words],
    )


def totals_of(promises: Iterable[Promise]) -> list[Total]:
    """Return the amounts of promises by kind and currency: money is never added to equipment."""
    groups: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for one in promises:
        if one.tally.promised is not None:
            groups[one.commitment.kind, one.commitment.currency].append(one.tally)
    return [
        Total(
            kind,
            currency,
            sum((one.promised or Decimal(0) for one in rows), Decimal(0)),
            sum((one.told for one in rows), Decimal(0)),
            sum((one.confirmed for one in rows), Decimal(0)),
            sum((one.disputed for one in rows), Decimal(0)),
        )
        for (kind, currency), rows in groups.items()
    ]
