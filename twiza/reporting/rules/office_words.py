"""Sentences of the log about the office of a delegation. No Django."""

from twiza.lib.errors import N_

ACTS_OF_OFFICE: dict[str, str] = {
    "reporting.handover_answered": N_("Took over an item of a handover, or reserved it"),
    "reporting.handover_made": N_("Made the pack of a handover"),
    "reporting.handover_signed": N_("Signed the minutes of a handover"),
    "reporting.handover_word": N_("Added a line to a handover"),
    "reporting.promise_settled": N_("Wrote what became of a promise"),
    "reporting.promise_written": N_("Wrote a promise of the office"),
    "reporting.tiles_placed": N_("Moved communes in the picture of the province"),
    "reporting.yearly_asked": N_("Asked for the report of a year"),
}
REASONS_OF_OFFICE: dict[str, str] = {
    "in": N_("for the side that takes over"),
    "kept": N_("it was kept"),
    "not_kept": N_("it was not kept"),
    "out": N_("for the side that leaves"),
    "reporting.yearly": N_("Report of a year"),
    "reserved": N_("with a reserve"),
    "sudden": N_("Sudden: the deputy hands over, without the ten lines"),
}
