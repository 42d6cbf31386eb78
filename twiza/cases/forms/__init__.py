"""The shape of what is typed in the closed room."""

from twiza.cases.forms.acts import LookAgain, WriteAct
from twiza.cases.forms.after import CloseCase, DecideSilence, Knock, RecordContact, ReopenCase, WayBack
from twiza.cases.forms.alerts import RaiseAlert
from twiza.cases.forms.care import AskTalk, MoveTalk, PlanTalk
from twiza.cases.forms.cases import CorrectListening, GiveTicket, Listen, MoveCase, WriteNote
from twiza.cases.forms.child import (
    ChildSafety,
    InformChild,
    PlanFollowUps,
    ReachChild,
    ReviewChild,
    SayDuty,
    SettleFollowUp,
    TransmitChild,
    WriteGuardian,
    WriteInterview,
)
from twiza.cases.forms.consent import OrganisationField, WriteConsent
from twiza.cases.forms.directory import FindService, NearField, WriteService
from twiza.cases.forms.figures import WriteSession
from twiza.cases.forms.going_home import HOME_FORMS
from twiza.cases.forms.plans import AnswerPaper, WriteGoal, WriteTask
from twiza.cases.forms.protocols import AnswerProposal, NoneFits, PinProtocol, ProtocolHead, ProtocolStep
from twiza.cases.forms.psychology import AllowReader, DrawerNote
from twiza.cases.forms.recovery import AskRecovery, ConfirmRecovery, StartAnew, TakeRecoveryKey
from twiza.cases.forms.referrals import AnswerReferral, PrepareReferral, ReturnResult, SendPacket, WriteAnswer
from twiza.cases.forms.rights import AskRight, CorrectNote, CourtPaper, FindCertificate, RefuseOutside
from twiza.cases.forms.room import (
    AskIn,
    BreakGlass,
    ChangePassphrase,
    ChoosePin,
    GiveKey,
    GivePin,
    OpenRoom,
    RenewKeys,
    TakeKey,
)
from twiza.cases.forms.shapes import choices

__all__ = [
    "HOME_FORMS",
    "AnswerProposal",
    "AllowReader",
    "AnswerPaper",
    "AnswerReferral",
    "AskIn",
    "AskRecovery",
    "AskRight",
    "AskTalk",
    "BreakGlass",
    "ChangePassphrase",
    "ChildSafety",
    "ChoosePin",
    "CloseCase",
    "ConfirmRecovery",
    "CorrectListening",
    "CorrectNote",
    "CourtPaper",
    "DecideSilence",
    "DrawerNote",
    "FindCertificate",
    "FindService",
    "GiveKey",
    "GivePin",
    "GiveTicket",
    "InformChild",
    "Knock",
    "Listen",
    "LookAgain",
    "MoveCase",
    "MoveTalk",
    "NearField",
    "OpenRoom",
    "OrganisationField",
    "NoneFits",
    "PinProtocol",
    "PlanFollowUps",
    "ReachChild",
    "PlanTalk",
    "PrepareReferral",
    "ProtocolHead",
    "ProtocolStep",
    "RaiseAlert",
    "RecordContact",
    "RefuseOutside",
    "RenewKeys",
    "ReopenCase",
    "ReturnResult",
    "ReviewChild",
    "SayDuty",
    "SendPacket",
    "SettleFollowUp",
    "StartAnew",
    "TakeKey",
    "TakeRecoveryKey",
    "TransmitChild",
    "WayBack",
    "WriteAct",
    "WriteAnswer",
    "WriteConsent",
    "WriteGoal",
    "WriteGuardian",
    "WriteInterview",
    "WriteNote",
    "WriteService",
    "WriteSession",
    "WriteTask",
    "choices",
]
