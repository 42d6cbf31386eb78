"""Which household a code stood for goes when the household is erased; the code and its figures stay."""

from django.conf import settings
from django.db import migrations, models

# Nobody may delete here. The one way through is bound by the same policy: the caller's own organisations only.
FORGET = f"""
CREATE FUNCTION aid_forget_households(erased uuid[]) RETURNS uuid[]
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM aid_nominationhousehold WHERE household = ANY (erased) RETURNING nomination_id)
    SELECT coalesce(array_agg(nomination_id), '{{}}') FROM gone
$$;
REVOKE ALL ON FUNCTION aid_forget_households(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aid_forget_households(uuid[]) TO {settings.TWIZA_APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0003_no_more_than_baskets")]

    operations = [
        # who is erased is found by the household's id
        migrations.AddIndex(
            "nominationhousehold", models.Index(fields=["household"], name="nomination_household_by_id")
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION aid_forget_households(uuid[])"),
    ]
