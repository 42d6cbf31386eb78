"""Posting a list, taking objections and answering them; what who hands over declares."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.actions.pools import CannotSign
from twiza.aid.models import (
    Campaign,
    Nomination,
    Objection,
    ObjectionAnswer,
    ObjectionWindow,
    OfficeDeclaration,
    SetAside,
)
from twiza.aid.rules import objections, states
from twiza.aid.rules.door_codes import new_door_code
from twiza.aid.rules.objections import About, Outcome, Way
from twiza.aid.rules.offices import Office
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.network import actions as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


class DecidedFirst(DomainError):
    """Who decided first does not answer what is said against it."""

    code = "aid.decided_first"


class BadObjection(DomainError):
    """Something of an objection or its answer that cannot be."""

    code = "aid.bad_objection"


@transaction.atomic
def post_list(*, campaign: Campaign, by: User, at: datetime) -> ObjectionWindow:
    """Say that the list hangs on the wall, by code: objections are open until the last day that the parameter gives.

    Raises:
        OutOfOrder: the list has not its two signatures, or it was posted already.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    lists = list(queries.lists_of(campaign))
    if not lists or not queries.is_signed(lists[0]):
        raise OutOfOrder(_("A list is posted once two persons have signed it."))
    if not states.can_move(campaign.state, CampaignState.OBJECTIONS_OPEN):
        raise OutOfOrder(_("This list was posted already, or its time has passed."))
    today = timezone.localdate(at)
    days = accounts.parameter_number("objection_days", on=today)
    window = ObjectionWindow.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        opened_at=at,
        opened_by=by,
        last_day=objections.last_day(today, days),
    )
    campaign.state = CampaignState.OBJECTIONS_OPEN
    campaign.save(update_fields=["state"])
    _record("aid.list_posted", campaign, campaign, by, at, last_day=window.last_day)
    return window


@transaction.atomic
def close_objections(*, campaign: Campaign, by: User, at: datetime) -> ObjectionWindow:
    """Close the days for objections. Baskets may be packed and handed out from now on.

    Raises:
        OutOfOrder: none are open, the last day has not passed, one waits for its answer, or one for a second signature.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    window = ObjectionWindow.objects.select_for_update().filter(campaign=campaign).first()
    if window is None or window.closed_at is not None:
        raise OutOfOrder(_("No objections are open."))
    if not objections.is_over(window.last_day, timezone.localdate(at)):
        raise OutOfOrder(_("Objections are taken until %(day)s."), day=window.last_day)
    waiting = queries.unanswered([campaign])
    if waiting:
        raise OutOfOrder(
            _("%(count)s objections wait for an answer. Answer %(ticket)s first."),
            count=len(waiting),
            ticket=waiting[0].ticket,
        )
    unsigned = queries.set_aside_waiting([campaign])
    if unsigned:
        raise OutOfOrder(
            _("The answer to %(ticket)s takes a basket away: a second person signs it first."),
            ticket=unsigned[0].ticket,
        )
    window.closed_at, window.closed_by = at, by
    window.save(update_fields=["closed_at", "closed_by"])
    _record("aid.objections_closed", campaign, campaign, by, at)
    return window


@transaction.atomic
def receive_objection(
    *,
    campaign: Campaign,
    receiving: "Organisation",
    about: str,
    way: str,
    code: str = "",
    zone: str = "",
    words: str = "",
    by: User,
    at: datetime,
) -> Objection:
    """Write an objection down at a counter of `receiving` and give it a number. Nobody says who they are.

    `code`: the list code it is about, as it was said; none for a family that is missing.

    Raises:
        OutOfOrder: no objections are open. BadObjection: a code where there is none to say, or the other way round.
    """
    check(by, Permission.OBJECTION_RECEIVE, receiving)
    campaign = queries.campaign_for(by, campaign.pk)
    window = queries.window_of(campaign)
    today = timezone.localdate(at)
    if window is None or window.closed_at is not None or objections.is_over(window.last_day, today):
        raise OutOfOrder(_("Objections to this list are not open."))
    subject, code = About(about), code.strip().upper()[:12]
    if (subject is About.MISSING) == bool(code):
        raise BadObjection(_("Write the list code it is about; none for a family that stands nowhere."))
    if subject is About.ANOTHER_CODE and not words.strip():
        raise BadObjection(_("Write in a few words why this code should not be on the list."))
    row = Objection.objects.create(
        campaign=campaign,
        window=window,
        organisation_id=campaign.organisation_id,
        receiving_id=receiving.pk,
        ticket=new_door_code(),
        about=subject,
        way=Way(way),
        code=code,
        zone=zone,
        words=words.strip(),
        received_at=at,
        received_by=by,
        due_on=objections.last_day(today, accounts.parameter_number("objection_days", on=today)),
    )
    audit.record(
        type="aid.objection_received",
        target=row,
        organisation=receiving.pk,
        by=by,
        at=at,
        beside=queries.sharing(campaign) - {receiving.pk},
        ticket=row.ticket,
        about=row.about,
        due_on=row.due_on,
    )
    return row


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    reason_code: str,
    words: str,
    found: Nomination | None = None,
    by: User,
    at: datetime,
) -> ObjectionAnswer:
    """Answer an objection with a reason and plain words. Accepted or not is what the reason code says.

    `found`: of a family that was missing, the code under which it was brought since; needed to accept.

    Raises:
        DecidedFirst: `by` froze, signed, brought the household or wrote the objection down.
        BadObjection: no such reason, no words, or an accepted family that nobody brought.
        OutOfOrder: it was answered already.
    """
    check(by, Permission.OBJECTION_ANSWER, objection)
    outcome = objections.outcome_of(reason_code)
    if outcome is None or not words.strip():
        raise BadObjection(_("An answer has a reason and plain words that can be read to the family."))
    _check_right_reason(objection, outcome, reason_code, found)
    codes = [objection.code, found.code if found else ""]
    if not objections.may_answer(
        by.pk, decided=queries.decided_on(objection.campaign, codes), received=objection.received_by_id
    ):
        raise DecidedFirst(
            _(
                "Another person answers: neither who froze, signed or brought, nor who wrote the objection down."
            )
        )
    try:
        with transaction.atomic():
            answer = ObjectionAnswer.objects.create(
                objection=objection,
                campaign_id=objection.campaign_id,
                organisation_id=objection.organisation_id,
                receiving_id=objection.receiving_id,
                outcome=outcome,
                reason_code=reason_code,
                words=words.strip(),
                nomination=found,
                answered_at=at,
                answered_by=by,
            )
    except IntegrityError as error:
        raise OutOfOrder(_("This objection was answered a moment ago.")) from error
    _record(
        "aid.objection_answered",
        objection,
        objection.campaign,
        by,
        at,
        ticket=objection.ticket,
        reason_code=reason_code,
        late=timezone.localdate(at) > objection.due_on,
    )
    return answer


@transaction.atomic
def sign_set_aside(*, objection: Objection, by: User, at: datetime) -> SetAside:
    """Sign, as a second person, that an accepted objection takes its code off the list: its basket goes to another.

    Raises:
        CannotSign: `by` answered or wrote the objection down. OutOfOrder: there is nothing to sign, or it is signed.
    """
    check(by, Permission.LIST_SIGN, objection)
    answer = ObjectionAnswer.objects.filter(objection=objection).first()
    if answer is None or answer.outcome != Outcome.ACCEPTED or objection.about != About.ANOTHER_CODE:
        raise OutOfOrder(_("Only an accepted objection to a code of the list waits for a second signature."))
    if by.pk in (answer.answered_by_id, objection.received_by_id):
        raise CannotSign(_("Another person signs: neither who answered nor who wrote the objection down."))
    try:
        with transaction.atomic():
            row = SetAside.objects.create(
                answer=answer,
                campaign_id=objection.campaign_id,
                organisation_id=objection.organisation_id,
                code=objection.code,
                reason_code=answer.reason_code,
                signed_at=at,
                signed_by=by,
            )
    except IntegrityError as error:
        raise OutOfOrder(_("This was signed already, or the household has its card.")) from error
    _record("aid.set_aside_signed", objection, objection.campaign, by, at, codes=[row.code])
    return row


def _check_right_reason(
    objection: Objection, outcome: Outcome, reason_code: str, found: Nomination | None
) -> None:
    against = objection.about == About.ANOTHER_CODE
    if outcome is Outcome.ACCEPTED and against != (reason_code == "not_meant_for"):
        raise BadObjection(_("This reason belongs to another kind of objection."))
    if objection.about == About.MISSING and outcome is Outcome.ACCEPTED:
        if found is None or found.campaign_id != objection.campaign_id:
            raise BadObjection(
                _("Let the family be brought into the campaign first, then write its code here.")
            )
    elif found is not None:
        raise BadObjection(_("A code is written here for a family that was missing and is accepted."))


@transaction.atomic
def declare_office(
    *,
    organisation: "Organisation",
    office: str,
    starts_on: date,
    ends_on: date | None = None,
    body: "Organisation | None" = None,
    by: User,
    at: datetime,
) -> OfficeDeclaration:
    """Declare for oneself an elected office, a candidacy, or none, for a period: kept, never changed (L-10).

    `body`: the council, where it is in the register; a link to it is declared with it.

    Raises:
        NotAMember: `by` does not work there. BadObjection: the days are out of order.
    """
    declared = Office(office)
    if ends_on is not None and ends_on < starts_on:
        raise BadObjection(_("The last day comes before the first."))
    row = OfficeDeclaration(
        organisation_id=organisation.pk,
        user=by,
        office=declared,
        body=body if declared is not Office.NONE else None,
        starts_on=starts_on,
        ends_on=ends_on,
        declared_at=at,
    )
    if row.body is not None:
        network.declare_interest(
            organisation=organisation,
            other=row.body,
            words=declared.value,
            on=timezone.localdate(at),
            by=by,
            at=at,
        )
    elif not queries.role_of(by, organisation.pk):
        raise network.NotAMember(_("Only people who work in this organisation declare a link here."))
    row.save(force_insert=True)
    audit.record(
        type="aid.office_declared",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        office=declared,
    )
    return row


def _record(type: str, target: Any, campaign: Campaign, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=target,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        **data,
    )
