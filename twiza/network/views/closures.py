"""Closing an institution: its plan, each resident's next place, the last day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.network import actions, forms, queries
from twiza.network.views.asking import ask
from twiza.network.views.institutions import page_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def plan_closure(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Plan a closing, with a place for each person who lives there."""
    institution = queries.institution_for(id)
    check(request.user, Permission.LICENCE_DECIDE, institution)

    known = queries.present_of(institution)
    counted = {"residents": int(known[0].value)} if known else None
    form = forms.ClosureForm(request.POST or None, initial=counted)

    def act(data: dict[str, Any]) -> str:
        actions.plan_closure(
            institution=institution, closes_on=data["closes_on"], reasons=data["reasons"], residents=data["residents"],
            places=form.places(), by=request.user, at=timezone.now(),
        )  # fmt: skip
        return page_of(id)

    return ask(
        request, form, act, template="web/ask_lines.html",
        title=_("Closing of %(name)s") % {"name": institution}, submit=_("Save the plan"), cancel=page_of(id),
        done=_("The plan is written. It closes behind the last resident."), kind="danger",
        lead=_("Nobody leaves before having a place elsewhere. Those of one age who go to one place are one line; no name is written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_resident(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Give a place to somebody who came after the plan was made."""
    institution = queries.institution_for(id)
    check(request.user, Permission.LICENCE_EXAMINE, institution)
    plan, _places = queries.closing_for(institution)

    def act(data: dict[str, Any]) -> str:
        actions.add_resident(plan=plan, by=request.user, at=timezone.now(), **data)
        return page_of(id)

    return ask(
        request, forms.ResidentForm(request.POST or None), act,
        title=_("Somebody more at %(name)s") % {"name": institution}, submit=_("Save"), cancel=page_of(id),
        done=_("This place is in the plan."), lead=_("Nobody leaves before having a place elsewhere."),
    )  # fmt: skip


@require_POST
def write_move(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a resident has reached the next place, today."""
    place = queries.relocation_for(id)
    actions.write_move(place=place, on=timezone.localdate(), by=request.user, at=timezone.now())
    return redirect(page_of(place.institution_id))


@require_POST
def close_institution(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Close an institution, today, behind its last resident."""
    institution = queries.institution_for(id)
    try:
        actions.close_institution(
            institution=institution, on=timezone.localdate(), by=request.user, at=timezone.now()
        )
        messages.success(request, _("The institution is closed."))
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect(page_of(id))
