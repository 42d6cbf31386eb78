"""Roles that one person never holds together in one organisation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.roles.page import ROLES


@dataclass(frozen=True)
class Clash:
    """Two roles that one person never holds in the same organisation on the same day."""

    roles: frozenset[str]
    why: str | Promise

    @property
    def names(self) -> list[str]:
        """The names of both, in the language of the moment."""
        return [ROLES[code].name for code in sorted(self.roles)]


_CHECKS_OWN_WORK = _("Nobody checks their own work.")
_ORDERS_OR_PAYS = _("Who orders a payment does not make it.")

CLASHES: tuple[Clash, ...] = (
    Clash(frozenset({"treasurer", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"campaign_manager", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"association_president", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"centre_director", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"point_volunteer", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"donor_desk", "auditor"}), _CHECKS_OWN_WORK),
    Clash(frozenset({"association_president", "treasurer"}), _ORDERS_OR_PAYS),
    Clash(frozenset({"campaign_manager", "treasurer"}), _ORDERS_OR_PAYS),
    Clash(frozenset({"store_keeper", "auditor"}), _CHECKS_OWN_WORK),
)


def clash_of(held: Iterable[str], wanted: str) -> Clash | None:
    """Return why a person who holds these roles in an organisation cannot hold another there too, or None."""
    held = set(held)
    return next(
        (clash for clash in CLASHES if wanted in clash.roles and clash.roles - {wanted} <= held), None
    )
