"""What lines typed from paper would bring, beside what the register holds already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.registry.queries.uploads import PlaceOfWords, known_of
from twiza.registry.rules.drafts import Preview
from twiza.registry.rules.report import Known, counts_of, page_of
from twiza.registry.rules.typed import TypedLines, preview_of_lines


@dataclass(frozen=True)
class TypedPreview:
    """The same as the preview of a file; nothing of it is written anywhere.

    `counts` and `page` are what `registry/preview_parts.html` shows.
    """

    typed: TypedLines
    preview: Preview
    known: Known
    counts: dict[str, Any]
    page: dict[str, Any]

    @property
    def shown(self) -> list[UUID]:
        """Ids of the households that the page names by their line."""
        return [id for _draft, id in (*self.known.already, *self.known.differs)]


def typed_preview(organisation: UUID, typed: TypedLines, *, at: datetime) -> TypedPreview:
    """Read typed lines as the import reads a file."""
    preview = preview_of_lines(typed, timezone.localdate(at), PlaceOfWords())
    known = known_of(organisation, preview)
    return TypedPreview(
        typed, preview, known, counts_of(preview, known), page_of(preview, known, [typed.table()])
    )
