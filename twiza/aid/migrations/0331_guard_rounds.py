"""Rounds: seen by who leads the campaign and who keeps the point; a closed one keeps no door."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
AT_THE_POINT = f"USING (organisation_id = {MINE} OR host_id = {MINE})"

GUARD = """
CREATE TRIGGER round_of_its_point BEFORE INSERT ON aid_deliveryround
    FOR EACH ROW EXECUTE FUNCTION aid_lane_is_of_its_point();
CREATE FUNCTION aid_round_stays_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a round that was closed stays closed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'round_stays_closed';
END $$;
CREATE TRIGGER round_stays_closed BEFORE UPDATE ON aid_deliveryround FOR EACH ROW
    WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION aid_round_stays_closed();
CREATE FUNCTION aid_stop_of_its_round() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM aid_deliveryround r JOIN aid_entitlement e ON e.id = NEW.entitlement_id
        WHERE r.id = NEW.round_id AND r.closed_at IS NULL AND r.point_id = NEW.point_id AND r.day = NEW.day
          AND r.organisation_id = NEW.organisation_id AND r.host_id = NEW.host_id AND e.point_id = NEW.point_id
    ) OR TG_OP = 'UPDATE' AND (
        OLD.outcome <> '' AND NEW.outcome <> OLD.outcome
        OR NEW.place NOT IN ('', OLD.place) OR NEW.announce NOT IN ('', OLD.announce)
    ) THEN
        RAISE EXCEPTION 'a stop is of an open round; what happened there is written once, and its words only go'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stop_of_its_round';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stop_of_its_round BEFORE INSERT OR UPDATE ON aid_deliverystop
    FOR EACH ROW EXECUTE FUNCTION aid_stop_of_its_round();
"""
UNGUARD = """
DROP TRIGGER stop_of_its_round ON aid_deliverystop;
DROP FUNCTION aid_stop_of_its_round();
DROP TRIGGER round_stays_closed ON aid_deliveryround;
DROP FUNCTION aid_round_stays_closed();
DROP TRIGGER round_of_its_point ON aid_deliveryround;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0330_rounds"), ("access", "0001_functions")]

    operations = [
        RowSecurity(
            "aid_deliveryround",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (closed_at, closed_by_id)",
        ),
        RowSecurity(
            "aid_deliverystop",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (place, announce, outcome, told_at, operation)",
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
