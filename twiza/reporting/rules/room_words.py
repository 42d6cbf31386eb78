"""The log in words: what was done in a closed room. Nothing of who or why. No Django."""

from twiza.lib.errors import N_
from twiza.reporting.rules.agreement_words import ACTS_OF_AGREEMENTS
from twiza.reporting.rules.grant_words import ACTS_OF_GRANTS
from twiza.reporting.rules.licence_words import ACTS_OF_LICENCES
from twiza.reporting.rules.office_words import ACTS_OF_OFFICE, REASONS_OF_OFFICE
from twiza.reporting.rules.phone_words import ACTS_OF_PHONES
from twiza.reporting.rules.winter_words import ACTS_OF_THE_WINTER, PAGES_OF_THE_WINTER

ACTS_OF_THE_ROOM: dict[str, str] = {
    "cases.alert_raised": N_("An alert was raised"),
    "cases.alert_taken": N_("An alert was taken"),
    "cases.asked_into_team": N_("A colleague was asked into the team of a case"),
    "cases.emergency_refused": N_("Somebody asked to come into a case by emergency and was refused"),
    "cases.case_key_renewed": N_("A case got a new key"),
    "cases.decided": N_("A supervisor decided where a team did not agree"),
    "cases.emergency_reviewed": N_("An emergency entry into a case was looked into"),
    "cases.erased": N_("A case was erased for good"),
    "cases.erasure_asked": N_("Somebody of a team asked that a case be erased"),
    "cases.erasure_taken_back": N_("A case is not erased after all"),
    "cases.halves_given": N_("The two officers were given halves of the key of a case"),
    "cases.recovery_key_taken": N_("An officer made their key for bringing back cases"),
    "cases.recovery_asked": N_("The key of a case was asked of the two officers"),
    "cases.recovery_refused": N_("Somebody asked the two officers for the key of a case and was refused"),
    "cases.recovery_confirmed": N_("An officer confirmed that the key of a case is brought back"),
    "cases.proposal_answered": N_("A proposal about a protocol was answered"),
    "cases.recovered": N_("The key of a case was brought back by two officers"),
    "cases.started_anew": N_("Somebody forgot their passphrase of the closed room and made a new key"),
    "cases.glass_broken": N_("Somebody came into a case by emergency"),
    "cases.figures_made": N_("The numbers of the listening centre were made"),
    "cases.session_undone": N_("An awareness session was taken back"),
    "cases.session_written": N_("An awareness session was written down"),
    "cases.key_handed": N_("The key of a case was handed to somebody of its team"),
    "cases.key_taken": N_("Somebody made their key of the closed room"),
    "cases.keys_renewed": N_("Somebody renewed their keys of the closed room"),
    "cases.ticket_given": N_("A number was given at reception"),
    "cases.ticket_called": N_("A number was called at reception"),
    "cases.protocol_written": N_("A protocol was written"),
    "cases.protocol_adopted": N_("A protocol was adopted"),
    "cases.way_back_kept": N_("By what somebody is found again was kept"),
    "cases.way_back_dropped": N_("By what somebody is found again was forgotten"),
    "cases.knocked": N_("Reception wrote that somebody says she was here before"),
    "cases.talk_asked": N_("Somebody who listens asked for a talk"),
    "cases.talk_planned": N_("A talk with somebody who listens was given a day"),
    "cases.talk_held": N_("A talk with somebody who listens was held"),
    "cases.listened": N_("Somebody was listened to"),
    "cases.moved": N_("A case went on"),
    "cases.note_written": N_("Something was written in a case"),
    "cases.outside_looked_at": N_("A refused request for somebody else's data was looked at"),
    "cases.outside_refused": N_("Somebody asked for somebody else's data and was refused"),
    "cases.passphrase_changed": N_("Somebody changed their passphrase of the closed room"),
    "cases.passkey_set": N_("Somebody let their key open the closed room for a day"),
    "cases.room_opened_by_passkey": N_("Somebody opened the closed room with a key"),
    "cases.pin_ended": N_("Somebody ended their PIN of the closed room"),
    "cases.pin_set": N_("Somebody chose a PIN of the closed room for a day"),
    "cases.desk_taken": N_("Somebody sat down at the desk of referrals"),
    "cases.desk_left": N_("A seat at the desk of referrals ended"),
    "cases.packets_handed": N_("A colleague of the desk was handed what came before"),
    "cases.referral_prepared": N_("A referral was prepared"),
    "cases.referral_sent": N_("A referral was sent"),
    "cases.referral_answered": N_("The desk answered a referral"),
    "cases.referral_answer_written": N_("What was answered to a referral on the phone was written"),
    "cases.referral_called_back": N_("A referral was called back"),
    "cases.referral_settled": N_("A referral was closed"),
    "cases.room_opened_by_pin": N_("Somebody opened the closed room with the PIN of the day"),
    "cases.room_opened": N_("Somebody opened the closed room"),
    "cases.service_closed": N_("A service of the directory is open no more"),
    "cases.service_confirmed": N_("A service of the directory was confirmed"),
    "cases.service_written": N_("A service was written into the directory"),
    "cases.team_left": N_("Somebody left the team of a case"),
}
PAGES_OF_THE_ROOM: dict[str, str] = PAGES_OF_THE_WINTER | {
    "cases.alerts": N_("The alerts that wait"),
    "cases.case": N_("A case of the closed room"),
    "cases.figures": N_("The numbers of the listening centre, in Excel"),
    "cases.looks": N_("Who looked at a case of the closed room"),
    "cases.team": N_("The team of a case"),
    "cases.desk": N_("The desk of referrals"),
    "cases.referral": N_("A referral at the desk"),
    "cases.list": N_("The list of one's own cases"),
    "cases.copy": N_("The copy that a person is given of her own case"),
    "cases.note": N_("A note of the closed room"),
    "cases.rights": N_("Requests of a person about her own data"),
}
REASONS_OF_THE_ROOM: dict[str, str] = REASONS_OF_OFFICE | {
    "no_such_code": N_("No case opens with the code"),
    "not_reviewed": N_("Nobody looked into an earlier entry within 7 days"),
    "too_often": N_("Tried too often"),
    "court_today": N_("A court or the police waits for an answer today"),
    "her_wish": N_("She asked for it"),
    "opened_by_mistake": N_("It was opened by mistake"),
    "purpose_over": N_("What it was kept for is over"),
    "danger_now": N_("Danger now, and the team cannot be reached"),
    "forgotten": N_("The passphrase is forgotten, and nobody else can open it"),
    "team_left": N_("The whole team left"),
    "team_absent": N_("She is here, and the whole team is absent"),
}
# Acts that are described apart from the rest, for its length alone
ACTS_APART = (
    ACTS_OF_AGREEMENTS
    | ACTS_OF_GRANTS
    | ACTS_OF_LICENCES
    | ACTS_OF_OFFICE
    | ACTS_OF_PHONES
    | ACTS_OF_THE_ROOM
    | ACTS_OF_THE_WINTER
)
