"""Surveys of institutions: versions written as data, answers kept section by section, sent once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import N_, DomainError
from twiza.lib.text import tidy
from twiza.network.actions.figures import NoSource
from twiza.network.actions.institutions import check_category, check_open, record
from twiza.network.models import (
    Institution,
    InstitutionFigure,
    InstitutionSurvey,
    Organisation,
    SurveyVersion,
)
from twiza.network.rules import surveys as rules
from twiza.network.rules.figures import Status
from twiza.network.rules.survey_figures import doubts, entries
from twiza.network.rules.survey_sheets import read_survey_sheet
from twiza.network.rules.surveys_given import GIVEN_SURVEYS
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

SOURCE = N_("Survey of %(day)s")


class SurveyOver(DomainError):
    code = "network.survey_over"


class SurveyThere(DomainError):
    code = "network.survey_there"


class NoWords(DomainError):
    code = "network.no_words"


class DoubtsFirst(DomainError):
    code = "network.doubts_first"


def load_given_surveys(*, at: datetime) -> str | None:
    """Write the surveys that Twiza comes with and that are not there. Returns what was done, or None."""
    with acting_as(None, purpose=Purpose.SETUP):
        there = set(SurveyVersion.objects.filter(organisation=None).values_list("code", flat=True))
        missing = [given for given in GIVEN_SURVEYS if given.code not in there]
        SurveyVersion.objects.bulk_create(
            SurveyVersion(
                code=given.code, number=1, source=given.source, valid_from=given.valid_from, content=given.content,
                written_at=at,
            )
            for given in missing
        )  # fmt: skip
        if not missing:
            return None
        codes = [given.code for given in missing]
        audit.record(type="network.surveys_loaded", organisation=None, by=None, at=at, codes=codes)
        return ", ".join(codes)


@transaction.atomic
def load_survey(
    *,
    organisation: Organisation,
    code: str,
    source: str,
    valid_from: date,
    rows: Sequence[Sequence[str]],
    by: User,
    at: datetime,
) -> SurveyVersion:
    """Write another version of the survey of a category, read from a sheet; what was begun keeps its own.

    Args:
        code: the category of institutions that are asked.
        rows: the lines of the sheet, its heading first: see `rules.survey_sheets`.

    Raises:
        UnreadableSurvey: a cell that is not understood, with its line and its column.
        UnknownKind, NoSource, NoPermission.
    """
    check(by, Permission.LICENCE_DECIDE, organisation)
    check_category(code, organisation)
    if not tidy(source):
        raise NoSource(_("Say who asks: the ministry, a circular, with its number and its day."))
    content = read_survey_sheet(rows)
    with connection.cursor() as cursor:  # two versions at once take their numbers one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"survey {organisation.pk} {code}"])
    row = SurveyVersion.objects.create(
        code=code,
        number=1 + SurveyVersion.objects.filter(organisation=organisation, code=code).count(),
        source=tidy(source),
        valid_from=valid_from,
        content=content,
        organisation=organisation,
        written_by=by,
        written_at=at,
    )
    audit.record(
        type="network.survey_loaded",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        code=code,
        number=row.number,
        questions=len(content["questions"]),
    )
    return row


@transaction.atomic
def begin_survey(
    *, institution: Institution, version: SurveyVersion, by: User, at: datetime
) -> InstitutionSurvey:
    """Begin the answer of an institution to a survey: a draft that its association and its delegation fill in.

    Raises:
        SurveyThere: it was begun already, or asks institutions of another category.
        InstitutionOver, NoPermission.
    """
    organisation = _body(institution, by)
    _still_open(institution)
    if version.code != institution.category or version.organisation_id not in (
        None,
        institution.organisation_id,
    ):
        raise SurveyThere(_("This survey asks other institutions."))
    try:
        with transaction.atomic():
            row = InstitutionSurvey.objects.create(
                institution=institution, organisation=organisation, version=version, begun_by=by, begun_at=at,
                saved_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise SurveyThere(_("This survey was begun already: go on there.")) from error
    record("network.survey_begun", institution, organisation, by, at, survey=row.pk)
    return row


@transaction.atomic
def save_section(
    *, survey: InstitutionSurvey, section: str, answers: Mapping[str, Any], by: User, at: datetime
) -> InstitutionSurvey:
    """Keep what was answered in one section; what is not asked any more is not kept. Written over until it is sent.

    Raises:
        UnfitAnswer: an answer that its question cannot have, or a section that is not there.
        SurveyOver: it was sent. InstitutionOver, NoPermission.
    """
    organisation, row = _draft(survey, by)
    kept = rules.kept(row.version.survey, section, answers)
    row.answers = {name: one for name, one in row.answers.items() if name != section}
    if kept:
        row.answers[section] = kept
    row.saved_at = at
    row.save(update_fields=["answers", "saved_at"])
    record("network.survey_saved", row.institution, organisation, by, at, survey=row.pk, section=section)
    return row


@transaction.atomic
def send_survey(*, survey: InstitutionSurvey, words: str = "", by: User, at: datetime) -> InstitutionSurvey:
    """Send a survey, once: it stays as it is, and its figures stand in the register as claimed.

    Args:
        words: what is said of figures that do not go together; asked for when there are some.

    Raises:
        UnfitAnswer: nothing is answered. DoubtsFirst: figures do not go together and nothing is said of it.
        SurveyOver: sent already. InstitutionOver, NoPermission.
    """
    organisation, row = _draft(survey, by)
    form = row.version.survey
    if not row.answers:
        raise rules.UnfitAnswer(_("Nothing is answered yet."))
    if doubts(form, row.answers) and not tidy(words):
        raise DoubtsFirst(
            _("Some figures do not go together: correct them, or say in words why they are right.")
        )
    row.words, row.sent_by, row.sent_on, row.sent_at = tidy(words), by, timezone.localdate(at), at
    row.save(update_fields=["words", "sent_by", "sent_on", "sent_at"])
    figures = _into_register(row, organisation, by, at)
    record("network.survey_sent", row.institution, organisation, by, at, survey=row.pk, figures=figures)
    return row


@transaction.atomic
def give_survey_back(*, survey: InstitutionSurvey, words: str, by: User, at: datetime) -> InstitutionSurvey:
    """Give a sent survey back to be corrected: what was sent stays, another draft begins with its answers.

    Args:
        words: what is to be looked at again; both bodies read it.

    Raises:
        SurveyOver: it is not sent, or was given back already. NoWords. InstitutionOver, NoPermission.
    """
    institution = survey.institution
    check(by, Permission.LICENCE_EXAMINE, institution.organisation)
    _still_open(institution)
    if not tidy(words):
        raise NoWords(_("Say what is to be looked at again: who filled it in reads it."))
    sent = InstitutionSurvey.objects.select_for_update().get(pk=survey.pk)
    if sent.sent_at is None or InstitutionSurvey.objects.filter(corrects=sent).exists():
        raise SurveyOver(
            _("Only a survey that was sent is given back, and once: open it again to see where it is.")
        )
    row = InstitutionSurvey.objects.create(
        institution=institution, organisation=institution.organisation, version_id=sent.version_id,
        answers=sent.answers, begun_by=by, begun_at=at, saved_at=at, corrects=sent, asked_again=tidy(words),
    )  # fmt: skip
    record("network.survey_given_back", institution, institution.organisation, by, at, survey=row.pk)
    return row


def _into_register(row: InstitutionSurvey, organisation: Organisation, by: User, at: datetime) -> int:
    day = timezone.localdate(at)
    source = _source(day)
    found = entries(row.version.survey, row.answers, sent_on=day)
    InstitutionFigure.objects.bulk_create(
        InstitutionFigure(
            institution_id=row.institution_id, organisation=organisation, subject=one.subject, sex=one.sex,
            post=one.post, on=one.on, value=one.value, status=Status.CLAIMED.value, source=source, written_by=by,
            written_at=at,
        )
        for one in found
    )  # fmt: skip
    return len(found)


def _source(day: date) -> str:
    """Who says it, in both languages: it is stored once and read by everybody."""
    said = []
    for language in ("ar", "fr"):
        with translation.override(language):
            said.append(gettext(SOURCE) % {"day": f"{day:%d/%m/%Y}"})
    return " / ".join(said)


def _draft(survey: InstitutionSurvey, by: User) -> tuple[Organisation, InstitutionSurvey]:
    organisation = _body(survey.institution, by)
    _still_open(survey.institution)
    row = InstitutionSurvey.objects.select_for_update(of=("self",)).select_related(
        "version", "institution", "institution__organisation"
    ).get(pk=survey.pk)  # fmt: skip
    if row.sent_at is not None:
        raise SurveyOver(_("This survey was sent: it stays as it is."))
    return organisation, row


def _still_open(institution: Institution) -> None:
    """Raise InstitutionOver when it has closed. The register is not locked: the association may not change it."""
    check_open(Institution.objects.values_list("closed_on", flat=True).get(pk=institution.pk))


def _body(institution: Institution, by: User) -> Organisation:
    """The body of the institution in whose name this user writes: the association, else the delegation."""
    for body in (institution.association, institution.organisation):
        if body is not None and by.has_perm(Permission.INSTITUTION_COUNT, body):
            return body
    check(by, Permission.INSTITUTION_COUNT, institution.organisation)
    return institution.organisation
