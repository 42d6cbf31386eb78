"""Compile the catalogues (.po → .mo) with Babel: no gettext programs needed. No Django."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]


def compile_catalogues(root: Path = PACKAGE) -> int:
    """Compile every catalogue below `root` that is newer than what was compiled. Returns how many."""
    made = 0
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        draft = target.with_suffix(f".{os.getpid()}.tmp")  # complete or not at all: others may be reading
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        made += 1
    return made


def main(arguments: Sequence[str]) -> int:
    """`twiza compile_words`: compile what changed."""
    sys.stdout.write(f"{compile_catalogues()} catalogues compiled.\n")
    return 0
