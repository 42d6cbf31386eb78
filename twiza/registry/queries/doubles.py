"""The desk of persons written twice, within one organisation: rows to compare, cases, runs, decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.lib.errors import NotFound
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission
from twiza.registry.models import Household, LinkRun, Pair, PairDecision, Person
from twiza.registry.queries.households import HouseholdLine, lines_of, where_reading
from twiza.registry.queries.possible import may_match
from twiza.registry.rules.doubles import DECIDED, State
from twiza.registry.rules.records import Record, record_of

PAGE = 20
SHOWN: dict[str, tuple[str, ...]] = {
    "open": (State.OPEN.value,),
    "ask": (State.ASK.value,),
    "decided": tuple(sorted(state.value for state in DECIDED)),
}
# A case is two households with all their pairs; the surest pair names it. Decided ones: the latest first.
CASES = """
SELECT least(left_household_id, right_household_id) AS one, greatest(left_household_id, right_household_id) AS other,
    {rank} AS rank, (array_agg(id ORDER BY weight DESC, id))[1] AS pair, count(*) AS pairs,
    bool_or(verdict = 'same') AS sure
FROM registry_pair WHERE organisation_id = %(organisation)s AND state = ANY (%(states)s::text[])
GROUP BY 1, 2
HAVING %(rank)s::float8 IS NULL OR ({rank}, least(left_household_id, right_household_id),
    greatest(left_household_id, right_household_id)) < (%(rank)s::float8, %(one)s::uuid, %(other)s::uuid)
ORDER BY rank DESC, one DESC, other DESC LIMIT %(limit)s
"""


class NoSuchCase(NotFound):
    code = "registry.no_such_case"


class NoSuchDecision(NotFound):
    code = "registry.no_such_decision"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a line of the list: both households, their heads, how many persons may be written twice."""

    pair: UUID
    one: HouseholdLine
    other: HouseholdLine
    pairs: int
    sure: bool

    @property
    def ids(self) -> list[UUID]:
        return [id for line in (self.one, self.other) for id in (line.id, line.head) if id]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of cases, and where to go on."""

    lines: list[CaseLine]
    next: str


def records_of(organisation: UUID) -> list[Record]:
    """Return the persons of one organisation as records to compare. Whoever only collects for others is left out."""
    found = []
    phones: dict[UUID, str] = {}
    rows = list(_compared(organisation))
    for row in sorted(rows, key=lambda one: one.relationship != "head"):
        if row.phone or row.second_phone:
            phones.setdefault(household_of(row), row.phone or row.second_phone)
    for row in rows:
        place = row.household.place
        found.append(
            record_of(
                id=row.pk,
                household=household_of(row),
                name_arabic=row.name_arabic,
                name_latin=row.name_latin,
                name_said=row.name_said,
                sex=row.sex,
                birth_on=row.birth_on,
                birth_precision=row.birth_precision,
                phone=row.phone,
                second_phone=row.second_phone,
                home_phone=phones.get(household_of(row), ""),
                place=(place.name_ar or place.name_fr) if place else row.household.place_words,
            )  # fmt: skip
        )
    return found


def _compared(organisation: UUID) -> Iterable[Person]:
    rows = Person.objects.filter(organisation_id=organisation, merged_into__isnull=True)
    rows = rows.exclude(relationship="trusted")
    return rows.select_related("household__place").order_by("pk")


def household_of(person: Person) -> UUID:
    """Return the household in which a person is read."""
    return person.household.merged_into_id or person.household_id


def last_run(organisation: UUID) -> LinkRun | None:
    """Return the latest search of this register, if there was one."""
    return LinkRun.objects.filter(organisation_id=organisation).select_related("by").order_by("-pk").first()


def cases_page(organisation: UUID, shown: str, *, after: str = "", limit: int = PAGE) -> CasePage:
    """Return one page of cases by keyset: the surest first, of decided ones the latest. None of a protected service."""
    if not may_match(organisation):
        return CasePage([], "")
    rank = "extract(epoch FROM max(changed_at))::float8" if shown == "decided" else "max(weight)"
    before = _key(after)
    values: dict[str, Any] = {
        "organisation": organisation,
        "states": list(SHOWN[shown]),
        "limit": limit + 1,
        "rank": before[0] if before else None,
        "one": before[1] if before else None,
        "other": before[2] if before else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(CASES.format(rank=rank), values)
        rows = cursor.fetchall()
    more, rows = len(rows) > limit, rows[:limit]
    lines = {line.id: line for line in _lines({id for row in rows for id in row[:2]})}
    found = [CaseLine(pair, lines[one], lines[other], n, sure) for one, other, _r, pair, n, sure in rows]
    last = rows[-1] if rows else None
    mark = "" if last is None else f"{last[2]!r}_{last[0]}_{last[1]}"
    return CasePage(found, mark if more else "")


def _key(after: str) -> tuple[float, UUID, UUID] | None:
    """Return where a page goes on; None when it is not said, or nonsense."""
    parts = after.split("_")
    try:
        return float(parts[0]), UUID(parts[1]), UUID(parts[2])
    except (IndexError, ValueError):
        return None


def _lines(households: set[UUID]) -> list[HouseholdLine]:
    return lines_of(Household.objects.filter(pk__in=households))


def pair_for(user: Any, id: UUID) -> Pair:
    """Return a pair of an organisation in which this user decides about them. Raises NoSuchCase."""
    rows = Pair.objects.select_related(
        "left", "right", "left_household__place", "right_household__place", "run"
    )
    pair = rows.filter(pk=id).first()
    if (
        pair is None
        or not user.has_perm(Permission.REGISTRY_MATCH, pair)
        or not may_match(pair.organisation_id)
    ):
        raise NoSuchCase(_("There is no such case."))
    return pair


def case_of(pair: Pair) -> list[Pair]:
    """Return the pairs of the same two households, the surest first; those no longer alike are left out."""
    homes = [pair.left_household_id, pair.right_household_id]
    rows = Pair.objects.filter(
        Q(left_household=homes[0], right_household=homes[1])
        | Q(left_household=homes[1], right_household=homes[0]),
        organisation_id=pair.organisation_id,
    ).exclude(state=State.GONE)
    return list(rows.select_related("left", "right", "run").order_by("-weight", "pk"))


def next_case(organisation: UUID) -> UUID | None:
    """Return the pair of the surest case that waits to be looked at."""
    page = cases_page(organisation, "open", limit=1)
    return page.lines[0].pair if page.lines else None


def decisions_of(pairs: Sequence[Pair]) -> list[PairDecision]:
    """Return what was decided about these pairs, the latest first."""
    rows = PairDecision.objects.filter(pair__in=pairs).select_related("by", "pair")
    return list(rows.order_by("-pk"))


def act_for(user: Any, act: UUID) -> list[PairDecision]:
    """Return the rows of one press of a button. Raises NoSuchDecision."""
    rows = list(PairDecision.objects.filter(act=act).select_related("pair").order_by("pk"))
    if not rows or not user.has_perm(Permission.REGISTRY_MATCH, rows[0]):
        raise NoSuchDecision(_("There is no such decision."))
    return rows


def doubles_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return, for the today page, that cases of persons written twice wait; one line for each organisation."""
    found = []
    for organisation in where_reading(user, Permission.REGISTRY_MATCH, on=timezone.localdate(at)):
        page = cases_page(organisation, State.OPEN)
        count = len(page.lines)
        if page.next:
            words: Any = _("Look at the families that may be written twice")
        else:
            words = ngettext(
                "Look at %(count)s family that may be written twice",
                "Look at %(count)s families that may be written twice",
                count,
            ) % {"count": count}
        if count:
            url = f"{reverse('registry:list_doubles')}?organisation={organisation}"
            found.append(Due(words, url))
    return found
