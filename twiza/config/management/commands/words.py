"""`twiza words`: what is said in the code against what the catalogues answer."""

import argparse
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from twiza.config.translations import PACKAGE, compile_catalogues
from twiza.platform.web import words


class Command(BaseCommand):
    """Without names: tell what is missing. With names of apps: write their catalogues, compile, tell what is missing."""

    help = "Bring the catalogues of the apps named up to date; without names, only say what is missing."
    requires_system_checks: list[str] = []  # noqa: RUF012  (Django's own shape)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("apps", nargs="*", help="labels, for example: registry network; or: all")
        parser.add_argument("--check", action="store_true", help="exit 1 when anything is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        homes = words.homes(PACKAGE)
        named = {home.label for home in homes} if "all" in options["apps"] else set(options["apps"])
        unknown = named - {home.label for home in homes}
        if unknown:
            raise CommandError(f"No such app: {', '.join(sorted(unknown))}")
        for home in sorted(homes, key=lambda one: one.label != words.SHARED):
            if home.label in named:
                self._write(home, homes)
        compile_catalogues()
        lacks = [lack for language in words.LANGUAGES for lack in words.lacks(homes, language, named)]
        for lack in lacks:
            self.stdout.write(f"{lack.label} {lack.language}: {lack.why}: {lack.sentence!r}")
        counts = Counter((lack.label, lack.language) for lack in lacks)
        for (label, language), count in sorted(counts.items()):
            self.stdout.write(f"{label} {language}: {count} to do")
        if lacks and options["check"]:
            raise CommandError(
                "The catalogues are not complete: twiza words APP writes what is new, then translate."
            )
        if not lacks:
            self.stdout.write("Every sentence is translated.")

    def _write(self, home: words.Home, homes: list[words.Home]) -> None:
        inner = [other.folder for other in homes if home.folder in other.folder.parents]
        said = words.sentences_of(home, inner)
        kit = next(one for one in homes if one.label == words.SHARED)
        for language in words.LANGUAGES:
            shared = None if home.label == words.SHARED else words.read(kit, language)
            if words.update(home, language, said, shared):
                self.stdout.write(f"{home.catalogue(language).relative_to(PACKAGE.parent)} written")
