"""Cases that had one code between them, before the database refused it: the step of the migration."""

from importlib import import_module

import psycopg

from twiza.config.database import superuser_url


def test_codes_that_several_cases_had_are_drawn_again_the_newest_keeps_its_own(own_database):
    """As the owner, whom the policies bind: the step of the migration, on rows that were there before it."""
    step = import_module("twiza.cases.migrations.0063_code_once")
    with psycopg.connect(superuser_url(own_database)) as server:
        cursor = server.cursor()
        cursor.execute(
            "SET session_replication_role = replica; ALTER TABLE cases_case DROP CONSTRAINT case_code_once"
        )
        rows = [
            ("1", "A", "AAAA1111", 1),
            ("2", "A", "AAAA1111", 3),
            ("3", "A", "AAAA1111", 2),
            ("4", "B", "AAAA1111", 1),
        ]
        ids = {"A": "01a22700-0000-7000-8000-00000000000a", "B": "01a22700-0000-7000-8000-00000000000b"}
        for number, whose, code, day in rows:
            cursor.execute(
                "INSERT INTO cases_case (id, organisation_id, code, state, age_band, opened_at, closings, moved_on)"
                " VALUES (%s, %s, %s, 'closed', 'adult', %s, 1, '2026-01-09')",
                [f"01a22700-0000-7000-8000-00000000000{number}", ids[whose], code, f"2026-01-0{day}"],
            )
        server.commit()
        cursor.execute("SET session_replication_role = origin; SET LOCAL ROLE twiza_owner")
        assert step.draw_again(cursor) == 2
        assert step.draw_again(cursor) == 0
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT right(id::text, 1), code, moved_on::text, closings FROM cases_case")
        after = {number: rest for number, *rest in cursor.fetchall()}
        assert after["2"][0] == after["4"][0] == "AAAA1111"
        assert len({after[number][0] for number in "123"}) == 3
        assert {tuple(rest[1:]) for rest in after.values()} == {("2026-01-09", 1)}
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = 'cases_case'::regclass")
        assert cursor.fetchone() == (True,)
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'cases_case'::regclass AND tgenabled = 'D'"
        )
        assert cursor.fetchone() == (0,)
