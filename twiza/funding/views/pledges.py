"""What was promised."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, knows_names, names_shown, organisation_here, page
from twiza.lib.errors import N_
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


def _page_of(pledge: Any) -> str:
    return reverse("funding:show_pledge", args=[pledge.pk])


@require_safe
def list_pledges(request: SignedInRequest) -> HttpResponse:
    """Pledges by the day on which they are expected."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    pledges = queries.pledges_of(organisation.pk, on=timezone.localdate())
    if wants_sheet(request):
        table = listed.pledged(named=knows_names(request, organisation.pk))
        return send_workbook(
            request, [Listed(N_("Pledges"), table, pledges)], page="funding.sheet_pledges",
            organisation=organisation.pk, by=request.user, ids=[one.pledge.pk for one in pledges],
        )  # fmt: skip
    names_shown(request, "funding.pledges", organisation.pk, [one.pledge.donor for one in pledges])
    return page(request, "list_pledges", organisation, pledges=pledges)


@require_safe
def show_pledge(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One pledge, what came of it, what may be done."""
    pledge = queries.pledge_for(request.user, id)
    names_shown(request, "funding.pledge", pledge.organisation_id, [pledge.donor])
    line = queries.pledge_line(pledge, on=timezone.localdate())
    store = (
        queries.at_the_store(request.user, pledge.organisation_id, pledge.pk)
        if pledge.kind == "goods"
        else None
    )
    return page(
        request,
        "show_pledge",
        pledge.organisation,
        line=line,
        pledge=pledge,
        store=store,
        may_see_goods=request.user.has_perm(Permission.STOCK_READ, pledge.organisation_id),
    )


@require_http_methods(["GET", "POST"])
def write_pledge(request: SignedInRequest) -> HttpResponse:
    """Write down a promise."""
    organisation = organisation_here(request, Permission.DONORS_KEEP)
    donors = queries.donors_to_choose(organisation.pk)
    names_shown(request, "funding.donors", organisation.pk, donors)

    def act(data: dict[str, Any]) -> str:
        return _page_of(actions.write_pledge(by=request.user, at=timezone.now(), **data))

    return ask(
        request,
        forms.PledgeForm(
            request.POST or None,
            donors=donors,
            restrictions=queries.restrictions_to_give(organisation.pk),
            campaigns=queries.campaigns_to_fund(request.user),
            initial={"donor": request.GET.get("donor", "")},
        ),
        act,
        title=_("New pledge"),
        submit=_("Save"),
        cancel=reverse("funding:list_pledges"),
        donor_first=not donors,
    )


@require_http_methods(["GET", "POST"])
def receive_pledge(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a pledge came, in whole or in part."""
    pledge = queries.pledge_for(request.user, id)
    to_come = queries.pledge_line(pledge, on=timezone.localdate()).to_come
    goods = pledge.kind == "goods"
    if goods and queries.at_the_store(request.user, pledge.organisation_id, pledge.pk).keeps:
        messages.info(request, _("Goods are counted in at the store, where they are looked at."))
        return redirect(_page_of(pledge))
    form: Any = (
        forms.ReceiveGoodsForm(request.POST or None, initial={"quantity": to_come.normalize()})
        if goods
        else forms.ReceiveMoneyForm(request.POST or None, initial={"amount": to_come})
    )

    def act(data: dict[str, Any]) -> str:
        common: dict[str, Any] = {"pledge": pledge, "by": request.user, "at": timezone.now()}
        if goods:
            gift = actions.receive_goods_pledge(**common, **data)
        else:
            gift = actions.record_gift(
                donor=pledge.donor,
                restriction=pledge.restriction,
                campaign=pledge.campaign,
                **common,
                **data,
            )
        return reverse("funding:show_gift", args=[gift.pk])

    return ask(
        request,
        form,
        act,
        title=_("What came of the pledge"),
        submit=_("Save"),
        cancel=_page_of(pledge),
        done=_("It is written. A receipt can be given."),
    )


@require_http_methods(["GET", "POST"])
def give_up_pledge(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a pledge will not be kept."""
    pledge = queries.pledge_for(request.user, id)

    def act(data: dict[str, Any]) -> None:
        actions.give_up_pledge(pledge=pledge, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.GiveUpForm(request.POST or None),
        act,
        title=_("The pledge is not kept"),
        lead=_("What came of it stays. The rest is no longer expected."),
        submit=_("Save"),
        cancel=_page_of(pledge),
        done=_("It is no longer expected."),
        kind="danger",
    )
