"""The households of a campaign, as many as wanted, written in one statement with every trigger on."""

from typing import Any

from django.utils import timezone

FORCED = ("aid_nomination", "aid_nominationevent")
# of some, the number of children or what is noted is not known
LOAD = """
INSERT INTO aid_nomination (id, campaign_id, organisation_id, bringing_id, code, zone, size, facts, created_at,
    created_by_id, withdrawn_at)
SELECT uuidv7(), %(campaign)s, %(organisation)s, %(organisation)s,
    upper(translate(lpad(to_hex(n), 8, 'z'), '0123456789abcdefz', '23456789ABCDEFGHZ')),
    d.zone, d.size, jsonb_strip_nulls(jsonb_build_object(
        'size', d.size, 'zone', d.zone, 'children', CASE WHEN n %% 11 > 0 THEN d.size / 2 END,
        'needs', CASE WHEN n %% 9 = 0 THEN '["seat"]'::jsonb ELSE '[]'::jsonb END,
        'categories', CASE WHEN n %% 13 > 0 THEN to_jsonb((ARRAY['widows', 'divorced_women', 'orphans', 'disability',
            'chronically_ill', 'elderly_no_support', 'lost_income_shock', 'unemployed'])[1 + n %% 8 : n %% 8 + n %% 3])
            END)),
    %(at)s, %(user)s, NULL
FROM generate_series(1, %(count)s) n CROSS JOIN LATERAL (
    SELECT (%(zones)s::text[])[1 + abs(hashint4(n)) %% %(many)s] AS zone, 1 + abs(hashint4(n + 7)) %% 9 AS size
) d
"""


def load(connection: Any, campaign: Any, user: Any, count: int) -> None:
    """Bring `count` households into a campaign on a connection of the owner, or of who is above row security."""
    connection.execute("SET pgtrigger.ignore TO '{}'")  # as each connection of the program says it
    for table in FORCED:
        connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    connection.execute(
        LOAD,
        {
            "campaign": campaign.pk,
            "organisation": campaign.organisation_id,
            "user": user.pk,
            "at": timezone.now(),
            "count": count,
            "zones": campaign.zones,
            "many": len(campaign.zones),
        },
    )
    connection.commit()
    for table in FORCED:
        connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE aid_nomination")
    connection.autocommit = False


def load_as_owner(campaign: Any, user: Any, count: int) -> None:
    """The same on a connection of its own, as the owner of the tables."""
    import psycopg

    from twiza.config.database import owner_connection_parameters

    with psycopg.connect(**owner_connection_parameters()) as connection:
        load(connection, campaign, user, count)
