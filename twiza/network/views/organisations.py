"""The register of organisations and who works in them."""

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
from twiza.network.rules.statutes import HAVE_STATUTES
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.mine import first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


def _page(id: UUID) -> str:
    return reverse("network:show_organisation", args=[id])


@require_safe
def list_organisations(request: SignedInRequest) -> HttpResponse:
    """The register, by name and kind, one page at a time."""
    form = forms.SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    if wants_sheet(request):
        found, _end = queries.organisations(
            text=asked.get("q", ""), kind=asked.get("kind", ""), all_of_them=True
        )
        mine = queries.my_organisations(request.user, on=timezone.localdate())
        sheet = Listed(N_("Register of organisations"), listed.ORGANISATIONS, found)
        return send_workbook(
            request, [sheet], page="network.sheet_organisations", organisation=first_of(mine), by=request.user
        )
    after = request.GET.get("after")
    rows, following = queries.organisations(
        text=asked.get("q", ""), kind=asked.get("kind", ""), after=UUID(after) if after else None
    )
    query = request.GET.copy()
    query["after"] = str(following)
    context = {
        "form": form,
        "rows": rows,
        "next": f"?{query.urlencode()}" if following else "",
        "may_register": request.user.has_perm(Permission.ORGANISATION_REGISTER),
    }
    return render(request, "network/list_organisations.html", context)


@require_safe
def show_organisation(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The profile of an organisation: mission, units, sites, names; for its own people its conventions."""
    organisation = queries.organisation_for(id)
    today = timezone.localdate()
    sites = list(queries.sites_of(organisation))
    occupations = queries.occupations_of(sites)
    context = {
        "organisation": organisation,
        "names": queries.names_of(organisation),
        "units": queries.units_of(organisation),
        "sites": [(site, occupations[site.pk]) for site in sites],
        "conventions": queries.conventions_of(organisation, on=today),
        "works_here": queries.works_here(organisation),
        "statutes": queries.statutes_of(request.user, organisation),
        "may_edit": queries.may_edit(request.user, organisation),
        "has_statutes": organisation.kind in HAVE_STATUTES,
        "may_open_sites": request.user.has_perm(Permission.ORGANISATION_EDIT, organisation),
    }
    return render(request, "network/show_organisation.html", context)


@require_http_methods(["GET", "POST"])
def register_organisation(request: SignedInRequest) -> HttpResponse:
    """Write an organisation into the register."""
    check(request.user, Permission.ORGANISATION_REGISTER)

    def act(data: dict[str, Any]) -> str:
        return _page(actions.register_organisation(by=request.user, at=timezone.now(), **data).pk)

    return ask(
        request,
        forms.NewOrganisationForm(request.POST or None),
        act,
        title=_("New organisation"),
        submit=_("Write into the register"),
        cancel=reverse("network:list_organisations"),
        done=_("The organisation is in the register."),
    )


@require_http_methods(["GET", "POST"])
def edit_organisation(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Change the profile of an organisation."""
    organisation = queries.organisation_for(id)
    actions.check_keeper(request.user, organisation)
    names = ("mission_ar", "mission_fr", "founded_on", "receipt", "receipt_number", "receipt_on", "place")
    start = {name: getattr(organisation, name) for name in (*names, "bureau_renewed_on", "bureau_until")}
    start["parent"] = organisation.parent_id

    def act(data: dict[str, Any]) -> str:
        actions.edit_organisation(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return _page(id)

    return ask(
        request,
        forms.ProfileForm(request.POST or None, initial=start),
        act,
        title=_("Profile of %(name)s") % {"name": organisation},
        submit=_("Save"),
        cancel=_page(id),
        done=_("The profile is saved."),
    )


@require_http_methods(["GET", "POST"])
def rename_organisation(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Give an organisation another name from a day on."""
    organisation = queries.organisation_for(id)
    actions.check_keeper(request.user, organisation)

    def act(data: dict[str, Any]) -> str:
        actions.rename_organisation(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return _page(id)

    return ask(
        request,
        forms.RenameForm(request.POST or None),
        act,
        title=_("New name of %(name)s") % {"name": organisation},
        submit=_("Save"),
        cancel=_page(id),
        done=_("The new name is written. The earlier ones keep their periods."),
    )


@require_safe
def list_members(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Who works here, who did, who will; and what they declared. For its own people only."""
    organisation = queries.organisation_for(id)
    if not queries.works_here(organisation):
        check(request.user, Permission.MEMBERS_MANAGE, organisation)
    rows = queries.members_of(organisation, on=timezone.localdate())
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Roles by period"), listed.MEMBERS, rows)], page="network.sheet_members",
            organisation=organisation.pk, by=request.user, ids=sorted({row.user_id for row, _standing in rows}),
        )  # fmt: skip
    audit.record_access(
        page="network.members",
        ids=sorted({row.user_id for row, _standing in rows}),
        organisation=organisation.pk,
        by=request.user,
        at=timezone.now(),
    )
    context = {
        "organisation": organisation,
        "rows": rows,
        "interests": queries.interests_in(organisation),
        "may_manage": request.user.has_perm(Permission.MEMBERS_MANAGE, organisation),
        "invitable": {
            role.code
            for role in queries.roles_to_invite_to(request.user, organisation, on=timezone.localdate())
        },
    }
    return render(request, "network/list_members.html", context)


@require_http_methods(["GET", "POST"])
def end_role(request: SignedInRequest, id: UUID, membership: UUID) -> HttpResponse:
    """End a role on a day."""
    organisation = queries.organisation_for(id)
    check(request.user, Permission.MEMBERS_MANAGE, organisation)
    row = queries.membership_for(organisation, membership)
    back = reverse("network:list_members", args=[id])

    def act(data: dict[str, Any]) -> str:
        actions.end_role(membership=row, by=request.user, at=timezone.now(), **data)
        return back

    return ask(
        request,
        forms.EndRoleForm(request.POST or None, initial={"from_day": timezone.localdate()}),
        act,
        title=_("End the role of %(name)s") % {"name": row.user.display_name},
        submit=_("End the role"),
        cancel=back,
        done=_("The role ends. What was signed under it stays."),
        kind="danger",
    )


@require_http_methods(["GET", "POST"])
def declare_interest(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Declare one's own link to another body."""
    organisation = queries.organisation_for(id)
    back = reverse("network:list_members", args=[id])

    def act(data: dict[str, Any]) -> str:
        now = timezone.now()
        actions.declare_interest(
            organisation=organisation, on=timezone.localdate(now), by=request.user, at=now, **data
        )
        return back

    return ask(
        request,
        forms.DeclareForm(request.POST or None),
        act,
        title=_("Declare a link to another body"),
        submit=_("Declare"),
        cancel=back,
        done=_("Your declaration is written."),
    )
