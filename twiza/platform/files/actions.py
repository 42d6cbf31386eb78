"""Keeping files and erasing them."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from twiza.lib.erasures import DONE, INTENDED, UNDONE, Erasure, ErasureLedger
from twiza.lib.errors import DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.platform.audit import actions as audit
from twiza.platform.files import queries, rules
from twiza.platform.files.models import StoredFile

SETTLED_AFTER = timedelta(hours=1)  # longer than any page or job
ORPHAN_AGE = 24 * 3600  # seconds: longer than any transaction that is still writing its row


class FileTooLarge(DomainError):
    code = "files.too_large"


class FileEmpty(DomainError):
    code = "files.empty"


@transaction.atomic
def store_file(
    *,
    content: bytes,
    name: str,
    kind: str,
    permission: str,
    organisation: UUID,
    by: User,
    at: datetime,
    keep_days: int | None = None,
    made_here: bool = False,
) -> StoredFile:
    """Seal a file on disk and write down what it is.

    Args:
        name: as the person named it; folders and strange signs are taken away.
        kind: what it is for, such as "registry.import".
        permission: whose holders, in this organisation, may read it; whoever sent it needs it too.
        keep_days: None means the parameter `file_days`.
        made_here: Twiza made it, as a file of a million lines; what people send is smaller.

    Raises:
        FileTooLarge, FileEmpty.
    """
    if len(content) > rules.LARGEST and not made_here:
        raise FileTooLarge(
            _("This file is too large: %(size)s MB. Send at most %(most)s MB, or split it into parts."),
            size=-(-len(content) // 1024**2),
            most=rules.LARGEST // 1024**2,
        )
    if not content:
        raise FileEmpty(_("This file is empty. Save it in your program, then send it again."))
    days = keep_days if keep_days is not None else _days(at)
    file = StoredFile(
        organisation_id=organisation,
        by=by,
        kind=kind,
        permission=permission,
        name=rules.tidy_name(name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
        erase_on=timezone.localdate(at) + timedelta(days=days),
    )
    _write(queries.path_of(file.pk), queries.keyring().seal("files", content, about=file.pk.bytes))
    file.save(force_insert=True)
    audit.record(
        type="files.file_stored",
        target=file,
        organisation=organisation,
        by=by,
        at=at,
        kind=kind,
        size=file.size,
    )
    return file


def open_file(*, file: StoredFile, by: User, at: datetime) -> bytes:
    """Return a file's bytes and write in the access log that this person read it, and whoever stands in it."""
    content = queries.content_of(file)
    named = settings.FILE_SUBJECTS.get(file.kind)
    audit.record_access(
        page="files.download",
        ids=[file.pk, *(import_string(named)(file.pk) if named else ())],
        organisation=file.organisation_id,
        by=by,
        at=at,
        purpose=file.kind,
    )
    return content


@transaction.atomic
def keep_longer(*, file: StoredFile, at: datetime) -> None:
    """Keep a file that was decided about for the days of any other file, counted from now."""
    erase_on = timezone.localdate(at) + timedelta(days=_days(at))
    StoredFile.objects.filter(pk=file.pk, erased_at__isnull=True, erase_on__lt=erase_on).update(
        erase_on=erase_on
    )


@transaction.atomic
def erase_file(*, file: StoredFile, by: User | None, at: datetime) -> None:
    """Erase a file's bytes and its name; what remains says that it existed."""
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    if file.erased_at is None:
        file.erased_at, file.name = at, ""
        file.save(update_fields=["erased_at", "name"])
        _log_erasure(file, by, at)
    remember_erasure(
        kind="files.file",
        id=file.pk,
        organisation=file.organisation_id,
        at=at,
        then=lambda: queries.path_of(file.pk).unlink(missing_ok=True),
    )


def remember_erasure(
    *, kind: str, id: UUID, organisation: UUID, at: datetime, then: Callable[[], None] | None = None
) -> None:
    """Remember an erasure outside the database, so that a restore does not bring it back.

    The last step of an erasure: it was allowed, and the database did it. "Intended" is on the disk before the commit,
    "done" after it: a process killed in between loses nothing.

    Args:
        kind: a key of the setting ERASURES.
        then: what else goes once it is committed, such as a file's bytes.
    """
    one, ledger = Erasure(kind, id, at, organisation), ErasureLedger(Path(settings.TWIZA_KEYS))
    ledger.add([one], INTENDED)

    def committed() -> None:
        if then is not None:
            then()
        ledger.add([one], DONE)

    transaction.on_commit(committed)


def settle_erasures(*, at: datetime) -> tuple[int, int]:
    """Find out what became of erasures left open by a killed process or a failed page: (done, never done).

    Those of the last hour are left: their transaction may still be open.
    """
    ledger = ErasureLedger(Path(settings.TWIZA_KEYS))
    counts = {DONE: 0, UNDONE: 0}
    for one in ledger.open():
        if one.at > at - SETTLED_AFTER:
            continue
        # each is looked for where it was, in the way in which it would be erased again
        with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(one.organisation,)):
            there = import_string(settings.ERASURES_STILL_THERE[one.kind])(one.id)
        step = UNDONE if there else DONE
        ledger.add([one], step)
        counts[step] += 1
    return counts[DONE], counts[UNDONE]


def erase_again(*, id: UUID, at: datetime) -> bool:
    """Erase a file that a restored backup brought back. Needs the purpose RESTORE. Returns whether it was there."""
    file = StoredFile.objects.filter(pk=id, erased_at__isnull=True).first()
    if file is not None:
        erase_file(file=file, by=None, at=at)
    return file is not None


def erase_old_files(*, at: datetime) -> int:
    """Erase every file whose day has come, of all organisations. Needs the purpose UPKEEP. Returns how many."""
    due = StoredFile.objects.filter(erase_on__lte=timezone.localdate(at), erased_at__isnull=True)
    files = list(due.order_by("erase_on"))
    for file in files:
        erase_file(file=file, by=None, at=at)
    return len(files)


def erase_orphans() -> int:
    """Remove bytes that no row speaks of any more (an upload that was rolled back). Needs the purpose UPKEEP."""
    removed = 0
    for path in queries.folder().glob("*/*"):
        if time.time() - path.stat().st_mtime < ORPHAN_AGE:
            continue
        known = path.suffix == ".sealed" and StoredFile.objects.filter(
            pk=UUID(path.stem), erased_at__isnull=True
        )
        if not known or not known.exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _log_erasure(file: StoredFile, by: User | None, at: datetime) -> None:
    if by is not None:
        audit.record(type="files.file_erased", target=file, organisation=file.organisation_id, by=by, at=at)
        return
    with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of that organisation
        audit.record(type="files.file_erased", target=file, organisation=file.organisation_id, by=None, at=at)


def _days(at: datetime) -> int:
    try:
        return int(accounts.parameter_number("file_days", on=timezone.localdate(at)))
    except accounts.NoSuchParameter:
        return int(BY_NAME["file_days"].value)


def _write(path: Path, sealed: bytes) -> None:
    """Write complete or not at all, and to the disk before the row says that it is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    parent = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
