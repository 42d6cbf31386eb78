"""The page of the welcome table where a lost card is replaced."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.aid import actions, forms, queries
from twiza.aid.views.downloads import PDF, attachment
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def replace_card(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask two things of the household; when they are so, answer with the new card, made here and kept nowhere."""
    point = queries.point_for(request.user, id)
    form = forms.ReplaceCard(request.POST or None, zones=point.campaign.zones)
    may = queries.may_replace_card(request.user, point)
    if request.method == "POST" and form.is_valid():
        try:
            card = _replaced(request.user, point, form.cleaned_data)
            if card is not None:
                return _printed(card)
            form.add_error(
                None,
                _(
                    "What was said is not what the campaign knows of this household. Ask again calmly, or ask whoever brought it."
                ),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/replace_card.html", {"point": point, "form": form, "may": may})


def _replaced(user: Any, point: Any, asked: dict[str, Any]) -> actions.IssuedCard | None:
    now = timezone.now()
    return actions.replace_lost_card(
        entitlement=queries.right_at_table(user, point, asked["code"], at=now),
        said=actions.Said(asked["size"], asked["zone"]),
        reason_code=asked["reason_code"],
        by=user,
        at=now,
    )


def _printed(card: actions.IssuedCard) -> HttpResponse:
    pdf = actions.print_cards([card], get_language() or "ar", sheet=False)
    return attachment(pdf, "card.pdf", PDF)
