"""Pages: the numbers of the listening centre, as tables, as a drawing, on paper and in Excel. No key of the room."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twiza.cases import actions, queries, rules
from twiza.cases.views.awareness import chosen_among
from twiza.cases.views.cases import looked
from twiza.lib.errors import DomainError
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.charts import bars
from twiza.platform.web.sentences import say

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR = 2020


@require_http_methods(["GET", "POST"])
def show_figures(request: HttpRequest) -> HttpResponse:
    """What was made of a year; who may, makes it anew. The page never counts by itself: it shows what was kept."""
    today = timezone.localdate()
    allowed = queries.where_figures(request.user, on=today)
    organisation = chosen_among(request, allowed, Permission.ROOM_FIGURES)
    year = _year(request)
    if request.method == "POST":
        try:
            actions.make_figures(organisation=organisation, year=year, by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.warning(request, say(refusal))
        return redirect(f"{reverse('cases:show_figures')}?organisation={organisation}&year={year}")
    made = next(iter(queries.figures_of(organisation, year)), None)
    words = {
        "organisations": allowed,
        "organisation": organisation,
        "year": year,
        "years": range(today.year, max(FIRST_YEAR, today.year - 5), -1),
        "made": made,
        "sheets": _sheets(made.figures["cells"]) if made else [],
        "partners": queries.partners_shown(made.figures["cells"]) if made else [],
        "chart": _drawn(made.figures["cells"]) if made else None,
    }
    return render(request, "cases/room_figures.html", words)


@require_GET
def take_figures(request: HttpRequest) -> HttpResponse:
    """The same numbers in Excel, a sheet for each table that is asked for: right to left in Arabic."""
    allowed = queries.where_figures(request.user, on=timezone.localdate())
    organisation, year = chosen_among(request, allowed, Permission.ROOM_FIGURES), _year(request)
    made = next(iter(queries.figures_of(organisation, year)), None)
    if made is None:
        return redirect("cases:show_figures")
    language = "fr" if (request.GET.get("language") or get_language() or "ar").startswith("fr") else "ar"
    with override(language):
        name = str(next(one for one in allowed if one.pk == organisation))
        cells, whose = made.figures["cells"], f"{name} · {year}"
        sheets = [_out(title, parts, whose) for title, parts in _sheets(cells)]
        content = write_workbook([*sheets, _out_partners(cells, whose)], right_to_left=language == "ar")
    looked(request, "cases.figures", organisation, [made.pk])
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="twiza-{year}-{language}.xlsx"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _year(request: HttpRequest) -> int:
    asked, today = request.GET.get("year") or request.POST.get("year") or "", timezone.localdate()
    return int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= today.year else today.year


def _sheets(cells: dict[str, int | None]) -> list[tuple[str, list[Any]]]:
    """Return the tables with their words and figures; None where one is not shown."""
    return [
        (
            _(title),  # i18n: marked in the rules
            [(_(part.title), [(_(words), cells.get(cell)) for words, cell in part.rows]) for part in parts],
        )
        for title, parts in rules.SHEETS.values()
    ]


def _out(title: str, parts: list[Any], whose: str) -> OutSheet:
    rows: list[tuple[Any, ...]] = [(whose,)]
    for part, lines in parts:
        rows += [(), (part,)]
        rows += [(words, _("not shown") if value is None else value) for words, value in lines]
    return OutSheet(title, (title, _("Number")), rows)


def _out_partners(cells: dict[str, int | None], whose: str) -> OutSheet:
    rows: list[tuple[Any, ...]] = [(whose,), ()]
    for organisation, sent, late in queries.partners_shown(cells):
        rows.append((str(organisation), sent, _("not shown") if late is None else late))
    return OutSheet(
        _("Partners"), (_("Asked organisation"), _("Referrals sent"), _("Without answer by their day")), rows
    )


def _drawn(cells: dict[str, int | None]) -> Any:
    rows = [
        (_(words), value)
        for code, words in rules.VIOLENCE_KINDS.items()
        if (value := cells.get(f"violence/{code}")) is not None
    ]
    return bars(
        title=_("Violence, by the six international types"), label_heading=_("Type"),
        value_heading=_("Number"), rows=rows,
    )  # fmt: skip
