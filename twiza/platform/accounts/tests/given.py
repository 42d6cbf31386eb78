"""People with roles, without knowing where they work: that is said in `network`, a floor above.

`Post` stands where the memberships stand in the real house: it is named in the settings of these tests.
"""

import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.test import Client

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions
from twiza.platform.accounts.models import User
from twiza.platform.accounts.roles import permissions_of

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
PASSWORD = "seven quiet lanterns"
HERE = UUID(int=1)
held: dict[UUID, set[str]] = {}


class Post(BaseBackend):
    """Answers for the roles that these tests gave."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return any(perm in permissions_of(role) for role in held.get(user_obj.pk, ()))


def roles_of(user: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Stand where `network.queries.roles_of` stands."""
    return [(HERE, role) for role in sorted(held.get(user, ()))]


def given_person(name: str, *roles: str, password: str | None = PASSWORD) -> User:
    """Create an account that holds these roles somewhere."""
    with acting_as(None, purpose=Purpose.SETUP):
        user = actions.create_account(
            username=name.lower(), display_name=name, password=password, by=None, at=NOON
        )
    held[user.pk] = set(roles)
    return user


def lines_of(type: str) -> list[tuple[Any, ...]]:
    """Return (by, target, name) of each line of the log of this type."""
    with acting_as(None, purpose=Purpose.AUDIT), connection.cursor() as cursor:
        cursor.execute(
            "SELECT by, target, data ->> 'name' FROM audit_line WHERE type = %s ORDER BY id", [type]
        )
        return cursor.fetchall()


def given_authenticator(user: User) -> str:
    """Set up the authenticator application of a person and return its secret."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """Return the six digits that the application shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def sign_in(client: Client, user: User, secret: str = "", *, password: str = PASSWORD) -> Any:
    """Sign in as a person does: user name, password, then the code if there is one. Return the last answer."""
    answer = client.post("/accounts/login/", {"login": user.username, "password": password})
    if secret:
        assert answer.headers["Location"] == "/accounts/factors/show/"
        answer = client.post("/accounts/factors/show/", {"code": code_of(secret)})
    return answer
