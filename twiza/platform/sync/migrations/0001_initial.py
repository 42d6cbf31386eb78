import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity, Together

MINE = "ANY ((SELECT access_organisations())::uuid[])"
EITHER = f"organisation_id = {MINE} OR host_id = {MINE}"
BY_DEVICE = "(SELECT access_purpose()) = 'device'"
# while a phone sends, its own rows alone, whoever works where by now: nothing that arrives is turned away
OPENED = f"{BY_DEVICE} AND opened_by_id = (SELECT access_user())"
OF_DEVICE = (
    f"{BY_DEVICE} AND (device_id, organisation_id, host_id) IN (SELECT d.id, d.organisation_id, d.host_id"
    " FROM sync_device d WHERE d.opened_by_id = (SELECT access_user()))"
)
READ_ADD = "SELECT, INSERT"
ROLE = settings.TWIZA_APP_ROLE


class Migration(migrations.Migration):
    """Phones, what came from them, and who may see it. Logs are only added to; a device changes by being revoked."""

    initial = True

    dependencies = [
        ("access", "0001_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Device",
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
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("post", models.UUIDField()),
                        ("post_kind", models.CharField(max_length=20)),
                        ("begins", models.DateTimeField()),
                        ("ends", models.DateTimeField()),
                        ("name", models.CharField(blank=True, max_length=40)),
                        ("installed", models.BooleanField()),
                        ("key", models.BinaryField(max_length=32)),
                        ("enrolled_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("revoked_because", models.CharField(blank=True, max_length=40)),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SyncKey",
                    fields=[
                        ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("enrolment", "Enrolment"), ("token", "Token")], max_length=10
                            ),
                        ),
                        ("thing", models.UUIDField()),
                        ("person", models.UUIDField()),
                    ],
                    options={
                        "db_table": "sync_key",
                    },
                ),
                migrations.CreateModel(
                    name="DeviceState",
                    fields=[
                        (
                            "device",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="sync.device",
                            ),
                        ),
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("last_contact_at", models.DateTimeField()),
                        ("waiting", models.PositiveIntegerField(default=0)),
                        ("last_seq", models.BigIntegerField(default=0)),
                        ("highest_seq", models.BigIntegerField(default=0)),
                        ("clock_offset_ms", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "db_table": "sync_devicestate",
                    },
                ),
                migrations.CreateModel(
                    name="EnrolmentCode",
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
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("post", models.UUIDField()),
                        ("post_kind", models.CharField(max_length=20)),
                        ("begins", models.DateTimeField()),
                        ("ends", models.DateTimeField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DeviceEvent",
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
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("post", models.UUIDField()),
                        ("post_kind", models.CharField(max_length=20)),
                        ("begins", models.DateTimeField()),
                        ("ends", models.DateTimeField()),
                        ("name", models.CharField(blank=True, max_length=40)),
                        ("installed", models.BooleanField()),
                        ("key", models.BinaryField(max_length=32)),
                        ("enrolled_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("revoked_because", models.CharField(blank=True, max_length=40)),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="sync.device",
                            ),
                        ),
                        (
                            "revoked_by",
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
                            "enrolment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="sync.enrolmentcode",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddField(
                    model_name="device",
                    name="enrolment",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sync.enrolmentcode"
                    ),
                ),
                migrations.CreateModel(
                    name="KeptUpload",
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
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("line", models.TextField()),
                        ("rule", models.CharField(max_length=20)),
                        ("received_at", models.DateTimeField()),
                        (
                            "device",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sync.device",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "sync_keptupload",
                    },
                ),
                migrations.CreateModel(
                    name="StoredOperation",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        ("seq", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("heard", models.DateTimeField(null=True)),
                        ("payload", models.TextField()),
                        ("signature", models.BinaryField(max_length=64)),
                        ("digest", models.BinaryField(max_length=32)),
                        ("received_at", models.DateTimeField()),
                        ("clock_offset_ms", models.BigIntegerField()),
                        ("quarantined", models.BooleanField()),
                        ("sequence_again", models.BooleanField()),
                        (
                            "device",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sync.device",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "sync_operation",
                    },
                ),
                migrations.CreateModel(
                    name="OperationAnswer",
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
                        ("organisation_id", models.UUIDField()),
                        ("host_id", models.UUIDField()),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("accepted", "accepted"),
                                    ("duplicate", "duplicate"),
                                    ("conflict", "conflict"),
                                    ("rejected", "rejected"),
                                    ("quarantined", "quarantined"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("rule", models.CharField(blank=True, max_length=60)),
                        ("taken_in", models.BooleanField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "device",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sync.device",
                            ),
                        ),
                        (
                            "operation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="sync.storedoperation",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "sync_answer",
                    },
                ),
                migrations.AddIndex(
                    model_name="enrolmentcode",
                    index=models.Index(fields=["post"], name="sync_enrolment_by_post"),
                ),
                migrations.AddConstraint(
                    model_name="enrolmentcode",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))), name="sync_enrolment_lasts"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deviceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6f2c74cb74a19031991c3985e54e85c63ff9f30c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_84a0e",
                            table="sync_deviceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="device",
                    index=models.Index(fields=["post"], name="sync_device_by_post"),
                ),
                migrations.AddConstraint(
                    model_name="device",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revoked_at__isnull", True),
                                ("revoked_because", ""),
                                ("revoked_by__isnull", True),
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                ("revoked_by__isnull", False),
                                models.Q(("revoked_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sync_device_revoked_whole",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="device",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "sync_deviceevent" ("begins", "ends", "enrolled_at", "enrolment_id", "host_id", "id", "installed", "key", "name", "opened_by_id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "post_kind", "revoked_at", "revoked_because", "revoked_by_id") VALUES (NEW."begins", NEW."ends", NEW."enrolled_at", NEW."enrolment_id", NEW."host_id", NEW."id", NEW."installed", NEW."key", NEW."name", NEW."opened_by_id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."post", NEW."post_kind", NEW."revoked_at", NEW."revoked_because", NEW."revoked_by_id"); RETURN NULL;',
                            hash="f40a17431a58a8a9e9d9e5a0b1dc37dc3a4f5bcb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_141ca",
                            table="sync_device",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="device",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "sync_deviceevent" ("begins", "ends", "enrolled_at", "enrolment_id", "host_id", "id", "installed", "key", "name", "opened_by_id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "post_kind", "revoked_at", "revoked_because", "revoked_by_id") VALUES (NEW."begins", NEW."ends", NEW."enrolled_at", NEW."enrolment_id", NEW."host_id", NEW."id", NEW."installed", NEW."key", NEW."name", NEW."opened_by_id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."post", NEW."post_kind", NEW."revoked_at", NEW."revoked_because", NEW."revoked_by_id"); RETURN NULL;',
                            hash="794eab35641673528deebd9b4edbac0ec991a483",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_95beb",
                            table="sync_device",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="device",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "sync_deviceevent" ("begins", "ends", "enrolled_at", "enrolment_id", "host_id", "id", "installed", "key", "name", "opened_by_id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "post_kind", "revoked_at", "revoked_because", "revoked_by_id") VALUES (OLD."begins", OLD."ends", OLD."enrolled_at", OLD."enrolment_id", OLD."host_id", OLD."id", OLD."installed", OLD."key", OLD."name", OLD."opened_by_id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."post", OLD."post_kind", OLD."revoked_at", OLD."revoked_because", OLD."revoked_by_id"); RETURN NULL;',
                            hash="4153a1b61e24e8ea33931797bfefc786249799d4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a28c6",
                            table="sync_device",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keptupload",
                    constraint=models.UniqueConstraint(
                        fields=("device", "digest"), name="sync_upload_kept_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="storedoperation",
                    index=models.Index(fields=["device", "seq"], name="sync_operation_by_seq"),
                ),
                migrations.AddConstraint(
                    model_name="storedoperation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("sequence_again", False)),
                        fields=("device", "seq"),
                        name="sync_operation_seq_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="storedoperation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("seq__gte", 1)), name="sync_operation_seq_from_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="operationanswer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("by__isnull", True)),
                        fields=("operation",),
                        name="sync_device_answered_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="operationanswer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("taken_in", True)),
                        fields=("operation",),
                        name="sync_operation_taken_in_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="operationanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("taken_in", False),
                            ("answer__in", ["accepted", "duplicate", "conflict"]),
                            _connector="OR",
                        ),
                        name="sync_answer_taken_in_said",
                    ),
                ),
            ]
        ),
        # read before anybody is known; holds fingerprints and ids (SyncKey)
        migrations.RunSQL(
            f"REVOKE ALL ON sync_key FROM PUBLIC, {ROLE}; GRANT SELECT, INSERT ON sync_key TO {ROLE}",
            f"REVOKE ALL ON sync_key FROM {ROLE}",
        ),
        RowSecurity(
            "sync_enrolmentcode",
            policies={"either": f"USING ({EITHER})", "by_device": f"FOR SELECT USING ({OPENED})"},
            grants=READ_ADD,
        ),
        RowSecurity(
            "sync_device",
            policies={
                "either": f"USING ({EITHER})",
                "by_device": f"FOR SELECT USING ({OPENED})",
                "enrol": f"FOR INSERT WITH CHECK ({OPENED} AND revoked_at IS NULL)",
            },
            grants="SELECT, INSERT, UPDATE (revoked_at, revoked_by_id, revoked_because)",
        ),
        RowSecurity(
            "sync_deviceevent",
            policies={"either": f"USING ({EITHER})", "enrol": f"FOR INSERT WITH CHECK ({OPENED})"},
            grants=READ_ADD,
        ),
        RowSecurity(
            "sync_devicestate",
            policies={"either": f"USING ({EITHER})", "by_device": f"USING ({OF_DEVICE})"},
            grants="SELECT, INSERT, UPDATE (last_contact_at, waiting, last_seq, highest_seq, clock_offset_ms)",
        ),
        RowSecurity(
            "sync_operation",
            policies={"either": f"FOR SELECT USING ({EITHER})", "by_device": f"USING ({OF_DEVICE})"},
            grants=READ_ADD,
        ),
        RowSecurity(
            "sync_answer",
            policies={"either": f"USING ({EITHER})", "by_device": f"USING ({OF_DEVICE})"},
            grants=READ_ADD,
        ),
        RowSecurity(
            "sync_keptupload",
            policies={"either": f"FOR SELECT USING ({EITHER})", "by_device": f"USING ({OF_DEVICE})"},
            grants=READ_ADD,
        ),
    ]
