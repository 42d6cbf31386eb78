"""`twiza replay_erasures`: after a restore, erase again what was erased since the backup was made."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from twiza.config.restore import waiting_mark
from twiza.lib.erasures import ErasureLedger
from twiza.platform.access.actions import acting_as, refuse_powerful_role
from twiza.platform.access.rules import Purpose


class Command(BaseCommand):
    """Every line of the ledger, oldest first; each may be done again."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []  # noqa: RUF012  (Django's own shape)

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase again; only then is the mark of the restore taken away."""
        refuse_powerful_role()
        done: Counter[str] = Counter()
        for erasure in ErasureLedger(settings.TWIZA_KEYS).all():
            with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(erasure.organisation,)):
                done[erasure.kind] += bool(
                    import_string(settings.ERASURES[erasure.kind])(id=erasure.id, at=erasure.at)
                )
        waiting_mark(settings.TWIZA_HOME).unlink(missing_ok=True)
        for kind, count in sorted(done.items()):
            self.stdout.write(f"{kind}: {count} erased again.")
