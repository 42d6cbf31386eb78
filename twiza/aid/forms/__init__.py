"""What is typed on the pages of campaigns, points and lists."""

from twiza.aid.forms.after import (
    AnswerObjection,
    CloseIncident,
    DeclareOffice,
    DrawCheck,
    FollowIncident,
    ReceiveObjection,
    RecordCheck,
    RecordExit,
    RecordInquiry,
    RecordTeamDay,
    TellIncident,
)
from twiza.aid.forms.campaigns import (
    MONTHS,
    AddPoint,
    AnnounceMonth,
    BringFromRegistry,
    BringHousehold,
    InvitePartner,
    PlanCampaign,
    PlanMoreBaskets,
    SetDates,
    WriteCriteria,
)
from twiza.aid.forms.decisions import AskDecision, PrintReasons, PrintReasonSheets, TellReasons
from twiza.aid.forms.lanes import LedgerLines, RevokePhone, ShareLanes
from twiza.aid.forms.legal import (
    EndAppeal,
    EnterDay,
    EnterHours,
    EnterSouk,
    EnterYear,
    RecordAppeal,
    RecordDeclaration,
    RecordDemand,
    ReplyDemand,
    ReportAppeal,
    TieProcessing,
)
from twiza.aid.forms.lists import REASONS, AddAddendum, PrintCards
from twiza.aid.forms.matching import DECIDED, AnswerQuestion, AttachAgreement, DecidePair
from twiza.aid.forms.planning import (
    LOOKED,
    SHARES,
    UNITS,
    AddFunder,
    AnswerPurpose,
    AnswerWhereabouts,
    ChangeSlot,
    CloneCampaign,
    DivideDays,
    LookAtLesson,
    OpenSlot,
    PlaceZones,
    StatePurposes,
    SubstituteItem,
    WriteContent,
    WriteLesson,
)
from twiza.aid.forms.points import ConfirmHandOver, CountDay, ReadCard, RecordPacked, ReplaceCard, SettleCase
from twiza.aid.forms.pools import OpenSlip, RecordDraw, SealForAuditor
from twiza.aid.forms.requests import NominateRequest
from twiza.aid.forms.rounds import AddStop, PlanRound, TellDoor
from twiza.aid.forms.sheets import CancelSheet, OpenSheet, PrintSheets, SheetPhoto
from twiza.aid.forms.writing import FLIP_REASONS, AddRule, ReviewFlips

__all__ = [
    "AddStop",
    "PlanRound",
    "TellDoor",
    "LedgerLines",
    "RevokePhone",
    "ShareLanes",
    "AddRule",
    "AskDecision",
    "CancelSheet",
    "EndAppeal",
    "EnterDay",
    "EnterHours",
    "EnterSouk",
    "EnterYear",
    "FLIP_REASONS",
    "OpenSheet",
    "PrintReasonSheets",
    "PrintReasons",
    "PrintSheets",
    "REASONS",
    "RecordAppeal",
    "RecordDeclaration",
    "RecordDemand",
    "ReplyDemand",
    "ReportAppeal",
    "ReviewFlips",
    "SheetPhoto",
    "TellReasons",
    "TieProcessing",
    "AddAddendum", "AddFunder", "AddPoint", "AnnounceMonth", "AnswerObjection", "AnswerPurpose",
    "AnswerWhereabouts",
    "AnswerQuestion", "AttachAgreement", "BringFromRegistry", "BringHousehold", "ChangeSlot",
    "CloneCampaign", "CloseIncident", "ConfirmHandOver", "CountDay", "DECIDED", "DecidePair",
    "DeclareOffice", "DivideDays", "DrawCheck", "FollowIncident", "InvitePartner", "LOOKED", "LookAtLesson",
    "MONTHS", "NominateRequest", "OpenSlip", "OpenSlot", "PlaceZones", "PlanCampaign", "PlanMoreBaskets",
    "PrintCards", "ReadCard", "ReceiveObjection", "RecordCheck", "RecordDraw", "RecordExit",
    "RecordInquiry", "RecordPacked", "RecordTeamDay", "ReplaceCard", "SHARES", "SealForAuditor", "SetDates",
    "SettleCase", "StatePurposes", "SubstituteItem", "TellIncident", "UNITS", "WriteContent",
    "WriteCriteria", "WriteLesson",
]  # fmt: skip
