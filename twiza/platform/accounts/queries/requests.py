"""The type of a request for a page that asks for sign-in, so that `request.user` is a person and not a maybe."""

from django.http import HttpRequest

from twiza.platform.accounts.models import User


class SignedInRequest(HttpRequest):
    """What `LoginRequiredMiddleware` lets through: every page not marked `login_not_required`. A type only."""

    user: User
