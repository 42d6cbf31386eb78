"""Projects of works: the list, one project, where a new one is to be."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.rules.works import Phase
from twiza.funding.views.asking import ask, organisation_here, page
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.downloads import WORKBOOK, attachment


def page_of_works(project: Any) -> str:
    """Return the address of a project."""
    return reverse("funding:show_works", args=[project.pk])


def bodies_to_choose() -> list[Any]:
    """Return the bodies of the register that may own, run or finance works, by name."""
    rows, _next = network.organisations(all_of_them=True)
    return list(rows)


def _convention_asked(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("convention", ""))
    except ValueError:
        return None


@require_safe
def list_works(request: SignedInRequest) -> HttpResponse:
    """The projects of the reader's bodies, with what each partner promised and paid."""
    organisation = organisation_here(request, Permission.WORKS_READ)
    lines = queries.works_of(request.user, convention=_convention_asked(request), on=timezone.localdate())
    return page(
        request,
        "list_works",
        organisation,
        lines=lines,
        sums=queries.partner_sums(lines),
        may_propose=request.user.has_perm(Permission.WORKS_KEEP),
    )


@require_safe
def download_works(request: SignedInRequest) -> HttpResponse:
    """The list as a workbook."""
    check(request.user, Permission.WORKS_READ)
    lines = queries.works_of(request.user, on=timezone.localdate())
    return attachment(queries.works_workbook(lines, queries.partner_sums(lines)), "works.xlsx", WORKBOOK)


@require_safe
def show_works(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One project: how far it is, who promised and paid what, what is reserved, what was brought in."""
    project = queries.works_for(request.user, id)
    file = queries.works_file(project, on=timezone.localdate())
    keeps = request.user.has_perm(Permission.WORKS_KEEP, project.organisation_id)
    built = project.phase in (Phase.ACCEPTED, Phase.EQUIPPED)
    return page(
        request,
        "show_works",
        project.organisation,
        project=project,
        file=file,
        programme=queries.programme_words(project),
        category=network.category_words().get(project.category, project.category),
        keeps=keeps,
        may_go_on=keeps and file.next_phase is not None and project.stopped_on is None,
        may_bring=keeps and built,
        is_last=file.next_phase == Phase.OPENED,
        other_spelling=project.place_said not in ("", project.place.name_ar, project.place.name_fr),
    )


@require_safe
def print_works(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One project as a PDF, in Arabic and in French."""
    today = timezone.localdate()
    project = queries.works_for(request.user, id)
    paper = queries.paper_of_works(queries.works_file(project, on=today), on=today)
    return attachment(paper, f"works-{project.code}.pdf", "application/pdf")


@require_http_methods(["GET", "POST"])
def propose_works(request: SignedInRequest) -> HttpResponse:
    """A new project: first where, with what was tried there before; then what, how much, by whom."""
    organisation = organisation_here(request, Permission.WORKS_KEEP)
    place = queries.place_chosen(request.GET.get("place", ""))
    if place is None:
        return _where(request, organisation)
    form = forms.WorksForm(
        request.POST or None,
        bodies=bodies_to_choose(),
        programmes=queries.programmes_of(organisation.pk),
        categories=network.category_words(),
        initial={"place_said": request.GET.get("said", ""), "on": timezone.localdate()},
    )

    def act(_data: dict[str, Any]) -> str:
        project = actions.propose_works(
            organisation=organisation.pk, place=place.pk, shares=form.shares(), by=request.user, at=timezone.now(),
            **form.written(),
        )  # fmt: skip
        return page_of_works(project)

    return ask(
        request, form, act,
        title=_("New project of works"),
        lead=str(place),
        submit=_("Write the project"),
        cancel=reverse("funding:list_works"),
        done=_("The project is written, as an idea."),
        tried=queries.tried_before(place, on=timezone.localdate()),
        template="funding/propose_works.html",
    )  # fmt: skip


def _where(request: SignedInRequest, organisation: Any) -> HttpResponse:
    form = forms.WhereForm(request.GET if "where" in request.GET else None)
    asked = form.cleaned_data["where"] if form.is_valid() else ""
    found = queries.place_asked(asked) if asked else []
    return page(request, "where_works", organisation, form=form, asked=asked, found=found)


@require_http_methods(["GET", "POST"])
def write_programme(request: SignedInRequest) -> HttpResponse:
    """Write a programme beside the given ones."""
    organisation = organisation_here(request, Permission.WORKS_KEEP)

    def act(data: dict[str, Any]) -> None:
        actions.write_programme(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)

    return ask(
        request, forms.ProgrammeForm(request.POST or None), act,
        title=_("New programme"),
        lead=_("Programmes of the INDH are given. Write here another one that pays for works."),
        submit=_("Write the programme"), cancel=reverse("funding:list_works"), done=_("The programme is written."),
    )  # fmt: skip


def kept_works(request: SignedInRequest, id: UUID) -> Any:
    """Return a project that the reader keeps. Raises NoSuchThing, NoPermission."""
    project = queries.works_for(request.user, id)
    check(request.user, Permission.WORKS_KEEP, project.organisation_id)
    return project


@require_http_methods(["GET", "POST"])
def name_bodies(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write who owns it, who will run it, who supervises the site."""
    project = kept_works(request, id)
    now = {
        "owner": project.owner_id, "owner_said": project.owner_said, "operator": project.operator_id,
        "operator_said": project.operator_said, "supervisor_said": project.supervisor_said,
    }  # fmt: skip

    def act(data: dict[str, Any]) -> None:
        actions.name_bodies(project=project, by=request.user, at=timezone.now(), **forms.bodies_in(data))

    return ask(
        request, forms.BodiesForm(request.POST or None, bodies=bodies_to_choose(), initial=now), act,
        title=_("Owner, operator, supervisor"),
        lead=_("A body of the register reads the project from then on."),
        submit=_("Save"), cancel=page_of_works(project), done=_("The bodies are written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def link_works(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write under which convention it runs."""
    project = kept_works(request, id)
    choice = [one for one, _standing in network.conventions_of(project.organisation, on=timezone.localdate())]
    form = forms.UnderConventionForm(
        request.POST or None, conventions=choice, initial={"convention": project.convention_id}
    )

    def act(data: dict[str, Any]) -> None:
        actions.link_works(project=project, convention=data["convention"], by=request.user, at=timezone.now())

    return ask(
        request, form, act, title=_("Under which convention"),
        lead=_("Its parties find the works on the page of the convention."),
        submit=_("Save"), cancel=page_of_works(project), done=_("The convention is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def share_cost(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what a partner promises, or another amount than before."""
    project = kept_works(request, id)
    form = forms.ShareForm(request.POST or None, bodies=bodies_to_choose())

    def act(_data: dict[str, Any]) -> None:
        actions.share_cost(project=project, share=form.share(), by=request.user, at=timezone.now())

    return ask(
        request, form, act,
        title=_("Share of a partner"),
        lead=_("A partner that has a share already gets this amount instead. The page says what is left to finance."),
        submit=_("Write the share"), cancel=page_of_works(project), done=_("The share is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change_cost(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write another cost."""
    project = kept_works(request, id)

    def act(data: dict[str, Any]) -> None:
        actions.change_cost(
            project=project, by=request.user, at=timezone.now(), **{k: data[k] for k in ("cost", "reference")}
        )

    return ask(
        request, forms.CostForm(request.POST or None), act,
        title=_("Another cost"), submit=_("Write the cost"), cancel=page_of_works(project),
        done=_("The cost is written: what is not financed yet follows."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def pay_share(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a partner paid."""
    share = queries.works_share_for(request.user, id)
    check(request.user, Permission.WORKS_KEEP, share.organisation_id)
    form = forms.PaymentForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(data: dict[str, Any]) -> None:
        actions.pay_share(
            share=share, amount=form.signed(), on=data["on"], reference=data["reference"], words=data["words"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return ask(
        request, form, act,
        title=_("Payment of a partner"), lead=str(share.partner or share.partner_said),
        submit=_("Write the payment"), cancel=page_of_works(share.project), done=_("The payment is written."),
    )  # fmt: skip
