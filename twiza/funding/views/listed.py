"""What stands in the workbooks of the lists of money: the columns, in both languages. Donors by code where only that is seen."""

from typing import Any

from twiza.funding.rules import chart, gifts, grants, payments, pledges, restrictions
from twiza.lib.errors import N_
from twiza.platform.web.workbooks import Column, both, coded, columns, names_of


def _bound(name: str) -> Any:
    def cell(row: Any) -> str:
        found = row
        for part in name.split("."):
            found = getattr(found, part)
        kind = both(restrictions.KIND_WORDS[found.kind])
        return " · ".join(word for word in (kind, found.label, found.zone) if word)

    return cell


def _giver(name: str, *, named: bool) -> tuple[Column, ...]:
    """The code of a donor, and the name for who keeps donors."""
    code = Column(N_("Donor's code"), f"{name}.code" if name else "code")
    return (code, Column(N_("Donor"), f"{name}.name" if name else "name")) if named else (code,)


def donors() -> tuple[Column, ...]:
    """Columns of the desk of donors, which only who keeps donors opens."""
    return (
        *_giver("", named=True),
        *columns(
            (N_("Who gives"), coded(gifts.DONOR_WORDS, "kind")),
            (N_("May be contacted"), coded(gifts.CONTACTS, "contact")),
            (N_("Written on"), "created_at"),
        ),
    )


def pledged(*, named: bool) -> tuple[Column, ...]:
    """Columns of pledges."""
    return (
        *columns((N_("Promised by"), "pledge.promised_on")),
        *_giver("pledge.donor", named=named),
        *columns(
            (N_("What is promised"), "pledge.words"),
            (N_("Amount or count"), "pledge.amount"),
            (N_("Unit"), lambda row: row.pledge.unit or row.pledge.currency),
            (N_("Still to come"), "to_come"),
            (N_("Worth"), "worth"),
            (N_("Bound to"), _bound("pledge.restriction")),
            (N_("State"), coded(pledges.STATE_WORDS, "pledge.state")),
            (N_("late"), "late"),
        ),
    )


def given(*, named: bool) -> tuple[Column, ...]:
    """Columns of gifts."""
    return (
        *columns((N_("Received on"), "received_on")),
        *_giver("donor", named=named),
        *columns(
            (N_("Means of the gift"), coded(gifts.MEANS_WORDS, "means")),
            (N_("Goods"), "words"),
            (N_("Amount or count"), "amount"),
            (N_("Unit"), lambda row: row.unit or row.currency),
            (N_("Estimated value"), "estimated_value"),
            (N_("Bound to"), _bound("restriction")),
            (N_("Taken back on"), "corrected_at"),
        ),
    )


def receipts(*, named: bool) -> tuple[Column, ...]:
    """Columns of the receipts book."""
    return (
        *columns(
            (N_("Reference number"), lambda row: gifts.receipt_number(row.year, row.number)),
            (N_("Given on"), "issued_on"),
        ),
        *_giver("gift.donor", named=named),
        *columns(
            (N_("Amount or count"), "gift.amount"),
            (N_("Unit"), lambda row: row.gift.unit or row.gift.currency),
            (N_("Bound to"), _bound("gift.restriction")),
            (N_("Cancelled on"), "cancelled_at"),
            (N_("Why"), coded(gifts.RECEIPT_ENDINGS, "reason_code")),
        ),
    )


PAYMENTS = columns(
    (N_("What was bought"), "what"),
    (N_("Supplier"), "supplier"),
    (N_("Invoice"), "invoice_number"),
    (N_("Day"), "invoice_on"),
    (N_("Amount"), "amount"),
    (N_("Currency"), "currency"),
    (N_("State"), coded(payments.ORDER_WORDS, "state")),
    (N_("Ordered on"), "ordered_at"),
    (N_("Paid on"), "paid_on"),
    (N_("Bank's reference"), "reference"),
)
LINES = columns(
    (N_("What it is for"), "line.title"),
    (N_("Purpose"), coded(grants.THEMES, "line.theme")),
    (N_("Year"), "line.year"),
    (N_("By what text"), "line.legal_basis"),
    (N_("Amount"), "line.amount"),
    (N_("Granted"), "granted"),
    (N_("Left"), "left"),
    (N_("Files"), "files"),
)
CALLS = columns(
    (N_("Title of the call"), "title"),
    (N_("Funder"), names_of("organisation")),
    (N_("How files come"), coded(grants.CALL_WORDS, "kind")),
    (N_("From"), "opens_on"),
    (N_("Last day"), "closes_on"),
)
GRANTS = columns(
    (N_("Code of the file"), "code"),
    (N_("Project"), "project"),
    (N_("Funder"), names_of("organisation")),
    (N_("Association"), names_of("grantee")),
    (N_("Amount asked"), "asked"),
    (N_("Granted"), lambda row: row.decision.amount if hasattr(row, "decision") and row.decision.granted else None),
    (N_("Currency"), "currency"),
    (N_("From"), "starts_on"),
    (N_("Last day"), "ends_on"),
    (N_("State"), coded(grants.STATE_WORDS, "state")),
    (N_("Since"), "state_at"),
)  # fmt: skip
ACCOUNTS = columns(
    (N_("Code"), "code"),
    (
        N_("Account"),
        lambda row: " / ".join(dict.fromkeys(one for one in (row.label_ar, row.label_fr) if one)),
    ),
    (N_("Class"), lambda row: both(chart.CLASS_WORDS[row.code[0]])),
    (N_("Last day"), "closed_on"),
)
FUNDERS = columns(
    (N_("Funder"), names_of("funder")),
    (N_("Money in"), "sums.received"),
    (N_("Spent"), "sums.spent"),
    (N_("Given back"), "sums.given_back"),
    (N_("Left"), "left"),
)
PROJECTS = columns(
    (N_("Short code"), "code"),
    (N_("Name of the project"), "title"),
    (N_("From"), "starts_on"),
    (N_("Last day"), "ends_on"),
    (N_("Institution"), names_of("institution")),
)
PURCHASES = columns(
    (N_("What was bought"), "what"),
    (N_("Supplier"), "supplier"),
    (N_("Invoice"), "number"),
    (N_("Date of the invoice"), "on"),
    (N_("Amount"), "amount"),
    (N_("Paid on"), "paid_on"),
    (N_("taken out"), "taken_out_at"),
)
