"""Who entered a day takes it away; who publishes is who acts; an urgent programme has one clock: its appeal's."""

from django.db import migrations

ME = "(SELECT access_user())"
# The calendar is the same for everybody, so nobody takes away what another association entered: whoever entered it
# does, or the administrator of the platform.
PLATFORM = (
    f"EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = {ME} AND m.role = 'platform_administrator'"
    " AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date)"
)
CALENDAR = (
    f"""
CREATE FUNCTION aid_calendar_of_who_acts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.entered_by_id IS DISTINCT FROM access_user() THEN
        RAISE EXCEPTION 'the calendar is entered by who acts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_of_who_acts';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION aid_calendar_taken_away() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.removed_at IS NOT NULL OR NEW.removed_by_id IS DISTINCT FROM access_user()
        OR NOT (OLD.entered_by_id = access_user() OR {PLATFORM}) THEN
        RAISE EXCEPTION 'who entered it takes it away, once, or the administrator of the platform'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_taken_away_by_who_entered';
    END IF;
    RETURN NEW;
END $$;
"""
    + "".join(
        f"CREATE TRIGGER calendar_of_who_acts BEFORE INSERT ON {table} FOR EACH ROW"
        " EXECUTE FUNCTION aid_calendar_of_who_acts();"
        for table in ("aid_calendarday", "aid_soukday", "aid_ramadanhours")
    )
    + "".join(
        f"CREATE TRIGGER calendar_taken_away BEFORE UPDATE ON {table} FOR EACH ROW"
        " EXECUTE FUNCTION aid_calendar_taken_away();"
        for table in ("aid_calendarday", "aid_soukday")
    )
)
OF_ANYBODY = (
    "DROP FUNCTION aid_calendar_taken_away() CASCADE; DROP FUNCTION aid_calendar_of_who_acts() CASCADE;"
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
