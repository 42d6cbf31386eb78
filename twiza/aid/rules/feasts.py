"""Days on which offices are closed and nobody should be asked to come. Pure Python.

Fixed feasts have a day of the civil year; religious ones follow the months that people entered as announced. All are
proposals: a person enters them, and may take one away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    """What a day of the calendar is."""

    HOLIDAY = "holiday"  # of the civil year
    FEAST = "feast"  # of an announced month
    OTHER = "other"  # local: a moussem, a day of mourning


@dataclass(frozen=True)
class KnownDay:
    """A day proposed for the calendar, with its name in both languages."""

    on: date
    kind: DayKind
    name_ar: str
    name_fr: str


# (month, day) of the public holidays of Morocco
FIXED: tuple[tuple[int, int, str, str], ...] = (
    (1, 1, "رأس السنة الميلادية", "Jour de l'an"),
    (1, 11, "ذكرى تقديم وثيقة الاستقلال", "Manifeste de l'indépendance"),
    (1, 14, "رأس السنة الأمازيغية", "Jour de l'an amazigh"),
    (5, 1, "عيد الشغل", "Fête du travail"),
    (7, 30, "عيد العرش", "Fête du Trône"),
    (8, 14, "ذكرى استرجاع إقليم وادي الذهب", "Récupération de Oued Ed-Dahab"),
    (8, 20, "ذكرى ثورة الملك والشعب", "Révolution du Roi et du peuple"),
    (8, 21, "عيد الشباب", "Fête de la jeunesse"),
    (10, 31, "عيد الوحدة", "Fête de l'unité"),
    (11, 6, "ذكرى المسيرة الخضراء", "Marche verte"),
    (11, 18, "عيد الاستقلال", "Fête de l'indépendance"),
)
# Hijri month → (days after its first, names)
OF_MONTHS: dict[int, tuple[tuple[int, str, str], ...]] = {
    1: ((0, "فاتح محرم", "1er Moharram"),),
    3: (
        (11, "عيد المولد النبوي", "Aïd al-Mawlid"),
        (12, "عيد المولد النبوي، اليوم الثاني", "Aïd al-Mawlid, 2e jour"),
    ),
    10: ((0, "عيد الفطر", "Aïd al-Fitr"), (1, "عيد الفطر، اليوم الثاني", "Aïd al-Fitr, 2e jour")),
    12: ((9, "عيد الأضحى", "Aïd al-Adha"), (10, "عيد الأضحى، اليوم الثاني", "Aïd al-Adha, 2e jour")),
}


def known_days(year: int, announced: Mapping[tuple[int, int], date]) -> list[KnownDay]:
    """Return the days proposed for a civil year, by day.

    `announced`: {(Hijri year, month): first day} as people entered it; a month that nobody entered proposes nothing.
    """
    found = [KnownDay(date(year, month, day), DayKind.HOLIDAY, ar, fr) for month, day, ar, fr in FIXED]
    for (_hijri_year, month), first in announced.items():
        for after, ar, fr in OF_MONTHS.get(month, ()):
            on = first + timedelta(days=after)
            if on.year == year:
                found.append(KnownDay(on, DayKind.FEAST, ar, fr))
    return sorted(found, key=lambda one: (one.on, one.name_fr))
