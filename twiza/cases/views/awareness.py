"""Pages: awareness sessions. No case and no key of the room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.cases import actions, queries
from twiza.cases.forms import WriteSession
from twiza.cases.views.cases import form_key
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


def chosen_among(request: HttpRequest, allowed: list[Any], permission: Permission) -> UUID:
    """Return the organisation that is asked for, or the first that is allowed. Raises NoPermission: there is none."""
    if not allowed:
        check(request.user, permission)
    asked = request.GET.get("organisation") or request.POST.get("organisation")
    found: UUID = next((one.pk for one in allowed if str(one.pk) == asked), allowed[0].pk)
    return found


@require_GET
def list_sessions(request: HttpRequest) -> HttpResponse:
    """The sessions of the organisation, the latest first."""
    allowed = queries.where_awareness(request.user, on=timezone.localdate())
    organisation = chosen_among(request, allowed, Permission.AWARENESS_KEEP)
    words = {"organisation": organisation, "sessions": queries.sessions_of(organisation)}
    return render(request, "cases/session_list.html", words)


@require_http_methods(["GET", "POST"])
def write_session(request: HttpRequest, id: UUID | None = None) -> HttpResponse:
    """Write a session down, or change it."""
    session = queries.session_for(request.user, id) if id else None
    if session:
        organisation = session.organisation_id
    else:
        allowed = queries.where_awareness(request.user, on=timezone.localdate())
        organisation = chosen_among(request, allowed, Permission.AWARENESS_KEEP)
    start = WriteSession.of(session) if session else {"on": timezone.localdate()}
    form = WriteSession(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_session(
                organisation=organisation,
                session=session,
                id=form_key(request.POST.get("id")),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Kept, and counted in the numbers of the year."))
            return redirect("cases:list_sessions")
    words = {
        "form": form,
        "session": session,
        "organisation": organisation,
        "form_id": form_key(request.POST.get("id")),
    }
    return render(request, "cases/session_form.html", words, status=422 if form.errors else 200)


@require_POST
def undo_session(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a session back, or bring it back."""
    session = queries.session_for(request.user, id)
    back = request.POST.get("do") == "back"
    actions.undo_session(session=session, undone=not back, by=request.user, at=timezone.now())
    messages.success(request, _("It counts again.") if back else _("Taken back: it counts no more."))
    return redirect("cases:list_sessions")
