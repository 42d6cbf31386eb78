"""A draft says of which case it is, and goes with it, whatever form of the case it belongs to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twiza.platform.access.actions import RowSecurity

MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"
ME = "user_id = (SELECT access_user())"
# Only what is typed before there is a case has none. Who left a team still seals their drafts anew with new keys.
KEEPS = f"{MINE} AND {ME} AND (case_id IS NULL AND about = organisation_id OR cases_on_team(case_id))"
SAME_DRAWER = """
ALTER TABLE cases_roomdraft ADD CONSTRAINT draft_in_the_same_drawer
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id);
DROP POLICY own ON cases_roomdraft;
"""
OTHER_DRAWERS = f"""
ALTER TABLE cases_roomdraft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (sealed, at), DELETE ON cases_roomdraft TO {settings.TWIZA_APP_ROLE};
CREATE POLICY own ON cases_roomdraft USING ({MINE} AND {ME});
ALTER TABLE cases_roomdraft DROP CONSTRAINT draft_in_the_same_drawer;
"""
# The erasing function finds the new key by itself; only its count of drafts gets a second part.
ONE_PART = "jsonb_build_object(''cases_roomdraft'', gone)"
TWO_PARTS = (
    "jsonb_build_object(''cases_roomdraft'', gone + coalesce((counts ->> ''cases_roomdraft'')::int, 0))"
)
COUNTS = """
DO $$
DECLARE body text := pg_get_functiondef('cases_erase(uuid, text, date)'::regprocedure);
BEGIN
    IF position('{old}' IN body) = 0 THEN RAISE EXCEPTION 'cases_erase counts drafts in another way'; END IF;
    EXECUTE replace(body, '{old}', '{new}');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0063_code_once")]

    operations = [
        migrations.AddField(
            model_name="roomdraft",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.RunSQL(SAME_DRAWER, OTHER_DRAWERS),
        RowSecurity(
            "cases_roomdraft",
            policies={
                "own_reads": f"FOR SELECT USING ({MINE} AND {ME})",
                "own_keeps": f"FOR INSERT WITH CHECK ({KEEPS})",
                "own_changes": f"FOR UPDATE USING ({MINE} AND {ME})",
                "own_drops": f"FOR DELETE USING ({MINE} AND {ME})",
            },
            grants="SELECT, INSERT, UPDATE (sealed, at), DELETE",
        ),
        migrations.RunSQL(
            COUNTS.format(old=ONE_PART, new=TWO_PARTS), COUNTS.format(old=TWO_PARTS, new=ONE_PART)
        ),
    ]
