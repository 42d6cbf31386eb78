"""Lists, their signatures and hashes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Entitlement, FrozenList, ListEntry, ObjectionAnswer, SetAside
from twiza.aid.queries.campaigns import campaign_for
from twiza.aid.queries.pools import draw_of, pool_key, pool_of
from twiza.aid.rules import commitments, lists
from twiza.aid.rules.objections import About, Outcome
from twiza.aid.rules.selection import RESERVE
from twiza.aid.rules.states import FREED
from twiza.lib.errors import NotFound


class NoSuchList(NotFound):
    code = "aid.no_such_list"


def list_for(user: Any, id: UUID) -> FrozenList:
    """Return a list of a campaign this user may see, or raise NoSuchList."""
    frozen = (
        FrozenList.objects.select_related("campaign__organisation", "frozen_by")
        .prefetch_related("signatures__signer", "signatures__signing")
        .filter(pk=id)
        .first()
    )
    if frozen is None:
        raise NoSuchList(_("There is no such list."))
    campaign_for(user, frozen.campaign_id)
    return frozen


def lists_of(campaign: Campaign) -> QuerySet[FrozenList]:
    """Return list 0 and the addenda of a campaign, in order, with their signatures."""
    return (
        FrozenList.objects.filter(campaign=campaign)
        .prefetch_related("signatures__signer", "signatures__signing")
        .order_by("number")
    )


def is_signed(frozen: FrozenList) -> bool:
    """Say whether two persons signed it, over its hash."""
    signers = {one.signer_id for one in frozen.signatures.all() if one.hash == frozen.hash}
    return len(signers) == 2


def list_is_signed(campaign: Campaign) -> bool:
    """Say whether two persons signed list 0: before that nothing of it leaves the house."""
    first = FrozenList.objects.filter(campaign=campaign, number=0).prefetch_related("signatures").first()
    return first is not None and is_signed(first)


def entries_of(frozen: FrozenList) -> QuerySet[ListEntry]:
    """Return the entries this user may see, by rank."""
    return frozen.entries.select_related("point", "bringing").order_by("rank")


def entries_without_card(campaign: Campaign) -> list[ListEntry]:
    """Return the selected entries of signed lists that have no entitlement yet, by list and rank."""
    signed = [frozen.pk for frozen in lists_of(campaign) if is_signed(frozen)]
    entitled = Entitlement.objects.filter(campaign=campaign).values("nomination")
    rows = (
        ListEntry.objects.filter(list__in=signed, place=ListEntry.SELECTED)
        .exclude(nomination__in=entitled)
        .exclude(code__in=set_aside(campaign))
        .filter(nomination__withdrawn_at__isnull=True)  # erased between pool and list: nobody could be called
        .select_related("point")
        .order_by("list__number", "rank")
    )
    # who was taken off the list and put on it again stands on it twice, and gets one card
    return list({row.nomination_id: row for row in rows}.values())


def places_taken(campaign: Campaign) -> int:
    """Return how many households list and addenda select, signed or not; an ended right frees its basket."""
    ended = Entitlement.objects.filter(campaign=campaign, state__in=FREED).values("nomination")
    rows = ListEntry.objects.filter(list__campaign=campaign, place=ListEntry.SELECTED)
    rows = rows.exclude(nomination__in=ended).exclude(code__in=set_aside(campaign))
    return rows.values("nomination").distinct().count()


def aside_of(campaign: Campaign) -> dict[str, SetAside]:
    """Return {code: what two persons signed} of who was taken off the list after an objection: their baskets go to others.

    A code that an addendum selected since is on the list again.
    """
    rows = {one.code: one for one in SetAside.objects.filter(campaign=campaign).order_by("signed_at")}
    again = ListEntry.objects.filter(
        list__campaign=campaign, list__number__gt=0, code__in=rows, place=ListEntry.SELECTED
    )
    for code, frozen_at in again.values_list("code", "list__frozen_at"):
        if frozen_at > rows[code].signed_at:
            del rows[code]
    return rows


def set_aside(campaign: Campaign) -> list[str]:
    """Return the codes that were taken off the list after an objection, in order."""
    return sorted(aside_of(campaign))


def reserve_waiting(campaign: Campaign) -> list[tuple[str, str]]:
    """Return (zone, code) of the reserve of list 0 that nothing took yet, each zone in its drawn order."""
    taken = ListEntry.objects.filter(list__campaign=campaign, place=ListEntry.SELECTED).values("nomination")
    rows = ListEntry.objects.filter(list__campaign=campaign, list__number=0, place=RESERVE)
    rows = rows.filter(nomination__withdrawn_at__isnull=True).exclude(nomination__in=taken)
    return list(rows.order_by("rank").values_list("zone", "code"))


def codes_accepted(campaign: Campaign) -> set[str]:
    """Return the codes of households whose own objection was accepted, or who were missing and brought in since."""
    rows = ObjectionAnswer.objects.filter(campaign=campaign, outcome=Outcome.ACCEPTED)
    own = rows.filter(objection__about=About.OWN_CODE).values_list("objection__code", flat=True)
    return set(own) | set(rows.filter(nomination__isnull=False).values_list("nomination__code", flat=True))


def as_hashed(row: ListEntry) -> lists.Entry:
    """Return an entry as it goes into the hash."""
    return lists.Entry(
        code=row.code,
        organisation=row.bringing_id,
        zone=row.zone,
        size=row.size,
        rank=row.rank,
        place=row.place,
        points=row.points,
        point=row.point.code if row.point else "",
        facts=row.facts,
    )


def hash_of(campaign: Campaign, *, number: int, previous: str, entries: Iterable[lists.Entry]) -> str:
    """Return the hash of a list or addendum: over salted commitments where the campaign froze a pool."""
    pool = pool_of(campaign)
    if pool is None:
        return lists.list_hash(campaign=campaign.pk, number=number, previous=previous, entries=entries)
    key, drawn = pool_key(pool), draw_of(campaign)
    return lists.salted_hash(
        campaign=campaign.pk,
        number=number,
        previous=previous,
        seed=drawn.seed if drawn and number == 0 else "",
        leaves=(
            commitments.commit(commitments.salt_of(key, one.code), lists.entry_bytes(one)) for one in entries
        ),
    )


def first_broken_list(campaign: Campaign) -> int | None:
    """Compute every hash again from the rows; return the number of the first list that differs, or None.

    Only the coordinating organisation sees every row, so only there the answer means something. Once the people of
    a campaign were erased its rows no longer say what was signed: what is left to compare is the chain of hashes.
    """
    pool = pool_of(campaign)
    first = pool.hash if pool else lists.FIRST
    if campaign.people_erased_at is not None:
        return lists.first_broken(
            ((frozen.number, frozen.previous, frozen.hash, frozen.hash) for frozen in lists_of(campaign)),
            first=first,
        )
    return lists.first_broken(
        (
            (
                frozen.number,
                frozen.previous,
                frozen.hash,
                hash_of(
                    campaign,
                    number=frozen.number,
                    previous=frozen.previous,
                    entries=[as_hashed(row) for row in entries_of(frozen)],
                ),
            )
            for frozen in lists_of(campaign)
        ),
        first=first,
    )
