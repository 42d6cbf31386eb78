"""`twiza work`: do the jobs that were asked for, until told to stop. `twiza serve` starts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from twiza.platform.access.actions import refuse_powerful_role
from twiza.platform.queue import actions


class Command(BaseCommand):
    """The worker."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a role that policies do not bind, then work."""
        refuse_powerful_role()
        if options["once"]:
            self.stdout.write(str(actions.run_waiting_jobs()))
            return
        actions.run_worker()
