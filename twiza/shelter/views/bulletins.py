"""Pages of totals: the bulletin of a night, a week, the winter; their papers and sheets. No person on any of them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.web import formats
from twiza.shelter import queries, rules
from twiza.shelter.rules.papers import FiguresPaper, PaperTable, figures_pdf
from twiza.shelter.views import telling
from twiza.shelter.views.winters import page_words

PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a download that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def language_of(request: HttpRequest) -> str:
    """Return the language in which a paper is asked for: "ar" or "fr"; of the page when nothing is said."""
    asked = request.GET.get("language", "") or (get_language() or "ar")[:2]
    return "fr" if asked == "fr" else "ar"


def day_asked(day: str) -> date:
    """Return the night of an address. Raises NoSuchBulletin."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise queries.NoSuchBulletin(_("There is no such night.")) from None


@require_safe
def show_bulletin(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The bulletin of a night, its last version or the one that is asked for, and what changed in it."""
    winter = queries.winter_inside(request.user, id)
    night = day_asked(day)
    words = {
        **page_words(request, winter),
        "night": night,
        "told_nights": [one.night for one in queries.last_bulletins(winter)],
        "due": rules.moment_in(night, winter.bulletin_at),
    }
    if night not in words["told_nights"]:
        inside = winter.first_night <= night <= winter.last_night
        return render(request, "shelter/bulletin.html", words | {"is_of_winter": inside})
    return render(request, "shelter/bulletin.html", words | _bulletin(request, winter, night))


def _bulletin(request: HttpRequest, winter: Any, night: date) -> dict[str, Any]:
    asked = request.GET.get("version", "")
    row, versions = queries.bulletin_of(winter, night, int(asked) if asked.isdecimal() else None)
    found = rules.read_bulletin(row.figures)
    before = queries.version_before(row, versions)
    changes = rules.what_changed(rules.read_bulletin(before.figures), found) if before else ()
    return {
        "row": row,
        "versions": versions,
        "bulletin": found,
        "told": telling.headlines(found.totals, found.missing),
        "alarms": telling.alarms(found),
        "tables": [telling.area_table(found.areas, found.totals), telling.site_table(found.sites, found.totals), *telling.kit_tables(found.kits)],
        "changes": telling.change_table(changes) if before else None,
        "missing_rounds": found.rounds[0] - found.rounds[1],
        "so_far": telling.value(found.totals["so_far"], name="so_far"),
        "week": rules.week_of(night, winter.first_night),
    }  # fmt: skip


@require_safe
def print_bulletin(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The bulletin for the committee as a PDF, in Arabic or French; before it is made, the page that says when."""
    winter = queries.winter_inside(request.user, id)
    night, language = day_asked(day), language_of(request)
    if not queries.bulletins_of(winter, night):
        return redirect("shelter:show_bulletin", winter.pk, night.isoformat())
    with override(language):
        content = figures_pdf(paper_of(winter, night, _bulletin(request, winter, night), language))
    return attachment(content, f"twiza-bulletin-{night}-{language}.pdf", PDF)


def paper_of(winter: Any, night: date, words: dict[str, Any], language: str) -> FiguresPaper:
    """Return the paper of a bulletin in the language that is spoken now."""
    row = words["row"]
    lines = [
        _("Winter: %(winter)s. Night of %(night)s, from noon to noon.")
        % {"winter": winter.name, "night": formats.weekday(night)},
        _("Version %(number)s, made by itself: %(moment)s. Fingerprint of the figures: %(hash)s.")
        % {
            "number": formats.number(row.number),
            "moment": formats.moment(row.made_at),
            "hash": row.digest[:16],
        },
    ]
    if words["missing_rounds"]:
        lines.append(
            _("Rounds that have not come back yet: %(number)s. What they met is not counted here.")
            % {"number": formats.number(words["missing_rounds"])}
        )
    tables = [*words["tables"], *([words["changes"]] if words["changes"] else [])]
    return FiguresPaper(
        language,
        title=_("Morning bulletin, night of %(night)s") % {"night": formats.day(night)},
        owner=telling.body_of(winter.organisation),
        lines=lines,
        alarms=words["alarms"],
        told=words["told"],
        tables=tables,
        notes=notes_of(words["so_far"]),
    )


def notes_of(so_far: str) -> list[str]:
    """Return what everybody who reads these figures has to know."""
    return [
        _("Different persons since the first night, by the codes of guests: %(number)s, an estimate.")
        % {"number": so_far},
        _(
            "Estimates rest on nicknames and codes that people chose themselves: the same person may have two, and two persons one. Everything else is counted."
        ),
        _("What nobody collected is written so, and is never a zero. No person stands in these figures."),
    ]


@require_safe
def show_week(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """A week of a winter: its nights, charts, areas and sites."""
    winter = queries.winter_inside(request.user, id)
    season = queries.season_of(winter)
    if not 1 <= number <= len(season.weeks):
        raise queries.NoSuchBulletin(_("There is no such night."))
    week = season.weeks[number - 1]
    nights = [one for one in rules.nights_between(week.first, week.last) if one in season.nights]
    rows = [(formats.weekday(one), season.nights[one].totals) for one in nights]
    words = {
        **page_words(request, winter),
        "week": week,
        "weeks": len(season.weeks),
        "told": telling.headlines(week.totals, {}),
        "nights": list(
            zip(
                nights,
                telling.nights_table(rows, _("Night of"), _("Night by night")).rows,
                [season.nights[one].is_alarm for one in nights],
                strict=True,
            )
        ),
        "nights_table": telling.nights_table(rows, _("Night of"), _("Night by night")),
        "drawings": telling.drawings(rows, _("Night of")),
        "tables": stretch_tables(week),
    }
    return render(request, "shelter/week.html", words)


@require_safe
def export_nights(request: HttpRequest, id: UUID) -> HttpResponse:
    """All nights of a winter as an Excel workbook: totals, areas, sites; it opens from right to left in Arabic."""
    winter = queries.winter_inside(request.user, id)
    language = language_of(request)
    with override(language):
        season = queries.season_of(winter)
        sheets = [
            _sheet(_("Nights"), [((), "", one.totals, night) for night, one in season.nights.items()], rules.FIGURES, ""),
            _sheet(_("Areas"), [((), telling.name_of(line.names), line.cells, night) for night, one in season.nights.items() for line in one.areas], rules.OF_AREAS, _("Area")),
            _sheet(_("Sites"), [((), telling.name_of(line.names), line.cells, night) for night, one in season.nights.items() for line in one.sites], rules.OF_SITES, _("Site")),
        ]  # fmt: skip
        content = write_workbook(sheets, right_to_left=language == "ar")
    return attachment(content, f"twiza-nights-{winter.first_night}-{language}.xlsx", WORKBOOK)


def _sheet(title: str, rows: list[Any], figures: Any, place: str) -> OutSheet:
    heading = [_("Night of"), *([place] if place else []), *(telling.label(name) for name in figures)]
    return OutSheet(
        title,
        heading,
        [
            (night, *([words] if place else []), *(cells[name] for name in figures))
            for _none, words, cells, night in rows
        ],
    )


def stretch_tables(stretch: rules.Stretch) -> list[PaperTable]:
    """Return the tables of areas and sites of some nights."""
    return [
        telling.area_table(stretch.areas, stretch.totals),
        telling.site_table(stretch.sites, stretch.totals),
        *telling.kit_tables(stretch.kits),
    ]


def tonight() -> date:
    """Return the night of this moment."""
    return rules.night_of(timezone.now())
