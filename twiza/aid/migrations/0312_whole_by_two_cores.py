"""What is judged and placed is looked at where it stands in its table, which two cores can read at once.

The rules are those of 0150 and 0161: only before, the rows that a statement added were walked through one by one, and
twice for places. PERFORM and not SELECT INTO: the latter asks for one row, and then PostgreSQL takes no second core.
A judgement is known by its household and pool: to draw and index a number of its own was a third of writing a million.
"""

from importlib import import_module

from django.db import migrations, models

# `convert_to` is not immutable: said to be so, the function was called for each household instead of being written out
# into the statement, which took as long again as the hashing.
WRITTEN_OUT = "ALTER FUNCTION aid_hmac(bytea, bytea, text) STABLE"
CALLED = "ALTER FUNCTION aid_hmac(bytea, bytea, text) IMMUTABLE"
JUDGED = """
CREATE OR REPLACE FUNCTION aid_judgements_are_whole() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    pools uuid[] := ARRAY(SELECT DISTINCT pool FROM added);
BEGIN
    PERFORM 1 FROM aid_judgement a
        LEFT JOIN aid_judging j ON j.id = a.judging_id
        LEFT JOIN aid_nomination n ON n.id = a.nomination_id AND n.campaign_id = a.campaign_id
            AND n.organisation_id = a.organisation_id
        WHERE a.pool = ANY (pools)
        GROUP BY a.judging_id
        HAVING count(j.id) < count(*) OR count(n.id) < count(*)
            OR NOT bool_and(a.pool = j.pool AND a.campaign_id = j.campaign_id
                AND a.organisation_id = j.organisation_id AND cardinality(a.met) = j.rules
                AND a.bringing_id = n.bringing_id)
            OR count(*) <> max(j.households) OR count(*) FILTER (WHERE a.eligible) <> max(j.eligible);
    IF FOUND THEN
        RAISE EXCEPTION 'the judgements of a pool are written together, each with an answer of every rule'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'judgements_are_whole';
    END IF;
    RETURN NULL;
END $$;
"""
# One line a zone, beside it the sums of its pool. A nomination that is not seen has no zone: its rows are counted all
# the same, and no quota is written for them.
_ZONES = """
    PERFORM 1 FROM (
        SELECT z.*, sum(z.placed) OVER pool AS all_placed, sum(z.ranked) OVER pool AS all_ranked
        FROM (
            SELECT a.pool_id, n.zone, count(*) AS placed, count(j.nomination_id) AS judged,
                count(*) FILTER (WHERE a.rank > 0) AS ranked,
                bool_and(a.campaign_id = j.campaign_id AND a.organisation_id = j.organisation_id
                    AND a.bringing_id = j.bringing_id AND j.eligible = (a.rank > 0)) AS agree,
                count(*) FILTER (WHERE a.place = 'selected') AS selected,
                count(*) FILTER (WHERE a.place = 'reserve') AS reserve,
                max(a.rank) FILTER (WHERE a.place = 'selected') AS last
            FROM aid_placement a
            LEFT JOIN aid_judgement j ON j.nomination_id = a.nomination_id AND j.pool = a.pool_id
            LEFT JOIN aid_nomination n ON n.id = a.nomination_id
            WHERE a.pool_id = ANY (pools)
            GROUP BY a.pool_id, n.zone
        ) z WINDOW pool AS (PARTITION BY z.pool_id)
    ) s LEFT JOIN aid_pool p ON p.id = s.pool_id
    WHERE """
_NOT_WHOLE = """p.id IS NULL OR s.judged < s.placed OR s.agree IS NOT TRUE OR s.all_placed <> p.households
        OR s.all_ranked <> p.eligible OR NOT EXISTS (SELECT 1 FROM aid_draw d WHERE d.pool_id = s.pool_id)"""
_NOT_FILLED = """s.selected <> coalesce((p.zones -> s.zone ->> 3)::int, 0)
        OR s.reserve <> coalesce((p.zones -> s.zone ->> 4)::int, 0) OR s.last <> s.selected"""
PLACED = f"""
CREATE OR REPLACE FUNCTION aid_places_are_whole() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    pools uuid[] := ARRAY(SELECT DISTINCT pool_id FROM added);
BEGIN
    {_ZONES} {_NOT_WHOLE} OR {_NOT_FILLED};
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    {_ZONES} {_NOT_WHOLE};
    IF FOUND THEN
        RAISE EXCEPTION 'places are given after the draw, to every household of the pool at once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'places_are_whole';
    END IF;
    RAISE EXCEPTION 'each zone gets the baskets and the reserve that were signed with the pool'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'places_fill_quotas';
END $$;
"""

BY_POOL = """
ALTER TABLE aid_judgement DROP CONSTRAINT aid_judgement_pkey, DROP CONSTRAINT judgement_once, DROP COLUMN id,
    ADD CONSTRAINT aid_judgement_pkey PRIMARY KEY (nomination_id, pool);
"""
BY_NUMBER = """
ALTER TABLE aid_judgement DROP CONSTRAINT aid_judgement_pkey,
    ADD COLUMN id uuid NOT NULL DEFAULT uuidv7(), ADD CONSTRAINT aid_judgement_pkey PRIMARY KEY (id),
    ADD CONSTRAINT judgement_once UNIQUE (nomination_id, pool);
ALTER TABLE aid_judgement ALTER COLUMN id DROP DEFAULT;
"""


def _as_before(migration: str, words: str) -> str:
    """Return the function alone out of an older step, as a replacement."""
    text: str = getattr(import_module(f"twiza.aid.migrations.{migration}"), words)
    return text.split("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("aid", "0311_guard_field_facts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BY_POOL, BY_NUMBER)],
            state_operations=[
                migrations.RemoveConstraint("judgement", "judgement_once"),
                migrations.RemoveField("judgement", "id"),
                migrations.AddField(
                    "judgement",
                    "pk",
                    models.CompositePrimaryKey(
                        "nomination_id", "pool", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
        migrations.RunSQL(WRITTEN_OUT, CALLED),
        migrations.RunSQL(JUDGED, _as_before("0150_judgements", "WHOLE")),
        migrations.RunSQL(PLACED, _as_before("0161_guard_pools", "PLACES")),
    ]
