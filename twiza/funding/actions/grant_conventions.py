"""Conventions of grants: prepared, signed by the president in office, then by the delegate; tranches paid on their conditions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import check_day
from twiza.funding.actions.grant_promises import tell_tranche, write_promises
from twiza.funding.actions.grants import NotNow, held, move, record_grant, refuse_grant
from twiza.funding.models import Grant, GrantConvention, GrantDecision, GrantReport, GrantReturn, GrantTranche
from twiza.funding.queries.grant_money import standing_of_grant
from twiza.funding.rules.grants import GrantState
from twiza.funding.rules.tranches import ReportState, can_close, held_back_of, why_not_tranches
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

PRESIDENT = "association_president"


class NotAConvention(DomainError):
    code = "funding.not_a_convention"


class PresidentReplaced(DomainError):
    """Who signs does not preside over the association today."""

    code = "funding.president_replaced"


class TrancheHeld(DomainError):
    """The tranche may not be paid yet."""

    code = "funding.tranche_held"


class MoneyOpen(DomainError):
    """Money of the grant is not accounted for."""

    code = "funding.money_open"


_TRANCHES = {
    "no_amount": _("Write at least one tranche, each above zero."),
    "above": _("The tranches are more than what was granted. Lower them until they add up to it."),
    "below": _("The tranches are less than what was granted. Raise them until they add up to it."),
}
_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "tranches_within_the_grant": (NotAConvention, _TRANCHES["above"]),
    "tranches_in_their_order": (TrancheHeld, _("The tranche before this one is not paid yet: they are paid in their order.")),
    "tranche_after_its_report": (
        TrancheHeld,
        _("The report on the tranche before is not accepted yet. Rule on it first; or the delegate lets this tranche go by exception, with a reason, and a second person agrees."),
    ),
    "grant_return_once": (NotNow, _("This payment of the bank is written already.")),
}  # fmt: skip


@transaction.atomic
def prepare_convention(
    *,
    grant: Grant,
    starts_on: date,
    ends_on: date,
    tranches: Sequence[tuple[Decimal, str, date]],
    cash_ceiling: Decimal | None = None,
    by: User,
    at: datetime,
) -> GrantConvention:
    """Prepare what both sides sign: period, tranches with their conditions.

    Args:
        ends_on: the last day on which an expense may be dated.
        cash_ceiling: up to which a purchase takes a voucher of two signatures; None: every one has its invoice.
        tranches: (amount, on what condition, when it is due): they add up to what was granted.

    Raises:
        NotAConvention: the tranches do not hold.
    """
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    if grant.state != GrantState.GRANTED or GrantConvention.objects.filter(grant=grant).exists():
        raise NotNow(_("A convention is prepared once a grant is decided, and once only."))
    granted = GrantDecision.objects.get(grant=grant).amount
    why = why_not_tranches([amount for amount, *_rest in tranches], granted)
    if why:
        raise NotAConvention(_TRANCHES[why])
    if ends_on < starts_on or any(not tidy(words) for _amount, words, _due in tranches):
        raise NotAConvention(
            _("The convention ends after it begins, and each tranche says on what condition it is paid.")
        )
    convention = GrantConvention.objects.create(
        organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, starts_on=starts_on,
        ends_on=ends_on, cash_ceiling=cash_ceiling, by=by, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            GrantTranche.objects.bulk_create(
                GrantTranche(
                    organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, number=number,
                    amount=amount, condition=tidy(words), due_on=due_on,
                )
                for number, (amount, words, due_on) in enumerate(tranches, start=1)
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    record_grant("grant_convention_prepared", grant, by, at, tranches=len(tranches), amount=granted)
    return convention


@transaction.atomic
def sign_for_association(*, grant: Grant, by: User, at: datetime) -> GrantConvention:
    """Sign as the president in office on this day. A new president may sign anew until the delegate has signed.

    Raises:
        PresidentReplaced: who signs does not preside today.
    """
    check(by, Permission.GRANT_CLAIM, grant.grantee_id)
    convention = _unsigned(grant)
    check_presides(grant.grantee_id, by, at)
    if convention.grantee_signed_by_id == by.pk:
        raise NotNow(_("You signed this convention already: the delegate signs last."))
    convention.grantee_signed_by, convention.grantee_signed_at = by, at
    convention.save(update_fields=["grantee_signed_by", "grantee_signed_at"])
    record_grant("grant_convention_signed", grant, by, at, side="grantee")
    return convention


@transaction.atomic
def sign_for_funder(*, grant: Grant, by: User, at: datetime) -> GrantConvention:
    """Sign last, as the delegate; the convention goes into the register and the grant runs.

    Raises:
        NotNow: the president of the association has not signed.
    """
    check(by, Permission.GRANT_DECIDE, grant.organisation_id)
    grant = held(grant)
    convention = _unsigned(grant)
    if convention.grantee_signed_at is None:
        raise NotNow(_("The president of the association signs first."))
    convention.convention = _register(grant, convention, by, at)
    convention.funder_signed_by, convention.funder_signed_at = by, at
    convention.save(update_fields=["convention", "funder_signed_by", "funder_signed_at"])
    write_promises(grant, convention.convention, by, at)
    move(grant, GrantState.SIGNED, at)
    record_grant("grant_convention_signed", grant, by, at, side="funder")
    return convention


def check_presides(association: UUID, by: User, at: datetime) -> None:
    """Let through who presides over an association today, and nobody while a new bureau waits for its receipt.

    Raises:
        PresidentReplaced: saying who signs instead.
    """
    roles = network_queries.roles_of(by.pk, on=timezone.localdate(at))
    if (association, PRESIDENT) not in roles:
        raise PresidentReplaced(
            _("The convention is signed by who presides over the association today. Ask that person to sign: nothing else changes.")
        )  # fmt: skip
    if network_queries.bureau_waits(association) is not None:
        raise PresidentReplaced(
            _("A new bureau was elected and waits for its receipt: show the receipt in the file of the association, then sign here. Nothing else changes.")
        )  # fmt: skip


def _register(grant: Grant, convention: GrantConvention, by: User, at: datetime) -> Any:
    """Write the convention into the register of conventions, which both bodies see."""
    return network.sign_convention(
        organisation=grant.organisation,
        title=grant.project,
        parties=[network.Party(grant.organisation, "funder"), network.Party(grant.grantee, "project_holder")],
        starts_on=convention.starts_on,
        ends_on=convention.ends_on + timedelta(days=1),
        signed_on=timezone.localdate(at),
        number=grant.code,
        by=by,
        at=at,
    )


def _unsigned(grant: Grant) -> GrantConvention:
    found = GrantConvention.objects.select_for_update().filter(grant=grant).first()
    if found is None or found.funder_signed_at is not None:
        raise NotNow(_("There is no convention that waits for this signature."))
    return found


@transaction.atomic
def excuse_tranche(*, tranche: GrantTranche, reason: str, by: User, at: datetime) -> GrantTranche:
    """Let a tranche go before the report on the one before is accepted: the delegate with a reason, then a second person.

    Raises:
        TrancheHeld: no reason, or the same person twice.
    """
    tranche = GrantTranche.objects.select_for_update().get(pk=tranche.pk)
    if tranche.paid_on is not None or tranche.excused_with_id is not None:
        raise NotNow(_("This tranche is past that step."))
    if tranche.excused_by_id is None:
        check(by, Permission.GRANT_DECIDE, tranche.organisation_id)
        if not tidy(reason):
            raise TrancheHeld(_("Write why this tranche goes before the report is accepted."))
        tranche.excused_by, tranche.excuse = by, tidy(reason)
    else:
        check(by, Permission.GRANT_EXAMINE, tranche.organisation_id)
        if tranche.excused_by_id == by.pk:
            raise TrancheHeld(_("Two people let a tranche go: ask a colleague to agree."))
        tranche.excused_with = by
    tranche.save(update_fields=["excused_by", "excuse", "excused_with"])
    record_grant("tranche_excused", tranche.grant, by, at, number=tranche.number)
    return tranche


@transaction.atomic
def pay_tranche(*, tranche: GrantTranche, reference: str, on: date, by: User, at: datetime) -> GrantTranche:
    """Write that a tranche was paid by the bank, less what is owed from earlier reports.

    Raises:
        TrancheHeld: the convention, the tranche before or its report stand in the way, and what would work.
    """
    check(by, Permission.GRANT_EXAMINE, tranche.organisation_id)
    grant = held(tranche.grant)
    tranche = GrantTranche.objects.select_for_update().get(pk=tranche.pk)
    if tranche.paid_on is not None:
        raise NotNow(_("This tranche is paid already."))
    if grant.state != GrantState.SIGNED:
        raise TrancheHeld(_("Nothing is paid before both sides have signed the convention."))
    if not tidy(reference):
        raise TrancheHeld(_("Write the reference of the bank."))
    check_day(on, at)
    tranche.held_back = held_back_of(tranche.amount, standing_of_grant(grant).owed)
    tranche.reference, tranche.paid_on, tranche.paid_by, tranche.paid_at = tidy(reference), on, by, at
    try:
        with transaction.atomic():
            tranche.save(update_fields=["held_back", "reference", "paid_on", "paid_by", "paid_at"])
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    tell_tranche(tranche, by, at)
    record_grant(
        "tranche_paid",
        grant,
        by,
        at,
        number=tranche.number,
        amount=tranche.amount,
        held_back=tranche.held_back,
    )
    return tranche


@transaction.atomic
def record_return(
    *, grant: Grant, amount: Decimal, reference: str, on: date, by: User, at: datetime
) -> GrantReturn:
    """Write that the association paid money back, never more than it has not accounted for."""
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    open_amount = standing_of_grant(grant).unaccounted
    if grant.state != GrantState.SIGNED or not tidy(reference) or not 0 < amount <= open_amount:
        raise MoneyOpen(
            _(
                "Write the reference of the bank and an amount up to what is not accounted for: %(open)s dirhams."
            ),
            open=max(open_amount, Decimal(0)),
        )
    check_day(on, at)
    try:
        with transaction.atomic():
            row = GrantReturn.objects.create(
                organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, amount=amount,
                reference=tidy(reference), on=on, by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    record_grant("grant_money_returned", grant, by, at, amount=amount)
    return row


@transaction.atomic
def close_grant(*, grant: Grant, by: User, at: datetime) -> Grant:
    """Close a grant whose paid tranches are reported and whose money is accounted for.

    Raises:
        MoneyOpen: a report is missing, or money is neither spent rightly nor given back.
    """
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    paid = set(
        GrantTranche.objects.filter(grant=grant, paid_on__isnull=False).values_list("number", flat=True)
    )
    accepted = GrantReport.objects.filter(grant=grant, state=ReportState.ACCEPTED)
    standing = standing_of_grant(grant)
    why = can_close(standing, len(paid - set(accepted.values_list("number", flat=True))))
    if why == "reports":
        raise MoneyOpen(_("A tranche is paid whose report is not accepted. Rule on it first."))
    if why:
        raise MoneyOpen(
            _(
                "%(open)s dirhams are not accounted for. Write what was paid back, with the reference of the bank."
            ),
            open=standing.unaccounted,
        )
    move(grant, GrantState.CLOSED, at)
    record_grant("grant_closed", grant, by, at)
    return grant


@transaction.atomic
def archive_grant(*, grant: Grant, by: User, at: datetime) -> Grant:
    """Put a file that is over into the archive: it stays to be read, nothing more is written in it."""
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    move(grant, GrantState.ARCHIVED, at)
    record_grant("grant_archived", grant, by, at)
    return grant
