"""What the application's role may do at all: logs and history only grow, nobody empties a table, no side door."""

from collections.abc import Iterator

import pytest
from psycopg import errors, sql

from tests.architecture import house
from twiza.config.privileges import FRAMEWORK_TABLES

LOGS = (
    "audit_line",
    "audit_access",
    "access_subject",
    "audit_link",
    "sync_key",
    "sync_enrolmentcode",
    "sync_operation",
    "sync_answer",
    "sync_keptupload",
)

# Tables without a model, granted in a migration of ours, each with its reason.
WITHOUT_MODEL = {
    "twiza_cache": "counts of tries at signing in: fingerprints and numbers, for nobody in particular"
}

# Functions that work with their owner's rights, each with its reason.
SECURITY_DEFINER: dict[str, str] = {
    "aid_ask_whereabouts": "who left a list stands in the register of who brought it; gives back two numbers, asks who asks",
    "aid_forget_whereabouts": "a question about a code goes when a family is forgotten; bound by the same policies",
    "aid_forget_tokens": "a token stands for a household as long as its code does; bound by the same policies",
    "aid_forget_purpose_questions": "a question about two codes goes when a code no longer stands for a family",
    "shelter_past_keeping": "winters past their time of keeping are listed for the nightly upkeep, which is asked for",
    "shelter_forget_people": "nights forget people some time after their winter closed; proves purpose and day itself",
    "aid_slot_is_freed": "places of a slot are counted by the database alone; bound by the same policies",
    "aid_slot_is_taken": "places of a slot are counted by the database alone; bound by the same policies",
    "aid_erase_people": "a campaign forgets its families after its time of keeping; proves purpose and day itself",
    "aid_forget_households": "which household a code stood for goes with the household; bound by the same policies",
    "aid_goods_moved": "a balance is written by its movement alone, and nobody may write it; bound by the same policies",
    "aid_rows_to_match": "the one way to rows of a partner: proves convention, signatures, campaign and desk itself",
    "funding_invoice_used": "one yes or no about an invoice of anybody; proves that the asker's own association asks",
    "cases_break_glass": "finds a case by its code for one emergency: proves key, tries and looks itself, answers one id",
    "cases_end_leftovers": "drafts, numbers and refused requests end after their days; proves purpose and day itself",
    "cases_erase": "a case goes with all that hangs on it; proves two people of its team, the day or the restore itself",
    "cases_is_there": "after a restore it is asked whether an erased case came back; proves purpose and organisation",
    "cases_past_keeping": "which cases rest for too long, ids only; proves the purpose itself",
    "cases_count_up": "a cell is counted by the database alone, beside the others of its table; asks whose it is",
    "cases_keep_proposals": "a sentence for the committee goes in beside all others, from nobody; asks for a key of the room",
    "cases_ask_recovery": "finds a case by its code to ask two officers for its key; proves key, tries and halves itself",
    "cases_recovery_waiting": "what waits for an officer, by number; proves the role itself, names no case",
    "cases_half_for": "an officer's own half for a request that is open; proves officer, hour and asker itself",
    "cases_confirm_recovery": "an officer's agreement, written once and in time; asks the same as the half",
    "cases_finish_recovery": "a seat for who asked, once two officers agreed; proves both, the hour and the halves itself",
    "cases_left_alone": "how many cases nobody can open, for who supervises: two numbers; asks who asks",
    "cases_silent_partners": "how partners answer is counted over all teams; gives back numbers, none of them small",
    "cases_count_referral": "a state that the receiver sets is counted for who sent: only the trigger of referrals runs it",
    "cases_partner_counts": "partners of a year in numbers, for who makes the numbers there; asks that itself",
    "cases_end_packets": "packets past their last day go at night, with their keys; proves the purpose itself",
    "cases_load": "how much each listener carries, for who supervises: four numbers each; asks who asks, bound by the same policies",
    "registry_erase": "erasure reaches rows and their history, which nobody may delete; bound by the same policies",
}


def history_tables() -> list[str]:
    """Tables that django-pghistory's triggers fill."""
    return [model._meta.db_table for model in house.our_models() if hasattr(model, "pgh_tracked_model")]


@pytest.fixture
def server(module_database: str) -> Iterator[house.psycopg.Connection]:
    with house.superuser(module_database) as connection:
        yield connection


@pytest.mark.parametrize("table", [*LOGS, *history_tables()])
def test_logs_and_history_answer_a_change_with_an_error(server, table):
    """An error, even where no row would match: no policy for UPDATE would be silent."""
    column = server.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum DESC LIMIT 1",
        [f'"{table}"'],
    ).fetchone()[0]
    server.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(house.APP_ROLE)))
    for change in ("UPDATE {0} SET {1} = {1} WHERE false", "DELETE FROM {0} WHERE false", "TRUNCATE {0}"):
        server.execute("SAVEPOINT change")
        with pytest.raises(errors.InsufficientPrivilege):
            server.execute(sql.SQL(change).format(sql.Identifier(table), sql.Identifier(column)))
        server.execute("ROLLBACK TO SAVEPOINT change")


def privileges(server) -> dict[str, set[str]]:
    """Table → privileges of the application's role, those given to everybody included."""
    found: dict[str, set[str]] = {}
    for table, verb in server.execute(
        "SELECT c.relname, v.verb FROM pg_class c, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE',"
        "'REFERENCES','TRIGGER']) v(verb) WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p','v','m')"
        " AND has_table_privilege(%s, c.oid, v.verb)",
        [house.APP_ROLE],
    ):
        found.setdefault(table, set()).add(verb)
    return found


def test_nobody_empties_a_table_or_hangs_something_on_it(server):
    for table, verbs in privileges(server).items():
        assert not verbs & {"TRUNCATE", "REFERENCES", "TRIGGER"}, (table, verbs)


def test_the_application_owns_nothing(server):
    owned = server.execute(
        "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [house.APP_ROLE]
    ).fetchone()[0]
    assert owned == 0
    assert not server.execute(
        "SELECT has_schema_privilege(%s, 'public', 'CREATE')", [house.APP_ROLE]
    ).fetchone()[0]


def test_the_application_is_bound_by_policies(server):
    row = server.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
        [house.APP_ROLE],
    ).fetchone()
    assert row == (False, False, False, False)
    parents = server.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", [house.APP_ROLE]
    ).fetchall()
    assert parents == []


def test_every_table_is_ours_or_named_with_its_privileges(server):
    """A table that came with a library is read before anybody is known, or not at all: it is on the list."""
    ours = set(house.our_tables())
    present = {
        row[0] for row in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    unknown = present - ours - set(FRAMEWORK_TABLES) - set(WITHOUT_MODEL)
    reached = {table for table in unknown if privileges(server).get(table)}
    assert not reached, f"{reached}: say in config/privileges.py what the application may do there"


def test_views_look_through_the_eyes_of_the_asker(server):
    """A plain view shows all rows; a materialised one always does."""
    for name, kind, options in server.execute(
        "SELECT relname, relkind, coalesce(reloptions, '{}') FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    ).fetchall():
        if kind == "m":
            assert name not in privileges(server), f"{name} is a materialised view: aggregates only, no grant"
        else:
            assert "security_invoker=true" in options or name not in privileges(server), name


def test_functions_with_their_owners_rights_are_named_and_pinned(server):
    found = server.execute(
        "SELECT p.proname, coalesce(p.proconfig, '{}') FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
    ).fetchall()
    for name, settings in found:
        assert name in SECURITY_DEFINER, f"{name} works with its owner's rights: say why in this file"
        assert any(setting.startswith("search_path=") for setting in settings), f"{name} pins no search_path"
    assert {name for name, _ in found} == set(SECURITY_DEFINER)
