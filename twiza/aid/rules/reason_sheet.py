"""Reason sheets on paper, one household a page. Pure Python: words come in, a PDF goes out."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "reasons.typ"
PART = 20  # pages made at once: the typesetter remembers its last ten runs, layouts and all


WIDE = 84  # letters of a slip on a line of paper


def slip_lines(text: str) -> list[str]:
    """Return a slip cut for paper: typed again as one line it says the same.

    In plain letters and without spaces: Arabic among brackets is put in another order on paper than in the file, and
    a space at the end of a line is lost.
    """
    plain = json.dumps(json.loads(text), separators=(",", ":")).replace(" ", "\\u0020")
    return [plain[start : start + WIDE] for start in range(0, len(plain), WIDE)]


@dataclass(frozen=True)
class ReasonSheet:
    """What is on one page: a code, never a name. `rules`: (sentence, what is known, answer, points)."""

    code: str
    decision: str
    because: list[str]
    rules: list[tuple[str, str, str, str]]
    change: list[str]
    anew: str
    contest: str
    deciders: list[str]
    slip: list[str] = field(
        default_factory=list
    )  # lines of the text that opens its own line of the public file


def sheets_pdf(
    sheets: Iterable[ReasonSheet],
    *,
    campaign: str,
    version: str,
    words: Mapping[str, str],
    language: str,
    done: Callable[[int], None] = lambda count: None,
) -> bytes:
    """Return a PDF of one page for each household. `version`: the fingerprint of the rules; `done(n)`: pages made.

    ValueError when there are none; TypesetFault when a sheet does not stay on its page.
    """
    common: dict[str, Any] = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "campaign": campaign,
        "version": version[:16],
        "words": dict(words),
    }
    parts, count, left = [], 0, iter(sheets)
    while part := list(islice(left, PART)):
        data = common | {"sheets": [asdict(one) for one in part]}
        parts.append(typeset.typeset(TEMPLATE, data, pages=len(part)))
        count += len(part)
        done(count)
    if not parts:
        raise ValueError("no household to print a sheet for")
    return parts[0] if len(parts) == 1 else typeset.joined(parts)
