"""What if pledges are not kept: how many baskets are missing."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.funding import forms, queries
from twiza.funding.views.asking import names_shown, organisation_here, page
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest


@require_safe
def simulate_shortage(request: SignedInRequest) -> HttpResponse:
    """Pledges to tick off, and the baskets that are missing without them. Nothing is written."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    campaigns = queries.campaigns_to_fund(request.user)
    asked = "target" in request.GET
    first = next(iter(campaigns), None)
    initial: dict[str, object] = {}
    if first and not asked:
        cost = queries.cost_of_basket(request.user, first.id)
        initial = {"campaign": str(first.id), "target": first.baskets, "unit_cost": cost or None}
    form = forms.ShortageForm(request.GET if asked else None, campaigns=campaigns, initial=initial)
    data = form.cleaned_data if asked and form.is_valid() else {}
    ids = {
        str(one.pledge.pk): one.pledge.pk
        for one in queries.pledges_of(organisation.pk, on=timezone.localdate())
    }
    found = queries.simulate_shortage(
        organisation.pk,
        campaign=data.get("campaign") or (first.id if first and not asked else None),
        target=data.get("target"),
        unit_cost=data.get("unit_cost"),
        not_kept={ids[key] for key in request.GET.getlist("not_kept") if key in ids},
        at=timezone.now(),
    )
    names_shown(
        request, "funding.pledges", organisation.pk, [one.pledge.donor for one, _counted in found.pledges]
    )
    return page(request, "simulate_shortage", organisation, form=form, found=found)
