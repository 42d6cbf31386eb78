"""The second factor of invented people, for whoever tries a demonstration."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import DemoMark, User
from twiza.platform.accounts.queries.sign_in import roles_of

PERIOD = 30


class NoDemoCode(NotFound):
    code = "accounts.no_demo_code"


@dataclass(frozen=True)
class DemoCode:
    """What the application of an invented person shows now."""

    user_name: str
    code: str
    seconds_left: int


def demo_users(name: str, *, at: datetime) -> list[User]:
    """Return the invented people with this user name, or else with this role today.

    Raises:
        NoDemoCode: this database is not marked as a demonstration, or nobody is called so.
    """
    if not DemoMark.objects.exists():
        raise NoDemoCode(_("This is not a demonstration: nobody's second factor is printed here."))
    people = list(User.objects.filter(username__iexact=name)) or [
        user for user in User.objects.order_by("username") if name in _roles(user, at)
    ]
    if not people:
        raise NoDemoCode(
            _("No account of this demonstration has the name or the role “%(name)s”."), name=name
        )
    return people


def demo_code(user: User, *, at: datetime) -> DemoCode:
    """Return what the application of an invented person shows now.

    Raises:
        NoDemoCode: this database is not marked as a demonstration, or the person has no application.
    """
    if not DemoMark.objects.exists():
        raise NoDemoCode(_("This is not a demonstration: nobody's second factor is printed here."))
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        raise NoDemoCode(_("%(name)s signs in by password alone."), name=user.username)
    counter, spent = divmod(int(at.timestamp()), PERIOD)
    digits = totp.format_hotp_value(totp.hotp_value(decrypt(factor.data["secret"]), counter))
    return DemoCode(user.username, digits, PERIOD - spent)


def _roles(user: User, at: datetime) -> set[str]:
    with acting_as(user.pk, purpose=Purpose.WORK):
        return {role for _where, role in roles_of(user, on=timezone.localtime(at).date())}
