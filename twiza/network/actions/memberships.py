"""Everything that changes who works where."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.organisations import check_unless_setting_up
from twiza.network.models import InterestDeclaration, Membership, Organisation
from twiza.network.rules.kinds import ROLE_ENDINGS
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.roles import ROLES, clash_of
from twiza.platform.audit import actions as audit


class UnknownRole(DomainError):
    code = "network.unknown_role"


class UnknownReason(DomainError):
    code = "network.unknown_reason"


class RoleOver(DomainError):
    code = "network.role_over"


class NotAMember(DomainError):
    code = "network.not_a_member"


class NotYourself(DomainError):
    code = "network.not_yourself"


class RolesClash(DomainError):
    code = "network.roles_clash"


def refuse_clash(*, user: User, organisation: Organisation, role: str, period: DateRange) -> None:
    """Refuse two roles that one person never holds in one organisation on the same day; see the roles page.

    Raises:
        RolesClash: with both names and the reason.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two roles given at one moment wait for each other
    held = Membership.objects.filter(user=user, organisation=organisation, period__overlap=period)
    clash = clash_of(held.values_list("role", flat=True), role)
    if clash is not None:
        one, other = clash.names
        raise RolesClash(
            _("The same person cannot be both %(one)s and %(other)s here. %(why)s"),
            one=one,
            other=other,
            why=str(clash.why),
        )


@transaction.atomic
def give_role(
    *,
    organisation: Organisation,
    user: User,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Membership:
    """Give a user a role in an organisation for a period [starts_on, ends_on).

    Raises:
        UnknownRole: the role is not on the roles page.
        RolesClash: the person holds a role that does not go with this one.
        NoPermission: `by` does not manage members there.
    """
    check_unless_setting_up(by, Permission.MEMBERS_MANAGE, organisation)
    if role not in ROLES:
        raise UnknownRole(_("There is no role “%(role)s”."), role=role)
    period = DateRange(starts_on, ends_on)
    if by is not None:  # at first set-up nobody has worked yet
        refuse_clash(user=user, organisation=organisation, role=role, period=period)
    membership = Membership.objects.create(
        organisation=organisation, user=user, role=role, period=period, created_at=at
    )
    access.forget()
    audit.record(
        type="network.role_given",
        target=membership,
        organisation=organisation.pk,
        by=by,
        at=at,
        role=role,
        user=user.pk,
    )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, from_day: date, reason: str, by: User, at: datetime) -> Membership:
    """End a role: from this day on there is no access. What was signed under it stays as it is.

    Raises:
        RoleOver: the role ended before that day already.
        UnknownReason: the reason is not in the list.
        NotYourself: a person who manages members does not end their own role; another does.
        NoPermission: `by` does not manage members there.
    """
    check(by, Permission.MEMBERS_MANAGE, membership)
    if reason not in ROLE_ENDINGS:
        raise UnknownReason(_("Choose why the role ends."))
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.user_id == by.pk:
        raise NotYourself(_("Another person who manages members ends your role."))
    until = membership.period.upper
    if membership.period.isempty or (until is not None and until <= from_day):
        raise RoleOver(_("This role is over already."))
    # ended on its first day or before: an empty period, in which nobody ever worked
    membership.period = DateRange(membership.period.lower, max(from_day, membership.period.lower))
    membership.ended_reason = reason
    membership.save(update_fields=["period", "ended_reason"])
    access.forget()
    audit.record(
        type="network.role_ended",
        target=membership,
        organisation=membership.organisation_id,
        by=by,
        at=at,
        reason_code=reason,
        role=membership.role,
        user=membership.user_id,
        from_day=from_day,
    )
    return membership


@transaction.atomic
def declare_interest(
    *, organisation: Organisation, other: Organisation, words: str, on: date, by: User, at: datetime
) -> InterestDeclaration:
    """Write down a link of one's own to another body: anybody who works here declares for themself.

    Raises:
        NotAMember: `by` does not work there.
    """
    if not Membership.objects.filter(user=by, organisation=organisation, period__contains=on).exists():
        raise NotAMember(_("Only people who work in this organisation declare a link here."))
    declaration = InterestDeclaration.objects.create(
        organisation=organisation, user=by, other=other, words=tidy(words), declared_on=on, created_at=at
    )
    audit.record(
        type="network.interest_declared",
        target=declaration,
        organisation=organisation.pk,
        by=by,
        at=at,
        other=other.pk,
    )
    return declaration
