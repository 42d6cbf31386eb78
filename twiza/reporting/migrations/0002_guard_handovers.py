"""What the database promises of handovers: only added to, closed by the first signature, both sides sign the same."""

from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"
_CHILDREN = ("handoverword", "handoveranswer", "handoversignature")
TIED = "".join(
    f"ALTER TABLE reporting_{table} ADD CONSTRAINT {table}_of_its_own FOREIGN KEY (handover_id, organisation_id)"
    " REFERENCES reporting_handover (id, organisation_id);\n"
    for table in _CHILDREN
) + (
    "ALTER TABLE reporting_promiseoutcome ADD CONSTRAINT promiseoutcome_of_its_own"
    " FOREIGN KEY (promise_id, organisation_id) REFERENCES reporting_promise (id, organisation_id);\n"
)
UNTIED = (
    "".join(f"ALTER TABLE reporting_{table} DROP CONSTRAINT {table}_of_its_own;\n" for table in _CHILDREN)
    + "ALTER TABLE reporting_promiseoutcome DROP CONSTRAINT promiseoutcome_of_its_own;\n"
)
# One lock a handover: what is added and who signs come one after the other
GUARDS = """
CREATE FUNCTION reporting_handover_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole reporting_handover;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('reporting.handover:' || NEW.handover_id, 0));
    SELECT * INTO STRICT whole FROM reporting_handover h WHERE h.id = NEW.handover_id;
    IF TG_TABLE_NAME = 'reporting_handoversignature' THEN
        IF (NEW.side = 'out') <> (NEW.by_id = whole.hands_over_id) THEN
            RAISE EXCEPTION 'who hands over signs for the side that leaves, and nobody else does'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT FROM reporting_handoversignature s WHERE s.handover_id = NEW.handover_id
                   AND s.digest <> NEW.digest) THEN
            RAISE EXCEPTION 'both sides sign the same minutes' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM reporting_handoversignature s WHERE s.handover_id = NEW.handover_id) THEN
        RAISE EXCEPTION 'nothing is added to minutes that somebody has signed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'reporting_handoverword' AND (whole.why <> 'term' OR NEW.by_id <> whole.hands_over_id) THEN
        RAISE EXCEPTION 'the ten lines are of who leaves the office' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER word_before_signatures BEFORE INSERT ON reporting_handoverword
    FOR EACH ROW EXECUTE FUNCTION reporting_handover_stays();
CREATE TRIGGER answer_before_signatures BEFORE INSERT ON reporting_handoveranswer
    FOR EACH ROW EXECUTE FUNCTION reporting_handover_stays();
CREATE TRIGGER signature_by_its_side BEFORE INSERT ON reporting_handoversignature
    FOR EACH ROW EXECUTE FUNCTION reporting_handover_stays();
"""
UNGUARDED = "DROP FUNCTION reporting_handover_stays() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_handovers")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(GUARDS, UNGUARDED),
        *(
            RowSecurity(
                f"reporting_{table}",
                policies={
                    "own_read": f"FOR SELECT USING ({MINE})",
                    "own_word": f"FOR INSERT WITH CHECK ({MINE})",
                },
                grants="SELECT, INSERT",
            )
            for table in ("handover", *_CHILDREN, "promise", "promiseoutcome")
        ),
        RowSecurity(
            "reporting_tilespot",
            policies={"own": f"USING ({MINE}) WITH CHECK ({MINE})"},
            grants="SELECT, INSERT, DELETE",
        ),
    ]
