"""Tables of campaigns, lists, cards, hand-overs and stock."""

from twiza.aid.models.calendar import (
    CalendarDay,
    RamadanHours,
    SoukDay,
)
from twiza.aid.models.campaigns import AnnouncedMonth, Campaign, CampaignPartner, DistributionPoint
from twiza.aid.models.checks import (
    AfterCheck,
    CheckedHousehold,
    ExitTally,
    GapInquiry,
    Incident,
    IncidentStep,
    TeamDay,
)
from twiza.aid.models.crisis import (
    CrisisDay,
    CrisisOffer,
    CrisisProgramme,
    LightHousehold,
    NeedReport,
    ProgrammeTemplate,
    TokenPad,
)
from twiza.aid.models.criteria import CriteriaSignature, PublishedCriteria
from twiza.aid.models.entitlements import Card, DignityCase, Entitlement, HandOver, HandOverRuling
from twiza.aid.models.field_facts import HandOverUndo, HandOverWitness, SpareGiven
from twiza.aid.models.goods import (
    CustomsDossier,
    GoodsIssue,
    GoodsRecord,
    Inspection,
    PackCheck,
    Packing,
    RecordLine,
    RecordSignature,
    Resale,
    Substitution,
)
from twiza.aid.models.judging import FlipReview, Judgement, Judging
from twiza.aid.models.lanes import Lane, LaneLease, LaneRelease, PackGiven
from twiza.aid.models.ledgers import LaneLedger, LedgerEntry
from twiza.aid.models.legal import (
    Appeal,
    Declaration,
    NameDemand,
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
from twiza.aid.models.objections import (
    Objection,
    ObjectionAnswer,
    ObjectionWindow,
    OfficeDeclaration,
    SetAside,
)
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
from twiza.aid.models.pools import Draw, Placement, Pool, PoolSignature
from twiza.aid.models.publication import CampaignReport, PublishedFigures, PublishedReplay
from twiza.aid.models.purposes import PurposeQuestion
from twiza.aid.models.relations import NominationRelation
from twiza.aid.models.rounds import DeliveryRound, DeliveryStop
from twiza.aid.models.sheets import NominationSheet, SheetLine
from twiza.aid.models.stock import Reconciliation, StockMove
from twiza.aid.models.stores import GoodsItem, GoodsMove, Lot, LotBalance, Store, Transfer, TransferLine
from twiza.aid.models.whereabouts import WhereaboutsQuestion

__all__ = [
    "DeliveryRound",
    "DeliveryStop",
    "LaneLedger",
    "LedgerEntry",
    "HandOverUndo",
    "HandOverWitness",
    "SpareGiven",
    "Lane",
    "LaneLease",
    "LaneRelease",
    "PackGiven",
    "WhereaboutsQuestion",
    "CalendarDay",
    "RamadanHours",
    "SoukDay",
    "Appeal",
    "Declaration",
    "NameDemand",
    "NominationSheet",
    "SheetLine",
    "FlipReview",
    "CriteriaSignature",
    "PublishedCriteria",
    "AfterCheck", "AnnouncedMonth", "Campaign", "CampaignAgreement", "CampaignFunder", "CampaignPartner",
    "CampaignReport", "CampaignZone", "Card", "CheckedHousehold", "ContentItem", "ContentVersion",
    "CrisisDay", "CrisisOffer", "CrisisProgramme", "CustomsDossier", "DignityCase", "DistributionPoint",
    "Draw", "Entitlement", "ExitTally", "FrozenList", "GapInquiry", "GoodsIssue", "GoodsItem", "GoodsMove",
    "GoodsRecord", "HandOver", "HandOverRuling", "Incident", "IncidentStep", "Inspection", "Judgement",
    "Judging", "Lesson", "LessonLook", "LightHousehold", "ListEntry", "ListSignature", "Lot", "LotBalance",
    "MatchRun", "NeedReport", "Nomination", "NominationHousehold", "NominationRelation", "Objection",
    "ObjectionAnswer", "ObjectionWindow", "SetAside", "OfficeDeclaration", "OneFamilyNotice", "PackCheck", "Packing",
    "PairQuestion", "PartnerPair", "PartnerPairDecision", "PartnerProposal", "Placement", "PointSlot",
    "Pool", "PoolSignature", "ProgrammeTemplate", "PublishedFigures", "PublishedReplay", "PurposeQuestion", "Reconciliation",
    "RecordLine", "RecordSignature", "Resale", "SlotPlace", "StockMove", "Store", "Substitution", "TeamDay",
    "TokenPad", "Transfer", "TransferLine",
]  # fmt: skip
