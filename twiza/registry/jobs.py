"""Long work of the registry: reading and writing large files."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue
from twiza.registry import actions, queries
from twiza.registry.rules import records


@queue.job("registry.read_sheet")
def read_sheet(*, by_id: UUID, upload_id: UUID, work_id: UUID) -> None:
    """Read a file into its preview."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by, at = get_user_model().objects.get(pk=by_id), timezone.now()
        upload = queries.upload_for(by, upload_id)
        actions.read_upload(upload=upload, by=by, at=at, work=work_id)
        queue.finish_work(work=work_id, at=at, result=reverse("registry:show_upload", args=[upload_id]))


@queue.job("registry.write_sheet")
def write_sheet(*, by_id: UUID, upload_id: UUID, work_id: UUID) -> None:
    """Write the good rows of an accepted file."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by, at = get_user_model().objects.get(pk=by_id), timezone.now()
        upload = queries.upload_for(by, upload_id)
        actions.write_upload(upload=upload, by=by, at=at, work=work_id)
        queue.finish_work(work=work_id, at=at, result=reverse("registry:show_upload", args=[upload_id]))


@queue.job("registry.export_register")
def export_register(*, by_id: UUID, organisation_id: UUID, work_id: UUID) -> None:
    """Write the register of one organisation as a workbook."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by, at = get_user_model().objects.get(pk=by_id), timezone.now()
        queue.advance(work=work_id, done=1)
        kept = actions.export_register(organisation=organisation_id, by=by, at=at)
        queue.finish_work(work=work_id, at=timezone.now(), result=reverse("files:download_file", args=[kept]))


@queue.job("registry.find_doubles")
def find_doubles(*, by_id: UUID, organisation_id: UUID, work_id: UUID) -> None:
    """Look for persons written twice in the register of one organisation."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by, started = get_user_model().objects.get(pk=by_id), timezone.now()
        actions.check_may_seek(organisation=organisation_id, by=by)
        actions.hold_register(organisation=organisation_id)
        people = queries.records_of(organisation_id)
        queue.advance(work=work_id, done=1, total=3)
        found = records.linked(people)
        queue.advance(work=work_id, done=2, total=3)
        actions.keep_found(
            organisation=organisation_id, found=found, started_at=started, by=by, at=timezone.now()
        )
        address = f"{reverse('registry:list_doubles')}?organisation={organisation_id}"
        queue.finish_work(work=work_id, at=timezone.now(), result=address)


@queue.job("registry.end_old_uploads", every="7 2 * * *")
def end_old_uploads(by_id: UUID | None = None) -> None:
    """Every night: lists that nobody decided about in time."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.end_old_uploads(at=timezone.now())


@queue.job("registry.forget_old_words", every="12 2 * * *")
def forget_old_words(by_id: UUID | None = None) -> None:
    """Every night: free words of requests that were answered long enough ago."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.forget_old_words(at=timezone.now())
