"""Tables of the winter."""

from twiza.shelter.models.beds import Bed, Declaration, ReserveOpening, Unit
from twiza.shelter.models.bulletins import Bulletin, PublishedNights
from twiza.shelter.models.committee import CommitteeSeat, Decision, DutyContact, Meeting
from twiza.shelter.models.encounters import Encounter, EncounterGuest, EncounterKit, EncounterSeal, VoicePart
from twiza.shelter.models.mornings import HealthReferral, MorningWish, NightCount
from twiza.shelter.models.outreach import CallOut, CallOutSeal, OutreachKey, OutreachSeat
from twiza.shelter.models.plan import HotSpot, Kit, Team, Vehicle
from twiza.shelter.models.rounds import Round, RoundEscort, RoundKit, RoundMember, RoundStop
from twiza.shelter.models.stays import BedUse, Guest, GuestCard, UnmetNeed
from twiza.shelter.models.winters import Winter, WinterChange, WinterSite

__all__ = [
    "CallOut",
    "CallOutSeal",
    "Encounter",
    "EncounterGuest",
    "EncounterKit",
    "EncounterSeal",
    "OutreachKey",
    "OutreachSeat",
    "VoicePart",
    "HealthReferral",
    "MorningWish",
    "NightCount",
    "Round",
    "RoundEscort",
    "RoundKit",
    "RoundMember",
    "RoundStop",
    "HotSpot",
    "Kit",
    "Team",
    "Vehicle",
    "Bed",
    "BedUse",
    "Bulletin",
    "CommitteeSeat",
    "Decision",
    "Declaration",
    "DutyContact",
    "Guest",
    "GuestCard",
    "Meeting",
    "PublishedNights",
    "ReserveOpening",
    "Unit",
    "UnmetNeed",
    "Winter",
    "WinterChange",
    "WinterSite",
]
