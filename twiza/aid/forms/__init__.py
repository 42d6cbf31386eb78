"""What is typed on the pages of campaigns, points and lists."""

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
from twiza.aid.forms.lists import AddAddendum, PrintCards
from twiza.aid.forms.matching import DECIDED, AnswerQuestion, AttachAgreement, DecidePair
from twiza.aid.forms.points import (
    ConfirmHandOver,
    CountDay,
    ReadCard,
    RecordPacked,
    ReplaceCard,
    SettleCase,
)
from twiza.aid.forms.requests import NominateRequest

__all__ = [
    "AddAddendum",
    "AddPoint",
    "AnnounceMonth",
    "AnswerQuestion",
    "AttachAgreement",
    "BringFromRegistry",
    "BringHousehold",
    "ConfirmHandOver",
    "CountDay",
    "DECIDED",
    "DecidePair",
    "InvitePartner",
    "MONTHS",
    "NominateRequest",
    "PlanCampaign",
    "PlanMoreBaskets",
    "PrintCards",
    "ReadCard",
    "RecordPacked",
    "ReplaceCard",
    "SetDates",
    "SettleCase",
    "WriteCriteria",
]
