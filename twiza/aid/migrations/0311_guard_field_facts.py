"""What phones and ledgers say is added to and never changed; a hand-over may name the lane it was made at."""

from importlib import import_module

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
AT_THE_POINT = f"USING (organisation_id = {MINE} OR host_id = {MINE})"
READ_ADD = "SELECT, INSERT"
FIRST = import_module("twiza.aid.migrations.0007_write_hand_overs")

# As in 0007, with the lane of the phone or the ledger; none at a page with network
WRITE_OLD = FIRST.WRITE[: FIRST.WRITE.index("ALTER FUNCTION")]
DROP_OLD = FIRST.BACK[FIRST.BACK.index("DROP FUNCTION") :]
WRITE_NEW = (
    WRITE_OLD.replace("on_device text, as_kind text\n", "on_device text, as_kind text, at_lane uuid\n")
    .replace(
        "pieces, by_proxy, source, device, at, recorded_at, by_id)",
        "pieces, by_proxy, source, device, lane_id, at, recorded_at, by_id)",
    )
    .replace(
        "pieces, by_proxy, came_as, on_device, at, heard_at, person FROM given",
        "pieces, by_proxy, came_as, on_device, at_lane, at, heard_at, person FROM given",
    )
    .replace("opened_at,\n            outcome)", "opened_at,\n            outcome, why)")
    .replace(
        "kept_by, heard_at, ''\n        FROM given WHERE ruling",
        "kept_by, heard_at, '', ''\n        FROM given WHERE ruling",
    )
)
DROP_NEW = DROP_OLD.replace("text, text, text\n)", "text, text, text, uuid\n)")

GUARD = """
CREATE FUNCTION aid_hand_over_at_its_lane() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.source = 'online' OR NOT EXISTS (
        SELECT 1 FROM aid_lane l WHERE l.id = NEW.lane_id AND l.point_id = NEW.point_id
    ) THEN
        RAISE EXCEPTION 'the lane of a hand-over is one of its point'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_at_its_lane';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hand_over_at_its_lane BEFORE INSERT ON aid_handover FOR EACH ROW
    WHEN (NEW.lane_id IS NOT NULL) EXECUTE FUNCTION aid_hand_over_at_its_lane();

CREATE FUNCTION aid_witness_is_another() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.source = 'online' OR NOT EXISTS (
        SELECT 1 FROM aid_handover h WHERE h.id = NEW.hand_over_id AND h.point_id = NEW.point_id
          AND h.campaign_id = NEW.campaign_id AND h.source <> 'online' AND h.source <> NEW.source
    ) THEN
        RAISE EXCEPTION 'a paper witnesses what a phone said, and a phone what a paper said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'witness_is_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER witness_is_another BEFORE INSERT ON aid_handoverwitness
    FOR EACH ROW EXECUTE FUNCTION aid_witness_is_another();

CREATE FUNCTION aid_spare_by_the_rule() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rule int;
BEGIN
    SELECT l.spares INTO rule FROM aid_lane l
    WHERE l.id = NEW.lane_id AND l.point_id = NEW.point_id AND l.day = NEW.day AND l.kind = 'desk';
    IF rule IS NULL OR NOT NEW.beyond_the_rule AND rule <= (
        SELECT count(*) FROM aid_sparegiven s WHERE s.point_id = NEW.point_id AND s.day = NEW.day
    ) THEN
        RAISE EXCEPTION 'a spare is given at the welcome table, and one beyond the rule of the day says so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spare_by_the_rule';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spare_by_the_rule BEFORE INSERT ON aid_sparegiven
    FOR EACH ROW EXECUTE FUNCTION aid_spare_by_the_rule();
"""
UNGUARD = """
DROP TRIGGER spare_by_the_rule ON aid_sparegiven;
DROP FUNCTION aid_spare_by_the_rule();
DROP TRIGGER witness_is_another ON aid_handoverwitness;
DROP FUNCTION aid_witness_is_another();
DROP TRIGGER hand_over_at_its_lane ON aid_handover;
DROP FUNCTION aid_hand_over_at_its_lane();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0310_field_facts"), ("access", "0001_functions")]

    operations = [
        *(
            RowSecurity(table, policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD)
            for table in ("aid_handoverwitness", "aid_handoverundo", "aid_sparegiven")
        ),
        migrations.RunSQL(DROP_OLD + WRITE_NEW, DROP_NEW + WRITE_OLD),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
