"""Every night: what is past its day goes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.files import actions


@app.periodic(cron="17 2 * * *")
@app.task(name="files.erase_old")
def erase_old(timestamp: int) -> None:
    """Erase files whose day has come, then bytes that no row speaks of."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.erase_old_files(at=timezone.now())
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.erase_orphans()


@app.periodic(cron="27 2 * * *")
@app.task(name="files.settle_erasures")
def settle_erasures(timestamp: int) -> None:
    """Say in the ledger of erasures what became of those that were left open."""
    actions.settle_erasures(at=timezone.now())
