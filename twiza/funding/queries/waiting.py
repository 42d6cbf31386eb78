"""What waits for a person in the matter of money: for the today page. Donors by code, never by name."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import PaymentOrder, Pledge, Restriction
from twiza.funding.queries.books import sums_of
from twiza.funding.queries.donors import cash_to_deposit
from twiza.funding.rules.payments import OrderState
from twiza.funding.rules.pledges import State
from twiza.funding.rules.restrictions import Kind, days_and_hours
from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats

_PLEDGE_DAYS = 7


def waiting_for(user: User, *, at: datetime) -> list[Due]:
    """Return pledges that are due, cash to deposit, payments to make, zakat al-fitr that waits for the prayer."""
    today = timezone.localdate(at)

    def where(permission: Permission) -> list[UUID]:
        if not user.has_perm(permission):
            return []  # most people have nothing to do with money: no question to the database
        return [one.pk for one in network.organisations_where(user, permission, on=today)]

    desks = where(Permission.DONORS_KEEP)
    lines: list[Due] = []
    if desks:
        lines += _pledges(desks, at)
    if payers := where(Permission.PAYMENT_MAKE):
        lines += _payments(payers)
    for organisation in where(Permission.MONEY_KEEP):
        lines += _cash(organisation)
    read = dict.fromkeys([*desks, *where(Permission.PAYMENT_ORDER)])
    return lines + (list(_zakat_al_fitr(list(read), at)) if read else [])


def _pledges(organisations: list[UUID], at: datetime) -> Iterable[Due]:
    soon = timezone.localdate(at) + timedelta(days=_PLEDGE_DAYS)
    due = Pledge.objects.filter(
        organisation__in=organisations, state__in=(State.OPEN, State.PARTLY), promised_on__lte=soon
    ).aggregate(count=Count("pk"), first=Min("promised_on"))
    if due["count"]:
        yield Due(
            ngettext_lazy(
                "Remind %(count)s donor of what was promised",
                "Remind the donors of %(count)s pledges of what was promised",
                due["count"],
            )
            % {"count": due["count"]},
            reverse("funding:list_pledges"),
            due["first"],
        )


def _payments(organisations: list[UUID]) -> Iterable[Due]:
    to_pay = PaymentOrder.objects.filter(organisation__in=organisations, state=OrderState.ORDERED)
    sums = to_pay.aggregate(count=Count("pk"), sum=Sum("amount"))
    if sums["count"]:
        yield Due(
            ngettext_lazy(
                "Make %(count)s payment that was ordered: %(sum)s",
                "Make %(count)s payments that were ordered: %(sum)s",
                sums["count"],
            )
            % {"count": sums["count"], "sum": isolated(formats.money(sums["sum"]))},
            reverse("funding:list_payments"),
        )


def _cash(organisation: UUID) -> Iterable[Due]:
    cash = cash_to_deposit(organisation)
    if cash:
        yield Due(
            _("Bring cash to the bank: %(sum)s")
            % {"sum": isolated(formats.money(sum(one.amount for one in cash)))},
            reverse("funding:deposit_cash"),
            cash[0].received_on + timedelta(days=2),
        )


def time_in_words(left: timedelta) -> str:
    """Say how long is left, in whole days and hours, in the language of the moment."""
    days, hours = days_and_hours(left)
    in_days = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    in_hours = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    if days and hours:
        return gettext("%(days)s and %(hours)s") % {"days": in_days, "hours": in_hours}
    return in_days if days else in_hours


def _zakat_al_fitr(organisations: list[UUID], at: datetime) -> Iterable[Due]:
    """What is left of zakat al-fitr goes out before the Eid prayer; who has not entered its time is asked to."""
    rows = Restriction.objects.filter(organisation__in=organisations, kind=Kind.ZAKAT_AL_FITR)
    for one in rows.order_by("opened_at"):
        left = sums_of(one).left
        if left <= 0:
            continue
        page, words = reverse("funding:show_restriction", args=[one.pk]), isolated(formats.money(left))
        if one.spend_before is None:
            yield Due(
                _(
                    "Enter the time of the Eid prayer, as it is expected: %(sum)s of zakat al-fitr waits for it"
                )
                % {"sum": words},
                page,
            )
        elif one.spend_before > at:
            yield Due(
                _("Spend zakat al-fitr before the Eid prayer: %(sum)s left, %(time)s to go")
                % {"sum": words, "time": time_in_words(one.spend_before - at)},
                page,
                one.spend_before,
            )
        else:
            yield Due(
                _("Zakat al-fitr was not all spent before the prayer: %(sum)s is left") % {"sum": words},
                page,
                one.spend_before,
                Level.LATE,
            )
