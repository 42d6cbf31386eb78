import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import REFERENCE_READ, RowSecurity, Together

ROLE = settings.TWIZA_APP_ROLE
# two values of one name never meet on a day: an exclusion over ranges on both sides, since `name WITH =`
# would need btree_gist
ONE_VALUE_A_DAY = """
CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
ALTER TABLE accounts_parameter ADD CONSTRAINT parameter_has_one_value_a_day EXCLUDE USING gist (
    textrange(name::text, name::text, '[]') WITH &&, daterange(valid_from, valid_to, '[)') WITH &&
);
"""
CACHE = """
CREATE TABLE twiza_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX twiza_cache_expires ON twiza_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_functions"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="user",
                    name="addressed_as",
                    field=models.CharField(
                        blank=True, choices=[("f", "Feminine"), ("m", "Masculine")], max_length=1
                    ),
                ),
                migrations.CreateModel(
                    name="DemoMark",
                    fields=[
                        (
                            "id",
                            models.BooleanField(
                                default=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", True)), name="demo_mark_is_single"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OneTimeCode",
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
                                choices=[("invitation", "Invitation"), ("new_password", "New Password")],
                                max_length=20,
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        ("cancelled_at", models.DateTimeField(null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "invitation"), ("user__isnull", True)),
                                    models.Q(("kind", "new_password"), ("user__isnull", False)),
                                    _connector="OR",
                                ),
                                name="code_says_whose_password",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                                ),
                                name="code_is_used_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                                name="code_lasts_a_while",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parameter",
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
                        ("name", models.CharField(max_length=60)),
                        ("kind", models.CharField(max_length=20)),
                        ("value", models.CharField(blank=True, max_length=60)),
                        ("unit", models.CharField(max_length=60)),
                        ("source", models.CharField(max_length=200)),
                        ("confidence", models.CharField(max_length=1)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(null=True)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["name", "valid_from"], name="parameter_by_name")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="parameter_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["H", "M", "L", "P"])),
                                name="parameter_says_how_sure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "unset"),
                                    models.Q(("value", ""), _negated=True),
                                    _connector="XOR",
                                ),
                                name="parameter_has_a_value_of_its_kind",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(
            ONE_VALUE_A_DAY,
            "ALTER TABLE accounts_parameter DROP CONSTRAINT parameter_has_one_value_a_day; DROP TYPE textrange;",
        ),
        # No value is rewritten: only the last day of a row may be set
        RowSecurity(
            "accounts_parameter",
            policies={
                "known_to_all": REFERENCE_READ,
                "add": "FOR INSERT WITH CHECK ((SELECT access_user()) IS NOT NULL OR (SELECT access_purpose()) = 'setup')",
                "end": "FOR UPDATE USING ((SELECT access_user()) IS NOT NULL)",
            },
            grants="SELECT, INSERT, UPDATE (valid_to)",
        ),
        # Open by design, read before anybody is known: fingerprints, ids and times. Nobody deletes a code.
        migrations.RunSQL(
            f"GRANT SELECT, INSERT, UPDATE (used_at, cancelled_at) ON accounts_onetimecode TO {ROLE}",
            f"REVOKE ALL ON accounts_onetimecode FROM {ROLE}",
        ),
        # Open by design: `twiza serve` reads it before anybody is known. Written once, never removed.
        migrations.RunSQL(
            f"GRANT SELECT, INSERT ON accounts_demomark TO {ROLE}",
            f"REVOKE ALL ON accounts_demomark FROM {ROLE}",
        ),
        # Attempts at sign-in and codes already used, counted for all processes together
        migrations.RunSQL(CACHE, "DROP TABLE twiza_cache"),
        migrations.RunSQL(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON twiza_cache TO {ROLE}",
            f"REVOKE ALL ON twiza_cache FROM {ROLE}",
        ),
    ]
