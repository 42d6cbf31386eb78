"""Lines of relation: said by who brought the household, signed by another, until the pool is frozen."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING, BRINGING = f"organisation_id = {MINE}", f"bringing_id = {MINE}"

GUARD = """
CREATE FUNCTION aid_relation_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.signed_at IS NOT NULL OR NEW.nomination_id <> OLD.nomination_id) THEN
        RAISE EXCEPTION 'a signed line does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_signed_stays';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM aid_nomination n JOIN aid_campaign c ON c.id = n.campaign_id
        WHERE n.id = NEW.nomination_id AND n.campaign_id = NEW.campaign_id AND n.bringing_id = NEW.bringing_id
          AND n.organisation_id = NEW.organisation_id AND n.created_by_id = NEW.nominator_id
          AND c.state = 'list_building'
    ) THEN
        RAISE EXCEPTION 'a line is said by who brought the household, before the pool is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_of_its_nominator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relation_in_order BEFORE INSERT OR UPDATE ON aid_nominationrelation
    FOR EACH ROW EXECUTE FUNCTION aid_relation_in_order();
"""
UNGUARD = "DROP TRIGGER relation_in_order ON aid_nominationrelation; DROP FUNCTION aid_relation_in_order();"


class Migration(migrations.Migration):
    dependencies = [("aid", "0162_relations"), ("access", "0001_functions")]

    operations = [
        RowSecurity(
            "aid_nominationrelation",
            policies={
                "bringing": f"USING ({BRINGING})",
                "coordinating": f"FOR SELECT USING ({COORDINATING})",
            },
            grants="SELECT, INSERT, UPDATE",
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
