"""What is counted of a night, without anybody: for the bulletin and for the committee. No Django."""

from collections.abc import Mapping

from twiza.lib.errors import N_
from twiza.shelter.rules.health import HEALTH_RESULTS
from twiza.shelter.rules.mornings import WISHES

ASKED = "health_asked"
LEFT_FOR_FAMILY = "left_family"
KEPT = "place_kept"
CAME_BACK = "came_back"
COUNTS: Mapping[str, str] = {
    **{f"wish_{code}": words for code, words in WISHES.items()},
    ASKED: N_("Health was called"),
    **{f"health_{code}": words for code, words in HEALTH_RESULTS.items()},
    LEFT_FOR_FAMILY: N_("Left for their family"),
    KEPT: N_("Beds kept for who went home"),
    CAME_BACK: N_("Came back to the bed that was kept"),
}
