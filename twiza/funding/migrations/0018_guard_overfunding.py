"""What the database promises of headings that get more than they cost: asked by the funder, agreed by the association.

The association tells, of its own grant and its own heading, only while the consent runs; what was told stays.
"""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "= ANY ((SELECT access_organisations())::uuid[])"
GUARDS = """
ALTER TABLE funding_overfundingnotice ADD CONSTRAINT overfunding_notice_of_its_consent
    FOREIGN KEY (consent_id, grant_id) REFERENCES funding_overfundingconsent (id, grant_id);
ALTER TABLE funding_overfundingnotice ADD CONSTRAINT overfunding_notice_of_its_heading
    FOREIGN KEY (heading_id, grant_id) REFERENCES funding_grantheading (id, grant_id);

ALTER TABLE funding_overfundingconsent ADD CONSTRAINT overfunding_consent_of_its_grant
    FOREIGN KEY (grant_id, organisation_id, grantee_id) REFERENCES funding_grant (id, organisation_id, grantee_id);
ALTER TABLE funding_overfundingnotice ADD CONSTRAINT overfunding_notice_of_its_grant
    FOREIGN KEY (grant_id, organisation_id, grantee_id) REFERENCES funding_grant (id, organisation_id, grantee_id);

CREATE FUNCTION funding_keep_overfunding_consent() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.agreed_at IS NOT NULL OR NEW.ended_at IS NOT NULL THEN
            PERFORM funding_say('overfunding_begins_as_asked');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL OR (NEW.agreed_at IS DISTINCT FROM OLD.agreed_at) = (NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.agreed_at, OLD.agreed_by_id) IS DISTINCT FROM (NEW.agreed_at, NEW.agreed_by_id) AND OLD.agreed_at IS NOT NULL THEN
        PERFORM funding_say('overfunding_one_step');
    END IF;
    IF OLD.agreed_at IS NULL AND NEW.agreed_at IS NOT NULL
       AND NOT NEW.grantee_id = ANY ((SELECT access_organisations())::uuid[]) THEN
        PERFORM funding_say('overfunding_agreed_by_the_association');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_consent BEFORE INSERT OR UPDATE ON funding_overfundingconsent
    FOR EACH ROW EXECUTE FUNCTION funding_keep_overfunding_consent();

CREATE FUNCTION funding_tell_overfunding() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM funding_overfundingconsent WHERE id = NEW.consent_id AND agreed_at IS NOT NULL AND ended_at IS NULL
        FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM funding_say('overfunding_told_with_consent');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tell_overfunding BEFORE INSERT ON funding_overfundingnotice
    FOR EACH ROW EXECUTE FUNCTION funding_tell_overfunding();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_overfundingnotice
    FOR EACH ROW EXECUTE FUNCTION funding_only_added();
"""
UNGUARD = """
DROP TRIGGER only_added ON funding_overfundingnotice;
DROP TRIGGER tell_overfunding ON funding_overfundingnotice;
DROP FUNCTION funding_tell_overfunding();
DROP TRIGGER keep_consent ON funding_overfundingconsent;
DROP FUNCTION funding_keep_overfunding_consent();
ALTER TABLE funding_overfundingnotice DROP CONSTRAINT overfunding_notice_of_its_grant;
ALTER TABLE funding_overfundingconsent DROP CONSTRAINT overfunding_consent_of_its_grant;
ALTER TABLE funding_overfundingnotice DROP CONSTRAINT overfunding_notice_of_its_heading;
ALTER TABLE funding_overfundingnotice DROP CONSTRAINT overfunding_notice_of_its_consent;
"""
COLUMNS = "agreed_by_id, agreed_at, ended_by_id, ended_at"


class Migration(migrations.Migration):
    dependencies = [("funding", "0017_overfunding")]

    operations = [
        migrations.RunSQL(GUARDS, UNGUARD),
        RowSecurity(
            "funding_overfundingconsent",
            policies={
                "read_either": f"FOR SELECT USING (organisation_id {MINE} OR grantee_id {MINE})",
                "ask": f"FOR INSERT WITH CHECK (organisation_id {MINE})",
                "agree_or_end": f"FOR UPDATE USING (organisation_id {MINE} OR grantee_id {MINE})",
            },
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({COLUMNS}) ON funding_overfundingconsent TO {settings.TWIZA_APP_ROLE}",
            f"REVOKE UPDATE ({COLUMNS}) ON funding_overfundingconsent FROM {settings.TWIZA_APP_ROLE}",
        ),
        RowSecurity(
            "funding_overfundingnotice",
            policies={
                "read_either": f"FOR SELECT USING (organisation_id {MINE} OR grantee_id {MINE})",
                "tell": f"FOR INSERT WITH CHECK (grantee_id {MINE})",
            },
            grants="SELECT, INSERT",
        ),
    ]
