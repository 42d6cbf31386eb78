"""Pages of nomination sheets: given out, typed in by keyboard alone, with the picture beside the lines."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.aid.queries.relations import WORDS
from twiza.aid.rules import sheets as rules
from twiza.aid.rules.relations import Relation
from twiza.aid.views.downloads import PDF, attachment
from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.lib.text import western_digits
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.platform.files import queries as file_queries
from twiza.platform.web.sentences import say
from twiza.registry import queries as registry
from twiza.registry.rules.typed import TypedLines

LONGEST = 200  # letters of a cell
MOST_WRITTEN = 99


@require_http_methods(["GET", "POST"])
def list_sheets(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheets of a campaign: give some out, see which came back."""
    campaign = queries.campaign_for(request.user, id)
    mine = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    if not mine:
        check(request.user, Permission.HOUSEHOLD_NOMINATE, campaign)
    form = forms.PrintSheets(request.POST or None, zones=campaign.zones, organisations=mine)
    words: dict[str, Any] = {"campaign": campaign, "closed": queries.closed_to_names(campaign)}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.print_sheets(
                campaign=campaign,
                bringing=next(one for one in mine if str(one.pk) == data["organisation"]),
                nominator_kind=data["kind"],
                nominator=data["nominator"],
                zone=data["zone"],
                count=data["count"],
                by=_user(request),
                at=timezone.now(),
            )
            words |= {"made": made, "form": forms.PrintSheets(zones=campaign.zones, organisations=mine)}
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    words = {
        "form": form,
        "sheets": queries.sheets_of(campaign),
        "counts": queries.sheet_counts(campaign),
    } | words
    return render(request, "aid/list_sheets.html", words | {"opening": forms.OpenSheet()})


@require_POST
def open_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go to the sheet whose number was typed or scanned."""
    campaign = queries.campaign_for(request.user, id)
    try:
        sheet = queries.sheet_by_code(request.user, campaign, request.POST.get("code", "")[:80])
    except queries.NoSuchSheet as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:list_sheets", campaign.pk)
    return redirect("aid:type_sheet", sheet.pk)


@require_GET
def print_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """A sheet, and those printed with it when `count` says so, as a PDF in Arabic or French."""
    sheet = queries.sheet_for(request.user, id)
    asked = request.GET.get("count", "1")
    count = min(int(asked), rules.MOST_AT_ONCE) if asked.isdecimal() and len(asked) < 4 else 1
    language = request.GET.get("language") or get_language() or "ar"
    pdf = actions.print_sheets_pdf(
        queries.sheets_printed_with(sheet, max(count, 1)), "fr" if language.startswith("fr") else "ar"
    )
    return attachment(pdf, f"sheet-{sheet.number}.pdf", PDF)


@require_http_methods(["GET", "POST"])
def type_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """Type a sheet in: ten lines, the preview of the import, then all of it or nothing."""
    sheet = queries.sheet_for(request.user, id)
    words: dict[str, Any] = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "closed": queries.closed_to_names(sheet.campaign),
    }
    if sheet.state != "printed":
        if request.method == "POST":
            messages.info(request, say(_over(sheet)))
        return render(request, "aid/show_sheet.html", words | {"lines": queries.lines_of_sheet(sheet)})
    check(request.user, Permission.REGISTRY_IMPORT, sheet.bringing_id)
    if request.method == "POST":
        typed, written = typed_lines(request, sheet)
        words |= {"written": written, "typed_count": len(typed.lines)}
        answer = _look_or_accept(request, sheet, typed, words)
        if answer is not None:
            return answer
    return render(request, "aid/type_sheet.html", words | _grid(request, sheet))


def _look_or_accept(
    request: HttpRequest, sheet: Any, typed: TypedLines, words: dict[str, Any]
) -> HttpResponse | None:
    """Accept what was typed, or put its preview on the page."""
    now = timezone.now()
    if request.POST.get("do") == "accept":
        try:
            actions.type_sheet(
                sheet=sheet,
                typed=typed,
                leave_out_problems="leave_out_problems" in request.POST,
                digest=request.POST.get("digest", "")[:64],
                relations=_relations(request),
                rest=_known(request.POST.get("rest", "")),
                bring_back=[int(one) for one in request.POST.getlist("bring_back") if one in _NUMBERS],
                by=_user(request),
                at=now,
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            words["refusal"] = say(refusal)
        else:
            messages.success(request, _("The sheet is in the register and in the campaign."))
            return redirect("aid:type_sheet", sheet.pk)
    seen = registry.typed_preview(sheet.bringing_id, typed, at=now)
    audit.record_access(
        page="aid.sheet",
        ids=[sheet.pk, *seen.shown, *registry.persons_in(seen.shown)],
        organisation=sheet.bringing_id,
        by=request.user,
        at=now,
    )
    words |= {"counts": seen.counts, "preview": seen.page}
    return None


_NUMBERS = {str(number) for number in range(1, rules.LINES + 1)}


def typed_lines(request: HttpRequest, sheet: Any) -> tuple[TypedLines, str]:
    """Return the lines that were typed, and the number of lines written on the paper as it was typed."""
    lines: dict[int, Mapping[str, str]] = {}
    for number in range(1, rules.LINES + 1):
        line = {
            field: request.POST.get(f"l-{number}-{field}", "").strip()[:LONGEST] for field in rules.COLUMNS
        }
        if not rules.is_empty(line):
            lines[number] = line
    written = request.POST.get("written", "").strip()[:4]
    digits = western_digits(written)
    stated = int(digits) if digits.isdecimal() and digits.isascii() and int(digits) <= MOST_WRITTEN else None
    headings = {field: _(label) for field, label in rules.COLUMNS.items()}  # i18n: marked where they stand
    return TypedLines(headings, lines, stated, rules.NEEDED), written


def _relations(request: HttpRequest) -> dict[int, str]:
    """Return line → the relation that was typed of it."""
    said = {
        number: _known(request.POST.get(f"l-{number}-relation", "")) for number in range(1, rules.LINES + 1)
    }
    return {number: one for number, one in said.items() if one}


def _known(typed: str) -> str:
    return typed if typed in set(Relation) else ""


def _grid(request: HttpRequest, sheet: Any) -> dict[str, Any]:
    """Return the ten lines of the grid with what was typed."""
    start = {"near_place": sheet.zone}
    rows = [
        [
            {
                "name": f"l-{number}-{field}",
                "field": field,
                "label": _(label),  # i18n: marked where they stand
                "value": request.POST.get(f"l-{number}-{field}", start.get(field, ""))[:LONGEST],
                "digits": field in ("size", "children", "birth", "phone"),
            }
            for field, label in rules.COLUMNS.items()
        ]
        + [
            {
                "name": f"l-{number}-relation",
                "field": "relation",
                "label": _(rules.RELATION),  # i18n: marked where it stands
                "value": _known(request.POST.get(f"l-{number}-relation", "")),
            }
        ]
        for number in range(1, rules.LINES + 1)
    ]
    headings = [_(label) for label in (*rules.COLUMNS.values(), rules.RELATION)]
    return {
        "rows": rows,
        "headings": headings,
        "zones": sheet.campaign.zones,
        "relations": [(one.value, WORDS[one]) for one in Relation],
        "rest": _known(request.POST.get("rest", "")),
        "photo_form": forms.SheetPhoto(),
        "has_photo": sheet.photo is not None and sheet.photo.erased_at is None,
    }


@require_GET
def show_photo(request: HttpRequest, id: UUID) -> HttpResponse:
    """The picture of a page, for who may type it in; each look leaves its line."""
    sheet = queries.sheet_for(request.user, id)
    if sheet.photo is None:
        raise queries.NoSuchSheet(_("There is no picture of this sheet."))
    file = file_queries.file_for(_user(request), sheet.photo.pk)
    content = files.open_file(file=file, by=_user(request), at=timezone.now())
    return HttpResponse(
        content,
        content_type=sheet.photo_type,
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_POST
def change_photo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Lay a picture beside the lines, or take it away."""
    sheet = queries.sheet_for(request.user, id)
    check(request.user, Permission.REGISTRY_IMPORT, sheet.bringing_id)
    form = forms.SheetPhoto(request.POST, request.FILES)
    try:
        if "remove" in request.POST:
            actions.remove_photo(sheet=sheet, by=_user(request), at=timezone.now())
        elif form.is_valid():
            content = form.cleaned_data["photo"].read()
            actions.add_photo(sheet=sheet, content=content, by=_user(request), at=timezone.now())
        else:
            messages.error(request, _("Choose the picture first."))
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:type_sheet", sheet.pk)


@require_http_methods(["GET", "POST"])
def cancel_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a sheet will not come back."""
    sheet = queries.sheet_for(request.user, id)
    form = forms.CancelSheet(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_sheet(
                sheet=sheet,
                reason_code=form.cleaned_data["reason_code"],
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:list_sheets", sheet.campaign_id)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/form_page.html",
        {
            "campaign": sheet.campaign,
            "form": form,
            "title": _("Cancel sheet %(number)s") % {"number": sheet.number},
            "submit": _("Cancel the sheet"),
        },
    )


def _over(sheet: Any) -> DomainError:
    if sheet.state == "typed":
        return actions.SheetIsOver(_("This sheet was typed in already. Nothing was changed."))
    return actions.SheetIsOver(_("This sheet was cancelled. Print another one."))


def _user(request: HttpRequest) -> Any:
    return request.user
