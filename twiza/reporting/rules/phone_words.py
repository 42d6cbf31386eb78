"""The log in words: what phones without a network did, and what was decided about them. No Django."""

from twiza.lib.errors import N_

ACTS_OF_PHONES: dict[str, str] = {
    "aid.round_planned": N_("A round that brings baskets home was planned"),
    "aid.stop_added": N_("A door was added to a round"),
    "aid.round_pack_given": N_("The phone of a round was given its doors"),
    "aid.door_told": N_("It was written what happened at a door"),
    "aid.round_closed": N_("A round was closed, and its doors are gone"),
    "aid.ledger_printed": N_("The paper ledger of a lane was printed"),
    "aid.ledger_typed": N_("Lines of a paper ledger were typed in"),
    "sync.enrolment_opened": N_("A sheet was made that enrols a phone"),
    "sync.device_enrolled": N_("A phone was enrolled"),
    "sync.device_revoked": N_("A phone was ended"),
    "sync.operations_wait": N_("What a phone sent waits for a person"),
    "sync.operations_accepted": N_("Somebody had taken in what a phone sent"),
}
