"""Stores, lots, their movements, and the papers that go with goods."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import Together


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0161_guard_pools"),
        ("network", "0007_sharing_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CustomsDossier",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("customs_exempt", "customs_exempt"),
                                    ("customs_seized", "customs_seized"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("giver", models.CharField(max_length=120)),
                        (
                            "opinion",
                            models.CharField(
                                choices=[
                                    ("awaited", "awaited"),
                                    ("favourable", "favourable"),
                                    ("unfavourable", "unfavourable"),
                                    ("not_needed", "not_needed"),
                                ],
                                default="awaited",
                                max_length=12,
                            ),
                        ),
                        ("opinion_reference", models.CharField(blank=True, max_length=60)),
                        ("opinion_on", models.DateField(null=True)),
                        (
                            "ministry",
                            models.CharField(
                                choices=[
                                    ("awaited", "awaited"),
                                    ("favourable", "favourable"),
                                    ("unfavourable", "unfavourable"),
                                    ("not_needed", "not_needed"),
                                ],
                                default="awaited",
                                max_length=12,
                            ),
                        ),
                        ("ministry_reference", models.CharField(blank=True, max_length=60)),
                        ("ministry_on", models.DateField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=60)),
                        ("criteria_ar", models.TextField(blank=True)),
                        ("criteria_fr", models.TextField(blank=True)),
                        ("criteria_at", models.DateTimeField(null=True)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("resumed_reason", models.CharField(blank=True, max_length=40)),
                        ("opened_at", models.DateTimeField()),
                        (
                            "criteria_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "criteria_campaign",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    name="CustomsDossierEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        (
                            "id",
                            models.UUIDField(default=twiza.lib.ids.new_id, editable=False, serialize=False),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("customs_exempt", "customs_exempt"),
                                    ("customs_seized", "customs_seized"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("giver", models.CharField(max_length=120)),
                        (
                            "opinion",
                            models.CharField(
                                choices=[
                                    ("awaited", "awaited"),
                                    ("favourable", "favourable"),
                                    ("unfavourable", "unfavourable"),
                                    ("not_needed", "not_needed"),
                                ],
                                default="awaited",
                                max_length=12,
                            ),
                        ),
                        ("opinion_reference", models.CharField(blank=True, max_length=60)),
                        ("opinion_on", models.DateField(null=True)),
                        (
                            "ministry",
                            models.CharField(
                                choices=[
                                    ("awaited", "awaited"),
                                    ("favourable", "favourable"),
                                    ("unfavourable", "unfavourable"),
                                    ("not_needed", "not_needed"),
                                ],
                                default="awaited",
                                max_length=12,
                            ),
                        ),
                        ("ministry_reference", models.CharField(blank=True, max_length=60)),
                        ("ministry_on", models.DateField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=60)),
                        ("criteria_ar", models.TextField(blank=True)),
                        ("criteria_fr", models.TextField(blank=True)),
                        ("criteria_at", models.DateTimeField(null=True)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("resumed_reason", models.CharField(blank=True, max_length=40)),
                        ("opened_at", models.DateTimeField()),
                        (
                            "criteria_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "criteria_campaign",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="aid.customsdossier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GoodsItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("name_ar", models.CharField(max_length=80)),
                        ("name_fr", models.CharField(max_length=80)),
                        ("unit", models.CharField(max_length=30)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("food", "food"),
                                    ("medicine", "medicine"),
                                    ("electrical", "electrical"),
                                    ("hygiene", "hygiene"),
                                    ("clothing", "clothing"),
                                    ("equipment", "equipment"),
                                    ("basket", "basket"),
                                    ("other", "other"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "campaign",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    name="GoodsRecord",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("year", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("arrival", "arrival"),
                                    ("difference", "difference"),
                                    ("loss", "loss"),
                                    ("damage", "damage"),
                                    ("destruction", "destruction"),
                                    ("count", "count"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drafted", "drafted"),
                                    ("signed", "signed"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="drafted",
                                max_length=9,
                            ),
                        ),
                        ("drafted_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "dossier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="aid.customsdossier",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "host",
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
                    name="Lot",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("purchase", "purchase"),
                                    ("donation", "donation"),
                                    ("customs_exempt", "customs_exempt"),
                                    ("customs_seized", "customs_seized"),
                                    ("transfer", "transfer"),
                                    ("packed", "packed"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60)),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("new", "new"),
                                    ("good", "good"),
                                    ("worn", "worn"),
                                    ("damaged", "damaged"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("expires_on", models.DateField(null=True)),
                        ("listed", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        ("unit_value", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ("currency", models.CharField(default="MAD", max_length=3)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("announced", "announced"),
                                    ("received", "received"),
                                    ("quarantined", "quarantined"),
                                    ("usable", "usable"),
                                    ("allocated", "allocated"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("unsafe", models.BooleanField(default=False)),
                        ("refused", models.BooleanField(default=False)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("pledge", models.UUIDField(null=True)),
                        ("announced_at", models.DateTimeField()),
                        (
                            "announced_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "dossier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="aid.customsdossier",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.goodsitem",
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
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.lot",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("expiry", models.BooleanField()),
                        ("packaging", models.BooleanField()),
                        ("storage", models.BooleanField()),
                        ("genuine", models.BooleanField()),
                        ("safe", models.BooleanField()),
                        ("accepted", models.DecimalField(decimal_places=3, max_digits=14)),
                        ("refused", models.DecimalField(decimal_places=3, max_digits=14)),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="aid.lot",
                            ),
                        ),
                        (
                            "refused_lot",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.lot",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="GoodsIssue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=14)),
                        ("code", models.CharField(blank=True, max_length=16)),
                        (
                            "mark",
                            models.CharField(
                                choices=[
                                    ("signature", "signature"),
                                    ("mark", "mark"),
                                    ("proxy", "proxy"),
                                    ("none", "none"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("at_home", models.BooleanField(default=False)),
                        ("aids", models.JSONField(default=list)),
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
                            "campaign",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                null=True,
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
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.lot"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LotEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        (
                            "id",
                            models.UUIDField(default=twiza.lib.ids.new_id, editable=False, serialize=False),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("purchase", "purchase"),
                                    ("donation", "donation"),
                                    ("customs_exempt", "customs_exempt"),
                                    ("customs_seized", "customs_seized"),
                                    ("transfer", "transfer"),
                                    ("packed", "packed"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60)),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("new", "new"),
                                    ("good", "good"),
                                    ("worn", "worn"),
                                    ("damaged", "damaged"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("expires_on", models.DateField(null=True)),
                        ("listed", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        ("unit_value", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ("currency", models.CharField(default="MAD", max_length=3)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("announced", "announced"),
                                    ("received", "received"),
                                    ("quarantined", "quarantined"),
                                    ("usable", "usable"),
                                    ("allocated", "allocated"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("unsafe", models.BooleanField(default=False)),
                        ("refused", models.BooleanField(default=False)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("pledge", models.UUIDField(null=True)),
                        ("announced_at", models.DateTimeField()),
                        (
                            "announced_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "dossier",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="aid.customsdossier",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="aid.goodsitem",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="aid.lot",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="aid.lot",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Packing",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("baskets", models.PositiveIntegerField()),
                        ("content", models.JSONField()),
                        ("checks", models.PositiveIntegerField()),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "lot",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.lot"
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
                    name="PackCheck",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("basket", models.PositiveIntegerField()),
                        ("right", models.BooleanField()),
                        ("grams", models.PositiveIntegerField(null=True)),
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
                            "missing",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.goodsitem",
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
                        (
                            "packing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pack_checks",
                                to="aid.packing",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RecordSignature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("office", models.CharField(max_length=80)),
                        (
                            "how",
                            models.CharField(
                                choices=[("account", "account"), ("paper", "paper"), ("mark", "mark")],
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "host",
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
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="aid.goodsrecord",
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Resale",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("place", models.CharField(max_length=120)),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        ("seen_on", models.DateField()),
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
                            "dossier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.customsdossier",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resales",
                                to="aid.lot",
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
                    name="Store",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("store", "store"),
                                    ("vehicle", "vehicle"),
                                    ("point", "point"),
                                    ("road", "road"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "point",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.distributionpoint",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.site",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RecordLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("expected", models.DecimalField(decimal_places=3, max_digits=14)),
                        ("counted", models.DecimalField(decimal_places=3, max_digits=14)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.lot"
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
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="aid.goodsrecord",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="packing",
                    name="store",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                    ),
                ),
                migrations.CreateModel(
                    name="LotBalance",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=14)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="aid.lot",
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
                        (
                            "store",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="goodsrecord",
                    name="store",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                    ),
                ),
                migrations.CreateModel(
                    name="GoodsMove",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("found", "found"),
                                    ("returned", "returned"),
                                    ("packed", "packed"),
                                    ("split_in", "split_in"),
                                    ("sent", "sent"),
                                    ("arrived", "arrived"),
                                    ("issued", "issued"),
                                    ("packed_in", "packed_in"),
                                    ("split_out", "split_out"),
                                    ("lost", "lost"),
                                    ("destroyed", "destroyed"),
                                    ("given_back", "given_back"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=14)),
                        ("act", models.UUIDField()),
                        ("day", models.DateField()),
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
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.goodsissue",
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
                        (
                            "point",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.distributionpoint",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.lot"
                            ),
                        ),
                        (
                            "packing",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.packing",
                            ),
                        ),
                        (
                            "record_line",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.recordline",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.store",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.store",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="goodsissue",
                    name="store",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                    ),
                ),
                migrations.CreateModel(
                    name="Substitution",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("ratio", models.DecimalField(decimal_places=3, max_digits=8)),
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "instead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.goodsitem",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.goodsitem",
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
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("day", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("sent", "sent"), ("received", "received")],
                                default="sent",
                                max_length=8,
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField(null=True)),
                        (
                            "host",
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
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "road",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.store"
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="goodsrecord",
                    name="transfer",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aid.transfer",
                    ),
                ),
                migrations.CreateModel(
                    name="TransferLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("sent", models.DecimalField(decimal_places=3, max_digits=14)),
                        ("arrived", models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.lot"
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
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="aid.transfer",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="customsdossier",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "number"), name="dossier_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="customsdossier",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("criteria_ar", ""),
                                ("criteria_at__isnull", True),
                                ("criteria_by__isnull", True),
                                ("criteria_fr", ""),
                            ),
                            models.Q(
                                ("criteria_at__isnull", False),
                                ("criteria_by__isnull", False),
                                models.Q(("criteria_ar", ""), _negated=True),
                                models.Q(("criteria_fr", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dossier_criteria_go_together",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="customsdossier",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aid_customsdossierevent" ("criteria_ar", "criteria_at", "criteria_by_id", "criteria_campaign_id", "criteria_fr", "decision", "giver", "id", "ministry", "ministry_on", "ministry_reference", "number", "opened_at", "opened_by_id", "opinion", "opinion_on", "opinion_reference", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resumed_reason", "source", "stopped_at") VALUES (NEW."criteria_ar", NEW."criteria_at", NEW."criteria_by_id", NEW."criteria_campaign_id", NEW."criteria_fr", NEW."decision", NEW."giver", NEW."id", NEW."ministry", NEW."ministry_on", NEW."ministry_reference", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."opinion", NEW."opinion_on", NEW."opinion_reference", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."resumed_reason", NEW."source", NEW."stopped_at"); RETURN NULL;',
                            hash="c79b7201248411b9b31c248bcb0fb0aeedca9d02",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8e5d2",
                            table="aid_customsdossier",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="customsdossier",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aid_customsdossierevent" ("criteria_ar", "criteria_at", "criteria_by_id", "criteria_campaign_id", "criteria_fr", "decision", "giver", "id", "ministry", "ministry_on", "ministry_reference", "number", "opened_at", "opened_by_id", "opinion", "opinion_on", "opinion_reference", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resumed_reason", "source", "stopped_at") VALUES (NEW."criteria_ar", NEW."criteria_at", NEW."criteria_by_id", NEW."criteria_campaign_id", NEW."criteria_fr", NEW."decision", NEW."giver", NEW."id", NEW."ministry", NEW."ministry_on", NEW."ministry_reference", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."opinion", NEW."opinion_on", NEW."opinion_reference", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."resumed_reason", NEW."source", NEW."stopped_at"); RETURN NULL;',
                            hash="ee4418c24d15523b6639a28c2a05474893e62bf2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fda7e",
                            table="aid_customsdossier",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="customsdossier",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aid_customsdossierevent" ("criteria_ar", "criteria_at", "criteria_by_id", "criteria_campaign_id", "criteria_fr", "decision", "giver", "id", "ministry", "ministry_on", "ministry_reference", "number", "opened_at", "opened_by_id", "opinion", "opinion_on", "opinion_reference", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resumed_reason", "source", "stopped_at") VALUES (OLD."criteria_ar", OLD."criteria_at", OLD."criteria_by_id", OLD."criteria_campaign_id", OLD."criteria_fr", OLD."decision", OLD."giver", OLD."id", OLD."ministry", OLD."ministry_on", OLD."ministry_reference", OLD."number", OLD."opened_at", OLD."opened_by_id", OLD."opinion", OLD."opinion_on", OLD."opinion_reference", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."resumed_reason", OLD."source", OLD."stopped_at"); RETURN NULL;',
                            hash="aeafcb58c8e7245768ff9c7da6ebad88be85e5b6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_30d8b",
                            table="aid_customsdossier",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="customsdossierevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2a5ca2a93ab5795f1caeb86c4a146cf0fc47090b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_18668",
                            table="aid_customsdossierevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsitem",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "name_ar", "unit"), name="goods_item_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsitem",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "campaign"), name="goods_item_one_basket"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("campaign__isnull", False), ("kind", "basket")),
                            models.Q(models.Q(("kind", "basket"), _negated=True), ("campaign__isnull", True)),
                            _connector="OR",
                        ),
                        name="goods_item_basket_has_campaign",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "number"), name="lot_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("listed__isnull", True), ("listed__gt", 0), _connector="OR"),
                        name="lot_lists_some",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unsafe", True), _negated=True),
                            ("state__in", ("received", "quarantined")),
                            _connector="OR",
                        ),
                        name="lot_unsafe_stays_aside",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("campaign__isnull", False), ("state", "allocated")),
                            models.Q(
                                models.Q(("state", "allocated"), _negated=True),
                                models.Q(("campaign__isnull", True), ("origin", "packed"), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="lot_allocated_to_a_campaign",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dossier__isnull", False),
                                ("origin__in", ("customs_exempt", "customs_seized")),
                            ),
                            models.Q(
                                models.Q(("origin__in", ("customs_exempt", "customs_seized")), _negated=True),
                                ("dossier__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lot_customs_has_dossier",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aid_lotevent" ("announced_at", "announced_by_id", "campaign_id", "condition", "currency", "dossier_id", "expires_on", "id", "item_id", "listed", "number", "organisation_id", "origin", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pledge", "reference", "refused", "state", "stopped_at", "unit_value", "unsafe") VALUES (NEW."announced_at", NEW."announced_by_id", NEW."campaign_id", NEW."condition", NEW."currency", NEW."dossier_id", NEW."expires_on", NEW."id", NEW."item_id", NEW."listed", NEW."number", NEW."organisation_id", NEW."origin", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."pledge", NEW."reference", NEW."refused", NEW."state", NEW."stopped_at", NEW."unit_value", NEW."unsafe"); RETURN NULL;',
                            hash="2e8885a931a96c7a003518fabed769f04a8a7cd2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1dadd",
                            table="aid_lot",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aid_lotevent" ("announced_at", "announced_by_id", "campaign_id", "condition", "currency", "dossier_id", "expires_on", "id", "item_id", "listed", "number", "organisation_id", "origin", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pledge", "reference", "refused", "state", "stopped_at", "unit_value", "unsafe") VALUES (NEW."announced_at", NEW."announced_by_id", NEW."campaign_id", NEW."condition", NEW."currency", NEW."dossier_id", NEW."expires_on", NEW."id", NEW."item_id", NEW."listed", NEW."number", NEW."organisation_id", NEW."origin", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."pledge", NEW."reference", NEW."refused", NEW."state", NEW."stopped_at", NEW."unit_value", NEW."unsafe"); RETURN NULL;',
                            hash="754115dfc4002a02c100f7e9983b130e60cdad1a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_19edb",
                            table="aid_lot",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aid_lotevent" ("announced_at", "announced_by_id", "campaign_id", "condition", "currency", "dossier_id", "expires_on", "id", "item_id", "listed", "number", "organisation_id", "origin", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pledge", "reference", "refused", "state", "stopped_at", "unit_value", "unsafe") VALUES (OLD."announced_at", OLD."announced_by_id", OLD."campaign_id", OLD."condition", OLD."currency", OLD."dossier_id", OLD."expires_on", OLD."id", OLD."item_id", OLD."listed", OLD."number", OLD."organisation_id", OLD."origin", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."pledge", OLD."reference", OLD."refused", OLD."state", OLD."stopped_at", OLD."unit_value", OLD."unsafe"); RETURN NULL;',
                            hash="de48ad1327ddf0d335cda8d8b5104542c8962c5d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b3ef7",
                            table="aid_lot",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("accepted__gte", 0), ("refused__gte", 0)),
                        name="inspection_counts_from_zero",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inspection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("genuine", True), ("safe", True)), ("accepted", 0), _connector="OR"
                        ),
                        name="inspection_unsafe_accepts_none",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="lotevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="55b053f7962cd5853301c0eccb42e7944e5c7b0a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3c8aa",
                            table="aid_lotevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="packcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("basket__gt", 0),
                            models.Q(("right", False), ("missing__isnull", True), _connector="OR"),
                        ),
                        name="pack_check_says_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordsignature",
                    constraint=models.UniqueConstraint(
                        fields=("record", "position"), name="record_signature_position_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordsignature",
                    constraint=models.UniqueConstraint(
                        fields=("record", "signer"), name="record_signer_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordsignature",
                    constraint=models.UniqueConstraint(
                        fields=("record", "office"), name="record_office_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordsignature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("position__range", (1, 3))), name="record_three_signatures"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordsignature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("how", "account"),
                                ("signer", models.F("entered_by")),
                                ("signer__isnull", False),
                            ),
                            models.Q(("how__in", ("paper", "mark")), ("signer__isnull", True)),
                            _connector="OR",
                        ),
                        name="record_signed_by_oneself_or_on_paper",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="store",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "point"), ("point__isnull", False)),
                            models.Q(models.Q(("kind", "point"), _negated=True), ("point__isnull", True)),
                            _connector="OR",
                        ),
                        name="store_point_is_a_point",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="store",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("point", "road")),
                            ("organisation", models.F("host")),
                            _connector="OR",
                        ),
                        name="store_is_kept_by_its_own",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="store",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "road")),
                        fields=("organisation", "host"),
                        name="store_one_road",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordline",
                    constraint=models.UniqueConstraint(
                        fields=("record", "lot", "store"), name="record_line_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recordline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("counted__gte", 0), ("expected__gte", 0)),
                        name="record_line_counts_from_zero",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="packing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("baskets__gt", 0), ("checks__gte", 1), ("checks__lte", models.F("baskets"))
                        ),
                        name="packing_is_checked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lotbalance",
                    constraint=models.UniqueConstraint(fields=("lot", "store"), name="lot_balance_once"),
                ),
                migrations.AddConstraint(
                    model_name="lotbalance",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="lot_balance_never_negative"
                    ),
                ),
                migrations.AddIndex(
                    model_name="goodsmove",
                    index=models.Index(fields=["lot", "at"], name="goods_move_by_lot"),
                ),
                migrations.AddIndex(
                    model_name="goodsmove",
                    index=models.Index(
                        condition=models.Q(("point__isnull", False)),
                        fields=["point", "day"],
                        name="goods_move_by_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="goods_move_moves"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["received", "found", "returned", "packed", "split_in"]),
                                ("source__isnull", True),
                                ("target__isnull", False),
                            ),
                            models.Q(
                                ("kind__in", ["sent", "arrived"]),
                                ("source__isnull", False),
                                ("target__isnull", False),
                                models.Q(("source", models.F("target")), _negated=True),
                            ),
                            models.Q(
                                (
                                    "kind__in",
                                    ["issued", "packed_in", "split_out", "lost", "destroyed", "given_back"],
                                ),
                                ("source__isnull", False),
                                ("target__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="goods_move_has_its_ends",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("lost", "destroyed", "found")), _negated=True),
                            ("record_line__isnull", False),
                            _connector="OR",
                        ),
                        name="goods_move_has_its_record",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("packed", "packed_in")), _negated=True),
                            ("packing__isnull", False),
                            _connector="OR",
                        ),
                        name="goods_move_has_its_packing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "issued"), _negated=True),
                            ("issue__isnull", False),
                            ("point__isnull", False),
                            _connector="OR",
                        ),
                        name="goods_move_has_its_receiver",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsmove",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "received")),
                        fields=("lot",),
                        name="goods_move_received_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsissue",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("campaign__isnull", False),
                                ("institution__isnull", True),
                                models.Q(("code", ""), _negated=True),
                            ),
                            models.Q(
                                ("campaign__isnull", True), ("code", ""), ("institution__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="goods_issue_has_one_receiver",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsissue",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="goods_issue_gives_some"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="substitution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ratio__gt", 0), models.Q(("item", models.F("instead")), _negated=True)
                        ),
                        name="substitution_is_another_item",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "number"), name="transfer_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("received_at__isnull", True),
                                ("received_by__isnull", True),
                                ("state", "sent"),
                            ),
                            models.Q(
                                ("received_at__isnull", False),
                                ("received_by__isnull", False),
                                ("state", "received"),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_received_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="transfer_goes_somewhere",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsrecord",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "year", "number"), name="record_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsrecord",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "drafted")),
                            models.Q(
                                models.Q(("state", "drafted"), _negated=True), ("closed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="record_closed_once_it_is_over",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transferline",
                    constraint=models.UniqueConstraint(fields=("transfer", "lot"), name="transfer_line_once"),
                ),
                migrations.AddConstraint(
                    model_name="transferline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("sent__gt", 0),
                            models.Q(
                                ("arrived__isnull", True),
                                models.Q(("arrived__gte", 0), ("arrived__lte", models.F("sent"))),
                                _connector="OR",
                            ),
                        ),
                        name="transfer_line_counts",
                    ),
                ),
            ]
        )
    ]
