"""A family written a second time, elsewhere or in another script, as hands do it. Pure Python."""

from dataclasses import replace
from random import Random

from twiza.demo.families import Family
from twiza.demo.names import Name

# as it is, with the two names in the other order, a slip of the hand, only the year of birth, without a telephone
HOWS = ("as_it_is", "other_order", "slip", "year_only", "no_phone")


def written_again(family: Family, number: int, chance: Random) -> Family:
    """Return the family as it is written the second time; `number` says how, each way in its turn."""
    how = HOWS[number % len(HOWS)]
    head = family.head
    phone = family.phone
    if how == "other_order":
        head = replace(head, given=head.surname, surname=head.given)
    elif how == "slip":
        head = replace(head, surname=_slipped(head.surname, chance))
    elif how == "no_phone":
        phone = ""
    return replace(family, members=(head, *family.members[1:]), phone=phone, again=how)


def _slipped(name: Name, chance: Random) -> Name:
    """Lose a letter inside the name, in each script."""
    return Name(_lost(name.ar, chance), _lost(name.fr, chance))


def _lost(word: str, chance: Random) -> str:
    places = [n for n in range(2, len(word) - 1) if word[n] != " " and word[n - 1] != " "]
    if len(word) < 5 or not places:
        return word
    place = chance.choice(places)
    return word[:place] + word[place + 1 :]
