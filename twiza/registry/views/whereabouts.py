"""The page on which it is said that a household is still there, moved away or died."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.households import ids_of
from twiza.registry.views.lines import shown


@require_http_methods(["GET", "POST"])
def note_whereabouts(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a household is still there, moved away or died."""
    household = queries.household_for(request.user, id)
    form = forms.WhereaboutsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_whereabouts(
                household=household, said=form.cleaned_data["said"], by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_household", household.pk)
    shown(request, "registry.whereabouts", household.organisation_id, ids_of(household, []))
    return render(request, "registry/whereabouts_form.html", {"form": form, "household": household})
