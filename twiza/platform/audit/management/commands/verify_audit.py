"""Verify both logs against their chains and against the signed heads kept outside the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from twiza.lib.keyring import Keyring
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import queries, rules
from twiza.platform.audit.rules import PLATFORM, HeadsBroken, Trouble


class Command(BaseCommand):
    """Exit code 0: every chain stands. 1: something was tampered with, and the first trouble is named."""

    help = "Verify the chains of both logs. With --heads FILE also sees a cut tail and a recomputed chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads", type=Path, help="the file of signed heads (default: the one of this place)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = read_heads(options["heads"])
        except HeadsBroken as broken:
            raise CommandError(broken.message, returncode=1) from broken
        lines, chains, troubles, unsigned = 0, 0, [], 0
        with acting_as(None, purpose=Purpose.AUDIT):
            for walked in queries.walk_chains(heads):
                chains += 1
                lines += walked.length
                unsigned += walked.length - walked.signed
                if isinstance(walked.trouble, Trouble):
                    troubles.append(walked.trouble)
                    self.stdout.write(sentence(walked.trouble))
            for log, count, oldest in queries.waiting():
                since = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else ""
                self.stdout.write(f"{log} log: {count} newest lines are not linked yet{since}.")
            unfound = queries.first_unfound_access()
        self.stdout.write(
            f"{lines} lines in {chains} chains verified; {unsigned} of them after the last signed head."
        )
        if unfound:
            raise CommandError(
                f"Access line {unfound}: its people are not those of the search table.", returncode=1
            )
        if troubles:
            raise CommandError(f"{len(troubles)} chains do not stand.", returncode=1)
        self.stdout.write("Every chain stands.")


def read_heads(file: Path | None) -> list[rules.Head]:
    """Read and check the signed heads; without a file named, those of this place, if there are any yet."""
    if file is None:
        file = settings.AUDIT_HEADS
        if not file.exists():
            return []
    if not file.exists():
        raise CommandError(f"There is no file {file}.", returncode=1)
    keys = Keyring(Path(settings.TWIZA_KEYS)).public_keys("audit")
    with file.open(encoding="utf-8") as lines:
        return rules.read_heads(lines, signed_by=rules.signed_by(keys))


def sentence(trouble: Trouble) -> str:
    """One line: which chain, what, where, which line."""
    whose = (
        "the platform"
        if trouble.chain.organisation == PLATFORM
        else f"organisation {trouble.chain.organisation}"
    )
    line = f", line {trouble.line}" if trouble.line else ""
    return f"{trouble.chain.log} log of {whose}: {trouble.kind} at position {trouble.position}{line} ({trouble.detail})."
