"""What a campaign gives, in the words of its pages and cards."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twiza.aid.rules.kinds import AidKind


@dataclass(frozen=True)
class KindWords:
    """How a kind of aid is called: one of it, several, and the title of its card."""

    one: Any
    many: Any
    card: Any


KINDS = {
    AidKind.BASKET: KindWords(_("Basket"), _("Baskets"), _("Collection card")),
    AidKind.VOUCHER: KindWords(_("Voucher"), _("Vouchers"), _("Card for a voucher")),
    AidKind.CASH: KindWords(_("Money aid"), _("Money aids"), _("Collection card")),
    AidKind.FEAST_CLOTHES: KindWords(
        _("Clothes for the feast"), pgettext_lazy("several", "Clothes for the feast"), _("Card for clothes")
    ),
    AidKind.SCHOOL_KIT: KindWords(_("School kit"), _("School kits"), _("Card for a school kit")),
    AidKind.WINTER_KIT: KindWords(_("Winter kit"), _("Winter kits"), _("Card for a winter kit")),
    AidKind.HYGIENE_KIT: KindWords(_("Hygiene kit"), _("Hygiene kits"), _("Collection card")),
    # a device says something of a body: its card says nothing of it
    AidKind.DEVICE: KindWords(_("Aid device"), _("Aid devices"), _("Collection card")),
    AidKind.SHELTER_KIT: KindWords(_("Shelter kit"), _("Shelter kits"), _("Collection card")),
    AidKind.OTHER: KindWords(_("Other aid"), _("Other aids"), _("Collection card")),
}


def kind_words(kind: str) -> KindWords:
    """Return how this kind of aid is called."""
    return KINDS[AidKind(kind)]
