"""The register of institutions: the list with its lights, the page of one, what is written about it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import N_
from twiza.network import actions, forms, queries
from twiza.network.rules.institutions import PAPERS, WHAT_TO_DO, Light
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation, first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.paging import cursor_of, page_of_rows
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

INSTITUTIONS_PAGE = 50  # a delegation keeps some dozens: its own stand on one page


def page_of(id: UUID) -> str:
    """The address of the page of an institution."""
    return reverse("network:show_institution", args=[id])


@require_safe
def list_institutions(request: SignedInRequest) -> HttpResponse:
    """The register, by name; of one's own bodies, what shines red."""
    today = timezone.localdate()
    form = forms.LookForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    mine = queries.my_organisations(request.user, on=today)
    every = wants_sheet(request)
    rows = queries.institutions(
        mine,
        after=None if every else cursor_of(request),
        size=None if every else INSTITUTIONS_PAGE + 1,
        today=today,
        text=asked.get("q", ""),
        category=asked.get("category", ""),
        mine=bool(mine) and not asked.get("everywhere", False),
    )
    if every:
        sheet = Listed(N_("Register of institutions"), listed.INSTITUTIONS, rows)
        return send_workbook(
            request, [sheet], page="network.sheet_institutions", organisation=first_of(mine), by=request.user,
            ids=[row.institution.pk for row in rows],
        )  # fmt: skip
    rows, older = page_of_rows(request, rows, INSTITUTIONS_PAGE, lambda row: row.institution.pk)
    shining = Counter(light for row in rows for light in row.lights)
    order = list(Light)
    context = {
        "form": form,
        "older": older,
        "rows": sorted(
            rows, key=lambda row: (not row.lights, order.index(row.lights[0]) if row.lights else 0)
        ),
        "shining": [(light, WHAT_TO_DO[light], shining[light]) for light in Light if shining[light]],
        "words": queries.category_words(),
        "may_open": request.user.has_perm(Permission.INSTITUTION_KEEP),
        "may_survey": request.user.has_perm(Permission.LICENCE_EXAMINE),
    }
    return render(request, "network/list_institutions.html", context)


@require_safe
def show_institution(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One institution: for everybody its licence, for its two bodies all the rest."""
    today = timezone.localdate()
    institution = queries.institution_for(id)
    mine = {one.pk for one in queries.my_organisations(request.user, on=today)}
    file = queries.file_of(institution, mine, today=today)
    keeps = request.user.has_perm(Permission.INSTITUTION_KEEP, institution)
    counts = queries.bodies_of(request.user, institution, Permission.INSTITUTION_COUNT, on=today)
    life = queries.life_of(institution, today=today) if file.line.inside else None
    letters = life.letters if life else {}
    surveys = queries.surveys_of(institution) if life else []
    asks = queries.survey_asked(institution, on=today) if life and institution.closed_on is None else None
    context = {
        "institution": institution,
        "file": file,
        "words": queries.category_words(),
        "todo": [(light, WHAT_TO_DO[light], letters.get(light)) for light in file.line.lights],
        "is_open": institution.closed_on is None,
        "keeps": keeps and institution.closed_on is None,
        "counts": bool(counts) and institution.closed_on is None,
        "decides": request.user.has_perm(Permission.LICENCE_DECIDE, institution),
        "paper_words": paper_words(institution),
        "licence_files": queries.files_of_institution(institution),
        "closure": queries.closure_of(institution),
        "life": life,
        "changes": queries.changes_of(institution) if life else [],
        "corrections": queries.corrections_of(institution) if life else [],
        "left": queries.sites_left(institution) if life else [],
        "surveys": surveys,
        "survey_asks": asks is not None and asks.pk not in {one.version_id for one in surveys},
        "examines": request.user.has_perm(Permission.LICENCE_EXAMINE, institution)
        and institution.closed_on is None,
        "today": today,
    }
    return render(request, "network/show_institution.html", context)


@require_http_methods(["GET", "POST"])
def open_institution(request: SignedInRequest) -> HttpResponse:
    """Write an institution into the register."""
    organisation = acting_organisation(request, Permission.INSTITUTION_KEEP)
    form = forms.NewInstitutionForm(request.POST or None, conventions=_conventions(organisation))

    def act(data: dict[str, Any]) -> str:
        row = actions.open_institution(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return page_of(row.pk)

    return ask(
        request, form, act,
        title=_("New institution in the register of %(name)s") % {"name": organisation},
        submit=_("Write into the register"), cancel=reverse("network:list_institutions"),
        done=_("The institution is in the register."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit_institution(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Change what the register says of an institution."""
    institution = queries.institution_for(id)
    check(request.user, Permission.INSTITUTION_KEEP, institution)
    names = ("name_ar", "name_fr", "category", "place", "opened_on")
    start = {name: getattr(institution, name) for name in names} | {
        "association": institution.association_id,
        "convention": institution.convention_id,
    }
    form = forms.InstitutionForm(
        request.POST or None, initial=start, conventions=_conventions(institution.organisation)
    )

    def act(data: dict[str, Any]) -> str:
        actions.edit_institution(institution=institution, by=request.user, at=timezone.now(), **data)
        return page_of(id)

    return ask(
        request, form, act, title=_("Change the entry of %(name)s") % {"name": institution},
        submit=_("Save"), cancel=page_of(id), done=_("The register is changed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def count_institution(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write places, people present or posts of a day."""
    institution, organisation = _counted(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.count_institution(
            institution=institution, organisation=organisation, by=request.user, at=timezone.now(), **data
        )
        return page_of(id)

    return ask(
        request,
        forms.CountForm(request.POST or None, initial={"on": timezone.localdate()}),
        act,
        title=_("Count at %(name)s") % {"name": institution},
        submit=_("Save"),
        cancel=page_of(id),
        done=_("The figure is written."),
        lead=_("Numbers only, never a name. Earlier figures stay; the newest day holds."),
    )


@require_http_methods(["GET", "POST"])
def open_mandate(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write who directs, or who presides over the committee."""
    institution, organisation = _counted(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.open_mandate(
            institution=institution, organisation=organisation, by=request.user, at=timezone.now(), **data
        )
        return page_of(id)

    return ask(
        request, forms.MandateForm(request.POST or None), act,
        title=_("Committee or director of %(name)s") % {"name": institution},
        submit=_("Save"), cancel=page_of(id), done=_("The mandate is written; the one before ends the day before."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def keep_paper(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Keep a paper of an institution; asked from the list of a file (`?file=`), go back to that list."""
    institution = queries.institution_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, institution)
    gathering = next(
        (one for one in queries.files_of_institution(institution) if str(one.pk) == request.GET.get("file")),
        None,
    )
    page = reverse("network:show_file", args=[gathering.pk]) if gathering else page_of(id)

    def act(data: dict[str, Any]) -> str:
        scan = data.pop("scan")
        actions.keep_paper(
            institution=institution,
            content=scan.read() if scan else b"",
            by=request.user,
            at=timezone.now(),
            **data,
        )
        return page

    papers = paper_words(institution)
    form = forms.PaperForm(
        request.POST or None,
        request.FILES or None,
        papers=list(papers.items()),
        initial={"code": request.GET.get("code", "")},
    )
    return ask(
        request, form, act, title=_("Paper of %(name)s") % {"name": institution}, submit=_("Keep the paper"),
        cancel=page, done=_("The paper is kept."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def place_institution(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that an institution receives people at a site."""
    institution = queries.institution_for(id)
    check(request.user, Permission.INSTITUTION_KEEP, institution)
    bodies = [one for one in (institution.organisation, institution.association) if one is not None]
    sites = [site for one in bodies for site in queries.sites_of(one) if not site.refuge]

    def act(data: dict[str, Any]) -> str:
        actions.place_institution(institution=institution, by=request.user, at=timezone.now(), **data)
        return page_of(id)

    return ask(
        request, forms.SiteChoiceForm(request.POST or None, sites=sites), act,
        title=_("Site of %(name)s") % {"name": institution}, submit=_("Save"), cancel=page_of(id),
        done=_("The site is written."),
        lead=_("Sites are written on the pages of the delegation and of the association. A refuge never stands here."),
    )  # fmt: skip


def paper_words(institution: Any) -> dict[str, str]:
    """Return the words of each kind of paper: those of premises, then those a regime asks for."""
    return {code: _(words) for code, words in PAPERS.items()} | queries.paper_words(institution.organisation)


def _conventions(organisation: Any) -> list[Any]:
    rows = queries.conventions_of(organisation, on=timezone.localdate())
    return [convention for convention, _standing in rows]


def _counted(request: SignedInRequest, id: UUID) -> tuple[Any, Any]:
    institution = queries.institution_for(id)
    bodies = queries.bodies_of(
        request.user, institution, Permission.INSTITUTION_COUNT, on=timezone.localdate()
    )
    if not bodies:
        check(request.user, Permission.INSTITUTION_COUNT, institution)
    return institution, bodies[0]
