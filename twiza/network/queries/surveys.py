"""Surveys as their readers see them: what is asked, one answer beside the register, the answers of all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import Institution, InstitutionSurvey, Organisation, Place, SurveyVersion
from twiza.network.queries.licences import licences_now
from twiza.network.queries.places import path_of
from twiza.network.rules.licences import holds
from twiza.network.rules.survey_figures import Doubt, doubts
from twiza.network.rules.surveys import Kind, Known, Question, Section, contradicts, unanswered


class NoSuchSurvey(NotFound):
    code = "network.no_such_survey"


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer, and what the register says when that is something else."""

    question: Question
    said: Any
    register: Known | None


@dataclass(frozen=True)
class SectionPage:
    """A section of one answer; `rows` for one that is asked line by line."""

    section: Section
    lines: list[AnswerLine]
    rows: list[dict[str, Any]]
    started: bool


@dataclass(frozen=True)
class SurveyPage:
    """All that the page of one answer shows."""

    sections: list[SectionPage]
    doubts: tuple[Doubt, ...]
    open: tuple[Question, ...]
    places: dict[str, Place]


@dataclass(frozen=True)
class SurveyLine:
    """An institution that is asked, its newest answer if it was begun, and what it sent last."""

    institution: Institution
    survey: InstitutionSurvey | None
    sent: InstitutionSurvey | None


def surveys_for(organisation: Organisation | None, *, on: date) -> list[SurveyVersion]:
    """Return the version of each survey that holds for a delegation on a day: its own before the one given."""
    rows = SurveyVersion.objects.filter(
        Q(organisation=None) | Q(organisation=organisation), valid_from__lte=on
    )
    found = {}
    for row in sorted(rows, key=lambda one: (one.organisation_id is not None, one.valid_from, one.number)):
        found[row.code] = row
    return [found[code] for code in sorted(found)]


def survey_asked(institution: Institution, *, on: date) -> SurveyVersion | None:
    """Return the survey that asks this institution on a day."""
    rows = surveys_for(institution.organisation, on=on)
    return next((one for one in rows if one.code == institution.category), None)


def surveys_of(institution: Institution) -> list[InstitutionSurvey]:
    """Return what this institution answered that the reader may see, the newest first."""
    return list(
        InstitutionSurvey.objects.filter(institution=institution)
        .select_related("version")
        .order_by("-begun_at", "-pk")
    )


def survey_for(id: UUID) -> InstitutionSurvey:
    """Return an answer to a survey. Raises NoSuchSurvey."""
    row = (
        InstitutionSurvey.objects.select_related(
            "version", "organisation", "institution__organisation", "institution__association",
            "institution__place", "sent_by", "begun_by", "corrects", "corrected_by",
        )
        .filter(pk=id)
        .first()
    )  # fmt: skip
    if row is None:
        raise NoSuchSurvey(_("There is no such survey."))
    return row


def known_of(institution: Institution, *, today: date) -> dict[str, Known]:
    """Return what the register knows of an institution: fact → its value."""
    found = {"name": _names(institution)}
    if institution.association is not None:
        found["association"] = _names(institution.association)
    path = (*path_of(institution.place), institution.place) if institution.place else ()
    for place in path:
        if place.level in ("region", "province", "commune"):
            found[place.level] = Known(str(place.pk), str(place))
    if institution.opened_on is not None:
        found["opened_on"] = Known(institution.opened_on.isoformat(), f"{institution.opened_on:%d/%m/%Y}")
    licence = licences_now([institution.pk]).get(institution.pk)
    holding = licence is not None and holds(licence.state, licence.valid_from, licence.valid_until, on=today)
    found["licensed"] = (
        Known("licensed", gettext("licensed")) if holding else Known("unlicensed", gettext("no licence"))
    )
    if licence is not None:
        shown = f"{licence.number} · {licence.valid_from:%d/%m/%Y}"
        found["licence"] = Known(shown, shown, (licence.number,))
        found["capacity"] = Known(licence.capacity, str(licence.capacity))
        for sex in ("f", "m"):
            places = [count for one, _age, count in licence.cells if one == sex]
            if places:
                found[f"capacity_{sex}"] = Known(sum(places), str(sum(places)))
    return found


def _names(thing: Any) -> Known:
    names = [one for one in (thing.name_ar, thing.name_fr) if one]
    return Known(names[0], " / ".join(names), tuple(names[1:]))


def page_of_survey(row: InstitutionSurvey, *, today: date) -> SurveyPage:
    """Return one answer, section by section, beside what the register says."""
    form = row.version.survey
    known = known_of(row.institution, today=today)
    sections = []
    for section in form.sections:
        held: Mapping[str, Any] = row.answers.get(section.code, {})
        lines = [] if section.rows else [
            AnswerLine(one, held[one.code], _beside(one, held[one.code], form.register, known))
            for one in form.of(section.code)
            if one.code in held
        ]  # fmt: skip
        sections.append(SectionPage(section, lines, list(held.get("rows", ())), bool(held)))
    return SurveyPage(
        sections, doubts(form, row.answers), unanswered(form, row.answers), places_answered([row])
    )


def places_answered(rows: Collection[InstitutionSurvey]) -> dict[str, Place]:
    """Return the places that these answers name: id as text → place."""
    ids = {
        said
        for row in rows
        for one in row.version.survey.questions
        if one.kind == Kind.TERRITORY and (said := row.answers.get(one.section, {}).get(one.code))
    }
    return {str(one.pk): one for one in Place.objects.filter(pk__in=ids)}


def _beside(
    question: Question, said: Any, register: Mapping[str, str], known: Mapping[str, Known]
) -> Known | None:
    fact = known.get(register.get(question.code, ""))
    return fact if fact is not None and contradicts(question, said, fact) else None


def survey_lines(version: SurveyVersion, bodies: Collection[UUID]) -> list[SurveyLine]:
    """Return the open institutions of these delegations that a survey asks, by name, with what they answered."""
    rows = Institution.objects.filter(
        organisation_id__in=bodies, category=version.code, closed_on__isnull=True
    ).select_related("association", "place", "organisation")
    newest, sent = {}, {}
    answers = InstitutionSurvey.objects.filter(version=version, institution__in=rows).prefetch_related(
        "version"
    )
    for one in answers.order_by("begun_at", "pk"):
        newest[one.institution_id] = one
        if one.sent_at is not None:
            sent[one.institution_id] = one
    return [
        SurveyLine(one, newest.get(one.pk), sent.get(one.pk))
        for one in rows.order_by("name_ar", "name_fr", "pk")
    ]


def surveys_unsent(bodies: Collection[UUID]) -> list[InstitutionSurvey]:
    """Return the drafts of the open institutions that these bodies run."""
    return list(
        InstitutionSurvey.objects.filter(
            sent_at__isnull=True, institution__association_id__in=bodies, institution__closed_on__isnull=True
        ).select_related("institution")
    )
