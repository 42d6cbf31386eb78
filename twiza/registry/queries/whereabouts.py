"""Whether a household is still there: what was said, and when anything of it was confirmed last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twiza.registry.models import Household, Whereabouts
from twiza.registry.queries.groups import group_of
from twiza.registry.rules.whereabouts import Said, Word, last_word


@dataclass(frozen=True)
class Standing:
    """What was said last of a family ("" when nothing was), and when anything of it was last confirmed."""

    said: str
    said_at: datetime | None
    confirmed_at: datetime


def standing_of_household(household: Household) -> Standing:
    """Return the standing of a household, files merged into it included."""
    rows = Whereabouts.objects.filter(household__in=group_of(household.pk)).order_by("noted_at", "pk")
    words = [Word(Said(said), at) for said, at in rows.values_list("said", "noted_at")]
    last = last_word(words)
    here: list[Any] = [one.at for one in words if one.said is Said.HERE]
    return Standing(
        last.said.value if last else "",
        last.at if last else None,
        max([household.changed_at, *here]),
    )
