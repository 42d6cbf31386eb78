"""Figures of a survey: what does not add up is questioned, what is counted enters the register. Pure Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from twiza.network.rules.surveys import Survey


@dataclass(frozen=True, slots=True)
class Doubt:
    """Figures that do not go together: said and summed stand side by side. `kind`: "sum" or "within"."""

    kind: str
    total: str
    parts: tuple[str, ...]
    said: Decimal
    summed: Decimal
    season: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure for the register: of which day, and of whom."""

    subject: str
    on: date
    value: int
    sex: str = ""
    post: str = ""


def season_days(season: str) -> tuple[date, date]:
    """Return the first and the last day of a school year.

    >>> season_days("2023-24")
    (datetime.date(2023, 9, 1), datetime.date(2024, 6, 30))
    """
    year = int(season[:4])
    return date(year, 9, 1), date(year + 1, 6, 30)


def doubts(survey: Survey, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Doubt, ...]:
    """Return what does not add up. A sum is questioned when all its parts are said, a limit as soon as one is."""
    found = []
    for kind, checks in (("sum", survey.sums), ("within", survey.within)):
        for total, parts in checks:
            for season in ("", *survey.seasons):
                said = _number(survey, answers, total, season)
                values = [_number(survey, answers, part, season) for part in parts]
                there = [one for one in values if one is not None]
                if said is None or not there or (kind == "sum" and len(there) < len(parts)):
                    continue
                summed = sum(there, Decimal(0))
                if (kind == "sum" and summed != said) or (kind == "within" and summed > said):
                    found.append(Doubt(kind, total, parts, said, summed, season))
    return tuple(found)


def _number(
    survey: Survey, answers: Mapping[str, Mapping[str, Any]], code: str, season: str
) -> Decimal | None:
    question = survey.question(code)
    if question is None:
        return None
    value = answers.get(question.section, {}).get(code)
    if question.by_season:
        value = (value or {}).get(season) if season else None
    elif season:
        return None
    return None if value is None else Decimal(str(value))


def entries(survey: Survey, answers: Mapping[str, Mapping[str, Any]], *, sent_on: date) -> tuple[Entry, ...]:
    """Return the figures of a survey sent on a day that enter the register; a season that has not begun has none.

    A figure by season is of the last day of that season, or of the day of sending while it runs.
    """
    found = []
    for code, subject, sex in survey.figures:
        for season in ("", *survey.seasons):
            value = _number(survey, answers, code, season)
            if value is None:
                continue
            begins, ends = season_days(season) if season else (sent_on, sent_on)
            if begins <= sent_on:
                found.append(Entry(subject, min(ends, sent_on), int(value), sex))
    return (*found, *_posts(survey, answers, sent_on))


def _posts(survey: Survey, answers: Mapping[str, Mapping[str, Any]], sent_on: date) -> Iterable[Entry]:
    if survey.staff is None:
        return ()
    which, count, posts = survey.staff
    question = survey.question(which)
    rows = answers.get(question.section, {}).get("rows", ()) if question else ()
    sums: dict[str, int] = {}
    for row in rows:
        if which in row and count in row:
            post = posts.get(row[which], "other")
            sums[post] = sums.get(post, 0) + row[count]
    return tuple(Entry("filled", sent_on, value, post=post) for post, value in sorted(sums.items()))
