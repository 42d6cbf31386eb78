"""Everything that changes who can sign in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit


class UserNameTaken(DomainError):
    code = "accounts.user_name_taken"


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
        UserNameTaken: another account has this user name.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise UserNameTaken(_("This user name is taken. Choose another."))
    user = User(username=username, display_name=display_name, language=language, created_at=at)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    audit.record(type="accounts.account_created", target=user, organisation=None, by=by or user, at=at)
    return user
