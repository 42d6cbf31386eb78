"""Find the row of headings under the title rows, and what each column is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from twiza.registry.rules.fields import FIELD_OF, MANY, OF_PERSON, heading_key
from twiza.registry.rules.values import category_words, read_yes_no
from twiza.registry.rules.words import ARABIC, folded, scripts_of, written

LOOK_AT = 40  # rows: a heading stands no deeper
SAMPLE = 200
CERTAIN, PART, WITHIN, NEAR = 100, 95, 90, 84
CODED = re.compile(r"^(?:pp_)?(.+?)(?:_[hi]_[cf])?$")
PARTS = re.compile(r"[/|()\[\]\n:;؛]| - ")
OF_OTHERS = re.compile(
    r"\b(?:enumerator|enqueteur|enquetrice|collector|association|organi[sz]ation|partner|ecole|school|deviceid|field"
    r"|باحث|باحثه|جمعيه|مدرسه|موزع|مركز|responsable|مسوول)\b"
)
KEYS = tuple(key for key in FIELD_OF if len(key) >= 5)
# Longest first, each beside what is looked for: the same words, whole
LONG_KEYS = tuple(
    (key, f" {key} ")
    for key in sorted((key for key in FIELD_OF if len(key) >= 7 or " " in key), key=len, reverse=True)
)


@dataclass(frozen=True)
class Column:
    """One column of a table: its place from 0, the words above it, what it is, how sure that is (0 to 200)."""

    index: int
    heading: str
    field: str
    score: int = 0


@dataclass(frozen=True)
class Table:
    """Where the list is on a sheet: `heading_row` and `start` (first row of data) are counted from 0."""

    sheet: str
    heading_row: int
    start: int
    columns: tuple[Column, ...]

    def of(self, *fields: str) -> list[Column]:
        return [column for column in self.columns if column.field in fields]

    def has(self, *fields: str) -> bool:
        return any(column.field in fields for column in self.columns)

    @property
    def names_people(self) -> bool:
        return self.has(*OF_PERSON)


@lru_cache(maxsize=4_096)
def field_of_heading(text: str) -> tuple[str, int]:
    """Return (field, how sure) for the words above a column; ("", 0) when they are not known."""
    text = CODED.sub(r"\1", text.strip()) if "_" in text else text
    whole = heading_key(text)
    if not whole or len(whole) > 120 or OF_OTHERS.search(folded(text)):
        return "", 0
    for key in (whole, heading_key(text.replace(".", ""))):
        if key in FIELD_OF:
            return FIELD_OF[key], CERTAIN
    parts = [heading_key(part) for part in (*PARTS.split(text), *scripts_of(text))]
    for part in parts:
        if part in FIELD_OF:
            return FIELD_OF[part], PART
    words = whole.split()
    if all(word in FIELD_OF for word in words):
        return FIELD_OF[words[0]], WITHIN
    for part in (whole, *parts):
        around = f" {part} "
        for key, words_of_key in LONG_KEYS:
            if len(key) < 0.65 * len(part):
                break
            if words_of_key in around:
                return FIELD_OF[key], WITHIN
    found = process.extractOne(whole, KEYS, scorer=fuzz.ratio, score_cutoff=86) if len(whole) >= 5 else None
    return (FIELD_OF[found[0]], NEAR) if found else ("", 0)


def find_table(name: str, rows: Sequence[Sequence[object]], remembered: Mapping[str, str]) -> Table | None:
    """Return the table of a sheet, or None when no row looks like headings of a list of people.

    `remembered`: heading key → field, as this organisation corrected the mapping before.
    """
    best: tuple[float, int, int, list[Column]] = (0, 0, 0, [])
    for number, row in enumerate(rows[:LOOK_AT]):
        for height in (1, 2):
            if height == 2 and number + 1 >= len(rows):
                continue
            columns = map_row(two_lines(row, rows[number + 1]) if height == 2 else row, remembered)
            score = worth(columns) - (0.5 if height == 2 else 0)
            if height == 2 and not mostly_headings(rows[number + 1], remembered):
                continue
            if score > best[0]:
                best = (score, number, height, columns)
    score, number, height, columns = best
    useful = [column for column in columns if column.field and column.field != "ignored"]
    if len(useful) < 2 and not (useful and useful[0].field in OF_PERSON and len(columns) <= 3):
        return None
    start = skip_second_heading(rows, number + height, columns)
    table = Table(name, number, start, tuple(columns))
    return settle(table, rows[start : start + SAMPLE])


def worth(columns: Iterable[Column]) -> float:
    useful = {c.field: c.score for c in columns if c.field and c.field != "ignored"}
    known = sum(1 for c in columns if c.field)
    return sum(useful.values()) / 100 + (0.5 if useful.keys() & OF_PERSON else 0) + 0.05 * known


def map_row(row: Sequence[object], remembered: Mapping[str, str]) -> list[Column]:
    columns = []
    for index, cell in enumerate(row):
        text = written(cell)
        if not text or not isinstance(cell, str):
            continue
        known = remembered.get(heading_key(text))
        field, score = (known, 200) if known else field_of_heading(text)
        columns.append(Column(index, text[:120], field, score))
    return once_each(columns)


def once_each(columns: list[Column]) -> list[Column]:
    """Keep the surest column of each field; the others stay without a field."""
    best: dict[str, Column] = {}
    for column in columns:
        if column.field and (column.field not in best or column.score > best[column.field].score):
            best[column.field] = column
    return [
        column
        if not column.field or column.field in MANY or best[column.field] is column
        else second_chance(column, best)
        for column in columns
    ]


def second_chance(column: Column, best: dict[str, Column]) -> Column:
    """A second telephone column is the second telephone; a second full name in Latin letters is that."""
    if column.field == "phone" and "second_phone" not in best and column.score >= PART:
        best["second_phone"] = column
        return replace(column, field="second_phone")
    other_script = not ARABIC.search(column.heading) and ARABIC.search(best[column.field].heading)
    if column.field == "name" and "name_latin" not in best and other_script:
        best["name_latin"] = column
        return replace(column, field="name_latin")
    return replace(column, field="", score=0)


def two_lines(above: Sequence[object], below: Sequence[object]) -> list[object]:
    """Join a heading of two lines: a merged cell above speaks for the cells under it."""
    joined: list[object] = []
    carried = ""
    for index in range(max(len(above), len(below))):
        top = written(above[index]) if index < len(above) else ""
        low = below[index] if index < len(below) else ""
        carried = top or carried
        if not low or not isinstance(low, str):
            joined.append(top)
        elif field_of_heading(written(low))[0]:
            joined.append(low)
        else:
            joined.append(f"{carried} {written(low)}")
    return joined


def mostly_headings(row: Sequence[object], remembered: Mapping[str, str]) -> bool:
    cells = [written(cell) for cell in row if cell not in ("", None)]
    known = sum(1 for cell in cells if heading_key(cell) in remembered or field_of_heading(cell)[1] >= PART)
    return bool(cells) and known * 2 >= len(cells)


def skip_second_heading(rows: Sequence[Sequence[object]], start: int, columns: list[Column]) -> int:
    """Pass a row that explains the headings once more (“Full name - text - required”)."""
    for number in range(start, min(start + 3, len(rows))):
        row = rows[number]
        cells = [
            (c, written(row[c.index])) for c in columns if c.field and c.index < len(row) and row[c.index]
        ]
        if not cells:
            continue
        same = sum(1 for column, cell in cells if field_of_heading(cell)[0] == column.field)
        return number + 1 if same >= 2 and same * 2 >= len(cells) else start
    return start


def settle(table: Table, sample: Sequence[Sequence[object]]) -> Table:
    """Correct what only the cells can tell: a head column of yes and no, notes that name categories, …"""
    columns = []
    fields = {column.field for column in table.columns}
    for column in table.columns:
        cells = [
            written(row[column.index])
            for row in sample
            if column.index < len(row) and row[column.index] != ""
        ]
        if column.score < 200:
            column = replace(column, field=told_by_cells(column, cells, fields))
        columns.append(column)
    return replace(table, columns=tuple(once_each(still_named(table.columns, columns))))


def still_named(before: Sequence[Column], after: Sequence[Column]) -> list[Column]:
    """When the column of the head turns out to hold yes and no, another must name people, else it stays as it was."""
    if any(column.field in OF_PERSON for column in after):
        return list(after)
    named = [c for c in after if not c.field and field_of_heading(c.heading)[0] == "name"]
    if not named:
        return list(before)
    return [replace(c, field="name", score=PART) if c is named[0] else c for c in after]


def told_by_cells(column: Column, cells: list[str], fields: set[str]) -> str:
    answers = [read_yes_no(cell) for cell in cells] if column.field == "name" else []
    if True in answers and False in answers and all(isinstance(answer, bool) for answer in answers):
        return "is_head"
    if column.field == "ignored" and "categories" not in fields and cells:
        named = sum(1 for cell in cells if category_words(cell)[0] and category_words(cell)[1] is None)
        if named * 2 > len(cells):
            return "categories"
    if column.field == "family_name" and not fields & {"name", "given_name"}:
        return "name"
    if column.field == "number" and "household_ref" not in fields and "relationship" in fields:
        return "household_ref" if len(set(cells)) < len(cells) else "number"
    return column.field


def remapped(table: Table, wanted: Mapping[str, str]) -> Table:
    """Return the table with the fields a person chose: column (as text, from 0) → field; "" leaves it unused."""
    columns = tuple(
        replace(column, field=wanted[str(column.index)], score=200) if str(column.index) in wanted else column
        for column in table.columns
    )
    chosen = {column.field for column in columns if str(column.index) in wanted} - MANY
    # a field chosen by hand belongs to that column alone
    return replace(
        table,
        columns=tuple(
            replace(column, field="", score=0)
            if column.field in chosen and str(column.index) not in wanted
            else column
            for column in columns
        ),
    )
