"""Tables of campaigns, lists, cards, hand-overs and stock."""

from twiza.aid.models.campaigns import (
    AnnouncedMonth,
    Campaign,
    CampaignPartner,
    DistributionPoint,
)
from twiza.aid.models.checks import (
    AfterCheck,
    CheckedHousehold,
    ExitTally,
    GapInquiry,
    Incident,
    IncidentStep,
    TeamDay,
)
from twiza.aid.models.entitlements import (
    Card,
    DignityCase,
    Entitlement,
    HandOver,
    HandOverRuling,
)
from twiza.aid.models.judging import (
    Judgement,
    Judging,
)
from twiza.aid.models.lists import (
    FrozenList,
    ListEntry,
    ListSignature,
    Nomination,
    NominationHousehold,
    OneFamilyNotice,
)
from twiza.aid.models.matching import (
    CampaignAgreement,
    MatchRun,
    PairQuestion,
    PartnerPair,
    PartnerPairDecision,
)
from twiza.aid.models.objections import Objection, ObjectionAnswer, ObjectionWindow, OfficeDeclaration
from twiza.aid.models.planning import (
    CampaignFunder,
    CampaignZone,
    ContentItem,
    ContentVersion,
    Lesson,
    LessonLook,
    PartnerProposal,
    PointSlot,
    SlotPlace,
)
from twiza.aid.models.publication import CampaignReport, PublishedFigures
from twiza.aid.models.purposes import (
    PurposeQuestion,
)
from twiza.aid.models.stock import (
    Reconciliation,
    StockMove,
)

__all__ = [
    "AfterCheck",
    "CampaignReport",
    "CheckedHousehold",
    "ExitTally",
    "GapInquiry",
    "Incident",
    "IncidentStep",
    "Objection",
    "ObjectionAnswer",
    "ObjectionWindow",
    "OfficeDeclaration",
    "PublishedFigures",
    "TeamDay",
    "AnnouncedMonth",
    "Campaign",
    "CampaignAgreement",
    "CampaignFunder",
    "CampaignPartner",
    "CampaignZone",
    "Card",
    "ContentItem",
    "ContentVersion",
    "DignityCase",
    "DistributionPoint",
    "Entitlement",
    "FrozenList",
    "HandOver",
    "HandOverRuling",
    "Judgement",
    "Judging",
    "Lesson",
    "LessonLook",
    "ListEntry",
    "ListSignature",
    "MatchRun",
    "Nomination",
    "NominationHousehold",
    "OneFamilyNotice",
    "PairQuestion",
    "PartnerPair",
    "PartnerPairDecision",
    "PartnerProposal",
    "PointSlot",
    "PurposeQuestion",
    "Reconciliation",
    "SlotPlace",
    "StockMove",
]
