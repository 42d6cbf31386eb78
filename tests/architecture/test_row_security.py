"""Whose rows are whose, table by table: seen by their own, closed to others, and the tests can tell.

Every policy is opened, dropped, and row security switched off table by table: each time something here must
turn red. A test that stays green whatever the policies say proves nothing.
"""

from collections.abc import Iterator

import pytest
from psycopg import sql

from tests.architecture import house
from tests.architecture.house import Policy, TwoOrganisations

pytestmark = pytest.mark.slow

# Who else reaches rows of an organisation, by design: table → verbs, and why.
SHARED: dict[str, tuple[set[str], str]] = {
    "accounts_parameter": (
        {"select", "insert", "update"},
        "dated legal numbers are the same for everybody; who may change them is a permission",
    ),
    "aid_announcedmonth": (
        {"select", "insert", "update"},
        "the announced first day of a month is the same for everybody; who may enter it is a permission",
    ),
    "aid_announcedmonthevent": (
        {"select", "insert"},
        "what was announced before is as public as what is announced now; its trigger writes it",
    ),
    "aid_calendarday": (
        {"select", "insert", "update"},
        "holidays and feasts are the same for everybody; who may enter them is a permission",
    ),
    "aid_ramadanhours": (
        {"select", "insert"},
        "the hours of Ramadan are the same for everybody; who may enter them is a permission",
    ),
    "aid_soukday": (
        {"select", "insert", "update"},
        "the souk of a commune is the same for everybody; who may enter it is a permission",
    ),
    "cases_deskseat": (
        {"select"},
        "public keys of a desk, without a name: what is passed on is sealed to them",
    ),
    "cases_service": (
        {"select"},
        "the directory of services says whom to ask for help; no address, no person",
    ),
    "cases_serviceconfirmation": ({"select"}, "when a service was last confirmed is in the directory"),
    "funding_grantcall": ({"select"}, "a call for grants is public: whoever asks must know the rules"),
    "funding_grantcriterion": ({"select"}, "by what files are scored stands in the call"),
    "network_institution": ({"select"}, "the register of institutions: everybody reads who runs which one"),
    "network_institutionsite": (
        {"select"},
        "where an institution of the register receives people; no refuge",
    ),
    "network_licence": ({"select"}, "licences are published: who funds or sends somebody reads them"),
    "network_surveyversion": ({"select"}, "what a survey asks is the same for everybody"),
    "network_regimeversion": ({"select"}, "what the law asks is the same for everybody"),
    "network_processing": ({"select"}, "the register of processings is public: it says whom to ask"),
    "network_processingversion": ({"select"}, "the register of processings is public: it says whom to ask"),
    "network_organisation": (
        {"select", "insert"},
        "the register of organisations is a directory; who may add to it is a permission",
    ),
    "network_organisationname": ({"select"}, "the names of a body, by period, are in the directory"),
    "network_site": (
        {"select"},
        "sites are in the directory; a refuge has a discreet name and no place there",
    ),
    "network_siteaddress": ({"select"}, "addresses that anybody may find; never of a refuge"),
    "network_place": ({"select"}, "the territory is known to all"),
    "network_placealias": ({"select"}, "the territory is known to all"),
    "network_placekey": ({"select", "insert"}, "spellings by which places of all are found"),
}
# Tables whose rows their own organisation does not read at work: who does, and why.
SEEN_BY: dict[str, tuple[str, str]] = {}


@pytest.fixture
def server(two: TwoOrganisations) -> Iterator[house.psycopg.Connection]:
    with house.superuser(two.database) as connection:
        yield connection


def trespasses(two: TwoOrganisations, table: str, reached: set[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """What outsiders reach and should not: the isolation check."""
    shared = SHARED.get(table, (set(), ""))[0]
    return {
        (who, verb)
        for _, who, verb in reached
        if who in two.outsiders and not (verb in shared and who != "nobody")
    }


def is_seen_by_its_own(table: str, reached: set[tuple[str, str, str]]) -> bool:
    """The positive control: without it, a table that nobody can read would pass for a closed one."""
    who = SEEN_BY.get(table, ("here", ""))[0]
    return any((asker, verb) == (who, "select") for _, asker, verb in reached)


@pytest.mark.parametrize("table", house.guarded_tables())
def test_every_table_holds_rows_of_two_organisations(two, table):
    assert two.rows[table], (
        f"{table} is empty here: make a row of it in `one_of_each(organisation, by)` of the app's tests/given.py,"
        " through an action if there is one"
    )


@pytest.mark.parametrize("table", house.guarded_tables())
def test_its_own_organisation_sees_it_and_no_other_reaches_it(two, server, table):
    reached = house.reach(server, two, table)
    assert is_seen_by_its_own(table, reached), (
        f"{table}: its own organisation does not see it, {sorted(reached)}"
    )
    assert not trespasses(two, table, reached)


@pytest.mark.parametrize("table", house.guarded_tables())
def test_the_isolation_check_turns_red_without_row_security(two, server, table):
    server.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
    assert trespasses(two, table, house.reach(server, two, table, askers=two.outsiders))


@pytest.mark.parametrize("table", house.guarded_tables())
def test_the_isolation_check_turns_red_when_a_policy_is_opened(two, server, table):
    for policy in policies_of(two, table):
        server.rollback()
        server.execute(opened(policy))
        reached = house.reach(server, two, table, askers=two.outsiders, verbs=verbs_of(policy))
        assert trespasses(two, table, reached), f"{policy.name} on {table} says true, and no check notices"


@pytest.mark.parametrize("table", house.guarded_tables())
def test_the_positive_control_turns_red_when_a_policy_is_dropped(two, server, table):
    whole = house.reach(server, two, table, late=True)
    for policy in policies_of(two, table):
        verbs = verbs_of(policy)
        before = {one for one in whole if one[2] in verbs}
        without(server, policy)
        reached = house.reach(server, two, table, verbs=verbs, late=True)
        if not reached < before:
            without(server, policy)  # anew: the rows that were not asked about are gone
            reached = house.reach(server, two, table, verbs=verbs, every=True)
            server.rollback()
            before = house.reach(server, two, table, verbs=verbs, every=True)
        assert reached < before, f"{policy.name} on {table} can be dropped and nobody loses anything"


def without(server, policy):
    """Put the rows back, and drop one policy."""
    server.rollback()
    server.execute(
        sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy.name), sql.Identifier(policy.table))
    )


_POLICIES: dict[str, list[Policy]] = {}


def policies_of(two: TwoOrganisations, table: str) -> list[Policy]:
    if two.database not in _POLICIES:
        _POLICIES[two.database] = house.policies(two.database)
    found = [policy for policy in _POLICIES[two.database] if policy.table == table]
    assert found, f"{table} has no policy"
    return found


def verbs_of(policy: Policy) -> tuple[str, ...]:
    """What a policy is about."""
    return house.VERBS if policy.verb == "ALL" else (policy.verb.lower(),)


def opened(policy: Policy) -> sql.Composed:
    """The statement that lets a policy accept everything."""
    using = "" if policy.verb == "INSERT" else " USING (true)"
    check = "" if policy.verb in ("SELECT", "DELETE") else " WITH CHECK (true)"
    return sql.SQL("ALTER POLICY {} ON {}" + using + check).format(
        sql.Identifier(policy.name), sql.Identifier(policy.table)
    )


@pytest.mark.parametrize("table", house.our_tables())
def test_row_security_is_forced_on_every_table_of_ours(two, server, table):
    enabled, forced = server.execute(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [f'"{table}"']
    ).fetchone()
    if table in house.WITHOUT_ROW_SECURITY:
        assert not enabled, f"{table} is guarded: take it off the list of those without"
    else:
        assert (enabled, forced) == (True, True), f"{table} needs RowSecurity in the migration that makes it"


def test_exceptions_name_tables_that_exist():
    known = set(house.our_tables())
    for listed in (house.WITHOUT_ROW_SECURITY, SHARED, SEEN_BY):
        assert set(listed) <= known
