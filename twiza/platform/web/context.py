"""What every page needs to know, worked out only when a page asks."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language_bidi

from twiza.platform.web import formats
from twiza.platform.web.menu import MenuLine, menu_of

OWN_NAMES = (("ar", "العربية"), ("fr", "Français"), ("en", "English"))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Page:
    """The frame of a page for one request: language, menu, ways out."""

    languages = OWN_NAMES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def language(self) -> str:
        return formats.language()

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def person(self) -> str:
        user = self.request.user
        return str(getattr(user, "display_name", "") or user) if self.signed_in else ""

    @cached_property
    def menu(self) -> list[MenuLine]:
        if not self.signed_in:
            return []
        return menu_of(import_string(settings.NAVIGATION), self.request.user, self.request.path)

    @property
    def here(self) -> str:
        return self.request.get_full_path() if self.request.method == "GET" else ""

    @property
    def home(self) -> str:
        return "/"

    @property
    def choose_language(self) -> str:
        return _address("web:choose_language")

    @property
    def leave(self) -> str:
        return _address("web:leave")

    @property
    def neutral(self) -> str:
        return getattr(settings, "QUICK_EXIT_URL", "") or _address("web:neutral")

    @property
    def sign_out(self) -> str:
        return _address("account_logout")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `page` in every template."""
    return {"page": Page(request)}
