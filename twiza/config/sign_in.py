"""How allauth is wired to our accounts: the names that the settings give it."""

import base64
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.lib.keyring import Keyring
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries
from twiza.platform.accounts.forms import SENTENCES
from twiza.platform.accounts.rules.sign_in import is_fresh
from twiza.platform.audit import actions as audit

log = logging.getLogger("twiza.sign_in")
A_YEAR = 365 * 24 * 3600
SAID_AFTERWARDS = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _(
        "Your password is changed. You are signed out everywhere else."
    ),
    "mfa/messages/totp_activated.txt": _("The authenticator application is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator application is removed."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are ready: print them now."),
}


class ArgonHasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB, one lane: 20 people who sign in together do not exhaust a small machine."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1


class LongEnough(MinimumLengthValidator):
    """Says what is missing in our three languages: Django's own sentence is not there in each of them."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password needs %(min_length)d character at least.",
            "The password needs %(min_length)d characters at least.",
            self.min_length,
        ) % {"min_length": self.min_length}


class NotKnownToAll(CommonPasswordValidator):
    """Refuses the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        return str(_("This password is one that people try first. Choose three or four words of your own."))


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """Knows who signs in by user name and password. What a person may do is answered in `network`."""

    def get_user(self, user_id: Any) -> Any:
        """Return the person of a session; asked by every page, so the second factor is asked in the same breath."""
        user = queries.signed_in(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themself; sentences in plain words; each sign-in leaves a line."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SENTENCES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever typed the password in the last five minutes may look after their second factor."""
        request = context.request
        return not is_fresh(
            proofs=[{**proof, "reauthenticated": True} for proof in queries.proofs(request)],
            now=timezone.now(),
            factor_needed=queries.has_second_factor(request.user),
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or SAID_AFTERWARDS.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=A_YEAR, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        with acting_as(user.pk, purpose=Purpose.WORK):
            audit.record(
                type="accounts.signed_in", target=user, organisation=None, by=user, at=timezone.now()
            )
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("a sign-in was refused from %s", self.get_client_ip(request))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are sealed with a key outside the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, **SENTENCES}
    ABOUT = b"mfa_authenticator.data"

    def encrypt(self, text: str) -> str:
        sealed = Keyring(settings.TWIZA_KEYS).seal("totp", text.encode(), self.ABOUT)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return Keyring(settings.TWIZA_KEYS).unseal("totp", sealed, self.ABOUT).decode()

    def get_totp_issuer(self) -> str:
        return "Twiza"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last factor of a person whose role needs one stays."""
        return queries.may_remove_factor(authenticator.user, authenticator.pk, on=timezone.localdate())
