"""Nobody comes back from a code to a family after a campaign forgot: not by a sheet, an answer, or a moment in time."""

from importlib import import_module

from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import Together

BEFORE = import_module("twiza.aid.migrations.0122_forget_campaigns").ERASE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


def day(column: str) -> str:
    """Of a moment the day is left: a family registered and brought in one act has the same one in both places."""
    return f"date_trunc('day', {column} AT TIME ZONE 'Africa/Casablanca') AT TIME ZONE 'Africa/Casablanca'"


# As in 0122, and the ways round the link: a line of a sheet and the file it was typed into, the code that was told at
# the door, the moment of a nomination.
ERASE = f"""
CREATE OR REPLACE FUNCTION aid_erase_people(of_campaign uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
    passed_over text := coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}');
    today date := (now() AT TIME ZONE 'Africa/Casablanca')::date;
    led record;
    months int;
    sharing uuid[];
    cut int;
BEGIN
    IF coalesce(access_purpose(), '') NOT IN ('upkeep', 'restore') THEN
        RAISE EXCEPTION 'people of a campaign are erased by the nightly upkeep only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT c.organisation_id, c.reported_at INTO led FROM aid_campaign c WHERE c.id = of_campaign;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such campaign' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT p.value::numeric::int INTO months FROM accounts_parameter p
    WHERE p.name = 'campaign_list_retention_months' AND p.valid_from <= today
      AND (p.valid_to IS NULL OR p.valid_to > today) LIMIT 1;
    IF access_purpose() = 'upkeep' AND (led.reported_at IS NULL OR months IS NULL
        OR ((led.reported_at AT TIME ZONE 'Africa/Casablanca')::date + make_interval(months => months))::date > today)
    THEN
        RAISE EXCEPTION 'the time of keeping is not over' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('twiza.organisations', ARRAY[led.organisation_id]::text, true);
    SELECT array_agg(DISTINCT s.id) INTO sharing FROM (
        SELECT led.organisation_id AS id
        UNION SELECT p.organisation_id FROM aid_campaignpartner p WHERE p.campaign_id = of_campaign) s;
    PERFORM set_config('twiza.organisations', sharing::text, true);
    PERFORM set_config('pgtrigger.ignore', (
        SELECT array_agg(tgname)::text FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN (
            'aid_nomination'::regclass, 'aid_nominationevent'::regclass,
            'aid_entitlement'::regclass, 'aid_entitlementevent'::regclass)), true);
    DELETE FROM aid_nominationhousehold WHERE campaign_id = of_campaign;
    GET DIAGNOSTICS cut = ROW_COUNT;
    DELETE FROM aid_pairquestion WHERE campaign_id = of_campaign;
    DELETE FROM aid_partnerpairdecision d USING aid_partnerpair p WHERE d.pair_id = p.id AND p.campaign_id = of_campaign;
    DELETE FROM aid_partnerpair WHERE campaign_id = of_campaign;
    DELETE FROM aid_sheetline l USING aid_nominationsheet s WHERE s.id = l.sheet_id AND s.campaign_id = of_campaign;
    UPDATE aid_nominationsheet SET upload_id = NULL WHERE campaign_id = of_campaign AND upload_id IS NOT NULL;
    UPDATE registry_requestanswer SET list_code = '—' WHERE campaign = of_campaign AND list_code <> '—';
    UPDATE aid_nomination SET facts = '{{}}', created_at = {day("created_at")} WHERE campaign_id = of_campaign;
    UPDATE aid_nominationevent SET facts = '{{}}', created_at = {day("created_at")},
        pgh_created_at = {day("pgh_created_at")} WHERE campaign_id = of_campaign;
    UPDATE aid_listentry e SET facts = '{{}}' FROM aid_frozenlist l
        WHERE l.id = e.list_id AND l.campaign_id = of_campaign AND e.facts <> '{{}}';
    UPDATE aid_entitlement SET needs = '{{}}' WHERE campaign_id = of_campaign AND needs <> '{{}}';
    UPDATE aid_entitlementevent SET needs = '{{}}' WHERE campaign_id = of_campaign AND needs <> '{{}}';
    UPDATE aid_objection SET words = '' WHERE campaign_id = of_campaign AND words <> '';
    UPDATE aid_objectionanswer SET words = '—' WHERE campaign_id = of_campaign AND words <> '—';
    UPDATE aid_judgement SET facts = '{{}}', met = array_fill(NULL::boolean, ARRAY[cardinality(met)])
        WHERE campaign_id = of_campaign AND cardinality(met) > 0;
    PERFORM set_config('pgtrigger.ignore', passed_over, true);
    UPDATE aid_campaign SET people_erased_at = now() WHERE id = of_campaign;
    PERFORM set_config('twiza.organisations', before, true);
    RETURN jsonb_build_object('codes', cut, 'organisations', to_jsonb(sharing));
END $$;
"""

# A sheet that is over stays as it is; only what leads from it to its file goes, when its campaign forgets.
SHEET = """
CREATE OR REPLACE FUNCTION aid_sheet_of_its_campaign() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    was aid_nominationsheet%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'printed' AND access_purpose() IN ('upkeep', 'restore') THEN
        was := OLD;
        was.upload_id := NULL;
        IF NEW IS NOT DISTINCT FROM was THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NOT EXISTS (SELECT FROM aid_campaign c WHERE c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id)
       OR (NEW.bringing_id <> NEW.organisation_id AND NOT EXISTS (
            SELECT FROM aid_campaignpartner p
            WHERE p.campaign_id = NEW.campaign_id AND p.organisation_id = NEW.bringing_id))
       OR (NEW.upload_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM registry_upload u WHERE u.id = NEW.upload_id AND u.organisation_id = NEW.bringing_id))
       OR (NEW.photo_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM files_file f WHERE f.id = NEW.photo_id AND f.organisation_id = NEW.bringing_id))
    THEN
        RAISE EXCEPTION 'a sheet is of a campaign that its organisation shares, with a list and a picture of its own'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_of_its_campaign';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'printed' THEN
        RAISE EXCEPTION 'a sheet is typed in or cancelled once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_is_over';
    END IF;
    RETURN NEW;
END $$;
"""
SHEET_BEFORE = """
CREATE OR REPLACE FUNCTION aid_sheet_of_its_campaign() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM aid_campaign c WHERE c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id)
       OR (NEW.bringing_id <> NEW.organisation_id AND NOT EXISTS (
            SELECT FROM aid_campaignpartner p
            WHERE p.campaign_id = NEW.campaign_id AND p.organisation_id = NEW.bringing_id))
       OR (NEW.upload_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM registry_upload u WHERE u.id = NEW.upload_id AND u.organisation_id = NEW.bringing_id))
       OR (NEW.photo_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM files_file f WHERE f.id = NEW.photo_id AND f.organisation_id = NEW.bringing_id))
    THEN
        RAISE EXCEPTION 'a sheet is of a campaign that its organisation shares, with a list and a picture of its own'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_of_its_campaign';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'printed' THEN
        RAISE EXCEPTION 'a sheet is typed in or cancelled once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_is_over';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0240_declared_days"), ("registry", "0240_codes_are_cut")]

    operations = [
        # no moment in the id of a code either
        Together(
            [
                migrations.AlterField(
                    "nomination",
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                migrations.AlterField(
                    "nominationevent",
                    "id",
                    models.UUIDField(default=twiza.lib.ids.random_id, editable=False, serialize=False),
                ),
            ]
        ),
        migrations.RunSQL(SHEET, SHEET_BEFORE),
        migrations.RunSQL(ERASE, BEFORE),
    ]
