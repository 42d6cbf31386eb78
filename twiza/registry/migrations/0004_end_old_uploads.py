from typing import ClassVar

from django.db import migrations

from twiza.platform.access.actions import RowSecurity


class Migration(migrations.Migration):
    """Each night, whoever's list nobody decided about: seen and emptied, no more."""

    dependencies: ClassVar = [("registry", "0003_fewer_checks")]
    operations: ClassVar = [
        RowSecurity(
            "registry_upload",
            policies={
                "upkeep_read": "FOR SELECT USING ((SELECT access_purpose()) = 'upkeep')",
                "upkeep_end": "FOR UPDATE USING ((SELECT access_purpose()) = 'upkeep'"
                " AND state NOT IN ('accepted', 'undone'))"
                " WITH CHECK ((SELECT access_purpose()) = 'upkeep' AND state = 'put_aside' AND preview = '{}')",
            },
            grants="SELECT, INSERT, UPDATE",
        )
    ]
