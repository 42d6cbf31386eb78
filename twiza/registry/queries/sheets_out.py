"""Sheets that go out: the marked copy of a list, to correct and send back; the register as a workbook."""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from twiza.lib.errors import DomainError
from twiza.lib.sheets import OutSheet, Sheet, Workbook, guarded, write_workbook
from twiza.platform.files import queries as files
from twiza.registry.models import Household, Upload
from twiza.registry.queries.drafts import drafts_of
from twiza.registry.queries.groups import with_followers
from twiza.registry.queries.households import persons_in
from twiza.registry.queries.uploads import known_of, preview_of, tables_of, workbook_of
from twiza.registry.rules.categories import WORDS
from twiza.registry.rules.drafts import Draft, Preview, RowProblem
from twiza.registry.rules.headings import Table

AT_ONCE = 2_000  # households of a register that are written while somebody waits
LARGE = 20_000  # rows: above it, only rows with a problem are copied
WRONG = PatternFill("solid", fgColor="FFF3C4C0")
REMARK = PatternFill("solid", fgColor="FFFFF1C9")
ADVICE = "ما ينبغي تصحيحه · À corriger"

# field → heading, in two languages, as `fields.HEADINGS` reads them back
COLUMNS = {
    "household_code": "رمز الأسرة في السجل / Code Twiza",
    "name": "الاسم الكامل / Nom complet",
    "name_latin": "الاسم بالفرنسية / Nom en français",
    "relationship": "صلة القرابة / Lien de parenté",
    "sex": "الجنس / Sexe",
    "birth": "تاريخ الازدياد / Date de naissance",
    "phone": "الهاتف / Téléphone",
    "second_phone": "هاتف آخر / Autre téléphone",
    "size": "عدد الأفراد / Nombre de personnes",
    "children": "عدد الأطفال / Nombre d'enfants",
    "near_place": "الحي أو الدوار / Quartier",
    "address": "العنوان / Adresse",
    "categories": "الوضعية / Situation",
    "contact": "الاتصال مسموح / Peut être appelé",
}
LINKS = {
    "head": "رب الأسرة", "spouse": "زوج", "child": "ابن", "parent": "والد", "sibling": "أخ", "grandparent": "جد",
    "grandchild": "حفيد", "other": "قريب", "trusted": "شخص ثقة",
}  # fmt: skip


def marked_copy(upload: Upload, *, at: datetime) -> bytes:
    """Return the person's own sheet with every wrong cell coloured and, beside its row, what would work.

    Above 20,000 rows only those with a problem are in it: the others are already understood.
    """
    return marked_copy_and_ids(upload, at=at)[0]


def marked_copy_and_ids(upload: Upload, *, at: datetime) -> tuple[bytes, list[UUID]]:
    """Return the copy and the ids of what stands in it: the upload, the households it names, everybody in them."""
    book = workbook_of(upload)
    tables = tables_of(upload, book)
    preview = preview_of(upload, book, tables, at=at)
    return marked(upload, book, tables, preview), shown_in(upload, preview)


def shown_in(upload: Upload, preview: Preview) -> list[UUID]:
    """Return the ids of what stands in a file: the upload, the households it names, everybody in them."""
    known = known_of(upload.organisation_id, preview)
    households = list(dict.fromkeys(id for _draft, id in known.already + known.differs))
    return [upload.pk, *households, *persons_in(households)]


def shown_by_file(id: UUID) -> list[UUID]:
    """Return the same for the file itself, as it was sent. One that cannot be read names its upload alone."""
    upload = Upload.objects.select_related("file").filter(file=id).first()
    if upload is None:
        return []
    try:
        book = workbook_of(upload)
        tables = tables_of(upload, book)
        return shown_in(upload, preview_of(upload, book, tables, at=upload.read_at or upload.created_at))
    except DomainError:
        return [upload.pk]


def marked(upload: Upload, book: Workbook, tables: Sequence[Table], preview: Preview) -> bytes:
    found: dict[str, dict[int, list[RowProblem]]] = defaultdict(lambda: defaultdict(list))
    for one in preview.problems:
        found[one.sheet][one.row].append(one)
    by_name = {sheet.name: sheet for sheet in book.sheets}
    if sum(len(sheet.rows) for sheet in book.sheets) > LARGE:
        return only_wrong_rows(tables, by_name, found)
    pages = open_copy(upload, book.kind, by_name, tables)
    for table in tables:
        mark_page(pages[table.sheet], table, found[table.sheet])
    target = io.BytesIO()
    pages.save(target)
    return target.getvalue()


def open_copy(
    upload: Upload, kind: str, sheets: dict[str, Sheet], tables: Sequence[Table]
) -> openpyxl.Workbook:
    """Open the file itself where openpyxl can; else build a workbook of the same cells."""
    if kind == "xlsx":
        with suppress(Exception):  # an odd but readable file: its cells are enough
            return openpyxl.load_workbook(io.BytesIO(files.content_of(upload.file)))
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        page = book.create_sheet(table.sheet[:31])
        page.title = table.sheet
        page.sheet_view.rightToLeft = True
        for row in sheets[table.sheet].rows:
            page.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return book


def mark_page(page: Any, table: Table, problems: dict[int, list[RowProblem]]) -> None:
    column = advice_column(page, table)
    page.cell(table.heading_row + 1, column, ADVICE)
    for row in range(table.start + 1, page.max_row + 1):
        if page.cell(row, column).value is not None:
            page.cell(row, column).value = None  # advice of an earlier copy
    for row, found in problems.items():
        cell = page.cell(row, column, guarded("\n".join(sentence(one) for one in found)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        for one in found:
            if one.column is not None:
                page.cell(row, one.column + 1).fill = WRONG if one.problem.blocking else REMARK
    page.column_dimensions[get_column_letter(column)].width = 70


def advice_column(page: Any, table: Table) -> int:
    for column in range(1, page.max_column + 1):
        if page.cell(table.heading_row + 1, column).value == ADVICE:
            return column
    return int(page.max_column) + 1


def sentence(found: RowProblem) -> str:
    """Say where, what was read, why it does not do and what would work."""
    problem = found.problem
    why, would_work = _(problem.why) % problem.data, _(problem.would_work) % problem.data
    where = f"{found.heading}: " if found.heading else ""
    read = f"«{problem.read}» " if problem.read else ""
    return f"{where}{read}{why} {would_work}"


def only_wrong_rows(
    tables: Sequence[Table], sheets: dict[str, Sheet], found: dict[str, dict[int, list[RowProblem]]]
) -> bytes:
    def rows(table: Table) -> Iterator[list[Any]]:
        cells = sheets[table.sheet].rows
        width = len(cells[table.heading_row])
        for row, problems in sorted(found[table.sheet].items()):
            line = list(cells[row - 1]) + [""] * (width - len(cells[row - 1]))
            yield [*line, "\n".join(sentence(one) for one in problems)]

    return write_workbook(
        [
            OutSheet(
                table.sheet,
                [str(cell) for cell in sheets[table.sheet].rows[table.heading_row]] + [ADVICE],
                rows(table),
            )
            for table in tables
        ]
    )


def is_large(organisation: UUID) -> bool:
    """Say whether a register has more households than are written while somebody waits."""
    rows = Household.objects.filter(organisation_id=organisation, merged_into__isnull=True).order_by("pk")
    return rows[AT_ONCE : AT_ONCE + 1].exists()


def in_register_of(id: UUID) -> list[UUID]:
    """Return who stands in the register that a kept export was made of, households and persons."""
    organisation = files.organisation_of(id)
    if organisation is None:
        return []
    rows = Household.objects.filter(organisation_id=organisation).order_by("pk").values_list("pk", flat=True)
    households = list(rows)
    return households + persons_in(households)


def households_workbook(organisation: UUID) -> tuple[bytes, list[UUID]]:
    """Return an organisation's register as a workbook, one row a member, and the ids of its households and persons.

    Sent back unchanged, it changes nothing.
    """
    households = _households(organisation)
    ids = with_followers(row.pk for row in households)
    return _workbook(households), ids + persons_in(ids)


def register_workbook(organisation: UUID) -> bytes:
    """Return the same workbook alone: a file that is kept names who stands in it when it is opened."""
    return _workbook(_households(organisation))


def _households(organisation: UUID) -> list[Household]:
    rows = Household.objects.filter(organisation_id=organisation, merged_into__isnull=True)
    return list(rows.order_by("pk"))


def _workbook(households: list[Household]) -> bytes:
    rows = (row for draft in drafts_of(households) for row in rows_of(draft))
    return write_workbook([OutSheet("سجل الأسر", list(COLUMNS.values()), rows)])


def rows_of(draft: Draft) -> Iterator[list[Any]]:
    for number, member in enumerate(draft.members):
        first = number == 0
        yield [
            draft.code,
            member.name_arabic or member.name_latin,
            member.name_latin if member.name_arabic else "",
            LINKS.get(member.relationship, ""),
            {"female": "أنثى", "male": "ذكر"}.get(member.sex, ""),
            born(member.birth_on, member.birth_precision),
            member.phone,
            member.second_phone,
            draft.size if first else None,
            draft.children if first else None,
            draft.place_words if first else "",
            draft.address if first else "",
            "، ".join(WORDS.get(code, code).split("|")[0] for code in member.marks),
            ("نعم" if draft.may_be_called else "لا") if first else "",
        ]


def born(on: date | None, precision: str) -> str:
    if on is None:
        return ""
    styles = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y", "about": "حوالي %Y"}
    return on.strftime(styles[precision])
