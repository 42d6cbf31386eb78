"""Projects of works out of the house: the list as a workbook, one project on paper in Arabic and in French."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as translated

from twiza.funding.queries.works import PartnerSum, ShareLine, WorksFile, WorksLine, programme_words
from twiza.funding.rules.works import PHASE_WORDS
from twiza.lib.errors import N_
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.lib.text import isolated
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, PaperTable, papers_pdf

_LIST = (
    N_("Code"), N_("Project"), N_("Place"), N_("Programme"), N_("Phase"), N_("Cost"), N_("Promised"), N_("Amount paid"),
    N_("Not financed yet"), N_("Next phase planned for"), N_("Days late"), N_("Stopped since"), N_("Why it stopped"),
)  # fmt: skip
_PARTNERS = (N_("Partner"), N_("Projects"), N_("Promised"), N_("Amount paid"))


def works_workbook(lines: Iterable[WorksLine], sums: Iterable[PartnerSum]) -> bytes:
    """Return the list and the sums by partner as a workbook; in Arabic it opens from right to left."""
    language = (get_language() or "ar")[:2]

    def projects() -> Iterator[list[Any]]:
        for line in lines:
            one = line.project
            yield [
                one.code, _named(one, language, "title"), _named(one.place, language), programme_words(one),
                translated(PHASE_WORDS[one.phase]), one.cost, line.promised, line.paid, one.unfinanced,
                line.planned_on, line.late_days or None, one.stopped_on, one.stopped_why,
            ]  # fmt: skip

    def partners() -> Iterator[list[Any]]:
        for one in sums:
            yield [_named(one.partner, language) or one.name, one.projects, one.promised, one.paid]

    return write_workbook(
        [
            OutSheet(translated(N_("Works")), [translated(word) for word in _LIST], projects()),
            OutSheet(translated(N_("Partners")), [translated(word) for word in _PARTNERS], partners()),
        ],
        right_to_left=language == "ar",
    )


def paper_of_works(file: WorksFile, *, on: date) -> bytes:
    """Return a project on a day as a PDF: who, how much, how far; Arabic then French."""
    return papers_pdf(
        paper
        for language in ("ar", "fr")
        for paper in (_money(file, on, language), _phases(file, on, language))
    )


def _money(file: WorksFile, on: date, language: str) -> Paper:
    with translation.override(language):
        project = file.project
        facts = [
            *_head(file, on, language),
            (translated(N_("Cost")), formats.money(project.cost, project.currency)),
            (translated(N_("Owner of the works")), isolated(_named(project.owner, language) or project.owner_said or "–")),
            (translated(N_("Operator")), isolated(_named(project.operator, language) or project.operator_said or "–")),
            (translated(N_("Supervisor of the site")), isolated(project.supervisor_said or "–")),
        ]  # fmt: skip
        heading = [
            translated(word)
            for word in (N_("Partner"), N_("Promised"), N_("Percent"), N_("Amount paid"), N_("Left"))
        ]
        return Paper(
            language, isolated(_named(project, language, "title")), _named(project.organisation, language),
            facts=facts, table=PaperTable(heading, [_share(one, language) for one in file.shares]),
        )  # fmt: skip


def _phases(file: WorksFile, on: date, language: str) -> Paper:
    with translation.override(language):
        heading = [
            translated(word) for word in (N_("Phase"), N_("Planned day"), N_("Reached on"), N_("Days late"))
        ]
        rows = [
            [
                translated(PHASE_WORDS[one.phase]),
                formats.day(one.planned) or "–",
                formats.day(one.reached) or "–",
                str(one.late_days) if one.late_days else "–",
            ]
            for one in file.timeline
        ]
        notes = [
            translated(
                N_("A building that is opened is not a licensed institution: the licence has its own path.")
            )
        ]
        return Paper(
            language, isolated(_named(file.project, language, "title")), _named(file.project.organisation, language),
            facts=_head(file, on, language), table=PaperTable(heading, rows), notes=notes,
            boxes=[translated(N_("Signature and stamp"))],
        )  # fmt: skip


def _head(file: WorksFile, on: date, language: str) -> list[tuple[str, str]]:
    project = file.project
    lines = [
        (translated(N_("Code")), isolated(project.code)),
        (translated(N_("Place")), isolated(_named(project.place, language))),
        (translated(N_("Programme")), programme_words(project) or "–"),
        (translated(N_("Phase")), translated(PHASE_WORDS[project.phase])),
        (translated(N_("As it was written on")), formats.day(on)),
    ]
    if project.stopped_on:
        lines.append(
            (translated(N_("Stopped since")), f"{formats.day(project.stopped_on)} · {project.stopped_why}")
        )
    return lines


def _share(line: ShareLine, language: str) -> list[str]:
    if line.share is None:
        name = translated(N_("Not financed yet"))
    else:
        name = isolated(_named(line.share.partner, language) or line.share.partner_said)
    return [
        name, formats.money(line.amount), f"{formats.number(line.percent)} %", formats.money(line.paid),
        formats.money(line.left),
    ]  # fmt: skip


def _named(thing: Any, language: str, stem: str = "name") -> str:
    if thing is None:
        return ""
    first, second = (f"{stem}_ar", f"{stem}_fr") if language == "ar" else (f"{stem}_fr", f"{stem}_ar")
    return str(getattr(thing, first) or getattr(thing, second))
