"""What erasing a case reaches, until when a case is kept, and what remains of one that was erased."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, DateField, Func, Min, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, ErasureAsk, ErasureCertificate, TeamSeat
from twiza.cases.queries.cases import where_allowed
from twiza.lib.errors import NotFound
from twiza.lib.short_codes import read_code
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission

CERTIFICATE = 10  # characters of its number


class NoSuchCertificate(NotFound):
    code = "cases.no_such_certificate"


@dataclass(frozen=True)
class PastKeeping:
    """A case that rests for longer than it may be kept: ids only, its words are read by nobody here."""

    id: UUID
    organisation: UUID


def tables_reached() -> set[str]:
    """Return the tables from which erasing a case takes rows, as the database itself finds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_reached()")
        return {str(name) for (name,) in cursor.fetchall()}


def kept_until(case: Case, *, on: date) -> date | None:
    """Return the first day on which a case that rests is erased by itself; None while people work on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_kept_until(%s, %s)", [case.pk, on])
        until: date | None = cursor.fetchone()[0]
    return until


def cases_past_keeping(*, at: datetime) -> list[PastKeeping]:
    """Return the cases of all organisations whose time of keeping is over at a moment. Needs the purpose UPKEEP."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, organisation_id FROM cases_past_keeping(%s)", [timezone.localdate(at)])
        return [PastKeeping(*row) for row in cursor.fetchall()]


def counted_past_keeping(*, at: datetime) -> dict[UUID, int]:
    """Return organisation → how many of its cases would be erased at a moment. Needs the purpose UPKEEP."""
    return dict(Counter(one.organisation for one in cases_past_keeping(at=at)))


def case_is_there(id: UUID) -> bool:
    """Say whether a case is there, after a restore. Needs the purpose RESTORE and its organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_is_there(%s)", [id])
        return bool(cursor.fetchone()[0])


def erasure_asked(case: Case, *, at: datetime) -> ErasureAsk | None:
    """Return the first person's word that a case is to be erased, while it still counts; None otherwise."""
    return (
        ErasureAsk.objects.filter(case=case, at__gt=at - rules.COUNTS_AS_TWO)
        .select_related("by")
        .order_by("at")
        .first()
    )


def sits_for_good(case: Case, user: Any) -> bool:
    """Whether this user sits in the team without an end: an emergency entry is no second person."""
    lasting = TeamSeat.objects.filter(case=case, user=user, until__isnull=True)
    return lasting.exclude(kind=rules.Seat.BROKE_GLASS).exists()


def certificate_for(user: Any, typed: str, *, on: date) -> ErasureCertificate:
    """Return a certificate of an organisation in whose room this user works, by the number on the paper.

    Raises:
        NoSuchCertificate: mistyped, unknown, or elsewhere: the same answer.
    """
    number = read_code(typed, CERTIFICATE)
    allowed = where_allowed(user, Permission.CASE_WORK, on=on)
    found = ErasureCertificate.objects.filter(number=number, organisation_id__in=allowed).first()
    if not number or found is None:
        raise NoSuchCertificate(_("There is no certificate of ours with this number. Read it again."))
    return found


def _moved_by(limit: date, *, on: date) -> date:
    """Return the last day on which a case may have moved that is erased until `limit`; a day too many at most.

    Asked before the exact day, which reads every note of a case: nearly all cases moved later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (%s::date - make_interval(years => cases_number('case_retention_years', 5, %s)))::date + 1",
            [limit, on],
        )
        by: date = cursor.fetchone()[0]
    return by


def ending_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says: how many of one's cases are erased within thirty days, and by when."""
    today = timezone.localdate(at)
    allowed = where_allowed(user, Permission.CASE_WORK, on=today)
    if not allowed:
        return []
    until = Func("pk", Value(today), function="cases_kept_until", output_field=DateField())
    limit = today + timedelta(days=rules.KEEPING_TOLD.days)
    old = Q(moved_on__isnull=True) | Q(moved_on__lte=_moved_by(limit, on=today))
    mine = Case.objects.filter(old, organisation_id__in=allowed).annotate(until=until)
    soon = mine.filter(until__lte=limit)
    ending = soon.aggregate(number=Count("pk"), first=Min("until"))
    if not ending["number"]:
        return []
    words = _("Cases that are erased soon, for good: %(number)d. Open again what must stay.")
    return [Due(words % {"number": ending["number"]}, reverse("cases:list_cases"), ending["first"])]
