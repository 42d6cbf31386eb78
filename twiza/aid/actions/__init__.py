"""Everything that changes a campaign, from its plan to the night of the count."""

from twiza.aid.actions.calendar import (
    HOLDS_A_SOUK,
    UnfitDay,
    enter_day,
    enter_known_days,
    enter_ramadan_hours,
    enter_souk,
    remove_day,
    remove_souk,
)
from twiza.aid.actions.campaigns import (
    BadPlan,
    DaysAreSet,
    OutOfOrder,
    add_point,
    announce_month,
    close_campaign,
    invite_partner,
    plan_campaign,
    plan_more_baskets,
    set_dates,
    start_distribution,
)
from twiza.aid.actions.cards import IssuedCard, issue_cards, request_cards
from twiza.aid.actions.checks import (
    NotSafe,
    draw_check,
    prepare_check,
    record_check,
    record_exit,
    record_team_day,
)
from twiza.aid.actions.cloning import clone_campaign
from twiza.aid.actions.contents import substitute_item, write_content
from twiza.aid.actions.crisis import (
    add_zone,
    demobilise_crisis,
    open_crisis,
    prepare_template,
    retire_template,
)
from twiza.aid.actions.crisis_boards import (
    Convoy,
    accept_offer,
    count_crisis_day,
    note_offer,
    print_pads,
    refuse_offer,
    register_light,
    report_need,
)
from twiza.aid.actions.criteria import freeze_criteria, publish_criteria, sign_criteria, write_criteria
from twiza.aid.actions.customs import count_arrival, open_dossier, record_opinions, write_allocation_criteria
from twiza.aid.actions.days import reconcile_day, record_packed
from twiza.aid.actions.demands import (
    CannotSignReply,
    NamesAsked,
    UnfitDemand,
    record_demand,
    reply_demand,
    sign_reply,
)
from twiza.aid.actions.devices import LaneHeld, OpenedPhone, accept_late, give_pack, open_phone, revoke_phone
from twiza.aid.actions.draws import BadDraw, record_draw
from twiza.aid.actions.erasure import forget_households
from twiza.aid.actions.field import record_field_operations
from twiza.aid.actions.funders import add_funder, end_funder
from twiza.aid.actions.goods_moves import CannotMove
from twiza.aid.actions.goods_printing import print_dossier, print_record
from twiza.aid.actions.hand_overs import (
    AnotherLane,
    AnotherPoint,
    Answer,
    Operation,
    record_hand_over,
    record_hand_overs,
    rule_hand_over,
    undo_hand_over,
)
from twiza.aid.actions.incidents import (
    BadCount,
    OwnWork,
    close_incident,
    follow_incident,
    record_inquiry,
    tell_incident,
)
from twiza.aid.actions.issues import issue_goods, return_goods
from twiza.aid.actions.judging import TooManyFlips, judge_pool, review_flips
from twiza.aid.actions.lane_papers import print_opening, print_releases, print_round
from twiza.aid.actions.lanes import (
    PrintedRelease,
    make_releases,
    move_leases,
    release_lane,
    share_lanes,
    share_newcomers,
)
from twiza.aid.actions.large import request_list, request_pool
from twiza.aid.actions.ledgers import make_ledger, print_ledger, type_ledger
from twiza.aid.actions.leftovers import free_lot, give_back
from twiza.aid.actions.legal import (
    Authorisation,
    CannotSignDeposit,
    Deposit,
    Exempted,
    NotPublished,
    Receipt,
    UnfitPaper,
    ask_urgent_appeal,
    end_appeal,
    publish_appeal,
    record_appeal,
    record_declaration,
    report_appeal,
    sign_deposit,
    tie_processing,
)
from twiza.aid.actions.lessons import look_at_lesson, write_lesson
from twiza.aid.actions.lists import MoreThanBaskets, add_addendum, freeze_list, sign_list
from twiza.aid.actions.lost_cards import Said, replace_card, replace_lost_card
from twiza.aid.actions.lots import (
    allocate_goods,
    announce_lot,
    inspect_lot,
    receive_lot,
    release_lot,
    report_resale,
    take_in,
)
from twiza.aid.actions.matching import (
    ComparedTooOften,
    NoAgreement,
    attach_agreement,
    keep_pairs,
    remove_agreement,
    rows_to_match,
    start_matching,
)
from twiza.aid.actions.nominations import (
    Nominated,
    nominate_from_registry,
    nominate_households,
    withdraw_nomination,
)
from twiza.aid.actions.objections import (
    BadObjection,
    DecidedFirst,
    answer_objection,
    close_objections,
    declare_office,
    post_list,
    receive_objection,
    sign_set_aside,
)
from twiza.aid.actions.one_family import note_one_family, tell_one_family, withdraw_second_code
from twiza.aid.actions.opening import (
    DeclaredLate,
    ElectionFreeze,
    NotDeclared,
    ZonesNotPlaced,
)
from twiza.aid.actions.packing import check_basket, decide_substitution, make_baskets
from twiza.aid.actions.pairs import (
    answer_question,
    ask_sides,
    decide_not_same,
    decide_one_family,
    open_own_half,
    take_decision_back,
)
from twiza.aid.actions.pledged import Arrival, receive_pledged_goods
from twiza.aid.actions.pools import CannotSign, freeze_pool, sign_pool
from twiza.aid.actions.printing import draw_sheet, print_cards, print_sheets_pdf
from twiza.aid.actions.proposals import leave_proposal
from twiza.aid.actions.purposes import answer_purpose, ask_purposes, state_purposes
from twiza.aid.actions.reasons import (
    print_all_reasons,
    print_reasons,
    read_decision,
    request_reasons,
    tell_reasons,
)
from twiza.aid.actions.records import (
    CannotSignRecord,
    Counted,
    cancel_record,
    count_store,
    draft_record,
    enter_signature,
    sign_record,
)
from twiza.aid.actions.relations import RelationsMissing, declare_relations, sign_relations
from twiza.aid.actions.replay import (
    NotAKey,
    keep_public_file,
    keep_sealed_file,
    print_slip,
    request_public_file,
    request_sealed_file,
    seal_for_auditor,
)
from twiza.aid.actions.reports import archive_campaign, publish_figures, publish_replay, report_campaign
from twiza.aid.actions.requests import Asked, SizeNotKnown, nominate_request
from twiza.aid.actions.retention import (
    end_old_campaigns,
    erase_people_again,
)
from twiza.aid.actions.rounds import OpenedRound, add_stop, close_round, open_round, plan_round, record_door
from twiza.aid.actions.sheets import (
    BadSheet,
    LinesDiffer,
    SheetIsOver,
    add_photo,
    cancel_sheet,
    print_sheets,
    remove_photo,
    type_sheet,
)
from twiza.aid.actions.slots import Hours, change_slot, divide_days, open_slots
from twiza.aid.actions.stores import name_item, open_store, store_of_point
from twiza.aid.actions.transfers import receive_transfer, send_goods
from twiza.aid.actions.whereabouts import Looked, answer_whereabouts, ask_whereabouts
from twiza.aid.actions.zones import place_zones

__all__ = [
    "AnotherLane", "OpenedRound", "add_stop", "close_round", "open_round", "plan_round", "print_round",
    "record_door", "make_ledger", "print_ledger", "type_ledger", "LaneHeld", "OpenedPhone", "PrintedRelease", "accept_late", "give_pack", "open_phone", "print_opening",
    "print_releases", "revoke_phone", "record_field_operations", "make_releases", "move_leases", "release_lane", "share_lanes", "share_newcomers",
    "publish_replay", "RelationsMissing", "Looked", "answer_whereabouts", "ask_whereabouts",
    "HOLDS_A_SOUK",
    "UnfitDay",
    "enter_day",
    "enter_known_days",
    "enter_ramadan_hours",
    "enter_souk",
    "remove_day",
    "remove_souk",
    "CannotSignReply",
    "NamesAsked",
    "UnfitDemand",
    "record_demand",
    "reply_demand",
    "sign_reply",
    "Authorisation",
    "CannotSignDeposit",
    "Deposit",
    "Exempted",
    "NotPublished",
    "Receipt",
    "UnfitPaper",
    "ask_urgent_appeal",
    "end_appeal",
    "publish_appeal",
    "record_appeal",
    "record_declaration",
    "report_appeal",
    "sign_deposit",
    "tie_processing",
    "DeclaredLate",
    "ElectionFreeze",
    "NotDeclared",
    "ZonesNotPlaced",
    "end_old_campaigns",
    "erase_people_again",
    "BadSheet",
    "LinesDiffer",
    "SheetIsOver",
    "add_photo",
    "cancel_sheet",
    "print_sheets",
    "print_sheets_pdf",
    "remove_photo",
    "type_sheet",
    "TooManyFlips", "print_all_reasons", "print_reasons", "print_slip", "read_decision", "sign_set_aside", "request_reasons", "review_flips", "tell_reasons", "write_criteria",
    "AnotherPoint", "Answer", "Asked", "BadCount", "BadDraw", "BadObjection", "BadPlan", "CannotMove",
    "TooManyFlips", "print_all_reasons", "print_reasons", "request_reasons", "review_flips", "tell_reasons", "write_criteria",
    "AnotherPoint", "Answer", "Arrival", "Asked", "BadCount", "BadDraw", "BadObjection", "BadPlan", "CannotMove",
    "CannotSign", "CannotSignRecord", "ComparedTooOften", "Convoy", "Counted", "DaysAreSet", "DecidedFirst",
    "Hours", "IssuedCard", "MoreThanBaskets", "NoAgreement", "Nominated", "NotAKey", "NotSafe", "Operation",
    "OutOfOrder", "OwnWork", "Said", "SizeNotKnown", "accept_offer", "add_addendum", "add_funder",
    "add_point", "add_zone", "allocate_goods", "announce_lot", "announce_month", "answer_objection",
    "answer_purpose", "answer_question", "archive_campaign", "ask_purposes", "ask_sides",
    "attach_agreement", "cancel_record", "change_slot", "check_basket", "clone_campaign", "close_campaign",
    "close_incident", "close_objections", "count_arrival", "count_crisis_day", "count_store",
    "decide_not_same", "decide_one_family", "decide_substitution", "declare_office", "declare_relations",
    "demobilise_crisis", "divide_days", "draft_record", "draw_check", "draw_sheet", "end_funder",
    "enter_signature", "follow_incident", "forget_households", "free_lot", "freeze_criteria", "freeze_list",
    "freeze_pool", "give_back", "inspect_lot", "invite_partner", "issue_cards", "issue_goods", "judge_pool",
    "keep_pairs", "keep_public_file", "keep_sealed_file", "leave_proposal", "look_at_lesson", "make_baskets", "name_item", "nominate_from_registry",
    "nominate_households", "nominate_request", "note_offer", "note_one_family", "open_crisis",
    "open_dossier", "open_own_half", "open_slots", "open_store", "place_zones", "plan_campaign",
    "plan_more_baskets", "post_list", "prepare_check", "prepare_template", "print_cards", "print_dossier",
    "print_pads", "print_record", "publish_figures", "receive_lot", "receive_objection", "receive_pledged_goods", "receive_transfer",
    "print_pads", "print_record", "publish_criteria", "publish_figures", "receive_lot", "receive_objection", "receive_transfer",
    "reconcile_day", "record_check", "record_draw", "record_exit", "record_hand_over", "record_hand_overs",
    "record_inquiry", "record_opinions", "record_packed", "record_team_day", "refuse_offer",
    "register_light", "release_lot", "remove_agreement", "replace_card", "replace_lost_card",
    "report_campaign", "report_need", "report_resale", "request_cards", "request_list", "request_pool", "request_public_file", "request_sealed_file",
    "retire_template", "return_goods", "rows_to_match", "rule_hand_over", "seal_for_auditor", "send_goods",
    "set_dates", "sign_criteria", "sign_list", "sign_pool", "sign_record", "sign_relations", "start_distribution",
    "start_matching", "state_purposes", "store_of_point", "substitute_item", "take_decision_back",
    "take_in", "tell_incident", "tell_one_family", "undo_hand_over", "withdraw_nomination",
    "withdraw_second_code", "write_allocation_criteria", "write_content", "write_lesson",
]  # fmt: skip
