"""The life of an institution after its licence, for its page: visits and what they asked."""

from dataclasses import dataclass
from datetime import date

from twiza.network.models import Institution
from twiza.network.queries.inspections import VisitLine, visits_of


@dataclass(frozen=True)
class Life:
    """What happened to an institution, for a reader of its two bodies."""

    visits: list[VisitLine]


def life_of(institution: Institution, *, today: date) -> Life:
    """Return what the page of an institution shows of its life."""
    return Life(visits_of(institution))
