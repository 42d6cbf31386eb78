"""How long a sign-in lasts, and which settings would weaken it. Pure Python."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
# A session's last use is written down at most once a minute: a page must not cost a write
NOTE_EVERY = timedelta(minutes=1)
# A signature asks for password and second factor again, this recently
FRESH = timedelta(minutes=5)


class SessionState(StrEnum):
    """What to do with a session."""

    OPEN = "open"
    IDLE = "idle"  # nobody used it for half an hour
    TOO_OLD = "too_old"  # half a day after sign-in, whatever was done


ENDED = {
    SessionState.IDLE: N_("You were signed out because nothing was done for 30 minutes. Sign in again."),
    SessionState.TOO_OLD: N_("You were signed out after 12 hours. Sign in again."),
}


def session_state(*, started_at: datetime, seen_at: datetime, now: datetime) -> SessionState:
    """Return whether a session still lasts. A clock that went back closes nothing."""
    if now - started_at >= AT_MOST:
        return SessionState.TOO_OLD
    if now - seen_at >= IDLE:
        return SessionState.IDLE
    return SessionState.OPEN


def is_fresh(*, proofs: Iterable[Mapping[str, Any]], now: datetime, factor_needed: bool) -> bool:
    """Return whether a person has just proved again who they are.

    Args:
        proofs: what this session keeps of each proof: `method` ("password" or "mfa"), `at` (seconds since
            1970) and `reauthenticated`.
        factor_needed: the person has a second factor, or a role that needs one.
    """
    fresh = {
        proof.get("method")
        for proof in proofs
        if proof.get("reauthenticated") and 0 <= now.timestamp() - float(proof["at"]) < FRESH.total_seconds()
    }
    return "password" in fresh and ("mfa" in fresh or not factor_needed)


# The settings that open a way around the second factor, and the one value each may have
ONLY_VALUES: dict[str, Any] = {
    "MFA_TRUST_ENABLED": False,
    "MFA_TOTP_INSECURE_BYPASS_CODE": None,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "MFA_PASSKEY_SIGNUP_ENABLED": False,
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": False,
    "ACCOUNT_LOGIN_BY_CODE_REQUIRED": False,
    "ACCOUNT_LOGIN_BY_CODE_TRUST_ENABLED": False,
    "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": False,
    "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
    "ACCOUNT_RATE_LIMITS": {},
}
NEEDED_MIDDLEWARE = (
    "twiza.platform.accounts.middleware.SessionLimitsMiddleware",
    "twiza.platform.access.middleware.AccessMiddleware",
)


def weaknesses(settings: Any) -> list[str]:
    """Return, in words for whoever starts the program, each setting that would let someone around sign-in.

    Args:
        settings: any object whose attributes are the settings.
    """
    found = [
        f"{name} may only be {value!r}"
        for name, value in ONLY_VALUES.items()
        if getattr(settings, name, value) != value
    ]
    middleware = list(settings.MIDDLEWARE)
    found += [f"MIDDLEWARE lacks {name}" for name in NEEDED_MIDDLEWARE if name not in middleware]
    if settings.ACCESS_GATE != "twiza.platform.accounts.middleware.second_factor_first":
        found.append("ACCESS_GATE is the question about the second factor and stays so")
    if settings.MFA_ADAPTER != "twiza.config.sign_in.FactorAdapter":
        found.append("MFA_ADAPTER encrypts the secrets and stays so")
    return found
