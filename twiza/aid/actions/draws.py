"""Entering the digits that were drawn by hand, and giving every household of a pool its place."""

from datetime import date, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder, out_of_order
from twiza.aid.models import Campaign, Draw, Pool
from twiza.aid.rules import commitments
from twiza.aid.rules import draw as rules
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class BadDraw(DomainError):
    """Something on the sheet of the draw that cannot be."""

    code = "aid.bad_draw"


@transaction.atomic
def record_draw(
    *, campaign: Campaign, digits: str, witnesses: int, drawn_on: date, by: User, at: datetime
) -> Draw:
    """Enter the digits of the signed sheet: the secret is told, and the order of everybody is settled.

    Raises:
        OutOfOrder: no pool signed by two, or it was drawn already.
        BadDigits, BadDraw: what was typed cannot be on that sheet.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    one_at_a_time(campaign.pk)
    pool = queries.pool_of(campaign)
    if pool is None or not queries.is_pool_signed(pool):
        raise OutOfOrder(_("Digits are drawn once two persons have signed the pool."))
    if queries.draw_of(campaign):
        raise OutOfOrder(_("These digits were entered already: a pool is drawn once."))
    drawn = rules.read_digits(digits)
    if witnesses < rules.LEAST_WITNESSES:
        raise BadDraw(_("At least two witnesses sign the sheet of the draw."))
    if not timezone.localdate(pool.frozen_at) <= drawn_on <= timezone.localdate(at):
        raise BadDraw(_("The digits are drawn after the pool was frozen, and not later than today."))
    sealed = Keyring(settings.TWIZA_KEYS).unseal("draw", bytes(pool.sealed_secret), pool.pk.bytes)
    secret = sealed.hex()
    try:
        with transaction.atomic():
            row = Draw.objects.create(
                pool=pool,
                campaign_id=pool.campaign_id,
                organisation_id=pool.organisation_id,
                secret=secret,
                digits=drawn,
                seed=rules.seed(pool.hash, secret, drawn),
                witnesses=witnesses,
                drawn_on=drawn_on,
                entered_at=at,
                entered_by=by,
            )
    except IntegrityError as error:
        raise out_of_order(Campaign.objects.get(pk=campaign.pk).state) from error
    audit.record(
        type="aid.pool_drawn",
        target=pool,
        organisation=pool.organisation_id,
        by=by,
        at=at,
        beside=queries.sharing(campaign),
        hash=pool.hash,
        seed=row.seed,
        digits=drawn,
        witnesses=witnesses,
    )
    return row


# Those who may be drawn, each with the key that puts it in order; by both cores, which an INSERT alone would not take.
# What is drawn is drawn by the public code.
_DRAWN = """
CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT n.id, n.bringing_id, n.zone, j.points,
    aid_hmac(%(seed_inner)s, %(seed_outer)s, left(encode(
        aid_hmac(%(key_inner)s, %(key_outer)s, 'public:' || n.code), 'hex'), %(digits)s)) AS key
FROM aid_nomination n JOIN aid_judgement j ON j.nomination_id = n.id
WHERE n.campaign_id = %(campaign)s AND j.pool = %(pool)s AND j.eligible
"""
# The order of `rules.allocation`, for the whole pool at once.
_PLACES = """
WITH zone AS (
    SELECT name, quota, quota + reserve AS kept
    FROM unnest(%(zones)s::text[], %(quotas)s::int[], %(reserves)s::int[]) z (name, quota, reserve)
), ranked AS (
    SELECT d.*, row_number() OVER zone AS rank, rank() OVER points AS first, dense_rank() OVER points AS tie
    FROM drawn d
    WINDOW zone AS (PARTITION BY d.zone ORDER BY d.points DESC, d.key), points AS (PARTITION BY d.zone ORDER BY d.points DESC)
), placed AS (
    SELECT r.id, r.bringing_id, r.rank, r.tie, z.quota, z.kept, r.first - 1 AS before,
        max(r.rank) OVER (PARTITION BY r.zone, r.points) AS last
    FROM ranked r JOIN zone z ON z.name = r.zone
)
INSERT INTO aid_placement
    (nomination_id, pool_id, campaign_id, organisation_id, bringing_id, rank, tie, place, reason)
SELECT p.id, %(pool)s, %(campaign)s, %(organisation)s, p.bringing_id, p.rank, p.tie,
    CASE WHEN p.rank <= p.quota THEN 'selected' WHEN p.rank <= p.kept THEN 'reserve' ELSE 'not_selected' END,
    CASE WHEN p.before < p.quota AND p.quota < p.last OR p.before < p.kept AND p.kept < p.last THEN 'draw'
         WHEN p.rank <= p.quota THEN 'criteria' ELSE 'quota' END
FROM placed p
UNION ALL
SELECT j.nomination_id, %(pool)s, %(campaign)s, %(organisation)s, j.bringing_id, 0, 0, 'not_eligible', 'criteria'
FROM aid_judgement j WHERE j.pool = %(pool)s AND NOT j.eligible
"""


def place_households(pool: Pool, drawn: Draw) -> None:
    """Give every household of a pool its place, in one statement once all are in order. Part of freezing a list.

    The keys go to the server as parameters apart from the text, so that no view of running statements shows them.
    """
    from_draw, from_pool = rules.pads(bytes.fromhex(drawn.seed)), rules.pads(queries.pool_key(pool))
    lines = queries.pool_zones(pool)
    parameters: dict[str, Any] = {
        "zones": [one.zone for one in lines],
        "quotas": [one.quota for one in lines],
        "reserves": [one.reserve for one in lines],
        "seed_inner": from_draw[0],
        "seed_outer": from_draw[1],
        "key_inner": from_pool[0],
        "key_outer": from_pool[1],
        "digits": commitments.PUBLIC_DIGITS,
        "campaign": pool.campaign_id,
        "pool": pool.pk,
        "organisation": pool.organisation_id,
    }
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("DROP TABLE IF EXISTS drawn")
        cursor.execute(_DRAWN, parameters)
        cursor.execute(_PLACES, parameters)


def check_drawn(campaign: Campaign) -> tuple[Pool, Draw]:
    """Return the signed pool and the draw of a campaign whose list can be frozen.

    Raises:
        OutOfOrder: with what comes first.
    """
    if campaign.state == CampaignState.LIST_BUILDING:
        raise OutOfOrder(_("Freeze the pool first: everybody who was brought in, before anything is drawn."))
    if campaign.state != CampaignState.POOL_FROZEN:
        raise out_of_order(campaign.state)
    pool, drawn = queries.pool_of(campaign), queries.draw_of(campaign)
    if pool is None or not queries.is_pool_signed(pool):
        raise OutOfOrder(_("The pool waits for its second signature."))
    if drawn is None:
        raise OutOfOrder(
            _("Digits are drawn by hand before witnesses first: enter those of the signed sheet.")
        )
    return pool, drawn
