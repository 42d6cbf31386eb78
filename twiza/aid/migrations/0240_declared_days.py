"""What is declared are the days of the distribution in the provinces of its zones; and what is open stays declared."""

from django.db import migrations, models

from twiza.platform.access.actions import Together

# One question, asked before the points open and again at the end of every change while they are open: is each zone
# placed, is its province declared, do the papers say these days? An exemption says no days.
DECLARED = """
CREATE FUNCTION aid_lacks_declaration(of_campaign uuid, zones text[], first date, last date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT cardinality(zones) = 0
        OR EXISTS (SELECT 1 FROM unnest(zones) z (name)
            LEFT JOIN aid_campaignzone p ON p.campaign_id = of_campaign AND p.name = z.name
            LEFT JOIN aid_declaration d
                ON d.campaign_id = of_campaign AND d.province_id = p.province_id AND d.replaced_at IS NULL
            WHERE d.id IS NULL)
        OR EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = of_campaign AND d.replaced_at IS NULL
            AND (d.basis = 'deposit' AND d.signed_at IS NULL
                OR d.basis <> 'exemption' AND NOT coalesce(d.starts_on <= first AND last <= d.ends_on, false)))
$$;

CREATE OR REPLACE FUNCTION aid_campaign_is_declared() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF aid_election_freeze() THEN
        RAISE EXCEPTION 'no distribution opens in an election period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_outside_elections';
    END IF;
    IF aid_lacks_declaration(NEW.id, NEW.zones::text[], NEW.starts_on, NEW.ends_on) THEN
        RAISE EXCEPTION 'a distribution opens once each zone has its place and each province is declared for its days'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_is_declared';
    END IF;
    RETURN NEW;
END $$;

-- Deferred: a paper is replaced before the next one is written. The campaign is held, so that nothing opens meanwhile
-- on what is being replaced.
CREATE FUNCTION aid_stays_declared() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid;
    of_it record;
BEGIN
    IF TG_TABLE_NAME = 'aid_campaign' THEN
        touched := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        touched := OLD.campaign_id;
    ELSE
        touched := NEW.campaign_id;
    END IF;
    SELECT c.zones, c.starts_on, c.ends_on, c.state INTO of_it FROM aid_campaign c WHERE c.id = touched FOR SHARE;
    IF of_it.state IN ('distributing', 'reconciled', 'reported', 'archived')
        AND aid_lacks_declaration(touched, of_it.zones::text[], of_it.starts_on, of_it.ends_on) THEN
        RAISE EXCEPTION 'what a distribution stands on is not taken away: its zones, its days, its declarations'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_stays_declared';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER distribution_stays_declared AFTER UPDATE OF zones, starts_on, ends_on ON aid_campaign
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('distributing', 'reconciled', 'reported', 'archived')) EXECUTE FUNCTION aid_stays_declared();
CREATE CONSTRAINT TRIGGER distribution_stays_declared AFTER INSERT OR UPDATE OR DELETE ON aid_campaignzone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION aid_stays_declared();
CREATE CONSTRAINT TRIGGER distribution_stays_declared AFTER INSERT OR UPDATE OF replaced_at ON aid_declaration
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION aid_stays_declared();
"""
UNDECLARED = """
DROP TRIGGER distribution_stays_declared ON aid_declaration;
DROP TRIGGER distribution_stays_declared ON aid_campaignzone;
DROP TRIGGER distribution_stays_declared ON aid_campaign;
DROP FUNCTION aid_stays_declared();
CREATE OR REPLACE FUNCTION aid_campaign_is_declared() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF aid_election_freeze() THEN
        RAISE EXCEPTION 'no distribution opens in an election period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_outside_elections';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id AND d.replaced_at IS NULL)
        OR EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id AND d.replaced_at IS NULL
                   AND d.basis = 'deposit' AND d.signed_at IS NULL)
        OR EXISTS (SELECT 1 FROM aid_campaignzone z WHERE z.campaign_id = NEW.id AND z.name = ANY (NEW.zones)
                   AND NOT EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id
                                   AND d.replaced_at IS NULL AND d.province_id = z.province_id)) THEN
        RAISE EXCEPTION 'a distribution opens once it is declared in each province'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_is_declared';
    END IF;
    RETURN NEW;
END $$;
DROP FUNCTION aid_lacks_declaration(uuid, text[], date, date);
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0202_packed_by_plan")]

    operations = [
        Together(
            [
                migrations.AddField("declaration", "starts_on", models.DateField(null=True)),
                migrations.AddField("declaration", "ends_on", models.DateField(null=True)),
                migrations.AddConstraint(
                    "declaration",
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("starts_on__isnull", True))
                        | models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("starts_on__isnull", False),
                            models.Q(("basis", "exemption"), _negated=True),
                        ),
                        name="declaration_days_go_together",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(DECLARED, UNDECLARED),
    ]
