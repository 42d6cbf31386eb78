"""Asking a person to use one of their keys, for something other than signing in. Needs a request of theirs."""

import struct
from typing import Any

from allauth.mfa.webauthn.internal import auth
from fido2.webauthn import UserVerificationRequirement

from twiza.platform.accounts.models import User

# What a browser, or whoever stands in for one, may send instead of an answer
_NO_ANSWER = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)


def ask_key(user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (what the browser asks the key, what the session keeps of the question). Each question is new.

    The key must make sure who holds it: by finger, face or its own PIN.
    """
    options, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(user), user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), dict(state)


def key_answers(user: User, *, asked: dict[str, Any], answer: Any) -> bool:
    """Whether `answer` is that of one of this person's keys to just this question, its holder verified."""
    if not asked or not isinstance(answer, dict):
        return False
    try:
        auth.get_server().authenticate_complete(asked, auth.get_credentials(user), answer)
    except _NO_ANSWER:
        return False
    return True
