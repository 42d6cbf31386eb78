"""Write docs/reference/policies.sql from this place's database, or say that it is stale."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from twiza.platform.access import queries

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "policies.sql"


class Command(BaseCommand):
    """Exit code 1: migrations wait, or with --check the page is not what the database says."""

    help = "Write docs/reference/policies.sql from the database as it is after all migrations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("Migrations wait: run `twiza setup` first.", returncode=1)
        page = queries.policies_page()
        if not options["check"]:
            PAGE.write_text(page, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
            raise CommandError(f"{PAGE.name} is stale: run `twiza write_policies`.", returncode=1)
