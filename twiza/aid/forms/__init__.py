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
from twiza.aid.forms.points import (
    ConfirmHandOver,
    CountDay,
    ReadCard,
    RecordPacked,
    ReplaceCard,
    SettleCase,
)

__all__ = [
    "MONTHS",
    "AddAddendum",
    "AddPoint",
    "AnnounceMonth",
    "BringFromRegistry",
    "BringHousehold",
    "ConfirmHandOver",
    "CountDay",
    "InvitePartner",
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
