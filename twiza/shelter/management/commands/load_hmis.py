"""`twiza load_hmis FOLDER --winter ID --by NAME --site PROJECT=SITE`: an export into a winter of a demonstration."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.shelter import actions, queries
from twiza.shelter.rules import hmis

SHOWN = 10  # faults of each kind


class Command(BaseCommand):
    """Tell every sort of fault, then load what is whole. A demonstration only: its people are invented."""

    help = "Load an HMIS CSV export (a folder or a zip) into sites of a winter. For benches and tests; refuses outside a demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the export: a folder or a zip")
        parser.add_argument("--winter", type=UUID, required=True)
        parser.add_argument("--by", required=True, help="who keeps the sites: a user name or a role")
        parser.add_argument(
            "--site", type=_pair, action="append", required=True, help="PROJECT=SITE, once for each project"
        )

    def handle(
        self,
        *args: Any,
        folder: Path,
        winter: UUID,
        by: str,
        site: list[tuple[str, UUID]],
        **options: Any,
    ) -> None:
        at = timezone.now()
        try:
            if not accounts.is_demo():
                raise actions.BadExport(_("Exports are loaded into a demonstration only, and this is none."))
            user = accounts.demo_users(by, at=at)[0]
            reading = hmis.read_export(hmis.files_of(folder))
            self._tell(reading)
            with acting_as(user.pk, purpose=Purpose.WORK):
                sites = {project: _of_winter(queries.site_for(user, id), winter) for project, id in site}
                done = actions.import_hmis(reading=reading, sites=sites, by=user, at=at)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        for words, number in (
            (_("Rooms"), done.units),
            (_("Beds"), done.beds),
            (_("Guests"), done.guests),
            (_("Nights in a bed"), done.nights),
            (_("Nights written more than once and loaded once"), len(done.doubled)),
            (_("Nights left out"), len(done.left_out)),
        ):
            self.stdout.write(f"{words}: {number}")
        for reason, number in sorted(Counter(one.reason for one in done.left_out).items()):
            self.stdout.write(f"  {gettext(hmis.LEFT_OUT[reason])}: {number}")

    def _tell(self, reading: hmis.Reading) -> None:
        for kind, number in sorted(Counter(one.kind for one in reading.faults).items()):
            self.stdout.write(f"{kind}: {number}")
            for fault in reading.of(kind)[:SHOWN]:
                self.stdout.write("  " + gettext(fault.template) % fault.said)


def _of_winter(site: Any, winter: UUID) -> Any:
    if site.winter_id != winter:
        raise queries.NoSuchWinter(_("There is no such thing in a winter of yours."))
    return site


def _pair(text: str) -> tuple[str, UUID]:
    project, _equals, site = text.partition("=")
    try:
        return project, UUID(site)
    except ValueError:
        raise ArgumentTypeError("PROJECT=SITE, with the id of a site of the winter") from None
