"""One page that asks for something and does it; papers that are taken away."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from twiza.platform.web.asking import ask

PDF = "application/pdf"

__all__ = ["PDF", "ask", "attachment", "language_of"]


def attachment(content: bytes, name: str, kind: str = PDF) -> HttpResponse:
    """Return a download that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def language_of(request: HttpRequest) -> str:
    """Return the language in which a paper is asked for: "ar" or "fr"; of the page when nothing is said."""
    asked = request.GET.get("language", "") or (get_language() or "ar")[:2]
    return "fr" if asked == "fr" else "ar"
