"""What the database promises of grants up to the decision.

Who has an interest does not score; nothing is decided before two have; nobody but the funder moves a file; what is
granted from a budget line never goes beyond it, whoever decides at the same moment.
"""

from django.db import migrations

from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity

MINE = "= ANY ((SELECT access_organisations())::uuid[])"
FUNDER = f"organisation_id {MINE}"
EITHER = f"(organisation_id {MINE} OR grantee_id {MINE})"
ANYBODY = "(SELECT access_user()) IS NOT NULL"
ME = "(SELECT access_user())"

_TIES = (
    ("grantcall", "line_id, organisation_id", "budgetline (id, organisation_id)"),
    ("grantcriterion", "call_id, organisation_id", "grantcall (id, organisation_id)"),
    ("grant", "call_id, organisation_id, line_id", "grantcall (id, organisation_id, line_id)"),
    ("grantheading", "grant_id, organisation_id, grantee_id", "grant (id, organisation_id, grantee_id)"),
    ("grantlook", "grant_id, organisation_id, grantee_id", "grant (id, organisation_id, grantee_id)"),
    ("grantdecision", "grant_id, organisation_id, grantee_id", "grant (id, organisation_id, grantee_id)"),
)
TIED = "".join(
    f"ALTER TABLE funding_{table} ADD CONSTRAINT {table}_of_its_own FOREIGN KEY ({columns})"
    f" REFERENCES funding_{other};\n"
    for table, columns, other in _TIES
)
UNTIED = "".join(f"ALTER TABLE funding_{table} DROP CONSTRAINT {table}_of_its_own;\n" for table, *_ in _TIES)

# funding_only_added is that of the books
_ADDED = (
    "budgetline",
    "grantcall",
    "grantcriterion",
    "grantheading",
    "grantlook",
    "grantscore",
    "grantdecision",
)
ONLY_ADDED = "".join(
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_{table}"
    " FOR EACH ROW EXECUTE FUNCTION funding_only_added();\n"
    for table in _ADDED
)
NOT_ONLY_ADDED = "".join(f"DROP TRIGGER only_added ON funding_{table};\n" for table in _ADDED)

FILES = """
CREATE FUNCTION funding_say(why text) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'refused: %', why USING ERRCODE = 'check_violation', CONSTRAINT = why;
END $$;

CREATE FUNCTION funding_write_criterion() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM funding_grant WHERE call_id = NEW.call_id) THEN
        PERFORM funding_say('criteria_are_fixed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER write_criterion BEFORE INSERT ON funding_grantcriterion
    FOR EACH ROW EXECUTE FUNCTION funding_write_criterion();

CREATE FUNCTION funding_ask_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_grantcall;
    today date := (NEW.at AT TIME ZONE 'Africa/Casablanca')::date;
BEGIN
    SELECT * INTO it FROM funding_grantcall WHERE id = NEW.call_id;
    IF NOT today BETWEEN it.opens_on AND it.closes_on THEN
        PERFORM funding_say('call_is_open');
    END IF;
    IF it.kind = 'programmed' AND NOT NEW.organisation_id = ANY ((SELECT access_organisations())::uuid[]) THEN
        PERFORM funding_say('programmed_by_the_funder');
    END IF;
    IF NEW.state <> 'applied' THEN
        PERFORM funding_say('grant_begins_as_asked');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ask_grant BEFORE INSERT ON funding_grant
    FOR EACH ROW EXECUTE FUNCTION funding_ask_grant();

CREATE FUNCTION funding_move_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    found text[];
BEGIN
    IF (OLD.rib, OLD.rib_holder, OLD.summary) IS DISTINCT FROM (NEW.rib, NEW.rib_holder, NEW.summary)
       AND OLD.state NOT IN ('applied', 'incomplete') THEN
        PERFORM funding_say('grant_is_fixed');
    END IF;
    IF OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF NOT NEW.organisation_id = ANY ((SELECT access_organisations())::uuid[]) THEN
        PERFORM funding_say('grant_moved_by_the_funder');
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('applied', 'incomplete'), ('applied', 'admissible'), ('applied', 'inadmissible'),
        ('incomplete', 'admissible'), ('incomplete', 'inadmissible'),
        ('admissible', 'granted'), ('admissible', 'not_granted'),
        ('inadmissible', 'archived'), ('not_granted', 'archived'),
        ('granted', 'signed'), ('signed', 'closed'), ('closed', 'archived')) THEN
        PERFORM funding_say('grant_moves_so');
    END IF;
    SELECT faults INTO found FROM funding_grantlook WHERE grant_id = NEW.id ORDER BY at DESC, id DESC LIMIT 1;
    IF NEW.state IN ('incomplete', 'admissible', 'inadmissible')
       AND (found IS NULL OR (NEW.state = 'admissible') <> (cardinality(found) = 0)) THEN
        PERFORM funding_say('grant_was_looked_at');
    END IF;
    IF NEW.state IN ('granted', 'not_granted') AND NOT EXISTS (
        SELECT FROM funding_grantdecision WHERE grant_id = NEW.id AND granted = (NEW.state = 'granted')) THEN
        PERFORM funding_say('grant_was_decided');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER move_grant BEFORE UPDATE ON funding_grant
    FOR EACH ROW EXECUTE FUNCTION funding_move_grant();

CREATE FUNCTION funding_score_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_grant;
BEGIN
    SELECT * INTO it FROM funding_grant WHERE id = NEW.grant_id FOR SHARE;
    IF it.state IS DISTINCT FROM 'admissible' THEN
        PERFORM funding_say('scored_while_open');
    END IF;
    IF NOT EXISTS (SELECT FROM funding_grantinterest
                   WHERE grant_id = NEW.grant_id AND scorer_id = NEW.scorer_id AND NOT linked) THEN
        PERFORM funding_say('scored_without_interest');
    END IF;
    IF NOT EXISTS (SELECT FROM funding_grantcriterion WHERE id = NEW.criterion_id AND call_id = it.call_id) THEN
        PERFORM funding_say('scored_by_its_criteria');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_grant BEFORE INSERT ON funding_grantscore
    FOR EACH ROW EXECUTE FUNCTION funding_score_grant();

CREATE FUNCTION funding_keep_interest() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    -- a link found out later may still be said; one that was said is not taken back
    IF TG_OP = 'DELETE' OR OLD.linked OR NOT NEW.linked
       OR (OLD.grant_id, OLD.scorer_id, OLD.organisation_id) IS DISTINCT FROM
          (NEW.grant_id, NEW.scorer_id, NEW.organisation_id) THEN
        PERFORM funding_say('interest_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_interest BEFORE UPDATE OR DELETE ON funding_grantinterest
    FOR EACH ROW EXECUTE FUNCTION funding_keep_interest();

CREATE FUNCTION funding_decide_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_grant;
    wanted integer;
    scorers integer;
BEGIN
    SELECT * INTO it FROM funding_grant WHERE id = NEW.grant_id FOR UPDATE;
    IF it.state IS DISTINCT FROM 'admissible' THEN
        PERFORM funding_say('decided_while_open');
    END IF;
    IF EXISTS (SELECT FROM funding_grantinterest WHERE grant_id = NEW.grant_id AND linked AND scorer_id = NEW.by_id) THEN
        PERFORM funding_say('decided_without_interest');
    END IF;
    SELECT count(*) INTO wanted FROM funding_grantcriterion WHERE call_id = it.call_id;
    SELECT count(*) INTO scorers FROM (
        SELECT s.scorer_id FROM funding_grantscore s
        WHERE s.grant_id = NEW.grant_id AND NOT EXISTS (
            SELECT FROM funding_grantinterest i
            WHERE i.grant_id = s.grant_id AND i.scorer_id = s.scorer_id AND i.linked)
        GROUP BY s.scorer_id HAVING count(*) = wanted) AS whole;
    IF scorers < 2 THEN
        PERFORM funding_say('decided_after_two_scores');
    END IF;
    IF NEW.amount > it.asked THEN
        PERFORM funding_say('granted_within_what_is_asked');
    END IF;
    -- one decision on a line after the other
    PERFORM pg_advisory_xact_lock(hashtextextended('funding.line:' || it.line_id::text, 0));
    IF NEW.amount + (SELECT coalesce(sum(d.amount), 0) FROM funding_grantdecision d
                     JOIN funding_grant g ON g.id = d.grant_id WHERE g.line_id = it.line_id)
       > (SELECT amount FROM funding_budgetline WHERE id = it.line_id) THEN
        PERFORM funding_say('granted_within_the_line');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decide_grant BEFORE INSERT ON funding_grantdecision
    FOR EACH ROW EXECUTE FUNCTION funding_decide_grant();
"""
NO_FILES = """
DROP TRIGGER decide_grant ON funding_grantdecision;
DROP FUNCTION funding_decide_grant();
DROP TRIGGER keep_interest ON funding_grantinterest;
DROP FUNCTION funding_keep_interest();
DROP TRIGGER score_grant ON funding_grantscore;
DROP FUNCTION funding_score_grant();
DROP TRIGGER move_grant ON funding_grant;
DROP FUNCTION funding_move_grant();
DROP TRIGGER ask_grant ON funding_grant;
DROP FUNCTION funding_ask_grant();
DROP TRIGGER write_criterion ON funding_grantcriterion;
DROP FUNCTION funding_write_criterion();
DROP FUNCTION funding_say(text);
"""


def _public(table: str) -> RowSecurity:
    return RowSecurity(
        f"funding_{table}",
        policies={
            "read_public": f"FOR SELECT USING ({ANYBODY})",
            "write_own": f"FOR INSERT WITH CHECK ({FUNDER})",
        },
        grants="SELECT, INSERT",
    )


def _read_by_both(table: str, grants: str, **more: str) -> RowSecurity:
    return RowSecurity(
        f"funding_{table}",
        policies={"read_either": f"FOR SELECT USING ({EITHER})", **more},
        grants=f"SELECT, INSERT{grants}",
    )


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_grants"), ("access", "0001_functions")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(ONLY_ADDED, NOT_ONLY_ADDED),
        migrations.RunSQL(FILES, NO_FILES),
        RowSecurity(
            "funding_budgetline", policies={"own_organisation": OWN_ORGANISATION}, grants="SELECT, INSERT"
        ),
        _public("grantcall"),
        _public("grantcriterion"),
        _read_by_both(
            "grant",
            ", UPDATE (state, state_at, rib, rib_holder, summary)",
            ask_either=f"FOR INSERT WITH CHECK ({EITHER})",
            change_either=f"FOR UPDATE USING ({EITHER})",
        ),
        _read_by_both("grantheading", "", write_either=f"FOR INSERT WITH CHECK ({EITHER})"),
        _read_by_both("grantlook", "", write_funder=f"FOR INSERT WITH CHECK ({FUNDER})"),
        _read_by_both("grantdecision", "", write_funder=f"FOR INSERT WITH CHECK ({FUNDER})"),
        RowSecurity(
            "funding_grantinterest",
            policies={
                "read_funder": f"FOR SELECT USING ({FUNDER})",
                "declare_own": f"FOR INSERT WITH CHECK ({FUNDER} AND scorer_id = {ME})",
                "change_own": f"FOR UPDATE USING ({FUNDER} AND scorer_id = {ME})",
            },
            grants="SELECT, INSERT, UPDATE (linked, words, at)",
        ),
        RowSecurity(
            "funding_grantscore",
            policies={
                "read_funder": f"FOR SELECT USING ({FUNDER})",
                "score_own": f"FOR INSERT WITH CHECK ({FUNDER} AND scorer_id = {ME})",
            },
            grants="SELECT, INSERT",
        ),
    ]
