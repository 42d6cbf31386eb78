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

__all__ = [
    "AddBeds",
    "CloseBed",
    "DeclareBeds",
    "GuestCardForm",
    "OfferBed",
    "OpenReserve",
    "OpenUnit",
    "StayOn",
]
