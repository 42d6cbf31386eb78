"""Row security of every table, and what the database itself makes impossible."""

from django.db import migrations

from twiza.platform.access.actions import REFERENCE_READ, RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
HOST = f"host_id = {MINE}"
BRINGING = f"bringing_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
AT_THE_POINT = f"USING ({COORDINATING} OR {HOST})"
READ_BRINGING = f"FOR SELECT USING ({BRINGING})"
READ_SHARED = f"FOR SELECT USING (campaign_id IN {SHARED})"
SOMEBODY = "(SELECT access_user()) IS NOT NULL OR (SELECT access_purpose()) = 'setup'"

# An entitlement exists only for a household selected on a list, or addendum, that two persons signed.
# Row security applies inside: a list that cannot be seen is a list that is not signed.
SIGNED = """
CREATE FUNCTION aid_entitlement_is_signed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_listentry e JOIN aid_frozenlist l ON l.id = e.list_id
        WHERE e.id = NEW.entry_id AND l.campaign_id = NEW.campaign_id
          AND e.nomination_id = NEW.nomination_id AND e.place = 'selected'
          AND 2 = (SELECT count(DISTINCT s.signer_id) FROM aid_listsignature s
                   WHERE s.list_id = l.id AND s.hash = l.hash)
    ) THEN
        RAISE EXCEPTION 'an entitlement needs a selected entry of a list signed by two persons'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entitlement_in_a_signed_list';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entitlement_in_a_signed_list
    BEFORE INSERT OR UPDATE OF entry_id, nomination_id, campaign_id ON aid_entitlement
    FOR EACH ROW EXECUTE FUNCTION aid_entitlement_is_signed();
"""
UNSIGNED = """
DROP TRIGGER entitlement_in_a_signed_list ON aid_entitlement;
DROP FUNCTION aid_entitlement_is_signed();
"""

# Nothing is added to a list once somebody has signed it.
CLOSED = """
CREATE FUNCTION aid_list_is_open() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added a JOIN aid_listsignature s ON s.list_id = a.list_id) THEN
        RAISE EXCEPTION 'nothing is added to a signed list: a late household needs an addendum'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'list_closed_by_signature';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER list_closed_by_signature AFTER INSERT ON aid_listentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION aid_list_is_open();
"""
OPENED = """
DROP TRIGGER list_closed_by_signature ON aid_listentry;
DROP FUNCTION aid_list_is_open();
"""

# An addendum follows the list or addendum whose hash it names.
CHAINED = """
CREATE FUNCTION aid_list_follows() RETURNS trigger LANGUAGE plpgsql
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
CREATE TRIGGER frozen_list_chain BEFORE INSERT ON aid_frozenlist
    FOR EACH ROW EXECUTE FUNCTION aid_list_follows();
"""
UNCHAINED = """
DROP TRIGGER frozen_list_chain ON aid_frozenlist;
DROP FUNCTION aid_list_follows();
"""

READ_ADD = "SELECT, INSERT"
READ_ADD_CHANGE = "SELECT, INSERT, UPDATE"
NOMINATE = f"USING ({BRINGING}) WITH CHECK ({BRINGING} AND ({COORDINATING} OR campaign_id IN {SHARED}))"
SIGN = f"FOR INSERT WITH CHECK (signing_id = {MINE} AND signer_id = (SELECT access_user()))"
SEE_SIGNATURES = f"FOR SELECT USING ({COORDINATING} OR list_id IN (SELECT l.id FROM aid_frozenlist l))"
COORDINATING_ALL = f"USING ({COORDINATING})"


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_initial"), ("access", "0001_functions")]

    operations = [
        RowSecurity(
            "aid_announcedmonth",
            policies={
                "known_to_all": REFERENCE_READ,
                "announce": f"FOR INSERT WITH CHECK ({SOMEBODY})",
                "correct": f"FOR UPDATE USING ({SOMEBODY})",
            },
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity(
            "aid_campaignpartner",
            policies={
                "coordinating": f"USING (coordinating_id = {MINE})",
                "partner": f"FOR SELECT USING (organisation_id = {MINE})",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_campaign",
            policies={
                "coordinating": COORDINATING_ALL,
                "partner": f"FOR SELECT USING (id IN {SHARED})",
            },
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity("aid_campaignevent", policies={"coordinating": COORDINATING_ALL}, grants=READ_ADD),
        RowSecurity(
            "aid_distributionpoint",
            policies={"coordinating": COORDINATING_ALL, "partner": READ_SHARED},
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity(
            "aid_distributionpointevent", policies={"coordinating": COORDINATING_ALL}, grants=READ_ADD
        ),
        RowSecurity(
            "aid_nomination",
            policies={"bringing": NOMINATE, "coordinating": f"FOR SELECT USING ({COORDINATING})"},
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity("aid_nominationevent", policies={"bringing": f"USING ({BRINGING})"}, grants=READ_ADD),
        RowSecurity("aid_nominationhousehold", policies={"bringing": COORDINATING_ALL}, grants=READ_ADD),
        RowSecurity(
            "aid_frozenlist",
            policies={"coordinating": COORDINATING_ALL, "partner": READ_SHARED},
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_listentry",
            policies={"coordinating": COORDINATING_ALL, "bringing": READ_BRINGING},
            grants=READ_ADD,
        ),
        RowSecurity("aid_listsignature", policies={"sign": SIGN, "see": SEE_SIGNATURES}, grants=READ_ADD),
        RowSecurity(
            "aid_entitlement",
            policies={"at_the_point": AT_THE_POINT, "bringing": READ_BRINGING},
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity(
            "aid_entitlementevent",
            policies={"at_the_point": AT_THE_POINT, "bringing": READ_BRINGING},
            grants=READ_ADD,
        ),
        RowSecurity("aid_card", policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD_CHANGE),
        RowSecurity("aid_cardevent", policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD),
        RowSecurity(
            "aid_handover",
            policies={"at_the_point": AT_THE_POINT, "bringing": READ_BRINGING},
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_handoverruling",
            policies={"at_the_point": AT_THE_POINT, "bringing": READ_BRINGING},
            grants=READ_ADD_CHANGE,
        ),
        RowSecurity(
            "aid_handoverrulingevent",
            policies={"at_the_point": AT_THE_POINT, "bringing": READ_BRINGING},
            grants=READ_ADD,
        ),
        RowSecurity("aid_dignitycase", policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD_CHANGE),
        RowSecurity("aid_stockmove", policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD),
        RowSecurity("aid_reconciliation", policies={"at_the_point": AT_THE_POINT}, grants=READ_ADD),
        migrations.RunSQL(SIGNED, UNSIGNED),
        migrations.RunSQL(CLOSED, OPENED),
        migrations.RunSQL(CHAINED, UNCHAINED),
    ]
