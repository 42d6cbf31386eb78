"""Tables of money."""

from twiza.funding.models.donors import Deposit, Donor, Gift, GiftSheet, Pledge, Receipt
from twiza.funding.models.ledger import Account, BookClosing, Entry, Line, Restriction
from twiza.funding.models.payments import PaymentOrder, PaymentShare

__all__ = [
    "Account",
    "BookClosing",
    "Deposit",
    "Donor",
    "Entry",
    "Gift",
    "GiftSheet",
    "Line",
    "PaymentOrder",
    "PaymentShare",
    "Pledge",
    "Receipt",
    "Restriction",
]
