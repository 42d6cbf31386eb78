"""The register of one delegation as it stood on a day, in one statement whatever its size: for the picture of a province."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet

from twiza.network.models import (
    Convention,
    ConventionCommitment,
    Institution,
    Licence,
    LicenceDecision,
    LicenceFile,
    Membership,
    Organisation,
    Place,
    PublishedFigure,
    Site,
)
from twiza.network.queries.deliveries import promises_in
from twiza.network.queries.files import FileLine, clock_of
from twiza.network.queries.places import provinces_of_places
from twiza.network.rules.deliveries import Word
from twiza.network.rules.figures import Figure, Status
from twiza.network.rules.licences import WAITING, FileKind

FIRST = 200  # files looked at for their clock, in their order of arrival: those most at risk
_STATUSES = tuple(Status)

_REGISTER = """
WITH here AS (
    SELECT id, category, place_id, association_id, convention_id,
        opened_on IS NOT NULL AND opened_on <= %(on)s AS works
    FROM network_institution
    WHERE organisation_id = %(body)s AND (closed_on IS NULL OR closed_on > %(on)s)
), held AS (
    SELECT institution_id, max(capacity) AS capacity FROM network_licence
    WHERE organisation_id = %(body)s AND valid_from <= %(on)s AND (valid_until IS NULL OR valid_until >= %(on)s)
        AND (state = 'in_force' OR state_on > %(on)s)
    GROUP BY institution_id
), asked AS (
    SELECT DISTINCT institution_id FROM network_licencefile
    WHERE organisation_id = %(body)s AND kind <> 'off_premises'
        AND (opened_at AT TIME ZONE %(zone)s)::date <= %(on)s AND (decided_on IS NULL OR decided_on > %(on)s)
)
SELECT here.id, here.category, here.place_id, here.association_id, here.convention_id, here.works,
    held.institution_id IS NOT NULL, asked.institution_id IS NOT NULL, held.capacity,
    places.value, places.at_least, places.sure, people.value, people.at_least, people.sure, people.day
FROM here
LEFT JOIN held ON held.institution_id = here.id
LEFT JOIN asked ON asked.institution_id = here.id
"""
# of the newest day: the figure said of everybody, else the sum of the parts, each as it was written last
_NEWEST = """
LEFT JOIN LATERAL (
    SELECT coalesce(max(one.value) FILTER (WHERE one.whole), sum(one.value)) AS value,
        coalesce(bool_or(one.at_least) FILTER (WHERE one.whole), bool_or(one.at_least)) AS at_least,
        coalesce(min(one.sure) FILTER (WHERE one.whole), min(one.sure)) AS sure, max(one.day) AS day
    FROM (
        SELECT DISTINCT ON (f.sex, f.age) f.value, f.at_least, f."on" AS day, f.sex = '' AND f.age = '' AS whole,
            array_position(ARRAY['claimed', 'estimated', 'counted', 'verified'], f.status::text) AS sure
        FROM network_institutionfigure f
        WHERE f.institution_id = here.id AND f.subject = '{subject}' AND f."on" = (
            SELECT g."on" FROM network_institutionfigure g
            WHERE g.institution_id = here.id AND g.subject = '{subject}' AND g."on" <= %(on)s
            ORDER BY g."on" DESC LIMIT 1)
        ORDER BY f.sex, f.age, f.written_at DESC, f.id DESC
    ) one
) {name} ON {when}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One institution of a register on a day. `works`: it receives people; `place` may lie below a commune."""

    id: UUID
    category: str
    place: UUID | None
    association: UUID | None
    convention: UUID | None
    works: bool
    licensed: bool
    asked: bool  # a licence file is open
    capacity: Figure | None
    present: Figure | None
    present_on: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """One licence file that was decided: `days` from its filing to the decision; None when it was not filed here."""

    decision: LicenceDecision
    days: int | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is promised in a running convention for some days, by whom, and where it stands."""

    commitment: ConventionCommitment
    own: bool  # promised by the body that looks
    word: Word


def register_on(organisation: Organisation, *, on: date, people: bool = True) -> list[Entry]:
    """Return the institutions of a register that were not closed on a day.

    Args:
        people: with capacity and presence; without, the statement is much lighter.
    """
    figures = _NEWEST.format(subject="capacity", name="places", when="held.institution_id IS NULL")
    figures += _NEWEST.format(subject="present", name="people", when="true")
    if not people:
        figures = "".join(
            f" LEFT JOIN (SELECT NULL::int AS value, NULL::bool AS at_least, NULL::int AS sure, NULL::date AS day) {name} ON true"
            for name in ("places", "people")
        )
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER + figures, {"body": organisation.pk, "on": on, "zone": settings.TIME_ZONE})
        return [_entry(row) for row in cursor.fetchall()]


def _entry(row: tuple) -> Entry:  # type: ignore[type-arg]
    licensed = Figure(Decimal(row[8]), Status.VERIFIED) if row[8] is not None else None
    id, category, place, association, convention, works, held, asked = row[:8]
    return Entry(
        id, category, place, association, convention, works, held, asked,
        licensed or _figure(*row[9:12]), _figure(*row[12:15]), row[15],
    )  # fmt: skip


def _figure(value: int | None, at_least: bool | None, sure: int | None) -> Figure | None:
    if value is None or sure is None:
        return None
    return Figure(Decimal(value), _STATUSES[sure - 1], bool(at_least))


def province_of(organisation: Organisation) -> Place | None:
    """Return the province in which a body says that it stands, else that of its figures or sites; None: nobody says."""
    place = organisation.place
    if place is None:
        said = PublishedFigure.objects.filter(organisation=organisation, place__isnull=False)
        kept = Institution.objects.filter(organisation=organisation, place__isnull=False)
        row = said.select_related("place").order_by("-created_at").first() or (
            kept.select_related("place").order_by("created_at").first()
        )
        place = row.place if row else None
    return provinces_of_places([place]).get(place.pk) if place is not None else None


def communes_of(province: Place) -> list[tuple[Place, Place | None]]:
    """Return the communes of a province, each with its cercle, in the order of their official codes."""
    rows = Place.objects.filter(
        Q(parent=province) | Q(parent__parent=province), level__in=["commune"]
    ).select_related("parent")
    return [
        (one, one.parent if one.parent and one.parent.level == "cercle" else None)
        for one in rows.order_by("code")
    ]


def commune_of_each(places: Collection[UUID]) -> dict[UUID, UUID]:
    """Return place → the commune it is or lies in; what is wider than a commune is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE up (start, id, level, parent_id) AS (
                SELECT id, id, level, parent_id FROM network_place WHERE id = ANY (%s)
                UNION ALL
                SELECT up.start, p.id, p.level, p.parent_id FROM up JOIN network_place p ON p.id = up.parent_id
                WHERE up.level NOT IN ('commune', 'cercle', 'province', 'region')
            )
            SELECT start, id FROM up WHERE level = 'commune'
            """,
            [list(places)],
        )
        return dict(cursor.fetchall())


def sites_by_kind(province: Place, *, on: date) -> dict[str, int]:
    """Return kind → how many sites of the register stand in a province; refuges say no place and are in none."""
    within = Q(place=province)
    for steps in range(1, 5):
        within |= Q(**{"place__" + "__".join(["parent"] * steps): province})
    rows = Site.objects.filter(within, refuge=False).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))


def said_of_network(
    organisation: Organisation, subjects: Collection[str], *, on: date
) -> dict[str, PublishedFigure]:
    """Return subject → the figure that this body wrote down last about it, said until a day, of no single site."""
    rows = PublishedFigure.objects.filter(
        Q(stated_on__isnull=True) | Q(stated_on__lte=on),
        organisation=organisation,
        table__isnull=True,
        site__isnull=True,
        subject__in=list(subjects),
    ).order_by("subject", "-created_at", "-pk")
    return {row.subject: row for row in rows.distinct("subject")}


def files_at_risk(organisation: Organisation, *, today: date) -> tuple[list[FileLine], int]:
    """Return the first files of a delegation whose clock has begun, with their clock, and how many there are."""
    rows = LicenceFile.objects.filter(organisation=organisation, state__in=WAITING).exclude(
        kind=FileKind.OFF_PREMISES
    )
    shown = rows.select_related("institution", "regime", "association").prefetch_related("pauses")
    lines = []
    for file in shown.order_by("filed_on", "arrival")[:FIRST]:
        pauses = list(file.pauses.all())
        stands = next((one for one in pauses if one.until is None), None)
        lines.append(FileLine(file, clock_of(file, pauses, today=today), stands))
    return lines, rows.count()


def decided_between(organisation: Organisation, *, first: date, last: date) -> list[Decided]:
    """Return the licence files decided from one day to another, both included, in their order."""
    rows = LicenceDecision.objects.filter(
        organisation=organisation, decided_on__gte=first, decided_on__lte=last
    ).select_related("file__institution", "file__regime", "licence")
    return [
        Decided(row, (row.decided_on - row.file.filed_on).days if row.file.filed_on else None)
        for row in rows.order_by("decided_on", "pk")
    ]


def moves_between(organisation: Organisation, *, first: date, last: date) -> dict[str, int]:
    """Return what happened to a register from one day to another, both included, as counts by kind."""
    own = Institution.objects.filter(organisation=organisation)
    files = LicenceFile.objects.filter(organisation=organisation)
    days = (first, last)
    decided = LicenceDecision.objects.filter(organisation=organisation, decided_on__range=days)
    conventions = conventions_with(organisation)
    return {
        "opened": own.filter(opened_on__range=days).count(),
        "closed": own.filter(closed_on__range=days).count(),
        "filed": files.filter(filed_on__range=days).count(),
        "licensed": decided.filter(granted=True).count(),
        "refused": decided.filter(granted=False).count(),
        "signed": conventions.filter(signed_on__range=days).count(),
        "ended": conventions.filter(ended_on__range=days).count(),
    }


def licences_ending(organisation: Organisation, *, on: date, last: date) -> list[Licence]:
    """Return the licences in force whose last day comes until a day, the first to end first; at most FIRST."""
    rows = Licence.objects.filter(
        organisation=organisation, state="in_force", valid_until__gte=on, valid_until__lte=last
    )
    return list(rows.select_related("institution").order_by("valid_until", "pk")[:FIRST])


def office_ends_on(user: UUID, organisation: UUID, role: str, *, on: date) -> date | None:
    """Return the last day of a role that somebody holds now; None when it has no term, or is not held."""
    row = (
        Membership.objects.filter(
            user_id=user,
            organisation_id=organisation,
            role=role,
            period__contains=on,
            period__endswith__isnull=False,
        )
        .order_by("-period__endswith")
        .first()
    )
    return row.period.upper - timedelta(days=1) if row else None


def conventions_with(organisation: Organisation) -> QuerySet[Convention]:
    """Return the conventions to which a body is a party."""
    return Convention.objects.filter(parties__contains=[organisation.pk])


def running_conventions(organisation: Organisation, *, on: date) -> QuerySet[Convention]:
    """Return the conventions of a body that run on a day, those that end first at the head."""
    rows = conventions_with(organisation).filter(period__contains=on)
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by(
        "period__endswith", "number", "pk"
    )


def commitments_due(
    organisation: Organisation, *, first: date, last: date, covered_too: bool = False
) -> list[Overdue]:
    """Return what is promised in the running conventions of a body for the days from one to another, as it holds now.

    Args:
        covered_too: with what was delivered already; without, only what still waits.
    """
    rows = ConventionCommitment.objects.filter(
        convention__parties__contains=[organisation.pk],
        convention__ended_on__isnull=True,
        due_on__gte=first,
        due_on__lte=last,
    ).select_related("convention", "organisation")
    found = list(rows.order_by("due_on", "pk")[:FIRST])
    stand = {
        one.commitment.pk: one.tally
        for promises in promises_in({row.convention for row in found}, on=last).values()
        for one in promises
    }
    return [
        Overdue(row, row.organisation_id == organisation.pk, stand[row.pk].word)
        for row in found
        if covered_too or stand[row.pk].covered_on is None
    ]


def institutions_run_by(
    organisation: Organisation, associations: Collection[UUID], *, on: date
) -> dict[UUID, list[Institution]]:
    """Return association → the institutions of this register that it runs on a day, by name."""
    rows = Institution.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on),
        organisation=organisation,
        association_id__in=list(associations),
    ).order_by("name_ar", "name_fr")
    found: dict[UUID, list[Institution]] = {}
    for row in rows:
        if row.association_id:
            found.setdefault(row.association_id, []).append(row)
    return found


def safety_expired(organisation: Organisation, *, on: date) -> set[UUID]:
    """Return the working institutions of a register one of whose newest safety papers has run out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT i.id FROM network_institution i
            CROSS JOIN (VALUES ('safety'), ('hygiene')) AS kind (code)
            CROSS JOIN LATERAL (
                SELECT p.expires_on FROM network_institutionpaper p
                WHERE p.institution_id = i.id AND p.code = kind.code
                ORDER BY p.written_at DESC, p.id DESC LIMIT 1
            ) newest
            WHERE i.organisation_id = %s AND i.opened_on <= %s AND (i.closed_on IS NULL OR i.closed_on > %s)
                AND newest.expires_on < %s
            """,
            [organisation.pk, on, on, on],
        )
        return {row[0] for row in cursor.fetchall()}
