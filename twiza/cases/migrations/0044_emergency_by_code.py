import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity

MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"
ME = "user_id = (SELECT access_user())"
ON_THE_TEAM = (
    "EXISTS (SELECT FROM cases_teamseat s WHERE s.case_id = cases_case.id AND s.user_id = (SELECT access_user())"
    " AND s.organisation_id = ANY ((SELECT access_organisations())::uuid[]) AND (s.until IS NULL OR s.until > now()))"
)
# True inside the function below only: it works with the rights of the table's owner, and the application never does.
BY_FUNCTION = (
    "(SELECT current_user = pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'cases_case'::regclass)"
)
POLICIES = f"""
ALTER POLICY team_reads ON cases_case USING ({MINE} AND ({BY_FUNCTION} OR {ON_THE_TEAM}));
ALTER POLICY own_first_seat ON cases_teamseat
    WITH CHECK ({MINE} AND {ME} AND (kind = 'opened' OR kind = 'broke_glass' AND {BY_FUNCTION}));
"""
POLICIES_BEFORE = f"""
ALTER POLICY own_first_seat ON cases_teamseat
    WITH CHECK ({MINE} AND {ME} AND kind IN ('opened', 'broke_glass'));
ALTER POLICY team_reads ON cases_case USING ({MINE} AND {ON_THE_TEAM});
"""
# The one way into a case by emergency. It believes nobody: organisation, key, tries of the hour and entries that wait
# for a look are asked here. An unknown code and a code of another organisation are one answer, NULL, and cost a try.
BREAK_GLASS = f"""
CREATE FUNCTION cases_break_glass(seat uuid, try uuid, asked uuid, typed text, reason text, hours integer)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := access_user();
    found uuid;
BEGIN
    IF me IS NULL OR asked IS NULL OR NOT asked = ANY ((access_organisations())::uuid[])
        OR NOT EXISTS (SELECT FROM cases_roomworker w WHERE w.organisation_id = asked AND w.user_id = me)
    THEN
        RAISE EXCEPTION 'only who has a key of this room' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(7204100, hashtext(me::text));  -- one try of a person after the other
    IF EXISTS (SELECT FROM cases_teamseat s WHERE s.user_id = me AND s.kind = 'broke_glass'
        AND s.reviewed_at IS NULL AND s.since < now() - interval '7 days')
    THEN
        RAISE EXCEPTION 'an entry waits for its look'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_looked_into_first';
    END IF;
    IF 5 <= (SELECT count(*) FROM cases_emergencytry t WHERE t.user_id = me AND t.at > now() - interval '1 hour')
    THEN
        RAISE EXCEPTION 'tried too often'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_tried_five_times';
    END IF;
    INSERT INTO cases_emergencytry (id, organisation_id, user_id, at) VALUES (try, asked, me, now());
    SELECT c.id INTO found FROM cases_case c
    WHERE c.organisation_id = asked AND (c.code = typed OR c.id::text = typed) ORDER BY c.opened_at DESC LIMIT 1;
    IF found IS NULL OR EXISTS (SELECT FROM cases_teamseat s WHERE s.case_id = found AND s.user_id = me
        AND (s.until IS NULL OR s.until > now()))
    THEN
        RETURN found;
    END IF;
    INSERT INTO cases_teamseat (id, case_id, organisation_id, user_id, kind, sealed, since, until, reason_code)
    VALUES (seat, found, asked, me, 'broke_glass', '', now(), now() + make_interval(hours => hours), reason);
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION cases_break_glass(uuid, uuid, uuid, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_break_glass(uuid, uuid, uuid, text, text, integer) TO {settings.TWIZA_APP_ROLE};
"""
NO_GLASS = "DROP FUNCTION cases_break_glass(uuid, uuid, uuid, text, text, integer);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_services_columns"),
        ("network", "0030_processings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyTry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["user", "-at"], name="emergency_try_of_user")]},
        ),
        # no INSERT: the function alone writes here
        RowSecurity("cases_emergencytry", policies={"own": f"USING ({MINE} AND {ME})"}, grants="SELECT"),
        migrations.RunSQL(POLICIES, POLICIES_BEFORE),
        migrations.RunSQL(BREAK_GLASS, NO_GLASS),
    ]
