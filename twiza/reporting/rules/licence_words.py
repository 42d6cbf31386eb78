"""Sentences of the log about institutions and their licences. No Django."""

from twiza.lib.errors import N_

ACTS_OF_LICENCES: dict[str, str] = {
    "network.closure_planned": N_("Planned the closing of an institution, a place for each resident"),
    "network.commission_called": N_("Called a commission"),
    "network.file_begun": N_("Opened a licence file"),
    "network.file_checked": N_("Looked through the papers of a licence file"),
    "network.file_clock_runs": N_("Let the clock of a licence file run again"),
    "network.file_clock_stopped": N_("Stopped the clock of a licence file"),
    "network.file_decided": N_("Decided a licence file"),
    "network.file_intended": N_("Wrote the intention of an institution"),
    "network.file_measure": N_("Wrote what protects residents"),
    "network.file_measure_done": N_("Carried out what protects residents"),
    "network.file_received": N_("Received a licence file"),
    "network.institution_changed": N_("Changed an institution in the register"),
    "network.institution_closed": N_("Closed an institution"),
    "network.institution_counted": N_("Wrote a count of an institution"),
    "network.institution_left_site": N_("Wrote that an institution left a site"),
    "network.institution_mandate": N_("Wrote a committee or a director of an institution"),
    "network.institution_opened": N_("Wrote an institution into the register"),
    "network.institution_paper": N_("Kept a paper of an institution"),
    "network.institution_placed": N_("Wrote where an institution receives people"),
    "network.letter_numbered": N_("Numbered a letter that goes out"),
    "network.licence_moved": N_("Suspended, withdrew or restored a licence"),
    "network.licence_registered": N_("Wrote a licence that was granted on paper"),
    "network.opinion_given": N_("Wrote an opinion of a commission"),
    "network.regime_written": N_("Wrote a version of what the law asks"),
    "network.regimes_loaded": N_("What the law asks was loaded"),
    "network.resident_moved": N_("Wrote that a resident reached the next place"),
    "network.signature_delegated": N_("Delegated a signature"),
    "network.visit_written": N_("Wrote a visit of a commission"),
}
