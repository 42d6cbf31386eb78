"""One page that asks for something and does it; papers that are taken away."""

from django.http import HttpRequest
from django.utils.translation import get_language

from twiza.platform.web.asking import ask
from twiza.platform.web.downloads import PDF, attachment

__all__ = ["PDF", "ask", "attachment", "language_of"]


def language_of(request: HttpRequest) -> str:
    """Return the language in which a paper is asked for: "ar" or "fr"; of the page when nothing is said."""
    asked = request.GET.get("language", "") or (get_language() or "ar")[:2]
    return "fr" if asked == "fr" else "ar"
