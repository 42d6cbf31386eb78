"""Five spreadsheets of families, as two associations keep them, and the truth about each. Pure Python.

1. olive, .xlsx, Arabic: merged titles, Arabic-Indic digits, tatweel and vowel marks, totals at the foot.
2. wool, .xlsx, French: the name in three columns, dates in many styles, a printed total that is wrong.
3. olive, .ods, headings in two languages: one row per member.
4. wool, .csv in cp1256, Arabic, semicolons, rows written twice.
5. olive, .csv in UTF-8 with its mark, French, tabs: rows with a problem, rows written twice.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from twiza.demo import handwriting as hand
from twiza.demo.again import written_again
from twiza.demo.families import SITUATIONS, Family, draw_families
from twiza.demo.ods import write_ods
from twiza.demo.story import Crossing, Problem, Repeat, Story, Total, Twice, Written

SHARES = (36, 28, 12, 14, 10)  # of the families, in percent, in the order above
CROSSING = 50  # one family in so many of a sheet of olive also knocked at wool's door
TWICE = 100  # one in so many of an association's first sheet is in another of its sheets, in the other script
WRONG_BY = 7
Row = list[Any]

FILES = (
    "لائحة المستفيدين رمضان.xlsx",
    "Recensement familles 2026.xlsx",
    "familles_membres أفراد الأسر.ods",
    "liste_arabe.csv",
    "familles export.csv",
)


@dataclass
class _Page:
    """Rows being written: the first row of data stands at `start` (from 1) in the sheet."""

    start: int
    rows: list[Row] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    persons: int = 0
    problems: list[Problem] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)

    def add(self, family: Family, rows: list[Row]) -> None:
        self.at[family.number] = self.start + len(self.rows)
        self.persons += family.size
        self.rows += rows

    def repeat(self, index: int) -> None:
        self.repeats.append(Repeat(self.start + len(self.rows), self.start + index))
        self.rows.append(list(self.rows[index]))


def write_spreadsheets(folder: Path, families: int = 3000, seed: int = 2026) -> Story:
    """Write the five files into `folder` (made if needed) and return the truth about them.

    The same number and seed write the same rows. ValueError below 50 families: a sheet would be too small.
    """
    if families < 50:
        raise ValueError("at least 50 families")
    folder.mkdir(parents=True, exist_ok=True)
    everyone = draw_families(families, seed)
    chance = Random(seed + 1)
    parts = _parts(everyone)
    again = _again(parts, chance)
    for other, guests in again.items():
        parts[other] = parts[other] + [family for family, _first in guests]
        chance.shuffle(parts[other])
    writers: tuple[Callable[[Path, list[Family], Random], Written], ...] = (
        _arabic_xlsx,
        _french_xlsx,
        _members_ods,
        _arabic_csv,
        _french_csv,
    )
    sheets = tuple(
        write(folder / name, part, Random(seed * 10 + number))
        for number, (write, name, part) in enumerate(zip(writers, FILES, parts, strict=True))
    )

    def place(sheet: int, family: Family) -> tuple[str, int]:
        return FILES[sheet], sheets[sheet].at[family.number]

    everywhere = [(family, first, other) for other, guests in again.items() for family, first in guests]
    planted = tuple(
        Crossing(family.number, place(first, family), place(other, family), family.again)
        for family, first, other in everywhere
        if sheets[first].association != sheets[other].association
    )
    twice = tuple(
        Twice(
            family.number, sheets[first].association, place(first, family), place(other, family), family.again
        )
        for family, first, other in everywhere
        if sheets[first].association == sheets[other].association
    )
    return Story(sheets, tuple(everyone), planted, twice, tuple(family for family, _, _ in everywhere))


def _again(parts: list[list[Family]], chance: Random) -> dict[int, list[tuple[Family, int]]]:
    """Return sheet → the families that are written there a second time, each with the sheet that had it first.

    At the other door: from olive's Arabic sheet to wool's French one, from the third to the fourth. At the same door:
    from olive's Arabic sheet to its French one, from wool's French sheet to its Arabic one. Nobody is in three.
    """
    many = {
        (0, 1): max(2, len(parts[0]) // CROSSING),
        (2, 3): max(1, len(parts[2]) // CROSSING),
        (0, 4): max(1, len(parts[0]) // TWICE),
        (1, 3): max(1, len(parts[1]) // TWICE),
    }
    free = {first: chance.sample(parts[first], len(parts[first])) for first in (0, 1, 2)}
    found: dict[int, list[tuple[Family, int]]] = {}
    number = 0
    for (first, other), count in many.items():
        for _ in range(count):
            found.setdefault(other, []).append((written_again(free[first].pop(), number, chance), first))
            number += 1
    return found


def write_one_sheet(file: Path, families: int, seed: int = 2026) -> Written:
    """Write one Arabic .xlsx of any length, in the style of the first: for measures."""
    return _arabic_xlsx(file, draw_families(families, seed), Random(seed))


def _parts(everyone: list[Family]) -> list[list[Family]]:
    parts, start, share = [], 0, 0
    for one in SHARES:
        share += one
        end = len(everyone) * share // 100
        parts.append(everyone[start:end])
        start = end
    return parts


def _situations(family: Family, language: int, joint: str) -> str:
    return joint.join(SITUATIONS[code][language] for code in family.situations)


def _arabic_xlsx(file: Path, families: list[Family], chance: Random) -> Written:
    heading = [
        "ر.ت",
        "الاسم الكامل",
        "تاريخ الازدياد",
        "الهاتف",
        "عدد أفراد الأسرة",
        "عدد الأطفال",
        "الحي",
        "الوضعية",
    ]
    page = _Page(start=5)
    for number, family in enumerate(families, start=1):
        head = family.head
        row = [
            hand.eastern(number),
            hand.drawn_out(f"{head.given.ar} {head.surname.ar}", chance),
            hand.arabic_date(head.born, chance),
            hand.arabic_phone(family.phone, chance),
            hand.eastern(family.size),
            hand.eastern(family.children),
            family.neighbourhood.ar,
            _situations(family, 0, "، "),
        ]
        page.add(family, [row])
    persons, children = page.persons, sum(family.children for family in families)
    foot = ["", "المجموع", "", "", hand.eastern(persons), hand.eastern(children), "", ""]
    titles = ["لائحة الأسر المستفيدة من قفة رمضان", "السنة: ٢٠٢٦ - مدينة فاس"]
    _save_xlsx(file, "اللائحة", titles, heading, page.rows, foot, right_to_left=True)
    totals = (Total(heading[4], persons, persons), Total(heading[5], children, children))
    return Written(file, "olive", "household", len(page.rows), persons, page.at, totals=totals)


def _french_xlsx(file: Path, families: list[Family], chance: Random) -> Written:
    heading = ["N°", "Nom", "Prénom", "Prénom du père", "Sexe", "Date de naissance", "CIN", "Téléphone"]
    heading += ["Nombre de personnes", "Nombre d'enfants", "Quartier", "Situation"]
    page = _Page(start=3)
    for number, family in enumerate(families, start=1):
        head = family.head
        row = [
            number,
            head.surname.fr.upper() if chance.random() < 0.5 else head.surname.fr,
            head.given.fr,
            family.father.fr,
            ("F" if head.sex == "f" else "M")
            if chance.random() < 0.7
            else ("Femme" if head.sex == "f" else "Homme"),
            str(head.born.year) if family.again == "year_only" else hand.french_date(head.born, chance),
            "" if family.again else family.identity,
            hand.french_phone(family.phone, chance),
            family.size,
            family.children,
            family.neighbourhood.fr,
            _situations(family, 1, " + "),
        ]
        page.add(family, [row])
    counted, children = page.persons, sum(family.children for family in families)
    foot = ["TOTAL", "", "", "", "", "", "", "", counted + WRONG_BY, children, "", ""]
    _save_xlsx(file, "Feuil1", ["Recensement des familles - hiver 2026"], heading, page.rows, foot)
    totals = (Total(heading[8], counted + WRONG_BY, counted), Total(heading[9], children, children))
    return Written(file, "wool", "household", len(page.rows), counted, page.at, totals=totals)


_LINKS = {
    ("head", "f"): "ربة الأسرة", ("head", "m"): "رب الأسرة", ("spouse", "f"): "زوجة", ("spouse", "m"): "زوج",
    ("child", "f"): "ابنة", ("child", "m"): "ابن", ("mother", "f"): "أم",
}  # fmt: skip


def _members_ods(file: Path, families: list[Family], chance: Random) -> Written:
    heading = ["N° famille رقم الأسرة", "Nom et prénom الاسم الكامل", "صلة القرابة Lien", "Sexe الجنس"]
    heading += ["Date de naissance تاريخ الازدياد", "الهاتف Tél", "Quartier الحي", "ملاحظات Observations"]
    page = _Page(start=4)
    for number, family in enumerate(families, start=1):
        rows: list[Row] = []
        for member in family.members:
            first = member.link == "head"
            born: Any = member.born if chance.random() < 0.5 else hand.arabic_date(member.born, chance)
            rows.append(
                [
                    number,
                    f"{member.given.ar} {member.surname.ar}",
                    _LINKS[member.link, member.sex],
                    "أنثى" if member.sex == "f" else "ذكر",
                    born,
                    hand.arabic_phone(family.phone, chance) if first else "",
                    family.neighbourhood.ar,
                    _situations(family, 0, " / ") if first else "",
                ]
            )
        page.add(family, rows)
    foot: Row = ["المجموع Total", page.persons, "", "", "", "", "", ""]
    titles: list[Row] = [["أفراد الأسر Membres des familles"], [""], heading]
    file.write_bytes(write_ods("familles", [*titles, *page.rows, foot], wide=(0,)))
    totals = (Total(heading[1], page.persons, page.persons),)
    return Written(file, "olive", "member", len(page.rows), page.persons, page.at, totals=totals)


def _arabic_csv(file: Path, families: list[Family], chance: Random) -> Written:
    heading = [
        "الرقم",
        "الاسم الشخصي",
        "الاسم العائلي",
        "سنة أو تاريخ الميلاد",
        "الهاتف",
        "السكن",
        "عدد الأفراد",
        "الحالة",
    ]
    page = _Page(start=2)
    for number, family in enumerate(families, start=1):
        head = family.head
        exact = chance.random() < 0.85 and family.again != "year_only"
        born = f"{head.born:%d/%m/%Y}" if exact else str(head.born.year)
        situation = _situations(family, 0, " - ")
        name = hand.drawn_out(head.given.ar, chance)
        home = family.neighbourhood.ar
        page.add(family, [[number, name, head.surname.ar, born, family.phone, home, family.size, situation]])
    for index in chance.sample(range(len(page.rows)), max(1, len(page.rows) // 100)):
        page.repeat(index)
    _save_csv(file, heading, page.rows, delimiter=";", encoding="cp1256")
    return Written(
        file, "wool", "household", len(page.rows), page.persons, page.at, repeats=tuple(page.repeats)
    )


def _french_csv(file: Path, families: list[Family], chance: Random) -> Written:
    heading = [
        "Nom et prénom",
        "Date de naissance",
        "Sexe",
        "GSM",
        "Adresse quartier",
        "Taille du ménage",
        "Remarques",
    ]
    page = _Page(start=2)
    spoiled = _spoil(families, chance)
    for family in families:
        head = family.head
        row: Row = [
            f"{head.given.fr} {head.surname.fr}",
            str(head.born.year) if family.again == "year_only" else f"{head.born:%d/%m/%Y}",
            head.sex.upper(),
            hand.french_phone(family.phone, chance),
            family.neighbourhood.fr,
            family.size,
            _situations(family, 1, "; "),
        ]
        why = spoiled.get(family.number)
        if why is None:
            page.add(family, [row])
            continue
        column, read = {
            "no_name": (0, ""),
            "impossible_date": (1, "31/02/1979"),
            "size_in_words": (5, "beaucoup"),
        }[why]
        row[column] = read
        page.problems.append(Problem(page.start + len(page.rows), heading[column], read, why))
        page.rows.append(row)
    for row_number in chance.sample(sorted(page.at.values()), max(2, len(page.rows) // 60)):
        page.repeat(row_number - page.start)
    _save_csv(file, heading, page.rows, delimiter="\t", encoding="utf-8-sig")
    return Written(
        file,
        "olive",
        "household",
        len(page.rows),
        page.persons,
        page.at,
        problems=tuple(page.problems),
        repeats=tuple(page.repeats),
    )


def _spoil(families: list[Family], chance: Random) -> dict[int, str]:
    """Return which families get a row with a problem: at least one of each kind, about one in forty."""
    kinds = ("no_name", "impossible_date", "size_in_words")
    count = max(len(kinds), len(families) // 40)
    own = [family for family in families if not family.again]
    return {family.number: kinds[n % 3] for n, family in enumerate(chance.sample(own, count))}


def _save_xlsx(
    file: Path,
    title: str,
    titles: Sequence[str],
    heading: Row,
    rows: list[Row],
    foot: Row,
    *,
    right_to_left: bool = False,
) -> None:
    """Write titles merged over the whole width, one empty row after two titles, headings, rows, totals."""
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False})
    bold = book.add_format({"bold": True, "align": "center"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page = book.add_worksheet(title)
    if right_to_left:
        page.right_to_left()
    for number, text in enumerate(titles):
        page.merge_range(number, 0, number, len(heading) - 1, text, bold)
    start = len(titles) + (len(titles) > 1)
    page.write_row(start, 0, heading, bold)
    for number, row in enumerate([*rows, foot], start=start + 1):
        for column, value in enumerate(row):
            if hasattr(value, "year"):
                page.write_datetime(number, column, value, day)
            elif value != "":
                page.write(number, column, value)
    book.close()


def _save_csv(file: Path, heading: Row, rows: list[Row], *, delimiter: str, encoding: str) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(heading)
    writer.writerows(rows)
    file.write_bytes(target.getvalue().encode(encoding))
