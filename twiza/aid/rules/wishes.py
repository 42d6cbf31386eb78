"""What goods were given for, and when they may not go where they are sent. Pure Python.

The words are the giver's, kept on the lot. Nothing here is about who receives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from twiza.funding.rules.restrictions import Kind
from twiza.lib.errors import N_, DomainError


class GivenForAnother(DomainError):
    """Goods that were given for something else than what they are taken for."""

    code = "aid.given_for_another"


WHY_NOT: dict[str, str] = {
    "waqf": N_("it is a waqf, which is kept and lent, never given away"),
    "other_campaign": N_("it was given for “%(campaign)s” only"),
    "other_zone": N_("it was given for “%(zone)s” only, and this goes elsewhere too"),
    "after_the_prayer": N_("it is zakat al-fitr, and the Eid prayer is over: ask whoever gave it"),
    "other_criteria": N_("the criteria of its customs dossier name “%(campaign)s” only"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a lot was given for.

    Attributes:
        kind: of the restriction, "" where there is none.
        campaign: the only one that may have it, or None.
        zone: the only neighbourhood that may have it, or "".
        spend_before: the Eid prayer, of zakat al-fitr.
        criteria: the only campaign that the criteria of a customs dossier name, or None.
    """

    kind: str = ""
    campaign: UUID | None = None
    zone: str = ""
    spend_before: datetime | None = None
    criteria: UUID | None = None


def why_not_give(wish: Wish, *, campaign: UUID | None, zones: Sequence[str], at: datetime) -> str:
    """Return why goods so given may not go there, as a key of WHY_NOT, or "".

    Args:
        campaign: for which they would be used; None: for none, as when they go to an institution.
        zones: the neighbourhoods that they would reach.
    """
    if wish.kind == Kind.WAQF:
        return "waqf"
    if wish.campaign is not None and campaign != wish.campaign:
        return "other_campaign"
    if wish.criteria is not None and campaign is not None and campaign != wish.criteria:
        return "other_criteria"
    if wish.zone and list(zones) != [wish.zone]:
        return "other_zone"
    if wish.kind == Kind.ZAKAT_AL_FITR and wish.spend_before is not None and at >= wish.spend_before:
        return "after_the_prayer"
    return ""
