"""`twiza demo`: the story of a campaign on invented families, then the site with one known account per role."""

import os
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import translation

from twiza.demo import account, play
from twiza.demo.diary import Diary
from twiza.demo.sign_in import how_to_sign_in
from twiza.registry.rules.problems import SENTENCES


class Command(BaseCommand):
    """Play the story once, print its account and how to sign in, then serve."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--families", type=int, default=3000, help="how many families (at least 50)")
        parser.add_argument("--no-serve", action="store_true", help="play, print the account and stop")
        parser.add_argument("--language", choices=account.LANGUAGES, default="en", help="of the account")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the place up, play what was not played yet, tell, serve."""
        call_command("setup", quiet=True, no_invitation=True)
        diary = Diary.opened(settings.TWIZA_HOME / "demo" / "diary.json", self._say)
        play.play(diary, families=options["families"])
        language = options["language"]
        for line in account.lines(play.account_of(diary), language, partial(self._why, language)):
            self._say(line)
        for line in how_to_sign_in(diary, options["port"], language):
            self._say(line)
        if not options["no_serve"]:
            connections.close_all()
            words = [sys.executable, "-m", "twiza.config.command", "serve", "--port", str(options["port"])]
            os.execv(words[0], words)  # the program of the site takes this one's place, signals included

    def _why(self, language: str, code: str) -> str:
        with translation.override(language):
            return str(translation.gettext(SENTENCES[code][0]))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
