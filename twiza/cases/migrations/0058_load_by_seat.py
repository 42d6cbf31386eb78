"""A load counts the cases in whose team a listener sits: said here, as the owner of the tables sees every case."""

from django.db import migrations

BY_SEAT = """
CREATE OR REPLACE FUNCTION cases_load(of_centre uuid, today date)
RETURNS TABLE (worker uuid, cases bigint, late bigint, emergencies bigint, silences bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asker uuid := access_user();
    one uuid;
    all_of_them uuid[];
BEGIN
    IF asker IS NULL OR of_centre IS NULL OR NOT of_centre = ANY (access_organisations()) OR NOT EXISTS (
        SELECT FROM network_membership m WHERE m.user_id = asker AND m.organisation_id = of_centre
            AND m.role = 'listening_supervisor' AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date)
    THEN
        RAISE EXCEPTION 'only who supervises the listening there sees how much each carries'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT array_agg(DISTINCT w.user_id ORDER BY w.user_id) INTO all_of_them
        FROM cases_roomworker w WHERE w.organisation_id = of_centre;
    FOREACH one IN ARRAY coalesce(all_of_them, '{}') LOOP
        PERFORM set_config('twiza.user', one::text, true);
        RETURN QUERY SELECT one,
            (SELECT count(*) FROM cases_case c WHERE EXISTS (SELECT FROM cases_teamseat s
                WHERE s.case_id = c.id AND s.user_id = one AND (s.until IS NULL OR s.until > now())) AND c.organisation_id = of_centre
                AND c.state NOT IN ('heard_anonymous', 'closed', 'transferred', 'lost_contact')),
            (SELECT count(*) FROM cases_case c WHERE EXISTS (SELECT FROM cases_teamseat s
                WHERE s.case_id = c.id AND s.user_id = one AND (s.until IS NULL OR s.until > now())) AND c.organisation_id = of_centre AND c.next_on < today
                AND c.state NOT IN ('closed', 'transferred', 'lost_contact')),
            (SELECT count(*) FROM cases_teamseat s WHERE s.organisation_id = of_centre AND s.kind = 'broke_glass'
                AND s.reviewed_at IS NULL AND s.user_id <> one),
            (SELECT count(*) FROM cases_supervisorask a WHERE a.organisation_id = of_centre
                AND a.decided_at IS NULL);
    END LOOP;
    PERFORM set_config('twiza.user', asker::text, true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0062_counted_referrals")]

    operations = [migrations.RunSQL(BY_SEAT, migrations.RunSQL.noop)]
