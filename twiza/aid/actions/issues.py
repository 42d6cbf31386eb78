"""Goods given to a household by its code, or to an institution, with a signature or a mark; and taken back."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.given_for import check_given_for
from twiza.aid.actions.goods_moves import REFUSED, CannotMove, check_ready, move, one_at_a_time, split
from twiza.aid.models import Campaign, GoodsIssue, Lot, Store
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules import customs, facts
from twiza.aid.rules.goods import BadGoods, Condition, LotState, plain
from twiza.aid.rules.tracing import Move
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation

MARKS = ("signature", "mark", "proxy", "none")


@transaction.atomic
def issue_goods(
    *,
    lot: Lot,
    store: Store,
    quantity: Decimal,
    mark: str,
    campaign: Campaign | None = None,
    code: str = "",
    institution: "Organisation | None" = None,
    at_home: bool = False,
    by: User,
    at: datetime,
) -> GoodsIssue:
    """Hand goods out: to a household on the signed list of a campaign, or to an institution.

    How it is handed over (at home, read aloud, in large print) follows the household's needs; why is written nowhere.

    Raises:
        BadGoods: no receiver or two, a code that is on no signed list.
        GivenForAnother: goods that were given for something else.
        CannotMove: goods that are not ready or are kept for another campaign, or a dossier without criteria.
    """
    check(by, Permission.STOCK_KEEP, lot.organisation_id)
    code = code.strip().upper()
    if bool(code and campaign) == (institution is not None) or mark not in MARKS:
        raise BadGoods(_("Say who receives: a household by its code in a campaign, or an institution."))
    _check_may_go(lot, campaign)
    aids: tuple[str, ...] = ()
    zones: list[str] = []
    if campaign is not None:
        known = known_lots.selected_in(campaign, code)
        if known is None:
            raise BadGoods(_("“%(code)s” is not selected on a signed list of this campaign."), code=code)
        aids = facts.hand_over_aids(known.facts)
        zones = [known.zone]
    check_given_for(lot, campaign, zones, at)
    issue = GoodsIssue.objects.create(
        organisation_id=lot.organisation_id,
        lot=lot,
        store=store,
        quantity=quantity,
        code=code,
        institution_id=institution.pk if institution is not None else None,
        campaign=campaign,
        mark=mark,
        at_home=at_home,
        aids=list(aids),
        at=at,
        by=by,
    )
    day = timezone.localdate(at)
    move(Move.ISSUED, lot, quantity, source=store, act=issue.pk, issue=issue, day=day, by=by, at=at)
    audit.record(
        type="aid.goods_issued",
        target=issue,
        organisation=lot.organisation_id,
        by=by,
        at=at,
        lot=lot.pk,
        quantity=plain(quantity),
        mark=mark,
    )
    return issue


def _check_may_go(lot: Lot, campaign: Campaign | None) -> None:
    """Refuse goods that are not ready, are kept for another campaign, or whose dossier lacks its criteria."""
    check_ready(lot)
    if lot.campaign_id is not None and lot.campaign_id != (campaign.pk if campaign is not None else None):
        raise CannotMove(REFUSED["goods_move_of_its_campaign"])
    if lot.dossier is not None:
        wanted = customs.before_issue(known_lots.file_of(lot.dossier))
        if wanted:
            raise CannotMove(
                _("Before goods of this dossier are given, this is missing: %(what)s"), what=str(_(wanted[0]))
            )


@transaction.atomic
def return_goods(
    *, issue: GoodsIssue, store: Store, quantity: Decimal, condition: str, by: User, at: datetime
) -> Lot:
    """Take back goods that were given. Good ones go back to their lot; worn or damaged ones wait for an inspection.

    Raises:
        BadGoods: more than was given.
    """
    check(by, Permission.STOCK_KEEP, issue.organisation_id)
    one_at_a_time(issue.organisation_id)
    back = known_lots.returned_of(issue)
    if not 0 < quantity <= issue.quantity - back:
        raise BadGoods(_("Between 1 and %(most)s can come back."), most=plain(issue.quantity - back))
    day, lot = timezone.localdate(at), Lot.objects.get(pk=issue.lot_id)
    move(Move.RETURNED, lot, quantity, target=store, act=new_id(), issue=issue, day=day, by=by, at=at)
    if Condition(condition) not in (Condition.NEW, Condition.GOOD):
        lot = split(
            lot, quantity, store, day=day, by=by, at=at,
            state=LotState.QUARANTINED, condition=Condition(condition), campaign=None,
        )  # fmt: skip
    audit.record(
        type="aid.goods_returned",
        target=issue,
        organisation=issue.organisation_id,
        by=by,
        at=at,
        lot=lot.pk,
        quantity=plain(quantity),
        condition=condition,
    )
    return lot
