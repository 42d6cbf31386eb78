"""The page where an association's statutes are sent."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.network import actions, forms, queries
from twiza.network.views.asking import ask
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def keep_statutes(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Send the statutes of one's own organisation."""
    organisation = queries.organisation_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, organisation)
    page = reverse("network:show_organisation", args=[id])

    def act(data: dict[str, Any]) -> str:
        content = data["file"].read()
        actions.keep_statutes(organisation=organisation, content=content, by=request.user, at=timezone.now())
        return page

    return ask(
        request,
        forms.StatutesForm(request.POST or None, request.FILES or None),
        act,
        title=_("Statutes of %(name)s") % {"name": organisation},
        submit=_("Keep the file"),
        cancel=page,
        done=_("The statutes are kept."),
    )
