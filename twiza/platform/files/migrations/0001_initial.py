import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("kind", models.CharField(max_length=80)),
                ("permission", models.CharField(max_length=80)),
                ("name", models.CharField(blank=True, max_length=130)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("erase_on", models.DateField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "files_file",
                "indexes": [
                    models.Index(fields=["organisation_id", "-created_at"], name="files_file_by_day"),
                    models.Index(
                        condition=models.Q(("erased_at__isnull", True)),
                        fields=["erase_on"],
                        name="files_file_to_erase",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("erased_at__isnull", True), ("name", ""), _connector="OR"),
                        name="files_file_erased_has_no_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="files_file_sha256"
                    ),
                ],
            },
        ),
        # a member's own organisation; and each night, whoever's, what is past its day: seen and erased, no more
        RowSecurity(
            "files_file",
            policies={
                "own_organisation": OWN_ORGANISATION,
                "upkeep_read": "FOR SELECT USING ((SELECT access_purpose()) = 'upkeep')",
                "upkeep_erase": "FOR UPDATE USING ((SELECT access_purpose()) = 'upkeep'"
                " AND erase_on <= (now() AT TIME ZONE 'Africa/Casablanca')::date)"
                " WITH CHECK ((SELECT access_purpose()) = 'upkeep' AND erased_at IS NOT NULL)",
            },
            grants="SELECT, INSERT, UPDATE",
        ),
    ]
