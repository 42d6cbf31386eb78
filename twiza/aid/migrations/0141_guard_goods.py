"""Who sees which goods, and what the database itself makes impossible.

Stock changes only by a movement and is never negative: balances are written by the movement itself, and the
application may only read them.
"""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
OWN = f"USING (organisation_id = {MINE})"
EITHER = f"USING (organisation_id = {MINE} OR host_id = {MINE})"
HERE = f"FOR SELECT USING (id IN (SELECT b.lot_id FROM aid_lotbalance b WHERE b.host_id = {MINE}))"
SEEN = "FOR SELECT USING (id IN (SELECT l.item_id FROM aid_lot l))"
# the place from which goods came to one of ours: its name, nothing of what lies there
CAME_FROM = f"FOR SELECT USING (id IN (SELECT t.source_id FROM aid_transfer t WHERE t.host_id = {MINE}))"
SIGN = (
    f"FOR INSERT WITH CHECK ((organisation_id = {MINE} OR host_id = {MINE})"
    " AND entered_by_id = (SELECT access_user()))"
)
READ_ADD = "SELECT, INSERT"

# Whether a movement may be: its lot and its places belong together; what leaves for good has its paper; nothing that
# is expired, unsafe, set aside, stopped, or of a dossier without criteria is handed out or packed. At a point the
# basket is gone already: the account of the night writes down what happened, whatever the date on it.
MAY_MOVE = """
CREATE FUNCTION aid_goods_may_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lot aid_lot;
    places int;
BEGIN
    SELECT * INTO lot FROM aid_lot l WHERE l.id = NEW.lot_id;
    IF lot.id IS NULL OR lot.organisation_id <> NEW.organisation_id THEN
        RAISE EXCEPTION 'goods move with their own lot'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_of_its_lot';
    END IF;
    SELECT count(*) INTO places FROM aid_store s
    WHERE s.id IN (NEW.source_id, NEW.target_id) AND NEW.organisation_id IN (s.organisation_id, s.host_id);
    IF places <> (NEW.source_id IS NOT NULL)::int + (NEW.target_id IS NOT NULL)::int
        OR NOT EXISTS (SELECT 1 FROM aid_store s WHERE s.id IN (NEW.source_id, NEW.target_id)
            AND NEW.host_id = CASE WHEN s.host_id <> NEW.organisation_id THEN s.host_id ELSE s.organisation_id END)
    THEN
        RAISE EXCEPTION 'goods lie with who owns them or who keeps the place'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_in_its_places';
    END IF;
    IF NEW.kind IN ('lost', 'destroyed', 'found') AND NOT EXISTS (
        SELECT 1 FROM aid_recordline n JOIN aid_goodsrecord r ON r.id = n.record_id
        WHERE n.id = NEW.record_line_id AND r.state = 'signed' AND n.lot_id = NEW.lot_id
          AND n.store_id = coalesce(NEW.source_id, NEW.target_id)
          AND n.expected - n.counted = CASE WHEN NEW.kind = 'found' THEN -NEW.quantity ELSE NEW.quantity END
          AND CASE NEW.kind WHEN 'destroyed' THEN r.kind IN ('damage', 'destruction')
                            WHEN 'found' THEN r.kind = 'count'
                            ELSE r.kind IN ('loss', 'difference', 'count') END
    ) THEN
        RAISE EXCEPTION 'what is lost, destroyed or found has a record signed by three'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_signed_record';
    END IF;
    IF lot.unsafe AND NEW.kind IN ('issued', 'packed_in', 'given_back') THEN
        RAISE EXCEPTION 'counterfeit or unsafe goods are destroyed, never handed out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_not_unsafe';
    END IF;
    IF NEW.kind IN ('issued', 'packed_in') AND NEW.point_id IS NULL AND (
        lot.state NOT IN ('usable', 'allocated') OR lot.stopped_at IS NOT NULL OR lot.refused
        OR lot.expires_on < NEW.day
        OR lot.dossier_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM aid_customsdossier d WHERE d.id = lot.dossier_id
              AND d.criteria_at <= NEW.at AND d.stopped_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'only goods that were inspected and are not stopped or expired are handed out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_of_usable_goods';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_may_move BEFORE INSERT ON aid_goodsmove
    FOR EACH ROW EXECUTE FUNCTION aid_goods_may_move();
"""
MAY_NOT_MOVE = """
DROP TRIGGER goods_may_move ON aid_goodsmove;
DROP FUNCTION aid_goods_may_move();
"""

# The balance of each end, in the order of the places, so that two movements in opposite directions do not wait for one
# another. With its owner's rights, because nobody else may write a balance; bound by the same policies.
MOVED = """
CREATE FUNCTION aid_goods_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    place record;
    ends int := 0;
BEGIN
    FOR place IN
        SELECT s.id, CASE WHEN s.host_id <> NEW.organisation_id THEN s.host_id ELSE s.organisation_id END AS other
        FROM aid_store s WHERE s.id IN (NEW.source_id, NEW.target_id) ORDER BY s.id
    LOOP
        ends := ends + 1;
        IF place.id = NEW.source_id THEN
            UPDATE aid_lotbalance SET quantity = quantity - NEW.quantity
            WHERE lot_id = NEW.lot_id AND store_id = place.id;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'there is nothing of this lot here'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_balance_never_negative';
            END IF;
        ELSE
            INSERT INTO aid_lotbalance (id, organisation_id, host_id, lot_id, store_id, quantity)
            VALUES (uuidv7(), NEW.organisation_id, place.other, NEW.lot_id, place.id, NEW.quantity)
            ON CONFLICT (lot_id, store_id) DO UPDATE SET quantity = aid_lotbalance.quantity + EXCLUDED.quantity;
        END IF;
    END LOOP;
    IF ends <> (NEW.source_id IS NOT NULL)::int + (NEW.target_id IS NOT NULL)::int THEN
        RAISE EXCEPTION 'goods do not move to a place that is not seen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_move_in_its_places';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER goods_moved AFTER INSERT ON aid_goodsmove FOR EACH ROW EXECUTE FUNCTION aid_goods_moved();
"""
NOT_MOVED = """
DROP TRIGGER goods_moved ON aid_goodsmove;
DROP FUNCTION aid_goods_moved();
"""

# What is split off one lot arrives in another, in the same act: nothing is made of nothing.
SPLIT = """
CREATE FUNCTION aid_split_is_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF 0 <> (SELECT sum(CASE WHEN m.kind = 'split_in' THEN m.quantity ELSE -m.quantity END) FROM aid_goodsmove m
             WHERE m.act = NEW.act AND m.kind IN ('split_in', 'split_out')) THEN
        RAISE EXCEPTION 'what leaves a lot is what the other receives'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_split_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER goods_split_is_whole AFTER INSERT ON aid_goodsmove DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.kind IN ('split_in', 'split_out')) EXECUTE FUNCTION aid_split_is_whole();
"""
NO_SPLIT = """
DROP TRIGGER goods_split_is_whole ON aid_goodsmove;
DROP FUNCTION aid_split_is_whole();
"""

# A record is signed once three different persons signed it, one of them with an account; then nothing is added to it.
SIGNED = """
CREATE FUNCTION aid_record_is_signed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'drafted' THEN
            RAISE EXCEPTION 'a record begins unsigned'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'record_signed_by_three';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'drafted' THEN
        RAISE EXCEPTION 'a record that is closed stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_closed_stays';
    END IF;
    IF NEW.state = 'signed' AND (
        3 > (SELECT count(DISTINCT lower(s.office)) FROM aid_recordsignature s WHERE s.record_id = NEW.id)
        OR NOT EXISTS (SELECT 1 FROM aid_recordsignature s WHERE s.record_id = NEW.id AND s.how = 'account')
    ) THEN
        RAISE EXCEPTION 'a record is signed by three different persons'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_signed_by_three';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_signed_by_three BEFORE INSERT OR UPDATE ON aid_goodsrecord
    FOR EACH ROW EXECUTE FUNCTION aid_record_is_signed();

CREATE FUNCTION aid_record_is_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM aid_goodsrecord r WHERE r.id = NEW.record_id AND r.state = 'drafted'
                   AND r.organisation_id = NEW.organisation_id AND r.host_id = NEW.host_id) THEN
        RAISE EXCEPTION 'nothing is added to a record that is closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_closed_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_is_open BEFORE INSERT ON aid_recordsignature
    FOR EACH ROW EXECUTE FUNCTION aid_record_is_open();
-- a line is added before the first signature: three persons sign the same paper
CREATE FUNCTION aid_record_is_unsigned() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM aid_recordsignature s WHERE s.record_id = NEW.record_id) THEN
        RAISE EXCEPTION 'nothing is added to a record that somebody signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_closed_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_is_open BEFORE INSERT ON aid_recordline
    FOR EACH ROW EXECUTE FUNCTION aid_record_is_open();
CREATE TRIGGER record_is_unsigned BEFORE INSERT ON aid_recordline
    FOR EACH ROW EXECUTE FUNCTION aid_record_is_unsigned();
"""
UNSIGNED = """
DROP TRIGGER record_is_unsigned ON aid_recordline;
DROP TRIGGER record_is_open ON aid_recordline;
DROP TRIGGER record_is_open ON aid_recordsignature;
DROP TRIGGER record_signed_by_three ON aid_goodsrecord;
DROP FUNCTION aid_record_is_unsigned();
DROP FUNCTION aid_record_is_open();
DROP FUNCTION aid_record_is_signed();
"""

# A lot begins announced, or as a part of another; a customs lot leaves "received" with its arrival record only; what
# was found unsafe stays so; criteria, once written, stay as they are.
LOTS = """
CREATE FUNCTION aid_lot_follows_its_path() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'announced' AND NEW.origin <> 'packed' AND NOT EXISTS (
            SELECT 1 FROM aid_lot p WHERE p.id = NEW.parent_id AND p.organisation_id = NEW.organisation_id
              AND p.item_id = NEW.item_id AND p.origin = NEW.origin
              AND p.dossier_id IS NOT DISTINCT FROM NEW.dossier_id
              AND p.expires_on IS NOT DISTINCT FROM NEW.expires_on
              AND (p.state = NEW.state OR NEW.state = 'quarantined'
                   OR p.state IN ('usable', 'allocated') AND NEW.state IN ('usable', 'allocated'))
              AND (NOT p.unsafe OR NEW.unsafe)
        ) THEN
            RAISE EXCEPTION 'a lot begins announced, or as a part of another'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_follows_its_path';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.unsafe AND NOT NEW.unsafe OR OLD.refused AND NOT NEW.refused
        OR OLD.state = 'received' AND NEW.state <> 'received' AND NOT EXISTS (
            SELECT 1 FROM aid_recordline n JOIN aid_goodsrecord r ON r.id = n.record_id
            WHERE n.lot_id = NEW.id AND r.kind = 'arrival' AND r.state = 'signed')
        OR OLD.state = 'announced' AND NEW.state NOT IN ('announced', 'received') AND NEW.dossier_id IS NOT NULL
    THEN
        RAISE EXCEPTION 'customs goods are used once their arrival is signed; unsafe goods never'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_follows_its_path';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_follows_its_path BEFORE INSERT OR UPDATE ON aid_lot
    FOR EACH ROW EXECUTE FUNCTION aid_lot_follows_its_path();

CREATE FUNCTION aid_criteria_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.criteria_at IS NOT NULL AND (OLD.criteria_at, OLD.criteria_ar, OLD.criteria_fr, OLD.criteria_campaign_id)
        IS DISTINCT FROM (NEW.criteria_at, NEW.criteria_ar, NEW.criteria_fr, NEW.criteria_campaign_id) THEN
        RAISE EXCEPTION 'criteria are written before any name and stay as they are'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_criteria_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_criteria_stay BEFORE UPDATE ON aid_customsdossier
    FOR EACH ROW EXECUTE FUNCTION aid_criteria_stay();
"""
NO_LOTS = """
DROP TRIGGER dossier_criteria_stay ON aid_customsdossier;
DROP FUNCTION aid_criteria_stay();
DROP TRIGGER lot_follows_its_path ON aid_lot;
DROP FUNCTION aid_lot_follows_its_path();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0140_goods"), ("access", "0001_functions")]

    operations = [
        RowSecurity("aid_goodsitem", policies={"own": OWN, "here": SEEN}, grants=READ_ADD),
        RowSecurity(
            "aid_store",
            policies={"either": EITHER, "came_from": CAME_FROM},
            grants="SELECT, INSERT, UPDATE (closed_at)",
        ),
        RowSecurity(
            "aid_lot",
            policies={"own": OWN, "here": HERE},
            grants="SELECT, INSERT, UPDATE (state, unsafe, refused, condition, expires_on, stopped_at, campaign_id)",
        ),
        RowSecurity("aid_lotevent", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity("aid_lotbalance", policies={"either": EITHER}, grants="SELECT"),
        RowSecurity(
            "aid_transfer",
            policies={"either": EITHER},
            grants="SELECT, INSERT, UPDATE (state, received_at, received_by_id)",
        ),
        RowSecurity(
            "aid_transferline", policies={"either": EITHER}, grants="SELECT, INSERT, UPDATE (arrived)"
        ),
        RowSecurity("aid_goodsmove", policies={"either": EITHER}, grants=READ_ADD),
        RowSecurity("aid_inspection", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity(
            "aid_customsdossier",
            policies={"own": OWN},
            grants="SELECT, INSERT, UPDATE (opinion, opinion_reference, opinion_on, ministry, ministry_reference,"
            " ministry_on, decision, criteria_ar, criteria_fr, criteria_campaign_id, criteria_at, criteria_by_id,"
            " stopped_at, resumed_reason)",
        ),
        RowSecurity("aid_customsdossierevent", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity("aid_resale", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity(
            "aid_goodsrecord",
            policies={"either": EITHER},
            grants="SELECT, INSERT, UPDATE (state, closed_at)",
        ),
        RowSecurity("aid_recordline", policies={"either": EITHER}, grants=READ_ADD),
        RowSecurity(
            "aid_recordsignature",
            policies={"sign": SIGN, "see": EITHER.replace("USING", "FOR SELECT USING")},
            grants=READ_ADD,
        ),
        RowSecurity("aid_substitution", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity("aid_packing", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity("aid_packcheck", policies={"own": OWN}, grants=READ_ADD),
        RowSecurity("aid_goodsissue", policies={"own": OWN}, grants=READ_ADD),
        migrations.RunSQL(MAY_MOVE, MAY_NOT_MOVE),
        migrations.RunSQL(MOVED, NOT_MOVED),
        migrations.RunSQL(SPLIT, NO_SPLIT),
        migrations.RunSQL(SIGNED, UNSIGNED),
        migrations.RunSQL(LOTS, NO_LOTS),
    ]
