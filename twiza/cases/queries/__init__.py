"""Everything that looks something up in the closed room."""

from twiza.cases.queries.alerts import (
    NoSuchAlert,
    alert_for,
    alerts_waiting_for,
    emergency_numbers,
    listeners_with_key,
    waiting_alerts,
    where_alerting,
)
from twiza.cases.queries.cases import (
    CaseLine,
    Emergencies,
    NoSuchCase,
    case_for,
    colleagues_to_ask,
    emergencies_of,
    my_cases,
    my_seat,
    own_emergencies,
    review_days,
    seat_for,
    team_of,
    waiting_for,
    where_allowed,
)
from twiza.cases.queries.child import (
    ChildFile,
    child_file,
    contact_blocked,
    decisions_waiting_for,
    has_own_contact,
    interviews_of,
    waiting_decision,
)
from twiza.cases.queries.closure import closures_of, nearest_task, still_open
from twiza.cases.queries.consent import (
    ConsentSaid,
    NoSuchConsent,
    consent_in,
    consents_of,
    covering,
    organisations_to_ask,
)
from twiza.cases.queries.desk import (
    NoPacketKey,
    NoSuchReferral,
    PacketClosed,
    ReferralLine,
    desk_keys,
    desk_of,
    desk_seat_for,
    packet_key,
    packet_of,
    referral_at_desk,
    referrals_to,
    sits_at_desk,
)
from twiza.cases.queries.directory import (
    FoundService,
    NoSuchService,
    service_for,
    services,
    services_to_confirm,
)
from twiza.cases.queries.erasure import (
    CERTIFICATE,
    NoSuchCertificate,
    PastKeeping,
    case_is_there,
    cases_past_keeping,
    certificate_for,
    counted_past_keeping,
    ending_for,
    erasure_asked,
    kept_until,
    sits_for_good,
    tables_reached,
)
from twiza.cases.queries.figures import (
    NoSuchSession,
    counts_of,
    figures_of,
    partner_counts,
    partners_shown,
    session_for,
    sessions_of,
    where_awareness,
    where_figures,
)
from twiza.cases.queries.follow_up import (
    asks_waiting,
    contact_rule,
    contacts_of,
    last_danger,
    open_ask,
    refused_kinds,
    said_of,
    supervisor_sits,
    supervisors_to_ask,
)
from twiza.cases.queries.going_home import HomeFile, home_file, may_be_child, says_where
from twiza.cases.queries.keys import keys_of, left_since, who_can_hold
from twiza.cases.queries.looks import LOOKS_PAGE, Look, Looks, Opening, looks_at, openings_of
from twiza.cases.queries.notes import (
    NoSuchNote,
    NoteSaid,
    case_of_draft,
    draft_of,
    note_by_id,
    note_for,
    notes_of,
    versions_of,
)
from twiza.cases.queries.outside import (
    NoSuchAsk,
    asked_about,
    asks_waiting_for,
    outside_ask_for,
    outside_asks,
    supervises,
    where_refusing,
)
from twiza.cases.queries.pins import pin_of
from twiza.cases.queries.plans import (
    acts_of,
    blocked_of,
    looks_of,
    names_around,
    old_look,
    open_days,
    plan_of,
)
from twiza.cases.queries.protocols import (
    NoSuchProposal,
    NoSuchProtocol,
    proposal_for,
    proposals_of,
    protocol_for,
    protocol_of,
    protocols_of,
    shipped_protocols,
)
from twiza.cases.queries.psychology import (
    drawer_case_for,
    drawer_notes,
    drawer_seat_for,
    drawer_seats,
    drawer_shows,
    may_be_allowed,
    may_keep_drawer,
    my_drawer_seat,
)
from twiza.cases.queries.reception import NoSuchTicket, last_called, ticket_for, waiting_tickets
from twiza.cases.queries.recovery import (
    Asked,
    NoSuchRecovery,
    Waiting,
    halves_missing,
    left_alone,
    my_recoveries,
    my_recovery,
    officer_of,
    officers_of,
    recoveries_waiting,
    recovery_lock,
    recovery_waiting_for,
    where_officer,
)
from twiza.cases.queries.referrals import (
    Offer,
    Prepared,
    SilentPartner,
    prepared,
    referral_for,
    referral_note,
    referrals_of,
    referrals_waiting_for,
    silent_partners,
)
from twiza.cases.queries.returning import KnockLine, knocks_for_me, ways_back
from twiza.cases.queries.rights import AskedRight, CopyPart, copy_of, plain, request_in, requests_of
from twiza.cases.queries.room import (
    IDLE_UNSET,
    HeldKey,
    NoKeyYet,
    OpenRoom,
    held_key,
    idle_time,
    keys_held,
    lock_of,
    worker_of,
)
from twiza.cases.queries.supervision import (
    Load,
    NoSuchTalk,
    Talk,
    heavy_above,
    held_talks,
    late_talks,
    listeners_of,
    loads_of,
    talk_for,
    talks_of,
    talks_waiting_for,
    where_care,
)
from twiza.cases.queries.waiting import after_waiting_for

__all__ = [
    "Asked", "AskedRight", "CERTIFICATE", "CaseLine", "ChildFile", "ConsentSaid", "CopyPart", "Emergencies",
    "FoundService", "HeldKey", "HomeFile", "IDLE_UNSET", "KnockLine", "LOOKS_PAGE", "Load", "Look", "Looks",
    "NoKeyYet", "NoPacketKey", "NoSuchAlert", "NoSuchAsk", "NoSuchCase", "NoSuchCertificate", "NoSuchConsent",
    "NoSuchNote", "NoSuchProposal", "NoSuchProtocol", "NoSuchRecovery", "NoSuchReferral", "NoSuchService",
    "NoSuchSession", "NoSuchTalk", "NoSuchTicket", "NoteSaid", "Offer", "OpenRoom", "Opening", "PacketClosed",
    "PastKeeping", "Prepared", "ReferralLine", "SilentPartner", "Talk", "Waiting", "acts_of", "after_waiting_for",
    "alert_for", "alerts_waiting_for", "asked_about", "asks_waiting", "asks_waiting_for", "blocked_of", "case_for",
    "case_is_there", "case_of_draft", "cases_past_keeping", "certificate_for", "child_file", "closures_of",
    "colleagues_to_ask", "consent_in", "consents_of", "contact_blocked", "contact_rule", "contacts_of", "copy_of",
    "counted_past_keeping", "counts_of", "covering", "decisions_waiting_for", "desk_keys", "desk_of",
    "desk_seat_for", "draft_of", "drawer_case_for", "drawer_notes", "drawer_seat_for", "drawer_seats",
    "drawer_shows", "emergencies_of", "emergency_numbers", "ending_for", "erasure_asked", "figures_of",
    "halves_missing", "has_own_contact", "heavy_above", "held_key", "held_talks", "home_file", "idle_time",
    "interviews_of", "kept_until", "keys_held", "keys_of", "knocks_for_me", "last_called", "last_danger",
    "late_talks", "left_alone", "left_since", "listeners_of", "listeners_with_key", "loads_of", "lock_of",
    "looks_at", "may_be_child", "looks_of", "may_be_allowed", "may_keep_drawer", "my_cases", "my_drawer_seat", "my_recoveries",
    "my_recovery", "my_seat", "names_around", "nearest_task", "note_by_id", "note_for", "notes_of", "officer_of",
    "officers_of", "old_look", "open_ask", "open_days", "openings_of", "organisations_to_ask", "outside_ask_for",
    "outside_asks", "own_emergencies", "packet_key", "packet_of", "partner_counts", "partners_shown", "pin_of",
    "plain", "plan_of", "prepared", "proposal_for", "proposals_of", "protocol_for", "protocol_of", "protocols_of",
    "recoveries_waiting", "recovery_lock", "recovery_waiting_for", "referral_at_desk", "referral_for",
    "referral_note", "referrals_of", "referrals_to", "referrals_waiting_for", "refused_kinds", "request_in",
    "requests_of", "review_days", "said_of", "says_where", "seat_for", "service_for", "services",
    "services_to_confirm", "session_for", "sessions_of", "shipped_protocols", "silent_partners", "sits_at_desk",
    "sits_for_good", "still_open", "supervises", "supervisor_sits", "supervisors_to_ask", "tables_reached",
    "talk_for", "talks_of", "talks_waiting_for", "team_of", "ticket_for", "versions_of", "waiting_alerts",
    "waiting_decision", "waiting_for", "waiting_tickets", "ways_back", "where_alerting", "where_allowed",
    "where_awareness", "where_care", "where_figures", "where_officer", "where_refusing", "who_can_hold",
    "worker_of",
]  # fmt: skip
