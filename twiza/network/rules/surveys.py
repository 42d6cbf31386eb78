"""Surveys of institutions as data: sections, questions, when a question is asked, what enters the register. Pure Python.

A version of a survey is a form like the ministry's diagnostic sheet of Dar Talib. A question may depend on the answer to
an earlier one; what is not asked is not kept. Figures that do not add up are questioned in words, never repaired.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from twiza.lib.errors import N_, DomainError
from twiza.linkage.normalise import bare

_CODE = re.compile(r"[a-z0-9_]{1,40}")
_SEASON = re.compile(r"(\d{4})-(\d{2})")
MOST_ROWS = 40
MOST_COUNT = 1_000_000
MOST_AMOUNT = Decimal("9999999999.99")
YES_NO = (("yes", "نعم", "Oui"), ("no", "لا", "Non"))


class Kind(StrEnum):
    """What one answers with."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    ONE = "select_one"
    MANY = "select_multiple"
    TERRITORY = "territory"


CHOSEN = (Kind.ONE, Kind.MANY, Kind.YES_NO)
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
LEVELS = ("region", "province", "commune")


class UnfitSurvey(DomainError):
    code = "network.unfit_survey"


class UnfitAnswer(DomainError):
    code = "network.unfit_answer"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, in both languages."""

    code: str
    ar: str
    fr: str

    def named(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `relevant`: (earlier question, its answer); `by_season`: once for each season of the survey."""

    section: str
    code: str
    ar: str
    fr: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    relevant: tuple[str, str] | None = None
    by_season: bool = False
    level: str = ""
    unit: str = ""

    def named(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr

    def chosen(self, value: Any, language: str) -> str:
        """Return an answer to choose in words."""
        codes = value if isinstance(value, list) else [value]
        words = {one.code: one.named(language) for one in self.choices}
        return "، ".join(words.get(code, str(code)) for code in codes)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form; `rows`: asked line by line, as many lines as there are (staff)."""

    code: str
    ar: str
    fr: str
    rows: bool = False

    def named(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True, slots=True)
class Survey:
    """A version of a survey.

    Attributes:
        sums: (total, parts): the parts are all there is. `within`: parts are not more than the total.
        figures: (question, subject of a figure of the register, sex).
        staff: (question of the post, question of how many, choice → post of the register).
        register: question → what the register knows of it.
    """

    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    seasons: tuple[str, ...] = ()
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()
    staff: tuple[str, str, Mapping[str, str]] | None = None
    register: Mapping[str, str] = field(default_factory=dict)

    def of(self, section: str) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.section == section)

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)


def is_season(text: str) -> bool:
    """Say whether this is a school year: 2023-24.

    >>> is_season("2023-24"), is_season("2023-25"), is_season("1999-00")
    (True, False, True)
    """
    found = _SEASON.fullmatch(text)
    return found is not None and int(found[2]) == (int(found[1]) + 1) % 100


def read_survey(content: Mapping[str, Any]) -> Survey:
    """Return a stored version as what it is.

    Raises:
        UnfitSurvey: a code twice or misspelt, missing words, a condition on no earlier question, an unknown kind.
    """
    try:
        survey = Survey(
            sections=tuple(
                Section(code, ar, fr, rows=bool(rows)) for code, ar, fr, rows in content["sections"]
            ),
            questions=tuple(_question(one) for one in content["questions"]),
            seasons=tuple(content.get("seasons", ())),
            sums=tuple((total, tuple(parts)) for total, parts in content.get("sums", ())),
            within=tuple((total, tuple(parts)) for total, parts in content.get("within", ())),
            figures=tuple((q, subject, sex) for q, subject, sex in content.get("figures", ())),
            staff=tuple(content["staff"]) if content.get("staff") else None,
            register=dict(content.get("register", {})),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise UnfitSurvey(
            N_("This is not a survey: sections, then questions, each with its code and its words.")
        ) from problem
    _check(survey)
    return survey


def _question(row: Mapping[str, Any]) -> Question:
    kind = Kind(row["kind"])
    given = YES_NO if kind == Kind.YES_NO and not row.get("choices") else row.get("choices", ())
    return Question(
        section=row["section"], code=row["code"], ar=row["ar"], fr=row["fr"], kind=kind,
        choices=tuple(Choice(*one) for one in given),
        relevant=tuple(row["relevant"]) if row.get("relevant") else None,
        by_season=bool(row.get("by_season", False)), level=row.get("level", ""), unit=row.get("unit", ""),
    )  # fmt: skip


def _check(survey: Survey) -> None:
    codes = [*(one.code for one in survey.sections), *(one.code for one in survey.questions)]
    if not survey.sections or not survey.questions or len(set(codes)) < len(codes):
        raise UnfitSurvey(N_("A survey has sections and questions, and no code stands twice."))
    if any(not is_season(one) for one in survey.seasons):
        raise UnfitSurvey(N_("Write school years as 2023-24."))
    seen: dict[str, Question] = {}
    for one in survey.questions:
        section = survey.section(one.section)
        choices = [each.code for each in one.choices]
        wrong = (
            section is None
            or not (_CODE.fullmatch(one.code) and one.ar.strip() and one.fr.strip())
            or (one.kind in CHOSEN) != bool(choices)
            or len(set(choices)) < len(choices)
            or (one.kind == Kind.TERRITORY and one.level not in LEVELS)
            or (one.by_season and (section.rows or not survey.seasons or one.kind not in NUMBERS))
        )
        if wrong:
            raise UnfitSurvey(N_("The question “%(question)s” cannot be asked so."), question=one.code)
        if one.relevant is not None:
            asked = seen.get(one.relevant[0])
            if (
                asked is None
                or asked.section != one.section
                or one.relevant[1] not in {each.code for each in asked.choices}
            ):
                raise UnfitSurvey(
                    N_("The question “%(question)s” depends on an answer that no earlier one has."),
                    question=one.code,
                )
        seen[one.code] = one
    counted = [code for total, parts in (*survey.sums, *survey.within) for code in (total, *parts)]
    counted += [code for code, _subject, _sex in survey.figures]
    if any(code not in seen or seen[code].kind not in NUMBERS for code in counted):
        raise UnfitSurvey(N_("What is added up, or enters the register, is a number of this survey."))


def asked(survey: Survey, section: str, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions of a section that are asked, given its answers (in a section of lines: those of one line)."""
    found: list[Question] = []
    for one in survey.of(section):
        if one.relevant is None or (
            any(each.code == one.relevant[0] for each in found)
            and one.relevant[1] in _chosen(answers.get(one.relevant[0]))
        ):
            found.append(one)
    return tuple(found)


def _chosen(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def kept(survey: Survey, section: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a section as they are kept: checked, without empty ones, without what is not asked.

    Args:
        answers: question → answer; for a question by season, season → answer. In a section of lines:
            {"rows": [{question: answer}, …]}.

    Raises:
        UnfitAnswer: an answer that this question cannot have.
    """
    found = survey.section(section)
    if found is None:
        raise UnfitAnswer(N_("This survey has no such section."))
    if found.rows:
        rows = [_kept(survey, section, one) for one in answers.get("rows", ())]
        rows = [one for one in rows if one]
        if len(rows) > MOST_ROWS:
            raise UnfitAnswer(N_("Write at most %(most)s lines."), most=MOST_ROWS)
        return {"rows": rows} if rows else {}
    return _kept(survey, section, answers)


def _kept(survey: Survey, section: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for one in survey.of(section):
        if one not in asked(survey, section, clean):
            continue
        said = answers.get(one.code)
        if one.by_season:
            said = said or {}
            if not isinstance(said, Mapping) or set(said) - set(survey.seasons):
                raise _unfit(one)
            value: Any = {season: _fit(one, each) for season, each in said.items() if each not in ("", None)}
        else:
            value = None if said in ("", None, []) else _fit(one, said)
        if value not in (None, {}):
            clean[one.code] = value
    return clean


def _unfit(question: Question) -> UnfitAnswer:
    return UnfitAnswer(N_("This answer does not fit the question “%(question)s”."), question=question.ar)


def _fit(question: Question, said: Any) -> Any:
    """Return an answer as it is stored: numbers whole or as text, days as text, choices in the order of the form."""
    codes = [one.code for one in question.choices]
    try:
        match question.kind:
            case Kind.INTEGER:
                if (
                    isinstance(said, bool)
                    or int(said) != Decimal(str(said))
                    or not 0 <= int(said) <= MOST_COUNT
                ):
                    raise _unfit(question)
                return int(said)
            case Kind.DECIMAL:
                amount = Decimal(str(said))
                if not (amount.is_finite() and 0 <= amount <= MOST_AMOUNT):
                    raise _unfit(question)
                return str(amount.quantize(Decimal("0.01")))
            case Kind.DATE:
                return (said if isinstance(said, date) else date.fromisoformat(str(said))).isoformat()
            case Kind.TEXT:
                return " ".join(str(said).split())[:300]
            case Kind.TERRITORY:
                return str(UUID(str(said)))
            case Kind.MANY:
                if not isinstance(said, list | tuple) or set(said) - set(codes):
                    raise _unfit(question)
                return [code for code in codes if code in said]
            case _:
                if said not in codes:
                    raise _unfit(question)
                return said
    except (ValueError, TypeError, InvalidOperation) as problem:
        raise _unfit(question) from problem


def unanswered(survey: Survey, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Question, ...]:
    """Return the questions that are asked and have no answer; of a section of lines, none is missed.

    `answers`: section → what is kept of it.
    """
    return tuple(
        one
        for section in survey.sections
        if not section.rows
        for one in asked(survey, section.code, answers.get(section.code, {}))
        if one.code not in answers.get(section.code, {})
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a question: a value to begin with, what else says the same, and its words."""

    value: Any
    words: str
    same: tuple[Any, ...] = ()


def contradicts(question: Question, said: Any, known: Known) -> bool:
    """Say whether an answer says something else than the register. Texts agree when one of its words is in them."""
    if question.kind == Kind.TEXT:
        text = bare(str(said))
        return not any(bare(str(one)) and bare(str(one)) in text for one in (known.value, *known.same))
    return said not in (known.value, *known.same)
