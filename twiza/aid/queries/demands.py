"""Demands for names, and what was replied."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import NameDemand
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import permissions_of


class NoSuchDemand(NotFound):
    code = "aid.no_such_demand"


def demands_of(user: Any) -> QuerySet[NameDemand]:
    """Return the demands made to the organisations where this user may know of them, the latest first."""
    mine = network.organisations_where(user, Permission.DEMANDS_RECORD, on=timezone.localdate())
    rows = NameDemand.objects.filter(organisation__in=[one.pk for one in mine])
    return rows.select_related("organisation", "campaign").order_by("-asked_on", "-number")[:200]


def demand_for(user: Any, id: UUID) -> NameDemand:
    """Return a demand made to an organisation where this user may know of it, or raise NoSuchDemand."""
    row = (
        NameDemand.objects.select_related(
            "organisation", "campaign__organisation", "recorded_by", "replied_by", "signed_by"
        )
        .filter(pk=id)
        .first()
    )
    if row is None or not user.has_perm(Permission.DEMANDS_RECORD, row):
        raise NoSuchDemand(_("There is no such demand."))
    return row


def waits_for_signature(demand: NameDemand) -> bool:
    """Say whether the reply gives something and only one person signed it: it is not printed yet."""
    return demand.replied_at is not None and bool(demand.gives) and demand.signed_at is None


def is_ready(demand: NameDemand) -> bool:
    """Say whether the reply can be printed and sent."""
    return demand.replied_at is not None and not waits_for_signature(demand)


def may_sign_reply(user: Any, demand: NameDemand) -> bool:
    """Say whether this user is expected to sign this reply second."""
    return bool(
        waits_for_signature(demand)
        and demand.replied_by_id != user.pk
        and user.has_perm(Permission.LEGAL_SIGN, demand)
    )


def who_answers(demand: NameDemand) -> list[Any]:
    """Return the members of the organisation who can answer a demand today: those in whose role it lies."""
    today = timezone.localdate()
    return [
        row.user
        for row, standing in network.members_of(demand.organisation, on=today)
        if standing == "now" and Permission.DEMANDS_ANSWER in permissions_of(row.role)
    ]


def demands_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the demands that this person is to reply to, or to sign, for the today page."""
    if not user.has_perm(Permission.DEMANDS_RECORD):
        return []
    found = []
    for row in demands_of(user):
        page = reverse("aid:show_demand", args=[row.pk])
        if row.replied_at is None and user.has_perm(Permission.DEMANDS_ANSWER, row):
            words = _("Reply to the demand for names of %(office)s") % {"office": isolated(row.office)}
            found.append(Due(words, page, row.due_on))
        elif row.replied_at is None and not who_answers(row):
            nobody = _("Find who answers for the organisation: nobody can reply to %(office)s")
            found.append(Due(nobody % {"office": isolated(row.office)}, page, row.due_on))
        elif may_sign_reply(user, row):
            words = _("Sign the reply to %(office)s as the second person") % {"office": isolated(row.office)}
            found.append(Due(words, page, row.due_on))
    return found
