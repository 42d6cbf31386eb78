"""What the pages of money share: whose money, one page that asks, a line in the log for each name that is shown."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.funding import queries
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit
from twiza.platform.web import asking, formats
from twiza.platform.web.fields import read_day

ask = partial(asking.ask, template="funding/ask.html")
ask_lines = partial(asking.ask, template="web/ask_lines.html")


def organisation_here(request: SignedInRequest, permission: Permission) -> Any:
    """Return the organisation in whose books the reader is: the one that `?of=` names, else their first. Raises NoPermission."""
    check(request.user, permission)
    mine = network.organisations_where(request.user, permission, on=timezone.localdate())
    return next((one for one in mine if str(one.pk) == request.GET.get("of")), mine[0])


def knows_names(request: SignedInRequest, organisation: UUID) -> bool:
    """Whether the reader sees donors by name."""
    return request.user.has_perm(Permission.DONORS_KEEP, organisation)


def names_shown(request: SignedInRequest, page: str, organisation: UUID, donors: Iterable[Any]) -> None:
    """Leave one line in the access log when the page shows donors by name."""
    ids = [one.pk for one in donors if one.name]
    if ids and knows_names(request, organisation):
        audit.record_access(page=page, ids=ids, organisation=organisation, by=request.user, at=timezone.now())


def page(request: SignedInRequest, template: str, organisation: Any, **context: Any) -> HttpResponse:
    """Render a page in the books of one organisation."""
    id = getattr(organisation, "pk", organisation)
    return render(
        request,
        f"funding/{template}.html",
        {
            "organisation": organisation,
            "named": knows_names(request, id),
            "may_keep": request.user.has_perm(Permission.MONEY_KEEP, id),
            "titles": queries.titles_of_campaigns(request.user),
            **context,
        },
    )


def warn_of_headings(request: SignedInRequest, headings: Iterable[Any], project: Any) -> None:
    """Say which headings now get more than they cost, from all funders together: it stays written, and may be undone."""
    for one in queries.overfunded_by(headings, project=project.pk if project else None):
        messages.warning(
            request,
            _(
                "“%(heading)s” gets %(charged)s of %(cost)s: more than it costs. Take one out, or speak with the funders; those with whom it is agreed read it now."
            )
            % {
                "heading": one.title,
                "charged": formats.money(one.charged),
                "cost": formats.money(one.cost),
            },
        )


def period_asked(request: SignedInRequest) -> tuple[date, date]:
    """Return the period that the address names with `first` and `through`, else this year up to today."""
    today = timezone.localdate()
    days = []
    for name, usual in (("first", today.replace(month=1, day=1)), ("through", today)):
        try:
            days.append(read_day(request.GET.get(name, ""), today=today))
        except ValueError:
            days.append(usual)
    return (days[0], max(days))
