"""The worker of the log: here, because the log is below the queue and knows nobody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from twiza.lib.keyring import Keyring
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue


@queue.job("reporting.link_log", every="* * * * *")
def link_log(by_id: Any = None) -> None:
    """Every minute: link what was committed lately."""
    audit.link_everything(at=timezone.now(), within=timedelta(days=2))


@queue.job("reporting.sign_log", every="41 2 * * *")
def sign_log(by_id: Any = None) -> None:
    """Every night: link whatever was missed, however old, and sign where each chain stands."""
    now = timezone.now()
    audit.link_everything(at=now)
    audit.sign_heads(file=settings.AUDIT_HEADS, keys=Keyring(Path(settings.TWIZA_KEYS)), at=now)
