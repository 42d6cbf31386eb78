"""Lanes and what phones carry: seen by who leads the campaign and who keeps the point, and never two lanes for a card."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
AT_THE_POINT = f"USING (organisation_id = {MINE} OR host_id = {MINE})"

# A lane is of its point; who leads and who keeps it are the point's. A row that is not seen from here is none.
LANES = """
CREATE FUNCTION aid_lane_is_of_its_point() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM aid_distributionpoint p WHERE p.id = NEW.point_id
                   AND p.campaign_id = NEW.campaign_id AND p.organisation_id = NEW.organisation_id
                   AND p.host_id = NEW.host_id) THEN
        RAISE EXCEPTION 'a lane is of a point of its campaign'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lane_of_its_point';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lane_of_its_point BEFORE INSERT ON aid_lane FOR EACH ROW EXECUTE FUNCTION aid_lane_is_of_its_point();
"""
NO_LANES = "DROP TRIGGER lane_of_its_point ON aid_lane; DROP FUNCTION aid_lane_is_of_its_point();"

# A lane serves cards of its own point, on its own day; the welcome table and a lane that was closed hold none.
LEASES = """
CREATE FUNCTION aid_leases_are_of_their_lane() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added a
        LEFT JOIN aid_lane l ON l.id = a.lane_id AND l.point_id = a.point_id AND l.day = a.day
            AND l.campaign_id = a.campaign_id AND l.organisation_id = a.organisation_id AND l.host_id = a.host_id
            AND l.kind = 'lane' AND l.closed_at IS NULL
        LEFT JOIN aid_entitlement e ON e.id = a.entitlement_id AND e.point_id = a.point_id
        WHERE l.id IS NULL OR e.id IS NULL OR a.ended_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a lane serves cards of its own point, on its own day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lease_of_its_lane';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER lease_of_its_lane AFTER INSERT ON aid_lanelease
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_leases_are_of_their_lane();
CREATE FUNCTION aid_lease_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a lease that ended stays ended'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lease_ends_once';
END $$;
CREATE TRIGGER lease_ends_once BEFORE UPDATE ON aid_lanelease FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION aid_lease_ends_once();
"""
NO_LEASES = """
DROP TRIGGER lease_of_its_lane ON aid_lanelease;
DROP FUNCTION aid_leases_are_of_their_lane();
DROP TRIGGER lease_ends_once ON aid_lanelease;
DROP FUNCTION aid_lease_ends_once();
"""

# What is written beside a lane names what the lane is of; a release is seen used once, by another lane of that day.
BESIDE = """
CREATE FUNCTION aid_beside_its_lane() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM aid_lane l WHERE l.id = NEW.lane_id AND l.point_id = NEW.point_id
                   AND l.day = NEW.day AND l.campaign_id = NEW.campaign_id
                   AND l.organisation_id = NEW.organisation_id AND l.host_id = NEW.host_id) THEN
        RAISE EXCEPTION 'this is of a lane of its point and day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'beside_its_lane';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER beside_its_lane BEFORE INSERT ON aid_lanerelease
    FOR EACH ROW EXECUTE FUNCTION aid_beside_its_lane();
CREATE TRIGGER beside_its_lane BEFORE INSERT ON aid_packgiven FOR EACH ROW EXECUTE FUNCTION aid_beside_its_lane();
CREATE FUNCTION aid_release_is_used_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.used_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM aid_lane l WHERE l.id = NEW.used_by_lane_id AND l.point_id = NEW.point_id AND l.day = NEW.day
    ) THEN
        RAISE EXCEPTION 'the first use of a release stays, and is by a lane of that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'release_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_used_once BEFORE UPDATE ON aid_lanerelease
    FOR EACH ROW EXECUTE FUNCTION aid_release_is_used_once();
"""
NO_BESIDE = """
DROP TRIGGER beside_its_lane ON aid_lanerelease;
DROP TRIGGER beside_its_lane ON aid_packgiven;
DROP FUNCTION aid_beside_its_lane();
DROP TRIGGER release_used_once ON aid_lanerelease;
DROP FUNCTION aid_release_is_used_once();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0300_lanes"), ("access", "0001_functions")]

    operations = [
        RowSecurity(
            "aid_lane",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (kind, spares, shared_at, shared_by_id, released_at, closed_at)",
        ),
        RowSecurity("aid_laneevent", policies={"at_the_point": AT_THE_POINT}, grants="SELECT, INSERT"),
        RowSecurity(
            "aid_lanelease",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (ended_at, ended_because)",
        ),
        RowSecurity(
            "aid_lanerelease",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (used_at, used_by_lane_id, used_operation)",
        ),
        RowSecurity(
            "aid_packgiven",
            policies={"at_the_point": AT_THE_POINT},
            grants="SELECT, INSERT, UPDATE (taken_back_at)",
        ),
        migrations.RunSQL(LANES, NO_LANES),
        migrations.RunSQL(LEASES, NO_LEASES),
        migrations.RunSQL(BESIDE, NO_BESIDE),
    ]
