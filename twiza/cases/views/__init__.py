"""The pages of the closed room."""

from twiza.cases.views.acts import change_act, list_acts, write_act
from twiza.cases.views.after import close_case, follow_up
from twiza.cases.views.alerts import list_alerts, raise_alert, take_alert
from twiza.cases.views.awareness import list_sessions, undo_session, write_session
from twiza.cases.views.cases import list_cases, listen, print_sheet, show_case
from twiza.cases.views.child import print_duty, show_child
from twiza.cases.views.coming import hear_step, show_coming
from twiza.cases.views.consent import show_consent
from twiza.cases.views.danger import look_again
from twiza.cases.views.desk import list_desk, show_at_desk
from twiza.cases.views.directory import answer_service, list_services, write_service
from twiza.cases.views.figures import show_figures, take_figures
from twiza.cases.views.going_home import go_home
from twiza.cases.views.keys import show_key
from twiza.cases.views.notes import change_note, keep_draft, write_note
from twiza.cases.views.outside import look_at_ask, refuse_outside
from twiza.cases.views.pins import choose_pin, open_with_pin
from twiza.cases.views.plans import print_plan, show_plan, write_goal, write_task
from twiza.cases.views.protocols import follow_protocol, list_protocols, show_protocol
from twiza.cases.views.psychology import allow_reader, end_reader, show_drawer
from twiza.cases.views.reception import call_ticket, go_to_reception, list_tickets
from twiza.cases.views.recovery import ask_recovery, show_recovery, start_anew
from twiza.cases.views.referrals import list_referrals, print_referral, show_referral
from twiza.cases.views.rights import check_certificate, correct_note, print_copy, show_rights
from twiza.cases.views.room import lock_room, open_room
from twiza.cases.views.supervision import settle_talk, show_supervision
from twiza.cases.views.teams import (
    answer_seat,
    enter_by_emergency,
    leave_team,
    list_looks,
    renew_case_key,
    show_team,
)

__all__ = [
    "go_home",
    "allow_reader",
    "answer_seat",
    "answer_service",
    "ask_recovery",
    "call_ticket",
    "change_act",
    "change_note",
    "check_certificate",
    "choose_pin",
    "close_case",
    "correct_note",
    "end_reader",
    "enter_by_emergency",
    "follow_protocol",
    "follow_up",
    "go_to_reception",
    "hear_step",
    "keep_draft",
    "leave_team",
    "list_acts",
    "list_alerts",
    "list_cases",
    "list_desk",
    "list_looks",
    "list_protocols",
    "list_referrals",
    "list_services",
    "list_sessions",
    "list_tickets",
    "listen",
    "lock_room",
    "look_again",
    "look_at_ask",
    "open_room",
    "open_with_pin",
    "print_copy",
    "print_duty",
    "print_plan",
    "print_referral",
    "print_sheet",
    "raise_alert",
    "refuse_outside",
    "renew_case_key",
    "settle_talk",
    "show_at_desk",
    "show_case",
    "show_child",
    "show_coming",
    "show_consent",
    "show_drawer",
    "show_figures",
    "show_key",
    "show_plan",
    "show_protocol",
    "show_recovery",
    "show_referral",
    "show_rights",
    "show_supervision",
    "show_team",
    "start_anew",
    "take_alert",
    "take_figures",
    "undo_session",
    "write_act",
    "write_goal",
    "write_note",
    "write_service",
    "write_session",
    "write_task",
]
