from django.conf import settings
from django.db import migrations

# What may change of an entry. Who keeps it and since when stay as they were written.
CHANGED = "kind, name_ar, name_fr, for_whom, place_id, provider_id, hours, capacity, phone, women_only, safe, closed_on"
ROLE = settings.TWIZA_APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_note_kinds")]

    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE ON cases_service FROM {ROLE}; GRANT UPDATE ({CHANGED}) ON cases_service TO {ROLE};",
            f"REVOKE UPDATE ({CHANGED}) ON cases_service FROM {ROLE}; GRANT UPDATE ON cases_service TO {ROLE};",
        ),
    ]
