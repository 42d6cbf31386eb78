import time
from uuid import UUID

from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue


@queue.job("slow.count")
def count(*, by_id: UUID, work_id: UUID) -> None:
    """Count to twenty, slowly; what it leaves and that it is finished are one transaction."""
    user = User.objects.get(pk=by_id)
    with acting_as(by_id, purpose=Purpose.WORK):
        for step in range(20):
            queue.advance(work=work_id, done=step, total=20)
            time.sleep(0.05)
        audit.record(type="slow.counted", organisation=None, by=user, at=timezone.now(), work=work_id)
        queue.finish_work(work=work_id, at=timezone.now())
