"""What is in one basket: versions, never edited."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, ContentItem, ContentVersion
from twiza.aid.rules import contents
from twiza.aid.rules.contents import Because, Item
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def write_content(
    *, campaign: Campaign, items: Sequence[Item], because: str = Because.PLAN, by: User, at: datetime
) -> ContentVersion:
    """Decide what is in one basket: a new version of the whole content.

    Raises:
        BadContent: a line that cannot be.
        OutOfOrder: baskets are packed already; from then on an item is substituted, for all.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = _open(campaign)
    contents.check_items(items)
    if queries.is_packed(campaign):
        raise OutOfOrder(_("They are packed already. Replace one item, for all, and say why."))
    return _kept(campaign, items, because, "", {}, by, at)


@transaction.atomic
def substitute_item(
    *, campaign: Campaign, position: int, item: Item, words: str, by: User, at: datetime
) -> ContentVersion:
    """Replace one item in every basket that is still to be packed, and say why: a new version.

    Args:
        position: of the item, from 1.

    Raises:
        BadContent: no such item, or one that cannot be. OutOfOrder: nothing was decided yet, or it is over.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = _open(campaign)
    version = queries.content_of(campaign)
    if version is None:
        raise OutOfOrder(_("Write first what is in each one."))
    if not words.strip():
        raise contents.BadContent(_("Say why the item is replaced: it is the same for everybody."))
    before = queries.items_of(version)
    after = contents.substituted(before, position - 1, item)
    replaced = {position: before[position - 1].name}
    return _kept(campaign, after, Because.SUBSTITUTION, words.strip(), replaced, by, at)


def _open(campaign: Campaign) -> Campaign:
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if has_reached(campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("This campaign is over: its content does not change any more."))
    return campaign


def _kept(
    campaign: Campaign,
    items: Sequence[Item],
    because: str,
    words: str,
    replaced: dict[int, str],
    by: User,
    at: datetime,
) -> ContentVersion:
    number = ContentVersion.objects.filter(campaign=campaign).count() + 1
    version = ContentVersion.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        number=number,
        because=Because(because).value,
        words=words,
        currency=contents.DIRHAM,
        lines=len(items),
        made_at=at,
        made_by=by,
    )
    ContentItem.objects.bulk_create(
        [
            ContentItem(
                version=version,
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                position=position,
                name=item.name.strip(),
                quantity=item.quantity,
                unit=item.unit,
                unit_cost=item.unit_cost,
                replaces=replaced.get(position, ""),
            )
            for position, item in enumerate(items, start=1)
        ]
    )
    cost = str(contents.basket_cost(items))
    record("aid.content_written", campaign, by, at, number=number, because=because, cost=cost)
    return version
