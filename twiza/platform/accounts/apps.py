from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


class AccountsConfig(AppConfig):
    """Accounts. After each migrate the dated numbers that Twiza comes with are there."""

    name = "twiza.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
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
