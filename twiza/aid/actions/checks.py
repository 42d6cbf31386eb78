"""After the baskets: the random check, the exit tally, the team's day, inquiries and incidents."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.actions.incidents import BadCount, OwnWork, open_incident
from twiza.aid.models import (
    AfterCheck,
    Campaign,
    CheckedHousehold,
    DistributionPoint,
    Entitlement,
    ExitTally,
    TeamDay,
)
from twiza.aid.permissions import check_in
from twiza.aid.rules import checks, draw, states
from twiza.aid.rules.incidents import MISSED, Source
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.keyring import Keyring
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry.rules.people import Contact


class NotSafe(DomainError):
    """The family did not say that it may be contacted this way."""

    code = "aid.not_safe"


@transaction.atomic
def prepare_check(*, campaign: Campaign, by: User, at: datetime) -> AfterCheck:
    """Fix who may be drawn and commit to a secret, before any digit is drawn.

    Raises:
        OutOfOrder: a day is not counted yet, nobody was served, or it was prepared already.
    """
    check(by, Permission.CHECK_DRAW, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.has_reached(campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("Close the campaign first: who was served is certain then."))
    if queries.check_of(campaign) is not None:
        raise OutOfOrder(_("The check of this campaign is prepared already."))
    codes = queries.served_codes(campaign)
    if not codes:
        raise OutOfOrder(_("Nobody was served: there is nobody to ask."))
    percent = accounts.parameter_number("after_check_sample", on=timezone.localdate(at))
    secret, fingerprint, key = draw.new_secret(), checks.codes_hash(codes), new_id()
    row = AfterCheck.objects.create(
        pk=key,
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        population=len(codes),
        percent=percent,
        size=max(1, checks.sample_size(len(codes), percent)),
        codes_hash=fingerprint,
        sealed_secret=Keyring(settings.TWIZA_KEYS).seal("draw", bytes.fromhex(secret), key.bytes),
        commitment=checks.commitment(secret, campaign=campaign.pk, codes=fingerprint),
        committed_at=at,
        committed_by=by,
    )
    _record("aid.check_prepared", campaign, campaign, by, at, commitment=row.commitment, size=row.size)
    return row


@transaction.atomic
def draw_check(*, campaign: Campaign, digits: str, witnesses: int, by: User, at: datetime) -> AfterCheck:
    """Draw the sample from the secret and the digits that were drawn by hand before witnesses.

    Raises:
        OutOfOrder: not prepared, drawn already, or who may be drawn has changed since.
        BadDigits: fewer or more digits than are drawn by hand. BadCount: fewer than two witnesses.
    """
    check(by, Permission.CHECK_DRAW, campaign)
    row = AfterCheck.objects.select_for_update().filter(campaign=campaign).first()
    if row is None or row.drawn_at is not None:
        raise OutOfOrder(_("Prepare the check first; it is drawn once."))
    if witnesses < 2:
        raise BadCount(_("The digits are drawn before at least two witnesses."))
    drawn = draw.read_digits(digits)
    codes = queries.served_codes(campaign)
    if checks.codes_hash(codes) != row.codes_hash:
        raise OutOfOrder(_("Who was served has changed since the check was prepared."))
    row.secret = Keyring(settings.TWIZA_KEYS).unseal("draw", bytes(row.sealed_secret), row.pk.bytes).hex()
    row.digits, row.witnesses = drawn, witnesses
    row.seed = checks.seed_of(row.secret, drawn, codes=row.codes_hash)
    row.drawn_at, row.drawn_by = at, by
    row.save(update_fields=["secret", "digits", "witnesses", "seed", "drawn_at", "drawn_by"])
    sample = checks.draw(codes, seed=row.seed, size=row.size)
    rights = {one.code: one for one in Entitlement.objects.filter(campaign=campaign, code__in=sample)}
    CheckedHousehold.objects.bulk_create(
        [
            CheckedHousehold(
                check_made=row,
                campaign_id=row.campaign_id,
                organisation_id=row.organisation_id,
                bringing_id=rights[code].bringing_id,
                point_id=rights[code].point_id,
                entitlement=rights[code],
                code=code,
                position=position,
            )
            for position, code in enumerate(sample, start=1)
        ],
        batch_size=2000,
    )
    _record("aid.check_drawn", campaign, campaign, by, at, size=row.size, seed=row.seed)
    return row


@transaction.atomic
def record_check(
    *,
    household: CheckedHousehold,
    way: str,
    received: bool | None = None,
    complete: bool | None = None,
    asked_for_money: bool | None = None,
    treated_fairly: bool | None = None,
    by: User,
    at: datetime,
) -> CheckedHousehold:
    """Write down what a household of the sample said, or why it was not asked. Once.

    "Asked for money" opens an incident, which people of that point never see.

    Raises:
        NotSafe: it did not say that it may be contacted so. OwnWork: `by` handed this basket over.
        OutOfOrder: written down already. BadCount: it was asked, and the answers are not whole.
    """
    check(by, Permission.CHECK_RECORD, household.bringing_id)
    row = queries.checked_for(by, household.pk)
    if row.done_at is not None:
        raise OutOfOrder(_("This household was asked already."))
    asked = checks.Way(way)
    if queries.handed_it_over(by.pk, row.entitlement_id):
        raise OwnWork(_("You handed it over: another person asks."))
    if asked in checks.ASKED:
        _check_safe(row, asked, by)
        if received is None or asked_for_money is None:
            raise BadCount(_("Ask at least whether it was received and whether money was asked for."))
        row.received, row.complete = received, complete
        row.asked_for_money, row.treated_fairly = asked_for_money, treated_fairly
    row.way, row.done_at, row.done_by = asked, at, by
    row.save(
        update_fields=[
            "way", "received", "complete", "asked_for_money", "treated_fairly", "done_at", "done_by",
        ]
    )  # fmt: skip
    audit.record(
        type="aid.household_checked",
        target=row,
        organisation=row.bringing_id,
        by=by,
        at=at,
        beside=[row.organisation_id],
        way=asked,
    )
    if row.asked_for_money:
        open_incident(row.point, Source.CHECK, by, at, where=row.bringing_id, checked=row)
    return row


def _check_safe(row: CheckedHousehold, way: checks.Way, by: User) -> None:
    rule = queries.contact_rule(by, queries.household_of_check(row))
    if rule == Contact.DO_NOT_CONTACT:
        raise NotSafe(
            _("This family did not say that it may be contacted. Write down that it is not safe to ask it.")
        )
    if way is checks.Way.VISIT and rule != Contact.THROUGH_TRUSTED:
        raise NotSafe(_("This family may be telephoned, and did not say that it may be visited."))


@transaction.atomic
def record_exit(
    *,
    point: DistributionPoint,
    day: date,
    asked: int,
    answers: Mapping[str, int],
    missed: Mapping[str, int],
    by: User,
    at: datetime,
) -> ExitTally:
    """Write down a sheet of strokes from the exit: `answers` such as `complete_yes`, `missed` by kind. Counts only.

    Raises:
        OwnWork: `by` handed over or closed a day at this point: the strokes are about them.
        BadCount: more answers than people, or strokes for something nobody knows.
    """
    where = _check_stands_at_exit(point, by)
    known = {f"{one}_{answer}" for one in ExitTally.QUESTIONS for answer in ("yes", "no")}
    if asked < 1 or not set(answers) <= known or not set(missed) <= set(MISSED):
        raise BadCount(_("Write how many were asked, then their answers."))
    if any(answers.get(f"{one}_yes", 0) + answers.get(f"{one}_no", 0) > asked for one in ExitTally.QUESTIONS):
        raise BadCount(_("There are more answers to one question than people who were asked."))
    if min([*answers.values(), *missed.values(), 0]) < 0:
        raise BadCount(_("Strokes are counted from 0 up."))
    row = ExitTally.objects.create(
        campaign_id=point.campaign_id,
        point=point,
        organisation_id=point.organisation_id,
        host_id=point.host_id,
        day=day,
        asked=asked,
        missed={item: count for item, count in missed.items() if count},
        at=at,
        by=by,
        **answers,
    )
    audit.record(
        type="aid.exit_recorded",
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=(point.organisation_id, point.host_id),
        day=day,
        asked=asked,
    )
    if row.money_yes:
        open_incident(point, Source.EXIT, by, at, where=where, tally=row, people=row.money_yes)
    return row


def _check_stands_at_exit(point: DistributionPoint, by: User) -> UUID:
    """Return where `by` may write strokes down: who checks afterwards or works at points, but handed nothing over there."""
    houses = (point.host_id, point.organisation_id)
    checks_here = any(by.has_perm(Permission.CHECK_RECORD, one) for one in houses)
    where = check_in(by, Permission.CHECK_RECORD if checks_here else Permission.HAND_OVER_RECORD, *houses)
    if queries.worked_at(by.pk, point.pk):
        raise OwnWork(_("You handed over or counted at this point: another person stands at its exit."))
    return where


@transaction.atomic
def record_team_day(
    *, point: DistributionPoint, day: date, volunteers: int, hours: int, by: User, at: datetime
) -> TeamDay:
    """Write down how many gave their time at a point on a day, and how many hours in all.

    Raises:
        BadCount: nobody, or more hours than a day has for each.
    """
    where = check_in(by, Permission.HAND_OVER_RECORD, point.host_id, point.organisation_id)
    if volunteers < 1 or not 0 <= hours <= 24 * volunteers:
        raise BadCount(_("Write how many people helped, and the hours of all together."))
    row = TeamDay.objects.create(
        campaign_id=point.campaign_id,
        point=point,
        organisation_id=point.organisation_id,
        host_id=point.host_id,
        day=day,
        volunteers=volunteers,
        hours=hours,
        at=at,
        by=by,
    )
    audit.record(
        type="aid.team_day_recorded",
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=(point.organisation_id, point.host_id),
        day=day,
        volunteers=volunteers,
        hours=hours,
    )
    return row


def _record(type: str, target: Any, campaign: Campaign, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=target,
        organisation=target.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        **data,
    )
