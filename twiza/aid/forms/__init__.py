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
from twiza.aid.forms.lists import AddAddendum, PrintCards
from twiza.aid.forms.matching import DECIDED, AnswerQuestion, AttachAgreement, DecidePair
from twiza.aid.forms.planning import (
    LOOKED,
    SHARES,
    UNITS,
    AddFunder,
    AnswerPurpose,
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
from twiza.aid.forms.sheets import CancelSheet, OpenSheet, PrintSheets, SheetPhoto

__all__ = [
    "EndAppeal",
    "EnterDay",
    "EnterHours",
    "EnterSouk",
    "EnterYear",
    "RecordAppeal",
    "RecordDeclaration",
    "RecordDemand",
    "ReplyDemand",
    "ReportAppeal",
    "TieProcessing",
    "CancelSheet",
    "OpenSheet",
    "PrintSheets",
    "SheetPhoto",
    "AddAddendum", "AddFunder", "AddPoint", "AnnounceMonth", "AnswerObjection", "AnswerPurpose",
    "AnswerQuestion", "AttachAgreement", "BringFromRegistry", "BringHousehold", "ChangeSlot",
    "CloneCampaign", "CloseIncident", "ConfirmHandOver", "CountDay", "DECIDED", "DecidePair",
    "DeclareOffice", "DivideDays", "DrawCheck", "FollowIncident", "InvitePartner", "LOOKED", "LookAtLesson",
    "MONTHS", "NominateRequest", "OpenSlip", "OpenSlot", "PlaceZones", "PlanCampaign", "PlanMoreBaskets",
    "PrintCards", "ReadCard", "ReceiveObjection", "RecordCheck", "RecordDraw", "RecordExit",
    "RecordInquiry", "RecordPacked", "RecordTeamDay", "ReplaceCard", "SHARES", "SealForAuditor", "SetDates",
    "SettleCase", "StatePurposes", "SubstituteItem", "TellIncident", "UNITS", "WriteContent",
    "WriteCriteria", "WriteLesson",
]  # fmt: skip
