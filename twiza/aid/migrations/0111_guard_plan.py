"""Whose plan it is, and what the database itself keeps: slots never overfilled, contents never edited, lessons looked at."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"
LED = f"USING ({COORDINATING})"
READ_SHARED = f"FOR SELECT USING (campaign_id IN {SHARED})"

# A zone lies in the province of its place, whoever writes the row.
PLACED = """
CREATE FUNCTION aid_zone_is_in_its_province() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        WITH RECURSIVE up AS (
            SELECT id, parent_id, also_in_id, level FROM network_place WHERE id = NEW.place_id
            UNION
            SELECT p.id, p.parent_id, p.also_in_id, p.level FROM network_place p
            JOIN up ON p.id IN (up.parent_id, up.also_in_id)
        ) SELECT 1 FROM up WHERE id = NEW.province_id AND level = 'province'
    ) THEN
        RAISE EXCEPTION 'a zone lies in the province of its place'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'zone_in_its_province';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER zone_in_its_province BEFORE INSERT OR UPDATE ON aid_campaignzone
    FOR EACH ROW EXECUTE FUNCTION aid_zone_is_in_its_province();
"""
UNPLACED = """
DROP TRIGGER zone_in_its_province ON aid_campaignzone;
DROP FUNCTION aid_zone_is_in_its_province();
"""

# Once baskets are packed a content only changes for all, with a reason; and nobody adds a line to an old version.
VERSIONED = """
CREATE FUNCTION aid_content_is_next() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.because <> 'substitution' AND EXISTS (
        SELECT 1 FROM aid_stockmove m WHERE m.campaign_id = NEW.campaign_id AND m.kind = 'packed'
    ) THEN
        RAISE EXCEPTION 'baskets are packed: a content only changes by a substitution for all'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'content_after_packing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER content_after_packing BEFORE INSERT ON aid_contentversion
    FOR EACH ROW EXECUTE FUNCTION aid_content_is_next();

CREATE FUNCTION aid_content_is_whole() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM aid_contentversion v WHERE v.id = NEW.version_id AND v.lines <>
            (SELECT count(*) FROM aid_contentitem i WHERE i.version_id = v.id)
    ) THEN
        RAISE EXCEPTION 'a version of a content has as many lines as were decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'content_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER content_whole AFTER INSERT ON aid_contentitem DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION aid_content_is_whole();
"""
UNVERSIONED = """
DROP TRIGGER content_after_packing ON aid_contentversion;
DROP FUNCTION aid_content_is_next();
DROP TRIGGER content_whole ON aid_contentitem;
DROP FUNCTION aid_content_is_whole();
"""

# `taken` is counted here and nowhere else; two writers at once wait on the row of the slot, and the check
# `slot_never_overfilled` refuses whoever comes after the last place. As the owner, who is bound by the same policies:
# the application has no privilege on the column.
FILLED = """
CREATE FUNCTION aid_slot_is_new() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    NEW.taken := 0;
    RETURN NEW;
END $$;
CREATE TRIGGER slot_begins_empty BEFORE INSERT ON aid_pointslot
    FOR EACH ROW EXECUTE FUNCTION aid_slot_is_new();

CREATE FUNCTION aid_slot_is_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM changed c LEFT JOIN aid_pointslot s ON s.id = c.slot_id
        LEFT JOIN aid_entitlement e ON e.id = c.entitlement_id
        WHERE e.point_id IS DISTINCT FROM s.point_id OR e.collect_on IS DISTINCT FROM s.on
           OR e.collect_from IS DISTINCT FROM s.starts OR e.collect_until IS DISTINCT FROM s.ends
           OR s.campaign_id IS DISTINCT FROM c.campaign_id
    ) THEN
        RAISE EXCEPTION 'a place in a slot is at the point, day and hours of its card'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_of_its_card';
    END IF;
    UPDATE aid_pointslot s SET taken = s.taken + n.places
    FROM (SELECT slot_id, count(*) AS places FROM changed GROUP BY slot_id ORDER BY slot_id) n
    WHERE s.id = n.slot_id;
    RETURN NULL;
END $$;
CREATE TRIGGER slot_taken AFTER INSERT ON aid_slotplace
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aid_slot_is_taken();

CREATE FUNCTION aid_slot_is_freed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE aid_pointslot s SET taken = s.taken - n.places
    FROM (SELECT slot_id, count(*) AS places FROM changed GROUP BY slot_id) n WHERE s.id = n.slot_id;
    RETURN NULL;
END $$;
CREATE TRIGGER slot_freed AFTER DELETE ON aid_slotplace
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aid_slot_is_freed();
REVOKE ALL ON FUNCTION aid_slot_is_taken(), aid_slot_is_freed() FROM PUBLIC;
"""
UNFILLED = """
DROP TRIGGER slot_begins_empty ON aid_pointslot;
DROP TRIGGER slot_taken ON aid_slotplace;
DROP TRIGGER slot_freed ON aid_slotplace;
DROP FUNCTION aid_slot_is_new();
DROP FUNCTION aid_slot_is_taken();
DROP FUNCTION aid_slot_is_freed();
"""

# A cloned plan leaves its draft once every lesson of last year was looked at.
LEARNT = """
CREATE FUNCTION aid_lessons_are_looked_at() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM aid_lesson l WHERE l.campaign_id = NEW.cloned_from_id AND NOT EXISTS (
            SELECT 1 FROM aid_lessonlook k WHERE k.lesson_id = l.id AND k.campaign_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'the lessons of the last campaign are looked at before criteria are frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lessons_looked_at';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lessons_looked_at BEFORE UPDATE OF state ON aid_campaign
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.cloned_from_id IS NOT NULL)
    EXECUTE FUNCTION aid_lessons_are_looked_at();
"""
UNLEARNT = """
DROP TRIGGER lessons_looked_at ON aid_campaign;
DROP FUNCTION aid_lessons_are_looked_at();
"""

# A question is of two codes that one side brought into two campaigns; its answer is given once. It goes when the
# family is erased or its code no longer stands for anybody.
ASKED = """
CREATE FUNCTION aid_purpose_question_is_true() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.answer <> '' THEN
            RAISE EXCEPTION 'this question was answered'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'purpose_answered_once';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM aid_nomination a, aid_nomination b, aid_campaign c, aid_campaign d
        WHERE a.id = NEW.nomination_id AND b.id = NEW.other_nomination_id
          AND a.campaign_id = NEW.campaign_id AND b.campaign_id = NEW.other_campaign_id
          AND a.bringing_id = NEW.bringing_id AND b.bringing_id = NEW.bringing_id
          AND c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id
          AND d.id = NEW.other_campaign_id AND d.organisation_id = NEW.other_organisation_id
          AND NOT EXISTS (SELECT 1 FROM network_organisation o WHERE o.id = NEW.bringing_id AND o.protected)
          AND NEW.purposes <> '{}' AND NEW.purposes <@ c.purposes AND NEW.purposes <@ d.purposes
    ) THEN
        RAISE EXCEPTION 'a question is of two codes of one side, in two campaigns of one purpose'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'purpose_of_two_codes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER purpose_question_true BEFORE INSERT OR UPDATE ON aid_purposequestion
    FOR EACH ROW EXECUTE FUNCTION aid_purpose_question_is_true();

CREATE FUNCTION aid_forget_purpose_questions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    before text := coalesce(current_setting('twiza.organisations', true), '');
BEGIN
    IF EXISTS (SELECT 1 FROM gone) THEN
        PERFORM set_config('twiza.organisations', (SELECT array_agg(DISTINCT organisation_id)::text FROM gone), true);
        DELETE FROM aid_purposequestion q USING gone g WHERE q.nomination_id = g.nomination_id;
        DELETE FROM aid_purposequestion q USING gone g WHERE q.other_nomination_id = g.nomination_id;
        PERFORM set_config('twiza.organisations', before, true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_purpose_questions AFTER DELETE ON aid_nominationhousehold
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION aid_forget_purpose_questions();
REVOKE ALL ON FUNCTION aid_forget_purpose_questions() FROM PUBLIC;
"""
UNASKED = """
DROP TRIGGER purpose_question_true ON aid_purposequestion;
DROP FUNCTION aid_purpose_question_is_true();
DROP TRIGGER forget_purpose_questions ON aid_nominationhousehold;
DROP FUNCTION aid_forget_purpose_questions();
"""


def guard(table: str, grants: str, **more: str) -> RowSecurity:
    return RowSecurity(f"aid_{table}", policies={"coordinating": LED, **more}, grants=grants)


class Migration(migrations.Migration):
    dependencies = [("aid", "0110_plan"), ("network", "0007_sharing_signatures")]

    operations = [
        guard(
            "campaignzone",
            "SELECT, INSERT, UPDATE (place_id, province_id, placed_at, placed_by_id)",
            partner=READ_SHARED,
        ),
        guard("contentversion", "SELECT, INSERT", partner=READ_SHARED),
        guard("contentitem", "SELECT, INSERT", partner=READ_SHARED),
        guard("campaignfunder", "SELECT, INSERT, UPDATE (ended_at, ended_by_id)"),
        guard("pointslot", "SELECT, INSERT, UPDATE (capacity), DELETE", partner=READ_SHARED),
        guard("slotplace", "SELECT, INSERT, DELETE"),
        guard("partnerproposal", "SELECT, INSERT, UPDATE (settled, settled_at, settled_by_id)"),
        guard(
            "lesson",
            "SELECT, INSERT",
            partner=READ_SHARED,
            partner_says=f"FOR INSERT WITH CHECK (author_id = {MINE} AND campaign_id IN {SHARED})",
        ),
        guard("lessonlook", "SELECT, INSERT"),
        RowSecurity(
            "aid_purposequestion",
            policies={
                "bringing": f"USING (bringing_id = {MINE})",
                "desk": f"FOR SELECT USING ({COORDINATING} AND"
                f" (other_organisation_id = {MINE} OR other_campaign_id IN {SHARED}))",
            },
            grants="SELECT, INSERT, UPDATE (answer, answered_at, answered_by_id)",
        ),
        migrations.RunSQL(PLACED, UNPLACED),
        migrations.RunSQL(VERSIONED, UNVERSIONED),
        migrations.RunSQL(FILLED, UNFILLED),
        migrations.RunSQL(LEARNT, UNLEARNT),
        migrations.RunSQL(ASKED, UNASKED),
    ]
