"""Everything that changes who can sign in."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.rules import users as rules
from twiza.platform.audit import actions as audit


class UserNameTaken(DomainError):
    code = "accounts.user_name_taken"


class UserNameUnfit(DomainError):
    code = "accounts.user_name_unfit"


class PasswordTooWeak(DomainError):
    code = "accounts.password_too_weak"


@transaction.atomic
def create_account(
    *,
    username: str,
    display_name: str,
    password: str | None,
    language: str = "ar",
    by: User | None,
    at: datetime,
) -> User:
    """Create an account that works nowhere yet: a membership gives it a place.

    Args:
        password: None makes an account that cannot sign in until an invitation is used.
        by: who made it; None for the invited person themself, and at first set-up.

    Raises:
        UserNameUnfit: spaces, or signs that are no letters.
        UserNameTaken: another account has this user name.
        PasswordTooWeak: with what is missing.
    """
    username = rules.tidy_user_name(username)
    if not rules.is_user_name(username):
        raise UserNameUnfit(
            _("A user name has 3 to 60 letters or digits, without spaces; . - _ may stand between.")
        )
    if User.objects.filter(username__iexact=username).exists():
        raise UserNameTaken(_("This user name is taken. Choose another."))
    user = User(username=username, display_name=display_name, language=language, created_at=at)
    if password is None:
        user.set_unusable_password()
    else:
        check_password(password, user)
        user.set_password(password)
    user.save()
    audit.record(type="accounts.account_created", target=user, organisation=None, by=by or user, at=at)
    return user


@transaction.atomic
def change_profile(*, display_name: str, language: str, addressed_as: str, by: User, at: datetime) -> User:
    """Let a person say how they are named and spoken to. Nobody does it for another."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.display_name, user.language, user.addressed_as = display_name.strip(), language, addressed_as
    user.save(update_fields=["display_name", "language", "addressed_as"])
    audit.record(type="accounts.profile_changed", target=user, organisation=None, by=by, at=at)
    return user


@transaction.atomic
def choose_language(*, language: str, by: User) -> None:
    """Keep the language a person reads in. No line in the log: it is a click on every page."""
    User.objects.filter(pk=by.pk).update(language=language)


def check_password(password: str, user: User) -> None:
    """Refuse a password that is short or known to everybody. Raises PasswordTooWeak."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PasswordTooWeak("%(why)s", why=" ".join(weak.messages)) from weak


class NoSuchAccount(DomainError):
    code = "accounts.no_such_account"


class NotOneself(DomainError):
    code = "accounts.not_oneself"


@transaction.atomic
def close_account(*, username: str, by: User, at: datetime) -> User:
    """Close an account: the person signs in nowhere any more, open sessions end. What was signed stays.

    For a person who left, or who lost telephone, key and recovery codes: they get a new account by invitation.

    Raises:
        NoPermission: `by` does not close accounts.
        NoSuchAccount: nobody open has this user name.
        NotOneself: another administrator closes one's own.
    """
    check(by, Permission.ACCOUNTS_CLOSE)
    name = rules.tidy_user_name(username)
    user = User.objects.select_for_update().filter(username__iexact=name, is_active=True).first()
    if user is None:
        raise NoSuchAccount(_("No open account has this user name."))
    if user.pk == by.pk:
        raise NotOneself(_("Another administrator closes your account."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(type="accounts.account_closed", target=user, organisation=None, by=by, at=at)
    return user
