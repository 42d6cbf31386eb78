"""Names of the people who sign in, for pages that show who did something."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.models import User


class NoSuchUser(NotFound):
    code = "accounts.no_such_user"


def user_named(name: str) -> User:
    """Return who signs in with this user name. For commands: no page asks. Raises NoSuchUser."""
    found = User.objects.filter(username__iexact=name).first()
    if found is None:
        raise NoSuchUser(_("Nobody signs in as “%(name)s”."), name=name)
    return found


def display_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the shown name of each of these accounts; an erased or unknown one is absent."""
    wanted = {id for id in ids if id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
