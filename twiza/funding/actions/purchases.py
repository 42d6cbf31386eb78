"""One invoice shared over several funders and the association's own money, in percent.

Each funder's share is an expense of its grant with its own entry; the association's own share is paid once a second
person, who may order payments, lets it go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import accounts_of, judge, reverse_entry, write_entry
from twiza.funding.actions.grant_books import grant_restriction
from twiza.funding.actions.grant_expenses import undo_expense, write_expense
from twiza.funding.actions.grants import NotNow
from twiza.funding.actions.payments import check_spending
from twiza.funding.models import GrantExpense, GrantHeading, Project, Purchase, PurchaseShare, Restriction
from twiza.funding.rules.ledger import LineData, Role
from twiza.funding.rules.purchases import shared, why_not_shares
from twiza.funding.rules.tranches import Proof
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAPurchase(DomainError):
    code = "funding.not_a_purchase"


class SecondPersonWanted(DomainError):
    code = "funding.second_person_wanted"


@dataclass(frozen=True, slots=True)
class Share:
    """Who pays how much of an invoice: the heading of a grant, or what the association's own money is bound to."""

    percent: Decimal
    heading: GrantHeading | None = None
    restriction: Restriction | None = None


_WHY = {
    "no_share": _("Give the amount of the invoice, who pays it, and percents above zero."),
    "percent_too_fine": _("A percent has at most two decimals."),
    "not_the_whole": _("The percents add up to %(sum)s, not to 100. Correct one of them."),
    "below_a_cent": _("One share would be less than a centime. Give it a larger percent, or leave it out."),
}


@transaction.atomic
def write_purchase(
    *,
    organisation: UUID,
    supplier: str,
    number: str,
    on: date,
    what: str,
    amount: Decimal,
    shares: Sequence[Share],
    photo: bytes = b"",
    paid_on: date | None = None,
    project: Project | None = None,
    by: User,
    at: datetime,
) -> Purchase:
    """Write an invoice once, with who pays which percent of it; the shares are whole centimes that make its amount.

    Raises:
        NotAPurchase: percents that do not make 100, the same payer twice, something missing.
        InvoiceCharged, OutsideConvention, NotAnExpense, NotNow, BooksClosed: what one of the grants refuses; nothing
            is written then.
    """
    check(by, Permission.GRANT_CLAIM, organisation)
    percents = [one.percent for one in shares]
    why = why_not_shares(amount, percents)
    if why:
        raise NotAPurchase(_WHY[why], sum=sum(percents, Decimal(0)))
    if not (tidy(supplier) and tidy(number) and tidy(what)):
        raise NotAPurchase(_("Name the supplier, what was bought and the number of the invoice."))
    _check_payers(organisation, shares)
    said = {
        "kind": Proof.INVOICE, "on": on, "supplier": supplier, "number": number, "what": what, "amount": amount,
        "paid_on": paid_on, "project": project, "by": by, "at": at,
    }  # fmt: skip
    parts = shared(amount, percents)
    # the database judges each expense as it is written, and the whole once all are there
    payers = [
        _charged(share, part, b"" if place else photo, said)
        for place, (share, part) in enumerate(zip(shares, parts, strict=True))
    ]
    purchase = Purchase.objects.create(
        organisation_id=organisation, supplier=tidy(supplier), number=tidy(number), on=on, what=tidy(what),
        amount=amount, paid_on=paid_on or on, by=by, at=at,
    )  # fmt: skip
    PurchaseShare.objects.bulk_create(
        PurchaseShare(
            organisation_id=organisation, purchase=purchase, place=place, percent=percents[place],
            amount=parts[place], expense=expense, restriction=restriction, project=project, writer=by,
        )
        for place, (expense, restriction) in enumerate(payers)
    )  # fmt: skip
    judge()
    _record("purchase_shared", purchase, by, at, amount=amount, shares=len(shares))
    return purchase


def _check_payers(organisation: UUID, shares: Sequence[Share]) -> None:
    payers = [one.heading.grant_id if one.heading else one.restriction for one in shares]
    if len(set(payers)) < len(payers) or None in payers:
        raise NotAPurchase(_("Name each payer once: a heading of a grant, or our own money."))
    for one in shares:
        owner = one.heading.grantee_id if one.heading else one.restriction.organisation_id  # type: ignore[union-attr]
        if owner != organisation:
            raise NotAPurchase(_WHY["no_share"])


def _charged(
    share: Share, part: Decimal, photo: bytes, said: dict[str, Any]
) -> tuple[GrantExpense | None, Restriction | None]:
    """Return the expense of a grant that pays this share, or none, and what binds the money that pays."""
    if share.heading is None:
        return None, share.restriction
    grant = share.heading.grant
    expense = write_expense(grant=grant, heading=share.heading, share=part, photo=photo, **said)
    return expense, grant_restriction(grant, at=said["at"])


@transaction.atomic
def let_share_go(*, share: PurchaseShare, by: User, at: datetime) -> PurchaseShare:
    """Let the association's own share of an invoice be paid, as a second person: its entry is written now.

    Raises:
        SecondPersonWanted: who typed the invoice. NotNow: it is paid or taken out, or a grant's.
        RestrictionKept, MoreThanReceived, BooksClosed: the money may not be spent so, or is not at the bank.
    """
    check(by, Permission.PAYMENT_ORDER, share.organisation_id)
    share = PurchaseShare.objects.select_for_update().get(pk=share.pk)
    purchase = Purchase.objects.select_for_update().get(pk=share.purchase_id)
    if share.expense_id is not None or share.entry_id is not None or purchase.taken_out_at is not None:
        raise NotNow(_("This share is paid already, or the invoice was taken out."))
    if share.writer_id == by.pk:
        raise SecondPersonWanted(
            _("Our own money is let go by a second person, not by who typed the invoice.")
        )
    on = purchase.paid_on
    check_spending(share.restriction, campaign=None, zone="", on=on, at=at)
    accounts = accounts_of(share.organisation_id)
    share.entry = write_entry(
        organisation=share.organisation_id, kind="purchase", on=on, by=by, at=at,
        lines=[
            LineData(
                account, share.restriction_id, sign * share.amount,
                project=share.project_id, institution=share.project.institution_id if share.project else None,
            )
            for account, sign in ((accounts[Role.PURCHASES], 1), (accounts[Role.BANK], -1))
        ],
    )  # fmt: skip
    share.second, share.second_at = by, at
    share.save(update_fields=["entry", "second", "second_at"])
    judge()
    _record("purchase_share_paid", purchase, by, at, amount=share.amount)
    return share


@transaction.atomic
def take_out_purchase(*, purchase: Purchase, by: User, at: datetime) -> Purchase:
    """Take a shared invoice out whole: every share that is in the books is undone by an entry of today.

    Raises:
        NotNow: it is out already, or one of its shares was reported to a funder.
    """
    check(by, Permission.GRANT_CLAIM, purchase.organisation_id)
    purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
    if purchase.taken_out_at is not None:
        raise NotNow(_("This invoice was taken out already."))
    for share in purchase.shares.select_related("expense", "entry").order_by("place"):
        if share.expense is not None:
            undo_expense(expense=share.expense, by=by, at=at)
        elif share.entry is not None:
            reverse_entry(entry=share.entry, reason_code="taken_out", by=by, at=at)
    judge()
    purchase.taken_out_at = at
    purchase.save(update_fields=["taken_out_at"])
    _record("purchase_taken_out", purchase, by, at, amount=purchase.amount)
    return purchase


def _record(type: str, purchase: Purchase, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=f"funding.{type}", target=purchase, organisation=purchase.organisation_id, by=by, at=at, **data
    )
