"""Receipts and statements on paper, in words: a PDF for the printer, a sheet, and a line in the log for a statement."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from twiza.funding.models import Gift, Receipt
from twiza.funding.queries import Statement
from twiza.funding.rules import printing
from twiza.funding.rules.gifts import MEANS_WORDS, RECEIPT_ENDINGS, Means, receipt_number
from twiza.funding.rules.restrictions import KIND_WORDS
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.web import formats


def print_receipt(receipt: Receipt, language: str, *, named: bool) -> bytes:
    """Return a receipt as a PDF in "ar" or "fr". It names no family; the donor only if `named` and they said a name."""
    gift = receipt.gift
    with translation.override(language):
        goods = gift.means == Means.GOODS
        rows = [
            (_("Receipt number"), receipt_number(receipt.year, receipt.number)),
            (_("Given on"), formats.day(receipt.issued_on)),
            (_("Received from"), _donor(gift.donor, named)),
            (_("Donor's code"), gift.donor.code),
        ]
        if goods:
            rows += [(_("Goods"), _what(gift))]
            if gift.estimated_value is not None:
                rows += [(_("Estimated value"), formats.money(gift.estimated_value))]
        else:
            rows += [(_("Amount"), formats.money(gift.amount, gift.currency))]
        rows += [
            (_("Received on"), formats.day(gift.received_on)),
            (_("Means of the gift"), _(MEANS_WORDS[gift.means])),
        ]
        if gift.deposit is not None:
            rows += [(_("Bank's reference"), gift.deposit.reference)]
        rows += [(_("Bound to"), _bound_to(gift.restriction))]
        return printing.paper(
            "receipt",
            language=language,
            title=_("Receipt for a gift"),
            rows=rows,
            head=_organisation(receipt.organisation, language),
            note=_("The gift is spent on what it was given for. Ask for its statement with your code."),
            void=_("Cancelled: %(why)s") % {"why": _(RECEIPT_ENDINGS[receipt.reason_code])}
            if receipt.cancelled_at
            else "",
        )


def make_statement(*, statement: Statement, by: User, at: datetime) -> None:
    """Write in the log that a statement was made, with its hash: the log's chain proves its day.

    Raises:
        NoPermission: `by` does not read this money.
    """
    check(by, Permission.MONEY_READ, statement.restriction)
    audit.record(
        type="funding.statement_made",
        target=statement.restriction,
        organisation=statement.restriction.organisation_id,
        by=by,
        at=at,
        through=statement.through,
        digest=statement.digest,
        donor=statement.donor.pk if statement.donor else None,
    )


def print_statement(statement: Statement, language: str, *, organisation: Any, named: bool) -> bytes:
    """Return a statement as a PDF in "ar" or "fr"."""
    with translation.override(language):
        return printing.paper(
            "statement",
            language=language,
            title=_("What became of the gifts"),
            rows=_rows(statement, named),
            head=_organisation(organisation, language),
            outcomes=[[label, value] for label, value in _outcomes(statement)],
            outcomes_title=_("What they became"),
            digest=statement.digest,
            digest_title=_("Proof hash (SHA-256)"),
            note=_closing(statement),
        )


def statement_workbook(statement: Statement, language: str, *, named: bool) -> bytes:
    """Return a statement as a workbook; in Arabic it opens from right to left."""
    with translation.override(language):
        rows = [
            *_rows(statement, named),
            *_outcomes(statement),
            (_("Proof hash (SHA-256)"), statement.digest),
        ]
        sheet = OutSheet(
            _("Statement"), [_("What"), _("Amount or count")], [*rows, ("", _closing(statement))]
        )
        return write_workbook([sheet], right_to_left=language == "ar")


def _rows(statement: Statement, named: bool) -> list[tuple[str, str]]:
    rows = [(_("Bound to"), _bound_to(statement.restriction)), (_("Up to"), formats.day(statement.through))]
    if statement.donor is not None:
        rows += [
            (_("For"), _donor(statement.donor, named)),
            (_("Donor's code"), statement.donor.code),
        ]
        if statement.given or not statement.goods:
            rows += [(_("Your gifts"), formats.money(statement.given))]
        rows += [(_("Your gifts in kind"), goods_in_words(one)) for one in statement.goods]
    sums = statement.sums
    return [
        *rows,
        *([(_("Brought"), formats.money(sums.brought))] if sums.brought else []),
        (_("Received from all"), formats.money(sums.received)),
        (_("Spent"), formats.money(sums.spent)),
        (_("Left"), formats.money(sums.left)),
    ]


def _what(gift: Gift) -> str:
    return f"{gift.words}: {formats.number(gift.amount.normalize())} {gift.unit}"


def goods_in_words(gift: Gift) -> str:
    """Say what was given in kind: what, how many, when, and the value where somebody estimated it."""
    said = f"{_what(gift)} · {formats.day(gift.received_on)}"
    if gift.estimated_value is None:
        return said
    return f"{said} · " + _("estimated at %(sum)s") % {"sum": formats.money(gift.estimated_value)}


def _outcomes(statement: Statement) -> list[tuple[str, str]]:
    goods = [
        (
            one.words,
            _("%(came)s came, %(used)s used, %(gone)s gone, %(left)s left")
            % {name: formats.number(_whole(getattr(one, name))) for name in ("came", "used", "gone", "left")},
        )
        for one in statement.stock
    ]
    fewer = _("fewer than %(count)s, or not shown") % {"count": statement.least}
    return [
        *(
            (str(one.label), fewer if one.value is None else formats.number(one.value))
            for one in statement.outcomes
        ),
        *goods,
    ]


def _whole(quantity: Decimal) -> Decimal | int:
    return int(quantity) if quantity == quantity.to_integral_value() else quantity.normalize()


def _closing(statement: Statement) -> str:
    if statement.closed:
        return _("The books are closed up to this day: these figures stay as they are.")
    return _("The books are not closed up to this day yet: a later entry may still change these figures.")


def _donor(donor: Any, named: bool) -> str:
    return donor.name if named and donor.name else _("A benefactor")


def _bound_to(restriction: Any) -> str:
    words = [_(KIND_WORDS[restriction.kind]), restriction.label, restriction.zone]
    return " · ".join(word for word in words if word)


def _organisation(organisation: Any, language: str) -> str:
    names = (organisation.name_ar, organisation.name_fr)
    return str(next(name for name in (names if language == "ar" else names[::-1]) if name))
