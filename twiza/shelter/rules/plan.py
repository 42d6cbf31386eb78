"""The plan of a winter: areas where teams look, what they take. No Django.

An area is a quarter, never a point: where somebody sleeps is a secret, and a squat that is written down is cleared.
"""

import re
from collections.abc import Mapping

from twiza.lib.errors import N_
from twiza.lib.text import western_digits

# Pieces that a round takes and brings back: counted, not a stock
KITS: Mapping[str, str] = {
    "blanket": N_("Blankets"),
    "meal": N_("Meals"),
    "drink": N_("Hot drinks"),
    "hygiene": N_("Hygiene kits"),
    "clothes": N_("Warm clothes"),
    "first_aid": N_("First-aid kits"),
    "other": N_("Other pieces"),
}
MOST_PIECES = 2000

# As the database says it too: degrees with decimals, or a link
EXACT = r"[0-9٠-٩]{1,3}[.,٫][0-9٠-٩]{3,}|://|www\."
_HOUSE = re.compile(r"(?:رقم|n°|nº|\bno\.|\bnum[eé]ro)\s*[0-9]|[23456789CFGHJMPQRVWX]{4,}\+[23456789CFGHJMPQRVWX]{2,}", re.I)  # fmt: skip


def is_area(name: str) -> bool:
    """Tell whether words name an area at most: no coordinates, no link, no number of a house, no code of a point."""
    text = western_digits(name)
    return bool(text.strip()) and not re.search(EXACT, text, re.I) and not _HOUSE.search(text)
