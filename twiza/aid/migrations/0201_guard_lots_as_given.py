"""Goods go where they were given for: what binds a lot is that of its pledge, every part keeps it, and a movement obeys."""

from django.db import migrations

# What binds a lot stands in its pledge; a part has what the whole has. The columns have no UPDATE privilege.
BOUND = """
CREATE FUNCTION aid_lot_bound_as_pledged() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM aid_lot p WHERE p.id = NEW.parent_id
              AND p.pledge IS NOT DISTINCT FROM NEW.pledge AND p.gift IS NOT DISTINCT FROM NEW.gift
              AND p.restriction_id IS NOT DISTINCT FROM NEW.restriction_id AND p.bound_kind = NEW.bound_kind
              AND p.bound_zone = NEW.bound_zone AND p.given_for_id IS NOT DISTINCT FROM NEW.given_for_id)
        OR NEW.parent_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM funding_pledge g JOIN funding_restriction r ON r.id = g.restriction_id
            WHERE g.id = NEW.pledge AND g.organisation_id = NEW.organisation_id AND g.kind = 'goods'
              AND r.id = NEW.restriction_id AND r.kind = NEW.bound_kind AND r.zone = NEW.bound_zone
              AND g.campaign IS NOT DISTINCT FROM NEW.given_for_id)
    THEN
        RAISE EXCEPTION 'a lot is bound as its pledge, and its parts as the whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_bound_as_it_was_pledged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_bound_as_pledged BEFORE INSERT ON aid_lot
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL OR NEW.restriction_id IS NOT NULL)
    EXECUTE FUNCTION aid_lot_bound_as_pledged();
"""
NOT_BOUND = """
DROP TRIGGER lot_bound_as_pledged ON aid_lot;
DROP FUNCTION aid_lot_bound_as_pledged();
"""

# Packed or handed out only as given: not a waqf, for its own campaign, in its own zone, before the prayer, by the
# criteria of its dossier. Into baskets a zone decides only where the campaign has no other.
AS_GIVEN = """
CREATE FUNCTION aid_goods_move_as_given() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lot aid_lot;
    its uuid;
BEGIN
    SELECT * INTO lot FROM aid_lot l WHERE l.id = NEW.lot_id;
    IF lot.restriction_id IS NULL AND lot.dossier_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.kind = 'packed_in' THEN
        SELECT p.campaign_id INTO its FROM aid_packing p WHERE p.id = NEW.packing_id;
    ELSE
        SELECT i.campaign_id INTO its FROM aid_goodsissue i WHERE i.id = NEW.issue_id;
    END IF;
    IF lot.bound_kind = 'waqf'
        OR lot.given_for_id IS NOT NULL AND lot.given_for_id IS DISTINCT FROM its
        OR lot.bound_zone <> '' AND NEW.kind = 'packed_in' AND NOT EXISTS (
            SELECT 1 FROM aid_campaign c WHERE c.id = its AND c.zones::text[] = ARRAY[lot.bound_zone]::text[])
        OR lot.bound_kind = 'zakat_al_fitr' AND EXISTS (
            SELECT 1 FROM funding_restriction r WHERE r.id = lot.restriction_id AND r.spend_before <= NEW.at)
        OR its IS NOT NULL AND EXISTS (
            SELECT 1 FROM aid_customsdossier d WHERE d.id = lot.dossier_id AND d.criteria_campaign_id <> its)
    THEN
        RAISE EXCEPTION 'goods go where they were given for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_as_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_move_as_given BEFORE INSERT ON aid_goodsmove
    FOR EACH ROW WHEN (NEW.kind IN ('packed_in', 'issued') AND NEW.point_id IS NULL)
    EXECUTE FUNCTION aid_goods_move_as_given();
"""
NOT_AS_GIVEN = """
DROP TRIGGER goods_move_as_given ON aid_goodsmove;
DROP FUNCTION aid_goods_move_as_given();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0200_lots_as_given"), ("funding", "0002_guards")]

    operations = [
        migrations.RunSQL(BOUND, NOT_BOUND),
        migrations.RunSQL(AS_GIVEN, NOT_AS_GIVEN),
    ]
