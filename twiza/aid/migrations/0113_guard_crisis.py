"""Whose urgent programme it is; nothing is written into one that is over; an offer is answered once."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
LED = f"USING ({COORDINATING})"
READ_SHARED = f"FOR SELECT USING (campaign_id IN {SHARED})"
BRINGING = f"bringing_id = {MINE}"

# Row security applies inside: who may not see the programme writes nothing into it.
RUNNING = """
CREATE FUNCTION aid_crisis_is_running() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_crisisprogramme p
        WHERE p.campaign_id = NEW.campaign_id AND p.organisation_id = NEW.organisation_id
          AND p.demobilised_at IS NULL
    ) THEN
        RAISE EXCEPTION 'no urgent programme is running there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'crisis_running';
    END IF;
    RETURN NEW;
END $$;
"""
RUN = "".join(
    f"""
CREATE TRIGGER crisis_running BEFORE INSERT ON aid_{table}
    FOR EACH ROW EXECUTE FUNCTION aid_crisis_is_running();
"""
    for table in ("needreport", "crisisoffer", "tokenpad", "lighthousehold", "crisisday")
)
STOP = "".join(
    f"DROP TRIGGER crisis_running ON aid_{table};\n"
    for table in ("needreport", "crisisoffer", "tokenpad", "lighthousehold", "crisisday")
)

ANSWERED = """
CREATE FUNCTION aid_offer_is_answered_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'this offer was answered'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_answered_once';
END $$;
CREATE TRIGGER offer_answered_once BEFORE UPDATE ON aid_crisisoffer
    FOR EACH ROW WHEN (OLD.answer <> '') EXECUTE FUNCTION aid_offer_is_answered_once();

CREATE FUNCTION aid_crisis_ends_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'this urgent programme is over'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'crisis_ends_once';
END $$;
CREATE TRIGGER crisis_ends_once BEFORE UPDATE ON aid_crisisprogramme
    FOR EACH ROW WHEN (OLD.demobilised_at IS NOT NULL) EXECUTE FUNCTION aid_crisis_ends_once();
"""
UNANSWERED = """
DROP TRIGGER offer_answered_once ON aid_crisisoffer;
DROP FUNCTION aid_offer_is_answered_once();
DROP TRIGGER crisis_ends_once ON aid_crisisprogramme;
DROP FUNCTION aid_crisis_ends_once();
"""

# A token stands for a household as long as its code does.
FORGET = """
CREATE FUNCTION aid_forget_tokens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
BEGIN
    IF EXISTS (SELECT 1 FROM gone) THEN
        PERFORM set_config('twiza.organisations', (SELECT array_agg(DISTINCT organisation_id)::text FROM gone), true);
        DELETE FROM aid_lighthousehold h USING gone g WHERE h.nomination_id = g.nomination_id;
        PERFORM set_config('twiza.organisations', before, true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_tokens AFTER DELETE ON aid_nominationhousehold
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION aid_forget_tokens();
REVOKE ALL ON FUNCTION aid_forget_tokens() FROM PUBLIC;
"""
KEEP = """
DROP TRIGGER forget_tokens ON aid_nominationhousehold;
DROP FUNCTION aid_forget_tokens();
"""


def guard(table: str, grants: str, **more: str) -> RowSecurity:
    return RowSecurity(f"aid_{table}", policies={"coordinating": LED, **more}, grants=grants)


class Migration(migrations.Migration):
    dependencies = [("aid", "0112_crisis")]

    operations = [
        guard("programmetemplate", "SELECT, INSERT, UPDATE (retired_at, retired_by_id)"),
        guard(
            "crisisprogramme",
            "SELECT, INSERT, UPDATE (demobilised_at, demobilised_by_id, left_over, debts, to_follow_up, handed_to)",
            partner=READ_SHARED,
        ),
        guard("needreport", "SELECT, INSERT", partner=READ_SHARED),
        guard(
            "crisisoffer",
            "SELECT, INSERT, UPDATE (answer, reason_code, point_id, convoy_on, convoy_from, convoy_until,"
            " vehicles, answered_at, answered_by_id)",
        ),
        guard("tokenpad", "SELECT, INSERT", partner=READ_SHARED),
        RowSecurity(
            "aid_lighthousehold",
            policies={
                "bringing": f"USING ({BRINGING}) WITH CHECK ({BRINGING} AND ({COORDINATING} OR campaign_id IN {SHARED}))",
                "coordinating": f"FOR SELECT USING ({COORDINATING})",
            },
            grants="SELECT, INSERT",
        ),
        guard("crisisday", "SELECT, INSERT", partner=READ_SHARED),
        migrations.RunSQL(RUNNING, "DROP FUNCTION aid_crisis_is_running()"),
        migrations.RunSQL(RUN, STOP),
        migrations.RunSQL(ANSWERED, UNANSWERED),
        migrations.RunSQL(FORGET, KEEP),
    ]
