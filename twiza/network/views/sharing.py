"""Signing that families may be compared with those of the other parties, and taking it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.network import actions, queries
from twiza.network.views.asking import ask
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def sign_sharing(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Sign for the own organisation; whoever signs has just signed in again."""
    convention, side = _side(request, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))

    def act(_data: dict[str, Any]) -> str:
        actions.sign_sharing(convention=convention, organisation=side, by=request.user, at=timezone.now())
        return _page(id)

    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        act,
        title=_("Let families be compared"),
        submit=_("Sign for %(name)s") % {"name": side},
        cancel=_page(id),
        done=_("Signed. Families are compared only with those of parties that signed too."),
        template="network/sign_sharing.html",
        convention=convention,
        side=side,
    )


@require_http_methods(["GET", "POST"])
def end_sharing(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take the signature of the own organisation back."""
    convention, side = _side(request, id)

    def act(_data: dict[str, Any]) -> str:
        actions.end_sharing(convention=convention, organisation=side, by=request.user, at=timezone.now())
        return _page(id)

    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        act,
        title=_("No longer let families be compared"),
        lead=_("From now on families of your organisation are compared with nobody else's."),
        submit=_("Take the signature back"),
        cancel=_page(id),
        done=_("Taken back. Nothing more is compared."),
        kind="danger",
    )


def _side(request: SignedInRequest, id: UUID) -> tuple[Any, Any]:
    """Return the convention and the party for which the reader signs. Raises NoPermission."""
    today = timezone.localdate()
    convention = queries.convention_for(id, on=today).convention
    mine = queries.organisations_where(request.user, Permission.MATCHING_AGREE, on=today)
    side = next((one for one in mine if one.pk in convention.parties), None)
    if side is None:
        check(request.user, Permission.MATCHING_AGREE, convention)
    return convention, side


def _page(id: UUID) -> str:
    return reverse("network:show_convention", args=[id])
