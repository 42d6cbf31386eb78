"""A survey read from a sheet, one line a question: section, label_ar, kind, choices_ar. Pure Python.

1. The first line of a section says its title ("I. معطيات حول المؤسسة"), the others its numeral alone ("I").
2. "VI. … (repeat)": the section is asked line by line. "V (per season 2023-24, 2024-25)": this question and the numbers
   that follow it are asked for each season, until the section ends or something that is no number is asked.
3. A kind is a word of `Kind`, "territory:commune", "decimal (درهم)"; "; relevant: ANSWER" asks the question only where
   the nearest earlier question that has this answer got it. "(same list)" repeats the choices of the question before.

What is not understood is refused with its line and its column; nothing is guessed. Codes and French words are those of
the survey that Twiza comes with where its Arabic words are the same.
"""

import re
from collections.abc import Sequence
from typing import Any

from twiza.lib.errors import N_
from twiza.lib.text import tidy
from twiza.network.rules.surveys import CHOSEN, LEVELS, NUMBERS, Kind, UnfitSurvey, is_season, read_survey
from twiza.network.rules.surveys_given import AROUND, QUESTIONS, SECTIONS

COLUMNS = ("section", "label_ar", "kind", "choices_ar")
SAME = "(same list)"
UNITS = {"درهم": "dirham", "dh": "dirham", "mad": "dirham"}
MOST_LINES = 400
_SECTION = re.compile(r"(?P<numeral>[IVXLC]+)(?:\.\s*(?P<title>[^()]*?))?\s*(?:\((?P<note>[^()]*)\))?")
_KIND = re.compile(r"(?P<kind>[a-z_]+)(?::(?P<level>[a-z]+))?(?:\s*\((?P<unit>[^()]*)\))?")
_SEASONS = re.compile(r"per season\s+(.+)", re.IGNORECASE)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# slips of the printed sheet: its words stay, they are known by the right ones
_SLIPS = {"تأمير العلاجات الصحية الأولية": "تأمين العلاجات الصحية الأولية", "مردية": "متردية"}


class UnreadableSurvey(UnfitSurvey):
    code = "network.unreadable_survey"


def read_survey_sheet(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the lines of a sheet as the content of a version, already checked as a survey.

    Raises:
        UnreadableSurvey: a cell that is not understood, with its line and its column.
    """
    if not rows or _heading(rows[0]) != COLUMNS:
        raise UnreadableSurvey(
            N_("Line 1: name the columns %(columns)s, in this order."), columns=", ".join(COLUMNS)
        )
    if len(rows) > MOST_LINES:
        raise UnreadableSurvey(N_("A survey has at most %(most)s lines."), most=MOST_LINES)
    reader = _Reader()
    for number, row in enumerate(rows[1:], start=2):
        cells = [tidy(str(one)) for one in row]
        if any(cells):
            reader.line(number, [*cells, "", "", "", ""])
    content = {
        "sections": reader.sections, "questions": reader.questions, "seasons": reader.seasons, **_around(reader),
    }  # fmt: skip
    read_survey(content)
    return content


def _heading(row: Sequence[str]) -> tuple[str, ...]:
    named = [tidy(str(one)).removeprefix("\ufeff").split(" (")[0].casefold() for one in row]
    while named and not named[-1]:
        named.pop()
    return tuple(named)


class _Reader:
    """What has been read so far: sections, questions, and where the block by season stands."""

    def __init__(self) -> None:
        self.sections: list[list[Any]] = []
        self.questions: list[dict[str, Any]] = []
        self.seasons: list[str] = []
        self.by_season = False
        self.number = 0

    def line(self, number: int, cells: Sequence[str]) -> None:
        self.number = number
        if any(cells[4:]):
            raise self.refuse(4, cells[4:])
        self.section(cells[0])
        if not cells[1]:
            raise self.refuse(1, cells[1])
        kind, level, unit, answer = self.kind(cells[2])
        if self.by_season and kind not in NUMBERS:
            self.by_season = False  # counts by season end where something else is asked
        section = self.sections[-1][0]
        known = _known(section, cells[1])
        if any((one["section"], one["ar"]) == (section, cells[1]) for one in self.questions):
            raise self.refuse(1, cells[1])  # the same question twice in one section
        self.questions.append(
            {
                "section": section,
                "code": known.get("code") or f"{section}_{number:03d}",
                "ar": cells[1],
                "fr": known.get("fr") or cells[1],
                "kind": kind.value,
                "choices": self.choices(kind, cells[3], known),
                "relevant": self.relevant(answer),
                "by_season": self.by_season,
                "level": level,
                "unit": unit,
            }
        )

    def section(self, cell: str) -> None:
        """Go on in the section, or begin the next one."""
        found = _SECTION.fullmatch(cell)
        if found is None or found["numeral"] not in _NUMERALS:
            raise self.refuse(0, cell)
        numeral, title, note = found["numeral"], tidy(found["title"] or ""), tidy(found["note"] or "")
        begins = len(self.sections) < len(_NUMERALS) and numeral == _NUMERALS[len(self.sections)]
        goes_on = bool(self.sections) and numeral.lower() == self.sections[-1][0]
        if (begins and not title) or (goes_on and title) or not (begins or goes_on):
            raise self.refuse(0, cell)
        if begins:
            known = next((one[2] for one in SECTIONS if one[1] == title), title)
            self.sections.append([numeral.lower(), title, known, note == "repeat"])
            self.by_season = False
        if note and not (begins and note == "repeat"):
            self.seasons_of(note, cell)

    def seasons_of(self, note: str, cell: str) -> None:
        found = _SEASONS.fullmatch(note)
        seasons = [tidy(one) for one in found[1].split(",")] if found else []
        fits = bool(seasons) and all(map(is_season, seasons)) and len(set(seasons)) == len(seasons)
        if not fits or self.sections[-1][3] or (self.seasons and self.seasons != seasons):
            raise self.refuse(0, cell)
        self.seasons, self.by_season = seasons, True

    def kind(self, cell: str) -> tuple[Kind, str, str, str]:
        """Return the kind, the level of a territory, the unit, and the answer on which the question depends."""
        said, _mark, condition = cell.partition(";")
        found = _KIND.fullmatch(tidy(said))
        name, _colon, answer = condition.partition(":")
        if found is None or found["kind"] not in [*Kind]:
            raise self.refuse(2, cell)
        if _mark and (tidy(name) != "relevant" or not tidy(answer)):
            raise self.refuse(2, cell)
        kind, level, unit = Kind(found["kind"]), found["level"] or "", tidy(found["unit"] or "")
        if (kind == Kind.TERRITORY) != bool(level) or (level and level not in LEVELS):
            raise self.refuse(2, cell)
        if unit and (kind not in NUMBERS or unit.casefold() not in UNITS):
            raise self.refuse(2, cell)
        return kind, level, UNITS.get(unit.casefold(), ""), tidy(answer)

    def choices(self, kind: Kind, cell: str, known: dict[str, Any]) -> list[list[str]]:
        if kind == Kind.YES_NO and [tidy(one) for one in cell.split("|")] in (["نعم", "لا"], [""]):
            return []
        if cell == SAME and kind in CHOSEN and self.questions and self.questions[-1]["choices"]:
            return list(self.questions[-1]["choices"])
        words = [tidy(one) for one in cell.split("|")] if cell else []
        wrong = kind == Kind.YES_NO or (kind in CHOSEN) != bool(words) or cell == SAME
        if wrong or not all(words) or len(set(words)) < len(words):
            raise self.refuse(3, cell)
        named = {one[1]: one for one in known.get("choices", ())}
        found = []
        for place, word in enumerate(words, start=1):
            code, _ar, fr = named.get(_SLIPS.get(word, word), (f"c{place:02d}", word, word))
            found.append([code, word, fr])
        return found

    def relevant(self, answer: str) -> list[str] | None:
        """Return (question, answer) of the nearest earlier question of this section that has the answer."""
        if not answer:
            return None
        for one in reversed(self.questions):
            choices = one["choices"] or ([["yes", "نعم"], ["no", "لا"]] if one["kind"] == Kind.YES_NO else [])
            code = next((each[0] for each in choices if each[1] == answer), None)
            if code is not None and one["section"] == self.sections[-1][0]:
                return [one["code"], code]
        raise self.refuse(2, answer)

    def refuse(self, column: int, cell: Any) -> UnreadableSurvey:
        place = COLUMNS[column] if column < len(COLUMNS) else "E"
        shown = cell if isinstance(cell, str) else " | ".join(one for one in cell if one)
        return UnreadableSurvey(
            N_("Line %(line)s, column %(column)s: “%(cell)s” is not understood."),
            line=self.number, column=place, cell=shown[:80],
        )  # fmt: skip


def _known(section: str, label: str) -> dict[str, Any]:
    """The question of the survey that Twiza comes with that has these words, else nothing."""
    return next((one for one in QUESTIONS if one["section"] == section and one["ar"] == label), {})


def _around(reader: _Reader) -> dict[str, Any]:
    """Checks, figures and what the register knows: of the questions that this sheet has, asked in the same way."""
    there = {one["code"]: one for one in reader.questions}
    mine = {
        one["code"]
        for one in QUESTIONS
        if one["code"] in there and (there[one["code"]]["kind"], there[one["code"]]["by_season"]) == (one["kind"], one["by_season"])
    }  # fmt: skip
    found: dict[str, Any] = {
        name: [[total, parts] for total, parts in AROUND[name] if mine >= {total, *parts}]
        for name in ("sums", "within")
    }
    found["figures"] = [one for one in AROUND["figures"] if one[0] in mine]
    found["staff"] = AROUND["staff"] if mine >= set(AROUND["staff"][:2]) else None
    found["register"] = {code: fact for code, fact in AROUND["register"].items() if code in mine}
    return found
