"""Sentences of the log about institutions and their licences. No Django."""

from twiza.lib.errors import N_

ACTS_OF_LICENCES: dict[str, str] = {
    "network.institution_changed": N_("Changed an institution in the register"),
    "network.institution_counted": N_("Wrote a count of an institution"),
    "network.institution_left_site": N_("Wrote that an institution left a site"),
    "network.institution_mandate": N_("Wrote a committee or a director of an institution"),
    "network.institution_opened": N_("Wrote an institution into the register"),
    "network.institution_paper": N_("Kept a paper of an institution"),
    "network.institution_placed": N_("Wrote where an institution receives people"),
    "network.licence_moved": N_("Suspended, withdrew or restored a licence"),
    "network.licence_registered": N_("Wrote a licence that was granted on paper"),
    "network.regime_written": N_("Wrote a version of what the law asks"),
    "network.regimes_loaded": N_("What the law asks was loaded"),
}
