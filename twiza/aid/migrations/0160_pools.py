"""Pools, their signatures, draws and places; a list follows its pool."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import Together


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0171_guard_after"),
        ("network", "0007_sharing_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Pool",
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
                        ("hash", models.CharField(max_length=64)),
                        ("households", models.PositiveIntegerField()),
                        ("eligible", models.PositiveIntegerField()),
                        ("baskets", models.PositiveIntegerField()),
                        ("reserve", models.PositiveIntegerField()),
                        ("small_cell", models.PositiveSmallIntegerField()),
                        ("criteria_hash", models.CharField(max_length=64)),
                        ("secret_hash", models.CharField(max_length=64)),
                        ("sealed_secret", models.BinaryField(max_length=200)),
                        ("sealed_key", models.BinaryField(max_length=200)),
                        ("zones", models.JSONField(default=dict)),
                        ("published", models.JSONField(default=dict)),
                        ("summary", models.JSONField(default=dict)),
                        ("frozen_at", models.DateTimeField()),
                        (
                            "campaign",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "frozen_by",
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
                    name="Placement",
                    fields=[
                        (
                            "nomination",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="aid.nomination",
                            ),
                        ),
                        ("rank", models.PositiveIntegerField()),
                        ("tie", models.PositiveIntegerField()),
                        ("place", models.CharField(max_length=12)),
                        ("reason", models.CharField(max_length=8)),
                        (
                            "bringing",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.pool",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Draw",
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
                        ("secret", models.CharField(max_length=64)),
                        ("digits", models.CharField(max_length=12)),
                        ("seed", models.CharField(max_length=64)),
                        ("witnesses", models.PositiveSmallIntegerField()),
                        ("drawn_on", models.DateField()),
                        ("entered_at", models.DateTimeField()),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        (
                            "entered_by",
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
                            "pool",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="aid.pool"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PoolSignature",
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
                        ("role", models.CharField(max_length=40)),
                        ("hash", models.CharField(max_length=64)),
                        ("signed_at", models.DateTimeField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="aid.pool",
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="pool",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("eligible__gt", 0), ("eligible__lte", models.F("households"))),
                        name="pool_counts_in_order",
                    ),
                ),
                migrations.AddIndex(
                    model_name="placement",
                    index=models.Index(
                        condition=models.Q(("place__in", ("selected", "reserve"))),
                        fields=["pool", "place"],
                        name="placement_on_list",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("place", "not_eligible"), ("rank", 0), ("reason", "criteria"), ("tie", 0)
                            ),
                            models.Q(
                                ("place", "selected"),
                                ("rank__gt", 0),
                                ("reason__in", ("criteria", "draw")),
                                ("tie__gt", 0),
                            ),
                            models.Q(
                                ("place__in", ("reserve", "not_selected")),
                                ("rank__gt", 0),
                                ("reason__in", ("quota", "draw")),
                                ("tie__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="placement_with_its_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draw",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[0-9]{6,12}$")), name="draw_has_digits"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="draw",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("witnesses__gte", 2)), name="draw_has_witnesses"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poolsignature",
                    constraint=models.UniqueConstraint(
                        fields=("pool", "signer"), name="pool_signed_once_by_one_person"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poolsignature",
                    constraint=models.UniqueConstraint(
                        fields=("pool", "position"), name="pool_signature_position_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="poolsignature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("position__in", (1, 2))), name="pool_has_two_signatures"
                    ),
                ),
                migrations.RemoveConstraint(
                    model_name="frozenlist",
                    name="frozen_list_follows_another",
                ),
                migrations.AddConstraint(
                    model_name="frozenlist",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("number", 0),
                            models.Q(
                                ("number__gt", 0),
                                models.Q(("previous", ""), _negated=True),
                                models.Q(("reason_code", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_list_follows_another",
                    ),
                ),
            ]
        )
    ]
