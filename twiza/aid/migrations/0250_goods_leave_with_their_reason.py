"""What leaves the books: goods go back only when an inspection refused them, and only to the campaign they are kept for.

What came short of its paper has a record; what a dossier arrived on is not unsaid.
"""

from django.db import migrations

# One person may inspect; the inspection stays, and without it nothing that was accepted goes back.
GO_BACK = """
CREATE FUNCTION aid_goods_go_back() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_lot l JOIN aid_inspection i ON i.refused > 0
             AND (i.refused_lot_id = l.id OR i.lot_id = l.id AND i.refused_lot_id IS NULL)
        WHERE l.id = NEW.lot_id AND l.refused AND l.dossier_id IS NULL AND l.origin <> 'packed'
    ) THEN
        RAISE EXCEPTION 'only what an inspection refused goes back to who brought it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_back_refused';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_move_back_refused BEFORE INSERT ON aid_goodsmove
    FOR EACH ROW WHEN (NEW.kind = 'given_back') EXECUTE FUNCTION aid_goods_go_back();
"""
NOT_BACK = """
DROP TRIGGER goods_move_back_refused ON aid_goodsmove;
DROP FUNCTION aid_goods_go_back();
"""

# At a point the baskets are those of its campaign already.
OF_ITS_CAMPAIGN = """
CREATE FUNCTION aid_goods_of_their_campaign() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    kept uuid;
    its uuid;
BEGIN
    SELECT l.campaign_id INTO kept FROM aid_lot l WHERE l.id = NEW.lot_id;
    IF NEW.kind = 'packed_in' THEN
        SELECT p.campaign_id INTO its FROM aid_packing p WHERE p.id = NEW.packing_id;
    ELSE
        SELECT i.campaign_id INTO its FROM aid_goodsissue i WHERE i.id = NEW.issue_id;
    END IF;
    IF kept IS NOT NULL AND its IS DISTINCT FROM kept THEN
        RAISE EXCEPTION 'goods kept for a campaign go to no other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_of_its_campaign';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_move_of_its_campaign BEFORE INSERT ON aid_goodsmove
    FOR EACH ROW WHEN (NEW.kind IN ('packed_in', 'issued') AND NEW.point_id IS NULL)
    EXECUTE FUNCTION aid_goods_of_their_campaign();
"""
OF_ANY_CAMPAIGN = """
DROP TRIGGER goods_move_of_its_campaign ON aid_goodsmove;
DROP FUNCTION aid_goods_of_their_campaign();
"""

# At COMMIT: the record is drafted in the same act as the count.
AS_LISTED = """
CREATE FUNCTION aid_goods_received_as_listed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM aid_lot l WHERE l.id = NEW.lot_id AND NEW.quantity < l.listed)
        AND NOT EXISTS (
            SELECT 1 FROM aid_recordline n JOIN aid_goodsrecord r ON r.id = n.record_id
            WHERE n.lot_id = NEW.lot_id AND r.kind = 'arrival' AND n.counted = NEW.quantity)
    THEN
        RAISE EXCEPTION 'what came short of its paper has a record'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_received_as_listed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER goods_received_as_listed AFTER INSERT ON aid_goodsmove DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.kind = 'received') EXECUTE FUNCTION aid_goods_received_as_listed();
"""
NOT_AS_LISTED = """
DROP TRIGGER goods_received_as_listed ON aid_goodsmove;
DROP FUNCTION aid_goods_received_as_listed();
"""

# The same as rules/customs.py: after the first arrival, only added to.
OPINIONS = """
CREATE FUNCTION aid_opinions_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.opinion <> 'awaited' AND NEW.opinion <> OLD.opinion
            AND NOT (OLD.opinion = 'not_needed' AND NEW.opinion = 'favourable')
        OR OLD.ministry <> 'awaited' AND NEW.ministry <> OLD.ministry
            AND NOT (OLD.ministry = 'not_needed' AND NEW.ministry = 'favourable')
        OR OLD.opinion_reference <> '' AND NEW.opinion_reference <> OLD.opinion_reference
        OR OLD.ministry_reference <> '' AND NEW.ministry_reference <> OLD.ministry_reference
        OR OLD.decision <> '' AND NEW.decision <> OLD.decision
        OR NEW.opinion_on IS DISTINCT FROM OLD.opinion_on AND OLD.opinion_on IS NOT NULL
        OR NEW.ministry_on IS DISTINCT FROM OLD.ministry_on AND OLD.ministry_on IS NOT NULL)
        AND EXISTS (SELECT 1 FROM aid_lot l WHERE l.dossier_id = NEW.id AND l.state <> 'announced')
    THEN
        RAISE EXCEPTION 'goods arrived on these opinions'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_opinions_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_opinions_stay BEFORE UPDATE ON aid_customsdossier
    FOR EACH ROW EXECUTE FUNCTION aid_opinions_stay();
"""
NO_OPINIONS = """
DROP TRIGGER dossier_opinions_stay ON aid_customsdossier;
DROP FUNCTION aid_opinions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0182_bind_relations")]

    operations = [
        migrations.RunSQL(GO_BACK, NOT_BACK),
        migrations.RunSQL(OF_ITS_CAMPAIGN, OF_ANY_CAMPAIGN),
        migrations.RunSQL(AS_LISTED, NOT_AS_LISTED),
        migrations.RunSQL(OPINIONS, NO_OPINIONS),
    ]
