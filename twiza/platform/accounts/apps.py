from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate
from django.utils import timezone


class AccountsConfig(AppConfig):
    """Accounts. Refuses settings that weaken sign-in. After each migrate the dated numbers that Twiza comes with are there."""

    name = "twiza.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.conf import settings

        from twiza.platform.accounts.rules.sign_in import weaknesses

        if found := weaknesses(settings):  # here, so that the site, the worker and each command refuse alike
            raise ImproperlyConfigured("Sign-in would be weaker: " + "; ".join(found))
        post_migrate.connect(_load_parameters, sender=self)


def _load_parameters(*, using: str = "default", plan: Any = (), **_: Any) -> None:
    from django.db import connections

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions

    tables = connections[using].introspection.table_names()
    if {"accounts_parameter", "audit_line"} <= set(tables):  # not while migrating back
        with acting_as(None, purpose=Purpose.SETUP):
            actions.load_parameters(at=timezone.now())
