"""Pages of sign-in, of the second factor, of a person's own account, and of the dated numbers."""

from twiza.platform.accounts.views import factors, pages, parameters, sign_in

__all__ = ["factors", "pages", "parameters", "sign_in"]
