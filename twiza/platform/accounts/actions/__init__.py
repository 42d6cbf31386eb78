"""Everything that changes who can sign in, and the dated numbers."""

from twiza.platform.accounts.actions.parameters import (
    NoSource,
    RewritesThePast,
    load_parameters,
    set_parameter,
)
from twiza.platform.accounts.actions.users import UserNameTaken, create_account

__all__ = [
    "NoSource",
    "RewritesThePast",
    "UserNameTaken",
    "create_account",
    "load_parameters",
    "set_parameter",
]
