"""Who came back: knocks at reception that are for a case of one's own. Nobody else's are ever found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from twiza.cases.models import Case, Knock, ReturnKey


@dataclass(frozen=True)
class KnockLine:
    """Somebody waits at reception and knows the word of this case.

    Attributes:
        number: of the ticket; None when reception gave none.
    """

    case: UUID
    number: int | None
    at: datetime


def knocks_for_me(organisation: UUID, *, at: datetime) -> list[KnockLine]:
    """Return the knocks of this day for cases whose team the asker is in, until the number is called."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Knock.objects.filter(organisation_id=organisation, at__gte=midnight, ticket__taken_at__isnull=True)
    lines = []
    for row in rows.select_related("ticket").order_by("at", "id"):
        keys = ReturnKey.objects.filter(organisation_id=organisation, digest__in=row.digests)
        number = row.ticket.number if row.ticket else None
        lines += [
            KnockLine(case, number, row.at) for case in sorted(set(keys.values_list("case", flat=True)))
        ]
    return lines


def ways_back(case: Case) -> list[str]:
    """Return by which kinds of thing she is found again: word, facts."""
    return list(ReturnKey.objects.filter(case=case).order_by("-kind").values_list("kind", flat=True))
