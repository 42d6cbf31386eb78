"""Names of the people who sign in, for pages that show who did something."""

from collections.abc import Iterable
from uuid import UUID

from twiza.platform.accounts.models import User


def display_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the shown name of each of these accounts; an erased or unknown one is absent."""
    wanted = {id for id in ids if id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
