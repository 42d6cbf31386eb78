"""Writing a batch of hand-overs in one statement that is planned once a connection: a queue waits for it.

Both functions run as whoever calls them: policies, privileges, constraints and history speak as for any statement.
"""

from django.db import migrations

WRITE = """
CREATE FUNCTION aid_write_hand_overs(
    ids uuid[], entitlements uuid[], campaigns uuid[], organisations uuid[], bringings uuid[], baskets int[],
    proxies bool[], moments timestamptz[], days date[], rulings text[], states text[],
    at_point uuid, kept_by uuid, heard_at timestamptz, person uuid, came_as text, on_device text, as_kind text
) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    WITH given AS (
        SELECT * FROM unnest(ids, entitlements, campaigns, organisations, bringings, baskets, proxies, moments, days,
            rulings, states)
        AS g (id, entitlement, campaign, organisation, bringing, pieces, by_proxy, at, day, ruling, state)
    ), fact AS (
        INSERT INTO aid_handover (id, entitlement_id, campaign_id, point_id, organisation_id, bringing_id, host_id,
            pieces, by_proxy, source, device, at, recorded_at, by_id)
        SELECT id, entitlement, campaign, at_point, organisation, bringing, kept_by,
            pieces, by_proxy, came_as, on_device, at, heard_at, person FROM given
    ), ruled AS (
        INSERT INTO aid_handoverruling (id, hand_over_id, entitlement_id, organisation_id, bringing_id, host_id,
            reason_code, ruling, ruled_at, ruled_by_id)
        SELECT uuidv7(), id, entitlement, organisation, bringing, kept_by, '', ruling, heard_at, person FROM given
    ), moved AS (
        INSERT INTO aid_stockmove (id, campaign_id, point_id, organisation_id, host_id, day, kind, pieces,
            hand_over_id, reason_code, at, by_id)
        SELECT uuidv7(), campaign, at_point, organisation, kept_by, day, as_kind, 1, id, '', heard_at, person
        FROM given WHERE pieces > 0
    ), to_table AS (
        INSERT INTO aid_dignitycase (id, hand_over_id, campaign_id, point_id, organisation_id, host_id, opened_at,
            outcome)
        SELECT uuidv7(), id, campaign, at_point, organisation, kept_by, heard_at, ''
        FROM given WHERE ruling <> 'served'
    )
    UPDATE aid_entitlement r SET state = given.state
    FROM given WHERE r.id = given.entitlement AND given.ruling = 'served';
END $$;

ALTER FUNCTION aid_hold_rights(uuid[], uuid[]) SET search_path = public, pg_temp;
"""

BACK = """
ALTER FUNCTION aid_hold_rights(uuid[], uuid[]) RESET search_path;
DROP FUNCTION aid_write_hand_overs(
    uuid[], uuid[], uuid[], uuid[], uuid[], int[], bool[], timestamptz[], date[], text[], text[],
    uuid, uuid, timestamptz, uuid, text, text, text
);
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0006_hold_rights")]

    operations = [migrations.RunSQL(WRITE, BACK)]
