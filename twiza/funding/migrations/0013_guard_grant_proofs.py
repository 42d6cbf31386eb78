"""What the database promises of pictures handed over with a report: by the association, of its own line, for good."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "= ANY ((SELECT access_organisations())::uuid[])"
PROOFS = """
CREATE FUNCTION funding_hand_over_proof() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM funding_grantreportline l WHERE l.id = NEW.line_id AND l.sha256 = NEW.sha256
                   AND l.organisation_id = NEW.organisation_id AND l.grantee_id = NEW.grantee_id) THEN
        PERFORM funding_say('proof_of_its_line');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hand_over_proof BEFORE INSERT ON funding_grantproof
    FOR EACH ROW EXECUTE FUNCTION funding_hand_over_proof();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_grantproof
    FOR EACH ROW EXECUTE FUNCTION funding_only_added();
"""
NO_PROOFS = """
DROP TRIGGER only_added ON funding_grantproof;
DROP TRIGGER hand_over_proof ON funding_grantproof;
DROP FUNCTION funding_hand_over_proof();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0012_grant_proofs")]

    operations = [
        migrations.RunSQL(PROOFS, NO_PROOFS),
        RowSecurity(
            "funding_grantproof",
            policies={
                "read_either": f"FOR SELECT USING (organisation_id {MINE} OR grantee_id {MINE})",
                "hand_over": f"FOR INSERT WITH CHECK (grantee_id {MINE})",
            },
            grants="SELECT, INSERT",
        ),
    ]
