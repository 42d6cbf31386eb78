"""Erasing a case: one function deletes, after it has proved by itself that it may; whatever points at a case is reached.

Who owns the tables is bound by the policies too (FORCE). The policy `erased_for_good` is for the owner alone and only
while one of the functions below runs; `cases_let_erase` gives it to every table that hangs on a case and is called
after each migration, so that a table that comes later is reached without anybody remembering it.
"""

from django.conf import settings
from django.db import migrations

ROLE = settings.TWIZA_APP_ROLE
BOUND = "SET search_path = public, pg_temp"
# A refusal in between rolls the switch back with everything else
ON = "PERFORM set_config('twiza.erasing', 'yes', true);"
OFF = "PERFORM set_config('twiza.erasing', '', true);"
ERASING = "current_setting('twiza.erasing', true) = 'yes'"
# Whatever points at a row of this table by its id, and every table with a column `case_id` (history has no foreign key)
EDGES = f"""
CREATE FUNCTION cases_hangs_on(parent text) RETURNS TABLE (child text, via text, key text)
LANGUAGE sql STABLE {BOUND} AS $$
    SELECT f.child, f.via, (
        SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = f.child::regclass AND i.indisprimary AND i.indnkeyatts = 1 AND a.atttypid = 'uuid'::regtype)
    FROM (
        SELECT c.conrelid::regclass::text AS child, a.attname::text AS via
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = to_regclass(parent) AND cardinality(c.conkey) = 1
        UNION
        SELECT t.oid::regclass::text, a.attname::text
        FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'case_id' AND NOT a.attisdropped
        WHERE parent = 'cases_case' AND t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
          AND a.atttypid = 'uuid'::regtype
    ) f WHERE f.child <> parent
$$;
CREATE FUNCTION cases_reached() RETURNS SETOF text LANGUAGE sql STABLE {BOUND} AS $$
    WITH RECURSIVE reached (name) AS (
        SELECT 'cases_case' UNION SELECT e.child FROM reached r, LATERAL cases_hangs_on(r.name) e)
    SELECT name FROM reached UNION SELECT 'cases_roomdraft'
$$;
CREATE FUNCTION cases_let_erase() RETURNS void LANGUAGE plpgsql {BOUND} AS $$
DECLARE name text;
BEGIN
    FOR name IN SELECT r FROM cases_reached() r
        UNION SELECT unnest(ARRAY['cases_erasedcase', 'cases_erasurecertificate', 'cases_ticket', 'cases_outsideask'])
    LOOP
        IF NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = name AND p.policyname = 'erased_for_good') THEN
            EXECUTE format('CREATE POLICY erased_for_good ON %I TO CURRENT_USER USING ({ERASING.replace("'", "''")})', name);
        END IF;
    END LOOP;
END $$;
"""
NO_EDGES = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT p.tablename FROM pg_policies p WHERE p.policyname = 'erased_for_good' LOOP
        EXECUTE format('DROP POLICY erased_for_good ON %I', name);
    END LOOP;
END $$;
DROP FUNCTION cases_let_erase();
DROP FUNCTION cases_reached();
DROP FUNCTION cases_hangs_on(text);
"""
# Until when a case is kept: one place, asked by the page of the team, by the list of the night and by the proof below.
KEPT = f"""
CREATE FUNCTION cases_number(of_name text, otherwise int, on_day date) RETURNS int LANGUAGE sql STABLE {BOUND} AS $$
    SELECT coalesce((SELECT p.value::numeric::int FROM accounts_parameter p WHERE p.name = of_name
        AND p.valid_from <= on_day AND (p.valid_to IS NULL OR p.valid_to > on_day) LIMIT 1), otherwise)
$$;
CREATE FUNCTION cases_kept_until(of_case uuid, on_day date) RETURNS date LANGUAGE sql STABLE {BOUND} AS $$
    SELECT greatest(
        (greatest(
            c.moved_on,
            (c.opened_at AT TIME ZONE 'Africa/Casablanca')::date,
            (SELECT max(v.at AT TIME ZONE 'Africa/Casablanca')::date FROM cases_noteversion v WHERE v.case_id = c.id)
        ) + make_interval(years => cases_number('case_retention_years', 5, on_day)))::date,
        CASE WHEN c.age_band = 'minor' THEN ((c.opened_at AT TIME ZONE 'Africa/Casablanca')::date
            + make_interval(years => cases_number('case_retention_minor_years', 23, on_day)))::date END)
    FROM cases_case c WHERE c.id = of_case AND c.state IN (
        'closed', 'paused_at_her_request', 'transferred', 'lost_contact', 'heard_anonymous')
$$;
CREATE FUNCTION cases_past_keeping(on_day date) RETURNS TABLE (id uuid, organisation_id uuid)
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
BEGIN
    IF coalesce(access_purpose(), '') <> 'upkeep' THEN
        RAISE EXCEPTION 'cases past their time are listed for the nightly upkeep only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    {ON}
    RETURN QUERY SELECT c.id, c.organisation_id FROM cases_case c
        WHERE cases_kept_until(c.id, on_day) <= on_day ORDER BY c.id;
    {OFF}
END $$;
CREATE FUNCTION cases_is_there(of_case uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE found boolean;
BEGIN
    IF coalesce(access_purpose(), '') <> 'restore' THEN
        RAISE EXCEPTION 'asked after a restore only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {ON}
    found := EXISTS (SELECT FROM cases_case c WHERE c.id = of_case
        AND c.organisation_id = ANY ((access_organisations())::uuid[]));
    {OFF}
    RETURN found;
END $$;
"""
NO_KEPT = """
DROP FUNCTION cases_is_there(uuid);
DROP FUNCTION cases_past_keeping(date);
DROP FUNCTION cases_kept_until(uuid, date);
DROP FUNCTION cases_number(text, int, date);
"""
# It believes nobody: two people of the team who sit there for good, or the day, or the restore, are looked up here.
# The keys of the case go first, then what hangs on it, from the leaves; what remains is a month and a certificate.
ERASE = f"""
CREATE FUNCTION cases_erase_below(parent text, keys uuid[]) RETURNS jsonb LANGUAGE plpgsql {BOUND} AS $$
DECLARE edge record; below uuid[]; counts jsonb := '{{}}'; gone int; one record;
BEGIN
    IF coalesce(cardinality(keys), 0) = 0 THEN RETURN counts; END IF;
    FOR edge IN SELECT * FROM cases_hangs_on(parent) LOOP
        IF edge.key IS NOT NULL THEN
            EXECUTE format('SELECT array_agg(%I) FROM %s WHERE %I = ANY ($1)', edge.key, edge.child, edge.via)
                INTO below USING keys;
            FOR one IN SELECT * FROM jsonb_each_text(cases_erase_below(edge.child, below)) LOOP
                counts := counts || jsonb_build_object(
                    one.key, coalesce((counts ->> one.key)::int, 0) + one.value::int);
            END LOOP;
        END IF;
        EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', edge.child, edge.via) USING keys;
        GET DIAGNOSTICS gone = ROW_COUNT;
        IF gone > 0 THEN
            counts := counts || jsonb_build_object(edge.child, coalesce((counts ->> edge.child)::int, 0) + gone);
        END IF;
    END LOOP;
    RETURN counts;
END $$;
CREATE FUNCTION cases_erase(of_case uuid, certificate text, on_day date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    me uuid := access_user();
    purpose text := coalesce(access_purpose(), '');
    mine uuid[] := (access_organisations())::uuid[];
    today date := (now() AT TIME ZONE 'Africa/Casablanca')::date;
    passed_over text := coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}');
    held cases_case;
    may boolean := false;
    counts jsonb;
    gone int;
BEGIN
    {ON}
    SELECT * INTO held FROM cases_case c WHERE c.id = of_case FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such case' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF purpose = 'work' THEN
        may := held.organisation_id = ANY (mine) AND EXISTS (
            SELECT FROM cases_erasureask a
            JOIN cases_teamseat first ON first.case_id = of_case AND first.user_id = a.by_id
            JOIN cases_teamseat second ON second.case_id = of_case AND second.user_id = me
            WHERE a.case_id = of_case AND a.by_id <> me AND a.at > now() - interval '30 days'
              AND first.kind <> 'broke_glass' AND second.kind <> 'broke_glass'
              AND (first.until IS NULL OR first.until > now()) AND (second.until IS NULL OR second.until > now()));
    ELSIF purpose = 'upkeep' THEN
        may := coalesce(cases_kept_until(of_case, today) <= today, false);
    ELSIF purpose = 'restore' THEN
        may := held.organisation_id = ANY (mine);
    END IF;
    IF NOT may THEN
        RAISE EXCEPTION 'a case is erased by two people of its team, or when its time of keeping is over'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('pgtrigger.ignore', coalesce((
        SELECT array_agg(t.tgname)::text FROM pg_trigger t JOIN cases_reached() r ON t.tgrelid = r::regclass
        WHERE NOT t.tgisinternal), '{{}}'), true);
    UPDATE cases_teamseat SET sealed = '' WHERE case_id = of_case;
    DELETE FROM cases_roomdraft d WHERE d.about = of_case
        OR d.about IN (SELECT n.id FROM cases_casenote n WHERE n.case_id = of_case);
    GET DIAGNOSTICS gone = ROW_COUNT;
    counts := cases_erase_below('cases_case', ARRAY[of_case]) - 'cases_erasureask';
    IF gone > 0 THEN counts := counts || jsonb_build_object('cases_roomdraft', gone); END IF;
    DELETE FROM cases_case c WHERE c.id = of_case;
    counts := counts || jsonb_build_object('cases_case', 1);
    PERFORM set_config('pgtrigger.ignore', passed_over, true);
    INSERT INTO cases_erasedcase (id, organisation_id, month) VALUES (gen_random_uuid(), held.organisation_id,
        date_trunc('month', held.opened_at AT TIME ZONE 'Africa/Casablanca')::date);
    INSERT INTO cases_erasurecertificate (id, organisation_id, number, day, counts)
        VALUES (gen_random_uuid(), held.organisation_id, certificate,
            CASE purpose WHEN 'restore' THEN on_day ELSE today END, counts)
        ON CONFLICT (organisation_id, number) DO NOTHING;
    {OFF}
    RETURN counts;
END $$;
CREATE FUNCTION cases_end_leftovers(on_day date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    today date := least(on_day, (now() AT TIME ZONE 'Africa/Casablanca')::date);
    drafts int; tickets int; asks int;
BEGIN
    IF coalesce(access_purpose(), '') <> 'upkeep' THEN
        RAISE EXCEPTION 'leftovers end by the nightly upkeep only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {ON}
    DELETE FROM cases_roomdraft WHERE (at AT TIME ZONE 'Africa/Casablanca')::date
        + cases_number('room_draft_days', 30, today) <= today;
    GET DIAGNOSTICS drafts = ROW_COUNT;
    DELETE FROM cases_ticket WHERE day + cases_number('ticket_days', 400, today) <= today;
    GET DIAGNOSTICS tickets = ROW_COUNT;
    DELETE FROM cases_outsideask WHERE ((at AT TIME ZONE 'Africa/Casablanca')::date
        + make_interval(years => cases_number('outside_ask_years', 5, today)))::date <= today;
    GET DIAGNOSTICS asks = ROW_COUNT;
    {OFF}
    RETURN jsonb_build_object('drafts', drafts, 'tickets', tickets, 'asks', asks);
END $$;
"""
NO_ERASE = """
DROP FUNCTION cases_end_leftovers(date);
DROP FUNCTION cases_erase(uuid, text, date);
DROP FUNCTION cases_erase_below(text, uuid[]);
"""
CALLED = (
    "cases_past_keeping(date)", "cases_is_there(uuid)", "cases_erase(uuid, text, date)", "cases_end_leftovers(date)",
    "cases_erase_below(text, uuid[])", "cases_let_erase()",
)  # fmt: skip
WHO_CALLS = "".join(f"REVOKE EXECUTE ON FUNCTION {one} FROM PUBLIC;" for one in CALLED) + "".join(
    f"GRANT EXECUTE ON FUNCTION {one} TO {ROLE};" for one in CALLED[:4]
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0053_rights"), ("accounts", "0002_codes_and_parameters")]

    operations = [
        migrations.RunSQL(EDGES, NO_EDGES),
        migrations.RunSQL(KEPT, NO_KEPT),
        migrations.RunSQL(ERASE, NO_ERASE),
        migrations.RunSQL(WHO_CALLS, migrations.RunSQL.noop),
    ]
