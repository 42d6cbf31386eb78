"""What came of the promises of a convention: said, confirmed or disputed, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.network import actions, forms, queries
from twiza.network.views.asking import ask
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


def _page(id: UUID) -> str:
    return reverse("network:show_convention", args=[id])


def _speaks_for(request: SignedInRequest) -> list[Any]:
    return queries.organisations_where(request.user, Permission.CONVENTION_TELL, on=timezone.localdate())


@require_http_methods(["GET", "POST"])
def tell_delivery(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Say what was delivered of a promise of one's own body; `?promise=` chooses one beforehand."""
    today = timezone.localdate()
    file = queries.convention_for(id, on=today)
    ours = {one.pk for one in _speaks_for(request)}
    sides = queries.sides_of(file, on=today)
    if not ours & set(file.convention.parties):
        check(request.user, Permission.CONVENTION_TELL, file.convention)
    promises = [one for side in sides if side.organisation.pk in ours for one in side.promises]
    form = forms.DeliveryForm(
        request.POST or None,
        promises=promises,
        initial={"promise": request.GET.get("promise", ""), "on": today},
    )

    def act(data: dict[str, Any]) -> str:
        actions.tell_delivery(
            commitment=data.pop("promise").commitment, by=request.user, at=timezone.now(),
            **{name: data[name] for name in ("on", "amount", "words", "whole", "reference", "folder")},
        )  # fmt: skip
        return _page(id)

    return ask(
        request, form, act,
        title=_("What was delivered"),
        lead="" if promises else _("Your body promised nothing in this convention yet. Write its promise first, on the page of the convention."),
        submit=_("Say it"),
        cancel=_page(id),
        done=_("It is said. The other side confirms or disputes it."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rule_on_delivery(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Confirm or dispute what another party says it delivered."""
    delivery = queries.delivery_for(id)
    side = next(
        (one for one in _speaks_for(request) if one.pk in delivery.parties and one.pk != delivery.organisation_id),
        delivery.organisation,
    )  # fmt: skip
    check(request.user, Permission.CONVENTION_TELL, side)

    def act(data: dict[str, Any]) -> str:
        actions.rule_on_delivery(
            delivery=delivery, organisation=side, by=request.user, at=timezone.now(), **data
        )
        return _page(delivery.convention_id)

    return ask(
        request, forms.RuleForm(request.POST or None), act,
        title=_("Was it received?"),
        submit=_("Give our word"),
        cancel=_page(delivery.convention_id),
        done=_("Your word stands beside the delivery: every party reads it."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_back_delivery(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take back what one's own body said by mistake."""
    delivery = queries.delivery_for(id)
    check(request.user, Permission.CONVENTION_TELL, delivery.organisation_id)

    def act(data: dict[str, Any]) -> str:
        actions.take_back_delivery(delivery=delivery, by=request.user, at=timezone.now(), **data)
        return _page(delivery.convention_id)

    return ask(
        request, forms.TakeBackForm(request.POST or None), act,
        title=_("Take a delivery back"),
        submit=_("Take it back"),
        cancel=_page(delivery.convention_id),
        done=_("It is taken back: it stays to be read and counts no more."),
        kind="danger",
    )  # fmt: skip
