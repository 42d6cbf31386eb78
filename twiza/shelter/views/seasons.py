"""The winter in figures: its page, its report at the end, what is published, thanks to those who stayed up."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, papers_pdf
from twiza.shelter import actions, queries, rules
from twiza.shelter.rules.papers import FiguresPaper, figures_pdf
from twiza.shelter.views import telling
from twiza.shelter.views.bulletins import PDF, attachment, language_of, notes_of, stretch_tables, tonight
from twiza.shelter.views.saving import done_or_said
from twiza.shelter.views.winters import page_words


@require_safe
def show_season(request: HttpRequest, id: UUID) -> HttpResponse:
    """The winter so far: totals, weeks with charts, beside the winter before, what is published."""
    winter = queries.winter_inside(request.user, id)
    return render(
        request, "shelter/season.html", {**page_words(request, winter), **_season(request.user, winter)}
    )


def _season(user: Any, winter: Any) -> dict[str, Any]:
    season = queries.season_of(winter)
    before = queries.season_before(user, winter)
    weeks = [one for one in season.weeks if one.told]
    rows = [(week_words(one), one.totals) for one in weeks]
    compared = None
    if before:
        number, lines = rules.beside(
            season.nights, winter.first_night, before.nights, before.winter.first_night
        )
        compared = telling.beside_table(number, lines) if number else None
    last = max(season.nights, default=None)
    return {
        "season": season,
        "whole": season.whole,
        "told": telling.headlines(season.whole.totals, {}),
        "so_far": telling.value(season.whole.totals["so_far"], name="so_far"),
        "weeks": list(zip(weeks, telling.nights_table(rows, "", "").rows, strict=True)),
        "weeks_table": telling.nights_table(rows, _("Week"), _("Week by week")),
        "drawings": telling.drawings(rows, _("Week")) if rows else [],
        "tables": stretch_tables(season.whole) if season.nights else [],
        "before": before.winter if before else None,
        "compared": compared,
        "last": last,
        "night_number": (tonight() - winter.first_night).days + 1,
        "night_count": (winter.last_night - winter.first_night).days + 1,
        "is_running": winter.closed_at is None and winter.first_night <= tonight() <= winter.last_night,
        "publications": queries.publications_of(winter),
    }


def week_words(week: rules.Stretch) -> str:
    """Say a week: its number and its first night."""
    return _("Week %(number)s, from %(day)s") % {
        "number": formats.number(week.number),
        "day": formats.day(week.first),
    }


@require_POST
def publish_nights(request: HttpRequest, id: UUID) -> HttpResponse:
    """Publish the weeks that are over."""
    winter = queries.winter_inside(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)
    return done_or_said(
        request, actions.publish_nights, winter=winter, back=reverse("shelter:show_season", args=[winter.pk]),
        done=_("The weeks that are over are published. Small figures are left out."),
    )  # fmt: skip


@require_safe
def show_season_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report of a winter, to be printed: period, figures, comparison, decisions, what was learnt."""
    winter = queries.winter_inside(request.user, id)
    return render(request, "shelter/season_report.html", {**page_words(request, winter), **_report(request.user, winter)})  # fmt: skip


def _report(user: Any, winter: Any) -> dict[str, Any]:
    decisions = queries.decisions_counted(winter)
    return {
        **_season(user, winter),
        "moves": list(winter.changes.select_related("by").order_by("at")),
        "decided": decisions,
        "teams_out": queries.rounds_counted(winter),
    }


@require_safe
def print_season_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report of a winter as a PDF, in Arabic or French."""
    winter = queries.winter_inside(request.user, id)
    language = language_of(request)
    with override(language):
        content = figures_pdf(_report_paper(winter, _report(request.user, winter), language))
    return attachment(content, f"twiza-winter-{winter.first_night}-{language}.pdf", PDF)


def _report_paper(winter: Any, words: dict[str, Any], language: str) -> FiguresPaper:
    whole: rules.Stretch = words["whole"]
    lines = [
        _("From the night of %(first)s to that of %(last)s: %(told)s of %(nights)s nights have their bulletin.")
        % {
            "first": formats.day(winter.first_night), "last": formats.day(winter.last_night),
            "told": formats.number(whole.told), "nights": formats.number(whole.nights),
        },
        _("Rounds: %(out)s, of which %(back)s came back. Meetings: %(meetings)s. Decisions: %(decisions)s, carried out: %(done)s.")
        % {name: formats.number(number) for name, number in (words["decided"] | words["teams_out"]).items()},
    ]  # fmt: skip
    lines += [
        f"{_(rules.CHANGES[rules.kind_of_change(one.before, one.after)])}: "
        f"{formats.day(one.before)} ← {formats.day(one.after)}. {one.reasons}"
        if language == "ar"
        else f"{_(rules.CHANGES[rules.kind_of_change(one.before, one.after)])} : "
        f"{formats.day(one.before)} → {formats.day(one.after)}. {one.reasons}"
        for one in words["moves"]
    ]
    if winter.lessons:
        lines.append(_("What the next winter should know:") + " " + winter.lessons)
    else:
        lines.append(_("The winter is not closed: this is a draft."))
    tables = [*([words["compared"]] if words["compared"] else []), words["weeks_table"], *words["tables"]]
    return FiguresPaper(
        language,
        title=_("Report on the winter: %(winter)s") % {"winter": winter.name},
        owner=telling.body_of(winter.organisation),
        lines=lines,
        told=words["told"],
        bars=[one.paper for one in words["drawings"]],
        tables=tables,
        notes=notes_of(words["so_far"]),
    )


@require_safe
def print_thanks(request: HttpRequest, id: UUID) -> HttpResponse:
    """One certificate for each person who went out at night, as a PDF: name and number of nights (002-41)."""
    winter = queries.winter_inside(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)
    language = language_of(request)
    with override(language):
        papers = [
            Paper(
                language=language,
                title=_("With our thanks"),
                owner=telling.body_of(winter.organisation),
                paragraphs=[
                    name,
                    _("stayed up %(number)s nights of the winter “%(winter)s” so that nobody was left alone in the cold.")
                    % {"number": formats.number(nights), "winter": winter.name},
                ],
                boxes=[_("For the committee: signature and stamp")],
                large=True,
            )
            for name, nights in queries.nights_out(winter)
        ]  # fmt: skip
        if not papers:
            raise queries.NoSuchBulletin(_("No round has come back yet: there is nobody to thank."))
        content = papers_pdf(papers)
    return attachment(content, f"twiza-thanks-{language}.pdf", PDF)


@login_not_required
@require_safe
def list_published_winters(request: HttpRequest) -> HttpResponse:
    """Winters whose figures are published: for anybody."""
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        rows = queries.published_winters()
    return render(
        request,
        "shelter/published_winters.html",
        {"rows": [(one, telling.name_of(one.figures["names"])) for one in rows]},
    )


@login_not_required
@require_safe
def show_published_winter(request: HttpRequest, key: str) -> HttpResponse:
    """The figures of a winter: for anybody, without a small one and without a place."""
    row = _published(request, key)
    words = {
        "row": row,
        "name": telling.name_of(row.figures["names"]),
        "place": telling.name_of(row.figures["place"]),
        "tables": telling.public_tables(row.figures),
    }
    return render(request, "shelter/published_winter.html", words)


@login_not_required
@require_safe
def print_published_winter(request: HttpRequest, key: str) -> HttpResponse:
    """The same figures on paper, in Arabic or French."""
    row, language = _published(request, key), language_of(request)
    with override(language):
        paper = FiguresPaper(
            language,
            title=_("The winter in figures: %(winter)s") % {"winter": telling.name_of(row.figures["names"])},
            owner=telling.name_of(row.figures["place"]),
            lines=[
                _("Publication %(number)s, %(day)s. Fingerprint of the figures: %(hash)s.")
                % {
                    "number": formats.number(row.number),
                    "day": formats.day(row.at),
                    "hash": row.digest[:16],
                }
            ],
            tables=telling.public_tables(row.figures),
        )
        content = figures_pdf(paper)
    return attachment(content, f"twiza-winter-{language}.pdf", PDF)


def _published(request: HttpRequest, key: str) -> Any:
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        return queries.published_winter(key)


def _reader(request: HttpRequest) -> UUID | None:
    return request.user.pk if request.user.is_authenticated else None
