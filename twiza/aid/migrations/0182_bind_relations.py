"""A pool is frozen once each line is said and signed; who left an organisation does not keep its lines silent."""

from django.db import migrations

OLD = """
CREATE OR REPLACE FUNCTION aid_relation_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
"""
# Who holds no role there any more cannot speak: whoever answers for the organisation today does.
NEW = OLD.replace(
    "n.created_by_id = NEW.nominator_id\n",
    """(n.created_by_id = NEW.nominator_id OR NOT EXISTS (
              SELECT 1 FROM network_membership m WHERE m.user_id = n.created_by_id
              AND m.organisation_id = n.bringing_id AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date))
""",
)

BIND = """
CREATE FUNCTION aid_pool_relations_are_signed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM aid_nomination n LEFT JOIN aid_nominationrelation r ON r.nomination_id = n.id
        WHERE n.campaign_id = NEW.campaign_id AND n.withdrawn_at IS NULL AND r.signed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a pool is frozen once each line is said and signed by another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pool_relations_signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_relations_signed BEFORE INSERT ON aid_pool
    FOR EACH ROW EXECUTE FUNCTION aid_pool_relations_are_signed();
"""
UNBIND = """
DROP TRIGGER pool_relations_signed ON aid_pool;
DROP FUNCTION aid_pool_relations_are_signed();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0181_guard_whereabouts")]

    operations = [migrations.RunSQL(NEW, OLD), migrations.RunSQL(BIND, UNBIND)]
