"""The list of the night asks for the whole answer only of cases whose last move is old enough to be past keeping."""

from django.db import migrations

# The last note may put the day off, never bring it nearer: a case that moved too lately is not asked further.
WHOLE = "cases_kept_until(c.id, on_day) <= on_day"
QUICK = (
    "(coalesce(c.moved_on, (c.opened_at AT TIME ZONE ''Africa/Casablanca'')::date)"
    " + make_interval(years => (SELECT cases_number(''case_retention_years'', 5, on_day))))::date <= on_day"
    " AND c.state IN (''closed'', ''paused_at_her_request'', ''transferred'', ''lost_contact'', ''heard_anonymous'')"
    " AND " + WHOLE
)
SWAP = """
DO $$
DECLARE
    body text := pg_get_functiondef('cases_past_keeping(date)'::regprocedure);
BEGIN
    IF position('{old}' IN body) = 0 THEN RAISE EXCEPTION 'cases_past_keeping asks in another way'; END IF;
    EXECUTE replace(body, '{old}', '{new}');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0064_proposals")]

    operations = [
        migrations.RunSQL(SWAP.format(old=WHOLE, new=QUICK), SWAP.format(old=QUICK, new=WHOLE)),
    ]
