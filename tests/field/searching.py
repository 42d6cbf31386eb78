"""Looking for words in everything a browser left on the disk, however they were written down."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

# what was looked for in a content already, and whether it was there: a profile is searched again and again, and most of
# its files are those of before
_known: defaultdict[bytes, dict[str, bool]] = defaultdict(dict)


def found_in(folder: Path, words: Iterable[str]) -> set[str]:
    """Return those of `words` that lie in some file below `folder`: as UTF-8, UTF-16, hex or base64."""
    wanted, found = set(words), set()
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            known = _known[hashlib.sha256(content).digest()]
            for word in wanted - known.keys():
                known[word] = any(form in content for form in forms(word))
            found |= {word for word in wanted if known[word]}
    return found


def forms(word: str) -> list[bytes]:
    """How a word may stand in a file."""
    plain = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    escaped = word.encode("ascii", "backslashreplace")  # as JSON writes Arabic, and JSON inside JSON
    return [
        form
        for one in [*plain, escaped, escaped.replace(b"\\", b"\\\\")]
        for form in (one, one.hex().encode(), one.hex().upper().encode(), *_base64(one))
    ]


def _base64(content: bytes) -> list[bytes]:
    """The three ways in which bytes stand inside a longer base64 text, in both alphabets."""
    made = []
    for before in range(3):
        text = base64.b64encode(bytes(before) + content)
        inside = text[-(-before * 8 // 6) : len(text) - 4]  # what neighbours change is cut off
        made += [inside, inside.replace(b"+", b"-").replace(b"/", b"_")]
    return made
