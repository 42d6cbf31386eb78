"""Expenses charged to a grant by its association, each with its entry in the association's own books."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import check_day, judge, reverse_entry
from twiza.funding.actions.grant_books import account_of_heading, grant_entry, paying_account
from twiza.funding.actions.grants import NotNow, refuse_grant
from twiza.funding.actions.overfunding import tell_overfunding
from twiza.funding.models import (
    Account,
    Grant,
    GrantConvention,
    GrantExpense,
    GrantHeading,
    Project,
    PurchaseShare,
)
from twiza.funding.rules.tranches import Proof, invoice_mark
from twiza.lib import photographs
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files

DAYS_OF_A_YEAR = 366


class NotAnExpense(DomainError):
    code = "funding.not_an_expense"


class OutsideConvention(DomainError):
    code = "funding.outside_convention"


class InvoiceCharged(DomainError):
    """Charged before: to this grant, another one, or by somebody else. It is not said by whom."""

    code = "funding.invoice_charged"


_CHARGED = _(
    "This invoice, or its picture, was charged before, and its shares would go beyond it. Charge another one, or lower the share of this grant."
)
_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "invoice_charged_once": (InvoiceCharged, _CHARGED),
    "charged_to_a_running_grant": (NotNow, _("Expenses are charged to a grant whose convention is signed and that is not closed.")),
}  # fmt: skip


def ask_about_invoice(
    *, grant: Grant, mark: str, sha256: str, share: Decimal, amount: Decimal, by: User, at: datetime
) -> bool:
    """Say whether an invoice was charged before, by anybody: yes or no, and the question is in the log.

    Not in one transaction with what follows: the question stays in the log when the answer refuses it.
    """
    check(by, Permission.GRANT_CLAIM, grant.grantee_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT funding_invoice_used(%s, %s, %s, %s, %s)", [grant.grantee_id, mark, sha256, share, amount]
        )
        (used,) = cursor.fetchone()
        audit.record(
            type="funding.invoice_asked_about",
            target=grant,
            organisation=grant.grantee_id,
            by=by,
            at=at,
            used=used,
        )
    return bool(used)


def write_expense(
    *,
    grant: Grant,
    heading: GrantHeading,
    kind: str,
    on: date,
    supplier: str,
    number: str,
    what: str,
    amount: Decimal,
    share: Decimal,
    photo: bytes = b"",
    paid_on: date | None = None,
    paid_from: Account | None = None,
    project: Project | None = None,
    by: User,
    at: datetime,
) -> GrantExpense:
    """Charge an invoice to a grant, or a small purchase without one by a voucher that a second person signs.

    Its entry stands in the association's own books, on the account chosen for the heading.

    Args:
        share: the part that this funder pays.
        photo: of the invoice, as the telephone took it; it may come later, but before the report.
        paid_on: the day of the entry, the invoice's own when none is said. paid_from: the bank when none is said.

    Raises:
        NotAnExpense: something is missing, or a voucher is above the ceiling of cash. OutsideConvention: by its date.
        InvoiceCharged: the same invoice or picture was charged before. BooksClosed: which day would work.
    """
    check(by, Permission.GRANT_CLAIM, grant.grantee_id)
    _check_expense(grant, heading, kind, on, supplier, number, what, amount, share, at)
    clean = photographs.cleaned(photo)[0] if photo and kind == Proof.INVOICE else b""
    sha256 = hashlib.sha256(clean).hexdigest() if clean else ""
    mark = invoice_mark(supplier, number, amount)
    if kind == Proof.INVOICE and ask_about_invoice(
        grant=grant, mark=mark, sha256=sha256, share=share, amount=amount, by=by, at=at
    ):
        raise InvoiceCharged(_CHARGED)
    with transaction.atomic():
        entry = grant_entry(
            grant=grant, kind="grant_spent", debit=account_of_heading(heading),
            credit=paying_account(grant.grantee_id, paid_from), amount=share, on=paid_on or on, project=project,
            heading=heading, by=by, at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                expense = GrantExpense.objects.create(
                    entry=entry, organisation_id=grant.grantee_id, grant=grant, heading=heading, kind=kind, on=on,
                    supplier=tidy(supplier), number=tidy(number), what=tidy(what), amount=amount, share=share,
                    photo=_kept(grant, clean, by, at) if clean else None, sha256=sha256, mark=mark, by=by, at=at,
                )  # fmt: skip
        except IntegrityError as error:
            refuse_grant(error, _REFUSALS)
        _record_own("expense_charged", grant, by, at, amount=amount, share=share, kind=kind)
        tell_overfunding(grant=grant, by=by, at=at)
    return expense


def _check_expense(
    grant: Grant,
    heading: GrantHeading,
    kind: str,
    on: date,
    supplier: str,
    number: str,
    what: str,
    amount: Decimal,
    share: Decimal,
    at: datetime,
) -> None:
    if heading.grant_id != grant.pk or not (tidy(supplier) and tidy(what)) or not 0 < share <= amount:
        raise NotAnExpense(
            _("Name the supplier, what was bought, the heading, and a share that is not above the amount.")
        )
    if kind == Proof.INVOICE and not tidy(number):
        raise NotAnExpense(
            _("Write the number of the invoice; a small purchase without one takes a voucher.")
        )
    check_day(on, at)
    convention = GrantConvention.objects.filter(grant=grant, funder_signed_at__isnull=False).first()
    if convention is None:
        raise NotNow(_("Expenses are charged to a grant whose convention is signed and that is not closed."))
    if kind == Proof.VOUCHER:
        _check_ceiling(amount, convention.cash_ceiling)
    if not convention.starts_on <= on <= convention.ends_on:
        raise OutsideConvention(
            _("The convention runs from %(first)s to %(last)s. Only expenses of these days are charged to it: ask for an amendment, or charge this one elsewhere."),
            first=convention.starts_on, last=convention.ends_on,
        )  # fmt: skip


def _check_ceiling(amount: Decimal, ceiling: Decimal | None) -> None:
    if ceiling is None:
        raise NotAnExpense(_("This convention takes no voucher: ask the supplier for an invoice."))
    if amount > ceiling:
        raise NotAnExpense(
            _("A voucher goes up to %(ceiling)s dirhams. Above it, ask the supplier for an invoice."),
            ceiling=ceiling,
        )


def _kept(grant: Grant, clean: bytes, by: User, at: datetime) -> Any:
    try:
        years = int(accounts.parameter_number("association_accounts_years", on=timezone.localdate(at)))
    except accounts.NoSuchParameter:
        years = int(BY_NAME["association_accounts_years"].value)
    return files.store_file(
        content=clean, name=f"invoice-{grant.code}", kind="funding.invoice_photo", permission=Permission.GRANT_CLAIM,
        organisation=grant.grantee_id, by=by, at=at, keep_days=years * DAYS_OF_A_YEAR,
    ).pk  # fmt: skip


def _record_own(type: str, grant: Grant, by: User, at: datetime, **data: Any) -> None:
    """Write a line in the log of the association alone: its books are its own."""
    audit.record(type=f"funding.{type}", target=grant, organisation=grant.grantee_id, by=by, at=at, **data)


def _open_expense(expense: GrantExpense) -> GrantExpense:
    found = GrantExpense.objects.select_for_update().select_related("grant").get(pk=expense.pk)
    if found.report_id is not None or found.taken_out_at is not None:
        raise NotNow(_("This expense is reported or taken out: it stays as it is."))
    return found


def add_invoice_photo(*, expense: GrantExpense, photo: bytes, by: User, at: datetime) -> GrantExpense:
    """Lay the picture of the invoice beside an expense that was written without it.

    Raises:
        NotAPicture: neither a JPEG nor a PNG. InvoiceCharged: the same picture was charged before.
    """
    check(by, Permission.GRANT_CLAIM, expense.organisation_id)
    clean = photographs.cleaned(photo)[0]
    sha256 = hashlib.sha256(clean).hexdigest()
    if ask_about_invoice(
        grant=expense.grant,
        mark=expense.mark,
        sha256=sha256,
        share=Decimal(0),
        amount=expense.amount,
        by=by,
        at=at,
    ):
        raise InvoiceCharged(_CHARGED)
    with transaction.atomic():
        expense = _open_expense(expense)
        if expense.kind != Proof.INVOICE or expense.sha256:
            raise NotNow(_("This expense has its proof already."))
        expense.photo, expense.sha256 = _kept(expense.grant, clean, by, at), sha256
        try:
            with transaction.atomic():
                expense.save(update_fields=["photo", "sha256"])
        except IntegrityError as error:
            refuse_grant(error, _REFUSALS)
        _record_own("invoice_pictured", expense.grant, by, at)
    return expense


@transaction.atomic
def sign_voucher(*, expense: GrantExpense, by: User, at: datetime) -> GrantExpense:
    """Sign a voucher as the second person. Raises NotAnExpense: the same person, or no voucher."""
    check(by, Permission.GRANT_CLAIM, expense.organisation_id)
    expense = _open_expense(expense)
    if expense.kind != Proof.VOUCHER or expense.second_id is not None:
        raise NotNow(_("This expense has its proof already."))
    if expense.by_id == by.pk:
        raise NotAnExpense(
            _("A voucher has two signatures: the president or the treasurer signs beside you.")
        )
    expense.second, expense.second_at = by, at
    expense.save(update_fields=["second", "second_at"])
    _record_own("voucher_signed", expense.grant, by, at)
    return expense


@transaction.atomic
def take_out_expense(*, expense: GrantExpense, by: User, at: datetime) -> GrantExpense:
    """Take out an expense that was charged by mistake, before it is reported: its invoice is free again.

    Its entry is undone by one of today. Raises NotNow: it is reported, or a share of an invoice that several pay.
    """
    check(by, Permission.GRANT_CLAIM, expense.organisation_id)
    if PurchaseShare.objects.filter(expense=expense, purchase__taken_out_at__isnull=True).exists():
        raise NotNow(_("Several pay this invoice together: take the whole shared invoice out."))
    return undo_expense(expense=expense, by=by, at=at)


def undo_expense(*, expense: GrantExpense, by: User, at: datetime) -> GrantExpense:
    """Undo an expense with its entry, part of an action that has checked who may. Raises NotNow: it is reported."""
    expense = _open_expense(expense)
    if expense.entry is not None:
        reverse_entry(entry=expense.entry, reason_code="taken_out", by=by, at=at)
        judge()
        tell_overfunding(grant=expense.grant, by=by, at=at)
    expense.taken_out_at = at
    expense.save(update_fields=["taken_out_at"])
    _record_own("expense_taken_out", expense.grant, by, at)
    return expense
