"""The log in words: what was done in a closed room. Nothing of who or why. No Django."""

from twiza.lib.errors import N_
from twiza.reporting.rules.phone_words import ACTS_OF_PHONES

ACTS_OF_THE_ROOM: dict[str, str] = {
    "cases.asked_into_team": N_("A colleague was asked into the team of a case"),
    "cases.emergency_reviewed": N_("An emergency entry into a case was looked into"),
    "cases.glass_broken": N_("Somebody came into a case by emergency"),
    "cases.key_handed": N_("The key of a case was handed to somebody of its team"),
    "cases.key_taken": N_("Somebody made their key of the closed room"),
    "cases.keys_renewed": N_("Somebody renewed their keys of the closed room"),
    "cases.listened": N_("Somebody was listened to"),
    "cases.moved": N_("A case went on"),
    "cases.note_written": N_("Something was written in a case"),
    "cases.passphrase_changed": N_("Somebody changed their passphrase of the closed room"),
    "cases.room_opened": N_("Somebody opened the closed room"),
    "cases.team_left": N_("Somebody left the team of a case"),
}
PAGES_OF_THE_ROOM: dict[str, str] = {
    "cases.case": N_("A case of the closed room"),
    "cases.list": N_("The list of one's own cases"),
    "cases.note": N_("A note of the closed room"),
}
REASONS_OF_THE_ROOM: dict[str, str] = {
    "court_today": N_("A court or the police waits for an answer today"),
    "danger_now": N_("Danger now, and the team cannot be reached"),
    "team_absent": N_("She is here, and the whole team is absent"),
}
# Acts that are described apart from the rest, for its length alone
ACTS_APART = ACTS_OF_PHONES | ACTS_OF_THE_ROOM
