"""The page that makes a request of the counter a nomination."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.aid import actions, forms, queries
from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.web.sentences import say
from twiza.registry import actions as registry
from twiza.registry import queries as registry_queries
from twiza.registry.rules.people import PersonData


@require_http_methods(["GET", "POST"])
def nominate_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a request forward: choose the household of the register, or register one by a name, or by none."""
    row = registry_queries.request_for(request.user, id)
    check(request.user, Permission.HOUSEHOLD_NOMINATE, row)
    check(request.user, Permission.REGISTRY_WRITE, row)
    campaigns = queries.campaigns_taking_names(request.user, row.organisation_id)
    form = forms.NominateRequest(request.POST or None, campaigns=campaigns, initial={"size": row.size})
    words: dict[str, Any] = {"form": form, "row": row, "campaigns": campaigns}
    if request.method == "POST" and form.is_valid():
        try:
            if _ask_first(request, row, form.cleaned_data, words):
                form.add_error(
                    None,
                    _(
                        "First look: is it one of the people shown below? If it is, write the code. If not, tick the box."
                    ),
                )
            else:
                _put_forward(request, row, form, campaigns)
                return redirect("registry:show_slip", row.pk)
        except registry_queries.NoSuchHousehold as refusal:
            form.add_error("code", say(refusal))
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/nominate_request.html", words)


def _put_forward(request: HttpRequest, row: Any, form: forms.NominateRequest, campaigns: list[Any]) -> None:
    campaign, zone = form.chosen(campaigns)
    data = form.cleaned_data
    household = (
        registry_queries.household_by_code(row.organisation_id, data["code"]) if data["code"] else None
    )
    person = PersonData(name_said=data["name"]) if data["name"] and household is None else None
    actions.nominate_request(
        request=row,
        campaign=campaign,
        asked=actions.Asked(zone, data["size"], household, person),
        by=_user(request),
        at=timezone.now(),
    )


def _ask_first(request: HttpRequest, row: Any, data: dict[str, Any], words: dict[str, Any]) -> bool:
    """Say whether somebody of the register may be the one named, and nobody said yet that it is not so."""
    if not data["name"] or data["code"]:
        return False
    now = timezone.now()
    try:
        registry.count_look(organisation=row.organisation_id, by=request.user, at=now)
    except registry.TooManyLooks:
        return False  # help does not wait for a limit
    found = registry_queries.possible_matches(row.organisation_id, PersonData(name_said=data["name"]))
    ids = [id for one in found for id in (one.line.id, one.person)]
    audit.record_access(
        page="registry.possible", ids=ids, organisation=row.organisation_id, by=request.user, at=now
    )
    words["possible"] = found
    return bool(found) and "somebody_else" not in request.POST


def _user(request: HttpRequest) -> Any:
    return request.user
