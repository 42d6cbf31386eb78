"""What waits for a person in the network: for the today page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.lib.today import Due
from twiza.network.models import Membership
from twiza.network.queries.conventions import ending_soon
from twiza.network.queries.memberships import organisations_where
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission

_CONVENTION_DAYS = 90
_ROLE_DAYS = 30


def waiting_for(user: User, *, at: datetime) -> list[Due]:
    """Conventions that end within 90 days, roles that end within 30, bureaus whose time is over."""
    today = timezone.localdate(at)
    mine = organisations_where(user, Permission.ORGANISATION_EDIT, on=today)
    lines = [
        Due(
            _("Decide what follows the convention “%(title)s”") % {"title": convention.title},
            reverse("network:show_convention", args=[convention.pk]),
            convention.period.upper - timedelta(days=1),
        )
        for convention in ending_soon(mine, on=today, days=_CONVENTION_DAYS)
    ]
    lines += [
        Due(
            _("Renew the bureau of %(name)s") % {"name": organisation},
            reverse("network:show_organisation", args=[organisation.pk]),
            organisation.bureau_until,
        )
        for organisation in mine
        if organisation.bureau_until and organisation.bureau_until <= today + timedelta(days=_ROLE_DAYS)
    ]
    for organisation in organisations_where(user, Permission.MEMBERS_MANAGE, on=today):
        ending = Membership.objects.filter(
            organisation=organisation,
            period__contains=today,
            period__endswith__lte=today + timedelta(days=_ROLE_DAYS),
        ).order_by("period__endswith")
        if ending:
            count = len(ending)
            lines.append(
                Due(
                    ngettext_lazy(
                        "Prolong or end %(count)s role at %(name)s",
                        "Prolong or end %(count)s roles at %(name)s",
                        count,
                    )
                    % {"count": count, "name": organisation},
                    reverse("network:list_members", args=[organisation.pk]),
                    ending[0].period.upper - timedelta(days=1),
                )
            )
    return lines
