"""A list of families on its way in: sent, read, mapped, accepted as a whole, undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.platform.queue import actions as queue
from twiza.registry import queries
from twiza.registry.actions.bulk import write_drafts
from twiza.registry.actions.erasure import StillNeeded, erase
from twiza.registry.actions.forgetting import days_to_decide, forget_upload
from twiza.registry.models import HeadingMemory, Household, Upload
from twiza.registry.rules.drafts import Preview
from twiza.registry.rules.fields import FIELDS, heading_key
from twiza.registry.rules.people import SAID_BY
from twiza.registry.rules.report import counts_of, digest_of, page_of

AT_ONCE = 250_000  # bytes: some 2,000 rows, read while the person waits
ROWS_AT_ONCE = 2_000

# The last large preview this worker read, until it is written: the same file is not read twice. By upload: its
# digest, the preview. Another process, or a worker started again, reads the file anew.
_kept: dict[UUID, tuple[str, Preview]] = {}


class NotWaiting(DomainError):
    code = "registry.upload_not_waiting"


class HasProblems(DomainError):
    code = "registry.upload_has_problems"


class NothingNew(DomainError):
    code = "registry.upload_nothing_new"


class PreviewIsOld(DomainError):
    code = "registry.preview_is_old"


@transaction.atomic
def send_upload(
    *, organisation: UUID, content: bytes, name: str, said_by: str = "self_declared", by: Any, at: datetime
) -> Upload:
    """Keep a file and read it: at once when it is small, else as long work that can be left and found again.

    A file that cannot be read is kept on the list with its reason.
    """
    check(by, Permission.REGISTRY_IMPORT, organisation)
    file = files.store_file(
        content=content,
        name=name,
        kind="registry.import",
        permission=Permission.REGISTRY_IMPORT,
        organisation=organisation,
        by=by,
        at=at,
        keep_days=days_to_decide(at),
    )
    upload = Upload.objects.create(
        organisation_id=organisation,
        file=file,
        said_by=said_by if said_by in SAID_BY else "self_declared",
        by=by,
        created_at=at,
    )
    audit.record(
        type="registry.upload_sent", target=upload, organisation=organisation, by=by, at=at, bytes=file.size
    )
    return start_reading(upload, by, at)


def start_reading(upload: Upload, by: Any, at: datetime) -> Upload:
    if upload.file.size <= AT_ONCE:
        return read_upload(upload=upload, by=by, at=at)
    return start_long(upload, "registry.read_sheet", _("Read a list of families"), "reading", by, at)


def start_long(upload: Upload, job: str, title: Any, state: str, by: Any, at: datetime) -> Upload:
    work = queue.start_work(
        kind=job, title=title, by=by, organisation=upload.organisation_id, at=at, total=100
    )
    upload.state, upload.work = state, work.pk
    upload.save(update_fields=["state", "work"])
    queue.later(job, by=by, upload_id=upload.pk, work_id=work.pk)
    return upload


@transaction.atomic
def read_upload(*, upload: Upload, by: Any, at: datetime, work: UUID | None = None) -> Upload:
    """Read a file into its preview, or write down why it is refused. Nothing enters the register."""
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state not in ("sent", "reading", "read", "refused"):
        raise NotWaiting(_("This file was already decided."))
    upload.read_at = at
    try:
        with transaction.atomic():
            book = queries.workbook_of(upload)
            step(work, 25)
            tables = queries.tables_of(upload, book)
            preview = queries.preview_of(upload, book, tables, at=at)
            step(work, 80)
            known = queries.known_of(upload.organisation_id, preview)
    except DomainError as refusal:
        upload.state, upload.counts, upload.preview = "refused", {}, {}
        upload.refusal = {
            "code": refusal.code,
            "words": str(refusal.template),
            "data": {key: str(value) for key, value in refusal.data.items()},
        }
    else:
        upload.state, upload.refusal = "read", {}
        upload.counts, upload.preview = counts_of(preview, known), page_of(preview, known, tables)
        if work is not None:
            _kept.clear()
            _kept[upload.pk] = (upload.counts["digest"], preview)
    upload.save(update_fields=["state", "counts", "preview", "refusal", "read_at"])
    return upload


def step(work: UUID | None, done: int) -> None:
    if work is not None:
        queue.advance(work=work, done=done, total=100)


@transaction.atomic
def map_columns(
    *, upload: Upload, mapping: Mapping[str, Mapping[str, str]], remember: bool, by: Any, at: datetime
) -> Upload:
    """Say what each column is, and read the file again.

    Args:
        mapping: sheet → {column, as text from 0: field, "" for unused; "use": "no" leaves the sheet out}.
        remember: whether this organisation's next files follow it.
    """
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state not in ("read", "refused"):
        raise NotWaiting(_("This file was already decided."))
    upload.mapping = {
        sheet: {key: field for key, field in columns.items() if field in FIELDS or field in ("", "no")}
        for sheet, columns in mapping.items()
    }
    upload.save(update_fields=["mapping"])
    if remember:
        remember_headings(upload, by, at)
    return start_reading(upload, by, at)


def remember_headings(upload: Upload, by: Any, at: datetime) -> None:
    words = queries.remembered_by(upload.organisation_id)
    for table in upload.preview.get("tables", []):
        chosen = upload.mapping.get(table["sheet"], {})
        for column in table["columns"]:
            field = chosen.get(str(column["index"]))
            if field is not None and field != column["field"]:
                words[heading_key(column["heading"])] = field or "ignored"
    HeadingMemory.objects.update_or_create(
        organisation_id=upload.organisation_id,
        defaults={"words": words, "changed_at": at, "changed_by": by},
    )


@transaction.atomic
def accept_upload(
    *, upload: Upload, leave_out_problems: bool, bring_back: Sequence[int] = (), by: Any, at: datetime
) -> Upload:
    """Accept a preview: all its good rows enter the register, or none.

    Args:
        bring_back: places, in the preview's list of families erased before, of those who asked to be written again.

    Raises:
        NotWaiting: it was decided meanwhile. NothingNew: no row would be written.
        HasProblems: rows have a problem, and nobody said to leave them out.
    """
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state != "read":
        raise NotWaiting(_("This file was already decided."))
    erased = upload.preview.get("erased", [])
    back = [erased[place][:2] for place in sorted(set(bring_back)) if 0 <= place < len(erased)]
    if not upload.counts["good"] and not back:
        raise NothingNew(_("Every row of this file is already in the register or has a problem."))
    if upload.counts["problem_rows"] and not leave_out_problems:
        raise HasProblems(
            _(
                "%(count)s rows have a problem. Correct them and send the file again, or say to leave them out."
            ),
            count=upload.counts["problem_rows"],
        )
    upload.counts["bring_back"] = back
    upload.save(update_fields=["counts"])
    if upload.counts["rows"] <= ROWS_AT_ONCE:
        return write_upload(upload=upload, by=by, at=at)
    return start_long(
        upload, "registry.write_sheet", _("Write a list of families into the register"), "accepting", by, at
    )


@transaction.atomic
def write_upload(*, upload: Upload, by: Any, at: datetime, work: UUID | None = None) -> Upload:
    """Write the good rows of an accepted file in one transaction: read again, compared, written set-based.

    Raises:
        PreviewIsOld: the register changed since the preview was read; nothing is written.
    """
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state not in ("read", "accepting"):
        raise NotWaiting(_("This file was already decided."))
    preview = preview_again(upload, at, work)
    step(work, 50)
    known = queries.known_of(upload.organisation_id, preview)
    old = PreviewIsOld(
        _("The register changed since this preview was made. Read the file again, then accept it.")
    )
    if digest_of(known.fresh) != upload.counts["digest"]:
        raise old
    chosen = {(sheet, row) for sheet, row in upload.counts.get("bring_back", [])}
    back = [draft for draft, _on in known.erased if (draft.sheet, draft.row) in chosen]
    try:
        with transaction.atomic():
            write_drafts(upload, [*known.fresh, *back], by=by, at=at)
    except IntegrityError as error:
        raise old from error
    upload.state, upload.accepted_at, upload.accepted_by = "accepted", at, by
    upload.preview = {}
    upload.save(update_fields=["state", "accepted_at", "accepted_by", "preview"])
    files.keep_longer(file=upload.file, at=at)
    audit.record(
        type="registry.upload_accepted",
        target=upload,
        organisation=upload.organisation_id,
        by=by,
        at=at,
        households=upload.counts["good"] + len(back),
        persons=upload.counts["persons"] + sum(len(draft.members) for draft in back),
        left_out=upload.counts["problem_rows"],
        brought_back=len(back),
    )
    return upload


def preview_again(upload: Upload, at: datetime, work: UUID | None) -> Preview:
    """Return the preview this worker kept, or read the file again as on the day of its preview."""
    digest, preview = _kept.pop(upload.pk, ("", None))
    if preview is not None and digest == upload.counts["digest"]:
        return preview
    book = queries.workbook_of(upload)
    step(work, 20)
    return queries.preview_of(upload, book, queries.tables_of(upload, book), at=upload.read_at or at)


@transaction.atomic
def reopen_upload(*, upload: Upload, by: Any, at: datetime) -> Upload:
    """Bring a file whose long work failed back to where a person can decide again."""
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state not in ("reading", "accepting", "read", "refused"):
        raise NotWaiting(_("This file was already decided."))
    upload.state = "sent"
    upload.save(update_fields=["state"])
    return start_reading(upload, by, at)


@transaction.atomic
def put_aside_upload(*, upload: Upload, by: Any, at: datetime) -> Upload:
    """Decide that a file does not enter the register; its preview is emptied, the file erased."""
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
    if upload.state not in ("read", "refused"):
        raise NotWaiting(_("This file was already decided."))
    forget_upload(upload, by=by, at=at, reason_code="")
    return upload


@transaction.atomic
def undo_upload(*, upload: Upload, by: Any, at: datetime) -> Upload:
    """Take the households of an accepted file out again, as one act, while nothing hangs on them.

    Raises:
        NotWaiting: it was not accepted, or was undone already.
        StillNeeded: a household was changed since, or a list stands on one.
    """
    check(by, Permission.REGISTRY_IMPORT, upload)
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state != "accepted":
        raise NotWaiting(_("Only an accepted file can be undone."))
    households = Household.objects.filter(upload=upload)
    merged = Household.objects.filter(merged_into__isnull=False)
    if (
        households.exclude(changed_at=F("registered_at")).exists()
        or merged.filter(Q(upload=upload) | Q(merged_into__upload=upload)).exists()
    ):
        raise StillNeeded(_("A household of this file was changed since. Undo is no longer possible."))
    ids = list(households.values_list("pk", flat=True))
    if any(import_string(name)(ids) for name in settings.STANDS_ON_HOUSEHOLDS):
        raise StillNeeded(_("Another record still stands on this household, such as a list. End that first."))
    persons = erase(households=ids, persons=[], at=at)
    upload.state, upload.undone_at, upload.undone_by = "undone", at, by
    upload.save(update_fields=["state", "undone_at", "undone_by"])
    audit.record(
        type="registry.upload_undone",
        target=upload,
        organisation=upload.organisation_id,
        by=by,
        at=at,
        households=len(ids),
        persons=persons,
    )
    return upload
