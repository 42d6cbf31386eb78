"""When the room has locked under somebody who types: the words are kept, sealed, and come back after the passphrase."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.views.room import to_the_door
from twiza.platform.accounts.permissions import Permission

TYPED = (
    "words", "wants", "language", "age_band", "risk", "contact", "code_word", "trusted", "kind", "paper_code", "violence",
    "axis", "goal", "what", "who", "due", "day", "where", "whom", "paper", "document", "result", "next",
    "order_from", "order_until", *(f"danger_{code}" for code in rules.DANGER_QUESTIONS),
    "way", "next_on", "reason", "number", "hour", "basis", "tell", "text", "opinion", "to", "receipt", "reference", "on",
    "limits", "conflict", "tasks", "start", "born", "code", "own_consent", "why",
)  # fmt: skip
OF_A_LIST = ("yes_", "why_")  # lines of the closing list


def about_part(case: UUID, part: Any) -> UUID:
    """Return what a draft of one form of a case is about: each form keeps its own."""
    return uuid5(case, str(part))


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed in a form of the room, as a draft keeps it."""
    said: dict[str, Any] = {name: request.POST[name] for name in TYPED if request.POST.get(name)}
    said |= {name: text for name, text in request.POST.items() if name.startswith(OF_A_LIST) and text}
    if request.POST.getlist("needs"):
        said["needs"] = request.POST.getlist("needs")
    if request.POST.get("base", "").isdigit():
        said["base"] = int(request.POST["base"])
    return said


def kept_at_the_door(
    request: HttpRequest, organisation: UUID, *, about: UUID, case: UUID | None
) -> HttpResponse:
    """Send to the page that opens the room; what was sent meanwhile is kept first, and the page says so.

    `case`: to which the form belongs; None for a listening, which has none yet.
    """
    kept = request.method == "POST" and request.POST.get("end") != "count"
    if kept:
        kept = actions.keep_locked_draft(
            organisation=organisation,
            about=about,
            case=case,
            said=typed_in(request),
            by=request.user,
            at=timezone.now(),
        )
    return to_the_door(request, organisation, kept=kept)


def keep_at_a_locked_door(request: HttpRequest, about: UUID, *, case: UUID) -> None:
    """Keep what the page sends by itself after the room has locked, sealed to the key of the right room."""
    user: Any = request.user
    whose = queries.case_of_draft(user, about, case=case)
    organisation = whose.organisation_id if whose else about
    if whose is not None or user.has_perm(Permission.CASE_WORK, about):
        actions.keep_locked_draft(
            organisation=organisation,
            about=about,
            case=case,
            said=typed_in(request),
            by=user,
            at=timezone.now(),
        )
