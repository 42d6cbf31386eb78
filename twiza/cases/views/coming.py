"""Before she comes: what happens when somebody knocks, for everybody to read, hear or print; nobody signs in for it."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.cases import queries, rules
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose


@login_not_required
@require_safe
def show_coming(request: HttpRequest) -> HttpResponse:
    """The page, which is the poster when it is printed: steps, numbers for now, what the law says and since when."""
    today = timezone.localdate()
    words = {
        "steps": [(step, _spoken(step)) for step in rules.COMING],
        "numbers": _numbers(request, today),
        "cards": [(card, card.is_old(today)) for card in rules.LEGAL_CARDS],
    }
    return render(request, "cases/coming.html", words)


@login_not_required
@require_safe
def hear_step(request: HttpRequest, language: str, step: str) -> HttpResponseBase:
    """Give a recording that the centre put into its folder: `<language>/<step>.mp3`. No other name is looked for."""
    if language not in rules.SPOKEN or step not in {one.code for one in rules.COMING}:
        raise Http404
    file = _recording(language, step)
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="audio/mpeg")


def _numbers(request: HttpRequest, on: date) -> list[tuple[str, str]]:
    if request.user.is_authenticated:
        return queries.emergency_numbers(on=on)
    with acting_as(None, purpose=Purpose.FIGURES):  # reads what is public, and nothing else
        return queries.emergency_numbers(on=on)


def _spoken(step: rules.Step) -> list[tuple[str, str]]:
    return [(code, words) for code, words in rules.SPOKEN.items() if _recording(code, step.code).is_file()]


def _recording(language: str, step: str) -> Path:
    return Path(settings.RECORDINGS) / language / f"{step}.mp3"
