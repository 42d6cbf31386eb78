"""Files of families that are not kept: those that hold somebody erased, those that nobody decides about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from twiza.lib.keyring import Keyring
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.platform.files import queries as stored
from twiza.registry import queries
from twiza.registry.models import ErasedFamily, Household, Person, Upload
from twiza.registry.rules.erased import marks_of
from twiza.registry.rules.traces import Trace, trace_of

EXPORT = "registry.export"
UNDECIDED = ("sent", "reading", "read", "refused", "accepting")


def trace_of_persons(persons: list[Person]) -> Trace:
    """Return what is looked for in files before these persons are erased."""
    return trace_of(
        [name for one in persons for name in (one.name_arabic, one.name_latin, one.name_said) if name],
        [phone for one in persons for phone in (one.phone, one.second_phone) if phone],
    )


def remember_as_erased(household: Household, at: datetime, *, but: Household | None = None) -> None:
    """Keep a keyed hash of each fingerprint of a household before it goes: its row is known again in a later sheet.

    Args:
        but: the family that stays, whose own fingerprints are none of somebody erased.
    """
    secret = Keyring(settings.TWIZA_KEYS).secret("blind_index")
    found = queries.fingerprints_kept_of(household) - (queries.fingerprints_kept_of(but) if but else set())
    marks = marks_of(found, household.organisation_id, [secret])
    ErasedFamily.objects.bulk_create(
        [
            ErasedFamily(
                organisation_id=household.organisation_id, mark=mark, erased_on=timezone.localdate(at)
            )
            for mark in sorted(marks)
        ],
        ignore_conflicts=True,
    )


def forget_in_files(organisation: UUID, trace: Trace, *, by: Any, at: datetime) -> list[UUID]:
    """Erase every file of families of an organisation that holds one of these persons; end those undecided.

    Each file is opened and searched here: its preview keeps only the first rows. Returns the uploads reached.
    """
    kept = Upload.objects.select_for_update(of=("self",)).select_related("file").order_by("pk")
    reached = []
    for upload in kept.filter(organisation_id=organisation, file__erased_at__isnull=True):
        if trace and queries.holds(upload, trace):
            forget_upload(upload, by=by, at=at, reason_code="family_erased")
            reached.append(upload.pk)
    for export in stored.files_of_kind(EXPORT):  # the whole register stands in it
        if export.organisation_id == organisation:
            files.erase_file(file=export, by=by, at=at)
    return reached


def forget_upload(upload: Upload, *, by: Any, at: datetime, reason_code: str) -> None:
    """Erase the file of an upload and every word read in it; an undecided one is put aside."""
    if upload.state in UNDECIDED:
        audit.record(
            type="registry.upload_put_aside",
            target=upload,
            organisation=upload.organisation_id,
            by=by,
            at=at,
            reason_code=reason_code,
        )
    empty(upload)
    files.erase_file(file=upload.file, by=by, at=at)


def empty(upload: Upload) -> None:
    """Take away what was read in the file: preview and refusal."""
    upload.preview, upload.refusal = {}, {}
    if upload.state in UNDECIDED:
        upload.state = "put_aside"
    upload.save(update_fields=["state", "preview", "refusal"])


def forget_upload_again(*, id: UUID, at: datetime) -> bool:
    """Empty an upload that a restored backup brought back. Returns whether it was there with its words."""
    upload = Upload.objects.filter(pk=id).first()
    if upload is None or not (upload.preview or upload.refusal or upload.state in UNDECIDED):
        return False
    empty(upload)
    return True


def end_old_uploads(*, at: datetime) -> int:
    """Put aside every list that nobody decided about in time, of all organisations. Needs the purpose UPKEEP.

    Its file has the same last day, and goes with the other files whose day has come. Returns how many.
    """
    last = at - timedelta(days=days_to_decide(at))
    old = Upload.objects.filter(state__in=UNDECIDED, created_at__lte=last).order_by("pk")
    for upload in (ended := list(old.select_for_update(skip_locked=True))):
        empty(upload)
        with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of that organisation
            audit.record(
                type="registry.upload_put_aside",
                target=upload,
                organisation=upload.organisation_id,
                by=None,
                at=at,
                reason_code="not_decided_in_time",
            )
    return len(ended)


def days_to_decide(at: datetime) -> int:
    """Return for how many days a list waits for an answer, on this day."""
    try:
        return int(accounts.parameter_number("upload_days", on=timezone.localdate(at)))
    except accounts.NoSuchParameter:
        return int(BY_NAME["upload_days"].value)
