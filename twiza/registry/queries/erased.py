"""Families that were erased, known again by a keyed hash."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings

from twiza.lib.keyring import Keyring
from twiza.registry.models import ErasedFamily, Household, ImportedRow
from twiza.registry.queries.drafts import drafts_of, originals_of
from twiza.registry.rules.drafts import Draft
from twiza.registry.rules.erased import fingerprints_of, marks_of


def fingerprints_kept_of(household: Household) -> set[bytes]:
    """Return the fingerprints of a household as it was written and as it is read, and as the sheets that brought it
    said.
    """
    said = originals_of([household])
    if household.merged_into_id is None:
        said += drafts_of([household])
    found = {one for draft in said for one in fingerprints_of(draft)}
    for content, identity in ImportedRow.objects.filter(household=household).values_list(
        "content", "identity"
    ):
        found |= {one.bytes for one in (content, identity) if one is not None}
    return found


def erased_among(organisation: UUID, drafts: Sequence[Draft]) -> dict[int, date]:
    """Return place in `drafts` → day, of those that this organisation erased once. One query."""
    kept = ErasedFamily.objects.filter(organisation_id=organisation).order_by("erased_on")
    days = {bytes(mark): day for mark, day in kept.values_list("mark", "erased_on")}
    if not days:
        return {}
    secrets = list(Keyring(settings.TWIZA_KEYS).secrets("blind_index").values())
    found = {}
    for place, draft in enumerate(drafts):
        both = [one for one in (draft.content, draft.identity) if one]
        told = [days[mark] for mark in marks_of(both, organisation, secrets) if mark in days]
        if told:
            found[place] = max(told)
    return found
