"""Pages beside the desk: strange groups, how good the proposals are, the decisions as a file of codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twiza.platform.accounts.permissions import Permission
from twiza.registry import queries
from twiza.registry.views.lines import shown
from twiza.registry.views.places import working_in


@require_GET
def list_strange(request: HttpRequest) -> HttpResponse:
    """Groups of entries that are too many, or alike only in a chain; each with its pairs."""
    organisation = working_in(request, Permission.REGISTRY_MATCH)
    groups = queries.strange_groups(organisation)
    ids = {id for group in groups for person in group.people for id in (person.pk, person.household_id)}
    shown(request, "registry.strange", organisation, sorted(ids))
    return render(request, "registry/double_strange.html", {"organisation": organisation, "groups": groups})


@require_GET
def list_decisions(request: HttpRequest) -> HttpResponse:
    """What the decisions say: how many proposals are right, how many are missed, and other thresholds. Nobody's name."""
    organisation = working_in(request, Permission.REGISTRY_MATCH)
    words = {"organisation": organisation, "found": queries.labelled_set(organisation)}
    return render(request, "registry/double_decisions.html", words)


@require_GET
def download_decisions(request: HttpRequest) -> HttpResponse:
    """The decisions as a file of codes, without names."""
    organisation = working_in(request, Permission.REGISTRY_MATCH)
    response = HttpResponse(queries.decisions_file(organisation), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
