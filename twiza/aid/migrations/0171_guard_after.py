"""After the baskets: who sees what of it, and what the database itself makes impossible."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING, BRINGING = f"organisation_id = {MINE}", f"bringing_id = {MINE}"
RECEIVING, HOST = f"receiving_id = {MINE}", f"host_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
ME = "(SELECT access_user())"
OF_MY_CAMPAIGNS = f"({COORDINATING} OR campaign_id IN {SHARED})"
# who handed over or counted at a point never reads or follows what was said of it
STRANGER_THERE = f"""
    NOT EXISTS (SELECT 1 FROM aid_handover h WHERE h.point_id = aid_incident.point_id AND h.by_id = {ME})
    AND NOT EXISTS (SELECT 1 FROM aid_reconciliation r WHERE r.point_id = aid_incident.point_id AND r.by_id = {ME})
"""
READ_ADD = "SELECT, INSERT"

# While a posted list may be contested nothing is packed or handed out, and a report needs its inquiries.
STATES = """
CREATE FUNCTION aid_campaign_in_order() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state IN ('packed', 'distributing') AND OLD.state NOT IN ('packed', 'distributing') AND EXISTS (
        SELECT 1 FROM aid_objectionwindow w WHERE w.campaign_id = NEW.id AND w.closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'objections are open: nothing is packed or handed out before they are closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_waits_for_objections';
    END IF;
    IF NEW.state = 'objections_open' AND OLD.state <> 'objections_open' AND NOT EXISTS (
        SELECT 1 FROM aid_objectionwindow w WHERE w.campaign_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a list is contested within days that are written down'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_objections_have_days';
    END IF;
    IF NEW.state = 'reported' AND OLD.state <> 'reported' THEN
        IF EXISTS (
            SELECT 1 FROM aid_reconciliation r
            WHERE r.campaign_id = NEW.id AND r.needs_inquiry
              AND NOT EXISTS (SELECT 1 FROM aid_reconciliation n
                              WHERE n.point_id = r.point_id AND n.day = r.day AND n.number > r.number)
              AND NOT EXISTS (SELECT 1 FROM aid_gapinquiry i WHERE i.reconciliation_id = r.id)
        ) THEN
            RAISE EXCEPTION 'a gap above what may stay unexplained has no inquiry'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_needs_inquiries';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM aid_campaignreport t WHERE t.campaign_id = NEW.id) THEN
            RAISE EXCEPTION 'a reported campaign has its report'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reported_has_a_report';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_in_order BEFORE UPDATE OF state ON aid_campaign
    FOR EACH ROW EXECUTE FUNCTION aid_campaign_in_order();

CREATE FUNCTION aid_window_closes() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'what is closed stays closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'window_closed_once';
    END IF;
    IF (NEW.closed_at AT TIME ZONE 'Africa/Casablanca')::date <= OLD.last_day THEN
        RAISE EXCEPTION 'the last day for objections has not passed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'window_closed_after_its_last_day';
    END IF;
    IF EXISTS (SELECT 1 FROM aid_objection o WHERE o.window_id = OLD.id
               AND NOT EXISTS (SELECT 1 FROM aid_objectionanswer a WHERE a.objection_id = o.id)) THEN
        RAISE EXCEPTION 'an objection waits for its answer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'window_closed_when_answered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER window_closes BEFORE UPDATE ON aid_objectionwindow
    FOR EACH ROW EXECUTE FUNCTION aid_window_closes();
"""
STATES_BACK = """
DROP TRIGGER window_closes ON aid_objectionwindow;
DROP FUNCTION aid_window_closes();
DROP TRIGGER campaign_in_order ON aid_campaign;
DROP FUNCTION aid_campaign_in_order();
"""

# Who decided first does not answer what is said against it (N-16); what is said is about its own campaign.
OBJECT = """
CREATE FUNCTION aid_objection_in_its_window() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_objectionwindow w WHERE w.id = NEW.window_id AND w.campaign_id = NEW.campaign_id
          AND w.organisation_id = NEW.organisation_id AND w.closed_at IS NULL
          AND (NEW.received_at AT TIME ZONE 'Africa/Casablanca')::date <= w.last_day
    ) THEN
        RAISE EXCEPTION 'objections to this list are not open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_within_its_days';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_in_its_window BEFORE INSERT ON aid_objection
    FOR EACH ROW EXECUTE FUNCTION aid_objection_in_its_window();

CREATE FUNCTION aid_answer_is_of_another() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.answered_by_id IS DISTINCT FROM access_user() OR NOT EXISTS (
        SELECT 1 FROM aid_objection o
        WHERE o.id = NEW.objection_id AND o.campaign_id = NEW.campaign_id
          AND o.organisation_id = NEW.organisation_id AND o.receiving_id = NEW.receiving_id
          AND o.received_by_id <> NEW.answered_by_id
          AND NOT EXISTS (SELECT 1 FROM aid_nomination n
                          WHERE n.campaign_id = o.campaign_id AND (n.code = o.code OR n.id = NEW.nomination_id)
                            AND n.created_by_id = NEW.answered_by_id)
          AND (NEW.nomination_id IS NULL OR EXISTS (SELECT 1 FROM aid_nomination n
               WHERE n.id = NEW.nomination_id AND n.campaign_id = o.campaign_id))
          AND NOT EXISTS (SELECT 1 FROM aid_frozenlist l LEFT JOIN aid_listsignature s ON s.list_id = l.id
                          WHERE l.campaign_id = o.campaign_id
                            AND NEW.answered_by_id IN (l.frozen_by_id, s.signer_id))
    ) THEN
        RAISE EXCEPTION 'an objection is answered by somebody who did not decide first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_by_another BEFORE INSERT ON aid_objectionanswer
    FOR EACH ROW EXECUTE FUNCTION aid_answer_is_of_another();
"""
OBJECT_BACK = """
DROP TRIGGER answer_by_another ON aid_objectionanswer;
DROP FUNCTION aid_answer_is_of_another();
DROP TRIGGER objection_in_its_window ON aid_objection;
DROP FUNCTION aid_objection_in_its_window();
"""

# L-10. What came without network has happened and is kept as a fact; at a point with network it is refused.
OFFICE = """
CREATE FUNCTION aid_no_official_hands_over() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT a.by_id, (a.at AT TIME ZONE 'Africa/Casablanca')::date AS day FROM added a
                       WHERE a.source = 'online') g
        CROSS JOIN LATERAL (
            SELECT d.office FROM aid_officedeclaration d
            WHERE d.user_id = g.by_id AND d.starts_on <= g.day AND coalesce(d.ends_on, g.day) >= g.day
            ORDER BY d.declared_at DESC LIMIT 1) held
        WHERE held.office <> 'none'
    ) THEN
        RAISE EXCEPTION 'no elected official and no candidate hands over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_official_hands_over';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_official_hands_over AFTER INSERT ON aid_handover
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_no_official_hands_over();
"""
OFFICE_BACK = """
DROP TRIGGER no_official_hands_over ON aid_handover;
DROP FUNCTION aid_no_official_hands_over();
"""

# Who had a part in it does not look into it.
LOOK_INTO = """
CREATE FUNCTION aid_inquiry_is_of_another() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.by_id IS DISTINCT FROM access_user() OR NOT EXISTS (
        SELECT 1 FROM aid_reconciliation r WHERE r.id = NEW.reconciliation_id AND r.by_id <> NEW.by_id
          AND r.point_id = NEW.point_id AND r.campaign_id = NEW.campaign_id AND r.needs_inquiry
    ) THEN
        RAISE EXCEPTION 'an inquiry is led by another person than who closed the day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'inquiry_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiry_by_another BEFORE INSERT ON aid_gapinquiry
    FOR EACH ROW EXECUTE FUNCTION aid_inquiry_is_of_another();

CREATE FUNCTION aid_check_is_drawn_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.drawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'the sample was drawn already'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_drawn_once';
    END IF;
    -- the canonical bytes of `rules.checks.commitment` and `seed_of`
    IF NEW.digits !~ '^[0-9]{6,12}$'
        OR NEW.commitment <> encode(sha256(convert_to('[["what","after_check"],["campaign","' || NEW.campaign_id
            || '"],["codes","' || NEW.codes_hash || '"],["secret","' || NEW.secret || '"]]', 'UTF8')), 'hex')
        OR NEW.seed <> encode(sha256(convert_to('[["what","after_check"],["codes","' || NEW.codes_hash
            || '"],["secret","' || NEW.secret || '"],["digits","' || NEW.digits || '"]]', 'UTF8')), 'hex')
    THEN
        RAISE EXCEPTION 'a sample is drawn with the secret that was promised and with digits'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_follows_promise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_drawn_once BEFORE UPDATE ON aid_aftercheck
    FOR EACH ROW EXECUTE FUNCTION aid_check_is_drawn_once();

-- whoever is asked stands where the seed puts them: nobody is added, nobody is chosen
CREATE FUNCTION aid_sample_follows_draw() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added a LEFT JOIN (
            SELECT c.id AS check_id, c.size, e.id AS entitlement, e.code, row_number() OVER (
                PARTITION BY c.id ORDER BY encode(sha256(convert_to(c.seed || ':' || e.code, 'UTF8')), 'hex'), e.code
            ) AS place
            FROM aid_aftercheck c JOIN aid_entitlement e ON e.campaign_id = c.campaign_id
            WHERE c.drawn_at IS NOT NULL AND e.state IN ('served', 'served_by_proxy')
              AND c.id IN (SELECT check_made_id FROM added)
        ) s ON s.check_id = a.check_made_id AND s.entitlement = a.entitlement_id AND s.code = a.code
            AND s.place = a.position AND s.place <= s.size
        WHERE s.place IS NULL
    ) THEN
        RAISE EXCEPTION 'the sample is the one that was drawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sample_follows_draw';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION aid_household_is_asked_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'this household was asked already'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'household_asked_once';
END $$;
CREATE TRIGGER household_asked_once BEFORE UPDATE ON aid_checkedhousehold
    FOR EACH ROW WHEN (OLD.done_at IS NOT NULL) EXECUTE FUNCTION aid_household_is_asked_once();
CREATE TRIGGER sample_follows_draw AFTER INSERT ON aid_checkedhousehold
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_sample_follows_draw();

CREATE FUNCTION aid_incident_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL OR NEW.closed_by_id IS DISTINCT FROM access_user() OR NOT EXISTS (
        SELECT 1 FROM aid_incidentstep s WHERE s.incident_id = OLD.id) THEN
        RAISE EXCEPTION 'an incident is closed once, after something was done about it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_closed_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_closed_once BEFORE UPDATE ON aid_incident
    FOR EACH ROW EXECUTE FUNCTION aid_incident_is_kept();

ALTER TABLE aid_exittally ADD CONSTRAINT exit_tally_missed_are_counts CHECK (
    jsonb_typeof(missed) = 'object'
    AND missed - ARRAY['flour', 'oil', 'sugar', 'milk', 'medicine', 'hygiene', 'clothes', 'other'] = '{}'::jsonb
    AND NOT jsonb_path_exists(missed, 'strict $.* ? (@.type() != "number")')
);
"""
LOOK_INTO_BACK = """
ALTER TABLE aid_exittally DROP CONSTRAINT exit_tally_missed_are_counts;
DROP TRIGGER incident_closed_once ON aid_incident;
DROP FUNCTION aid_incident_is_kept();
DROP TRIGGER household_asked_once ON aid_checkedhousehold;
DROP FUNCTION aid_household_is_asked_once();
DROP TRIGGER sample_follows_draw ON aid_checkedhousehold;
DROP FUNCTION aid_sample_follows_draw();
DROP TRIGGER check_drawn_once ON aid_aftercheck;
DROP FUNCTION aid_check_is_drawn_once();
DROP TRIGGER inquiry_by_another ON aid_gapinquiry;
DROP FUNCTION aid_inquiry_is_of_another();
"""

# A household set aside by an accepted objection leaves its basket to another, as an ended right does.
CAPPED = """
CREATE OR REPLACE FUNCTION aid_list_has_baskets() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT c.baskets AS planned, count(DISTINCT e.nomination_id) AS selected
        FROM aid_campaign c
        JOIN aid_frozenlist l ON l.campaign_id = c.id
        JOIN aid_listentry e ON e.list_id = l.id AND e.place = 'selected'
        WHERE c.id IN (SELECT f.campaign_id FROM added a JOIN aid_frozenlist f ON f.id = a.list_id)
          AND NOT EXISTS (SELECT 1 FROM aid_entitlement t
                          WHERE t.nomination_id = e.nomination_id AND t.campaign_id = c.id
                            AND t.state IN ('declined', 'revoked')){set_aside}
        GROUP BY c.id, c.baskets
    LOOP
        IF one.selected > one.planned THEN
            RAISE EXCEPTION '% baskets are planned and % households would be selected', one.planned, one.selected
                USING ERRCODE = 'check_violation', CONSTRAINT = 'list_has_baskets';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""
SET_ASIDE = """
          AND NOT EXISTS (SELECT 1 FROM aid_objection o JOIN aid_objectionanswer w ON w.objection_id = o.id
                          WHERE o.campaign_id = c.id AND o.code = e.code AND o.about = 'another_code'
                            AND w.outcome = 'accepted_correction')"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0170_after")]

    operations = [
        RowSecurity(
            "aid_objectionwindow",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "partner": f"FOR SELECT USING (campaign_id IN {SHARED})",
            },
            grants="SELECT, INSERT, UPDATE (closed_at, closed_by_id)",
        ),
        RowSecurity(
            "aid_objection",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "counter": f"FOR SELECT USING ({RECEIVING})",
                "receive": f"FOR INSERT WITH CHECK ({RECEIVING} AND {OF_MY_CAMPAIGNS})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_objectionanswer",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "counter": f"FOR SELECT USING ({RECEIVING})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_officedeclaration",
            policies={
                "colleagues": f"FOR SELECT USING ({COORDINATING})",
                "own": f"FOR SELECT USING (user_id = {ME})",
                "declare": f"FOR INSERT WITH CHECK (user_id = {ME} AND {COORDINATING})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_aftercheck",
            policies={"coordinating": f"USING ({COORDINATING})"},
            grants="SELECT, INSERT, UPDATE (secret, digits, witnesses, seed, drawn_at, drawn_by_id)",
        ),
        RowSecurity(
            "aid_checkedhousehold",
            policies={
                "coordinating": f"FOR SELECT USING ({COORDINATING})",
                "draw": f"FOR INSERT WITH CHECK ({COORDINATING})",
                "bringing": f"FOR SELECT USING ({BRINGING})",
                "record": f"FOR UPDATE USING ({BRINGING}) WITH CHECK ({BRINGING})",
            },
            grants="SELECT, INSERT, UPDATE (way, received, complete, asked_for_money, treated_fairly, done_at, done_by_id)",
        ),
        *(
            RowSecurity(
                table,
                policies={"at_the_point": f"USING ({COORDINATING} OR {HOST})"},
                grants=READ_ADD,
            )
            for table in ("aid_exittally", "aid_teamday")
        ),
        RowSecurity(
            "aid_gapinquiry",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "host": f"FOR SELECT USING ({HOST})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_incident",
            policies={
                "tell": f"FOR INSERT WITH CHECK (opened_by_id = {ME} AND {OF_MY_CAMPAIGNS})",
                "follow": f"FOR SELECT USING ({COORDINATING} AND {STRANGER_THERE})",
                "close": f"FOR UPDATE USING ({COORDINATING} AND {STRANGER_THERE})",
            },
            grants="SELECT, INSERT, UPDATE (outcome, closed_at, closed_by_id)",
        ),
        RowSecurity(
            "aid_incidentstep",
            policies={
                "read": f"FOR SELECT USING ({COORDINATING} AND incident_id IN (SELECT i.id FROM aid_incident i))",
                "write": f"FOR INSERT WITH CHECK ({COORDINATING} AND by_id = {ME}"
                " AND incident_id IN (SELECT i.id FROM aid_incident i WHERE i.closed_at IS NULL))",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_campaignreport",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "partner": f"FOR SELECT USING (campaign_id IN {SHARED})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_publishedfigures",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                # anybody, without signing in: the page says so to the database, and nothing else is read with it
                "published": "FOR SELECT USING ((SELECT access_purpose()) = 'figures')",
            },
            grants=READ_ADD,
        ),
        migrations.RunSQL(STATES, STATES_BACK),
        migrations.RunSQL(OBJECT, OBJECT_BACK),
        migrations.RunSQL(OFFICE, OFFICE_BACK),
        migrations.RunSQL(LOOK_INTO, LOOK_INTO_BACK),
        migrations.RunSQL(CAPPED.format(set_aside=SET_ASIDE), CAPPED.format(set_aside="")),
    ]
