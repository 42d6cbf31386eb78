"""What the database promises of works: shares that add up to the cost, phases in their order, payments within a share."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

BODIES = "(SELECT access_organisations())::uuid[]"
KEEPER = f"organisation_id = ANY ({BODIES})"
A_READER = f"readers && {BODIES}"

_CHILDREN = ("worksshare", "workspayment", "worksstep", "worksplan", "worksreserve", "worksitem")
TIED = "".join(
    f"ALTER TABLE funding_{table} ADD CONSTRAINT {table}_of_its_own FOREIGN KEY (project_id, organisation_id)"
    " REFERENCES funding_worksproject (id, organisation_id);\n"
    for table in _CHILDREN
) + (
    "ALTER TABLE funding_workspayment ADD CONSTRAINT workspayment_of_its_share FOREIGN KEY (share_id, project_id)"
    " REFERENCES funding_worksshare (id, project_id);\n"
    "ALTER TABLE funding_worksproject ADD CONSTRAINT works_of_its_programme FOREIGN KEY (own_programme_id, organisation_id)"
    " REFERENCES funding_worksprogramme (id, organisation_id);\n"
)
UNTIED = (
    "ALTER TABLE funding_worksproject DROP CONSTRAINT works_of_its_programme;\n"
    "ALTER TABLE funding_workspayment DROP CONSTRAINT workspayment_of_its_share;\n"
) + "".join(f"ALTER TABLE funding_{table} DROP CONSTRAINT {table}_of_its_own;\n" for table in _CHILDREN)

# funding_only_added is that of the books, funding_say that of grants
_ADDED = ("workspayment", "worksstep", "worksplan", "worksitem")
ONLY_ADDED = "".join(
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_{table}"
    " FOR EACH ROW EXECUTE FUNCTION funding_only_added();\n"
    for table in _ADDED
)
NOT_ONLY_ADDED = "".join(f"DROP TRIGGER only_added ON funding_{table};\n" for table in _ADDED)

WORKS = """
CREATE FUNCTION funding_works_add_up() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    which uuid;
    it funding_worksproject;
BEGIN
    IF TG_TABLE_NAME = 'funding_worksproject' THEN
        which := NEW.id;
    ELSE
        which := NEW.project_id;
    END IF;
    SELECT * INTO it FROM funding_worksproject WHERE id = which;
    IF it.id IS NULL OR it.cost <> it.unfinanced
       + (SELECT coalesce(sum(amount), 0) FROM funding_worksshare WHERE project_id = which) THEN
        PERFORM funding_say('works_shares_add_up');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER works_add_up AFTER INSERT OR UPDATE ON funding_worksproject
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_works_add_up();
CREATE CONSTRAINT TRIGGER share_adds_up AFTER INSERT OR UPDATE ON funding_worksshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_works_add_up();

CREATE FUNCTION funding_works_order(phase text) RETURNS integer LANGUAGE sql IMMUTABLE
    SET search_path = public, pg_temp AS $$
    SELECT array_position(ARRAY['idea', 'studied', 'financed', 'let', 'works', 'accepted', 'equipped', 'opened'], phase)
$$;

CREATE FUNCTION funding_write_works() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (NEW.organisation_id = ANY (NEW.readers)
            AND coalesce(NEW.operator_id = ANY (NEW.readers), true)
            AND coalesce(NEW.owner_id = ANY (NEW.readers), true)) THEN
        PERFORM funding_say('works_read_by_their_bodies');
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.phase <> 'idea' OR NEW.stopped_on IS NOT NULL THEN
            PERFORM funding_say('works_begin_as_an_idea');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.phase = NEW.phase THEN
        RETURN NEW;
    END IF;
    IF funding_works_order(NEW.phase) <> funding_works_order(OLD.phase) + 1 THEN
        PERFORM funding_say('works_phases_in_order');
    END IF;
    IF OLD.stopped_on IS NOT NULL OR NEW.stopped_on IS NOT NULL THEN
        PERFORM funding_say('works_stand_still');
    END IF;
    IF NOT EXISTS (SELECT FROM funding_worksstep WHERE project_id = NEW.id AND what = NEW.phase) THEN
        PERFORM funding_say('works_phase_has_its_paper');
    END IF;
    IF NEW.phase = 'financed' AND NEW.unfinanced > 0 THEN
        PERFORM funding_say('works_financed_whole');
    END IF;
    IF NEW.phase = 'equipped' AND NOT EXISTS (SELECT FROM funding_worksitem WHERE project_id = NEW.id) THEN
        PERFORM funding_say('works_equipped_by_inventory');
    END IF;
    IF NEW.phase = 'opened' AND (
        EXISTS (SELECT FROM funding_worksreserve WHERE project_id = NEW.id AND lifted_on IS NULL)
        OR NOT EXISTS (SELECT FROM network_institution
                       WHERE id = NEW.institution_id AND organisation_id = NEW.organisation_id)) THEN
        PERFORM funding_say('works_opened_without_reserves');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER write_works BEFORE INSERT OR UPDATE ON funding_worksproject
    FOR EACH ROW EXECUTE FUNCTION funding_write_works();

CREATE FUNCTION funding_write_works_step() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_worksproject;
BEGIN
    SELECT * INTO it FROM funding_worksproject WHERE id = NEW.project_id FOR UPDATE;
    IF funding_works_order(NEW.what) IS NOT NULL AND NEW.what <> 'idea'
       AND (it.stopped_on IS NOT NULL OR funding_works_order(NEW.what) <> funding_works_order(it.phase) + 1) THEN
        PERFORM funding_say('works_phases_in_order');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER write_works_step BEFORE INSERT ON funding_worksstep
    FOR EACH ROW EXECUTE FUNCTION funding_write_works_step();

CREATE FUNCTION funding_write_works_share() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.partner_id IS NOT NULL AND NOT NEW.partner_id = ANY (
        (SELECT readers FROM funding_worksproject WHERE id = NEW.project_id)::uuid[]) THEN
        PERFORM funding_say('works_read_by_their_bodies');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.amount < (
        SELECT coalesce(sum(amount), 0) FROM funding_workspayment WHERE share_id = NEW.id) THEN
        PERFORM funding_say('works_paid_within_the_share');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER write_works_share BEFORE INSERT OR UPDATE ON funding_worksshare
    FOR EACH ROW EXECUTE FUNCTION funding_write_works_share();

CREATE FUNCTION funding_pay_works() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    promised numeric;
    paid numeric;
BEGIN
    SELECT amount INTO promised FROM funding_worksshare WHERE id = NEW.share_id FOR UPDATE;
    SELECT coalesce(sum(amount), 0) + NEW.amount INTO paid FROM funding_workspayment WHERE share_id = NEW.share_id;
    IF paid < 0 OR paid > promised THEN
        PERFORM funding_say('works_paid_within_the_share');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pay_works BEFORE INSERT ON funding_workspayment
    FOR EACH ROW EXECUTE FUNCTION funding_pay_works();
"""
NO_WORKS = """
DROP TRIGGER pay_works ON funding_workspayment;
DROP FUNCTION funding_pay_works();
DROP TRIGGER write_works_share ON funding_worksshare;
DROP FUNCTION funding_write_works_share();
DROP TRIGGER write_works_step ON funding_worksstep;
DROP FUNCTION funding_write_works_step();
DROP TRIGGER write_works ON funding_worksproject;
DROP FUNCTION funding_write_works();
DROP FUNCTION funding_works_order(text);
DROP TRIGGER share_adds_up ON funding_worksshare;
DROP TRIGGER works_add_up ON funding_worksproject;
DROP FUNCTION funding_works_add_up();
"""


def _of_works(table: str, change: str = "") -> RowSecurity:
    """Rows of a project: read by its readers, written by its keeper."""
    policies = {
        "follow_the_works": (
            f"FOR SELECT USING (EXISTS (SELECT FROM funding_worksproject p WHERE p.id = funding_{table}.project_id))"
        ),
        "write_keeper": f"FOR INSERT WITH CHECK ({KEEPER})",
    }
    if change:
        policies["change_keeper"] = f"FOR UPDATE USING ({KEEPER})"
    return RowSecurity(f"funding_{table}", policies=policies, grants="SELECT, INSERT" + change)


class Migration(migrations.Migration):
    dependencies = [("funding", "0010_works"), ("network", "0031_institutions"), ("access", "0001_functions")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(ONLY_ADDED, NOT_ONLY_ADDED),
        migrations.RunSQL(WORKS, NO_WORKS),
        RowSecurity(
            "funding_worksprogramme",
            policies={
                "own_or_of_works": (
                    f"FOR SELECT USING ({KEEPER} OR EXISTS (SELECT FROM funding_worksproject p"
                    " WHERE p.own_programme_id = funding_worksprogramme.id))"
                ),
                "write_own": f"FOR INSERT WITH CHECK ({KEEPER})",
            },
            grants="SELECT, INSERT",
        ),
        RowSecurity(
            "funding_worksproject",
            policies={
                "readers": f"FOR SELECT USING ({A_READER})",
                "write_keeper": f"FOR INSERT WITH CHECK ({KEEPER})",
                "change_keeper": f"FOR UPDATE USING ({KEEPER})",
            },
            grants="SELECT, INSERT, UPDATE (operator_id, operator_said, owner_id, owner_said, supervisor_said, readers,"
            " cost, unfinanced, phase, stopped_on, stopped_why, institution_id)",
        ),
        _of_works("worksshare", ", UPDATE (amount, reference)"),
        _of_works("workspayment"),
        _of_works("worksstep"),
        _of_works("worksplan"),
        _of_works("worksreserve", ", UPDATE (lifted_on, lifted_reference)"),
        _of_works("worksitem"),
    ]
