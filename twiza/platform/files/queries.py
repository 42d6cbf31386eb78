"""Finding a file and opening it."""

import hashlib
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError, NotFound
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.models import User
from twiza.platform.files import rules
from twiza.platform.files.models import StoredFile


class NoSuchFile(NotFound):
    code = "files.no_such_file"


class FileDamaged(DomainError):
    code = "files.damaged"


def file_for(user: User, id: UUID) -> StoredFile:
    """Return a file that this user's role of today may read where it belongs, whoever sent it.

    Raises:
        NoSuchFile: missing, hidden and erased look the same.
    """
    file = StoredFile.objects.filter(pk=id, erased_at__isnull=True).first()
    if file is None or not user.has_perm(file.permission, file):
        raise NoSuchFile(_("There is no such file. Files are erased after some days."))
    return file


def files_of_kind(kind: str) -> list[StoredFile]:
    """Return the kept files of a kind that row security shows, newest first."""
    return list(StoredFile.objects.filter(kind=kind, erased_at__isnull=True).order_by("-created_at", "name"))


def organisation_of(id: UUID) -> UUID | None:
    """Return where a file belongs; None when row security does not show it."""
    return StoredFile.objects.filter(pk=id).values_list("organisation_id", flat=True).first()


def is_kept(id: UUID) -> bool:
    """Say whether a file is still there, not erased."""
    return StoredFile.objects.filter(pk=id, erased_at__isnull=True).exists()


def content_of(file: StoredFile) -> bytes:
    """Return a file's bytes, opened and checked.

    Raises:
        NoSuchFile: erased meanwhile.
        FileDamaged: not the bytes that were kept.
    """
    try:
        sealed = path_of(file.pk).read_bytes()
    except FileNotFoundError as error:
        raise NoSuchFile(_("There is no such file. Files are erased after some days.")) from error
    content = keyring().unseal("files", sealed, about=file.pk.bytes)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(_("This file was damaged on our disk. Send it again."))
    return content


def folder() -> Path:
    """Return the folder of sealed files."""
    return Path(settings.TWIZA_HOME) / "files"


def path_of(id: UUID) -> Path:
    """Return where a file's sealed bytes are."""
    return folder() / rules.place_of(id)


@cache
def keyring() -> Keyring:
    return Keyring(Path(settings.TWIZA_KEYS))
