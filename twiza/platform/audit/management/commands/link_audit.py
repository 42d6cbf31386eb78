"""Link what is committed and sign where each chain stands; the worker does the same by itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from twiza.lib.keyring import Keyring
from twiza.platform.audit import actions


class Command(BaseCommand):
    """Links every line, however old, then signs the heads."""

    help = (
        "Link committed lines of both logs into their chains, and append signed heads to the file of heads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-sign", action="store_true", help="link only")

    def handle(self, *args: Any, **options: Any) -> None:
        linked = actions.link_everything(at=timezone.now())
        self.stdout.write(f"{linked} lines linked.")
        if not options["no_sign"]:
            signed = actions.sign_heads(
                file=settings.AUDIT_HEADS, keys=Keyring(Path(settings.TWIZA_KEYS)), at=timezone.now()
            )
            self.stdout.write(f"{signed} heads signed in {settings.AUDIT_HEADS}.")
