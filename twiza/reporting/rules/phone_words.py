"""The log in words: what phones without a network did, and what was decided about them. No Django."""

from twiza.lib.errors import N_

ACTS_OF_PHONES: dict[str, str] = {
    "aid.ledger_printed": N_("The paper ledger of a lane was printed"),
    "aid.ledger_typed": N_("Lines of a paper ledger were typed in"),
    "sync.enrolment_opened": N_("A sheet was made that enrols a phone"),
    "sync.device_enrolled": N_("A phone was enrolled"),
    "sync.device_revoked": N_("A phone was ended"),
    "sync.operations_wait": N_("What a phone sent waits for a person"),
    "sync.operations_accepted": N_("Somebody had taken in what a phone sent"),
}
