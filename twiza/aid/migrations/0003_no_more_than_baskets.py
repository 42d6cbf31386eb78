"""List and addenda of a campaign never select more households than baskets are planned."""

from django.db import migrations

CAPPED = """
CREATE FUNCTION aid_list_has_baskets() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT c.baskets AS planned, count(DISTINCT e.nomination_id) AS selected
        FROM aid_campaign c
        JOIN aid_frozenlist l ON l.campaign_id = c.id
        JOIN aid_listentry e ON e.list_id = l.id AND e.place = 'selected'
        WHERE c.id IN (SELECT f.campaign_id FROM added a JOIN aid_frozenlist f ON f.id = a.list_id)
          AND NOT EXISTS (SELECT 1 FROM aid_entitlement t
                          WHERE t.nomination_id = e.nomination_id AND t.campaign_id = c.id
                            AND t.state IN ('declined', 'revoked'))
        GROUP BY c.id, c.baskets
    LOOP
        IF one.selected > one.planned THEN
            RAISE EXCEPTION '% baskets are planned and % households would be selected', one.planned, one.selected
                USING ERRCODE = 'check_violation', CONSTRAINT = 'list_has_baskets';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER list_has_baskets AFTER INSERT ON aid_listentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_list_has_baskets();
"""
FREE = """
DROP TRIGGER list_has_baskets ON aid_listentry;
DROP FUNCTION aid_list_has_baskets();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0002_guards")]

    operations = [migrations.RunSQL(CAPPED, FREE)]
