"""The public file of a selection, the auditor's lines, and a family's slip."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Draw, FrozenList, Judging, Nomination, Pool, PublishedReplay
from twiza.aid.queries.campaigns import NoSuchCampaign, campaign_for, nomination_for
from twiza.aid.queries.decisions import may_tell
from twiza.aid.queries.lists import is_signed
from twiza.aid.queries.pools import draw_of, pool_key, pool_of
from twiza.aid.rules import commitments, lists, pools, published, replay, replay_sealed
from twiza.aid.rules.published import TOGETHER, Published
from twiza.aid.rules.selection import NOT_SELECTED, RESERVE
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission

MADE_AT_ONCE = 5_000  # households whose files are made while one waits


class NothingToReplay(DomainError):
    """There is no list yet, or too few families for a public file."""

    code = "aid.nothing_to_replay"


def replay_campaign(user: Any, id: Any) -> Campaign:
    """Return a campaign whose files this user may make: somebody of the organisation that leads it, else NoSuchCampaign."""
    campaign = campaign_for(user, id)
    if not user.has_perm(Permission.CAMPAIGN_READ, campaign.organisation_id):
        return campaign_for(user, None)  # type: ignore[arg-type]
    return campaign


def may_publish(campaign: Campaign) -> bool:
    """Say whether enough families are in the pool for a public file."""
    pool = pool_of(campaign)
    return bool(pool and pool.published)


def is_large(campaign: Campaign) -> bool:
    """Say whether the files of a campaign are the work of a worker."""
    pool = pool_of(campaign)
    return pool is not None and pool.households > MADE_AT_ONCE


def check_frozen(campaign: Campaign) -> None:
    """Raise NothingToReplay unless the list is frozen."""
    _frozen(campaign)


def check_public(campaign: Campaign) -> None:
    """Raise NothingToReplay unless the list is frozen and enough families are in the pool for a public file."""
    pool, _drawn, _list = _frozen(campaign)
    _labels(pool)


def public_lines(campaign: Campaign) -> Iterator[str]:
    """Yield the lines of the public file, each without its line feed.

    Raises:
        NothingToReplay: no list yet, or too few families.
    """
    pool, drawn, frozen = _frozen(campaign)
    labels = _labels(pool)
    yield _manifest(pool, drawn, frozen, labels).line()
    key, records = pool_key(pool), pools.Records()
    lines: list[tuple[str, str]] = []
    hidden: list[str] = []
    for row in _rows(pool):
        code, organisation, zone, size, facts, eligible, points, place, rank, point = row
        salt, public = commitments.salt_of(key, code), commitments.public_code(key, code)
        commitment = commitments.commit(
            salt, records.record(code, organisation, zone, size, facts, eligible, points)
        )
        label, number = labels.line(zone, eligible, points)
        leaf = ""
        if rank:
            leaf = commitments.commit(
                salt, _entry_bytes(code, organisation, zone, size, rank, place, points, point, facts)
            )
        if place in (RESERVE, NOT_SELECTED) and (label == TOGETHER or not labels.reserve_shown):
            place = replay.WAITING
            hidden += [leaf] if leaf else []
            leaf = ""
        lines.append((public, _dumped([public, label, number, place, commitment, leaf])))
    lines.sort()
    yield from (line for _code, line in lines)
    yield _dumped({"leaves": sorted(hidden)})


def sealed_lines(campaign: Campaign) -> Iterator[str]:
    """Yield the lines of the auditor's file, each without its line feed. They are never written unsealed."""
    pool, _drawn, _list = _frozen(campaign)
    key = pool_key(pool)
    judging = Judging.objects.get(pool=pool.pk)
    yield _dumped(
        {
            "format": replay_sealed.SEALED,
            "pool": pool.hash,
            "criteria": judging.criteria,
            "reserve": pool.reserve,
        }
    )
    for code, organisation, zone, size, facts, eligible, points, place, _rank, point in _rows(pool):
        salt, public = commitments.salt_of(key, code).hex(), commitments.public_code(key, code)
        known = json.loads(facts)
        yield _dumped([code, organisation, zone, size, known, eligible, points, salt, public, place, point])


def slip_of(user: Any, campaign: Campaign, code: str) -> tuple[Nomination, str, str]:
    """Return (nomination, public code, text of the slip) of a family of the pool, for who tells families their decision.

    A partner finds those it brought, who coordinates finds all. Only `actions.print_slip` asks: each slip is logged.

    Raises:
        NoSuchCampaign: this user tells no decision in it. NoSuchNomination: there is none, or it is not theirs.
        NothingToReplay: it is in no frozen pool.
    """
    if not may_tell(user, campaign, Permission.DECISION_TELL):
        raise NoSuchCampaign(_("There is no such campaign."))
    nomination = nomination_for(user, campaign, code)
    pool = pool_of(campaign)
    judged = nomination.judgements.filter(pool=pool.pk).first() if pool else None
    if pool is None or judged is None:
        raise NothingToReplay(_("This household is in no frozen pool."))
    household = pools.Household(
        nomination.code,
        nomination.bringing_id,
        nomination.zone,
        nomination.size,
        nomination.facts,
        judged.eligible,
        judged.points,
    )
    key = pool_key(pool)
    return nomination, commitments.public_code(key, nomination.code), replay_sealed.slip(key, household)


def replay_by_key(key: str) -> PublishedReplay | None:
    """Return the public file that stands beside these published figures, or None."""
    return PublishedReplay.objects.filter(key=key).first()


def _frozen(campaign: Campaign) -> tuple[Pool, Draw, FrozenList]:
    pool, drawn = pool_of(campaign), draw_of(campaign)
    frozen = FrozenList.objects.filter(campaign=campaign, number=0).first()
    if pool is None or drawn is None or frozen is None:
        raise NothingToReplay(_("Files are made once the list is frozen."))
    if not is_signed(frozen):
        raise NothingToReplay(_("Files are made once two persons have signed the list."))
    return pool, drawn, frozen


def _labels(pool: Pool) -> Published:
    labels = published.from_kept(pool.published)
    if labels is None:
        raise NothingToReplay(
            _(
                "Too few families are in this pool for a public file: some could be recognised. The auditor's sealed file"
                " proves everything."
            )
        )
    return labels


def _manifest(pool: Pool, drawn: Draw, frozen: FrozenList, labels: Published) -> replay.Manifest:
    return replay.Manifest(
        campaign=pool.campaign_id,
        criteria=pool.criteria_hash,
        baskets=pool.baskets,
        reserve=pool.reserve if labels.reserve_shown else None,
        small_cell=pool.small_cell,
        secret_hash=pool.secret_hash,
        zones=labels.zones,
        pool=pool.hash,
        secret=drawn.secret,
        digits=drawn.digits,
        seed=drawn.seed,
        list=frozen.hash,
        entries=frozen.entries_count,
    )


def _rows(pool: Pool) -> Iterator[tuple[str, str, str, int, str, bool, int, str, int, str]]:
    """Return code, organisation, zone, size, facts, eligible, points, place, rank on the list (or 0), point (or "")."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT n.code, n.bringing_id, n.zone, n.size, n.facts, j.eligible, j.points, q.place,"
            " coalesce(e.rank, 0), coalesce(p.code, '') FROM aid_placement q"
            " JOIN aid_nomination n ON n.id = q.nomination_id"
            " JOIN aid_judgement j ON j.nomination_id = n.id AND j.pool = q.pool_id"
            " LEFT JOIN aid_frozenlist l ON l.campaign_id = q.campaign_id AND l.number = 0"
            " LEFT JOIN aid_listentry e ON e.list_id = l.id AND e.nomination_id = n.id"
            f" LEFT JOIN aid_distributionpoint p ON p.id = e.point_id WHERE q.pool_id = '{pool.pk}'::uuid) TO STDOUT"
        ) as copy,
    ):
        for code, organisation, zone, size, facts, eligible, points, place, rank, point in copy.rows():
            yield (
                code, organisation, zone, int(size), facts, eligible == "t", int(points), place, int(rank), point,
            )  # fmt: skip


def _entry_bytes(
    code: str,
    organisation: str,
    zone: str,
    size: int,
    rank: int,
    place: str,
    points: int,
    point: str,
    facts: str,
) -> bytes:
    entry = lists.Entry(code, UUID(organisation), zone, size, rank, place, points, point, json.loads(facts))
    return lists.entry_bytes(entry)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
