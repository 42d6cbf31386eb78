"""What a campaign gives: a basket, a voucher, clothes… Codes only; the words are the pages'. Pure Python."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from twiza.aid.rules.purposes import AidPurpose


class AidKind(StrEnum):
    """What one household receives."""

    BASKET = "basket"
    VOUCHER = "voucher"
    CASH = "cash"  # where it is lawful, and only with the text that allows it
    FEAST_CLOTHES = "feast_clothes"
    SCHOOL_KIT = "school_kit"
    WINTER_KIT = "winter_kit"
    HYGIENE_KIT = "hygiene_kit"
    DEVICE = "device"  # wheelchair, hearing aid, glasses
    SHELTER_KIT = "shelter_kit"  # tent, blankets, mattress
    OTHER = "other"


NEEDS_LEGAL_BASIS = frozenset({AidKind.CASH})

# What a kind is usually for: offered when nothing else is said, and a person may say otherwise
USUAL_PURPOSE: Mapping[AidKind, AidPurpose | None] = MappingProxyType(
    {
        AidKind.BASKET: AidPurpose.FOOD,
        AidKind.VOUCHER: AidPurpose.FOOD,
        AidKind.CASH: AidPurpose.INCOME,
        AidKind.FEAST_CLOTHES: AidPurpose.CLOTHING,
        AidKind.SCHOOL_KIT: AidPurpose.SCHOOL,
        AidKind.WINTER_KIT: AidPurpose.WINTER,
        AidKind.HYGIENE_KIT: AidPurpose.HYGIENE,
        AidKind.DEVICE: AidPurpose.DEVICES,
        AidKind.SHELTER_KIT: AidPurpose.SHELTER,
        AidKind.OTHER: None,
    }
)


def usual_purposes(kind: str) -> tuple[str, ...]:
    """Return what this kind of aid is usually for; nothing when it says nothing."""
    found = USUAL_PURPOSE[AidKind(kind)]
    return (found.value,) if found else ()
