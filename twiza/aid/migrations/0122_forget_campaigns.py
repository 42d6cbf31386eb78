"""After its time of keeping nobody stands behind the codes of a campaign: one function erases, and proves that it may."""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

# It believes nobody: the purpose and the day are looked up here. The owner is bound by the policies, so for its
# length it says the organisations that share the campaign. Where a value goes, its history goes too; rows, codes,
# states, zones and sizes stay, so that every figure is as before.
ERASE = f"""
CREATE FUNCTION aid_erase_people(of_campaign uuid) RETURNS jsonb
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
    UPDATE aid_nomination SET facts = '{{}}' WHERE campaign_id = of_campaign AND facts <> '{{}}';
    UPDATE aid_nominationevent SET facts = '{{}}' WHERE campaign_id = of_campaign AND facts <> '{{}}';
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
REVOKE ALL ON FUNCTION aid_erase_people(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aid_erase_people(uuid) TO {settings.TWIZA_APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0121_guard_legal"), ("accounts", "0002_codes_and_parameters")]

    operations = [
        # each night it is asked which campaigns are due, of all organisations: those that were reported, no others
        RowSecurity(
            "aid_campaign",
            policies={
                "upkeep_read": "FOR SELECT USING ((SELECT access_purpose()) = 'upkeep' AND reported_at IS NOT NULL)"
            },
            grants="SELECT, INSERT, UPDATE",
        ),
        migrations.RunSQL(ERASE, "DROP FUNCTION aid_erase_people(uuid)"),
    ]
