"""The morning after a night: what a guest wishes, offered each day and never forced. No Django."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from twiza.lib.errors import N_


class Wish(StrEnum):
    """What somebody wishes in the morning. The last two stand alone, and each is a full answer."""

    STAY = "stay"
    PAPERS = "papers"
    HEALTH = "health"
    FAMILY = "family"
    WORK = "work"
    NOTHING = "nothing"
    LATER = "later"


WISHES: Mapping[str, str] = {
    Wish.STAY: N_("To stay"),
    Wish.PAPERS: N_("Papers"),
    Wish.HEALTH: N_("Health"),
    Wish.FAMILY: N_("Their family"),
    Wish.WORK: N_("Work"),
    Wish.NOTHING: N_("Wants nothing"),
    Wish.LATER: N_("Not today"),
}
ALONE = frozenset({Wish.NOTHING, Wish.LATER})
# Where the listening goes on: the closed room, known by its own door and not by the guest's code
TO_THE_LISTENING = frozenset({Wish.PAPERS, Wish.WORK, Wish.FAMILY})


def is_answer(wishes: Collection[str]) -> bool:
    """Tell whether these wishes are an answer: some, known, or one that stands alone."""
    said = set(wishes)
    return bool(said) and said <= set(WISHES) and (len(said) == 1 or not said & ALONE)
