"""Who signs in, with what; and the dated numbers of the law and of the house."""

from twiza.platform.accounts.models.codes import OneTimeCode
from twiza.platform.accounts.models.marks import DemoMark
from twiza.platform.accounts.models.parameters import Parameter
from twiza.platform.accounts.models.users import User, UserManager

__all__ = ["DemoMark", "OneTimeCode", "Parameter", "User", "UserManager"]
