"""Ten delegations with their institutions and grants, loaded set-based by the owner with triggers and constraints on.

People, the regimes of the law, the first institution and the first grant are made by the actions; the loaded rows are
compared with theirs. Used by the measures `institutions` and `grants`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg

from bench.report import Result, percentile

TARGET_SECONDS = 0.150
READINGS = 40
AT = datetime(2026, 1, 12, 10, 0, tzinfo=UTC)
SINCE = date(2015, 1, 1)
PROVINCE = "05.301"
MAD = "MAD"


@dataclass
class Land:
    """Delegations, their officer and delegate, the regime, and the association that is looked at from inside."""

    delegations: list[Any]
    officers: list[Any]
    second: Any
    delegate: Any
    president: Any
    regime: Any
    each: int

    @property
    def here(self) -> Any:
        """The delegation whose pages are measured."""
        return self.delegations[0]


def land_of(delegations: int, each: int) -> Land:
    """Register delegations with an officer each; the first has a second officer and its delegate."""
    from twiza.network import actions as network
    from twiza.network import queries
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    def person(name: str, role: str, where: Any) -> Any:
        user = accounts.create_account(
            username=f"bench-{name}", display_name=name, password=None, by=None, at=AT
        )
        network.give_role(
            organisation=where, user=user, role=role, starts_on=SINCE, ends_on=None, by=None, at=AT
        )
        return user

    network.load_territory(at=AT)
    network.load_regimes(at=AT)
    with acting_as(None, purpose=Purpose.SETUP):
        bodies = [
            network.register_organisation(
                kind="provincial_unit", name_ar=f"مندوبية {n}", name_fr=f"Délégation {n}", by=None, at=AT
            )
            for n in range(delegations)
        ]
        officers = [person(f"officer{n}", "licensing_grants_officer", one) for n, one in enumerate(bodies)]
        second = person("second", "licensing_grants_officer", bodies[0])
        delegate = person("delegate", "provincial_delegate", bodies[0])
        regime = next(one for one in queries.regimes_for(bodies[0], on=AT.date()) if one.code == "65-15")
        ours = network.register_organisation(
            kind="association", name_ar="جمعية القياس", name_fr="Association mesurée", by=None, at=AT
        )
        president = person("president", "association_president", ours)
    return Land(bodies, officers, second, delegate, president, regime, each)


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Work as the owner past the policies, those of the history too; triggers and constraints stay on."""
    from twiza.config.database import owner_connection_parameters

    with psycopg.connect(**owner_connection_parameters()) as connection:
        forced = connection.execute(
            "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname ~ '^(network|funding)_' ORDER BY 1"
        ).fetchall()
        for (table,) in forced:
            connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        connection.commit()
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            for (table,) in forced:
                connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")


# One association per institution; a third of the files is decided, a tenth is under way in each of its states
INSTITUTIONS = """
CREATE TEMPORARY TABLE bench_house AS
SELECT uuidv7() AS id, uuidv7() AS association, d.id AS organisation, d.officer, n,
       row_number() OVER () AS number, p.id AS place
FROM bench_delegation d CROSS JOIN generate_series(1, %(each)s) n
JOIN bench_place p ON p.number = n %% (SELECT count(*) FROM bench_place);

INSERT INTO network_organisation (id, kind, name_ar, name_fr, protected, created_at, mission_ar, mission_fr, receipt, receipt_number)
SELECT association, 'association', 'جمعية دار الطالبة ' || number, 'Association du foyer ' || number, false, %(at)s, '', '', '', ''
FROM bench_house;
INSERT INTO network_organisationname (id, organisation_id, name_ar, name_fr, period, created_at)
SELECT uuidv7(), association, 'جمعية دار الطالبة ' || number, 'Association du foyer ' || number, daterange('2015-01-01', NULL), %(at)s
FROM bench_house;
INSERT INTO network_institution (id, organisation_id, association_id, category, name_ar, name_fr, place_id, opened_on, source, created_at)
SELECT id, organisation, association, (ARRAY['dar_talib', 'children', 'women', 'elderly', 'disability'])[1 + n %% 5],
       'دار الطالبة ' || number, 'Foyer ' || number, place, date '2015-09-01', 'Liste de la délégation', %(at)s
FROM bench_house;
INSERT INTO network_institutionfigure (id, institution_id, organisation_id, subject, sex, age, post, "on", value, at_least, status, source, written_by_id, written_at)
SELECT uuidv7(), h.id, h.organisation, 'present', sex, '', '', date '2016-03-01' + half * 182, 15 + (n * 7 + half) %% 20, false, 'counted',
       'Appel du soir', h.officer, %(at)s
FROM bench_house h CROSS JOIN generate_series(0, 19) half CROSS JOIN (VALUES ('f'), ('m')) AS s (sex);
INSERT INTO network_institutionfigure (id, institution_id, organisation_id, subject, sex, age, post, "on", value, at_least, status, source, written_by_id, written_at)
SELECT uuidv7(), h.id, h.organisation, subject, '', '', post, date '2025-09-01', 2, false, 'counted', 'Rapport', h.officer, %(at)s
FROM bench_house h CROSS JOIN (VALUES ('posts'), ('filled')) AS s (subject) CROSS JOIN (VALUES ('educator'), ('kitchen')) AS p (post);
INSERT INTO network_institutionmandate (id, institution_id, organisation_id, office, holder, paper, period, created_at)
SELECT uuidv7(), h.id, h.organisation, office, 'Personne inventée', 'PV ' || turn, daterange(date '2016-01-01' + turn * 1300, date '2016-01-01' + (turn + 1) * 1300), %(at)s
FROM bench_house h CROSS JOIN generate_series(0, 2) turn CROSS JOIN (VALUES ('director'), ('committee')) AS o (office);
INSERT INTO network_institutionpaper (id, institution_id, organisation_id, code, reference, issued_on, expires_on, folder, written_by_id, written_at)
SELECT uuidv7(), h.id, h.organisation, code, '', date '2025-06-01', CASE WHEN code IN ('safety', 'hygiene') THEN date '2026-06-01' + n %% 200 - 250 END, 'A-' || n, h.officer, %(at)s
FROM bench_house h CROSS JOIN unnest(%(papers)s::text[]) code;
INSERT INTO network_licence (id, institution_id, organisation_id, association_id, regime_id, number, category, capacity, cells, conditions, valid_from, state, state_words, source, created_by_id, created_at)
SELECT uuidv7(), h.id, h.organisation, h.association, %(regime)s, n || '/2019', 'dar_talib', 40, '[["f", "12-14", 25], ["f", "15-17", 15]]', '', date '2019-05-01', 'in_force', '', 'Copie', h.officer, %(at)s
FROM bench_house h WHERE n %% 10 <> 0;
INSERT INTO network_licencefile (id, institution_id, organisation_id, association_id, regime_id, kind, state, capacity_asked, audience, missing, opened_by_id, opened_at)
SELECT uuidv7(), h.id, h.organisation, h.association, %(regime)s, CASE WHEN n %% 10 = 0 THEN 'opening' ELSE 'renewal' END, 'idea', 40, '', '[]', h.officer, %(at)s - make_interval(days => 400 - n %% 300)
FROM bench_house h WHERE n %% 3 = 0 OR n %% 10 = 0;
UPDATE network_licencefile SET state = 'file_open';
CREATE TEMPORARY TABLE bench_file AS
SELECT f.id, f.organisation_id, f.institution_id, f.opened_by_id, row_number() OVER (PARTITION BY f.organisation_id ORDER BY f.opened_at, f.id) AS turn,
       count(*) OVER (PARTITION BY f.organisation_id) AS of FROM network_licencefile f;
UPDATE network_licencefile f SET state = 'incomplete', missing = '["safety", "rules"]' FROM bench_file b WHERE b.id = f.id AND b.turn > b.of * 0.95;
UPDATE network_licencefile f SET state = 'receipted', arrival = b.turn, filed_on = date '2026-01-05' FROM bench_file b WHERE b.id = f.id AND b.turn <= b.of * 0.9;
UPDATE network_licencefile f SET state = 'under_review', visit_on = date '2026-01-08' FROM bench_file b WHERE b.id = f.id AND b.turn <= b.of * 0.85;
INSERT INTO network_licencevisit (id, file_id, organisation_id, "on", present, held, answers, measures, places, words)
SELECT uuidv7(), id, organisation_id, date '2026-01-08', '{authority,entraide,health,civil_protection}', true, '{"water": true}', '{"sleeping": "180", "dining": "60"}', 45, '' FROM bench_file WHERE turn <= of * 0.8;
UPDATE network_licencefile f SET state = 'visited' FROM bench_file b WHERE b.id = f.id AND b.turn <= b.of * 0.8;
INSERT INTO network_licenceopinion (id, file_id, organisation_id, body, verdict, reasons, given_on)
SELECT uuidv7(), id, organisation_id, body, 'yes', 'Vu sur place', date '2026-01-09' FROM bench_file CROSS JOIN unnest('{authority,entraide,health,civil_protection}'::text[]) body WHERE turn <= of * 0.75;
INSERT INTO network_licencedecision (id, file_id, organisation_id, granted, reasons, appeal_until, out_of_order, against, ordered_by, ordered_why, decided_by_id, decided_on, decided_at)
SELECT uuidv7(), id, organisation_id, false, 'Une seule issue', date '2026-03-10', false, false, '', '', opened_by_id, date '2026-01-10', %(at)s FROM bench_file WHERE turn <= of * 0.7;
UPDATE network_licencefile f SET state = 'refused', decided_on = date '2026-01-10' FROM bench_file b WHERE b.id = f.id AND b.turn <= b.of * 0.7;
INSERT INTO network_licencemail (id, file_id, organisation_id, direction, kind, year, number, "on", lists, by_id, at)
SELECT uuidv7(), id, organisation_id, 'in', 'filing', 2026, turn, date '2026-01-05', '[]', opened_by_id, %(at)s FROM bench_file WHERE turn <= of * 0.9;
"""


def load_register(land: Land) -> int:
    """Load the institutions of every delegation with ten years of what is written about them; return how many."""
    from twiza.network.rules.regimes_given import GIVEN

    papers = [line[0] for line in GIVEN[1].content["papers"]]
    with owner() as connection:
        connection.execute("CREATE TEMPORARY TABLE bench_delegation (id uuid, officer uuid)")
        with connection.cursor() as cursor, cursor.copy("COPY bench_delegation FROM STDIN") as copy:
            for one, user in zip(land.delegations, land.officers, strict=True):
                copy.write_row((one.pk, user.pk))
        connection.execute(
            "CREATE TEMPORARY TABLE bench_place AS SELECT id, row_number() OVER (ORDER BY code) - 1 AS number"
            f" FROM network_place WHERE code LIKE '{PROVINCE}.%.%'"
        )
        values = {"each": land.each, "at": AT, "regime": land.regime.pk, "papers": papers}
        for statement in INSTITUTIONS.split(";\n"):
            if statement.strip():
                connection.execute(statement, values if "%" in statement else None)
        # the measured president presides over the association of the first institution
        connection.execute(
            "UPDATE network_membership SET organisation_id = (SELECT association FROM bench_house WHERE organisation = %s LIMIT 1)"
            " WHERE user_id = %s",
            [land.here.pk, land.president.pk],
        )
        row = connection.execute("SELECT count(*) FROM bench_house").fetchone()
    assert row is not None and row[0] == len(land.delegations) * land.each, row
    return int(row[0])


def differences(connection: psycopg.Connection[Any], table: str, loaded: UUID, made: UUID, link: str) -> str:
    """Return which columns are filled in a loaded row and not in one that an action made, or the reverse."""
    filled = []
    for id in (loaded, made):
        cursor = connection.execute(f"SELECT * FROM {table} WHERE {link} = %s ORDER BY id LIMIT 1", [id])
        names, row = [one.name for one in cursor.description or ()], cursor.fetchone()
        if row is None:
            return f"{table}: no row"
        filled.append(
            {name for name, value in zip(names, row, strict=True) if value not in (None, "", [], {})}
        )
    return f"{table}: {sorted(filled[0] ^ filled[1])}" if filled[0] != filled[1] else ""


def read_page(user: Any, name: str, url: str, floor: tuple[str, list[Any]], *, quick: bool) -> Result:
    """Read a page often; its floor is one statement of the owner for the rows that it shows."""
    from functools import partial

    from django.db import connection

    from bench.counter import signed_in

    client, statements = signed_in(user), []  # type: ignore[var-annotated]

    def noting(into: list[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        into.append(sql)
        return execute(sql, params, many, context)

    for _warm in range(2):
        statements.clear()
        with connection.execute_wrapper(partial(noting, statements)):
            answer = client.get(url)
        if answer.status_code != 200:
            return Result(f"Page: {name}", f"answered {answer.status_code}", met=False)
    taken = []
    for _time in range(5 if quick else READINGS):
        start = time.perf_counter()
        client.get(url)
        taken.append(time.perf_counter() - start)
    least = _floor(*floor)
    p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
    return Result(
        f"Page: {name}",
        f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms, {len(statements)} queries, {len(answer.content) // 1024} KB",
        f"p95 under {TARGET_SECONDS * 1000:.0f} ms",
        met=None if quick else p95 < TARGET_SECONDS,
        floor=f"{least * 1000:.1f} ms: its rows in one statement by the owner",
        ratio=median / least,
    )


def _floor(statement: str, values: list[Any]) -> float:
    from twiza.config.database import owner_connection_parameters

    taken = []
    with psycopg.connect(**owner_connection_parameters(), autocommit=True) as connection:
        # the owner's own policies: as a member of every body
        connection.execute(
            "SELECT set_config('twiza.organisations', (SELECT array_agg(id)::text FROM network_organisation WHERE kind = 'provincial_unit'), false)"
        )
        for _time in range(20):
            start = time.perf_counter()
            connection.execute(statement, values).fetchall()
            taken.append(time.perf_counter() - start)
    return percentile(taken, 0.5)
