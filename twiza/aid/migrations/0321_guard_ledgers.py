"""Ledgers and what was typed of them are added to and never changed; a line is of its ledger, told once."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
AT_THE_POINT = f"USING (organisation_id = {MINE} OR host_id = {MINE})"

GUARD = """
CREATE TRIGGER beside_its_lane BEFORE INSERT ON aid_laneledger FOR EACH ROW EXECUTE FUNCTION aid_beside_its_lane();
CREATE FUNCTION aid_entry_is_of_its_ledger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_laneledger l WHERE l.id = NEW.ledger_id AND l.point_id = NEW.point_id AND l.day = NEW.day
          AND l.organisation_id = NEW.organisation_id AND l.host_id = NEW.host_id AND NEW.code = ANY (l.codes)
    ) THEN
        RAISE EXCEPTION 'a line that is typed was printed on its ledger'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_of_its_ledger';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_of_its_ledger BEFORE INSERT ON aid_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION aid_entry_is_of_its_ledger();
"""
UNGUARD = """
DROP TRIGGER entry_of_its_ledger ON aid_ledgerentry;
DROP FUNCTION aid_entry_is_of_its_ledger();
DROP TRIGGER beside_its_lane ON aid_laneledger;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0320_ledgers"), ("access", "0001_functions")]

    operations = [
        *(
            RowSecurity(table, policies={"at_the_point": AT_THE_POINT}, grants="SELECT, INSERT")
            for table in ("aid_laneledger", "aid_ledgerentry")
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
