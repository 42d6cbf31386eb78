"""The shape of what is typed about a winter."""

from twiza.shelter.forms.beds import (
    AddBeds,
    CloseBed,
    DeclareBeds,
    GuestCardForm,
    OfferBed,
    OpenReserve,
    OpenUnit,
    StayOn,
)
from twiza.shelter.forms.mornings import CallHealth, HearWish, SettleHealth

__all__ = [
    "CallHealth",
    "HearWish",
    "SettleHealth",
    "AddBeds",
    "CloseBed",
    "DeclareBeds",
    "GuestCardForm",
    "OfferBed",
    "OpenReserve",
    "OpenUnit",
    "StayOn",
]
