"""Referrals are counted by the database; partners in numbers for a year; old packets end; a request has its day."""

from django.conf import settings
from django.db import migrations, models

ROLE = settings.TWIZA_APP_ROLE
BOUND = "SET search_path = public, pg_temp"
COUNTED = "sent, accepted, waiting_list, declined, attended, no_show, result_returned, cancelled"
# The desk that receives sets states too, and counts nothing elsewhere: so the change itself counts, for who sent. All
# cells of the table are written again, under the lock of every count of that organisation. The month is that of the
# sending, and for whatever follows the one in which it is written: nobody who answers chooses a month. What was never
# sent is no referral that was called back.
COUNT = f"""
CREATE POLICY counted_by_itself ON cases_tally TO CURRENT_USER USING (current_setting('twiza.counting', true) = 'yes');
CREATE FUNCTION cases_count_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    cells text[] := '{{{COUNTED}}}';
    of_month date := date_trunc('month', (CASE NEW.state WHEN 'sent' THEN NEW.asked_at ELSE now() END)
        AT TIME ZONE 'Africa/Casablanca')::date;
BEGIN
    IF TG_RELID <> 'cases_referral'::regclass THEN
        RAISE EXCEPTION 'only referrals are counted here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.asked_at IS NULL OR NEW.state <> ALL (cells) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('cases_tally ' || NEW.sender_id, 0));
    PERFORM set_config('twiza.counting', 'yes', true);
    INSERT INTO cases_tally (id, organisation_id, month, table_code, cell_code, count)
        SELECT gen_random_uuid(), NEW.sender_id, of_month, 'referral', n.cell, 0
        FROM unnest(cells) AS n (cell) ORDER BY n.cell
        ON CONFLICT (organisation_id, month, table_code, cell_code) DO NOTHING;
    UPDATE cases_tally t SET count = t.count + (t.cell_code = NEW.state)::int
        WHERE t.organisation_id = NEW.sender_id AND t.month = of_month AND t.table_code = 'referral';
    PERFORM set_config('twiza.counting', '', true);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases_count_referral() FROM PUBLIC;
CREATE TRIGGER referral_is_counted AFTER UPDATE OF state ON cases_referral
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION cases_count_referral();
"""
NO_COUNT = """
DROP FUNCTION cases_count_referral() CASCADE;
DROP POLICY counted_by_itself ON cases_tally;
"""
# For the numbers of a year: whole months that are over, and the asker may make these numbers there today. Small ones
# come out, as they do from the tally: what is not shown is chosen where all numbers of the year are known.
PARTNERS = f"""
CREATE FUNCTION cases_partner_counts(of_organisation uuid, since date, until date)
RETURNS TABLE (receiver uuid, sent bigint, late bigint) LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    before text := coalesce(access_purpose(), '');
    ends timestamptz := until::timestamp AT TIME ZONE 'Africa/Casablanca';
BEGIN
    IF access_user() IS NULL OR NOT coalesce(of_organisation = ANY ((access_organisations())::uuid[]), false)
        OR NOT EXISTS (SELECT FROM network_membership m WHERE m.user_id = access_user()
            AND m.organisation_id = of_organisation
            AND m.role IN ('listening_supervisor', 'centre_director', 'provincial_delegate')
            AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date)
    THEN
        RAISE EXCEPTION 'only who makes the numbers of an organisation counts its partners'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(since <> date_trunc('year', since) OR until <> date_trunc('month', until)
        OR until > (now() AT TIME ZONE 'Africa/Casablanca')::date OR until > since + interval '1 year', true)
    THEN
        RAISE EXCEPTION 'whole months of a year that are over are counted' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('twiza.purpose', 'figures', true);
    RETURN QUERY
        SELECT r.receiver_id, count(*), count(*) FILTER (WHERE r.reply_by < least(coalesce(r.answered_at, ends), ends)
            AND (r.answered_at IS NOT NULL OR r.state IN ('sent', 'received')))
        FROM cases_referral r WHERE r.sender_id = of_organisation
            AND r.asked_at >= since::timestamp AT TIME ZONE 'Africa/Casablanca' AND r.asked_at < ends
        GROUP BY r.receiver_id ORDER BY r.receiver_id;
    PERFORM set_config('twiza.purpose', before, true);
END $$;
REVOKE ALL ON FUNCTION cases_partner_counts(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_partner_counts(uuid, date, date) TO {ROLE};
"""
NO_PARTNERS = "DROP FUNCTION cases_partner_counts(uuid, date, date);"
# From the day after the last day of her consent a packet opens nowhere: that night it goes, with its keys.
PACKETS = f"""
CREATE FUNCTION cases_end_packets(on_day date) RETURNS int LANGUAGE plpgsql SECURITY DEFINER {BOUND} AS $$
DECLARE
    today date := least(on_day, (now() AT TIME ZONE 'Africa/Casablanca')::date);
    gone int;
BEGIN
    IF coalesce(access_purpose(), '') <> 'upkeep' THEN
        RAISE EXCEPTION 'packets end by the nightly upkeep only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('twiza.erasing', 'yes', true);
    DELETE FROM cases_packetkey k USING cases_referral r WHERE r.id = k.referral_id AND r.expires_on < today;
    DELETE FROM cases_packet p USING cases_referral r WHERE r.id = p.referral_id AND r.expires_on < today;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('twiza.erasing', '', true);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION cases_end_packets(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_end_packets(date) TO {ROLE};
"""
NO_PACKETS = "DROP FUNCTION cases_end_packets(date);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0041_supervision"), ("cases", "0057_figures"), ("network", "0030_processings")]

    operations = [
        migrations.AddField(model_name="casenote", name="due_on", field=models.DateField(null=True)),
        migrations.RunSQL(
            f"GRANT UPDATE (due_on) ON cases_casenote TO {ROLE};",
            f"REVOKE UPDATE (due_on) ON cases_casenote FROM {ROLE};",
        ),
        migrations.RunSQL(COUNT, NO_COUNT),
        migrations.RunSQL(PARTNERS, NO_PARTNERS),
        migrations.RunSQL(PACKETS, NO_PACKETS),
    ]
