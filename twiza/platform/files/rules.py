"""What is true of kept files, whoever asks. No Django."""

import re
import unicodedata
from pathlib import PurePosixPath
from uuid import UUID

LARGEST = 25 * 1024 * 1024  # bytes: a sheet of 100,000 families is below half of it
LONGEST_NAME = 120

# What may be named to a browser. Everything else goes out as plain bytes; nothing is shown in the page.
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """Return the type to send a file of this name with."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def tidy_name(name: str) -> str:
    """Return a file's name as it may be kept and sent: no folders, no control or direction signs, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}" if stem else plain
    return plain[:LONGEST_NAME] or "file"


def place_of(id: UUID) -> str:
    """Return where a file is kept below the folder of files: spread over 256 folders."""
    return f"{id.hex[-2:]}/{id.hex}.sealed"
