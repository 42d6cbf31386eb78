"""The roles of the house: who may do what. Read `page.py`; permissions that go together are in `bundles.py`."""

from twiza.platform.accounts.roles.bundles import EVERYBODY
from twiza.platform.accounts.roles.clashes import CLASHES, Clash, clash_of
from twiza.platform.accounts.roles.page import ROLES, Role, invitable_by, permissions_of

__all__ = ["CLASHES", "EVERYBODY", "ROLES", "Clash", "Role", "clash_of", "invitable_by", "permissions_of"]
