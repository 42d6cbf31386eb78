"""`twiza end_old_cases`: how many cases of each organisation are past their time of keeping; with --erase they go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose


class Command(BaseCommand):
    """Counts first; nothing is erased unless it is asked for."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """`--erase` does what the night does."""
        parser.add_argument("--erase", action="store_true", help="erase them now, as every night")

    def handle(self, *args: Any, **options: Any) -> None:
        """List counts by organisation, then erase if asked."""
        at = timezone.now()
        with acting_as(None, purpose=Purpose.UPKEEP):
            counts = queries.counted_past_keeping(at=at)
            for organisation, number in sorted(counts.items(), key=str):
                self.stdout.write(f"{organisation}: {number}")
            self.stdout.write(f"Cases past their time of keeping: {sum(counts.values())}.")
            if options["erase"]:
                gone, left = actions.end_old_cases(at=at), actions.end_leftovers(at=at)
                self.stdout.write(
                    f"Erased: {gone}. Drafts, numbers, refused requests, packets: {sorted(left.items())}."
                )
