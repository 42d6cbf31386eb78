"""Care for who listens: talks asked for, planned and held. Who and when; nothing of what was said."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import CareTalk
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotATalk(DomainError):
    code = "cases.not_a_talk"


@transaction.atomic
def ask_talk(*, organisation: UUID, kind: str, by: Any, at: datetime) -> CareTalk:
    """Ask for a talk, for oneself; asked twice, it is one. Raises NotATalk."""
    check(by, Permission.CASE_WORK, organisation)
    _check_kind(kind)
    row, is_new = CareTalk.objects.get_or_create(  # sent twice at the same moment, the second one finds the first
        organisation_id=organisation, person=by, kind=kind, planned_on=None, held_on=None,
        defaults={"asked_on": timezone.localdate(at), "by": by},
    )  # fmt: skip
    if is_new:
        audit.record(type="cases.talk_asked", target=row, organisation=organisation, by=by, at=at)
    return row


@transaction.atomic
def plan_talk(*, organisation: UUID, person: UUID, kind: str, on: date, by: Any, at: datetime) -> CareTalk:
    """Give a talk its day: one that was asked for, or a new one. The same day twice is one talk. Raises NotATalk."""
    check(by, Permission.CASE_SUPERVISE, organisation)
    _check_kind(kind)
    if person not in {one.pk for one in queries.listeners_of(organisation)}:
        raise NotATalk(_("Choose somebody who has a key of this room."))
    _check_day(on, at)
    open_ones = CareTalk.objects.filter(
        organisation_id=organisation, person_id=person, kind=kind, held_on__isnull=True
    )
    sent = open_ones.filter(planned_on=on).first()
    if sent is not None:
        return sent
    asked = open_ones.filter(planned_on__isnull=True).first()
    row = asked or CareTalk(organisation_id=organisation, person_id=person, kind=kind, by=by)
    row.planned_on = on
    row.save(**({"update_fields": ["planned_on"]} if asked else {"force_insert": True}))
    audit.record(type="cases.talk_planned", target=row, organisation=organisation, by=by, at=at)
    return row


@transaction.atomic
def move_talk(*, talk: CareTalk, on: date, by: Any, at: datetime) -> CareTalk:
    """Give a talk that was not held another day. Raises NotATalk."""
    check(by, Permission.CASE_SUPERVISE, talk)
    held = CareTalk.objects.select_for_update().get(pk=talk.pk)
    if held.held_on is not None:
        raise NotATalk(_("This talk was held already. Plan a new one."))
    _check_day(on, at)
    held.planned_on = on
    held.save(update_fields=["planned_on"])
    audit.record(type="cases.talk_planned", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


@transaction.atomic
def hold_talk(*, talk: CareTalk, by: Any, at: datetime) -> CareTalk:
    """Say that a talk was held. Raises NotATalk."""
    check(by, Permission.CASE_SUPERVISE, talk)
    today = timezone.localdate(at)
    held = CareTalk.objects.select_for_update().get(pk=talk.pk)
    if held.held_on is not None or held.planned_on is None or held.planned_on > today:
        raise NotATalk(_("This talk was held already, or its day is still to come."))
    held.held_on = today
    held.save(update_fields=["held_on"])
    audit.record(type="cases.talk_held", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


def _check_day(on: date, at: datetime) -> None:
    if not timezone.localdate(at) <= on <= timezone.localdate(at) + rules.CARE_WITHIN:
        raise NotATalk(_("Choose a day that is still to come, within a year."))


def _check_kind(kind: str) -> None:
    if kind not in rules.CARE_KINDS:
        raise NotATalk(_("Choose which kind of talk."))
