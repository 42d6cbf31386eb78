"""Papers and sheets that a page gives out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, kind: str = WORKBOOK) -> HttpResponse:
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
