"""Everything that changes conventions between organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.undoings import Reason, write_undoing
from twiza.network.models import (
    AmendmentSigner,
    CommitmentChange,
    Convention,
    ConventionAmendment,
    ConventionCommitment,
    ConventionParty,
    Organisation,
)
from twiza.network.queries.deliveries import terms_now
from twiza.network.rules.kinds import COMMITMENTS, ENDINGS, OFFICES_OF_STATE, PARTY_ROLES, WRITERS
from twiza.network.rules.undoings import Undone, ends_earlier, promises_less
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class PartiesMissing(DomainError):
    code = "network.parties_missing"


class NotAParty(DomainError):
    code = "network.not_a_party"


class ConventionOver(DomainError):
    code = "network.convention_over"


class WrongDates(DomainError):
    code = "network.wrong_dates"


class AgreementWanted(DomainError):
    """A promise is written by the party that makes it, or for it with its agreement noted."""

    code = "network.agreement_wanted"


class SignerWanted(DomainError):
    """A promise of another party changes, and nobody signed for that party."""

    code = "network.signer_wanted"


class NothingPromised(DomainError):
    code = "network.nothing_promised"


@dataclass(frozen=True, slots=True)
class Party:
    """One body in one part: `role` is a key of PARTY_ROLES. A body may hold several."""

    organisation: Organisation
    role: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a promise says from an amendment on: an amount in dirhams or words, and by when."""

    commitment: ConventionCommitment
    amount: Decimal | None = None
    words: str = ""
    due_on: date | None = None


@transaction.atomic
def sign_convention(
    *,
    organisation: Organisation,
    title: str,
    parties: Sequence[Party],
    starts_on: date,
    ends_on: date | None = None,
    signed_on: date | None = None,
    number: str = "",
    subject: str = "",
    by: User,
    at: datetime,
) -> Convention:
    """Write a convention into the register. Any party sees it and may add commitments and amendments.

    Args:
        organisation: the party that writes it down.
        starts_on, ends_on: [starts_on, ends_on); None: no term.

    Raises:
        PartiesMissing: fewer than two bodies, or a part that is not in the list.
        NotAParty: `organisation` is none of them.
        WrongDates: it ends before it begins.
        NoPermission: `by` may not edit `organisation`.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    bodies = list(dict.fromkeys(party.organisation.pk for party in parties))
    if len(bodies) < 2 or any(party.role not in PARTY_ROLES for party in parties):
        raise PartiesMissing(_("A convention has at least two parties, each with its part."))
    if organisation.pk not in bodies:
        raise NotAParty(_("Your organisation is not a party of this convention."))
    if ends_on is not None and ends_on <= starts_on:
        raise WrongDates(_("A convention ends after it begins."))
    convention = Convention.objects.create(
        organisation=organisation,
        parties=bodies,
        number=tidy(number),
        title=tidy(title),
        subject=subject.strip(),
        signed_on=signed_on,
        period=DateRange(starts_on, ends_on),
        created_at=at,
    )
    ConventionParty.objects.bulk_create(
        ConventionParty(convention=convention, organisation=party.organisation, role=party.role)
        for party in dict.fromkeys(parties)
    )
    record_convention("network.convention_signed", convention, organisation.pk, by, at, parties=len(bodies))
    return convention


@transaction.atomic
def promise(
    *,
    convention: Convention,
    party: Organisation,
    kind: str,
    amount: Decimal | None = None,
    words: str = "",
    due_on: date | None = None,
    code: str = "",
    agreement: str = "",
    organisation: Organisation,
    by: User,
    at: datetime,
) -> ConventionCommitment:
    """Write down what one party promises. `code`: for a program that finds its promise again.

    Args:
        organisation: who writes: the party itself; or the delegation, a funder or who supervises, and then
            `agreement` is the paper on which the party agreed.

    Raises:
        AgreementWanted: another party writes than the one that promises, and may not, or names no agreement.
        NotAParty: the body that promises, or the one that writes, is no party.
        NothingPromised: neither an amount nor words, or the amount is not positive.
        ConventionOver: the convention has ended.
    """
    convention = _open_for(convention, organisation, by)
    if party.pk not in convention.parties:
        raise NotAParty(_("Only a party of the convention promises something in it."))
    if (
        kind not in COMMITMENTS
        or (amount is None and not words.strip())
        or (amount is not None and amount <= 0)
    ):
        raise NothingPromised(_("Say what is promised: an amount above zero, or words."))
    _check_writer(convention, party, agreement, organisation)
    commitment = ConventionCommitment.objects.create(
        convention=convention,
        organisation=party,
        written_by=organisation,
        agreement=tidy(agreement),
        kind=kind,
        code=code,
        amount=amount,
        words=tidy(words),
        due_on=due_on,
        created_at=at,
    )
    record_convention(
        "network.commitment_written",
        convention,
        organisation.pk,
        by,
        at,
        party=party.pk,
        commitment=commitment.pk,
    )
    return commitment


def _check_writer(
    convention: Convention, party: Organisation, agreement: str, organisation: Organisation
) -> None:
    if party.pk == organisation.pk:
        return
    answers = organisation.kind in OFFICES_OF_STATE or party.kept_by_id == organisation.pk
    parts = ConventionParty.objects.filter(convention=convention, organisation=organisation, role__in=WRITERS)
    if not answers and not parts.exists():
        raise AgreementWanted(
            _("What another party promises is written by that party, or by the delegation.")
        )
    if not tidy(agreement):
        raise AgreementWanted(
            _("Write on which paper this party agreed to promise it: letter or minutes, with number and day.")
        )


@transaction.atomic
def amend_convention(
    *,
    convention: Convention,
    words: str,
    signed_on: date,
    new_end: date | None = None,
    changes: Sequence[Change] = (),
    signers: Sequence[tuple[Organisation, str]] = (),
    undoing: Reason | None = None,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> ConventionAmendment:
    """Write an amendment; with `new_end`, the convention ends on that day instead.

    Args:
        changes: promises that say something else from now on; as they were signed they stay to be read.
        signers: (party, name and office of who signed for it).
        undoing: why it makes the convention smaller, and what becomes of the people in it.

    Raises:
        ReasonWanted: it brings the end forward or lowers a promise of a convention that was handed over, without reason.
        WrongDates: the new end is not after the beginning.
        NothingPromised: a promise that is changed says neither an amount nor words.
        SignerWanted: a promise of another party changes, and it is not said who signed for it.
        ConventionOver, NotAParty, NoPermission: as for commitments.
    """
    convention = _open_for(convention, organisation, by)
    _check_signed(changes, {organisation.pk, *(body.pk for body, said in signers if tidy(said))})
    old_end = convention.period.upper
    shrinks = ends_earlier(old_end, new_end) or any(
        promises_less(terms_now(one.commitment).amount, one.amount) for one in changes
    )
    if new_end is not None:
        if new_end <= convention.period.lower:
            raise WrongDates(_("A convention ends after it begins."))
        convention.period = DateRange(convention.period.lower, new_end)
        convention.save(update_fields=["period"])
    amendment = ConventionAmendment.objects.create(
        convention=convention,
        number=ConventionAmendment.objects.filter(convention=convention).count() + 1,
        words=words.strip(),
        signed_on=signed_on,
        new_end=new_end,
        created_at=at,
    )
    _change(convention, amendment, changes, at)
    if shrinks:
        write_undoing(
            convention, Undone.SHRUNK, undoing, organisation, by, at, amendment=amendment, old_end=old_end
        )
    _sign(convention, amendment, signers)
    record_convention(
        "network.convention_amended", convention, organisation.pk, by, at, number=amendment.number,
        promises=len(changes),
    )  # fmt: skip
    return amendment


def _check_signed(changes: Sequence[Change], signed: set[UUID]) -> None:
    for one in changes:
        if one.commitment.organisation_id not in signed:
            raise SignerWanted(
                _("A promise of %(name)s changes: write who signed for it, name and office as on the paper."),
                name=str(one.commitment.organisation),
            )


def _change(
    convention: Convention, amendment: ConventionAmendment, changes: Sequence[Change], at: datetime
) -> None:
    for one in changes:
        if one.commitment.convention_id != convention.pk:
            raise NotAParty(_("Only a party of the convention promises something in it."))
        if (one.amount is None and not tidy(one.words)) or (one.amount is not None and one.amount <= 0):
            raise NothingPromised(_("Say what is promised: an amount above zero, or words."))
        CommitmentChange.objects.create(
            convention=convention, amendment=amendment, commitment=one.commitment, amount=one.amount,
            words=tidy(one.words), due_on=one.due_on, created_at=at,
        )  # fmt: skip


def _sign(
    convention: Convention, amendment: ConventionAmendment, signers: Sequence[tuple[Organisation, str]]
) -> None:
    for body, said in signers:
        if body.pk not in convention.parties:
            raise NotAParty(_("Your organisation is not a party of this convention."))
        AmendmentSigner.objects.create(
            convention=convention, amendment=amendment, organisation=body, words=tidy(said)
        )


@transaction.atomic
def end_convention(
    *,
    convention: Convention,
    on: date,
    reason: str,
    undoing: Reason | None = None,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> Convention:
    """Write that a convention ended on a day, and why.

    Args:
        undoing: on what evidence, and what becomes of the people in it.

    Raises:
        ReasonWanted: it was handed over with its office, and `undoing` does not say both.
        WrongDates: the day is before its beginning, or the reason is not in the list.
        ConventionOver, NotAParty, NoPermission: as for commitments.
    """
    convention = _open_for(convention, organisation, by)
    if reason not in ENDINGS or on < convention.period.lower:
        raise WrongDates(_("Give the day it ended, not before it began, and why."))
    write_undoing(convention, Undone.ENDED, undoing, organisation, by, at)
    convention.ended_on, convention.ended_reason = on, reason
    convention.save(update_fields=["ended_on", "ended_reason"])
    record_convention("network.convention_ended", convention, organisation.pk, by, at, reason_code=reason)
    return convention


def _open_for(convention: Convention, organisation: Organisation, by: User) -> Convention:
    check(by, Permission.ORGANISATION_EDIT, organisation)
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    if organisation.pk not in convention.parties:
        raise NotAParty(_("Your organisation is not a party of this convention."))
    if convention.ended_on is not None:
        raise ConventionOver(
            _("This convention ended on %(day)s: nothing more is written in it."), day=convention.ended_on
        )
    return convention


def record_convention(
    type: str,
    convention: Convention,
    organisation: UUID,
    by: User,
    at: datetime,
    reason_code: str = "",
    **data: object,
) -> None:
    """One line in the log of each party: the convention is everybody's record."""
    audit.record(
        type=type,
        target=convention,
        organisation=organisation,
        by=by,
        at=at,
        reason_code=reason_code,
        beside=convention.parties,
        **data,
    )
