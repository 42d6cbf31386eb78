"""`twiza setup`: everything a new place needs before anybody works there. No known account is made."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

from twiza.config.owner import working_as_owner
from twiza.config.translations import compile_catalogues
from twiza.platform.access.actions import acting_as, refuse_powerful_role
from twiza.platform.access.rules import Purpose


class Command(BaseCommand):
    """Make tables, reference rows, compiled words and static files; then invite the first administrator."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing but problems")
        parser.add_argument(
            "--no-invitation", action="store_true", help="do not print an invitation for the administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each one may be run again."""
        compile_catalogues()
        with working_as_owner():
            call_command("migrate", verbosity=0, interactive=False)
        refuse_powerful_role()
        for name in settings.SETUP_STEPS:
            with acting_as(None, purpose=Purpose.SETUP):
                said = import_string(name)(at=timezone.now())
            if said and not options["quiet"]:
                self.stdout.write(str(said))
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.FIRST_INVITATION and not options["no_invitation"]:
            with acting_as(None, purpose=Purpose.SETUP):
                invitation = import_string(settings.FIRST_INVITATION)(at=timezone.now())
            if invitation:
                self.stdout.write(str(invitation))
