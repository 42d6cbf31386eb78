"""Who was invited, and what a paper invites to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import Invitation, Organisation
from twiza.network.queries.memberships import roles_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import OneTimeCode, User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES, Role, invitable_by, permissions_of


class NoSuchInvitation(NotFound):
    code = "network.no_such_invitation"


@dataclass(frozen=True)
class Offer:
    """What the holder of a paper is shown before saying yes."""

    organisation: str
    role: Role
    starts_on: date
    last_day: date | None


def invitations_of(organisation: Organisation) -> list[Invitation]:
    """Return the invitations of an organisation, newest first. Own organisation only."""
    rows = Invitation.objects.filter(organisation=organisation).select_related(
        "code", "made_by", "accepted_by"
    )
    return list(rows.order_by("-made_at"))


def invitation_for(organisation: Organisation, id: UUID) -> Invitation:
    """Return one invitation of an organisation. Raises NoSuchInvitation."""
    row = Invitation.objects.filter(organisation=organisation, pk=id).select_related("code").first()
    if row is None:
        raise NoSuchInvitation(_("There is no such invitation."))
    return row


def roles_to_invite_to(user: User, organisation: Organisation, *, on: date) -> list[Role]:
    """Return the roles to which this user may invite others in an organisation on a day."""
    if not user.has_perm(Permission.MEMBERS_MANAGE, organisation):
        return []
    return invitable_by(
        role
        for where, role in roles_of(user.pk, on=on)
        if Permission.MEMBERS_MANAGE in permissions_of(role, elsewhere=where != organisation.pk)
    )


def purpose_of(inviter: User | None, organisation: UUID, *, on: date) -> Purpose:
    """Return under which purpose an invitation is carried out: the inviter's own work; or set-up, when the
    platform itself, or its administrator, brings the first people into an organisation.
    """
    if inviter is not None and any(where == organisation for where, _role in roles_of(inviter.pk, on=on)):
        return Purpose.WORK
    return Purpose.SETUP


def offer_of(typed: str, *, at: datetime) -> Offer | None:
    """Return what a code invites to, or None when it is for a new password.

    Raises:
        CodeNotGood: the code opens nothing.
    """
    code = accounts.code_for(typed, at=at)
    if code.kind != OneTimeCode.Kind.INVITATION:
        return None
    with acting_as(code.made_by_id, purpose=Purpose.WORK if code.made_by_id else Purpose.SETUP):
        row = Invitation.objects.select_related("organisation").filter(code=code, cancelled_at=None).first()
    if row is None:
        raise accounts.CodeNotGood()
    last = None if row.period.upper is None else date.fromordinal(row.period.upper.toordinal() - 1)
    return Offer(str(row.organisation), ROLES[row.role], row.period.lower, last)


def today(at: datetime) -> date:
    """Return the day it is in Morocco at a moment."""
    return timezone.localtime(at).date()
