"""Two codes of a campaign turned out to be one family of the side that brought both."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.nominations import withdraw_nomination
from twiza.aid.models import Campaign, Nomination, OneFamilyNotice
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

ONE_FAMILY = "one_family"  # why a nomination is taken back


@transaction.atomic
def withdraw_second_code(*, nomination: Nomination, by: User, at: datetime) -> Nomination:
    """Take back one of several codes of one family, before the list is frozen; another of them stays.

    Raises:
        OutOfOrder: the list is frozen, or this code does not stand for a family brought twice.
    """
    campaign = queries.campaign_for(by, nomination.campaign_id)
    one_at_a_time(campaign.pk)
    _family_of(campaign, nomination, by)
    return withdraw_nomination(nomination=nomination, reason_code=ONE_FAMILY, by=by, at=at)


@transaction.atomic
def tell_one_family(*, nomination: Nomination, by: User, at: datetime) -> int:
    """Tell the desk of a campaign, once its list is frozen, which codes stand for the family of this one. Told once.

    Nothing is taken from anybody by it. Returns how many notices were written.

    Raises:
        OutOfOrder: this family was not brought twice, or one of its codes can still be taken back.
    """
    one_at_a_time(nomination.campaign_id)
    campaign = queries.campaign_for(by, nomination.campaign_id)
    family = _family_of(campaign, nomination, by)
    check(by, Permission.HOUSEHOLD_NOMINATE, family.bringing.pk)
    if campaign.state == CampaignState.LIST_BUILDING:
        raise OutOfOrder(_("The list is not frozen yet: take one of the codes back."))
    pairs = [(family.nominations[0], other) for other in family.nominations[1:]]
    written = OneFamilyNotice.objects.bulk_create(
        [
            OneFamilyNotice(
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                bringing=family.bringing,
                first=first,
                second=second,
                told_by=by,
                told_at=at,
            )
            for first, second in pairs
            if not OneFamilyNotice.objects.filter(first=first, second=second).exists()
        ]
    )
    for notice in written:
        _record("aid.one_family_told", notice, notice.bringing_id, by, at)
    return len(written)


@transaction.atomic
def note_one_family(*, notice: OneFamilyNotice, by: User, at: datetime) -> OneFamilyNotice:
    """Say at the desk that a notice was dealt with. Said twice, it stays as it was."""
    notice = OneFamilyNotice.objects.select_for_update().get(pk=notice.pk)
    if not by.has_perm(Permission.LIST_FREEZE, notice.organisation_id):
        check(by, Permission.CAMPAIGN_PLAN, notice.organisation_id)
    if notice.noted_at is None:
        notice.noted_by, notice.noted_at = by, at
        notice.save(update_fields=["noted_by", "noted_at"])
        _record("aid.one_family_noted", notice, notice.organisation_id, by, at)
    return notice


def _family_of(campaign: Campaign, nomination: Nomination, by: User) -> queries.FamilyTwice:
    for family in queries.families_twice(by, campaign):
        if any(one.pk == nomination.pk for one in family.nominations):
            return family
    raise OutOfOrder(_("This family was not brought twice."))


def _record(what: str, notice: OneFamilyNotice, where: UUID, by: User, at: datetime) -> None:
    both = {notice.organisation_id, notice.bringing_id}
    audit.record(
        type=what,
        target=notice,
        organisation=where,
        by=by,
        at=at,
        beside=[one for one in both if one != where],
        campaign=notice.campaign_id,
        codes=[notice.first.code, notice.second.code],
    )
