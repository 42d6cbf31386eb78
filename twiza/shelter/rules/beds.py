"""Beds and who may sleep where: places of women are of women only. No Django.

Groups are those that a site declares each day (J-04): men, women, families, medical, and a home for elderly people.
"""

from collections.abc import Mapping
from enum import StrEnum

from twiza.lib.errors import N_


class Who(StrEnum):
    """Who is offered a bed, as they say or as they seem: an offer, never an identity."""

    WOMAN = "woman"
    MAN = "man"
    CHILD = "child"  # with the family; a child alone is never a guest: J-02


class Group(StrEnum):
    """Whom a row of rooms is for. Medical and elderly rooms say for whom too: none is for women and men together."""

    WOMEN = "women"
    MEN = "men"
    FAMILY = "family"
    MEDICAL_WOMEN = "medical_women"
    MEDICAL_MEN = "medical_men"
    ELDERLY_WOMEN = "elderly_women"
    ELDERLY_MEN = "elderly_men"


class Use(StrEnum):
    """What a bed is used for, over some nights."""

    HELD = "held"  # offered: kept until they come, refuse, or are not heard of
    SLEPT = "slept"
    CLOSED = "closed"  # out of order
    KEPT = "kept"  # for somebody who went home: theirs again by their code, whatever happened
    FREED = "freed"


class Freed(StrEnum):
    """Why a bed became free again."""

    REFUSED = "refused"
    SILENT = "silent"
    LEFT = "left"
    MOVED = "moved"
    MISTAKE = "mistake"
    MENDED = "mended"
    BACK = "back"


GROUPS: Mapping[str, str] = {
    Group.WOMEN: N_("Women"),
    Group.MEN: N_("Men"),
    Group.FAMILY: N_("Families and couples"),
    Group.MEDICAL_WOMEN: N_("Women who need care"),
    Group.MEDICAL_MEN: N_("Men who need care"),
    Group.ELDERLY_WOMEN: N_("Elderly women"),
    Group.ELDERLY_MEN: N_("Elderly men"),
}
WHO: Mapping[str, str] = {
    Who.WOMAN: N_("A woman"),
    Who.MAN: N_("A man"),
    Who.CHILD: N_("A child with the family"),
}
FREED: Mapping[str, str] = {
    Freed.REFUSED: N_("They did not want the bed"),
    Freed.SILENT: N_("They did not come in time"),
    Freed.LEFT: N_("They left"),
    Freed.MOVED: N_("They moved to another bed"),
    Freed.MISTAKE: N_("It was written by mistake"),
    Freed.MENDED: N_("The bed is in order again"),
    Freed.BACK: N_("They came back to the bed that was kept"),
}
# What a site says each day before the hour; each number is asked for by these words
DECLARED: Mapping[str, str] = {
    "men": N_("Free beds for men"),
    "women": N_("Free beds for women"),
    "family": N_("Free beds for families"),
    "medical": N_("Free beds for people who need care"),
    "elderly": N_("Free beds for elderly people"),
}
COUNTED_AS: Mapping[Group, str] = {
    Group.MEN: "men",
    Group.WOMEN: "women",
    Group.FAMILY: "family",
    Group.MEDICAL_WOMEN: "medical",
    Group.MEDICAL_MEN: "medical",
    Group.ELDERLY_WOMEN: "elderly",
    Group.ELDERLY_MEN: "elderly",
}

_FITS: Mapping[Who, frozenset[Group]] = {
    Who.WOMAN: frozenset({Group.WOMEN, Group.FAMILY, Group.MEDICAL_WOMEN, Group.ELDERLY_WOMEN}),
    Who.MAN: frozenset({Group.MEN, Group.FAMILY, Group.MEDICAL_MEN, Group.ELDERLY_MEN}),
    Who.CHILD: frozenset({Group.FAMILY}),
}
CODE_LENGTH = 6  # of a guest: 25 random bits, a name for a winter, never a key
_SEVERAL = 2  # people of one party


def may_sleep(who: Who, group: Group, *, party: int) -> bool:
    """Tell whether somebody may sleep in rooms of a group. Family rooms are for those who came together.

    Args:
        party: how many came together, 1 for somebody alone.
    """
    return group in _FITS[who] and (group is not Group.FAMILY or party >= _SEVERAL)


def groups_for(who: Who, *, party: int = 1, care: bool = False, elderly: bool = False) -> tuple[Group, ...]:
    """Return the groups whose beds fit, the best first.

    Those who came together stay together where they may. Somebody elderly without support goes to a home for
    elderly people, somebody who needs care to rooms where there is care; when these are full, to the others.
    """
    wanted = [Group.FAMILY]
    if who is not Who.CHILD:
        one = "women" if who is Who.WOMAN else "men"
        wanted += [Group(f"medical_{one}")] * care + [Group(f"elderly_{one}")] * elderly + [Group(one)]
    return tuple(group for group in wanted if may_sleep(who, group, party=party))
