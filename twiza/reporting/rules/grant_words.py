"""Sentences of the log about grants. No Django."""

from twiza.lib.errors import N_

ACTS_OF_GRANTS: dict[str, str] = {
    "funding.budget_line_written": N_("Wrote a budget line"),
    "funding.call_opened": N_("Opened a call for grants"),
    "funding.grant_asked": N_("Asked for a grant"),
    "funding.grant_completed": N_("Completed the file of a grant"),
    "funding.grant_looked_at": N_("Looked whether the file of a grant is admissible"),
    "funding.interest_declared": N_("Declared whether they have a link with who asks for a grant"),
    "funding.grant_scored": N_("Scored the file of a grant"),
    "funding.grant_decided": N_("Decided about a grant"),
    "funding.grant_convention_prepared": N_("Prepared the convention of a grant"),
    "funding.grant_convention_signed": N_("Signed the convention of a grant"),
    "funding.tranche_excused": N_("Let a tranche go by exception"),
    "funding.tranche_paid": N_("Paid a tranche of a grant"),
    "funding.grant_money_returned": N_("Wrote that money of a grant was paid back"),
    "funding.grant_closed": N_("Closed a grant"),
    "funding.grant_archived": N_("Put the file of a grant into the archive"),
    "funding.invoice_asked_about": N_("Asked whether an invoice was charged before"),
    "funding.expense_charged": N_("Charged an expense to a grant"),
    "funding.invoice_pictured": N_("Added the picture of an invoice"),
    "funding.voucher_signed": N_("Signed a voucher as the second person"),
    "funding.expense_taken_out": N_("Took an expense out of a grant"),
    "funding.report_sent": N_("Sent the report on a tranche"),
    "funding.report_line_ruled": N_("Ruled on a line of a report"),
    "funding.query_answered": N_("Answered a query about a report"),
    "funding.report_accepted": N_("Accepted the report on a tranche"),
}
