"""What waits in the matter of grants, for the today page: of who gives them, and of who asks for them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.funding.models import (
    Grant,
    GrantConvention,
    GrantInterest,
    GrantReport,
    GrantReportLine,
    GrantScore,
    GrantTranche,
    OverfundingConsent,
    OverfundingNotice,
)
from twiza.funding.rules.grants import GrantState
from twiza.funding.rules.tranches import ReportState, Verdict
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats

_SOON = 7  # days before the day of a tranche
_REPORT = 30  # days before a report is due
_OVER = (GrantState.CLOSED, GrantState.ARCHIVED)


def grants_waiting_for(user: User, *, at: datetime) -> list[Due]:
    """Return files to look at, tranches to pay, reports to rule on; for who asks: papers, reports, answers that are due."""
    today = timezone.localdate(at)

    def where(permission: Permission) -> list[UUID]:
        if not user.has_perm(permission):
            return []
        return [one.pk for one in network.organisations_where(user, permission, on=today)]

    lines: list[Due] = []
    givers, deciders = where(Permission.GRANT_EXAMINE), where(Permission.GRANT_DECIDE)
    if givers:
        # who decides scores nothing
        scorers = [one for one in givers if one not in deciders]
        lines += _too_much(givers)
        lines += [*_to_look_at(givers), *_to_score(scorers, user), *_to_pay(givers, today), *_to_rule(givers)]
    if deciders:
        lines += [*_to_decide(deciders), *_to_sign(deciders)]
    if askers := where(Permission.GRANT_CLAIM):
        lines += _to_agree(askers)
        lines += [*_to_complete(askers), *_to_answer(askers), *_to_report(askers, today)]
    return lines


def _page(grants: list[UUID], listed: str) -> str:
    """The file when there is one, else the list."""
    return reverse("funding:show_grant", args=[grants[0]]) if len(grants) == 1 else reverse(listed)


def _line(
    sentence: Any, rows: QuerySet[Any], listed: str, *, grant: str = "grant", day: str = "", amount: str = ""
) -> Iterable[Due]:
    """One line for all of these rows: how many, where, and the first day. The sentence is plural by `count`, and says the `sum`."""
    sums = rows.aggregate(
        count=Count("pk"), **({"first": Min(day)} if day else {}), **({"sum": Sum(amount)} if amount else {})
    )
    if sums["count"]:
        grants = list(rows.order_by().values_list(grant, flat=True).distinct()[:2])
        yield Due(
            sentence % {"count": sums["count"], "sum": isolated(formats.money(sums.get("sum") or 0))},
            _page(grants, listed),
            sums.get("first"),
        )


def _to_look_at(organisations: list[UUID]) -> Iterable[Due]:
    rows = Grant.objects.filter(organisation__in=organisations, state=GrantState.APPLIED)
    return _line(
        ngettext_lazy("Look whether %(count)s file of a grant is complete", "Look whether %(count)s files of grants are complete", "count"),
        rows, "funding:list_grants", grant="pk",
    )  # fmt: skip


def _admissible(organisations: list[UUID], **scored: int) -> QuerySet[Grant]:
    """Files that wait for scores or for the decision, by how many people have scored them."""
    scorers = (
        GrantScore.objects.filter(grant=OuterRef("pk"))
        .order_by()
        .values("grant")
        .annotate(count=Count("scorer", distinct=True))
        .values("count")
    )
    rows = Grant.objects.filter(organisation__in=organisations, state=GrantState.ADMISSIBLE)
    return rows.annotate(scorers=Coalesce(Subquery(scorers), 0)).filter(**scored)


def _to_score(organisations: list[UUID], user: User) -> Iterable[Due]:
    linked = GrantInterest.objects.filter(grant=OuterRef("pk"), scorer=user, linked=True)
    scored = GrantScore.objects.filter(grant=OuterRef("pk"), scorer=user)
    rows = _admissible(organisations, scorers__lt=2).filter(~Exists(linked), ~Exists(scored))
    return _line(
        ngettext_lazy("Say your links and score %(count)s file of a grant", "Say your links and score %(count)s files of grants", "count"),
        rows, "funding:list_grants", grant="pk",
    )  # fmt: skip


def _to_pay(organisations: list[UUID], today: date) -> Iterable[Due]:
    """Tranches whose day comes and whose condition is met: the first, or behind an accepted report or an exception."""
    before = GrantReport.objects.filter(
        grant=OuterRef("grant"), number=OuterRef("number") - 1, state=ReportState.ACCEPTED
    )
    signed = GrantConvention.objects.filter(grant=OuterRef("grant"), funder_signed_at__isnull=False)
    rows = GrantTranche.objects.filter(
        Exists(signed),
        Q(number=1) | Exists(before) | Q(excused_with__isnull=False),
        organisation__in=organisations,
        paid_on__isnull=True,
        due_on__lte=today + timedelta(days=_SOON),
    ).exclude(grant__state__in=_OVER)
    return _line(
        ngettext_lazy("Pay %(count)s tranche of a grant: %(sum)s", "Pay %(count)s tranches of grants: %(sum)s", "count"),
        rows, "funding:list_grants", day="due_on", amount="amount",
    )  # fmt: skip


def _to_rule(organisations: list[UUID]) -> Iterable[Due]:
    asked = GrantReportLine.objects.filter(report=OuterRef("pk"), verdict=Verdict.PENDING)
    rows = GrantReport.objects.filter(Exists(asked), organisation__in=organisations, state=ReportState.SENT)
    return _line(
        ngettext_lazy("Rule on %(count)s report of a grant", "Rule on %(count)s reports of grants", "count"),
        rows, "funding:list_grants",
    )  # fmt: skip


def _to_decide(organisations: list[UUID]) -> Iterable[Due]:
    return _line(
        ngettext_lazy("Decide %(count)s file of a grant", "Decide %(count)s files of grants", "count"),
        _admissible(organisations, scorers__gte=2), "funding:list_grants", grant="pk",
    )  # fmt: skip


def _to_sign(organisations: list[UUID]) -> Iterable[Due]:
    rows = GrantConvention.objects.filter(
        organisation__in=organisations, grantee_signed_at__isnull=False, funder_signed_at__isnull=True
    )
    return _line(
        ngettext_lazy("Sign %(count)s convention of a grant that the association has signed", "Sign %(count)s conventions of grants that the associations have signed", "count"),
        rows, "funding:list_grants",
    )  # fmt: skip


def _too_much(organisations: list[UUID]) -> Iterable[Due]:
    """Headings of running grants that got more than they cost when it was told last."""
    newest = OverfundingNotice.objects.filter(organisation__in=organisations).exclude(grant__state__in=_OVER)
    newest = newest.order_by("heading", "-at", "-id").distinct("heading")
    rows = OverfundingNotice.objects.filter(pk__in=newest.values("pk"), charged__gt=F("cost"))
    return _line(
        ngettext_lazy("Speak with the association: %(count)s heading of a grant gets more than it costs", "Speak with the associations: %(count)s headings of grants get more than they cost", "count"),
        rows, "funding:list_grants",
    )  # fmt: skip


def _to_agree(organisations: list[UUID]) -> Iterable[Due]:
    rows = OverfundingConsent.objects.filter(
        grantee__in=organisations, agreed_at__isnull=True, ended_at__isnull=True
    )
    return _line(
        ngettext_lazy("Say whether the funder of %(count)s grant may be told when a heading gets more than it costs", "Say whether the funders of %(count)s grants may be told when a heading gets more than it costs", "count"),
        rows, "funding:list_claims",
    )  # fmt: skip


def _to_complete(organisations: list[UUID]) -> Iterable[Due]:
    rows = Grant.objects.filter(grantee__in=organisations, state=GrantState.INCOMPLETE)
    rows = rows.annotate(last=Max("looks__complete_by"))
    return _line(
        ngettext_lazy("Complete %(count)s file of a grant", "Complete %(count)s files of grants", "count"),
        rows, "funding:list_claims", grant="pk", day="last",
    )  # fmt: skip


def _to_answer(organisations: list[UUID]) -> Iterable[Due]:
    rows = GrantReportLine.objects.filter(grantee__in=organisations, verdict=Verdict.QUERIED)
    return _line(
        ngettext_lazy("Answer what the funder asks about %(count)s expense", "Answer what the funder asks about %(count)s expenses", "count"),
        rows, "funding:list_claims", grant="report__grant",
    )  # fmt: skip


def _to_report(organisations: list[UUID], today: date) -> Iterable[Due]:
    """Paid tranches without a report: before the next is due, or before the convention ends."""
    sent = GrantReport.objects.filter(grant=OuterRef("grant"), number=OuterRef("number"))
    later = GrantTranche.objects.filter(grant=OuterRef("grant"), number=OuterRef("number") + 1)
    over = GrantConvention.objects.filter(
        grant=OuterRef("grant"), ends_on__lte=today + timedelta(days=_REPORT)
    )
    rows = GrantTranche.objects.filter(
        Exists(over) | Exists(later.filter(due_on__lte=today + timedelta(days=_REPORT))),
        ~Exists(sent),
        grantee__in=organisations,
        paid_on__isnull=False,
    ).exclude(grant__state__in=_OVER)
    convention = GrantConvention.objects.filter(grant=OuterRef("grant"))
    rows = rows.annotate(
        next_on=Subquery(later.values("due_on")[:1]), ends_on=Subquery(convention.values("ends_on")[:1])
    )
    for tranche in rows.select_related("grant").order_by("paid_on", "pk")[:20]:
        due = min(tranche.next_on, tranche.ends_on) if tranche.next_on else tranche.ends_on
        yield Due(
            _("Report on tranche %(number)s of the grant %(code)s")
            % {"number": tranche.number, "code": isolated(tranche.grant.code)},
            reverse("funding:show_grant", args=[tranche.grant_id]),
            due,
        )
