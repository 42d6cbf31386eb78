"""What this session has proved, and what a person still has to prove."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from twiza.platform.access import queries as access
from twiza.platform.accounts.models import DemoMark, User
from twiza.platform.accounts.roles import ROLES
from twiza.platform.accounts.rules import sign_in as rules
from twiza.platform.accounts.rules.devices import device_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@cache
def _roles_source() -> Callable[..., list[tuple[UUID, str]]]:
    source: Callable[..., list[tuple[UUID, str]]] = import_string(settings.ACCOUNTS_ROLES)
    return source


def roles_of(user: User, *, on: date) -> list[tuple[UUID, str]]:
    """Return (organisation, role) for each role a person holds on a day: asked above, by a name in the settings."""
    return _roles_source()(user.pk, on=on)


def has_key(user: User) -> bool:
    """Whether a person has set up a key, beside or in place of the application."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists())


def has_second_factor(user: User) -> bool:
    """Whether an authenticator application or a passkey is set up. Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def signed_in(user: Any) -> User | None:
    """Return the person with this id, with `came_with_factor` on them: for `factor_at_the_door`.

    Asked by every page: put together once, see `access.made_of`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_signed_in(), [user])
        values = cursor.fetchone()
    if values is None:
        return None
    person = access.made_of(User, values[:-1])
    person.__dict__["came_with_factor"] = values[-1]
    return person


@cache
def _signed_in() -> str:
    kinds = ", ".join(f"'{one.value}'" for one in FACTORS)
    return (
        f"SELECT {access.columns_of(User, 'u')}, EXISTS ("
        f"SELECT 1 FROM mfa_authenticator f WHERE f.user_id = u.id AND f.type IN ({kinds})"
        ") FROM accounts_user u WHERE u.id = %s"
    )


def factor_at_the_door(user: User) -> bool:
    """Whether a second factor was set up when this request began: true before the page ran, no later."""
    came: bool | None = getattr(user, "came_with_factor", None)
    return has_second_factor(user) if came is None else came


def without_second_factor(users: Iterable[UUID]) -> set[UUID]:
    """Return those of these people who have no authenticator application and no passkey."""
    wanted = set(users)
    having = Authenticator.objects.filter(user_id__in=wanted, type__in=FACTORS).values_list(
        "user_id", flat=True
    )
    return wanted - set(having)


def role_needs_second_factor(user: User, *, on: date) -> bool:
    """Whether a role that this person holds today is not held without a second factor."""
    return any(ROLES[role].needs_second_factor for _, role in roles_of(user, on=on) if role in ROLES)


def may_remove_factor(user: User, factor: int, *, on: date) -> bool:
    """Whether this factor may go: another one stays, or no role of the person needs one."""
    others = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exclude(pk=factor)
    return bool(others.exists()) or not role_needs_second_factor(user, on=on)


def proofs(request: HttpRequest) -> list[Mapping[str, Any]]:
    """Return what this session keeps of each proof of who is there; see `rules.sign_in.is_fresh`."""
    if not request.user.is_authenticated:
        return []
    return list(get_authentication_records(request, request.user))


def factor_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session."""
    return any(proof.get("method") == "mfa" for proof in proofs(request))


def has_just_signed_in(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person has signed in again within five minutes: password, and second factor if they have
    one or their role needs one. Lists and other papers are signed only then.

    A signing page asks this on GET and on POST, and otherwise sends to `sign_in_again_address`.
    """
    user = request.user
    if not user.is_authenticated:
        return False
    needed = has_second_factor(user) or role_needs_second_factor(user, on=timezone.localtime(at).date())
    return rules.is_fresh(proofs=proofs(request), now=at, factor_needed=needed)


def sign_in_again_address(next_page: str) -> str:
    """Return where a person signs in again before going on to `next_page` (an address of this site)."""
    return f"{reverse('accounts:sign_in_again')}?{urlencode({'next': next_page})}"


def missing_proof(request: HttpRequest, *, at: datetime) -> str | None:
    """Return the URL name of the proof that a person who signs in again still has to give, or None."""
    fresh = {
        proof.get("method")
        for proof in proofs(request)
        if rules.is_fresh(proofs=[{**proof, "method": "password"}], now=at, factor_needed=False)
    }
    if "password" not in fresh:
        return "account_reauthenticate"
    if "mfa" in fresh or not has_second_factor(request.user):  # type: ignore[arg-type]
        return None
    return factor_page(request.user)  # type: ignore[arg-type]


def factor_page(user: User) -> str:
    """Return the URL name of the page where this person shows their second factor."""
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"


@dataclass(frozen=True)
class OpenSession:
    """A device where a person is signed in."""

    id: int
    started_at: datetime
    seen_at: datetime
    address: str
    device: str  # "Chrome · Android"; "" when the browser says nothing we know
    is_this_one: bool


def sessions_of(request: HttpRequest) -> list[OpenSession]:
    """Return where the person of this request is signed in, newest first; ended sessions are dropped."""
    here = request.session.session_key
    rows = UserSession.objects.purge_and_list(request.user)
    return [
        OpenSession(
            row.pk,
            row.created_at,
            row.last_seen_at,
            row.ip,
            device_of(row.user_agent),
            row.session_key == here,
        )
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def is_demo() -> bool:
    """Whether everything in this database is invented and its accounts are known to everybody."""
    return DemoMark.objects.exists()
