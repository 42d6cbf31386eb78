"""Looking up files of families: the one door, what they hold, what the register already has of it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError, NotFound
from twiza.lib.sheets import Cell, Limits, Workbook, read_workbook
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import queries as files
from twiza.registry.models import HeadingMemory, Household, Upload
from twiza.registry.queries.drafts import comparable, drafts_of
from twiza.registry.queries.erased import erased_among
from twiza.registry.queries.groups import roots_of
from twiza.registry.queries.households import persons_in, where_reading
from twiza.registry.rules.drafts import Preview
from twiza.registry.rules.fields import FIELDS
from twiza.registry.rules.headings import Table, remapped
from twiza.registry.rules.preview import find_tables, make_preview
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.report import Known
from twiza.registry.rules.traces import Trace, is_in_row

OFFICIAL = ("commune", "arrondissement")
WIDER = ("province", "region")
ADDED = ("annex", "neighbourhood", "douar")
MOST_LOOK_UPS = 3_000  # a column where each cell is another address is not a column of places
LISTED = 50


class NoSuchUpload(NotFound):
    code = "registry.no_such_upload"


def upload_for(user: Any, id: UUID) -> Upload:
    """Return an upload of an organisation in which this user may import. Raises NoSuchUpload."""
    upload = Upload.objects.select_related("file", "by").filter(pk=id).first()
    if upload is None or not user.has_perm(Permission.REGISTRY_IMPORT, upload):
        raise NoSuchUpload(_("There is no such file."))
    return upload


def uploads_of(organisation: UUID) -> QuerySet[Upload]:
    """Return the latest files sent for an organisation, refused ones too, newest first (at most 50)."""
    rows = Upload.objects.filter(organisation_id=organisation).select_related("file", "by")
    return rows.order_by("-pk")[:LISTED]


def waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the files that wait for this person's yes or no, for the today page."""
    where = where_reading(user, Permission.REGISTRY_IMPORT, on=timezone.localdate(at))
    rows = (
        Upload.objects.filter(organisation_id__in=where, state="read")
        .select_related("file")
        .order_by("pk")[:LISTED]
    )
    return [
        Due(
            _("Look at the preview of %(file)s and accept it") % {"file": isolated(row.file.name)},
            reverse("registry:show_upload", args=[row.pk]),
            due=row.created_at,
        )
        for row in rows
    ]


def workbook_of(upload: Upload) -> Workbook:
    """Read the file of an upload. Raises a SheetRefused, or NoSuchFile once it was erased."""
    limits = Limits()
    return read_workbook(files.content_of(upload.file), upload.file.name, limits=limits, formulas="note")


def holds(upload: Upload, trace: Trace) -> bool:
    """Say whether a file, or its name, holds one of the persons looked for. One that cannot be read: no."""
    try:
        book = workbook_of(upload)
    except DomainError:
        return is_in_row(trace, [upload.file.name])
    names: list[Cell] = [upload.file.name, *(sheet.name for sheet in book.sheets)]
    return any(is_in_row(trace, row) for row in chain([names], *(sheet.rows for sheet in book.sheets)))


def upload_has_words(id: UUID) -> bool:
    """Say whether an upload still shows what was read in its file."""
    return Upload.objects.filter(pk=id).exclude(preview={}, refusal={}).exists()


def remembered_by(organisation: UUID) -> dict[str, str]:
    """Return heading key → field as this organisation corrected it before."""
    memory = HeadingMemory.objects.filter(organisation_id=organisation).first()
    return dict(memory.words) if memory else {}


def tables_of(upload: Upload, book: Workbook) -> list[Table]:
    """Return the tables of a file, as its mapping page was corrected. Raises NoNameColumn."""
    remembered = remembered_by(upload.organisation_id)
    tables = find_tables(book.sheets, remembered)
    wanted: Mapping[str, Mapping[str, str]] = upload.mapping
    tables = [remapped(table, wanted.get(table.sheet, {})) for table in tables]
    return [table for table in tables if wanted.get(table.sheet, {}).get("use") != "no"]


def preview_of(upload: Upload, book: Workbook, tables: list[Table], *, at: datetime) -> Preview:
    """Read every row of a file into households and problems; nothing is written."""
    return make_preview(book.sheets, tables, timezone.localdate(at), PlaceOfWords())


def fields_to_choose() -> dict[str, str]:
    """Return field → its label, for the mapping page."""
    return FIELDS


def place_of(words: str) -> UUID | None:
    """Return the place some words name, when it is sure; else None: the words are kept."""
    found = network.place_index().settle(words, levels=(*ADDED, *OFFICIAL)) if words else None
    return UUID(found.code) if found and found.code else None


class PlaceOfWords:
    """Finds the place of (wider place, official place, neighbourhood or douar), each as written."""

    def __init__(self) -> None:
        self.index = network.place_index()
        self.near: dict[tuple[str, str | None], UUID | None] = {}

    def __call__(self, wider: str, place: str, near: str) -> UUID | Problem | None:
        within: str | None = None
        for words, levels in ((wider, WIDER), (place, OFFICIAL)):
            if not words:
                continue
            found = self.index.settle(words, within=within, levels=levels)
            if found.verdict in ("unknown", "doubtful") and levels == OFFICIAL:
                found = self.index.settle(words, within=within, levels=WIDER)
            if found.code is None:
                return self.problem(words, found)
            within = found.code
        return self.nearest(near, within) or (UUID(within) if within else None)

    def nearest(self, near: str, within: str | None) -> UUID | None:
        """Return the neighbourhood or douar people added, when its name is sure; else None: words are kept."""
        if not near:
            return None
        key = (near, within)
        if key not in self.near:
            if len(self.near) >= MOST_LOOK_UPS:
                return None
            found = self.index.settle(near, within=within, levels=ADDED)
            self.near[key] = UUID(found.code) if found.code else None
        return self.near[key]

    def problem(self, words: str, found: Any) -> Problem:
        if found.verdict != "ambiguous":
            return Problem("place.unknown", words)
        names = [" - ".join(self.path(match.code)) for match in found.candidates[:3]]
        return Problem("place.many", words, {"places": "، ".join(names)})

    def path(self, code: str) -> list[str]:
        return [self.index.row(one).names[0] for one in (code, *self.index.ancestors(code)[:1])]


def shown_by_preview(upload: Upload) -> list[UUID]:
    """Return the ids of what a preview page shows: the upload, the households it found again, everybody in them.

    Those not registered yet have no id: for them the upload stands.
    """
    told = [*upload.preview.get("already", ()), *upload.preview.get("differs", ())]
    households = [UUID(household) for _sheet, _row, household in told]
    return [upload.pk, *households, *persons_in(households)]


def known_of(organisation: UUID, preview: Preview) -> Known:
    """Part the drafts of a preview: there already, there with other facts, or new. A handful of queries."""
    drafts = preview.drafts
    there = imported(organisation, "content", [draft.content for draft in drafts])
    met = imported(organisation, "identity", [draft.identity for draft in drafts if draft.identity])
    codes = [draft.code for draft in drafts if draft.code]
    coded = {row.code: row for row in Household.objects.filter(organisation_id=organisation, code__in=codes)}
    roots = roots_of({*there.values(), *met.values(), *(row.pk for row in coded.values())})
    as_is = {draft.code: comparable(draft) for draft in drafts_of(coded.values())}
    known = Known()
    for draft in drafts:
        household = there.get(draft.content)
        if draft.code in coded:
            same = as_is.get(draft.code) == comparable(draft)
            id = coded[draft.code].pk
            (known.already if same else known.differs).append((draft, roots.get(id, id)))
        elif household:
            known.already.append((draft, roots.get(household, household)))
        elif draft.identity and (other := met.get(draft.identity)):
            known.differs.append((draft, roots.get(other, other)))
        else:
            known.fresh.append(draft)
    if erased := erased_among(organisation, known.fresh):
        known.erased = [(known.fresh[place], day) for place, day in erased.items()]
        known.fresh = [draft for place, draft in enumerate(known.fresh) if place not in erased]
    return known


IMPORTED = """
SELECT r.{column}, r.household_id FROM unnest(%s::uuid[]) wanted (id)
JOIN registry_importedrow r ON r.organisation_id = %s AND r.{column} = wanted.id
"""


def imported(
    organisation: UUID, column: Literal["content", "identity"], wanted: list[bytes]
) -> dict[bytes, UUID]:
    """Return fingerprint → household of the rows that came in before. One parameter, however many rows."""
    listed = "{" + ",".join([one.hex() for one in wanted]) + "}"
    with connection.cursor() as cursor:
        cursor.execute(IMPORTED.format(column=column), [listed, organisation])
        return {found.bytes: household for found, household in cursor.fetchall()}
