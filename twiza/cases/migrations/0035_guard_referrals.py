"""Whose referrals are whose; who may set which state; packets that open at one desk and no longer than she agreed."""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "{column} = ANY ((SELECT access_organisations())::uuid[])"
# The team of the case behind a referral: whoever reads the link, whose own policy asks for a live seat.
ITS_TEAM = "EXISTS (SELECT FROM cases_referralcase c WHERE c.referral_id = {referral})"
# Who sits at the desk of an organisation now, with a key of their own, while they work there.
AT_DESK = (
    "EXISTS (SELECT FROM cases_deskseat d JOIN cases_roomworker w ON w.id = d.worker_id"
    " WHERE d.organisation_id = {organisation} AND d.until IS NULL AND w.user_id = (SELECT access_user())"
    " AND w.organisation_id = d.organisation_id"
    " AND d.organisation_id = ANY ((SELECT access_organisations())::uuid[]))"
)
# What was sent opens while it is under way, until the last day of her consent.
STILL_OPEN = (
    "EXISTS (SELECT FROM cases_referral r WHERE r.id = {referral} AND r.expires_on >="
    " (now() AT TIME ZONE 'Africa/Casablanca')::date"
    " AND r.state IN ('sent', 'received', 'waiting_list', 'accepted', 'attended', 'no_show'))"
)
ON_THE_TEAM = (
    "EXISTS (SELECT FROM cases_teamseat s WHERE s.case_id = cases_referralcase.case_id"
    " AND s.user_id = (SELECT access_user())"
    " AND s.organisation_id = ANY ((SELECT access_organisations())::uuid[]) AND (s.until IS NULL OR s.until > now()))"
)

# A link stands in the drawer of who sends and of its case, and a consent is a note of that case; a packet goes to the
# receiver that the referral names.
DRAWERS = """
ALTER TABLE cases_referralcase ADD CONSTRAINT link_of_its_sender
    FOREIGN KEY (referral_id, organisation_id) REFERENCES cases_referral (id, sender_id);
ALTER TABLE cases_referralcase ADD CONSTRAINT link_in_the_same_drawer
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id);
ALTER TABLE cases_referralcase ADD CONSTRAINT consent_of_the_same_case
    FOREIGN KEY (consent_id, case_id) REFERENCES cases_casenote (id, case_id);
ALTER TABLE cases_packet ADD CONSTRAINT packet_to_its_receiver
    FOREIGN KEY (referral_id, organisation_id) REFERENCES cases_referral (id, receiver_id);
ALTER TABLE cases_packetkey ADD CONSTRAINT packet_key_to_its_receiver
    FOREIGN KEY (referral_id, organisation_id) REFERENCES cases_referral (id, receiver_id);
"""
NO_DRAWERS = """
ALTER TABLE cases_packetkey DROP CONSTRAINT packet_key_to_its_receiver;
ALTER TABLE cases_packet DROP CONSTRAINT packet_to_its_receiver;
ALTER TABLE cases_referralcase DROP CONSTRAINT consent_of_the_same_case;
ALTER TABLE cases_referralcase DROP CONSTRAINT link_in_the_same_drawer;
ALTER TABLE cases_referralcase DROP CONSTRAINT link_of_its_sender;
"""
# Each way from state to state, and who goes it: the team that asks (q), the desk that receives (r), both (b). What an
# organisation without a desk here answers on the phone is written by the team.
WAYS = (
    "drafted>consented:q drafted>cancelled:q consented>sent:q consented>cancelled:q"
    " sent>received:r sent>accepted:r sent>waiting_list:r sent>declined:r sent>cancelled:b"
    " received>accepted:r received>waiting_list:r received>declined:r received>cancelled:b"
    " waiting_list>accepted:r waiting_list>declined:r waiting_list>cancelled:b"
    " accepted>attended:r accepted>no_show:r accepted>cancelled:b"
    " attended>result_returned:r attended>cancelled:b"
    " no_show>attended:r no_show>closed:q no_show>cancelled:b"
    " declined>closed:q result_returned>closed:q"
)
KEEPS = f"""
CREATE FUNCTION cases_referral_keeps_its_way() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    asks boolean := {ITS_TEAM.format(referral="OLD.id")};
    receives boolean := OLD.asked_at IS NOT NULL AND {AT_DESK.format(organisation="OLD.receiver_id")};
    ways text[] := string_to_array('{WAYS}', ' ');
    way text := OLD.state || '>' || NEW.state;
    as_asker boolean := asks AND (way || ':q' = ANY (ways) OR way || ':b' = ANY (ways)
        OR OLD.by_hand AND way || ':r' = ANY (ways));
    as_receiver boolean := receives AND (way || ':r' = ANY (ways) OR way || ':b' = ANY (ways));
    sends boolean := way = 'consented>sent' AND as_asker;
BEGIN
    IF NOT as_asker AND NOT as_receiver THEN
        RAISE EXCEPTION 'a referral does not go there, or not by this side'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_keeps_its_way';
    END IF;
    IF NOT sends AND (NEW.asked_at, NEW.reply_by, NEW.expires_on, NEW.by_hand)
            IS DISTINCT FROM (OLD.asked_at, OLD.reply_by, OLD.expires_on, OLD.by_hand)
        OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
        OR NOT as_receiver AND NOT OLD.by_hand
            AND (NEW.answered_at, NEW.reason_code, NEW.offered_id, NEW.offered_on, NEW.result_code, NEW.handler_id)
            IS DISTINCT FROM
            (OLD.answered_at, OLD.reason_code, OLD.offered_id, OLD.offered_on, OLD.result_code, OLD.handler_id)
    THEN
        RAISE EXCEPTION 'the clock of a referral stays, and the answer is of who receives'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_answer_is_theirs';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referral_keeps_its_way BEFORE UPDATE ON cases_referral
    FOR EACH ROW EXECUTE FUNCTION cases_referral_keeps_its_way();

CREATE FUNCTION cases_link_only_gains_consent() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.consent_id IS NOT NULL AND NEW.consent_id IS DISTINCT FROM OLD.consent_id THEN
        RAISE EXCEPTION 'on which consent a referral rests stays written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_of_referral_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_of_referral_stays BEFORE UPDATE ON cases_referralcase
    FOR EACH ROW EXECUTE FUNCTION cases_link_only_gains_consent();

CREATE FUNCTION cases_desk_seat_only_ends() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.until IS NOT NULL THEN
        RAISE EXCEPTION 'a seat at the desk ends once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'desk_seat_only_ends';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER desk_seat_only_ends BEFORE UPDATE ON cases_deskseat
    FOR EACH ROW EXECUTE FUNCTION cases_desk_seat_only_ends();
"""
NO_KEEPS = """
DROP FUNCTION cases_desk_seat_only_ends() CASCADE;
DROP FUNCTION cases_link_only_gains_consent() CASCADE;
DROP FUNCTION cases_referral_keeps_its_way() CASCADE;
"""
# How partners answer is counted over all teams of an organisation: numbers, none of them small, and nothing else. The
# owner is bound by the policies, so for its length it says that it counts.
COUNT = f"""
CREATE FUNCTION cases_silent_partners(of_organisation uuid, moment timestamptz)
RETURNS TABLE (receiver uuid, sent bigint, silent bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE before text := coalesce(current_setting('twiza.purpose', true), '');
BEGIN
    IF access_user() IS NULL OR NOT of_organisation = ANY (coalesce(access_organisations(), '{{}}')) THEN
        RAISE EXCEPTION 'only who works there may count' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('twiza.purpose', 'figures', true);
    RETURN QUERY
        SELECT n.partner, CASE WHEN n.asked = 0 OR n.asked >= 5 THEN n.asked END,
            CASE WHEN (n.late = 0 OR n.late >= 5) AND NOT n.asked - n.late BETWEEN 1 AND 4 THEN n.late END
        FROM (
            SELECT r.receiver_id AS partner, count(*) AS asked,
                count(*) FILTER (WHERE coalesce(r.answered_at, moment) > r.reply_by
                    AND (r.answered_at IS NOT NULL OR r.state IN ('sent', 'received'))) AS late
            FROM cases_referral r WHERE r.sender_id = of_organisation AND r.asked_at IS NOT NULL
            GROUP BY r.receiver_id
        ) n ORDER BY n.partner;
    PERFORM set_config('twiza.purpose', before, true);
END $$;
REVOKE ALL ON FUNCTION cases_silent_partners(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_silent_partners(uuid, timestamptz) TO {settings.TWIZA_APP_ROLE};
"""
UNCOUNT = "DROP FUNCTION cases_silent_partners(uuid, timestamptz);"

SENDS, RECEIVES = (
    MINE.format(column="sender_id"),
    "asked_at IS NOT NULL AND " + AT_DESK.format(organisation="receiver_id"),
)
TEAM = ITS_TEAM.format(referral="cases_referral.id")
GUARDED = [
    RowSecurity(
        "cases_referralcase",
        policies={"team": f"USING ({MINE.format(column='organisation_id')} AND {ON_THE_TEAM})"},
        grants="SELECT, INSERT, UPDATE (consent_id)",
    ),
    RowSecurity(
        "cases_deskseat",
        policies={
            # without a name: what is passed on is sealed to these keys
            "whoever_passes_on": "FOR SELECT USING ((SELECT access_user()) IS NOT NULL)",
            "own_seat": (
                f"FOR INSERT WITH CHECK ({MINE.format(column='organisation_id')} AND until IS NULL AND EXISTS (SELECT FROM"
                " cases_roomworker w WHERE w.id = worker_id AND w.organisation_id = cases_deskseat.organisation_id"
                " AND w.user_id = (SELECT access_user()) AND w.public_key = cases_deskseat.public_key))"
            ),
            "own_desk_ends": f"FOR UPDATE USING ({MINE.format(column='organisation_id')})",
        },
        grants="SELECT, INSERT, UPDATE (until)",
    ),
    RowSecurity(
        "cases_referral",
        policies={
            "team_reads": f"FOR SELECT USING ({SENDS} AND {TEAM})",
            "desk_reads": f"FOR SELECT USING ({RECEIVES})",
            "counted": "FOR SELECT USING ((SELECT access_purpose()) = 'figures')",
            "own_organisation_prepares": f"FOR INSERT WITH CHECK ({SENDS} AND state = 'drafted')",
            "team_changes": f"FOR UPDATE USING ({SENDS} AND {TEAM})",
            "desk_answers": f"FOR UPDATE USING ({RECEIVES})",
        },
        grants=(
            "SELECT, INSERT, UPDATE (state, by_hand, asked_at, reply_by, expires_on, answered_at, reason_code,"
            " offered_id, offered_on, result_code, handler_id)"
        ),
    ),
    RowSecurity(
        "cases_packet",
        policies={
            "team": f"USING ({ITS_TEAM.format(referral='cases_packet.referral_id')})",
            "desk_reads": (
                f"FOR SELECT USING ({AT_DESK.format(organisation='cases_packet.organisation_id')}"
                f" AND {STILL_OPEN.format(referral='cases_packet.referral_id')})"
            ),
        },
        grants="SELECT, INSERT, DELETE",
    ),
    RowSecurity(
        "cases_packetkey",
        policies={
            "team": f"USING ({ITS_TEAM.format(referral='cases_packetkey.referral_id')})",
            "desk_reads": (
                f"FOR SELECT USING ({AT_DESK.format(organisation='cases_packetkey.organisation_id')}"
                f" AND {STILL_OPEN.format(referral='cases_packetkey.referral_id')})"
            ),
            "desk_hands": (
                f"FOR INSERT WITH CHECK ({AT_DESK.format(organisation='cases_packetkey.organisation_id')}"
                f" AND {STILL_OPEN.format(referral='cases_packetkey.referral_id')})"
            ),
        },
        grants="SELECT, INSERT, DELETE",
    ),
]

# When a case is erased its referrals go with the link, packets and keys first: at the desk nothing opens any more. As
# everywhere, only the owner may delete, and only while the function that erases runs.
ERASING = "TO CURRENT_USER USING (current_setting('twiza.erasing', true) = 'yes')"
GO_WITH_CASE = f"""
CREATE POLICY erased_for_good ON cases_referral {ERASING};
CREATE POLICY erased_for_good ON cases_packet {ERASING};
CREATE POLICY erased_for_good ON cases_packetkey {ERASING};
CREATE FUNCTION cases_referral_goes_with_its_case() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM cases_packetkey WHERE referral_id = OLD.referral_id;
    DELETE FROM cases_packet WHERE referral_id = OLD.referral_id;
    DELETE FROM cases_referral WHERE id = OLD.referral_id;
    RETURN NULL;
END $$;
CREATE TRIGGER referral_goes_with_its_case AFTER DELETE ON cases_referralcase
    FOR EACH ROW EXECUTE FUNCTION cases_referral_goes_with_its_case();
"""
STAY = """
DROP FUNCTION cases_referral_goes_with_its_case() CASCADE;
DROP POLICY erased_for_good ON cases_packetkey;
DROP POLICY erased_for_good ON cases_packet;
DROP POLICY erased_for_good ON cases_referral;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_referrals")]

    operations = [
        migrations.RunSQL(DRAWERS, NO_DRAWERS),
        migrations.RunSQL(KEEPS, NO_KEEPS),
        migrations.RunSQL(COUNT, UNCOUNT),
        *GUARDED,
        migrations.RunSQL(GO_WITH_CASE, STAY),
    ]
