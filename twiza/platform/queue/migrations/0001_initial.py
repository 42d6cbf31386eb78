import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Work",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.UUIDField(null=True)),
                ("kind", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("result", models.CharField(blank=True, max_length=300)),
                ("problem_code", models.CharField(blank=True, max_length=80)),
                ("problem", models.TextField(blank=True)),
                ("problem_data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
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
                "db_table": "queue_work",
                "indexes": [models.Index(fields=["by", "-created_at"], name="queue_work_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "finished", "failed"])),
                        name="queue_work_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", False), ("state__in", ["failed", "finished"])),
                            models.Q(("finished_at__isnull", True), ("state__in", ["running", "waiting"])),
                            _connector="OR",
                        ),
                        name="queue_work_over_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                            _connector="OR",
                        ),
                        name="queue_work_failed_says_why",
                    ),
                ],
            },
        ),
        # a person's own, and only while they work where it belongs
        RowSecurity(
            "queue_work",
            policies={
                "own_work": "USING (by_id = (SELECT access_user()) AND (organisation_id IS NULL"
                " OR organisation_id = ANY ((SELECT access_organisations())::uuid[])))",
            },
            grants="SELECT, INSERT, UPDATE",
        ),
    ]
