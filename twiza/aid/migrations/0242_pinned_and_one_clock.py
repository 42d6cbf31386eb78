"""Who entered a day takes it away; who publishes is who acts; an urgent programme has one clock: its appeal's."""

from django.db import migrations

ME = "(SELECT access_user())"
# The calendar is the same for everybody, so nobody takes away what another association entered: whoever entered it
# does, or the administrator of the platform.
PLATFORM = (
    f"EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = {ME} AND m.role = 'platform_administrator'"
    " AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date)"
)
ENTERED = f"entered_by_id = {ME}"
FRESH = f"{ENTERED} AND removed_at IS NULL AND removed_by_id IS NULL"
SOMEBODY = f"{ME} IS NOT NULL"
REMOVABLE = ("aid_calendarday", "aid_soukday")
CALENDAR = f"ALTER POLICY enter ON aid_ramadanhours WITH CHECK ({ENTERED});" + "".join(
    f"ALTER POLICY enter ON {table} WITH CHECK ({FRESH});"
    f"ALTER POLICY remove ON {table} USING (removed_at IS NULL AND ({ENTERED} OR {PLATFORM}))"
    f" WITH CHECK (removed_by_id = {ME});"
    for table in REMOVABLE
)
OF_ANYBODY = f"ALTER POLICY enter ON aid_ramadanhours WITH CHECK ({SOMEBODY});" + "".join(
    f"ALTER POLICY enter ON {table} WITH CHECK ({SOMEBODY});"
    f"ALTER POLICY remove ON {table} USING ({SOMEBODY}) WITH CHECK ({SOMEBODY});"
    for table in REMOVABLE
)

APPEAL = """
CREATE FUNCTION aid_appeal_is_of_who_acts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.recorded_by_id IS DISTINCT FROM access_user()
        OR NEW.published_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.published_at IS NULL)
            AND NEW.published_by_id IS DISTINCT FROM access_user() THEN
        RAISE EXCEPTION 'an appeal is written down and published by who acts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_of_who_acts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_of_who_acts BEFORE INSERT OR UPDATE OF published_at, published_by_id ON aid_appeal
    FOR EACH ROW EXECUTE FUNCTION aid_appeal_is_of_who_acts();
"""
ANYBODY = "DROP TRIGGER appeal_of_who_acts ON aid_appeal; DROP FUNCTION aid_appeal_is_of_who_acts();"


class Migration(migrations.Migration):
    dependencies = [("aid", "0241_cut_ways_back"), ("network", "0030_processings")]

    operations = [
        migrations.RemoveConstraint("crisisprogramme", "crisis_appeal_is_later"),
        migrations.RemoveField("crisisprogramme", "appeal_hours"),
        migrations.RemoveField("crisisprogramme", "appeal_due_at"),
        migrations.RunSQL(CALENDAR, OF_ANYBODY),
        migrations.RunSQL(APPEAL, ANYBODY),
    ]
