"""Comparing the families that two organisations brought into one campaign, and what the desk decides of them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, CampaignAgreement, MatchRun, PartnerPair
from twiza.aid.rules.matching import RUNS_A_DAY, Brought, Compared
from twiza.lib.errors import DomainError
from twiza.platform.access import queries as access
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue
from twiza.registry.rules.records import record_of

if TYPE_CHECKING:
    from twiza.network.models import Convention


class NoAgreement(DomainError):
    """Nothing that was signed allows it."""

    code = "aid.no_agreement"


class ComparedTooOften(DomainError):
    code = "aid.compared_too_often"


@transaction.atomic
def attach_agreement(
    *, campaign: Campaign, convention: "Convention", by: User, at: datetime
) -> CampaignAgreement:
    """Say that families of this campaign are compared under a convention that the coordinating body signed for it.

    Raises:
        NoAgreement: it did not sign, the convention does not hold today, no other party shares the campaign, or
            it is attached already.
    """
    check(by, Permission.MATCHING_DECIDE, campaign)
    one_at_a_time(campaign.pk)
    if convention.pk not in {
        one.pk for one in queries.agreements_to_attach(campaign, on=timezone.localdate(at))
    }:
        raise NoAgreement(
            _(
                "This convention does not allow it: it holds today, you signed it for comparing families, and another of its parties shares the campaign."
            )
        )
    row = CampaignAgreement.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        convention=convention,
        attached_by=by,
        attached_at=at,
    )
    _record("aid.agreement_attached", row, campaign, convention.parties, by, at)
    return row


@transaction.atomic
def remove_agreement(*, agreement: CampaignAgreement, by: User, at: datetime) -> None:
    """Take an agreement off a campaign: nothing more is compared under it there."""
    check(by, Permission.MATCHING_DECIDE, agreement)
    agreement = CampaignAgreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.removed_at is not None:
        return
    agreement.removed_at, agreement.removed_by = at, by
    agreement.save(update_fields=["removed_at", "removed_by"])
    _record("aid.agreement_removed", agreement, agreement.campaign, agreement.convention.parties, by, at)


def start_matching(*, agreement: CampaignAgreement, by: User, at: datetime) -> UUID:
    """Ask that families be compared under an agreement, and return the long work that does it. Each party's log says so.

    Raises:
        NoAgreement: fewer than two parties that share the campaign have signed, or it holds no more.
        OutOfOrder: the campaign has no names yet, or is over.
        ComparedTooOften: it was asked too often today; that this was asked once more is written too.
    """
    check(by, Permission.MATCHING_DECIDE, agreement)
    campaign = agreement.campaign
    since = at - timedelta(days=1)
    if MatchRun.objects.filter(campaign=campaign, started_at__gt=since).count() >= RUNS_A_DAY:
        _record("aid.comparison_refused", agreement, campaign, [], by, at)
        raise ComparedTooOften(
            _("These families were compared %(count)s times since yesterday. Try again tomorrow."),
            count=RUNS_A_DAY,
        )
    return _started(agreement, campaign, by, at)


@transaction.atomic
def _started(agreement: CampaignAgreement, campaign: Campaign, by: User, at: datetime) -> UUID:
    one_at_a_time(campaign.pk)
    closed = queries.closed_to_names(campaign)
    if closed:
        raise OutOfOrder(closed)
    parties = queries.parties_to_compare(agreement, on=timezone.localdate(at))
    if agreement.removed_at is not None or len(parties) < 2:
        raise NoAgreement(
            _(
                "Nothing is compared: at least two parties that share the campaign must have signed, yours among them."
            )
        )
    run = MatchRun.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        agreement=agreement,
        started_by=by,
        started_at=at,
    )
    work = queue.start_work(
        kind="aid.match_campaign",
        title=_("Comparing the families of a campaign"),
        by=by,
        organisation=campaign.organisation_id,
        at=at,
        total=3,
    )
    queue.later("aid.match_campaign", by=by, work_id=work.pk, run_id=run.pk)
    _record("aid.families_compared", run, campaign, [one.pk for one in parties], by, at)
    return work.pk


def rows_to_match(run: UUID) -> list[Brought]:
    """Return the persons that one comparison may read, from the one function of the database that gives them.

    Needs `acting_as(…, purpose=Purpose.MATCHING)`. It works once for each run. What is returned stays in memory.

    Raises:
        NoAgreement: the database refuses: another purpose, another person, the agreement ended, used already.
    """
    if access.current().purpose != Purpose.MATCHING:
        raise NoAgreement(_REFUSED)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM aid_rows_to_match(%s)", [run])
            names = [column.name for column in cursor.description or ()]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    except queries.Refused as refusal:
        raise NoAgreement(_REFUSED) from refusal
    return list({row["person"]: _brought(row) for row in reversed(rows)}.values())


_REFUSED = _("These families may not be compared now. Look at the agreement of the campaign, then ask again.")


def _brought(row: dict[str, Any]) -> Brought:
    record = record_of(
        id=row["person"],
        household=row["household"],
        **{
            name: row[name]
            for name in (
                "name_arabic",
                "name_latin",
                "name_said",
                "sex",
                "birth_on",
                "birth_precision",
                "phone",
                "second_phone",
                "home_phone",
                "place",
            )
        },
    )
    return Brought(record, row["nomination"], row["organisation"])


@transaction.atomic
def keep_pairs(*, run: MatchRun, compared: Compared, families: int, by: User, at: datetime) -> int:
    """Keep what a comparison found, as codes and words, and return how many pairs are new.

    A pair that was decided stays as it was decided. One that is open is said anew.
    """
    check(by, Permission.MATCHING_DECIDE, run)
    one_at_a_time(run.campaign_id)
    run = MatchRun.objects.select_for_update().get(pk=run.pk)
    bringing = queries.bringing_of(run.campaign_id, _codes(compared))
    known = {
        (row.first_id, row.second_id): row for row in PartnerPair.objects.filter(campaign=run.campaign_id)
    }
    fresh, again = [], []
    for pair in compared.pairs:
        values = {"run": run, "sure": pair.sure, "words": dict(pair.words), "found_at": at}
        row = known.get((pair.first, pair.second))
        if row is None:
            fresh.append(
                PartnerPair(
                    campaign_id=run.campaign_id,
                    organisation_id=run.organisation_id,
                    first_id=pair.first,
                    first_bringing_id=bringing[pair.first],
                    second_id=pair.second,
                    second_bringing_id=bringing[pair.second],
                    **values,
                )
            )
        elif row.decision == "":
            for name, value in values.items():
                setattr(row, name, value)
            again.append(row)
    PartnerPair.objects.bulk_create(fresh, batch_size=1000)
    PartnerPair.objects.bulk_update(again, ["run", "sure", "words", "found_at"], batch_size=1000)
    run.finished_at, run.families, run.found = at, families, len(compared.pairs)
    run.model_hash = compared.model_hash
    run.save(update_fields=["finished_at", "families", "found", "model_hash"])
    return len(fresh)


def _codes(compared: Compared) -> Sequence[UUID]:
    return [one for pair in compared.pairs for one in (pair.first, pair.second)]


def _record(
    type: str, target: Any, campaign: Campaign, parties: Collection[UUID], by: User, at: datetime, **data: Any
) -> None:
    """A line in the log of whoever coordinates and of each party that shares the campaign."""
    sharing = queries.sharing(campaign)
    audit.record(
        type=type,
        target=target,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=[one for one in parties if one in sharing],
        campaign=campaign.pk,
        **data,
    )
