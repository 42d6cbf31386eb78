"""What waits for a person in the network: for the today page."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.network.models import Invitation, Membership, Organisation
from twiza.network.queries.agreements_waiting import ends_waiting, promises_waiting
from twiza.network.queries.memberships import organisations_where
from twiza.network.rules.reports import stage
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES

_ROLE_DAYS = 30


def waiting_for(user: User, *, at: datetime) -> list[Due]:
    """What the network asks: conventions, bureaus and roles that end, papers not used, factors not set up."""
    today = timezone.localdate(at)
    mine = organisations_where(user, Permission.ORGANISATION_EDIT, on=today)
    lines = ends_waiting(mine, on=today)
    lines += promises_waiting(organisations_where(user, Permission.CONVENTION_TELL, on=today), on=today)
    lines += [
        Due(
            _("Renew the bureau of %(name)s") % {"name": isolated(str(organisation))},
            reverse("network:show_organisation", args=[organisation.pk]),
            organisation.bureau_until,
            Level.CHANGED if stage(organisation.bureau_until, today=today) == "90" else Level.WAITING,
        )
        for organisation in mine
        if stage(organisation.bureau_until, today=today)  # 90 and 30 days before, and once it is over
    ]
    managed = organisations_where(user, Permission.MEMBERS_MANAGE, on=today)
    lines += [line for organisation in managed for line in _roles_ending(organisation, today)]
    lines += _invitations(user, managed, at)
    lines += _without_factor(managed, today)
    return lines + _register(user, mine, today)


def _roles_ending(organisation: Organisation, today: date) -> Iterable[Due]:
    ending = Membership.objects.filter(
        organisation=organisation,
        period__contains=today,
        period__endswith__lte=today + timedelta(days=_ROLE_DAYS),
    ).order_by("period__endswith")
    if ending:
        count = len(ending)
        yield Due(
            ngettext_lazy(
                "Prolong or end %(count)s role at %(name)s",
                "Prolong or end %(count)s roles at %(name)s",
                count,
            )
            % {"count": count, "name": isolated(str(organisation))},
            reverse("network:list_members", args=[organisation.pk]),
            ending[0].period.upper - timedelta(days=1),
        )


def _invitations(user: User, managed: list[Organisation], at: datetime) -> Iterable[Due]:
    """Papers of invitation not used: those that still open something are news, the others ask for a hand."""
    rows = (
        Invitation.objects.filter(Q(made_by=user) | Q(organisation__in=managed))
        .filter(accepted_at=None, cancelled_at=None, code__used_at=None, code__cancelled_at=None)
        .values("organisation_id")
        .annotate(
            open=Count("pk", filter=Q(code__expires_at__gte=at)),
            over=Count("pk", filter=Q(code__expires_at__lt=at)),
            until=Min("code__expires_at", filter=Q(code__expires_at__gte=at)),
        )
        .order_by("organisation_id")
    )
    if not (managed or user.has_perm(Permission.MEMBERS_MANAGE)):
        return
    for row in rows:
        page = reverse("network:list_invitations", args=[row["organisation_id"]])
        if row["over"]:
            yield Due(
                ngettext_lazy(
                    "Make %(count)s paper of invitation again, or cancel it: its time is over",
                    "Make %(count)s papers of invitation again, or cancel them: their time is over",
                    row["over"],
                )
                % {"count": row["over"]},
                page,
            )
        if row["open"]:
            yield Due(
                ngettext_lazy(
                    "%(count)s paper of invitation waits to be used",
                    "%(count)s papers of invitation wait to be used",
                    row["open"],
                )
                % {"count": row["open"]},
                page,
                row["until"],
                Level.CHANGED,
            )


def _without_factor(managed: list[Organisation], today: date) -> Iterable[Due]:
    """People whose role is not held without a second factor, and who have none yet."""
    needing = [role.code for role in ROLES.values() if role.needs_second_factor]
    rows = list(
        Membership.objects.filter(organisation__in=managed, period__contains=today, role__in=needing)
        .values_list("organisation_id", "user_id")
        .distinct()
    )
    lacking = accounts.without_second_factor(user for _where, user in rows)
    for organisation in managed:
        count = len({user for where, user in rows if where == organisation.pk and user in lacking})
        if count:
            yield Due(
                ngettext_lazy(
                    "Help %(count)s person at %(name)s to set up a second factor",
                    "Help %(count)s people at %(name)s to set up a second factor",
                    count,
                )
                % {"count": count, "name": isolated(str(organisation))},
                reverse("network:list_members", args=[organisation.pk]),
            )


def _register(user: User, mine: list[Organisation], today: date) -> list[Due]:
    """For whoever keeps the register: bodies whose bureau is over, beside their own."""
    if not user.has_perm(Permission.ORGANISATION_REGISTER):
        return []
    over = Organisation.objects.filter(bureau_until__lt=today).exclude(pk__in=[one.pk for one in mine])
    count = over.count()
    if not count:
        return []
    sentence = ngettext_lazy(
        "%(count)s association of the register has a bureau whose time is over",
        "%(count)s associations of the register have a bureau whose time is over",
        count,
    )
    return [Due(sentence % {"count": count}, reverse("network:list_organisations"), level=Level.CHANGED)]
