"""One page that asks for something and does it: shown, corrected, done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.asking import ask
from twiza.platform.web.sentences import say

__all__ = ["ask", "tried"]


def tried(request: SignedInRequest, act: Callable[[], Any], done: Any) -> bool:
    """Do what one button asks, saying what was done or why not. Returns whether it was done."""
    try:
        act()
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return False
    messages.success(request, done)
    return True
