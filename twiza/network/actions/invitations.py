"""Inviting people without e-mail: a paper with a one-time code, a role that waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError, NotAllowed
from twiza.network.actions.memberships import NotYourself, refuse_clash
from twiza.network.actions.organisations import register_organisation
from twiza.network.models import Invitation, Membership, Organisation
from twiza.network.queries.invitations import purpose_of, roles_to_invite_to, today
from twiza.network.queries.memberships import NoSuchMembership, membership_is_live, roles_of
from twiza.platform.access import queries as access
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts import queries as account_queries
from twiza.platform.accounts.models import OneTimeCode, User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.roles import ROLES
from twiza.platform.audit import actions as audit


class RoleNotYoursToGive(NotAllowed):
    code = "network.role_not_yours_to_give"


class EndsBeforeItBegins(DomainError):
    code = "network.invitation_ends_before_it_begins"


class InvitationOver(DomainError):
    code = "network.invitation_over"


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None,
    label: str = "",
    by: User,
    at: datetime,
) -> tuple[Invitation, str]:
    """Invite somebody to a role for a period [starts_on, ends_on), and return the code to print.

    Raises:
        NoPermission: `by` does not manage members there.
        RoleNotYoursToGive: the inviter's own role does not invite to this one.
        EndsBeforeItBegins: the last day is before the first.
    """
    check(by, Permission.MEMBERS_MANAGE, organisation)
    if role not in {one.code for one in roles_to_invite_to(by, organisation, on=today(at))}:
        raise RoleNotYoursToGive(_("Your own role does not invite to this one."))
    if ends_on is not None and ends_on <= starts_on:
        raise EndsBeforeItBegins(_("The last day is before the first one."))
    return _invite(organisation, role, DateRange(starts_on, ends_on), label.strip(), by, at)


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Take an invitation back: its code opens nothing any more.

    Raises:
        NoPermission: `by` does not manage members there.
        InvitationOver: it was accepted or taken back already.
    """
    check(by, Permission.MEMBERS_MANAGE, invitation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.cancelled_at:
        raise InvitationOver(_("This invitation was used or taken back already."))
    accounts.cancel_code(code=invitation.code_id, at=at)
    invitation.cancelled_at = at
    invitation.save(update_fields=["cancelled_at"])
    _log("network.invitation_cancelled", invitation, by, at)
    return invitation


@transaction.atomic
def accept_with_new_account(
    *,
    typed: str,
    username: str,
    display_name: str,
    password: str,
    language: str,
    made_here: bool = False,
    at: datetime,
) -> User:
    """Make an account for the holder of a paper and give it the role that waits.

    `made_here`: the paper was made in this very browser. It is no proof of anything (a shared computer does it
    too), so it is not refused: the log of the organisation keeps it for its auditor.

    Raises:
        CodeNotGood: unknown, used, cancelled or too old.
        InvitationOver: whoever invited may no longer do so.
        UserNameTaken, UserNameUnfit, PasswordTooWeak: with what would work; the code stays good.
    """
    code = accounts.use_code(typed=typed, kind=OneTimeCode.Kind.INVITATION, at=at)
    with _carrying_out(code, at) as invitation:
        user = accounts.create_account(
            username=username,
            display_name=display_name,
            password=password,
            language=language,
            by=code.made_by,
            at=at,
        )
        _take_up(invitation, user, at)
        if made_here:
            _log("network.invitation_used_where_made", invitation, invitation.made_by, at, user=user.pk)
    return user


@transaction.atomic
def accept_with_account(*, typed: str, by: User, at: datetime) -> Membership:
    """Give the role that waits to a person who has an account already: the same person, two organisations.

    Raises:
        CodeNotGood, InvitationOver: as above.
        RolesClash: nobody holds these two roles at once in one organisation.
        NotYourself: whoever made the invitation does not take its role: the platform's administrator invites
            to every role, and reads no family.
    """
    code = accounts.use_code(typed=typed, kind=OneTimeCode.Kind.INVITATION, at=at)
    if code.made_by_id == by.pk:
        raise NotYourself(_("Nobody gives themself a role: another person who manages members invites you."))
    with _carrying_out(code, at) as invitation:
        return _take_up(invitation, by, at)


@transaction.atomic
def make_new_password_slip(*, membership: Membership, by: User, at: datetime) -> str:
    """Return a code with which a member chooses a new password. The second factor is asked as before.

    Raises:
        NoPermission: `by` does not manage members there.
        NoSuchMembership: this person does not work there now: their account is no business of yours any more.
        NotYourOwn: for oneself.
        RoleNotYoursToGive: the person holds a role, here or elsewhere, to which `by` may not invite: whoever holds
            the paper opens all that this person may do.
    """
    if not membership_is_live(membership, on=today(at)):
        raise NoSuchMembership(_("There is no such role."))
    check(by, Permission.MEMBERS_MANAGE, membership)
    with acting_as(membership.user_id, purpose=Purpose.WORK):  # roles elsewhere show to their holder alone
        held = {role for _where, role in roles_of(membership.user_id, on=today(at))}
    allowed = {role.code for role in roles_to_invite_to(by, membership.organisation, on=today(at))}
    if membership.user_id != by.pk and not held <= allowed:
        raise RoleNotYoursToGive(
            _(
                "Your own role does not invite to all that this person does."
                " Ask somebody who may invite them, or the platform's administrator, for this paper."
            )
        )
    lacks = not account_queries.has_second_factor(membership.user)
    # whoever holds the paper of an account without a second factor holds the account: its auditor reads it
    audit.record(
        type="network.password_paper_without_factor" if lacks else "network.password_paper_made",
        target=membership,
        organisation=membership.organisation_id,
        by=by,
        at=at,
        user=membership.user_id,
    )
    _made, code = accounts.make_new_password_code(
        user=membership.user, organisation=membership.organisation_id, by=by, at=at
    )
    return code


@transaction.atomic
def first_invitation(*, at: datetime) -> str | None:
    """Return the words that invite the first platform administrator of a new place; None when somebody is there.

    Called at set-up: no known account and no known password is ever made.
    """
    if User.objects.exists():
        return None
    keeper = Organisation.objects.filter(kind="other", name_fr="Twiza").first() or register_organisation(
        kind="other", name_ar="تويزة", name_fr="Twiza", by=None, at=at
    )
    for earlier in Invitation.objects.filter(made_by=None, accepted_at=None, cancelled_at=None):
        accounts.cancel_code(code=earlier.code_id, at=at)
        Invitation.objects.filter(pk=earlier.pk).update(cancelled_at=at)
    _invitation, code = _invite(keeper, "platform_administrator", DateRange(today(at), None), "", None, at)
    return str(_("Sign in for the first time at %(address)s with this code: %(code)s")) % {
        "address": f"{settings.PUBLIC_ADDRESS}/welcome/",
        "code": code,
    }


@contextmanager
def _carrying_out(code: OneTimeCode, at: datetime) -> Iterator[Invitation]:
    """Open the inviter's context for an invitation whose code was just used: it holds on their word only."""
    inviter = code.made_by
    with acting_as(code.made_by_id, purpose=Purpose.WORK if inviter else Purpose.SETUP):
        row = Invitation.objects.filter(code=code, accepted_at=None, cancelled_at=None).first()
        if row is None:
            raise account_queries.CodeNotGood()
        if inviter is not None and not _may_still_invite(inviter, row, at):
            raise InvitationOver(_("Whoever invited you can no longer do so. Ask for a new paper."))
        purpose = purpose_of(inviter, row.organisation_id, on=today(at))
    with acting_as(code.made_by_id, purpose=purpose):
        yield Invitation.objects.select_for_update().get(pk=row.pk)


def _may_still_invite(inviter: User, invitation: Invitation, at: datetime) -> bool:
    allowed = roles_to_invite_to(inviter, invitation.organisation, on=today(at))
    return inviter.is_active and invitation.role in {role.code for role in allowed}


def _take_up(invitation: Invitation, user: User, at: datetime) -> Membership:
    refuse_clash(
        user=user, organisation=invitation.organisation, role=invitation.role, period=invitation.period
    )
    membership = Membership.objects.create(
        organisation=invitation.organisation,
        user=user,
        role=invitation.role,
        period=invitation.period,
        created_at=at,
    )
    access.forget()
    invitation.accepted_by, invitation.accepted_at = user, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    _log("network.invitation_accepted", invitation, invitation.made_by, at, user=user.pk)
    return membership


def _invite(
    organisation: Organisation, role: str, period: DateRange, label: str, by: User | None, at: datetime
) -> tuple[Invitation, str]:
    if role not in ROLES:
        raise RoleNotYoursToGive(_("There is no such role."))
    made, code = accounts.make_invitation_code(by=by, at=at)
    invitation = Invitation.objects.create(
        organisation=organisation, role=role, period=period, label=label, code=made, made_by=by, made_at=at
    )
    _log("network.invited", invitation, by, at)
    return invitation, code


def _log(
    type: str, invitation: Invitation, by: User | None, at: datetime, *, user: UUID | None = None
) -> None:
    """Write in the organisation's log; in the platform's too when its administrator invites from outside."""
    own = by is None or purpose_of(by, invitation.organisation_id, on=today(at)) == Purpose.WORK
    for log in (invitation.organisation_id,) if own else (None, invitation.organisation_id):
        audit.record(
            type=type,
            target=invitation,
            organisation=log,
            by=by,
            at=at,
            role=invitation.role,
            user=user,
            where=invitation.organisation_id,
        )
