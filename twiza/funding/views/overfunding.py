"""What funder and association agree to tell of a heading that gets more than it costs."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.funding import actions, forms, queries
from twiza.funding.views.asking import ask
from twiza.funding.views.grants import page_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest

BOTH = require_http_methods(["GET", "POST"])


@BOTH
def ask_to_be_told(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Ask the association to be told."""
    grant = queries.grant_for(request.user, id)
    check(request.user, Permission.GRANT_DECIDE, grant.organisation_id)

    def act(_data: dict[str, object]) -> str:
        actions.ask_to_be_told(grant=grant, by=request.user, at=timezone.now())
        return page_of(grant)

    return ask(
        request, forms.AgreeForm(request.POST or None), act,
        title=_("Ask to be told of a heading that gets too much"),
        lead=_("When all funders together pay more for a heading than it costs, the association tells you: the heading, its whole cost and what it got. Who the others are, it does not tell. Its president agrees first."),
        submit=_("Ask the association"), cancel=page_of(grant), done=_("The president of the association is asked."),
    )  # fmt: skip


@BOTH
def agree_to_tell(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Agree that the funder is told."""
    consent = queries.consent_for(request.user, id)
    check(request.user, Permission.GRANT_CLAIM, consent.grantee_id)

    def act(_data: dict[str, object]) -> str:
        actions.agree_to_tell(consent=consent, by=request.user, at=timezone.now())
        return page_of(consent.grant)

    return ask(
        request, forms.AgreeForm(request.POST or None), act,
        title=_("Agree that the funder is told"),
        lead=_("When all funders together pay more for a heading of this grant than it costs, this funder reads the heading, its whole cost and what it got: no other funder, no invoice, no name. You may end it on any day."),
        submit=_("We agree"), cancel=page_of(consent.grant), done=_("The funder is told from today on."),
    )  # fmt: skip


@BOTH
def end_telling(request: SignedInRequest, id: UUID) -> HttpResponse:
    """End it, from either side."""
    consent = queries.consent_for(request.user, id)
    if not request.user.has_perm(Permission.GRANT_DECIDE, consent.organisation_id):
        check(request.user, Permission.GRANT_CLAIM, consent.grantee_id)

    def act(_data: dict[str, object]) -> str:
        actions.end_telling(consent=consent, by=request.user, at=timezone.now())
        return page_of(consent.grant)

    return ask(
        request, forms.AgreeForm(request.POST or None), act,
        title=_("Stop telling the funder"),
        lead=_("Nothing more is told from today on. What was told stays on this page and in the log. It may be asked again."),
        submit=_("Stop"), cancel=page_of(consent.grant), done=_("Nothing more is told."), kind="danger",
    )  # fmt: skip
