"""The books of grants with 1,000,000 lines: the statement of a funder over a year, the trial balance, the page of an account.

One large association holds a fifth of the lines, of a hundred funders over ten years; four hundred others share the rest.
Its grants are made by the actions; entries are loaded by the owner with triggers on, and one of them is compared with
what the actions make. A page is asked of the application in this process: its whole time. The floor is the same sums in
SQL without row security.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.counter import signed_in
from bench.ground import place, timed
from bench.report import Result, percentile, save

PAGE_SECONDS, STATEMENT_SECONDS = 0.150, 2.0
YEAR = "first=2020-01-01&through=2020-12-31"
AT = datetime(2021, 3, 15, 12, 0, tzinfo=UTC)
FORCED = (
    "funding_account", "funding_restriction", "funding_entry", "funding_line", "funding_bookclosing", "funding_grant",
    "funding_grantheading", "funding_grantconvention", "network_organisation",
)  # fmt: skip
OTHERS = """
INSERT INTO funding_account (id, organisation_id, role, kind, code, label_ar, label_fr)
SELECT gen_random_uuid(), o.id, a.role, a.kind, a.code, a.label_ar, a.label_fr
FROM funding_account a, network_organisation o WHERE a.organisation_id = %(large)s AND o.name_fr LIKE 'Bench %%';
INSERT INTO funding_restriction (id, organisation_id, number, kind, label, zone, opened_at)
SELECT gen_random_uuid(), o.id, n, 'purpose', 'p' || n, '', %(at)s
FROM network_organisation o, generate_series(1, 10) n WHERE o.name_fr LIKE 'Bench %%';
"""
# i → whose entry it is: the same day never comes back for a restriction before all others had one
OF_GRANTS = """
CREATE TEMPORARY TABLE wanted AS
SELECT gen_random_uuid() AS id, r.organisation_id, r.id AS restriction_id, g.organisation_id AS funder_id,
       c.convention_id, h.id AS heading_id, date '2012-01-01' + (i %% 3288)::int AS "on",
       CASE WHEN i / r.many %% 10 = 0 THEN 'grant_received' ELSE 'grant_spent' END AS kind,
       CASE WHEN i / r.many %% 10 = 0 THEN 5000 ELSE 100 + i %% 700 END::numeric(14,2) AS amount
FROM generate_series(%(first)s, %(last)s) i
JOIN (SELECT *, row_number() OVER (ORDER BY number) - 1 AS n, count(*) OVER () AS many FROM funding_restriction
      WHERE organisation_id = %(large)s AND kind = 'grant') r ON r.n = i %% r.many
JOIN funding_grant g ON g.id = r.grant_id JOIN funding_grantconvention c ON c.grant_id = g.id
JOIN funding_grantheading h ON h.grant_id = g.id AND h.place = (SELECT min(place) FROM funding_grantheading WHERE grant_id = g.id);
"""
OF_OTHERS = """
CREATE TEMPORARY TABLE wanted AS
SELECT gen_random_uuid() AS id, r.organisation_id, r.id AS restriction_id, NULL::uuid AS funder_id,
       NULL::uuid AS convention_id, NULL::uuid AS heading_id, date '2012-01-01' + (i %% 3288)::int AS "on",
       'gift' AS kind, (100 + i %% 700)::numeric(14,2) AS amount
FROM generate_series(%(first)s, %(last)s) i
JOIN (SELECT r.*, row_number() OVER (ORDER BY r.id) - 1 AS n, count(*) OVER () AS many FROM funding_restriction r
      WHERE r.kind = 'purpose') r ON r.n = i %% r.many;
"""
WRITE = """
INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, reference, by_id, at)
SELECT id, organisation_id, 0, "on", kind, 2, '', '', %(by)s, %(at)s FROM wanted ORDER BY "on";
INSERT INTO funding_line (id, organisation_id, entry_id, account_id, restriction_id, zone, amount, currency, funder_id,
                          convention_id, heading_id)
SELECT gen_random_uuid(), w.organisation_id, w.id, a.id, w.restriction_id, '',
       CASE WHEN (a.role = 'bank') = (w.kind <> 'grant_spent') THEN w.amount ELSE -w.amount END, 'MAD', w.funder_id,
       w.convention_id, CASE WHEN w.kind = 'grant_spent' THEN w.heading_id END
FROM wanted w JOIN funding_account a ON a.organisation_id = w.organisation_id AND a.role IN (
    'bank', CASE w.kind WHEN 'gift' THEN 'gifts' WHEN 'grant_received' THEN 'subsidies' ELSE 'purchases' END);
DROP TABLE wanted;
"""
FLOORS = {
    "statement": "SELECT convention_id, heading_id, account_id, sum(amount) FILTER (WHERE \"on\" < '2020-01-01'),"
    " sum(amount) FILTER (WHERE \"on\" >= '2020-01-01') FROM funding_line"
    " WHERE organisation_id = %(large)s AND funder_id = %(funder)s AND \"on\" <= '2020-12-31' GROUP BY 1, 2, 3",
    "balance": "SELECT account_id, sum(amount) FILTER (WHERE \"on\" < '2020-01-01'),"
    " sum(amount) FILTER (WHERE \"on\" >= '2020-01-01' AND amount > 0) FROM funding_line"
    " WHERE organisation_id = %(large)s AND \"on\" <= '2020-12-31' GROUP BY 1",
    "account": 'SELECT id, "on", amount FROM funding_line WHERE organisation_id = %(large)s AND account_id = %(bank)s'
    ' ORDER BY "on" DESC, id DESC LIMIT 51',
}


def measure(quick: bool) -> list[Result]:
    """Fill the books, then read them as the treasurer of the large association."""
    lines, funders, others, asked = (20_000, 2, 10, 20) if quick else (1_000_000, 100, 400, 100)
    seconds: dict[str, float] = {}
    with place("ledger"):
        with timed(seconds, "made by actions"):
            one, ids = _cast(funders, others)
        with timed(seconds, "load"):
            _load(one, ids, lines)
        size = f"{lines:,} lines, {lines // 5:,} of them of this association"
        pages = (
            ("statement", f"money/funders/{ids['funder']}/?{YEAR}", "Statement of a funder over a year", STATEMENT_SECONDS),
            ("balance", f"money/accountant/?{YEAR}", "Trial balance of a year", PAGE_SECONDS),
            ("account", f"money/accounts/{ids['bank']}/", "Page of the bank's account", PAGE_SECONDS),
        )  # fmt: skip
        results = [_page(one, ids, *page, asked=asked, quick=quick, size=size) for page in pages]
        return [
            *results,
            Result("Lines of the books loaded with triggers on", f"{lines:,} in {seconds['load']:.0f} s"),
        ]


def _cast(funders: int, others: int) -> tuple[Any, dict[str, Any]]:
    """Make one association with a grant of each funder, in its books, and the associations beside it."""
    from twiza.funding.models import Account, Line
    from twiza.funding.tests.given_grants import charge, given_funding, given_paid
    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    first = given_funding("-0")
    for number in range(funders):
        one = first if not number else given_funding(f"-{number}", grantee=first.grantee, hassan=first.hassan)
        grant = given_paid(one)
        with one.at_grantee():
            charge(one, grant, "100", number=f"F-{number}")
    with acting_as(None, purpose=Purpose.SETUP):
        for number in range(others):
            network.register_organisation(
                kind="association", name_ar="", name_fr=f"Bench {number}", by=None, at=AT
            )
    with first.at_grantee(first.nadia):
        line = Line.objects.filter(heading__isnull=False, amount__gt=0).first()
        assert line is not None
        bank = Account.objects.get(role="bank")
        return first, {"funder": line.funder_id, "bank": bank.pk, "large": first.grantee.pk, "made": line.pk}


def _load(one: Any, ids: dict[str, Any], lines: int) -> None:
    """Write the entries in portions, as the owner, with every trigger on; compare one with what the actions made."""
    import psycopg

    from twiza.config.database import owner_connection_parameters

    entries = lines // 2
    of_large = entries // 5
    said = {"large": ids["large"], "by": one.nadia.pk, "at": AT}
    with psycopg.connect(**owner_connection_parameters(), cursor_factory=psycopg.ClientCursor) as connection:
        for table in FORCED:
            connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        connection.execute(OTHERS, said)
        connection.commit()
        for wanted, last in ((OF_GRANTS, of_large), (OF_OTHERS, entries - of_large)):
            for start in range(1, last + 1, 20_000):
                portion = said | {"first": start, "last": min(start + 19_999, last)}
                connection.execute(wanted, portion)
                connection.execute(WRITE, portion)
                connection.commit()
        _compare(connection, ids)
        for table in FORCED:
            connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE funding_line")
        connection.execute("VACUUM ANALYZE funding_entry")


def _compare(connection: Any, ids: dict[str, Any]) -> None:
    """Take one loaded line of the same heading and account: whatever is no amount, day or id is what an action writes."""
    same = "organisation_id, account_id, restriction_id, campaign, zone, currency, funder_id, convention_id, institution_id, project_id, heading_id"
    made = connection.execute(f"SELECT {same} FROM funding_line WHERE id = %s", [ids["made"]]).fetchone()
    loaded = connection.execute(
        f"SELECT {same} FROM funding_line WHERE id <> %s AND heading_id = %s AND amount > 0 LIMIT 1",
        [ids["made"], made[-1]],
    ).fetchone()
    assert loaded == made, (loaded, made)


def _page(
    one: Any,
    ids: dict[str, Any],
    name: str,
    address: str,
    what: str,
    target: float,
    *,
    asked: int,
    quick: bool,
    size: str,
) -> Result:
    client = signed_in(one.nadia)
    address = f"/{address}{'&' if '?' in address else '?'}of={ids['large']}"
    taken = []
    for _turn in range(asked + 2):
        start = time.perf_counter()
        answer = client.get(address)
        taken.append(time.perf_counter() - start)
        assert answer.status_code == 200, (name, answer.status_code)
    found, floor = percentile(taken[2:], 0.95), _floor(FLOORS[name], ids, asked)
    return Result(
        f"{what}: {size}",
        f"p95 {found * 1000:.0f} ms",
        f"under {target * 1000:.0f} ms",
        met=None if quick else found < target,
        floor=f"{floor * 1000:.1f} ms in SQL",
        ratio=found / floor,
    )


def _floor(words: str, ids: dict[str, Any], asked: int) -> float:
    import psycopg

    from twiza.config.database import superuser_url

    taken = []
    with psycopg.connect(superuser_url("twiza")) as connection:
        for _turn in range(min(asked, 20)):
            start = time.perf_counter()
            connection.execute(words, ids).fetchall()
            taken.append(time.perf_counter() - start)
    return percentile(taken, 0.5)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
