from django.db import migrations

from twiza.platform.access.actions import RowSecurity


class Migration(migrations.Migration):
    """After a restore, what was erased since the backup is erased again, whatever its day."""

    dependencies = [("files", "0001_initial")]

    operations = [
        RowSecurity(
            "files_file",
            policies={
                "restore_read": "FOR SELECT USING ((SELECT access_purpose()) = 'restore')",
                "restore_erase": "FOR UPDATE USING ((SELECT access_purpose()) = 'restore')"
                " WITH CHECK ((SELECT access_purpose()) = 'restore' AND erased_at IS NOT NULL)",
            },
            grants="SELECT, INSERT, UPDATE",
        ),
    ]
