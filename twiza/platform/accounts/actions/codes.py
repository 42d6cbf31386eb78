"""One-time codes on paper: made, used once, cancelled."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.actions.users import check_password
from twiza.platform.accounts.models import OneTimeCode, User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries.codes import CodeNotGood, code_for
from twiza.platform.accounts.queries.parameters import parameter_number
from twiza.platform.accounts.rules import codes as rules
from twiza.platform.audit import actions as audit


class NotYourOwn(DomainError):
    code = "accounts.slip_for_oneself"


@transaction.atomic
def make_invitation_code(*, by: User | None, at: datetime) -> tuple[OneTimeCode, str]:
    """Make a code for an invitation; whoever owns the invitation has checked who may invite.

    Returns:
        What is kept, and the code itself, which is nowhere but in this answer.
    """
    days = parameter_number("invitation_days", on=timezone.localtime(at).date())
    return _make(OneTimeCode.Kind.INVITATION, user=None, days=int(days), by=by, at=at)


@transaction.atomic
def make_new_password_code(
    *, user: User, organisation: UUID, by: User, at: datetime
) -> tuple[OneTimeCode, str]:
    """Make a code with which a person chooses a new password by themself. Earlier ones open nothing any more.

    Nobody chooses another's password, and the second factor is asked as before. That the person works in this
    organisation is checked by whoever knows it.

    Raises:
        NoPermission: `by` does not manage members there.
        NotYourOwn: one's own password is changed with one's own password.
    """
    check(by, Permission.MEMBERS_MANAGE, organisation)
    if user.pk == by.pk:
        raise NotYourOwn(_("Change your own password on your account page."))
    OneTimeCode.objects.filter(user=user, used_at=None, cancelled_at=None).update(cancelled_at=at)
    days = parameter_number("new_password_days", on=timezone.localtime(at).date())
    made, code = _make(OneTimeCode.Kind.NEW_PASSWORD, user=user, days=int(days), by=by, at=at)
    audit.record(
        type="accounts.new_password_slip_made",
        target=user,
        organisation=None,
        by=by,
        at=at,
        where=organisation,
    )
    return made, code


@transaction.atomic
def use_code(*, typed: str, kind: str, at: datetime) -> OneTimeCode:
    """Use a code up. Two people who type the same one at the same moment: one of them is refused.

    Raises:
        CodeNotGood: unknown, used, cancelled or too old: the answers look the same.
    """
    code = code_for(typed, at=at, lock=True)
    if code.kind != kind:
        raise CodeNotGood()
    code.used_at = at
    code.save(update_fields=["used_at"])
    return code


@transaction.atomic
def cancel_code(*, code: UUID, at: datetime) -> None:
    """Let a code open nothing any more; one that was used stays used."""
    OneTimeCode.objects.filter(pk=code, used_at=None, cancelled_at=None).update(cancelled_at=at)


@transaction.atomic
def choose_new_password(*, typed: str, password: str, at: datetime) -> User:
    """Let the holder of a new-password slip choose a password. Every open session of theirs ends.

    Raises:
        CodeNotGood: see `use_code`.
        PasswordTooWeak: with what is missing; the code stays good.
    """
    user = code_for(typed, at=at).user
    if user is None or not user.is_active:
        raise CodeNotGood()
    check_password(password, user)
    use_code(typed=typed, kind=OneTimeCode.Kind.NEW_PASSWORD, at=at)
    user.set_password(password)  # sessions carry a digest of the old one, and end
    user.save(update_fields=["password"])
    with acting_as(user.pk, purpose=Purpose.WORK):
        audit.record(type="accounts.password_chosen", target=user, organisation=None, by=user, at=at)
    return user


def _make(
    kind: OneTimeCode.Kind, *, user: User | None, days: int, by: User | None, at: datetime
) -> tuple[OneTimeCode, str]:
    code = rules.code_from(secrets.token_bytes(rules.RANDOM_BYTES))
    made = OneTimeCode.objects.create(
        kind=kind,
        fingerprint=rules.fingerprint(code),
        user=user,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    return made, rules.in_groups(code)
