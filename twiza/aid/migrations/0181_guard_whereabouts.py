"""Households off a list until somebody says that they are still there: found by one function, whoever brought them."""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"

# Which household stands behind a code only who brought it reads. So one function looks for all that share a campaign,
# and gives back two numbers: what it found stands in the questions, as a code and a cause, for whoever brought the
# household and for the desk. It believes nobody: the campaign, its sides and who asks are looked up here. The owner is
# bound by the policies, so for its length it says the organisations that share the campaign.
ASK = f"""
CREATE FUNCTION aid_ask_whereabouts(of_campaign uuid, side uuid, these uuid[], too_old timestamptz, moment timestamptz)
RETURNS TABLE (asked integer, back integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
    mine uuid[] := access_organisations();
    asker uuid := access_user();
    leads uuid;
    sides uuid[];
BEGIN
    SELECT c.organisation_id INTO leads FROM aid_campaign c WHERE c.id = of_campaign;
    IF asker IS NULL OR leads IS NULL OR NOT coalesce(side, leads) = ANY (coalesce(mine, '{{}}')) THEN
        RAISE EXCEPTION 'only who leads a campaign, or a side for itself, may look'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- who leads reads all sides only to freeze the pool: names are still open, and none is chosen by the caller
    IF side IS NULL AND (these IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM aid_campaign c WHERE c.id = of_campaign AND c.state = 'list_building')) THEN
        RAISE EXCEPTION 'all sides are looked at while names are open' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF side IS NULL THEN
        SELECT array_agg(DISTINCT s.id) INTO sides FROM (
            SELECT leads AS id
            UNION SELECT p.organisation_id FROM aid_campaignpartner p WHERE p.campaign_id = of_campaign) s;
    ELSE
        sides := ARRAY[side];
    END IF;
    PERFORM set_config('twiza.organisations', sides::text, true);

    WITH said AS (
        SELECT DISTINCT ON (1) coalesce(f.merged_into_id, f.id) AS root, w.said, w.noted_at, w.noted_by_id
        FROM registry_whereabouts w JOIN registry_household f ON f.id = w.household_id
        WHERE w.organisation_id = ANY (sides) ORDER BY 1, w.noted_at DESC, w.id DESC
    ), standing AS MATERIALIZED (
        SELECT k.nomination_id AS nomination,
            CASE WHEN s.said IN ('dead', 'moved') THEN s.said
                 WHEN greatest(root.changed_at, s.noted_at) < too_old THEN 'unconfirmed' END AS cause,
            greatest(root.changed_at, s.noted_at) AS confirmed_at,
            CASE WHEN s.noted_at >= root.changed_at THEN s.noted_by_id ELSE root.changed_by_id END AS confirmed_by
        FROM aid_nominationhousehold k
        JOIN registry_household h ON h.id = k.household AND h.organisation_id = k.organisation_id
        JOIN registry_household root ON root.id = coalesce(h.merged_into_id, h.id)
        LEFT JOIN said s ON s.root = root.id
        WHERE k.campaign_id = of_campaign AND k.organisation_id = ANY (sides)
          AND (these IS NULL OR k.nomination_id = ANY (these))
    ), settled AS (
        -- who is known to be there again comes back, if nobody took the code back since
        UPDATE aid_whereaboutsquestion q
        SET answer = 'here', answered_at = t.confirmed_at, answered_by_id = t.confirmed_by
        FROM standing t WHERE q.nomination_id = t.nomination AND q.answer <> 'here' AND t.cause IS NULL
        RETURNING q.nomination_id, q.asked_at
    ), returned AS (
        UPDATE aid_nomination n SET withdrawn_at = NULL FROM settled s
        WHERE n.id = s.nomination_id AND n.withdrawn_at = s.asked_at RETURNING n.id
    ), fresh AS (
        -- who stands in a signed pool stays in it: a signed line is set aside by a person
        INSERT INTO aid_whereaboutsquestion
            (id, campaign_id, organisation_id, bringing_id, nomination_id, cause, asked_at, asked_by_id, answer)
        SELECT uuidv7(), n.campaign_id, n.organisation_id, n.bringing_id, n.id, t.cause, moment, asker, ''
        FROM standing t JOIN aid_nomination n ON n.id = t.nomination
        WHERE t.cause IS NOT NULL AND n.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM aid_pool p JOIN aid_judgement j ON j.pool = p.id
            WHERE p.campaign_id = of_campaign AND j.nomination_id = n.id)
        RETURNING nomination_id
    ), gone AS (
        UPDATE aid_nomination n SET withdrawn_at = moment FROM fresh f WHERE n.id = f.nomination_id RETURNING n.id
    )
    SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM returned) INTO asked, back;
    PERFORM set_config('twiza.organisations', before, true);
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION aid_ask_whereabouts(uuid, uuid, uuid[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aid_ask_whereabouts(uuid, uuid, uuid[], timestamptz, timestamptz)
    TO {settings.TWIZA_APP_ROLE};
"""
UNASK = "DROP FUNCTION aid_ask_whereabouts(uuid, uuid, uuid[], timestamptz, timestamptz);"

# A question is of a code that its side brought; a family that is back is not asked about by the same row; nobody puts
# a code back on a list whose question stands. It goes when the code no longer stands for anybody.
GUARD = """
CREATE FUNCTION aid_whereabouts_are_true() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.answer = 'here' THEN
        RAISE EXCEPTION 'this household is back: the question was answered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'whereabouts_answered';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM aid_nomination n WHERE n.id = NEW.nomination_id AND n.campaign_id = NEW.campaign_id
          AND n.bringing_id = NEW.bringing_id AND n.organisation_id = NEW.organisation_id
    ) THEN
        RAISE EXCEPTION 'a question is of a code that its side brought'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'whereabouts_of_its_code';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER whereabouts_true BEFORE INSERT OR UPDATE ON aid_whereaboutsquestion
    FOR EACH ROW EXECUTE FUNCTION aid_whereabouts_are_true();

CREATE FUNCTION aid_back_on_the_list() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM aid_whereaboutsquestion q WHERE q.nomination_id = NEW.id AND q.answer <> 'here') THEN
        RAISE EXCEPTION 'a household comes back on a list when somebody says that it is still there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'whereabouts_wait';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER back_on_the_list AFTER UPDATE OF withdrawn_at ON aid_nomination FOR EACH ROW
    WHEN (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL) EXECUTE FUNCTION aid_back_on_the_list();

CREATE FUNCTION aid_forget_whereabouts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
BEGIN
    IF EXISTS (SELECT 1 FROM gone) THEN
        PERFORM set_config('twiza.organisations', (SELECT array_agg(DISTINCT organisation_id)::text FROM gone), true);
        DELETE FROM aid_whereaboutsquestion q USING gone g WHERE q.nomination_id = g.nomination_id;
        PERFORM set_config('twiza.organisations', before, true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_whereabouts AFTER DELETE ON aid_nominationhousehold
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION aid_forget_whereabouts();
REVOKE ALL ON FUNCTION aid_forget_whereabouts() FROM PUBLIC;
"""
UNGUARD = """
DROP TRIGGER whereabouts_true ON aid_whereaboutsquestion;
DROP FUNCTION aid_whereabouts_are_true();
DROP TRIGGER back_on_the_list ON aid_nomination;
DROP FUNCTION aid_back_on_the_list();
DROP TRIGGER forget_whereabouts ON aid_nominationhousehold;
DROP FUNCTION aid_forget_whereabouts();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0180_whereabouts"),
        ("registry", "0180_whereabouts"),
        ("access", "0001_functions"),
    ]

    operations = [
        RowSecurity(
            "aid_whereaboutsquestion",
            policies={
                "bringing": f"USING (bringing_id = {MINE})",
                "desk": f"FOR SELECT USING (organisation_id = {MINE})",
            },
            grants="SELECT, UPDATE (answer, answered_at, answered_by_id)",
        ),
        migrations.RunSQL(ASK, UNASK),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
