"""What fell upon households, and whether it still counts."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission
from twiza.registry.models import Household, Shock
from twiza.registry.queries.groups import MOST_NAMED, group_of
from twiza.registry.rules.shocks import is_felt


class NoSuchShock(NotFound):
    code = "registry.no_such_shock"


def shocks_of(household: Household) -> list[Shock]:
    """Return what fell upon a family, files merged into it included, the latest first."""
    rows = Shock.objects.filter(household__in=group_of(household.pk))
    return list(rows.order_by("-happened_on", "-pk"))


def shock_for(user: Any, id: UUID) -> Shock:
    """Return an event this user may see. Raises NoSuchShock."""
    found = Shock.objects.select_related("household").filter(pk=id).first()
    if found is None or not user.has_perm(Permission.REGISTRY_READ, found):
        raise NoSuchShock(_("There is no such event."))
    return found


def felt_in(family: Mapping[UUID, UUID], day: date) -> dict[UUID, set[str]]:
    """Return household that remains → the kinds of shocks that count on a day, of those that have any.

    `family`: household → the one that remains, merged files included.
    """
    rows = Shock.objects.filter(happened_on__lte=day, until__gt=day)
    if len(family) <= MOST_NAMED:
        rows = rows.filter(household__in=family)
    found: dict[UUID, set[str]] = defaultdict(set)
    for household, kind, happened, until, ended in rows.values_list(
        "household_id", "kind", "happened_on", "until", "ended_on"
    ):
        if household in family and is_felt(happened, until, ended, day):
            found[family[household]].add(kind)
    return dict(found)
