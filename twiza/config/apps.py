from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from twiza.config import privileges


class ConfigConfig(AppConfig):
    """The wiring as an app, so that privileges on other people's tables are granted after each migrate."""

    name = "twiza.config"
    label = "config"

    def ready(self) -> None:
        # Django sends post_migrate only for apps with models; by then every migration has run
        post_migrate.connect(privileges.grant_framework_tables, sender=apps.get_app_config("sessions"))
        post_migrate.connect(privileges.let_cases_be_erased, sender=apps.get_app_config("sessions"))
