"""The tables of the closed room and of its reception: one file for each subject."""

from twiza.cases.models.after import CareTalk, Knock, ReturnKey, SupervisorAsk
from twiza.cases.models.alerts import Alert, AlertSeal
from twiza.cases.models.child import WaitingDecision
from twiza.cases.models.directory import Service, ServiceConfirmation
from twiza.cases.models.emergencies import EmergencyTry
from twiza.cases.models.figures import AwarenessSession, RoomFigures
from twiza.cases.models.keys import CaseKey, DrawerSeat
from twiza.cases.models.pins import RoomPin
from twiza.cases.models.protocols import Proposal, Protocol
from twiza.cases.models.reception import Ticket
from twiza.cases.models.recovery import KeyHalf, RecoveryAsk, RecoveryConfirm, RecoveryLock, RecoveryOfficer
from twiza.cases.models.referrals import DeskSeat, Packet, PacketKey, Referral, ReferralCase
from twiza.cases.models.rights import ErasedCase, ErasureAsk, ErasureCertificate, OutsideAsk
from twiza.cases.models.room import Case, CaseNote, NoteVersion, RoomDraft, RoomLock, RoomWorker, TeamSeat
from twiza.cases.models.tallies import Tally

__all__ = [
    "Alert",
    "AlertSeal",
    "AwarenessSession",
    "CareTalk",
    "Case",
    "CaseKey",
    "CaseNote",
    "DeskSeat",
    "DrawerSeat",
    "EmergencyTry",
    "ErasedCase",
    "ErasureAsk",
    "ErasureCertificate",
    "KeyHalf",
    "Knock",
    "NoteVersion",
    "OutsideAsk",
    "Packet",
    "PacketKey",
    "Proposal",
    "Protocol",
    "RecoveryAsk",
    "RecoveryConfirm",
    "RecoveryLock",
    "RecoveryOfficer",
    "Referral",
    "ReferralCase",
    "ReturnKey",
    "RoomDraft",
    "RoomFigures",
    "RoomLock",
    "RoomPin",
    "RoomWorker",
    "Service",
    "ServiceConfirmation",
    "SupervisorAsk",
    "Tally",
    "TeamSeat",
    "Ticket",
    "WaitingDecision",
]
