from django.db import migrations

STAFF = """(EXISTS (SELECT 1 FROM network_sitestaff s WHERE s.site_id = network_refugeaddress.site_id
    AND s.user_id = (SELECT access_user()) AND s.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date))"""
MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"


class Migration(migrations.Migration):
    """Whoever no longer works in the organisation reads no refuge of it, even if nobody ended the work there."""

    dependencies = [("network", "0004_invitations")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY own_staff ON network_refugeaddress USING ({MINE} AND {STAFF})",
            f"ALTER POLICY own_staff ON network_refugeaddress USING {STAFF}",
        )
    ]
