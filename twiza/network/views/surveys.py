"""Surveys of institutions: filled in section by section, sent once, read by the delegation as one sheet."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.lib.sheets import read_workbook
from twiza.network import actions, forms, queries
from twiza.network.rules.surveys import Kind, Question
from twiza.network.views import survey_sheets
from twiza.network.views.asking import ask, tried
from twiza.network.views.inspections import language_of
from twiza.network.views.institutions import page_of
from twiza.network.views.mine import acting_organisation
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats
from twiza.platform.web.sentences import say
from twiza.platform.web.workbooks import send_workbook, wants_sheet


def _page(id: UUID) -> str:
    return reverse("network:show_survey", args=[id])


def _writes(request: SignedInRequest, row: Any) -> bool:
    """Whether the reader fills in this answer: it is not sent, and they write for one of its two bodies."""
    return row.sent_at is None and row.institution.closed_on is None and bool(_bodies(request, row))


def _bodies(request: SignedInRequest, row: Any) -> list[Any]:
    today = timezone.localdate()
    return queries.bodies_of(request.user, row.institution, Permission.INSTITUTION_COUNT, on=today)


def _check(request: SignedInRequest, row: Any) -> None:
    """Raise NoPermission for who writes for neither of the two bodies."""
    if not _bodies(request, row):
        check(request.user, Permission.INSTITUTION_COUNT, row.institution)


@require_POST
def begin_survey(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Begin the survey that asks this institution, or go on with it."""
    institution = queries.institution_for(id)
    version = queries.survey_asked(institution, on=timezone.localdate())
    if version is None:
        raise NotFound(_("No survey asks this institution."))
    there = next((one for one in queries.surveys_of(institution) if one.version_id == version.pk), None)
    if there is not None:
        return redirect(_page(there.pk))
    found: list[Any] = []

    def act() -> None:
        found.append(
            actions.begin_survey(institution=institution, version=version, by=request.user, at=timezone.now())
        )

    if not tried(
        request, act, _("The survey is begun. Fill it in section by section; it is kept each time.")
    ):
        return redirect(page_of(id))
    return redirect(_page(found[0].pk))


@require_safe
def show_survey(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One answer: every section beside what the register says, what does not add up, what is still open."""
    row = queries.survey_for(id)
    language = language_of(request)
    page = queries.page_of_survey(row, today=timezone.localdate())
    form = row.version.survey

    def said(question: Question, value: Any) -> str:
        return words_of(question, value, language, page.places)

    sections = [
        {
            "code": one.section.code,
            "name": one.section.named(language),
            "rows": one.section.rows,
            "started": one.started,
            "lines": [
                {
                    "asked": line.question.named(language),
                    "said": said(line.question, line.said) if not line.question.by_season else "",
                    "seasons": [line.said.get(season) for season in form.seasons]
                    if line.question.by_season
                    else [],
                    "register": line.register.words if line.register else "",
                }
                for line in one.lines
            ],
            "headings": [each.named(language) for each in form.of(one.section.code)],
            "table": [
                [
                    said(each, held[each.code]) if each.code in held else ""
                    for each in form.of(one.section.code)
                ]
                for held in one.rows
            ],
        }
        for one in page.sections
    ]
    context = {
        "row": row,
        "institution": row.institution,
        "sections": sections,
        "seasons": form.seasons,
        "doubts": [doubt_words(row, one, language) for one in page.doubts],
        "open": [one.named(language) for one in page.open],
        "writes": _writes(request, row),
        "may_give_back": row.sent_at is not None
        and not hasattr(row, "corrected_by")
        and row.institution.closed_on is None
        and request.user.has_perm(Permission.LICENCE_EXAMINE, row.institution.organisation_id),
    }
    return render(request, "network/show_survey.html", context)


@require_http_methods(["GET", "POST"])
def write_section(request: SignedInRequest, id: UUID, section: str) -> HttpResponse:
    """Fill in one section; `again` shows it anew with the questions that the answers so far ask for."""
    row = queries.survey_for(id)
    survey, language = row.version.survey, language_of(request)
    found = survey.section(section)
    if found is None:
        raise NotFound(_("This survey has no such section."))
    _check(request, row)
    if not _writes(request, row):
        return redirect(_page(id))
    facts = queries.known_of(row.institution, today=timezone.localdate())
    known = {code: facts[fact] for code, fact in survey.register.items() if fact in facts}
    here = reverse("network:write_section", args=[id, section])
    again = request.method == "POST" and "again" in request.GET
    form = forms.SectionForm(
        request.POST if request.method == "POST" else None,
        survey=survey, section=section, language=language, held=row.answers.get(section, {}), known=known,
        again=f"{here}?again=1", checked=not again,
    )  # fmt: skip
    if request.method == "POST" and not again and form.is_valid():
        try:
            actions.save_section(
                survey=row, section=section, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect(_after(request, form, here, id, section, survey))
    context = {
        "row": row, "form": form, "institution": row.institution, "title": found.named(language),
        "rows": found.rows, "shown": " ".join(form.shown), "lines": getattr(form, "lines", 0),
        "cancel": _page(id),
    }  # fmt: skip
    return render(request, "network/write_section.html", context, status=422 if form.errors else 200)


def _after(request: SignedInRequest, form: Any, here: str, id: UUID, section: str, survey: Any) -> str:
    """Where one goes after a section: back to it when its answers ask something that was not shown, else to the next."""
    shown = set(request.POST.get("shown", "").split())
    if shown and set(form.shown) - shown:
        messages.info(request, _("Kept. Your answers ask a little more: see the new questions."))
        return here
    messages.success(request, _("Kept. It may be changed until it is sent."))
    codes = [one.code for one in survey.sections]
    following = codes[codes.index(section) + 1 :]
    if following and "next" in request.POST:
        return reverse("network:write_section", args=[id, following[0]])
    return _page(id)


@require_http_methods(["GET", "POST"])
def send_survey(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Send a survey, once."""
    row = queries.survey_for(id)
    _check(request, row)
    if not _writes(request, row):
        return redirect(_page(id))
    page = queries.page_of_survey(row, today=timezone.localdate())
    language = language_of(request)
    asked = [doubt_words(row, one, language) for one in page.doubts]
    if page.open:
        asked.append(_("Questions without an answer: %(count)s.") % {"count": formats.number(len(page.open))})

    def act(data: dict[str, Any]) -> str:
        actions.send_survey(survey=row, by=request.user, at=timezone.now(), **data)
        return _page(id)

    return ask(
        request, forms.SendSurveyForm(request.POST or None), act,
        title=_("Send the survey of %(name)s") % {"name": row.institution}, submit=_("Send it"), cancel=_page(id),
        done=_("The survey is sent. Its figures stand in the register as claimed."),
        lead=" ".join([*asked, _("Sent once, it stays as it is.")]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def give_survey_back(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Give a sent survey back to be corrected."""
    row = queries.survey_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, row.institution.organisation)

    def act(data: dict[str, Any]) -> str:
        return _page(actions.give_survey_back(survey=row, by=request.user, at=timezone.now(), **data).pk)

    return ask(
        request, forms.GiveBackForm(request.POST or None), act,
        title=_("Give the survey of %(name)s back") % {"name": row.institution}, submit=_("Give it back"),
        cancel=_page(id), done=_("It is given back: a new draft holds its answers."),
        lead=_("What was sent stays readable. Who directs the institution finds a new draft with the same answers, and your words."),
    )  # fmt: skip


@require_safe
def list_surveys(request: SignedInRequest) -> HttpResponse:
    """What is asked, and the answers of all institutions of the delegation."""
    today = timezone.localdate()
    mine = queries.organisations_where(request.user, Permission.LICENCE_EXAMINE, on=today)
    if not mine:
        check(request.user, Permission.LICENCE_EXAMINE)
    versions = {str(one.pk): one for one in queries.surveys_for(mine[0], on=today)}
    form = forms.SurveyChoiceForm(
        request.GET or None, surveys={code: version_words(one) for code, one in versions.items()}
    )
    asked = form.cleaned_data.get("survey", "") if form.is_valid() else ""
    version = versions.get(asked) or next(iter(versions.values()), None)
    lines = queries.survey_lines(version, [one.pk for one in mine]) if version else []
    if version and wants_sheet(request):
        sent = [replace(one, survey=one.sent) for one in lines if one.sent]
        sheet = survey_sheets.answers_of(version, sent)
        return send_workbook(
            request, [sheet], page="network.sheet_surveys", organisation=mine[0].pk, by=request.user,
            ids=[one.survey.pk for one in sent if one.survey],
        )  # fmt: skip
    context = {
        "form": form if len(versions) > 1 else None,
        "version": version,
        "words": version_words(version) if version else "",
        "lines": lines,
        "asks": version.survey if version else None,
        "may_load": request.user.has_perm(Permission.LICENCE_DECIDE),
    }
    return render(request, "network/list_surveys.html", context)


@require_http_methods(["GET", "POST"])
def load_survey(request: SignedInRequest) -> HttpResponse:
    """Load another version of a survey from a sheet."""
    organisation = acting_organisation(request, Permission.LICENCE_DECIDE)

    def act(data: dict[str, Any]) -> str:
        sheet = data.pop("sheet")
        rows = read_workbook(sheet.read(), sheet.name).sheets[0].rows
        actions.load_survey(
            organisation=organisation, rows=[[str(cell) for cell in row] for row in rows], by=request.user,
            at=timezone.now(), **data,
        )  # fmt: skip
        return reverse("network:list_surveys")

    form = forms.LoadSurveyForm(
        request.POST or None, request.FILES or None, initial={"valid_from": timezone.localdate()}
    )
    return ask(
        request, form, act, title=_("Load a survey"), submit=_("Load it"), cancel=reverse("network:list_surveys"),
        done=_("The survey is loaded. What was begun keeps the version it began with."),
        lead=_("Each line of the sheet is a question. What is not understood is refused with its line and its column."),
    )  # fmt: skip


def version_words(version: Any) -> str:
    """Say which version of a survey this is."""
    source = version.source if version.organisation_id else _(version.source)
    category = queries.category_words().get(version.code, version.code)
    return f"{category} · {source} · {version.number}"


def words_of(question: Question, value: Any, language: str, places: Any) -> str:
    """Say one answer in words."""
    match question.kind:
        case Kind.ONE | Kind.MANY | Kind.YES_NO:
            return question.chosen(value, language)
        case Kind.TERRITORY:
            return str(places.get(value, ""))
        case Kind.DATE:
            return str(formats.day(survey_sheets.day_of(value)))
        case Kind.INTEGER:
            return str(value) if question.code.endswith("year") else str(formats.number(value))
        case Kind.DECIMAL:
            return str(formats.number(survey_sheets.amount_of(value)))
        case _:
            return str(value)


def doubt_words(row: Any, doubt: Any, language: str) -> str:
    """Say in words what does not add up: both figures, none of them repaired."""
    survey = row.version.survey
    named = {code: survey.question(code).named(language) for code in (doubt.total, *doubt.parts)}
    facts = {
        "total": named[doubt.total] + (f" · {doubt.season}" if doubt.season else ""),
        "said": formats.number(doubt.said),
        "parts": " + ".join(named[code] for code in doubt.parts),
        "summed": formats.number(doubt.summed),
    }
    if doubt.kind == "sum":
        return _("%(total)s: %(said)s is written, but %(parts)s make %(summed)s. Which one is right?") % facts
    return _("%(total)s: %(said)s is written, but %(parts)s are %(summed)s, which is more. Which one is right?") % facts  # fmt: skip
