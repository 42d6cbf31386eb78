"""From sheets to a preview: which tables there are, which rows make one household."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from twiza.lib.errors import N_, DomainError
from twiza.lib.sheets import FormulaInsteadOfValue, Sheet, cell_name
from twiza.registry.rules.drafts import Draft, PlaceFinder, Preview, RowProblem, fingerprints
from twiza.registry.rules.headings import Table, find_table
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.reading import Line, TableReader
from twiza.registry.rules.words import written


class NoNameColumn(DomainError):
    """No sheet of the file has a column of names."""

    code = "registry.no_name_column"


def find_tables(sheets: Sequence[Sheet], remembered: Mapping[str, str] | None = None) -> list[Table]:
    """Return the tables of people, and the table of households that goes with them, of the visible sheets.

    Raises NoNameColumn when no sheet names anybody.
    """
    found = [find_table(s.name, s.rows, remembered or {}) for s in sheets if not s.hidden]
    filled = {s.name for s in sheets for t in found if t and t.sheet == s.name and has_rows(t, s.rows)}
    tables = [t for t in found if t and (t.names_people or t.has("household_ref"))]
    people = [t for t in tables if t.names_people]
    if not people:
        raise NoNameColumn(
            N_(
                "No sheet of the file has a column of names. Write a heading such as الاسم or Nom above the names."
            )
        )
    people = [t for t in people if t.sheet in filled] or people[:1]
    homes = [t for t in tables if not t.names_people and t.sheet in filled]
    if not any(t.has("household_ref") for t in people):
        homes = []
    return homes[:1] + people


def has_rows(table: Table, rows: Sequence[Sequence[object]]) -> bool:
    return any(sum(1 for cell in row if written(cell)) > 1 for row in rows[table.start :]) or any(
        len(row) == 1 and written(row[0]) for row in rows[table.start :]
    )


def make_preview(
    sheets: Sequence[Sheet], tables: Sequence[Table], today: date, find_place: PlaceFinder | None = None
) -> Preview:
    """Read every row of the tables into households, problems and totals. Writes nothing.

    Raises FormulaInsteadOfValue when a column that would be read holds a formula without a value.
    """
    preview = Preview()
    by_name = {sheet.name: sheet for sheet in sheets}
    homes: dict[str, Line] | None = None
    drafts: list[Draft] = []
    for table in tables:
        sheet = by_name[table.sheet]
        refuse_formulas(sheet, table)
        reader = TableReader(table, find_place, today, preview)
        lines = list(reader.lines(sheet.rows))
        if not table.names_people:
            homes = read_homes(lines, table, preview)
            continue
        drafts += join(lines, table, homes, preview) if homes is not None else group(lines, table, preview)
    finish(drafts, preview)
    return preview


def refuse_formulas(sheet: Sheet, table: Table) -> None:
    read = {column.index for column in table.columns if column.field and column.field != "ignored"}
    for row, column in sheet.uncalculated:
        if column in read and row >= table.start:
            raise FormulaInsteadOfValue(
                N_(
                    "Cell %(cell)s of the sheet “%(sheet)s” holds a formula instead of a value."
                    " Copy the column and paste it as values, then save."
                ),
                cell=cell_name(row, column),
                sheet=sheet.name,
            )


def problem_at(line: Line, table: Table, field: str, problem: Problem) -> RowProblem:
    column = next(iter(table.of(field)), None)
    return RowProblem(
        table.sheet, line.row, column.index if column else None, column.heading if column else "", problem
    )


def read_homes(lines: Iterable[Line], table: Table, preview: Preview) -> dict[str, Line]:
    homes: dict[str, Line] = {}
    for line in lines:
        if not line.reference:
            line.problems.append(problem_at(line, table, "household_ref", Problem("household.no_number")))
        elif line.reference in homes:
            data = {"household": line.reference}
            line.problems.append(
                problem_at(line, table, "household_ref", Problem("household.twice", line.reference, data))
            )
        else:
            homes[line.reference] = line
        preview.problems += line.problems
    return homes


def join(lines: Iterable[Line], table: Table, homes: dict[str, Line], preview: Preview) -> list[Draft]:
    """Bring the members of one sheet to the households of another by the number both write."""
    members: dict[str, list[Line]] = {}
    for line in lines:
        data = {"household": line.reference}
        if not line.reference:
            line.problems.append(problem_at(line, table, "household_ref", Problem("household.no_number")))
            preview.problems += line.problems
        elif line.reference not in homes:
            problem = Problem("household.unknown", line.reference, data)
            line.problems.append(problem_at(line, table, "household_ref", problem))
            preview.problems += line.problems
        else:
            members.setdefault(line.reference, []).append(line)
    drafts = []
    for reference, home in homes.items():
        found = members.get(reference, [])
        if not found:
            problem = Problem("household.no_members", reference, {"household": reference})
            preview.problems.append(RowProblem(home.sheet, home.row, None, "", problem))
            continue
        drafts += build(reference, found, table, preview, home)
    return drafts


def group(lines: list[Line], table: Table, preview: Preview) -> list[Draft]:
    """Make households of one sheet: one row each, or the rows that carry one number or follow one head."""
    per_member = table.has("relationship", "is_head") or is_repeated(lines)
    drafts: list[Draft] = []
    block: list[Line] = []
    blocks: dict[str, list[Line]] = {}
    for line in lines:
        if line.member.relationship == "trusted" and not line.reference:
            # somebody who collects for others and belongs to no household of the sheet
            preview.left_out.append((table.sheet, line.row, "trusted"))
        elif not per_member:
            drafts += build(line.reference, [line], table, preview)
        elif table.has("household_ref", "household_code"):
            reference = line.reference or (block[-1].reference if block else "")
            line.reference = reference
            block = blocks.setdefault(reference or f"row {line.row}", [])
            block.append(line)
        else:
            if block and (is_head(line) or not (line.member.relationship or line.is_head is False)):
                drafts += build("", block, table, preview)
                block = []
            block.append(line)
    if table.has("household_ref", "household_code"):
        for reference, found in blocks.items():
            drafts += build(reference if found[0].reference else "", found, table, preview)
    elif block:
        drafts += build("", block, table, preview)
    return drafts


def is_repeated(lines: list[Line]) -> bool:
    """Whether the number of the household comes back on several rows, so that rows are members."""
    references = [line.reference for line in lines if line.reference]
    return bool(references) and (
        len(set(references)) < len(references) * 0.9 or len(references) < len(lines) * 0.9
    )


def is_head(line: Line) -> bool:
    return line.member.relationship == "head" or line.is_head is True


def build(
    reference: str, lines: list[Line], table: Table, preview: Preview, home: Line | None = None
) -> list[Draft]:
    """Return the household of these rows, or nothing when one of them has a blocking problem."""
    heads = [line for line in lines if is_head(line)]
    label = reference or lines[0].member.name
    for line in heads[1:]:
        problem = Problem("household.two_heads", line.member.name, {"household": label})
        line.problems.append(problem_at(line, table, "relationship", problem))
    blocked = any(line.blocked for line in lines) or (home is not None and home.blocked)
    for line in lines:
        if blocked and not line.blocked:
            problem = Problem("household.member_problem", "", {"household": label})
            line.problems.append(RowProblem(table.sheet, line.row, None, "", problem))
        preview.problems += line.problems
    if blocked:
        return []
    ordered = heads[:1] + [line for line in lines if line not in heads[:1]] if len(lines) > 1 else lines
    ordered[0].member.relationship = ordered[0].member.relationship or "head"
    sources = ([home] if home else []) + ordered
    draft = Draft(table.sheet, lines[0].row, [line.member for line in ordered], reference)
    for line in sources:
        draft.code = draft.code or line.code
        draft.size = draft.size if draft.size is not None else line.size
        draft.children = draft.children if draft.children is not None else line.children
        draft.place = draft.place or line.place
        draft.place_words = draft.place_words or ", ".join(word for word in reversed(line.places) if word)
        draft.address = draft.address or line.address
        if draft.may_be_called is None:
            draft.may_be_called = line.may_be_called
        if line is home and line.member.marks:
            head = ordered[0].member
            head.marks = tuple(sorted({*head.marks, *line.member.marks}))
    note_size(draft, lines, table, preview, home)
    return [draft]


def note_size(draft: Draft, lines: list[Line], table: Table, preview: Preview, home: Line | None) -> None:
    """Say it when the stated number and the listed members differ; neither is repaired."""
    counted = sum(1 for member in draft.members if member.relationship != "trusted")
    if draft.size is None or (counted == 1 and home is None) or draft.size == counted:
        return
    problem = Problem("size.members", str(draft.size), {"stated": str(draft.size), "counted": str(counted)})
    preview.problems.append(RowProblem(table.sheet, lines[0].row, None, "", problem))


def finish(drafts: list[Draft], preview: Preview) -> None:
    """Fingerprint the drafts and set aside those that repeat an earlier row of the file."""
    seen: dict[bytes, int] = {}
    for draft in drafts:
        draft.content, draft.identity = fingerprints(draft)
        first = seen.setdefault(draft.content, draft.row)
        if first == draft.row:
            preview.drafts.append(draft)
        else:
            preview.repeated.append((draft.sheet, draft.row, first))
    preview.problems.sort(key=lambda found: (found.sheet, found.row, found.column or 0))
