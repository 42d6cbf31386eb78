"""A demonstration: invented people, known passwords, and a second factor that a command prints."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import DemoMark, User
from twiza.platform.audit import actions as audit


class RealPeopleHere(DomainError):
    code = "accounts.real_people_here"


class NoDemonstration(DomainError):
    code = "accounts.no_demonstration"


@transaction.atomic
def mark_demo(*, at: datetime) -> None:
    """Say that everything in this database is invented, before the first account is made.

    Raises:
        RealPeopleHere: somebody has an account here already.
    """
    if DemoMark.objects.exists():
        return
    if User.objects.exists():
        raise RealPeopleHere(_("There are accounts here: this database cannot become a demonstration."))
    DemoMark.objects.create(made_at=at)


@transaction.atomic
def set_up_demo_factor(*, user: User, at: datetime) -> None:
    """Give an invented person an authenticator application, whose codes `twiza demo_code` prints.

    Raises:
        NoDemonstration: this database is not marked as a demonstration.
    """
    if not DemoMark.objects.exists():
        raise NoDemonstration(
            _("This is not a demonstration: second factors are set up by people themselves.")
        )
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        totp.TOTP.activate(user, totp.generate_totp_secret())
        audit.record(type="accounts.demo_factor_set", target=user, organisation=None, by=None, at=at)
