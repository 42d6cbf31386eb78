"""The worker of the log, here because the log is below the queue and knows nobody; and the report of a year."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from twiza.aid.queries import user_of
from twiza.lib.keyring import Keyring
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue
from twiza.reporting import actions, queries


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


@queue.job("reporting.make_yearly")
def make_yearly(*, by_id: UUID, work_id: UUID, organisation_id: UUID, year: int) -> None:
    """Make the report of a year of a delegation, in Arabic and French, and keep it."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by, at = user_of(by_id), timezone.now()
        organisation, _bodies = queries.body_asked(by, str(organisation_id), on=timezone.localdate(at))
        kept = actions.keep_yearly(
            organisation=organisation,
            year=year,
            by=by,
            at=at,
            done=lambda count: queue.advance(work=work_id, done=count),
        )
        queue.finish_work(work=work_id, at=timezone.now(), result=reverse("files:download_file", args=[kept]))
