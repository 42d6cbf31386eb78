"""Who works where, on which day."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import InterestDeclaration, Membership, Organisation, enter, live_roles
from twiza.network.rules.periods import Standing, standing
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission


class NoSuchMembership(NotFound):
    code = "network.no_such_membership"


def organisations_of(user: UUID, *, on: date) -> tuple[UUID, ...]:
    """Return the organisations where this user holds a live role on this day, in a fixed order."""
    return tuple(dict.fromkeys(where for where, _role in live_roles(user, on)))


def entered(user: UUID, *, purpose: str, history: str, on: date) -> tuple[UUID, ...]:
    """Say to the database who is asking, and return the organisations where they work: `access.acting_as` asks."""
    return enter(user, purpose, history, on)


def my_organisations(user: User, *, on: date) -> list[Organisation]:
    """Return the organisations a user works in on this day, by name."""

    def ask() -> tuple[Organisation, ...]:
        return tuple(Organisation.objects.filter(pk__in=organisations_of(user.pk, on=on)))

    # every part of a page asks; sorted each time, for a name is of the reader's language
    return sorted(access.remembered(("organisations", user.pk, on), ask), key=str)


def organisations_where(user: User, permission: Permission, *, on: date) -> list[Organisation]:
    """Return those of a user's organisations where they hold a permission."""
    if not user.has_perm(permission):
        return []  # held nowhere: no question to the database
    return [one for one in my_organisations(user, on=on) if user.has_perm(permission, one)]


def roles_of(user: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Return (organisation, role) for each live membership of a user on this day."""
    return live_roles(user, on)


def role_in(user: UUID, organisation: UUID) -> str:
    """Return the roles this user holds here today, joined by "+", for the log."""
    live = roles_of(user, on=timezone.localdate())
    return "+".join(role for where, role in live if where == organisation)[:40]


def members_of(organisation: Organisation, *, on: date) -> list[tuple[Membership, Standing]]:
    """Return who works, worked and will work here: now first, then to come, then past. Own organisation only."""
    rows = Membership.objects.filter(organisation=organisation).select_related("user")
    order = list(Standing)
    found = [(row, standing(row.period.lower, row.period.upper, row.period.isempty, on=on)) for row in rows]
    return sorted(found, key=lambda one: (order.index(one[1]), one[0].user.display_name))


def roles_by_period(user: User) -> QuerySet[Membership]:
    """Return every role a user has held that the reader may see, newest first: experience moves with people (000-04)."""
    rows = Membership.objects.filter(user=user).select_related("organisation")
    return rows.order_by("-period__startswith", "-pk")


def membership_for(organisation: Organisation, id: UUID) -> Membership:
    """Return one membership of an organisation. Raises NoSuchMembership."""
    row = Membership.objects.filter(organisation=organisation, pk=id).select_related("user").first()
    if row is None:
        raise NoSuchMembership(_("There is no such role."))
    return row


def membership_is_live(membership: Membership, *, on: date) -> bool:
    """Say whether a role is held on this day."""
    return Membership.objects.filter(pk=membership.pk, period__contains=on).exists()


def colleagues(organisation: Organisation, *, on: date) -> list[User]:
    """Return the people who work in an organisation on this day."""
    rows = Membership.objects.filter(organisation=organisation, period__contains=on).select_related("user")
    return sorted({row.user for row in rows}, key=lambda user: user.display_name)


def interests_in(organisation: Organisation) -> QuerySet[InterestDeclaration]:
    """Return what its people have declared about links to other bodies, newest first."""
    return (
        InterestDeclaration.objects.filter(organisation=organisation)
        .select_related("user", "other")
        .order_by("-declared_on")
    )
