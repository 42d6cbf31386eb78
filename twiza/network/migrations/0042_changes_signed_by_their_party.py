"""A promise is changed by the party that made it, or with the name of who signed for that party."""

from django.db import migrations

GUARD = """
CREATE FUNCTION network_change_signed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    whose uuid;
BEGIN
    SELECT organisation_id INTO whose FROM network_conventioncommitment WHERE id = NEW.commitment_id;
    IF whose = ANY ((SELECT access_organisations())::uuid[])
       OR EXISTS (SELECT FROM network_amendmentsigner
                  WHERE amendment_id = NEW.amendment_id AND organisation_id = whose) THEN
        RETURN NULL;
    END IF;
    -- what was made smaller is taken back: the promise says again what was signed before
    IF NOT EXISTS (
        SELECT FROM network_conventionundoing u
        JOIN network_conventionamendment shrank ON shrank.id = u.amendment_id
        JOIN network_conventionamendment back ON back.id = NEW.amendment_id
        WHERE u.convention_id = NEW.convention_id AND u.taken_back_at IS NOT NULL AND shrank.number = back.number - 1
    ) THEN
        RAISE EXCEPTION 'refused: not signed by its party'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'change_signed_by_its_party';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER change_signed AFTER INSERT ON network_commitmentchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_change_signed();
"""
UNGUARD = """
DROP TRIGGER change_signed ON network_commitmentchange;
DROP FUNCTION network_change_signed();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0041_surveys_given_back")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
