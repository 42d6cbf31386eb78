"""How many days a team has for looking into an emergency entry is a parameter, read in one place."""

from django.db import migrations

BOUND = "SET search_path = public, pg_temp"
# Never none and never a month: a number typed wrong neither shuts the door for good nor leaves it open.
REVIEW = f"""
CREATE FUNCTION cases_review_days(on_day date) RETURNS int LANGUAGE sql STABLE {BOUND} AS $$
    SELECT least(greatest(cases_number('break_glass_review_days', 7, on_day), 1), 30)
$$;
"""
FIXED = "interval ''7 days''"
ASKED = "make_interval(days => cases_review_days((now() AT TIME ZONE ''Africa/Casablanca'')::date))"
SWAP = """
DO $$
DECLARE
    body text := pg_get_functiondef('cases_break_glass(uuid, uuid, uuid, text, text, integer)'::regprocedure);
BEGIN
    IF position('{old}' IN body) = 0 THEN RAISE EXCEPTION 'cases_break_glass counts in another way'; END IF;
    EXECUTE replace(body, '{old}', '{new}');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0064_draft_of_case"), ("accounts", "0002_codes_and_parameters")]

    operations = [
        migrations.RunSQL(REVIEW, "DROP FUNCTION cases_review_days(date);"),
        migrations.RunSQL(SWAP.format(old=FIXED, new=ASKED), SWAP.format(old=ASKED, new=FIXED)),
    ]
