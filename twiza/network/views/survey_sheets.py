"""The answers of all institutions to one survey as a workbook: one row an institution, one column a question."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from twiza.lib.errors import N_
from twiza.network import queries
from twiza.network.rules.surveys import Kind, Question
from twiza.platform.web.workbooks import Column, Listed, columns, names_of

FIRST = columns(
    (N_("Institution"), names_of("institution")),
    (N_("Association"), names_of("institution.association")),
    (N_("Place"), names_of("institution.place")),
    (N_("Sent on"), "survey.sent_on"),
)
LAST = columns((N_("What is said of figures that do not go together"), "survey.words"))


def day_of(value: str) -> date:
    return date.fromisoformat(value)


def amount_of(value: str) -> Decimal:
    return Decimal(value)


def answers_of(version: Any, lines: Sequence[Any]) -> Listed:
    """Return the sent answers to one version, with its questions as columns in both languages."""
    survey = version.survey
    places = queries.places_answered([one.survey for one in lines])
    asked: list[Column] = []
    for question in survey.questions:
        section = survey.section(question.section)
        if section is not None and section.rows:
            continue
        for season in survey.seasons if question.by_season else ("",):
            asked.append(_column(question, season, places))
    for section in survey.sections:
        if section.rows:
            asked.append(Column(_named(section), _lines(section.code, survey.of(section.code))))
    return Listed(N_("Survey of institutions"), [*FIRST, *asked, *LAST], lines)


def _named(thing: Any) -> str:
    return thing.ar if thing.ar == thing.fr else f"{thing.ar} / {thing.fr}"


def _column(question: Question, season: str, places: Any) -> Column:
    def cell(line: Any) -> Any:
        said = line.survey.answers.get(question.section, {}).get(question.code)
        if question.by_season:
            said = (said or {}).get(season)
        return None if said is None else _said(question, said, places)

    return Column(_named(question) + (f" · {season}" if season else ""), cell)


def _said(question: Question, said: Any, places: Any) -> Any:
    match question.kind:
        case Kind.ONE | Kind.MANY | Kind.YES_NO:
            both = (question.chosen(said, "ar"), question.chosen(said, "fr"))
            return " / ".join(dict.fromkeys(both))
        case Kind.TERRITORY:
            return names_of()(places[said]) if said in places else ""
        case Kind.DATE:
            return day_of(said)
        case Kind.DECIMAL:
            return amount_of(said)
        case _:
            return said


def _lines(section: str, questions: Sequence[Question]) -> Any:
    """A section that is asked line by line, in one cell: its lines one under the other, in Arabic."""

    def cell(line: Any) -> str:
        rows = line.survey.answers.get(section, {}).get("rows", ())
        return "\n".join(
            " · ".join(
                f"{one.ar}: {one.chosen(row[one.code], 'ar') if one.choices else row[one.code]}"
                for one in questions
                if one.code in row
            )
            for row in rows
        )

    return cell
