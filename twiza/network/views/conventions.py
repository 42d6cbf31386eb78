"""Conventions between organisations."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.network import actions, forms, queries
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


def _page(id: UUID) -> str:
    return reverse("network:show_convention", args=[id])


@require_safe
def list_conventions(request: SignedInRequest) -> HttpResponse:
    """The conventions of the reader's organisations."""
    today = timezone.localdate()
    mine = queries.my_organisations(request.user, on=today)
    context = {
        "lists": [(one, queries.conventions_of(one, on=today)) for one in mine],
        "may_sign": request.user.has_perm(Permission.ORGANISATION_EDIT),
    }
    return render(request, "network/list_conventions.html", context)


@require_safe
def show_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One convention with its parties, what they promise, its amendments, its end."""
    today = timezone.localdate()
    file = queries.convention_for(id, on=today)
    context = {
        "file": file,
        "sharing": queries.sharing_of(file.convention, request.user, on=today),
        "in_force": queries.in_force(file.convention, on=today),
        "may_write": file.convention.ended_on is None and _our_side(request, file) is not None,
    }
    return render(request, "network/show_convention.html", context)


@require_http_methods(["GET", "POST"])
def sign_convention(request: SignedInRequest) -> HttpResponse:
    """Write a convention into the register."""
    organisation = acting_organisation(request, Permission.ORGANISATION_EDIT)
    form = forms.ConventionForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        ours = actions.Party(organisation, data["our_role"])
        names = ("title", "number", "subject", "signed_on", "starts_on", "ends_on")
        convention = actions.sign_convention(
            organisation=organisation,
            parties=[ours, *(actions.Party(*one) for one in form.others())],
            by=request.user,
            at=timezone.now(),
            **{name: data[name] for name in names},
        )
        return _page(convention.pk)

    return ask(
        request,
        form,
        act,
        title=_("New convention of %(name)s") % {"name": organisation},
        submit=_("Write into the register"),
        cancel=reverse("network:list_conventions"),
        done=_("The convention is in the register. Its parties see it."),
    )


@require_http_methods(["GET", "POST"])
def promise(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write what a party promises."""
    file, side = _file(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.promise(
            convention=file.convention, organisation=side, by=request.user, at=timezone.now(), **data
        )
        return _page(id)

    return ask(
        request,
        forms.CommitmentForm(request.POST or None, parties=file.parties),
        act,
        title=_("What a party promises"),
        submit=_("Save"),
        cancel=_page(id),
        done=_("The commitment is written."),
    )


@require_http_methods(["GET", "POST"])
def amend_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write an amendment."""
    file, side = _file(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.amend_convention(
            convention=file.convention, organisation=side, by=request.user, at=timezone.now(), **data
        )
        return _page(id)

    return ask(
        request,
        forms.AmendForm(request.POST or None),
        act,
        title=_("Amendment"),
        submit=_("Save"),
        cancel=_page(id),
        done=_("The amendment is written."),
    )


@require_http_methods(["GET", "POST"])
def end_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a convention ended."""
    file, side = _file(request, id)

    def act(data: dict[str, Any]) -> str:
        actions.end_convention(
            convention=file.convention, organisation=side, by=request.user, at=timezone.now(), **data
        )
        return _page(id)

    return ask(
        request,
        forms.EndConventionForm(request.POST or None),
        act,
        title=_("End of the convention"),
        submit=_("End the convention"),
        cancel=_page(id),
        done=_("The convention has ended."),
        kind="danger",
    )


def _our_side(request: SignedInRequest, file: queries.ConventionFile) -> Any:
    mine = queries.organisations_where(request.user, Permission.ORGANISATION_EDIT, on=timezone.localdate())
    return next((one for one in mine if one.pk in file.convention.parties), None)


def _file(request: SignedInRequest, id: UUID) -> tuple[queries.ConventionFile, Any]:
    """Return the convention and the party in whose name the reader writes. Raises NoPermission."""
    file = queries.convention_for(id, on=timezone.localdate())
    side = _our_side(request, file)
    if side is None:
        check(request.user, Permission.ORGANISATION_EDIT, file.convention)
    return file, side
