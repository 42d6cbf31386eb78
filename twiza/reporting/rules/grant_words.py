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
}
