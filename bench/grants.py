"""Ten years of grants: 50,000 files of 5,000 associations with scores, decisions, conventions, tranches, expenses, reports.

Rows are loaded set-based by the owner with triggers on, step by step as the triggers want it; one grant is taken through
the actions to its accepted report and compared with a loaded one. Pages are those of one delegation with 5,000 files.
"""

import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.delegations import AT, Land, differences, land_of, load_register, owner, read_page
from bench.ground import place, timed
from bench.report import Result, save

# A year: each association asks once in one of five calls; nine of ten are granted; all years but the last are closed
YEAR = """
INSERT INTO funding_budgetline (id, organisation_id, year, title, theme, legal_basis, amount, currency, by_id, at)
SELECT uuidv7(), id, %(year)s, 'Programme ' || theme, theme, 'Décision du conseil', 50000000, 'MAD', officer, %(at)s FROM bench_body CROSS JOIN unnest(%(themes)s::text[]) theme WHERE id = %(here)s;
INSERT INTO funding_grantcall (id, organisation_id, line_id, kind, title, opens_on, closes_on, by_id, at)
SELECT uuidv7(), organisation_id, id, 'call', title || ' ' || year, %(day)s - 5, %(day)s + 5, by_id, %(at)s FROM funding_budgetline WHERE year = %(year)s AND organisation_id = %(here)s;
INSERT INTO funding_grantcriterion (id, organisation_id, call_id, place, title, weight)
SELECT uuidv7(), c.organisation_id, c.id, place, 'جودة ' || place, 50 FROM funding_grantcall c JOIN funding_budgetline l ON l.id = c.line_id CROSS JOIN generate_series(1, 2) place WHERE l.year = %(year)s AND l.organisation_id = %(here)s;
CREATE TEMPORARY TABLE bench_ask AS
SELECT uuidv7() AS id, h.organisation, h.association, c.id AS call, c.line_id AS line, h.number, b.officer, b.second, h.n %% 10 <> 3 AS given,
       left(translate(encode(sha256((h.number || ' ' || %(year)s)::bytea), 'hex'), '01abcdef', 'KMNPQRST'), 8) AS code, uuidv7() AS report, uuidv7() AS heading, uuidv7() AS restriction, uuidv7() AS convention
FROM bench_house h JOIN bench_body b ON b.id = h.organisation
JOIN (SELECT c.*, row_number() OVER (PARTITION BY c.organisation_id ORDER BY c.title) - 1 AS turn FROM funding_grantcall c JOIN funding_budgetline l ON l.id = c.line_id WHERE l.year = %(year)s) c
  ON c.organisation_id = h.organisation AND c.turn = h.n %% 5 WHERE h.organisation = %(here)s;
INSERT INTO funding_grant (id, organisation_id, grantee_id, call_id, line_id, code, project, summary, asked, currency, starts_on, ends_on, rib, rib_holder, state, state_at, by_id, at)
SELECT id, organisation, association, call, line, code, 'Projet ' || number, 'Cent personnes par mois', 160000, 'MAD', %(day)s, %(day)s + 360, '011780000012345678901296', 'Association', 'applied', %(at)s, officer, %(at)s FROM bench_ask;
INSERT INTO funding_grantheading (id, organisation_id, grantee_id, grant_id, place, title, cost, asked)
SELECT CASE WHEN place = 1 THEN heading ELSE uuidv7() END, organisation, association, id, place, 'Poste ' || place, 90000, 80000 FROM bench_ask CROSS JOIN generate_series(1, 2) place;
INSERT INTO funding_grantlook (id, organisation_id, grantee_id, grant_id, licence, reports_missing, holder_right, faults, words, by_id, at)
SELECT uuidv7(), organisation, association, id, 'licensed', 0, true, '{}', '', officer, %(at)s FROM bench_ask;
UPDATE funding_grant g SET state = 'admissible' FROM bench_ask a WHERE a.id = g.id;
INSERT INTO funding_grantinterest (id, organisation_id, grant_id, scorer_id, linked, words, at)
SELECT uuidv7(), organisation, id, scorer, false, '', %(at)s FROM bench_ask CROSS JOIN LATERAL unnest(ARRAY[officer, second]) scorer;
INSERT INTO funding_grantscore (id, organisation_id, grant_id, criterion_id, scorer_id, points, reason, at)
SELECT uuidv7(), a.organisation, a.id, c.id, scorer, 14, '', %(at)s FROM bench_ask a JOIN funding_grantcriterion c ON c.call_id = a.call CROSS JOIN LATERAL unnest(ARRAY[officer, second]) scorer;
INSERT INTO funding_grantdecision (id, organisation_id, grantee_id, grant_id, granted, amount, score, reasons_for, reasons_against, by_id, at)
SELECT uuidv7(), organisation, association, id, given, CASE WHEN given THEN 160000 ELSE 0 END, 14, 'مركز وحيد', 'لا موارد أخرى', officer, %(at)s FROM bench_ask;
UPDATE funding_grant g SET state = CASE WHEN a.given THEN 'granted' ELSE 'not_granted' END FROM bench_ask a WHERE a.id = g.id;
DELETE FROM bench_ask WHERE NOT given;
INSERT INTO funding_grantconvention (id, organisation_id, grantee_id, grant_id, starts_on, ends_on, cash_ceiling, by_id, at)
SELECT uuidv7(), organisation, association, id, %(day)s, %(day)s + 360, 500, officer, %(at)s FROM bench_ask;
INSERT INTO funding_granttranche (id, organisation_id, grantee_id, grant_id, number, amount, condition, due_on, held_back, reference, excuse)
SELECT uuidv7(), organisation, association, id, number, 80000, 'بعد التقرير', %(day)s + 30 * number, 0, '', '' FROM (SELECT id, organisation, association FROM bench_ask) a CROSS JOIN generate_series(1, 2) number;
INSERT INTO network_convention (id, organisation_id, parties, number, title, subject, signed_on, period, ended_reason, created_at)
SELECT convention, organisation, ARRAY[organisation, association], code, 'Projet ' || number, '', %(day)s, daterange(%(day)s, %(day)s + 361), '', %(at)s FROM bench_ask;
INSERT INTO network_conventionparty (id, convention_id, organisation_id, role)
SELECT uuidv7(), convention, body, role FROM bench_ask CROSS JOIN LATERAL (VALUES (organisation, 'funder'), (association, 'project_holder')) AS p (body, role);
UPDATE funding_grantconvention c SET grantee_signed_by_id = a.second, grantee_signed_at = %(at)s, funder_signed_by_id = a.officer, funder_signed_at = %(at)s, convention_id = a.convention FROM bench_ask a WHERE a.id = c.grant_id;
UPDATE funding_grant g SET state = 'signed' FROM bench_ask a WHERE a.id = g.id;
UPDATE funding_granttranche t SET paid_on = %(day)s + 30, paid_by_id = a.officer, paid_at = %(at)s, reference = 'VIR-' || a.code FROM bench_ask a WHERE a.id = t.grant_id AND t.number = 1;
INSERT INTO funding_restriction (id, organisation_id, number, kind, label, zone, opened_at, grant_id)
SELECT restriction, association, %(year)s, 'grant', code, '', %(at)s, id FROM bench_ask;
CREATE TEMPORARY TABLE bench_moved AS
SELECT a.*, turn, uuidv7() AS entry, CASE turn WHEN 0 THEN 'grant_received' ELSE 'grant_spent' END AS moved, CASE turn WHEN 0 THEN 80000 ELSE -40000 END AS amount, %(day)s + CASE turn WHEN 0 THEN 30 ELSE 40 END AS "on"
FROM bench_ask a CROSS JOIN generate_series(0, 2) turn;
INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, reference, by_id, at)
SELECT entry, association, 0, "on", moved, 2, '', '', second, %(at)s FROM bench_moved ORDER BY "on";
INSERT INTO funding_line (id, organisation_id, entry_id, account_id, restriction_id, zone, amount, currency, funder_id, convention_id, heading_id)
SELECT uuidv7(), association, entry, l.id, restriction, '', CASE l.role WHEN 'bank' THEN amount ELSE -amount END, 'MAD', organisation, convention, CASE moved WHEN 'grant_spent' THEN heading END
FROM bench_moved JOIN funding_account l ON l.organisation_id = association AND l.role IN ('bank', CASE moved WHEN 'grant_spent' THEN 'purchases' ELSE 'subsidies' END);
INSERT INTO funding_grantexpense (id, organisation_id, grant_id, heading_id, entry_id, kind, "on", supplier, number, what, amount, share, sha256, mark, by_id, at)
SELECT uuidv7(), association, id, heading, entry, 'invoice', %(day)s + 40, 'مكتبة', 'F-' || code || turn, 'دفاتر', 40000, 40000, encode(sha256((code || turn)::bytea), 'hex'), encode(sha256(('m' || code || turn)::bytea), 'hex'), second, %(at)s FROM bench_moved WHERE turn > 0;
DROP TABLE bench_moved;
INSERT INTO funding_grantreport (id, organisation_id, grantee_id, grant_id, number, words, state, sent_by_id, sent_at)
SELECT report, organisation, association, id, 1, 'أنجز', 'sent', second, %(at)s FROM bench_ask;
INSERT INTO funding_grantreportline (id, organisation_id, grantee_id, report_id, expense, heading, kind, "on", supplier, number, amount, share, proved, sha256, verdict, note, answer)
SELECT uuidv7(), a.organisation, a.association, a.report, e.id, 'Poste 1', e.kind, e."on", e.supplier, e.number, e.amount, e.share, true, e.sha256, 'pending', '', '' FROM bench_ask a JOIN funding_grantexpense e ON e.grant_id = a.id;
UPDATE funding_grantexpense e SET report_id = a.report FROM bench_ask a WHERE a.id = e.grant_id;
UPDATE funding_grantreportline l SET verdict = 'accepted', ruled_by_id = a.officer, ruled_at = %(at)s FROM bench_ask a WHERE a.report = l.report_id;
UPDATE funding_grantreport r SET state = 'accepted', ruled_by_id = a.officer, ruled_at = %(at)s FROM bench_ask a WHERE a.report = r.id;
UPDATE funding_grant g SET state = 'closed' FROM bench_ask a WHERE a.id = g.id AND %(over)s;
DROP TABLE bench_ask;
"""
# the accounts that a tranche and an expense move, in the books of each association
BOOKS = """
INSERT INTO funding_account (id, organisation_id, role, kind, code, label_ar, label_fr)
SELECT uuidv7(), association, a.role, a.kind, a.code, '', a.role FROM bench_house
CROSS JOIN (VALUES ('bank', 'asset', '5141'), ('purchases', 'expense', '6111'), ('subsidies', 'income', '7161')) AS a (role, kind, code)
WHERE organisation = %s;
"""
GRANTS = (
    "SELECT g.*, o.name_ar, d.amount FROM funding_grant g JOIN network_organisation o ON o.id = g.grantee_id"
    " LEFT JOIN funding_grantdecision d ON d.grant_id = g.id WHERE g.organisation_id = %s ORDER BY g.at DESC LIMIT 100"
)
ASKED = "SELECT g.*, d.amount FROM funding_grant g LEFT JOIN funding_grantdecision d ON d.grant_id = g.id WHERE g.grantee_id = %s ORDER BY g.at DESC LIMIT 100"
MONEY = (
    "SELECT * FROM funding_grant g JOIN funding_granttranche t ON t.grant_id = g.id JOIN funding_grantreport r ON r.grant_id = g.id"
    " JOIN funding_grantreportline l ON l.report_id = r.id WHERE g.id = %s"
)
CONVENTIONS = (
    "SELECT * FROM network_convention WHERE parties @> ARRAY[%s::uuid] ORDER BY lower(period) DESC LIMIT 100"
)


def measure(quick: bool) -> list[Result]:
    """Fill ten years, compare a sample, read the pages."""
    delegations, each, years = (2, 20, 2) if quick else (10, 500, 10)
    seconds: dict[str, float] = {}
    with place("grants"):
        import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again

        land = land_of(delegations, each)
        with timed(seconds, "load"):
            load_register(land)
            count = load_grants(land, years)
        wrong = compare(land)
        return [
            Result(
                f"{count:,} grants of {years} years, {delegations * each:,} associations, with scores, tranches, expenses and reports",
                f"loaded by the owner, triggers on, in {seconds['load']:.0f} s; {'a sample is as actions make it' if not wrong else '; '.join(wrong)}",
                met=not wrong,
            ),
            *_pages(land, quick),
        ]


def load_grants(land: Land, years: int) -> int:
    """Load the grants of every association, year by year; return how many."""
    with owner() as connection:
        connection.execute("CREATE TEMPORARY TABLE bench_body (id uuid, officer uuid, second uuid)")
        with connection.cursor() as cursor, cursor.copy("COPY bench_body FROM STDIN") as copy:
            for one, user in zip(land.delegations, land.officers, strict=True):
                copy.write_row((one.pk, user.pk, land.second.pk))
        connection.execute(
            "CREATE TEMPORARY TABLE bench_house AS SELECT organisation_id AS organisation, association_id AS association,"
            " row_number() OVER (ORDER BY id) AS number, row_number() OVER (PARTITION BY organisation_id ORDER BY id) AS n FROM network_institution"
        )
        for one in land.delegations:
            # each row is written as by its own two bodies: those of the whole country would be read at every row
            connection.execute(
                "SELECT set_config('twiza.organisations', (SELECT array_agg(DISTINCT id)::text FROM bench_house,"
                " LATERAL unnest(ARRAY[organisation, association]) id WHERE organisation = %s), false)",
                [one.pk],
            )
            connection.execute(BOOKS, [one.pk])
            for year in range(2026 - years + 1, 2027):
                _load_year(connection, one.pk, year, plan=one is land.here or year == 2026)
                connection.commit()
        connection.execute("SELECT set_config('twiza.organisations', '', false)")
        row = connection.execute("SELECT count(*) FROM funding_grant").fetchone()
    return int(row[0]) if row else 0


def _load_year(connection: Any, here: UUID, year: int, *, plan: bool) -> None:
    day = date(year, 1, 5)
    values = {
        "year": year, "day": day, "at": AT.replace(year=year, day=5), "over": year < 2026, "here": here,
        "themes": ["eps", "women", "children", "elderly", "disability"],
    }  # fmt: skip
    for statement in YEAR.split(";\n"):
        if not statement.strip():
            continue
        connection.execute(statement, values)
        if plan:  # triggers keep the plans they made: what was empty is planned anew once it is not
            for table in re.findall(
                r"^(?:INSERT INTO|UPDATE|CREATE TEMPORARY TABLE) (\w+)", statement.strip()
            ):
                connection.execute(f"ANALYZE {table}")


def compare(land: Land) -> list[str]:
    """Take a grant through the actions to its sent report; return how its rows differ from loaded ones."""
    from twiza.funding import actions, queries
    from twiza.network import queries as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    officer, second, delegate, president = land.officers[0], land.second, land.delegate, land.president
    day, amount = AT.date(), Decimal(160000)

    def at_work(user: Any) -> Any:
        return acting_as(user.pk, purpose=Purpose.WORK)

    with at_work(officer):
        line = actions.write_budget_line(
            organisation=land.here.pk, year=2026, title="Par actions", theme="eps", legal_basis="Décision", amount=amount,
            by=officer, at=AT,
        )  # fmt: skip
        call = actions.open_call(
            line=line, kind="call", title="Par actions", opens_on=day, closes_on=day, criteria=[("جودة", 50)], by=officer, at=AT
        )  # fmt: skip
    with at_work(president):
        ours = network.my_organisations(president, on=day)[0]
        grant = actions.ask_for_grant(
            call=call, grantee=ours.pk, project="Projet", summary="Cent personnes", asked=amount,
            headings=[actions.Heading("Poste 1", amount, amount)], starts_on=day, ends_on=day.replace(year=2027),
            rib="011780000012345678901296", rib_holder=ours.name_ar, by=president, at=AT,
        )  # fmt: skip
    with at_work(officer):
        known = network.licences_known(ours.pk, to=land.here.pk, on=day)
        licence = "licensed" if "licensed" in known else "not_needed"
        actions.look_at_grant(
            grant=grant, licence=licence, reports_missing=0, holder_right=True, by=officer, at=AT
        )
    for scorer in (officer, second):
        with at_work(scorer):
            actions.declare_interest(grant=grant, linked=False, words="", by=scorer, at=AT)
            points = {one.pk: (14, "") for one in queries.criteria_of(call.pk)}
            actions.score_grant(grant=grant, points=points, by=scorer, at=AT)
    with at_work(delegate):
        actions.decide_grant(
            grant=grant,
            granted=True,
            amount=amount,
            reasons_for="مركز وحيد",
            reasons_against="لا موارد",
            by=delegate,
            at=AT,
        )
    with at_work(officer):
        actions.prepare_convention(
            grant=grant, starts_on=day, ends_on=day.replace(year=2027), tranches=[(amount, "توقيع", day)],
            cash_ceiling=Decimal(500), by=officer, at=AT,
        )  # fmt: skip
    with at_work(president):
        actions.sign_for_association(grant=grant, by=president, at=AT)
    with at_work(delegate):
        actions.sign_for_funder(grant=grant, by=delegate, at=AT)
    with at_work(officer):
        tranche = queries.grant_money(grant).tranches[0]
        actions.pay_tranche(tranche=tranche, reference="VIR-1", on=day, by=officer, at=AT)
    with owner() as it:
        found = it.execute(
            "SELECT id FROM funding_grant WHERE organisation_id = %s AND state = 'signed' AND id <> %s ORDER BY id DESC LIMIT 1",
            [land.here.pk, grant.pk],
        ).fetchone()
        assert found is not None
        tables = (("funding_grant", "id"), *((f"funding_grant{one}", "grant_id") for one in (
            "heading", "look", "interest", "score", "decision", "convention", "tranche")))  # fmt: skip
        return [said for table, link in tables if (said := differences(it, table, found[0], grant.pk, link))]


def _pages(land: Land, quick: bool) -> list[Result]:
    from twiza.network import queries as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with owner() as it:
        row = it.execute(
            "SELECT id, call_id FROM funding_grant WHERE organisation_id = %s AND state = 'signed' ORDER BY id LIMIT 1",
            [land.here.pk],
        ).fetchone()
    assert row is not None
    grant, call = row
    with acting_as(land.president.pk, purpose=Purpose.WORK):
        ours = network.my_organisations(land.president, on=AT.date())[0].pk
    here, officer = land.here.pk, land.officers[0]
    pages = (
        (officer, "grants that a delegation gives", "/grants/", (GRANTS, [here])),
        (officer, "a call with its files", f"/grants/calls/{call}/", (GRANTS, [here])),
        (officer, "one grant with its money, the funder", f"/grants/{grant}/", (MONEY, [grant])),
        (land.president, "grants that an association asks for", "/grants/ours/", (ASKED, [ours])),
        (officer, "conventions of a delegation", "/network/conventions/", (CONVENTIONS, [here])),
        (officer, "the officer's today, ten years of grants behind", "/", (GRANTS, [here])),
        (land.delegate, "the delegate's today, ten years of grants behind", "/", (GRANTS, [here])),
    )  # fmt: skip
    return [read_page(user, name, url, floor, quick=quick) for user, name, url, floor in pages]


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
