"""`twiza load_institutions FILE --by NAME --source WORDS …`: a list of institutions into the register of a delegation."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.lib.errors import DomainError
from twiza.lib.sheets import read_workbook
from twiza.network import actions, queries
from twiza.network.rules.institution_lists import FAULTS
from twiza.network.rules.official_tables import read_table
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission


class Command(BaseCommand):
    """Say every contradiction with file, row, column and both figures; with --write, take in what fits."""

    help = "Read a list of institutions, say what does not fit, and with --write take it into the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .ods or .csv; its first row names the columns")
        parser.add_argument("--by", required=True, help="who keeps the register: a user name")
        parser.add_argument("--source", required=True, help="where the list comes from")
        parser.add_argument("--on", type=date.fromisoformat, help="day of the list, as 2025-10-01; today's")
        parser.add_argument("--category", default="dar_talib", help="category of the new ones")
        parser.add_argument("--write", action="store_true", help="write; without it nothing is written")

    def handle(self, *args: Any, file: Path, by: str, source: str, **options: Any) -> None:
        at = timezone.now()
        on = options["on"] or timezone.localdate(at)
        try:
            user = accounts.user_named(by)
            rows = read_workbook(file.read_bytes(), file.name).sheets[0].rows
            table = read_table([[str(cell) for cell in row] for row in rows])
            with acting_as(user.pk, purpose=Purpose.WORK):
                mine = queries.organisations_where(
                    user, Permission.INSTITUTION_KEEP, on=timezone.localdate(at)
                )
                if not mine:
                    raise CommandError(_("%(name)s keeps no register of institutions.") % {"name": by})
                reading = queries.list_beside_register(mine[0], table, stated_on=on)
                for one in reading.contradictions:
                    self.stdout.write(
                        f"{file.name}:{one.row} · {one.column} · {_(FAULTS[one.fault])}: {one.read} / {one.against}"
                    )
                if not options["write"]:
                    self.stdout.write(_("Nothing is written: add --write to take the list in."))
                    return
                done = actions.load_institutions(
                    organisation=mine[0], category=options["category"], table=table, source=source, stated_on=on,
                    by=user, at=at,
                )  # fmt: skip
        except OSError as error:
            raise CommandError(str(error)) from error
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            _("%(opened)s institutions were opened, %(figures)s figures were written as claimed.")
            % {"opened": done.opened, "figures": done.figures}
            if done.changed
            else _("The register says all of this already: nothing was changed.")
        )
