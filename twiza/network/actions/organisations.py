"""Everything that changes organisations and who works in them."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network.models import Membership, Organisation
from twiza.platform.access import queries as access
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.roles import ROLES
from twiza.platform.audit import actions as audit


class UnknownRole(DomainError):
    code = "network.unknown_role"


@transaction.atomic
def register_organisation(
    *,
    kind: str,
    name_ar: str,
    name_fr: str = "",
    parent: Organisation | None = None,
    protected: bool = False,
    by: User | None,
    at: datetime,
) -> Organisation:
    """Write an organisation into the register. At first set-up nobody has a role yet, so none is asked."""
    _check_unless_setting_up(by, Permission.ORGANISATION_REGISTER, None)
    organisation = Organisation.objects.create(
        kind=kind, name_ar=name_ar, name_fr=name_fr, parent=parent, protected=protected, created_at=at
    )
    audit.record(
        type="network.organisation_registered",
        target=organisation,
        organisation=organisation.pk,
        by=by,
        at=at,
    )
    return organisation


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
    """
    _check_unless_setting_up(by, Permission.MEMBERS_MANAGE, organisation)
    if role not in ROLES:
        raise UnknownRole(_("There is no role “%(role)s”."), role=role)
    membership = Membership.objects.create(
        organisation=organisation, user=user, role=role, period=DateRange(starts_on, ends_on), created_at=at
    )
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


def _check_unless_setting_up(by: User | None, permission: Permission, thing: Organisation | None) -> None:
    if access.current().purpose != Purpose.SETUP:
        check(by, permission, thing)
