"""Who may act on a campaign that several organisations share."""

from typing import Any
from uuid import UUID

from twiza.platform.accounts.permissions import Permission, check


def check_in(by: Any, permission: Permission, *organisations: UUID) -> UUID:
    """Return the first of these organisations where this user holds the permission; its log gets the line.

    Raises:
        NoPermission: in none of them.
    """
    for organisation in dict.fromkeys(organisations[:-1]):
        if organisation != organisations[-1] and by.has_perm(permission, organisation):
            return organisation
    check(by, permission, organisations[-1])
    return organisations[-1]
