"""What the pages of goods have in common: one form that is asked, one act, one way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


def asked(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any], Any], HttpResponse],
    **words: Any,
) -> HttpResponse:
    """Show a form; sent and read, do what it asks. A refusal stands in the form, and nothing typed is lost.

    `words`: title, submit; `store` or `lot` or `dossier` to go back to; `lead`, and `empty` where there is nothing to ask.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return act(dict(form.cleaned_data), request.user)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/goods_form.html", {"form": form, **words})


def may(user: Any, permission: Permission, organisation: UUID) -> bool:
    """Say whether this person holds a permission in an organisation."""
    return bool(user.has_perm(permission, organisation))
