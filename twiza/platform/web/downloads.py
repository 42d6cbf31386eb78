"""What is taken away as a file: no cache keeps it, and no browser guesses what it is."""

from django.http import HttpResponse

PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes | str, name: str, kind: str = PDF) -> HttpResponse:
    """Return a download; its name holds codes only."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
