"""Households whose files were merged in the register of who brought them: one family, brought once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, ListEntry, Nomination, NominationHousehold, OneFamilyNotice
from twiza.aid.queries.campaigns import campaign_for, own_organisations
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission
from twiza.registry import queries as registry


class NoSuchNotice(NotFound):
    code = "aid.no_such_notice"


@dataclass(frozen=True, slots=True)
class FamilyTwice:
    """One family under several codes of a campaign, for the side that brought them."""

    bringing: Any
    household: UUID
    nominations: tuple[Nomination, ...]
    told: bool  # to the desk of the campaign, of all of them


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice to the desk: two codes, and where each stands on the list ("" when on none)."""

    notice: OneFamilyNotice
    codes: tuple[tuple[str, str], ...]


def brought_into(campaign: Campaign, bringing: UUID, households: Sequence[UUID]) -> set[UUID]:
    """Return those of these households that cannot be brought again: already there by themselves or by another file
    of the same family, or merged into another. Own side only.
    """
    wanted = set(households)
    merged = registry.merged_in(bringing)
    rows = NominationHousehold.objects.filter(campaign=campaign, organisation_id=bringing)
    there = set(rows.filter(household__in=wanted).values_list("household", flat=True))
    if merged:
        families = rows.filter(
            nomination__withdrawn_at__isnull=True, household__in={*merged, *merged.values()}
        )
        taken = {merged.get(one, one) for one in families.values_list("household", flat=True)}
        there |= {one for one in wanted if one in merged or one in taken}
    return there


def families_twice(user: Any, campaign: Campaign) -> list[FamilyTwice]:
    """Return the families that this user's organisations brought under several codes, because their files were merged
    since.
    """
    found = []
    for bringing in own_organisations(user, campaign, Permission.HOUSEHOLD_NOMINATE):
        merged = registry.merged_in(bringing.pk)
        if not merged:
            continue
        rows = NominationHousehold.objects.filter(
            campaign=campaign,
            organisation=bringing,
            nomination__withdrawn_at__isnull=True,
            household__in={*merged, *merged.values()},
        )
        codes: dict[UUID, list[Nomination]] = defaultdict(list)
        for row in rows.select_related("nomination").order_by("nomination__code"):
            codes[merged.get(row.household, row.household)].append(row.nomination)
        told = _told(campaign, bringing)
        found += [
            FamilyTwice(bringing, household, tuple(ones), _all_told(ones, told))
            for household, ones in codes.items()
            if len(ones) > 1
        ]
    return found


def _told(campaign: Campaign, bringing: Any) -> set[tuple[UUID, UUID]]:
    rows = OneFamilyNotice.objects.filter(campaign=campaign, bringing=bringing)
    return set(rows.values_list("first", "second"))


def _all_told(codes: list[Nomination], told: set[tuple[UUID, UUID]]) -> bool:
    return all((codes[0].pk, other.pk) in told for other in codes[1:])


def one_family_notices(user: Any, campaign: Campaign) -> list[NoticeLine]:
    """Return the notices that wait at the desk of the campaign, for who freezes its list or plans it."""
    if not may_note(user, campaign):
        return []
    rows = OneFamilyNotice.objects.filter(campaign=campaign, noted_at__isnull=True)
    notices = list(rows.select_related("first", "second", "bringing").order_by("told_at", "pk"))
    ids = [id for one in notices for id in (one.first_id, one.second_id)]
    places: dict[UUID, str] = {}
    entries = ListEntry.objects.filter(list__campaign=campaign, nomination__in=ids)
    for nomination, place in entries.order_by("list__number").values_list("nomination", "place"):
        places[nomination] = place
    return [
        NoticeLine(one, tuple((row.code, places.get(row.pk, "")) for row in (one.first, one.second)))
        for one in notices
    ]


def may_note(user: Any, campaign: Campaign) -> bool:
    """Say whether this user sits at the desk of the campaign."""
    return bool(
        user.has_perm(Permission.LIST_FREEZE, campaign) or user.has_perm(Permission.CAMPAIGN_PLAN, campaign)
    )


def notice_for(user: Any, id: UUID) -> OneFamilyNotice:
    """Return a notice of a campaign at whose desk this user sits. Raises NoSuchNotice."""
    notice = OneFamilyNotice.objects.select_related("campaign").filter(pk=id).first()
    if notice is None or not may_note(user, campaign_for(user, notice.campaign_id)):
        raise NoSuchNotice(_("There is no such notice."))
    return notice
