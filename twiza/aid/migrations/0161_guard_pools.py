"""Pools, draws and places: who reads them, and what nobody can do out of order."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING, BRINGING = f"organisation_id = {MINE}", f"bringing_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
READ_SHARED = f"FOR SELECT USING (campaign_id IN {SHARED})"
READ_ADD = "SELECT, INSERT"

# HMAC-SHA-256 with what PostgreSQL has: the inner and the outer key come from `rules.draw.pads`
HMAC = """
CREATE FUNCTION aid_hmac(inner_key bytea, outer_key bytea, message text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(outer_key || sha256(inner_key || convert_to(message, 'UTF8')));
"""
NO_HMAC = "DROP FUNCTION aid_hmac(bytea, bytea, text);"

# A code stands for one household from the moment it is given: it is fixed long before any secret is told.
CODES = """
CREATE FUNCTION aid_code_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the code of a household does not change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'nomination_code_stays';
END $$;
CREATE TRIGGER nomination_code_stays BEFORE UPDATE OF code, campaign_id ON aid_nomination FOR EACH ROW
    WHEN (OLD.code IS DISTINCT FROM NEW.code OR OLD.campaign_id IS DISTINCT FROM NEW.campaign_id)
    EXECUTE FUNCTION aid_code_stays();
"""
NO_CODES = "DROP TRIGGER nomination_code_stays ON aid_nomination; DROP FUNCTION aid_code_stays();"

# A pool is the judged households of a campaign that still takes names, and all of them.
POOL = """
CREATE FUNCTION aid_pool_is_judged() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_judging j JOIN aid_campaign c ON c.id = j.campaign_id
        WHERE j.pool = NEW.id AND j.campaign_id = NEW.campaign_id AND c.state = 'list_building'
          AND j.households = NEW.households AND j.eligible = NEW.eligible AND j.criteria_hash = NEW.criteria_hash
          AND j.households = (SELECT count(*) FROM aid_nomination n
                              WHERE n.campaign_id = c.id AND n.withdrawn_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'a pool is frozen whole, judged, while its campaign takes names'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pool_is_judged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_is_judged BEFORE INSERT ON aid_pool FOR EACH ROW EXECUTE FUNCTION aid_pool_is_judged();
CREATE FUNCTION aid_pool_is_signed(pool uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT 2 = count(DISTINCT s.signer_id) FROM aid_poolsignature s JOIN aid_pool p ON p.id = s.pool_id
    WHERE p.id = pool AND s.hash = p.hash
$$;
"""
NO_POOL = """
DROP TRIGGER pool_is_judged ON aid_pool;
DROP FUNCTION aid_pool_is_judged();
DROP FUNCTION aid_pool_is_signed(uuid);
"""

# The secret is told after two persons signed the pool, it is the one whose hash they signed, and the seed is what
# pool, secret and digits give. The text below is the canonical bytes of `rules.draw.seed`.
DRAW = """
CREATE FUNCTION aid_draw_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_pool p JOIN aid_campaign c ON c.id = p.campaign_id
        WHERE p.id = NEW.pool_id AND p.campaign_id = NEW.campaign_id AND c.state = 'pool_frozen'
          AND aid_pool_is_signed(p.id)
          AND p.secret_hash = encode(sha256(decode(NEW.secret, 'hex')), 'hex')
          AND NEW.seed = encode(sha256(convert_to(
              '[["what","draw"],["pool","' || p.hash || '"],["secret","' || NEW.secret || '"],["digits","'
              || NEW.digits || '"]]', 'UTF8')), 'hex')
    ) THEN
        RAISE EXCEPTION 'a draw follows a pool signed by two, with the secret that was promised'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_follows_pool';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER draw_follows_pool BEFORE INSERT ON aid_draw FOR EACH ROW EXECUTE FUNCTION aid_draw_follows();
"""
NO_DRAW = "DROP TRIGGER draw_follows_pool ON aid_draw; DROP FUNCTION aid_draw_follows();"

# Places are those of the pool's households, all of them, written after the draw and before the list: each zone gets
# exactly its baskets and its reserve.
PLACES = """
CREATE FUNCTION aid_places_are_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wrong uuid;
BEGIN
    SELECT s.pool_id INTO wrong FROM (
        SELECT a.pool_id FROM added a
        LEFT JOIN aid_pool p ON p.id = a.pool_id
        LEFT JOIN aid_judgement j ON j.nomination_id = a.nomination_id AND j.pool = a.pool_id
        GROUP BY a.pool_id
        HAVING count(p.id) < count(*) OR count(j.nomination_id) < count(*) OR count(*) <> max(p.households)
            OR count(*) FILTER (WHERE a.rank > 0) <> max(p.eligible)
            OR NOT bool_and(a.campaign_id = p.campaign_id AND a.organisation_id = p.organisation_id
                AND a.bringing_id = j.bringing_id AND j.eligible = (a.rank > 0))
            OR NOT EXISTS (SELECT 1 FROM aid_draw d WHERE d.pool_id = a.pool_id)
    ) s LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'places are given after the draw, to every household of the pool at once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'places_are_whole';
    END IF;
    SELECT z.pool_id INTO wrong FROM (
        SELECT a.pool_id, n.zone, count(*) FILTER (WHERE a.place = 'selected') AS selected,
            count(*) FILTER (WHERE a.place = 'reserve') AS reserve,
            max(a.rank) FILTER (WHERE a.place = 'selected') AS last
        FROM added a JOIN aid_nomination n ON n.id = a.nomination_id GROUP BY a.pool_id, n.zone
    ) z JOIN aid_pool p ON p.id = z.pool_id
    WHERE z.selected <> coalesce((p.zones -> z.zone ->> 3)::int, 0)
       OR z.reserve <> coalesce((p.zones -> z.zone ->> 4)::int, 0) OR z.last <> z.selected LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'each zone gets the baskets and the reserve that were signed with the pool'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'places_fill_quotas';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER places_are_whole AFTER INSERT ON aid_placement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_places_are_whole();
"""
NO_PLACES = "DROP TRIGGER places_are_whole ON aid_placement; DROP FUNCTION aid_places_are_whole();"

# List 0 names the hash of its signed and drawn pool, and holds exactly those who were selected or kept in reserve.
LIST = """
CREATE OR REPLACE FUNCTION aid_list_follows() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.number > 0 AND NOT EXISTS (
        SELECT 1 FROM aid_frozenlist l WHERE l.campaign_id = NEW.campaign_id
          AND l.number = NEW.number - 1 AND l.hash = NEW.previous
    ) THEN
        RAISE EXCEPTION 'an addendum names the hash of the list before it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen_list_chain';
    END IF;
    IF NEW.number = 0 AND NOT EXISTS (
        SELECT 1 FROM aid_pool p JOIN aid_draw d ON d.pool_id = p.id
        WHERE p.campaign_id = NEW.campaign_id AND p.hash = NEW.previous AND aid_pool_is_signed(p.id)
    ) THEN
        RAISE EXCEPTION 'a list names the hash of its pool, signed by two and drawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen_list_follows_pool';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION aid_list_is_its_places() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.number = 0 AND (
        NEW.entries_count <> (SELECT count(*) FROM aid_listentry e WHERE e.list_id = NEW.id)
        OR NEW.entries_count <> (
            SELECT count(*) FROM aid_pool p JOIN aid_placement q ON q.pool_id = p.id
            WHERE p.campaign_id = NEW.campaign_id AND q.place IN ('selected', 'reserve'))
        OR NEW.entries_count <> (
            SELECT count(*) FROM aid_listentry e JOIN aid_placement q ON q.nomination_id = e.nomination_id
            WHERE e.list_id = NEW.id AND q.place = e.place AND q.bringing_id = e.bringing_id)
    ) THEN
        RAISE EXCEPTION 'a list holds exactly those who were selected or kept in reserve by the draw'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'list_is_its_places';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER list_is_its_places AFTER INSERT ON aid_frozenlist
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION aid_list_is_its_places();
"""
NO_LIST = """
DROP TRIGGER list_is_its_places ON aid_frozenlist;
DROP FUNCTION aid_list_is_its_places();
CREATE OR REPLACE FUNCTION aid_list_follows() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.number > 0 AND NOT EXISTS (
        SELECT 1 FROM aid_frozenlist l WHERE l.campaign_id = NEW.campaign_id
          AND l.number = NEW.number - 1 AND l.hash = NEW.previous
    ) THEN
        RAISE EXCEPTION 'an addendum names the hash of the list before it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen_list_chain';
    END IF;
    RETURN NEW;
END $$;
"""

# A campaign goes from names to its pool, from the pool to its list, and never past one of them.
STATES = """
CREATE FUNCTION aid_campaign_by_its_pool() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state = 'pool_frozen' AND (OLD.state <> 'list_building'
            OR NOT EXISTS (SELECT 1 FROM aid_pool p WHERE p.campaign_id = NEW.id))
        OR NEW.state = 'list_frozen' AND (OLD.state <> 'pool_frozen'
            OR NOT EXISTS (SELECT 1 FROM aid_frozenlist l WHERE l.campaign_id = NEW.id))
        OR OLD.state = 'pool_frozen' AND NEW.state <> 'list_frozen' THEN
        RAISE EXCEPTION 'a campaign freezes its pool, then its list: % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_by_its_pool';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_by_its_pool BEFORE UPDATE OF state ON aid_campaign FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION aid_campaign_by_its_pool();
"""
NO_STATES = "DROP TRIGGER campaign_by_its_pool ON aid_campaign; DROP FUNCTION aid_campaign_by_its_pool();"


class Migration(migrations.Migration):
    dependencies = [("aid", "0160_pools"), ("access", "0001_functions")]

    operations = [
        RowSecurity(
            "aid_pool",
            policies={"coordinating": f"USING ({COORDINATING})", "partner": READ_SHARED},
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_poolsignature",
            policies={
                "sign": f"FOR INSERT WITH CHECK (signing_id = {MINE} AND signer_id = (SELECT access_user()))",
                "see": f"FOR SELECT USING ({COORDINATING} OR pool_id IN (SELECT p.id FROM aid_pool p))",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_draw",
            policies={"coordinating": f"USING ({COORDINATING})", "partner": READ_SHARED},
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_placement",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "bringing": f"FOR SELECT USING ({BRINGING})",
            },
            grants=READ_ADD,
        ),
        *(
            migrations.RunSQL(*words)
            for words in (
                (HMAC, NO_HMAC),
                (CODES, NO_CODES),
                (POOL, NO_POOL),
                (DRAW, NO_DRAW),
                (PLACES, NO_PLACES),
                (LIST, NO_LIST),
                (STATES, NO_STATES),
            )
        ),
    ]
