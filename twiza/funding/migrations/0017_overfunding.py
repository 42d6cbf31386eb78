"""Headings that get more than they cost: what two sides agreed to tell, and what was told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0016_works_of_a_convention"),
        ("network", "0040_letters_name_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OverfundingConsent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.grant"
                    ),
                ),
                (
                    "grantee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OverfundingNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cost", models.DecimalField(decimal_places=2, max_digits=14)),
                ("charged", models.DecimalField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.overfundingconsent",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.grant"
                    ),
                ),
                (
                    "grantee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                (
                    "heading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.grantheading",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="overfundingconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("grant",),
                name="overfunding_consent_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="overfundingconsent",
            constraint=models.UniqueConstraint(
                fields=("id", "grant"), name="overfunding_consent_and_its_grant"
            ),
        ),
        migrations.AddConstraint(
            model_name="overfundingconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="overfunding_agreed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="overfundingconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="overfunding_ended_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="overfundingnotice",
            index=models.Index(fields=["heading", "-at", "-id"], name="overfunding_newest"),
        ),
        migrations.AddConstraint(
            model_name="overfundingnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("charged__gte", 0), ("cost__gt", 0)), name="overfunding_notice_amounts"
            ),
        ),
    ]
