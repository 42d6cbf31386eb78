"""Pages by which a request is answered, or promised for a later day."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.places import key_of

CONTEST = gettext_lazy(
    "Tell this counter, by voice or on paper, that you do not agree. Whoever answers for the organisation looks at it again, and you get the day of that answer."
)


@require_http_methods(["GET", "POST"])
def postpone_answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Promise the answer for a later day, with the reason."""
    row = opened(request, id)
    form = forms.PostponeAnswer(request.POST or None)
    return answered(
        request,
        row,
        form,
        lambda data: actions.postpone_answer(
            request=row, until=data["until"], reason_code=data["reason"], by=request.user, at=timezone.now()
        ),
        title=_("Promise a later day"),
        submit=_("Promise this day"),
        hint=_("The person is told that it comes later than promised, and why."),
    )


@require_http_methods(["GET", "POST"])
def give_ticket(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give a numbered place in the queue of a centre: neither a name nor a reason."""
    row = opened(request, id)
    sites = queries.sites_of_door(row.organisation_id)
    form = forms.GiveTicket(request.POST or None, sites=sites, initial={"on": timezone.localdate()})
    return answered(
        request,
        row,
        form,
        lambda data: actions.give_ticket(
            request=row, site=UUID(data["site"]), on=data["on"], by=request.user, at=timezone.now()
        ),
        title=_("A ticket to be listened to"),
        submit=_("Give the ticket"),
        hint=_("The ticket has a number and a place. Nothing says why.")
        if sites
        else _(
            "This organisation has no site yet: add one on its page, or show the way to another organisation."
        ),
    )


@require_http_methods(["GET", "POST"])
def orient_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the way to another organisation or site, with the reason."""
    row = opened(request, id)
    form = forms.OrientRequest(request.POST or None, places=places_for(row))

    def act(data: dict[str, Any]) -> None:
        to, _colon, site = data["to"].partition(":")
        actions.orient_request(
            request=row,
            to=UUID(to),
            site=key_of(site),
            reason_code=data["reason"],
            words=data["words"],
            by=request.user,
            at=timezone.now(),
        )

    return answered(
        request,
        row,
        form,
        act,
        title=_("Show the way to somebody else"),
        submit=_("Answer with this way"),
        hint=_("Nothing of the request is sent to them: the person decides whether to go."),
    )


@require_http_methods(["GET", "POST"])
def answer_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answer with a reason, plain words and how to contest."""
    row = opened(request, id)
    form = forms.AnswerRequest(request.POST or None, initial={"contest": CONTEST})
    return answered(
        request,
        row,
        form,
        lambda data: actions.answer_request(
            request=row,
            reason_code=data["reason"],
            words=data["words"],
            contest=data["contest"],
            by=request.user,
            at=timezone.now(),
        ),
        title=_("A reasoned answer"),
        submit=_("Answer"),
        hint=_("A refusal without its reason, its words and a way to contest it is no answer."),
    )


@require_POST
def erase_words(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take away the free words of a request, because the person asks for it."""
    row = opened(request, id)
    actions.erase_request_words(request=row, reason_code="asked", by=request.user, at=timezone.now())
    messages.success(request, _("The free words are erased."))
    return redirect("registry:show_request", id)


def opened(request: HttpRequest, id: UUID) -> Any:
    """Return a request that this person may answer."""
    row = queries.request_for(request.user, id)
    check(request.user, Permission.REQUEST_ANSWER, row)
    return row


def places_for(row: Any) -> list[tuple[str, str]]:
    """Return where a request may be shown the way to: other organisations, and sites of ours that are not here."""
    own = [
        (f"{row.organisation_id}:{one.pk}", f"{row.organisation} · {one}")
        for one in queries.sites_of_door(row.organisation_id)
        if one.pk != row.site_id
    ]
    others = [
        (f"{one.pk}:", str(one))
        for one in network.organisations(all_of_them=True)[0]
        if one.pk != row.organisation_id
    ]
    return own + others


def answered(
    request: HttpRequest, row: Any, form: Any, act: Callable[[dict[str, Any]], Any], **words: Any
) -> HttpResponse:
    """Show a form; when it is right, do it and go to the paper. A refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_slip", row.pk)
    return render(request, "registry/request_answer.html", {"row": row, "form": form, **words})
