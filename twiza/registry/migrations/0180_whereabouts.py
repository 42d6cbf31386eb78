import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity

# Erasing a household, by whichever way, takes what was said of it: there is no history of it elsewhere.
FORGET = """
CREATE FUNCTION registry_forget_whereabouts() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM registry_whereabouts w USING gone g WHERE w.household_id = g.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_whereabouts AFTER DELETE ON registry_household
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION registry_forget_whereabouts();
"""
KEEP = "DROP TRIGGER forget_whereabouts ON registry_household; DROP FUNCTION registry_forget_whereabouts();"


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0007_sharing_signatures"),
        ("registry", "0030_shocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Whereabouts",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[("here", "here"), ("moved", "moved"), ("dead", "dead")], max_length=5
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said__in", ["here", "moved", "dead"])),
                        name="whereabouts_are_known",
                    )
                ],
            },
        ),
        RowSecurity(
            "registry_whereabouts",
            policies={"own_organisation": OWN_ORGANISATION},
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(FORGET, KEEP),
    ]
