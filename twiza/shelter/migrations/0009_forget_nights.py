"""Some time after a winter is closed its nights forget people: one function, which proves purpose and day by itself."""

from django.conf import settings
from django.db import migrations

TABLES = (
    "shelter_winter", "shelter_voicepart", "shelter_encounterseal", "shelter_calloutseal", "shelter_outreachseat",
    "shelter_encounter", "shelter_guest", "shelter_guestcard", "shelter_dutycontact",
)  # fmt: skip
BOUND = "SET search_path = public, pg_temp"
# The owner is bound by the policies too: these are for the owner alone, and only while the function runs
LET = "".join(
    f"CREATE POLICY erased_for_good ON {table} TO CURRENT_USER"
    " USING (current_setting('twiza.erasing', true) = 'yes');\n"
    for table in TABLES
)
LET_NOT = "".join(f"DROP POLICY erased_for_good ON {table};\n" for table in TABLES)
FORGET = f"""
CREATE FUNCTION shelter_keeps_people_until(closed timestamptz, on_day date) RETURNS date LANGUAGE sql STABLE {BOUND} AS $$
    SELECT (closed AT TIME ZONE 'Africa/Casablanca')::date + coalesce((SELECT p.value::numeric::int
        FROM accounts_parameter p WHERE p.name = 'night_names_days' AND p.valid_from <= on_day
        AND (p.valid_to IS NULL OR p.valid_to > on_day) LIMIT 1), 90)
$$;
CREATE FUNCTION shelter_past_keeping(on_day date) RETURNS TABLE (id uuid, crew_id uuid)
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
BEGIN
    IF coalesce(access_purpose(), '') <> 'upkeep' THEN
        RAISE EXCEPTION 'winters past their time are listed for the nightly upkeep only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('twiza.erasing', 'yes', true);
    RETURN QUERY SELECT w.id, w.crew_id FROM shelter_winter w
        WHERE w.closed_at IS NOT NULL AND shelter_keeps_people_until(w.closed_at, on_day) <= on_day
        AND (EXISTS (SELECT FROM shelter_outreachseat s WHERE s.winter_id = w.id)
            OR EXISTS (SELECT FROM shelter_encounterseal s WHERE s.winter_id = w.id)
            OR EXISTS (SELECT FROM shelter_encounter e WHERE e.winter_id = w.id AND e.person IS NOT NULL)
            OR EXISTS (SELECT FROM shelter_dutycontact d WHERE d.winter_id = w.id)
            OR EXISTS (SELECT FROM shelter_guestcard c JOIN shelter_guest g ON g.id = c.guest_id
                WHERE g.winter_id = w.id))
        ORDER BY w.id;
    PERFORM set_config('twiza.erasing', '', true);
END $$;
CREATE FUNCTION shelter_forget_people(of_winter uuid, on_day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    closed timestamptz;
    gone int;
    notes int;
BEGIN
    IF coalesce(access_purpose(), '') <> 'upkeep' THEN
        RAISE EXCEPTION 'people of a winter are forgotten by the nightly upkeep only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('twiza.erasing', 'yes', true);
    SELECT w.closed_at INTO closed FROM shelter_winter w WHERE w.id = of_winter;
    IF closed IS NULL OR on_day > (now() AT TIME ZONE 'Africa/Casablanca')::date
        OR shelter_keeps_people_until(closed, on_day) > on_day THEN
        RAISE EXCEPTION 'the time of keeping is not over' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- the seats first: what was sealed opens for nobody any more, in a copy of the inbox neither
    DELETE FROM shelter_outreachseat WHERE winter_id = of_winter;
    DELETE FROM shelter_voicepart WHERE winter_id = of_winter;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM shelter_encounterseal WHERE winter_id = of_winter;
    GET DIAGNOSTICS notes = ROW_COUNT;
    DELETE FROM shelter_calloutseal WHERE winter_id = of_winter;
    UPDATE shelter_encounter SET person = NULL WHERE winter_id = of_winter AND person IS NOT NULL;
    DELETE FROM shelter_guestcard c USING shelter_guest g WHERE g.id = c.guest_id AND g.winter_id = of_winter;
    DELETE FROM shelter_dutycontact WHERE winter_id = of_winter;
    PERFORM set_config('twiza.erasing', '', true);
    RETURN gone + notes;
END $$;
REVOKE ALL ON FUNCTION shelter_past_keeping(date) FROM PUBLIC;
REVOKE ALL ON FUNCTION shelter_forget_people(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shelter_past_keeping(date) TO {settings.TWIZA_APP_ROLE};
GRANT EXECUTE ON FUNCTION shelter_forget_people(uuid, date) TO {settings.TWIZA_APP_ROLE};
"""
FORGET_NOT = """
DROP FUNCTION shelter_forget_people(uuid, date);
DROP FUNCTION shelter_past_keeping(date);
DROP FUNCTION shelter_keeps_people_until(timestamptz, date);
"""


class Migration(migrations.Migration):
    dependencies = [("shelter", "0008_kept_places"), ("accounts", "0002_codes_and_parameters")]

    operations = [migrations.RunSQL(LET, LET_NOT), migrations.RunSQL(FORGET, FORGET_NOT)]
