"""My long work: left, and found again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twiza.platform.queue import queries


@require_GET
def list_work(request: HttpRequest) -> HttpResponse:
    """Every long work of this person, newest first; the list renews itself while something runs."""
    works = list(queries.works_of(request.user))  # type: ignore[arg-type]  # signed in
    page = "queue/list_work.html#works" if request.headers.get("HX-Request") else "queue/list_work.html"
    return render(request, page, {"works": works, "running": any(not work.is_over for work in works)})


@require_GET
def show_work(request: HttpRequest, id: UUID) -> HttpResponse:
    """One long work: how far it is, what came of it, or why it stopped."""
    work = queries.work_for(request.user, id)  # type: ignore[arg-type]  # signed in
    page = "queue/show_work.html#work" if request.headers.get("HX-Request") else "queue/show_work.html"
    return render(request, page, {"work": work})
