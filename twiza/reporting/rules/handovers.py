"""Handing an office over: why, what the pack holds, its hash, who may sign. Pure Python."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from twiza.lib.errors import N_

OFFICE = "provincial_delegate"
BEFORE_DAYS = 30  # when an end is known, the pack is asked for so long before
AHEAD_DAYS = 90  # deadlines that the pack tells
GUIDED_DAYS = 30  # for whoever takes over
SIDES = ("out", "in")
PROTECTED_DAYS = 365  # what runs is ended with evidence in the first year
MOST_WORDS = 10

WHY: dict[str, str] = {
    "term": N_("The end of the mandate is known"),
    "sudden": N_("Sudden: the deputy hands over, without the ten lines"),
}
WORD_KINDS: dict[str, str] = {
    "do": N_("What I would do"),
    "keep": N_("What not to undo, and why"),
}
SECTIONS: dict[str, str] = {
    "risks": N_("Risks: late, red lights"),
    "deadlines": N_("Deadlines of the coming 90 days"),
    "conventions": N_("Running conventions"),
    "tranches": N_("Tranches of grants to pay"),
    "licences": N_("Licences pending"),
    "running": N_("Campaigns, winters and open cases, as counts"),
    "promises": N_("Promises made"),
    "objections": N_("Objections without an answer"),
    "keys": N_("Where keys and passwords are kept"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is handed over, in both languages. `due`: its day, where it has one."""

    key: str
    ar: str
    fr: str
    due: date | None = None
    late: bool = False

    def in_language(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind; `code` is a key of SECTIONS."""

    code: str
    items: Sequence[Item]


def pack_of(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return the sections as they are kept: plain lists and texts, in the order of SECTIONS. Empty ones stay.

    Raises:
        ValueError: a section is not known, or two items have one key.
    """
    by_code = {one.code: one for one in sections}
    if set(by_code) - set(SECTIONS):
        raise ValueError("a section that nobody knows")
    keys = [item.key for one in by_code.values() for item in one.items]
    if len(keys) != len(set(keys)):
        raise ValueError("two items of a pack have one key")
    return [
        {
            "code": code,
            "items": [
                {
                    "key": item.key,
                    "ar": item.ar,
                    "fr": item.fr,
                    "due": item.due.isoformat() if item.due else None,
                    "late": item.late,
                }
                for item in (by_code[code].items if code in by_code else ())
            ],
        }
        for code in SECTIONS
    ]


def read_pack(content: Sequence[Mapping[str, Any]]) -> list[Section]:
    """Return the sections of a kept pack."""
    return [
        Section(
            one["code"],
            [
                Item(
                    item["key"],
                    item["ar"],
                    item["fr"],
                    date.fromisoformat(item["due"]) if item["due"] else None,
                    item["late"],
                )
                for item in one["items"]
            ],
        )
        for one in content
    ]


def digest_of(*parts: Any) -> str:
    """Return the SHA-256 of plain data: UTF-8, NFC, keys in order, no spaces."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def step_of(signed_on: date, today: date, steps: int) -> int | None:
    """Return which section of the pack the guided tour shows today, from 1; None once the first 30 days are over.

    >>> step_of(date(2026, 1, 1), date(2026, 1, 1), 9), step_of(date(2026, 1, 1), date(2026, 1, 30), 9)
    (1, 9)
    """
    gone = (today - signed_on).days
    if not 0 <= gone < GUIDED_DAYS or not steps:
        return None
    return min(steps, gone * steps // GUIDED_DAYS + 1)


def is_protected(handed_over_on: date | None, on: date) -> bool:
    """Say whether what runs is ended only with evidence on this day: in the first year after a handover."""
    return handed_over_on is not None and handed_over_on <= on < handed_over_on + timedelta(
        days=PROTECTED_DAYS
    )
