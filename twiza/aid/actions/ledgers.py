"""The paper twin: a ledger is printed for a lane, and typed later. What it tells are the same operations."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twiza.aid import queries
from twiza.aid.actions import desk, told
from twiza.aid.actions.faults import BadPlan
from twiza.aid.actions.lane_papers import lane_title
from twiza.aid.models import DistributionPoint, Lane, LaneLease, LaneLedger, LedgerEntry
from twiza.aid.permissions import check_in
from twiza.aid.queries.ledgers import ReadLine
from twiza.aid.rules import ledgers as rules
from twiza.aid.rules.field import Told
from twiza.aid.rules.ledgers import TypedLine
from twiza.aid.rules.rulings import Source
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit
from twiza.platform.sync.rules import FieldOperation

Answer = tuple[str, str]


@transaction.atomic
def make_ledger(*, lane: Lane, by: User, at: datetime) -> LaneLedger:
    """Make the ledger of a lane, to be printed: lines with random codes, one in ten more than it has cards."""
    where = check_in(by, Permission.DAY_RECONCILE, lane.host_id, lane.organisation_id)
    cards = LaneLease.objects.filter(lane=lane, ended_at__isnull=True).count()
    taken = {code for one in queries.ledgers_of(lane.point, lane.day) for code in one.codes}
    ledger = LaneLedger.objects.create(
        lane=lane,
        campaign_id=lane.campaign_id,
        point_id=lane.point_id,
        organisation_id=lane.organisation_id,
        host_id=lane.host_id,
        day=lane.day,
        codes=rules.new_codes(rules.lines_for(cards), taken),
        printed_at=at,
        printed_by=by,
    )
    _line(
        "aid.ledger_printed", lane.point, where, by, at, lane.day, lane=lane.number, lines=len(ledger.codes)
    )
    return ledger


def print_ledger(ledger: LaneLedger, language: str) -> bytes:
    """Return a ledger as a PDF in a language."""
    with translation.override(language):
        return rules.ledger_pdf(
            ledger.codes,
            title=lane_title(ledger.lane),
            words={
                "line": _("Line"),
                "card": _("Code of the card"),
                "proxy": _("For the family"),
                "spare": _("Spare"),
                "about": _(
                    "One line for each basket that leaves. Write the ten characters of the card; tick when somebody"
                    " collects for the family. No name is written here."
                ),
            },
            language=language,
        )


@transaction.atomic
def type_ledger(
    *, point: DistributionPoint, day: date, lines: Sequence[TypedLine], by: User, at: datetime
) -> list[Answer]:
    """Take in lines of the ledgers of a day as they were typed. Returns (answer, rule) for each, in order.

    The same line typed again is the same operation. What the phone of the lane told already is not told twice.

    Raises:
        BadPlan: a line that cannot be read as a whole: nothing is saved then.
    """
    where = check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
    read = queries.read_lines(point, day, [one for one in lines if not one.is_empty])
    if not read or any(one.fault for one in read):
        raise BadPlan(_("Nothing was saved: correct the lines that are marked."))
    answers = _told(read, by, at)
    entries = [_entry(one, answers, by, at) for one in read if not one.known]
    LedgerEntry.objects.bulk_create(entries)
    operations = [_operation(one) for one in read]
    _line(
        "aid.ledger_typed",
        point,
        where,
        by,
        at,
        day,
        operations=operations,
        answers=[answers[one][1] or answers[one][0] for one in operations],
    )
    return [answers[one] for one in operations]


def _told(read: Sequence[ReadLine], by: User, at: datetime) -> dict[UUID, Answer]:
    by_ledger: dict[UUID, list[ReadLine]] = defaultdict(list)
    for one in read:
        assert one.ledger is not None
        by_ledger[one.ledger.pk].append(one)
    answers: dict[UUID, Answer] = {}
    for key, lines in sorted(by_ledger.items()):
        ledger = lines[0].ledger
        assert ledger is not None
        moment, device = _noon(ledger.day), f"ledger {key}"
        answers |= told.take_hand_overs(
            [
                Told(_operation(one), one.right, moment, one.typed.by_proxy)
                for one in lines
                if one.right is not None and not one.typed.spare
            ],
            lane=ledger.lane,
            source=Source.PAPER,
            device=device,
            by=by,
            at=at,
        )
        for one in lines:
            if one.typed.spare:
                said = {"right": str(one.right or ""), "of": ""}
                operation = FieldOperation(_operation(one), 0, "spare", moment, None, said)
                answers[operation.id] = desk.take_spare(
                    operation, lane=ledger.lane, device=device, by=by, at=at
                )
    return answers


def _operation(one: ReadLine) -> UUID:
    assert one.ledger is not None
    return rules.operation_of(one.ledger.pk, one.code)


def _entry(one: ReadLine, answers: dict[UUID, Answer], by: User, at: datetime) -> LedgerEntry:
    assert one.ledger is not None
    ledger, operation = one.ledger, _operation(one)
    answer, rule = answers[operation]
    return LedgerEntry(
        pk=operation,
        ledger=ledger,
        campaign_id=ledger.campaign_id,
        point_id=ledger.point_id,
        organisation_id=ledger.organisation_id,
        host_id=ledger.host_id,
        day=ledger.day,
        code=one.code,
        entitlement_id=one.right,
        by_proxy=one.typed.by_proxy,
        spare=one.typed.spare,
        answer=answer,
        rule=rule,
        typed_at=at,
        typed_by=by,
    )


def _noon(day: date) -> datetime:
    """Paper has no clock: what it tells is of noon of its day."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _line(
    type: str, point: DistributionPoint, where: UUID, by: User, at: datetime, day: date, **data: Any
) -> None:
    audit.record(
        type=type,
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=[point.organisation_id, point.host_id],
        day=day,
        **data,
    )
