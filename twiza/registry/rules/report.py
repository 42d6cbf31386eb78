"""A preview as it is kept with an upload until somebody decides: plain values for JSON, the long parts cut."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID

from twiza.registry.rules.drafts import Draft, Preview, RowProblem
from twiza.registry.rules.headings import Table

SHOWN = 200
SAMPLE = 5


@dataclass
class Known:
    """What the organisation's register already holds of a preview.

    `already`: drafts whose content is there. `differs`: drafts of a household that is there with other facts:
    they are told, and the register is left as it is. Each with the household's id. `erased`: drafts of a family that
    was erased on a day: left out unless a person chooses.
    """

    already: list[tuple[Draft, UUID]] = field(default_factory=list)
    differs: list[tuple[Draft, UUID]] = field(default_factory=list)
    fresh: list[Draft] = field(default_factory=list)
    erased: list[tuple[Draft, date]] = field(default_factory=list)


def counts_of(preview: Preview, known: Known) -> dict[str, Any]:
    """Return the figures of the page; `digest` says which rows would be written."""
    blocking = preview.blocking
    return {
        "rows": preview.rows_read,
        "good": len(known.fresh),
        "persons": sum(len(draft.members) for draft in known.fresh),
        "problem_rows": len({(found.sheet, found.row) for found in blocking}),
        "problems": len(blocking),
        "notes": len(preview.problems) - len(blocking),
        "repeated": len(preview.repeated),
        "already": len(known.already),
        "differs": len(known.differs),
        "erased": len(known.erased),
        "left_out": len(preview.left_out),
        "totals": len(preview.totals),
        "totals_wrong": sum(1 for total in preview.totals if not total.agrees),
        "digest": digest_of(known.fresh),
    }


def digest_of(drafts: Sequence[Draft]) -> str:
    """Return a fingerprint of all rows that would be written, whatever their order."""
    return blake2b(b"".join(sorted(draft.content for draft in drafts)), digest_size=16).hexdigest()


def page_of(preview: Preview, known: Known, tables: Sequence[Table]) -> dict[str, Any]:
    """Return what the preview page shows, at most 200 lines of each kind."""
    notes = Counter((found.heading, found.problem.code) for found in preview.notes)
    first: dict[tuple[str, str], RowProblem] = {}
    for found in preview.notes:
        first.setdefault((found.heading, found.problem.code), found)
    return {
        "tables": [
            {
                "sheet": table.sheet,
                "heading_row": table.heading_row + 1,
                "columns": [
                    {"index": c.index, "heading": c.heading, "field": c.field, "score": c.score}
                    for c in table.columns
                ],
            }
            for table in tables
        ],
        "problems": [
            {
                "sheet": found.sheet,
                "row": found.row,
                "column": found.column,
                "heading": found.heading,
                "code": found.problem.code,
                "read": found.problem.read[:120],
                "data": dict(found.problem.data),
            }
            for found in islice(preview.blocking, SHOWN)
        ],
        "notes": [
            {
                "heading": heading,
                "code": code,
                "count": count,
                "row": first[heading, code].row,
                "read": first[heading, code].problem.read[:120],
                "data": dict(first[heading, code].problem.data),
            }
            for (heading, code), count in notes.most_common(SHOWN)
        ],
        "totals": [
            {
                "sheet": total.sheet,
                "row": total.row,
                "heading": total.heading,
                "stated": total.stated,
                "counted": total.counted,
                "agrees": total.agrees,
            }
            for total in preview.totals[:SHOWN]
        ],
        "repeated": [list(one) for one in preview.repeated[:SHOWN]],
        "left_out": [list(one) for one in preview.left_out[:SHOWN]],
        "already": [[draft.sheet, draft.row, str(household)] for draft, household in known.already[:SHOWN]],
        "differs": [[draft.sheet, draft.row, str(household)] for draft, household in known.differs[:SHOWN]],
        "erased": [[draft.sheet, draft.row, on.isoformat()] for draft, on in known.erased[:SHOWN]],
        "never_kept": preview.never_kept[:SHOWN],
        "sample": [sample_of(draft) for draft in known.fresh[:SAMPLE]],
    }


def sample_of(draft: Draft) -> dict[str, Any]:
    head = draft.members[0]
    return {
        "row": draft.row,
        "name": head.name,
        "born": head.birth_on.isoformat() if head.birth_on else "",
        "precision": head.birth_precision,
        "phone": head.phone,
        "size": draft.size,
        "members": len(draft.members),
        "place": draft.place_words or draft.address,
        "marks": sorted({mark for member in draft.members for mark in member.marks}),
    }
