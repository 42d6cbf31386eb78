"""Tables of money."""

from twiza.funding.models.donors import Deposit, Donor, Gift, GiftSheet, Pledge, Receipt
from twiza.funding.models.grant_books import GrantBooking, HeadingAccount, Purchase, PurchaseShare
from twiza.funding.models.grant_money import (
    GrantConvention,
    GrantExpense,
    GrantProof,
    GrantReport,
    GrantReportLine,
    GrantReturn,
    GrantTranche,
)
from twiza.funding.models.grants import (
    BudgetLine,
    Grant,
    GrantCall,
    GrantCriterion,
    GrantDecision,
    GrantHeading,
    GrantInterest,
    GrantLook,
    GrantScore,
)
from twiza.funding.models.ledger import Account, BookClosing, Entry, Line, Project, Restriction
from twiza.funding.models.overfunding import OverfundingConsent, OverfundingNotice
from twiza.funding.models.payments import PaymentOrder, PaymentShare
from twiza.funding.models.works import (
    WorksItem,
    WorksPayment,
    WorksPlan,
    WorksProgramme,
    WorksProject,
    WorksReserve,
    WorksShare,
    WorksStep,
)

__all__ = [
    "WorksItem",
    "WorksPayment",
    "WorksPlan",
    "WorksProgramme",
    "WorksProject",
    "WorksReserve",
    "WorksShare",
    "WorksStep",
    "GrantBooking",
    "HeadingAccount",
    "Project",
    "Purchase",
    "PurchaseShare",
    "GrantConvention",
    "GrantExpense",
    "GrantProof",
    "GrantReport",
    "GrantReportLine",
    "GrantReturn",
    "GrantTranche",
    "Account",
    "BookClosing",
    "BudgetLine",
    "Deposit",
    "Donor",
    "Entry",
    "Gift",
    "GiftSheet",
    "Grant",
    "GrantCall",
    "GrantCriterion",
    "GrantDecision",
    "GrantHeading",
    "GrantInterest",
    "GrantLook",
    "GrantScore",
    "Line",
    "OverfundingConsent",
    "OverfundingNotice",
    "PaymentOrder",
    "PaymentShare",
    "Pledge",
    "Receipt",
    "Restriction",
]
