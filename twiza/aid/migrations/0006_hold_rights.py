"""Holding the rights of a batch and looking at what is known of them, asked once: a queue waits for the answer."""

from django.db import migrations

HOLD = """
CREATE FUNCTION aid_hold_rights(operations uuid[], entitlements uuid[]) RETURNS TABLE (
    operation uuid, ruling text, card uuid, valid_until date,
    entitlement uuid, campaign uuid, point uuid, organisation uuid, bringing uuid, code text, state text,
    campaign_state text
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM aid_entitlement r WHERE r.id = ANY (entitlements) ORDER BY r.id FOR UPDATE;
    -- looked at only now: whoever held them before us may have written meanwhile
    RETURN QUERY
    SELECT g.operation, ruled.ruling::text, card.id, card.valid_until,
        r.id, r.campaign_id, r.point_id, r.organisation_id, r.bringing_id, r.code::text, r.state::text,
        (SELECT c.state::text FROM aid_campaign c WHERE c.id = r.campaign_id)
    FROM unnest(operations, entitlements) AS g (operation, entitlement)
    LEFT JOIN LATERAL (SELECT * FROM aid_entitlement e WHERE e.id = g.entitlement LIMIT 1) r ON true
    LEFT JOIN LATERAL (
        SELECT h.ruling FROM aid_handoverruling h WHERE h.hand_over_id = g.operation LIMIT 1
    ) ruled ON true
    LEFT JOIN LATERAL (
        SELECT k.id, k.valid_until FROM aid_card k
        WHERE k.entitlement_id = g.entitlement AND k.revoked_at IS NULL LIMIT 1
    ) card ON true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0005_months_keep_their_history")]

    operations = [migrations.RunSQL(HOLD, "DROP FUNCTION aid_hold_rights(uuid[], uuid[])")]
