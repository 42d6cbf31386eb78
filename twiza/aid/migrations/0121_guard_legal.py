"""The legal window: whose rows, and what the database refuses whatever a program asks."""

from django.db import migrations

from twiza.platform.access.actions import REFERENCE_READ, RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
SOMEBODY = "(SELECT access_user()) IS NOT NULL"
OF_A_SEEN_CAMPAIGN = "(campaign_id IS NULL OR campaign_id IN (SELECT c.id FROM aid_campaign c))"
LED = "EXISTS (SELECT 1 FROM aid_campaign c WHERE c.id = campaign_id AND c.organisation_id = {table}.organisation_id)"


def of_a_campaign(table):
    """The coordinating organisation writes; who shares the campaign reads."""
    return {
        "coordinating": f"USING ({COORDINATING}) WITH CHECK ({COORDINATING} AND {LED.format(table=table)})",
        "partner": f"FOR SELECT USING (campaign_id IN {SHARED})",
    }


def kept_by_people(removable):
    policies = {"known_to_all": REFERENCE_READ, "enter": f"FOR INSERT WITH CHECK ({SOMEBODY})"}
    return policies | ({"remove": f"FOR UPDATE USING ({SOMEBODY})"} if removable else {})


# During an election nothing opens and nothing is published. The switch is a dated number set by a person; what it
# says today counts, whatever day the program claims.
FROZEN = """
CREATE FUNCTION aid_election_freeze() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((
        SELECT p.value = 'on' FROM accounts_parameter p
        WHERE p.name = 'election_freeze'
          AND p.valid_from <= (now() AT TIME ZONE 'Africa/Casablanca')::date
          AND (p.valid_to IS NULL OR p.valid_to > (now() AT TIME ZONE 'Africa/Casablanca')::date)
        LIMIT 1), false)
$$;

CREATE FUNCTION aid_campaign_is_declared() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF aid_election_freeze() THEN
        RAISE EXCEPTION 'no distribution opens in an election period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_outside_elections';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id AND d.replaced_at IS NULL)
        OR EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id AND d.replaced_at IS NULL
                   AND d.basis = 'deposit' AND d.signed_at IS NULL)
        OR EXISTS (SELECT 1 FROM aid_campaignzone z WHERE z.campaign_id = NEW.id AND z.name = ANY (NEW.zones)
                   AND NOT EXISTS (SELECT 1 FROM aid_declaration d WHERE d.campaign_id = NEW.id
                                   AND d.replaced_at IS NULL AND d.province_id = z.province_id)) THEN
        RAISE EXCEPTION 'a distribution opens once it is declared in each province'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_is_declared';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER distribution_is_declared BEFORE INSERT OR UPDATE OF state ON aid_campaign
    FOR EACH ROW WHEN (NEW.state = 'distributing') EXECUTE FUNCTION aid_campaign_is_declared();

CREATE FUNCTION aid_appeal_may_be_published() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.published_at IS NOT NULL
        AND (OLD.published_at, OLD.published_by_id) IS DISTINCT FROM (NEW.published_at, NEW.published_by_id) THEN
        RAISE EXCEPTION 'an appeal is published once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_published_once';
    END IF;
    IF NEW.published_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.published_at IS NULL) AND aid_election_freeze() THEN
        RAISE EXCEPTION 'no appeal is published in an election period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_outside_elections';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_may_be_published BEFORE INSERT OR UPDATE ON aid_appeal
    FOR EACH ROW EXECUTE FUNCTION aid_appeal_may_be_published();
"""
THAWED = """
DROP TRIGGER appeal_may_be_published ON aid_appeal;
DROP FUNCTION aid_appeal_may_be_published();
DROP TRIGGER distribution_is_declared ON aid_campaign;
DROP FUNCTION aid_campaign_is_declared();
DROP FUNCTION aid_election_freeze();
"""

# A signature is of whoever acts, and given once; a reply that was given stays as it was given.
SIGNED = """
CREATE FUNCTION aid_deposit_is_signed_by_who_acts() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.recorded_by_id IS DISTINCT FROM access_user() OR NEW.signed_at IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM network_place p WHERE p.id = NEW.province_id AND p.level = 'province') THEN
            RAISE EXCEPTION 'a declaration is of a province, and written by who acts'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_of_a_province';
        END IF;
    ELSIF (OLD.signed_at, OLD.signed_by_id) IS DISTINCT FROM (NEW.signed_at, NEW.signed_by_id)
        AND (OLD.signed_at IS NOT NULL OR NEW.signed_by_id IS DISTINCT FROM access_user()) THEN
        RAISE EXCEPTION 'a deposit is signed once, by who acts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deposit_signed_by_who_acts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deposit_signed_by_who_acts BEFORE INSERT OR UPDATE ON aid_declaration
    FOR EACH ROW EXECUTE FUNCTION aid_deposit_is_signed_by_who_acts();

CREATE FUNCTION aid_reply_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.replied_at, OLD.replied_by_id, OLD.reasons, OLD.gives)
        IS DISTINCT FROM (NEW.replied_at, NEW.replied_by_id, NEW.reasons, NEW.gives)
        AND (OLD.replied_at IS NOT NULL OR NEW.replied_by_id IS DISTINCT FROM access_user()) THEN
        RAISE EXCEPTION 'a reply is given once, by who acts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_given_once';
    END IF;
    IF (OLD.signed_at, OLD.signed_by_id) IS DISTINCT FROM (NEW.signed_at, NEW.signed_by_id)
        AND (OLD.signed_at IS NOT NULL OR NEW.signed_by_id IS DISTINCT FROM access_user()) THEN
        RAISE EXCEPTION 'a reply is signed once, by who acts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_signed_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reply_given_once BEFORE UPDATE ON aid_namedemand
    FOR EACH ROW EXECUTE FUNCTION aid_reply_stays();

ALTER TABLE aid_namedemand ADD CONSTRAINT demand_reply_of_known_words CHECK (
    reasons <@ ARRAY['personal_data', 'no_basis', 'oral', 'other_purpose', 'electoral', 'totals_enough']::varchar[]
    AND gives <@ ARRAY['plan', 'totals', 'criteria', 'public_summary']::varchar[]
);
"""
UNSIGNED = """
ALTER TABLE aid_namedemand DROP CONSTRAINT demand_reply_of_known_words;
DROP TRIGGER reply_given_once ON aid_namedemand;
DROP FUNCTION aid_reply_stays();
DROP TRIGGER deposit_signed_by_who_acts ON aid_declaration;
DROP FUNCTION aid_deposit_is_signed_by_who_acts();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0120_legal_window"),  # which follows the places of zones
        ("accounts", "0002_codes_and_parameters"),
        ("network", "0030_processings"),
    ]

    operations = [
        RowSecurity(
            "aid_appeal",
            policies=of_a_campaign("aid_appeal"),
            grants="SELECT, INSERT, UPDATE (published_at, published_by_id, ended_on, report_reference, reported_on,"
            " replaced_at)",
        ),
        RowSecurity(
            "aid_declaration",
            policies=of_a_campaign("aid_declaration"),
            grants="SELECT, INSERT, UPDATE (signed_at, signed_by_id, replaced_at)",
        ),
        RowSecurity(
            "aid_namedemand",
            policies={
                "own_organisation": f"USING ({COORDINATING}) WITH CHECK ({COORDINATING} AND {OF_A_SEEN_CAMPAIGN})"
            },
            grants="SELECT, INSERT, UPDATE (reasons, gives, replied_at, replied_by_id, signed_at, signed_by_id)",
        ),
        RowSecurity(
            "aid_calendarday",
            policies=kept_by_people(True),
            grants="SELECT, INSERT, UPDATE (removed_at, removed_by_id)",
        ),
        RowSecurity(
            "aid_soukday",
            policies=kept_by_people(True),
            grants="SELECT, INSERT, UPDATE (removed_at, removed_by_id)",
        ),
        RowSecurity("aid_ramadanhours", policies=kept_by_people(False), grants="SELECT, INSERT"),
        migrations.RunSQL(FROZEN, THAWED),
        migrations.RunSQL(SIGNED, UNSIGNED),
    ]
