"""Downloads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from twiza.platform.files import actions, queries, rules


@require_GET
def download_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send a file to whoever may read it; the access log keeps it in mind."""
    file = queries.file_for(request.user, id)  # type: ignore[arg-type]  # signed in
    content = actions.open_file(file=file, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    response = HttpResponse(content, content_type=rules.media_type(file.name))
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
