"""Read the rows of one table: values, problems, and which rows are no rows of people at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import phonenumbers

from twiza.registry.rules import dates, values
from twiza.registry.rules.drafts import ControlTotal, Member, PlaceFinder, Preview, RowProblem
from twiza.registry.rules.fields import NEVER_KEPT, OF_PERSON
from twiza.registry.rules.headings import Column, Table
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.words import folded, written

TOTAL = re.compile(
    r"^(?:ال)?(?:مجموع|اجمالي)|^(?:sous |grand )?tota(?:l|ux)\b|^somme\b|^sum\b|^عدد الاسر|^عدد المستفيدين|^nombre total|^total"
)
MAYBE_TOTAL = re.compile(r"م.?ج|جم|to|su?m|عدد|no|ـ", re.IGNORECASE)
PLACE_CODE = re.compile(r"([A-Z]{2})\d{2,10}")
IN_MEMBERS = {"sex", "birth", "age", "phone", "second_phone", "relationship", "is_head"}


@dataclass(slots=True)
class Line:
    """One row that was read: the member, what it says of the household, and what stood wrong in it."""

    sheet: str
    row: int
    member: Member
    reference: str = ""
    code: str = ""
    size: int | None = None
    children: int | None = None
    places: tuple[str, str, str] = ("", "", "")
    place: UUID | None = None
    address: str = ""
    may_be_called: bool | None = None
    is_head: bool | None = None
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        return any(found.problem.blocking for found in self.problems)


class TableReader:
    """Reads the rows of one table once. `preview` collects totals and rows left out."""

    def __init__(self, table: Table, find_place: PlaceFinder | None, today: date, preview: Preview) -> None:
        self.table, self.find_place, self.today, self.preview = table, find_place, today, preview
        self.columns = [c for c in table.columns if c.field and c.field not in ("ignored", "number")]
        self.places: dict[tuple[str, str, str], UUID | Problem | None] = {}
        self.people = table.names_people
        self.total_rows: list[int] = []
        preview.never_kept += [c.heading for c in table.columns if c.field in NEVER_KEPT]

    def lines(self, rows: Sequence[Sequence[object]]) -> Iterator[Line]:
        """Yield a line for every row of people (or of households, on a sheet without names)."""
        for number in range(self.table.start, len(rows)):
            row = rows[number]
            filled = [index for index, cell in enumerate(row) if cell != "" and not is_blank(cell)]
            if not filled:
                continue
            if self.is_total(row, filled):
                self.add_totals(rows, number)
                continue
            if self.total_rows and len(filled) <= (2 if len(self.columns) > 3 else 1):
                self.preview.left_out.append((self.table.sheet, number + 1, "after_total"))
                continue
            if len(filled) == 1 and not self.is_mapped_name(filled[0]) and len(self.columns) > 1:
                self.preview.left_out.append((self.table.sheet, number + 1, "remark"))
                continue
            self.preview.rows_read += 1
            yield self.read(row, number + 1)

    def is_mapped_name(self, index: int) -> bool:
        wanted = OF_PERSON if self.people else {"household_ref"}
        return any(column.index == index and column.field in wanted for column in self.columns)

    def is_total(self, row: Sequence[object], filled: list[int]) -> bool:
        for index in filled[:3]:
            cell = row[index]
            if (
                isinstance(cell, str)
                and MAYBE_TOTAL.search(cell)
                and len(cell) < 60
                and TOTAL.search(folded(cell))
            ):
                return (
                    any(values.read_total(row[i]) is not None for i in filled if i != index)
                    or len(filled) <= 2
                )
        return False

    def add_totals(self, rows: Sequence[Sequence[object]], number: int) -> None:
        """Compare each number of a totals row with its column: since the last total, or from the start."""
        for column in self.table.columns:
            if column.index >= len(rows[number]):
                continue
            stated = values.read_total(rows[number][column.index])
            if stated is None:
                continue
            counted = self.counted(rows, column.index, 0, number)
            if stated != counted and self.total_rows:
                counted = self.counted(rows, column.index, self.total_rows[-1] + 1, number)
            self.preview.totals.append(
                ControlTotal(self.table.sheet, number + 1, column.index, column.heading, stated, counted)
            )
        self.total_rows.append(number)

    def counted(self, rows: Sequence[Sequence[object]], index: int, after: int, until: int) -> int:
        """Sum a column of numbers, or count the filled cells of a column of words."""
        cells = [
            rows[n][index]
            for n in range(max(after, self.table.start), until)
            if n not in self.total_rows and index < len(rows[n])
        ]
        filled = [cell for cell in cells if cell != "" and written(cell)]
        numbers = [count for cell in filled if (count := values.read_total(cell)) is not None]
        return sum(numbers) if len(numbers) * 2 > len(filled) else len(filled)

    def read(self, row: Sequence[object], number: int) -> Line:
        member = Member(number)
        line = Line(self.table.sheet, number, member)
        names: dict[str, tuple[str, str]] = {}
        places = ["", "", ""]
        age: dates.Birth | Problem | None = None
        age_column = None
        for column in self.columns:
            cell = row[column.index] if column.index < len(row) else ""
            if cell == "":
                continue
            kind = column.field
            if kind in OF_PERSON:
                name = values.read_name(cell)
                if isinstance(name, Problem):
                    self.say(line, column, name)
                elif name:
                    names[kind] = name
            elif kind == "age":
                age, age_column = dates.read_age(cell, self.today), column
            elif kind in IN_MEMBERS:
                self.read_member(line, column, cell)
            elif kind in PLACES:
                words = values.read_text(cell)
                slot = PLACES[kind]
                places[slot] = f"{places[slot]} {words}".strip() if slot == 2 else words
            else:
                self.read_household(line, column, cell)
        self.settle_age(line, age, age_column)
        self.settle_name(line, names)
        line.places = (places[0], places[1], places[2])
        self.settle_place(line)
        return line

    def say(self, line: Line, column: Column | None, problem: Problem) -> None:
        line.problems.append(
            RowProblem(
                self.table.sheet,
                line.row,
                column.index if column else None,
                column.heading if column else "",
                problem,
            )
        )

    def read_member(self, line: Line, column: Column, cell: object) -> None:
        member, kind = line.member, column.field
        if kind in ("phone", "second_phone"):
            self.read_phones(line, column, cell)
            return
        answer: object
        if kind == "sex":
            answer = values.read_sex(cell)
        elif kind == "birth":
            answer = dates.read_birth(cell, self.today)
        elif kind == "is_head":
            answer = values.read_yes_no(cell)
        else:
            answer = values.read_relationship(cell)
        if isinstance(answer, Problem):
            self.say(line, column, answer)
            if kind == "relationship":
                member.relationship = "other"
        elif isinstance(answer, dates.Birth):
            member.birth_on, member.birth_precision = answer.on, answer.precision.value
        elif isinstance(answer, bool):
            line.is_head = answer
        elif isinstance(answer, str):
            setattr(member, kind, answer)

    def read_phones(self, line: Line, column: Column, cell: object) -> None:
        member = line.member
        numbers, remark = values.read_phone(cell)
        if remark:
            self.say(line, column, remark)
        for found in numbers:
            if not member.phone and column.field == "phone":
                member.phone = found
            else:
                member.second_phone = member.second_phone or found

    def read_household(self, line: Line, column: Column, cell: object) -> None:
        kind = column.field
        if kind in ("household_ref", "household_code"):
            text = values.read_reference(cell)
            if kind == "household_ref":
                line.reference = text
            else:
                line.code = text.upper()
                line.reference = line.reference or line.code
            return
        if kind == "address":
            line.address = values.read_text(cell)
            return
        if kind in ("size", "children"):
            number = values.read_size(cell) if kind == "size" else values.read_count(cell)
            if isinstance(number, Problem):
                self.say(line, column, number)
            elif number is not None:
                setattr(line, kind, number)
            return
        if kind == "contact":
            answer = values.read_yes_no(cell)
            if isinstance(answer, Problem):
                self.say(line, column, answer)
            else:
                line.may_be_called = answer
            return
        self.read_marks(line, column, cell)

    def read_marks(self, line: Line, column: Column, cell: object) -> None:
        if column.field.startswith("mark:"):
            codes, remark = values.read_mark(cell, column.field[5:])
        elif column.field in ("categories", "marital"):
            codes, remark = values.read_categories(cell)
        else:
            return
        if codes:
            line.member.marks = tuple(sorted({*line.member.marks, *codes}))
        if remark:
            self.say(line, column, remark)

    def settle_age(self, line: Line, age: dates.Birth | Problem | None, column: Column | None) -> None:
        if age is None or column is None:
            return
        if line.member.birth_on:
            if isinstance(age, Problem):
                self.say(line, column, Problem("age.not_used", age.read))
        elif isinstance(age, Problem):
            self.say(line, column, age)
        else:
            line.member.birth_on, line.member.birth_precision = age.on, age.precision.value

    def settle_name(self, line: Line, names: dict[str, tuple[str, str]]) -> None:
        member = line.member
        if "name" in names:
            member.name_arabic, member.name_latin = names["name"]
        else:
            parts = [names[kind] for kind in ("given_name", "father_name", "family_name") if kind in names]
            member.name_arabic = " ".join(arabic for arabic, _ in parts if arabic)[:200]
            member.name_latin = " ".join(latin for _, latin in parts if latin)[:200]
        if "name_latin" in names:
            member.name_latin = names["name_latin"][1] or member.name_latin
            member.name_arabic = member.name_arabic or names["name_latin"][0]
        if (
            self.people
            and not member.name
            and not any(p.problem.code.startswith("name.") for p in line.problems)
        ):
            first = self.table.of("name", "given_name", "family_name", "name_latin")
            self.say(line, first[0] if first else None, Problem("name.missing"))

    def settle_place(self, line: Line) -> None:
        if not any(line.places):
            return
        if line.places not in self.places:
            self.places[line.places] = self.look_up(*line.places)
        found = self.places[line.places]
        if isinstance(found, Problem):
            kind = "near_place" if found.read == line.places[2] and found.read else "place"
            column = self.table.of(kind) or self.table.of("place", "wider_place", "near_place")
            self.say(line, column[0] if column else None, found)
        else:
            line.place = found

    def look_up(self, wider: str, place: str, near: str) -> UUID | Problem | None:
        official = place or wider
        code = PLACE_CODE.fullmatch(official)
        if code and code[1] != "MA" and code[1] in phonenumbers.SUPPORTED_REGIONS:
            return Problem("place.outside", official)
        return self.find_place(wider, place, near) if self.find_place else None


def is_blank(cell: object) -> bool:
    """Whether a cell looks empty: spaces, or invisible marks only."""
    if not isinstance(cell, str) or cell[:1].isalnum():
        return False
    return not written(cell)


PLACES = {"wider_place": 0, "place": 1, "near_place": 2}
