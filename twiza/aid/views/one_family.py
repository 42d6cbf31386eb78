"""Families that one organisation brought under several codes, because their files were merged since."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twiza.aid import actions, queries
from twiza.lib.errors import DomainError
from twiza.lib.text import isolated
from twiza.platform.web.sentences import say


@require_POST
def withdraw_code(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back one of the codes of a family, before the list is frozen."""
    campaign = queries.campaign_for(request.user, id)
    code = request.POST.get("code", "")[:12]

    def act() -> str:
        nomination = queries.nomination_for(request.user, campaign, code)
        actions.withdraw_second_code(nomination=nomination, by=_user(request), at=timezone.now())
        return _("The code %(code)s was taken back.") % {"code": isolated(nomination.code)}

    return _done(request, id, act)


@require_POST
def tell_one_family(request: HttpRequest, id: UUID) -> HttpResponse:
    """Tell the desk of the campaign that several codes stand for one family."""
    campaign = queries.campaign_for(request.user, id)
    code = request.POST.get("code", "")[:12]

    def act() -> str:
        nomination = queries.nomination_for(request.user, campaign, code)
        actions.tell_one_family(nomination=nomination, by=_user(request), at=timezone.now())
        return _("The desk of the campaign was told. No basket is taken from anybody by it.")

    return _done(request, id, act)


@require_POST
def note_one_family(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say at the desk that a notice was dealt with."""
    notice = queries.notice_for(request.user, id)

    def act() -> str:
        actions.note_one_family(notice=notice, by=_user(request), at=timezone.now())
        return _("Noted.")

    return _done(request, notice.campaign_id, act)


def _done(request: HttpRequest, campaign: UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_campaign", campaign)


def _user(request: HttpRequest) -> Any:
    return request.user
