"""Families brought twice: who sees what of them, and the one function that reads rows of two organisations."""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"

# A word for each field, and nothing else: no program can write a name here.
WORDS = """
ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (
    jsonb_typeof(words) = 'object'
    AND words - ARRAY['given', 'family', 'birth', 'sex', 'phone', 'place'] = '{{}}'::jsonb
    AND NOT jsonb_path_exists(words, 'strict $.* ? (@.type() != "string"
        || (@ != "same" && @ != "near" && @ != "differs" && @ != "not_said"))')
)
"""

# A pair is of two codes of its campaign, each brought by whom it says; under an agreement of that campaign.
PAIRED = """
CREATE FUNCTION aid_pair_is_of_its_campaign() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_nomination a, aid_nomination b, aid_campaign c, aid_matchrun r
        WHERE a.id = NEW.first_id AND b.id = NEW.second_id AND a.id < b.id
          AND a.campaign_id = NEW.campaign_id AND b.campaign_id = NEW.campaign_id
          AND a.bringing_id = NEW.first_bringing_id AND b.bringing_id = NEW.second_bringing_id
          AND c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id
          AND r.id = NEW.run_id AND r.campaign_id = NEW.campaign_id AND r.read_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a pair is of two codes of one campaign that were compared'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_of_its_campaign';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pair_of_its_campaign BEFORE INSERT OR UPDATE ON aid_partnerpair
    FOR EACH ROW EXECUTE FUNCTION aid_pair_is_of_its_campaign();

CREATE FUNCTION aid_decision_is_of_its_pair() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_partnerpair p WHERE p.id = NEW.pair_id AND p.organisation_id = NEW.organisation_id
          AND (NEW.kept_id IS NULL OR NEW.kept_id IN (p.first_id, p.second_id))
    ) THEN
        RAISE EXCEPTION 'a decision is about its own pair'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_of_its_pair';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_of_its_pair BEFORE INSERT ON aid_partnerpairdecision
    FOR EACH ROW EXECUTE FUNCTION aid_decision_is_of_its_pair();

CREATE FUNCTION aid_question_is_of_its_half() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_partnerpair p
        WHERE p.id = NEW.pair_id AND p.organisation_id = NEW.organisation_id
          AND p.campaign_id = NEW.campaign_id AND p.words = NEW.words
          AND (NEW.nomination_id, NEW.bringing_id)
              IN ((p.first_id, p.first_bringing_id), (p.second_id, p.second_bringing_id))
    ) THEN
        RAISE EXCEPTION 'a side is asked about its own half'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_of_its_half';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_of_its_half BEFORE INSERT ON aid_pairquestion
    FOR EACH ROW EXECUTE FUNCTION aid_question_is_of_its_half();

CREATE FUNCTION aid_answer_is_of_its_side() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.answer, NEW.answered_by_id, NEW.answered_at)
        IS NOT DISTINCT FROM (OLD.answer, OLD.answered_by_id, OLD.answered_at) THEN
        RETURN NEW;
    END IF;
    IF OLD.answered_at IS NOT NULL OR OLD.closed_at IS NOT NULL OR NEW.answered_by_id IS DISTINCT FROM access_user()
        OR NOT OLD.bringing_id = ANY (access_organisations()) THEN
        RAISE EXCEPTION 'a side answers for itself, once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_of_its_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_of_its_side BEFORE UPDATE ON aid_pairquestion
    FOR EACH ROW EXECUTE FUNCTION aid_answer_is_of_its_side();
"""
UNPAIRED = """
DROP TRIGGER answer_of_its_side ON aid_pairquestion;
DROP FUNCTION aid_answer_is_of_its_side();
DROP TRIGGER question_of_its_half ON aid_pairquestion;
DROP FUNCTION aid_question_is_of_its_half();
DROP TRIGGER decision_of_its_pair ON aid_partnerpairdecision;
DROP FUNCTION aid_decision_is_of_its_pair();
DROP TRIGGER pair_of_its_campaign ON aid_partnerpair;
DROP FUNCTION aid_pair_is_of_its_campaign();
"""

# The only way to rows of a partner. It believes nobody: what must be true is looked up here, with the ticket of one
# comparison, which is good once. The owner is bound by the same policies, so for its length, and only once all is
# proved, the function says the organisations that signed; it says the caller's own again before it returns.
ROWS = f"""
CREATE FUNCTION aid_rows_to_match(ticket uuid)
RETURNS TABLE (nomination uuid, organisation uuid, household uuid, person uuid, name_arabic text, name_latin text,
    name_said text, sex text, birth_on date, birth_precision text, phone text, second_phone text, home_phone text,
    place text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    asker uuid := access_user();
    before text := coalesce(current_setting('twiza.organisations', true), '');
    today date := (now() AT TIME ZONE 'Africa/Casablanca')::date;
    of_campaign uuid;
    leads uuid;
    agreed uuid;
    allowed uuid[];
    held text;
    line uuid;
    each uuid;
    shown uuid[];
BEGIN
    IF access_purpose() <> 'matching' OR asker IS NULL THEN
        RAISE EXCEPTION 'rows of partners are read for matching only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- the ticket: of one's own, of today, not used, of an agreement that is attached still
    UPDATE aid_matchrun r SET read_at = now()
    FROM aid_campaignagreement a, aid_campaign c
    WHERE r.id = ticket AND r.started_by_id = asker AND r.read_at IS NULL AND r.finished_at IS NULL
      AND r.started_at > now() - interval '1 day'
      AND a.id = r.agreement_id AND a.campaign_id = r.campaign_id AND a.removed_at IS NULL
      AND c.id = r.campaign_id AND c.organisation_id = r.organisation_id AND a.organisation_id = r.organisation_id
      AND c.state NOT IN ('draft', 'criteria_frozen', 'declared', 'reconciled', 'reported', 'archived')
    RETURNING r.campaign_id, r.organisation_id, a.convention_id INTO of_campaign, leads, agreed;
    IF of_campaign IS NULL THEN
        RAISE EXCEPTION 'no such comparison, or it is over' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF 12 < (SELECT count(*) FROM aid_matchrun r
             WHERE r.campaign_id = of_campaign AND r.read_at > now() - interval '1 day') THEN
        RAISE EXCEPTION 'compared too often today' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- the desk: who decides in the coordinating organisation today
    SELECT string_agg(m.role, ' ' ORDER BY m.role) INTO held FROM network_membership m
    WHERE m.user_id = asker AND m.organisation_id = leads AND m.period @> today
      AND m.role IN ('campaign_manager', 'association_president');
    IF held IS NULL THEN
        RAISE EXCEPTION 'only the desk of the campaign compares' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- the convention in force, and its parties that signed, share the campaign and are not protected
    SELECT array_agg(DISTINCT o.id ORDER BY o.id) INTO allowed
    FROM network_convention v
    JOIN network_sharingsignature s ON s.convention_id = v.id
    JOIN network_organisation o ON o.id = s.organisation_id
    WHERE v.id = agreed AND v.signed_on <= today AND v.period @> today
      AND (v.ended_on IS NULL OR v.ended_on > today)
      AND s.ended_at IS NULL AND (s.holds_until IS NULL OR s.holds_until > today)
      AND o.id = ANY (v.parties) AND NOT o.protected
      AND (o.id = leads OR EXISTS (SELECT 1 FROM aid_campaignpartner p
                                   WHERE p.campaign_id = of_campaign AND p.organisation_id = o.id));
    IF allowed IS NULL OR cardinality(allowed) < 2 OR NOT leads = ANY (allowed) THEN
        RAISE EXCEPTION 'no agreement in force allows it' USING ERRCODE = 'insufficient_privilege';
    END IF;

    PERFORM set_config('twiza.organisations', allowed::text, true);
    RETURN QUERY
        SELECT n.id, n.bringing_id, root.id, p.id, p.name_arabic::text, p.name_latin::text, p.name_said::text,
            p.sex::text, p.birth_on, p.birth_precision::text, p.phone::text, p.second_phone::text,
            coalesce((SELECT t.phone FROM registry_person t WHERE t.household_id = root.id AND t.phone <> ''
                      ORDER BY t.relationship <> 'head', t.position LIMIT 1), '')::text,
            coalesce(nullif(l.name_ar, ''), nullif(l.name_fr, ''), root.place_words, '')::text
        FROM aid_nomination n
        JOIN aid_nominationhousehold k ON k.nomination_id = n.id AND k.organisation_id = n.bringing_id
        JOIN registry_household h ON h.id = k.household AND h.organisation_id = n.bringing_id
        JOIN registry_household root ON root.id = coalesce(h.merged_into_id, h.id)
        JOIN registry_household part ON part.id = root.id OR part.merged_into_id = root.id
        JOIN registry_person p ON p.household_id = part.id AND p.merged_into_id IS NULL
            AND p.relationship <> 'trusted'
        LEFT JOIN network_place l ON l.id = root.place_id
        WHERE n.campaign_id = of_campaign AND n.withdrawn_at IS NULL AND n.bringing_id = ANY (allowed)
        ORDER BY n.id, p.id;
    -- one line in the log of each, with everybody who was read
    FOREACH each IN ARRAY allowed LOOP
        SELECT array_agg(DISTINCT x.id) INTO shown FROM aid_nomination n
        JOIN aid_nominationhousehold k ON k.nomination_id = n.id AND k.organisation_id = n.bringing_id
        JOIN registry_household h ON h.id = k.household AND h.organisation_id = n.bringing_id
        JOIN registry_household part ON part.id = coalesce(h.merged_into_id, h.id)
            OR part.merged_into_id = coalesce(h.merged_into_id, h.id)
        CROSS JOIN LATERAL (SELECT part.id UNION ALL SELECT p.id FROM registry_person p
            WHERE p.household_id = part.id AND p.merged_into_id IS NULL AND p.relationship <> 'trusted') x (id)
        WHERE n.campaign_id = of_campaign AND n.withdrawn_at IS NULL AND n.bringing_id = each;
        line := uuidv7();
        INSERT INTO audit_access (id, organisation_id, at, by, role, page, purpose, subjects)
        VALUES (line, each, now(), asker, left(held, 40), 'aid.match_campaign', 'matching', coalesce(shown, '{{}}'));
        INSERT INTO access_subject (line_id, subject, at) SELECT line, unnest(coalesce(shown, '{{}}')), now();
    END LOOP;
    PERFORM set_config('twiza.organisations', before, true);
END $$;
REVOKE ALL ON FUNCTION aid_rows_to_match(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aid_rows_to_match(uuid) TO {settings.TWIZA_APP_ROLE};
"""

# A household is erased: its pairs go with it, on the desk of whoever coordinates too.
FORGET = """
CREATE OR REPLACE FUNCTION aid_forget_households(erased uuid[]) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
    gone uuid[];
    desks uuid[];
BEGIN
    WITH cut AS (DELETE FROM aid_nominationhousehold WHERE household = ANY (erased) RETURNING nomination_id)
    SELECT coalesce(array_agg(nomination_id), '{}') INTO gone FROM cut;
    SELECT array_agg(DISTINCT n.organisation_id) INTO desks FROM aid_nomination n WHERE n.id = ANY (gone);
    IF desks IS NOT NULL THEN
        PERFORM set_config('twiza.organisations', desks::text, true);
        DELETE FROM aid_pairquestion q USING aid_partnerpair p
            WHERE q.pair_id = p.id AND (p.first_id = ANY (gone) OR p.second_id = ANY (gone));
        DELETE FROM aid_partnerpairdecision d USING aid_partnerpair p
            WHERE d.pair_id = p.id AND (p.first_id = ANY (gone) OR p.second_id = ANY (gone));
        DELETE FROM aid_partnerpair p WHERE p.first_id = ANY (gone) OR p.second_id = ANY (gone);
        PERFORM set_config('twiza.organisations', before, true);
    END IF;
    RETURN gone;
END $$;
"""
FORGET_BEFORE = """
CREATE OR REPLACE FUNCTION aid_forget_households(erased uuid[]) RETURNS uuid[]
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM aid_nominationhousehold WHERE household = ANY (erased) RETURNING nomination_id)
    SELECT coalesce(array_agg(nomination_id), '{}') FROM gone
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0008_families_brought_twice"),
        ("network", "0007_sharing_signatures"),
        ("registry", "0008_merges"),
        ("audit", "0001_initial"),
    ]

    operations = [
        RowSecurity(
            "aid_campaignagreement",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "partner": f"FOR SELECT USING (campaign_id IN {SHARED})",
            },
            grants="SELECT, INSERT, UPDATE (removed_at, removed_by_id)",
        ),
        RowSecurity(
            "aid_matchrun",
            policies={"coordinating": f"USING ({COORDINATING})"},
            grants="SELECT, INSERT, UPDATE (finished_at, families, found, model_hash)",
        ),
        RowSecurity(
            "aid_partnerpair",
            policies={"coordinating": f"USING ({COORDINATING})"},
            grants="SELECT, INSERT, UPDATE (run_id, sure, words, decision, found_at)",
        ),
        RowSecurity(
            "aid_partnerpairdecision",
            policies={"coordinating": f"USING ({COORDINATING})"},
            grants="SELECT, INSERT",
        ),
        RowSecurity(
            "aid_pairquestion",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "asked": f"FOR SELECT USING (bringing_id = {MINE})",
                "answer": f"FOR UPDATE USING (bringing_id = {MINE})",
            },
            grants="SELECT, INSERT, UPDATE (answer, answered_by_id, answered_at, closed_at)",
        ),
        migrations.RunSQL(
            [
                WORDS.format(table="aid_partnerpair", name="pair_words_are_words"),
                WORDS.format(table="aid_pairquestion", name="question_words_are_words"),
            ],
            [
                "ALTER TABLE aid_partnerpair DROP CONSTRAINT pair_words_are_words",
                "ALTER TABLE aid_pairquestion DROP CONSTRAINT question_words_are_words",
            ],
        ),
        migrations.RunSQL(PAIRED, UNPAIRED),
        migrations.RunSQL(ROWS, "DROP FUNCTION aid_rows_to_match(uuid)"),
        migrations.RunSQL(FORGET, FORGET_BEFORE),
    ]
