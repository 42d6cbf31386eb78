"""Who is asking and where they work, said to the database in one question: every page of a signed-in person begins so."""

from django.db import migrations

# Says the person, so that they see their own memberships; reads them; says their organisations. For the length of the
# transaction, as whoever calls it: it can say no more than the caller could.
ENTER = """
CREATE FUNCTION network_enter(person uuid, why text, about text, today date)
RETURNS TABLE (organisation uuid, role text)
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    each uuid[];
    places uuid[];
    roles text[];
BEGIN
    PERFORM set_config('twiza.user', person::text, true), set_config('twiza.organisations', '', true),
        set_config('twiza.purpose', why, true), set_config('pghistory.context_metadata', about, true),
        set_config('pghistory.context_id', '', true);
    SELECT array_agg(DISTINCT m.organisation_id), array_agg(m.organisation_id ORDER BY m.organisation_id, m.role),
        array_agg(m.role::text ORDER BY m.organisation_id, m.role)
    INTO each, places, roles FROM network_membership m WHERE m.user_id = person AND m.period @> today;
    PERFORM set_config('twiza.organisations', coalesce(each::text, ''), true);
    RETURN QUERY SELECT * FROM unnest(places, roles);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0005_refuge_after_the_role")]

    operations = [migrations.RunSQL(ENTER, "DROP FUNCTION network_enter(uuid, text, text, date)")]
