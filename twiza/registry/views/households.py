"""Pages of households."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.lines import looked, shown
from twiza.registry.views.places import key_of, working_in
from twiza.registry.views.possible import ASK, ask_first

LIST = "registry:list_households"
MOST_ORGANISATIONS = 5  # in which one search looks
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def list_households(request: HttpRequest) -> HttpResponse:
    """The households of an organisation, newest first, or those that fit what is sought, with the reason.

    What is sought is posted: a name in the address would stay in the history of a shared computer.
    """
    organisation = working_in(request, Permission.REGISTRY_READ)
    user: Any = request.user
    words = {
        "q": (text := (request.POST.get("q") or request.GET.get("q", "")).strip()[:200]),
        "organisation": organisation,
        "may_write": user.has_perm(Permission.REGISTRY_WRITE, organisation),
        "may_import": user.has_perm(Permission.REGISTRY_IMPORT, organisation),
    }
    if text:
        words |= search(request, organisation, text)
    else:
        older, newer = key_of(request.GET.get("older")), key_of(request.GET.get("newer"))
        page = queries.households_page(organisation, older_than=older, newer_than=newer)
        shown(
            request,
            "registry.households",
            organisation,
            [id for one in page.lines for id in (one.id, one.head) if id],
        )
        words["page_of"] = page
    return render(request, "registry/household_list.html", words)


def search(request: HttpRequest, organisation: UUID, text: str) -> dict[str, Any]:
    """Return what was found for the page, in each organisation where this person reads, that of the page first.

    Each search is counted and leaves its line, found or not, without the name.
    """
    now = timezone.now()
    try:
        actions.count_look(organisation=organisation, by=request.user, at=now)
    except actions.TooManyLooks as refusal:
        looked(request, "registry.search_refused", organisation, [])
        return {"too_many": say(refusal)}
    others = queries.where_reading(request.user, on=timezone.localdate(now))
    found: list[queries.FoundHousehold] = []
    more = False
    for one in dict.fromkeys([organisation, *others][:MOST_ORGANISATIONS]):
        here = queries.search_households(one, text)
        # that a household is found says that somebody in it has this name
        ids = [line.id for line in here]
        looked(request, "registry.search", one, ids + queries.persons_in(ids))
        found += here
        more = more or len(here) >= queries.MOST_FOUND
    return {"found": found, "there_may_be_more": more}


def ids_of(household: Any, members: list[Any]) -> list[UUID]:
    """Return the ids of a file: the household's, then its members', each with those that were merged into it."""
    return queries.with_followers([household.pk]) + queries.with_entries([one.pk for one in members])


@require_GET
def show_household(request: HttpRequest, id: UUID) -> HttpResponse:
    """One household: members, situations, what changed."""
    household = queries.household_for(request.user, id)
    if household.pk != id:  # merged: the family that remains answers, and says so
        return redirect("registry:show_household", household.pk)
    members = queries.members_of(household)
    shown(request, "registry.household", household.organisation_id, ids_of(household, members))
    words = {
        "merges": queries.merge_lines(household),
        "may_merge": request.user.has_perm(Permission.REGISTRY_MERGE, household),
        "household": household,
        "members": members,
        "marks": queries.marks_of(household),
        "shocks": queries.shocks_of(household),
        "standing": queries.standing_of_household(household),
        "history": queries.history_of(household)[:30],
        "may_write": request.user.has_perm(Permission.REGISTRY_WRITE, household),
        "may_erase": request.user.has_perm(Permission.REGISTRY_ERASE, household),
    }
    return render(request, "registry/household_detail.html", words)


@require_http_methods(["GET", "POST"])
def register_household(request: HttpRequest) -> HttpResponse:
    """Write a household. A button adds a row for another member, with or without JavaScript."""
    organisation = working_in(request, Permission.REGISTRY_WRITE)
    form = forms.HouseholdForm(request.POST or None)
    rows = forms.MemberRows(more_rows(request), prefix="m")
    contact = forms.ContactForm(request.POST or None, initial={"contact": "do_not_contact"})
    form_id = key_of(request.POST.get("id")) or new_id()
    if request.method == "POST" and "add_row" not in request.POST:
        valid = all([form.is_valid(), rows.is_valid(), contact.is_valid()])
        if valid and ask_first(
            request, organisation, list(rows), form.cleaned_data["place_words"], but=form_id
        ):
            form.add_error(None, ASK)
        elif valid:
            data = form.household(**contact.cleaned_data)
            data = replace(data, place=queries.place_of(data.place_words))
            people = [row.person() for row in rows if row.has_changed()]
            try:
                household = actions.register_household(
                    organisation=organisation,
                    household=data,
                    members=people,
                    id=form_id,
                    by=request.user,
                    at=timezone.now(),
                )
            except DomainError as refusal:
                form.add_error(None, say(refusal))
            else:
                messages.success(request, _("The household is registered."))
                return redirect("registry:show_household", household.pk)
    words = {"form": form, "rows": rows, "contact": contact, "organisation": organisation, "form_id": form_id}
    template = "registry/household_form.html"
    return render(request, f"{template}#rows" if request.headers.get("HX-Request") else template, words)


def more_rows(request: HttpRequest) -> Any:
    """Return what was posted, with one more empty row when that was asked for."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "add_row" in data:
        count = int(data.get("m-TOTAL_FORMS", "1")) if data.get("m-TOTAL_FORMS", "1").isdecimal() else 1
        data["m-TOTAL_FORMS"] = str(min(count + 1, forms.MOST_ROWS))
    return data


@require_http_methods(["GET", "POST"])
def correct_household(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct what is written of a household."""
    household = queries.household_for(request.user, id)
    start = {name: getattr(household, name) for name in ("size", "children", "place_words", "address")}
    start["place_words"] = start["place_words"] or str(household.place or "")
    form = forms.HouseholdForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.household()
        data = replace(data, place=queries.place_of(data.place_words))
        actions.correct_household(household=household, data=data, by=request.user, at=timezone.now())
        return redirect("registry:show_household", id)
    shown(
        request,
        "registry.correct",
        household.organisation_id,
        ids_of(household, queries.members_of(household)),
    )
    return render(request, "registry/household_correct.html", {"form": form, "household": household})


@require_http_methods(["GET", "POST"])
def set_contact(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say how a household may be contacted."""
    household = queries.household_for(request.user, id)
    start = {"contact": household.contact, "contact_words": household.contact_words}
    form = forms.ContactForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_safe_contact(
            household=household,
            contact=form.cleaned_data["contact"],
            words=form.cleaned_data["contact_words"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("registry:show_household", id)
    shown(
        request,
        "registry.contact",
        household.organisation_id,
        ids_of(household, queries.members_of(household)),
    )
    return render(request, "registry/household_contact.html", {"form": form, "household": household})


@require_http_methods(["GET", "POST"])
def erase_household(request: HttpRequest, id: UUID) -> HttpResponse:
    """Erase a household for good, after saying why; of one that was merged, its file alone."""
    household = queries.original_for(request.user, id)
    remains = household.merged_into_id
    form = forms.EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase = actions.erase_original if remains else actions.erase_household
        try:
            erase(
                household=household,
                reason_code=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("The household is erased, with its history."))
            return redirect("registry:show_household", remains) if remains else redirect(LIST)
    members = queries.written_in(household) if remains else queries.members_of(household)
    shown(request, "registry.erase", household.organisation_id, ids_of(household, members))
    words = {"form": form, "household": household, "members": members, "alone": remains}
    if not remains:
        words["files"] = len(queries.with_followers([household.pk])) - 1
    return render(request, "registry/erase.html", words)


@require_GET
def export_households(request: HttpRequest) -> HttpResponse:
    """The register of an organisation as a workbook: at once, or a large one as long work to follow."""
    organisation = working_in(request, Permission.REGISTRY_IMPORT)
    if queries.is_large(organisation):
        work = actions.request_export(organisation=organisation, by=request.user, at=timezone.now())
        return redirect("queue:show_work", work)
    content, ids = queries.households_workbook(organisation)
    shown(request, "registry.export", organisation, ids)
    return attachment(content, "families.xlsx")


def attachment(content: bytes, name: str) -> HttpResponse:
    """Return a download that no cache keeps."""
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
