"""The convention under which works run: one to which the keeper of the file is a party."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = f"""
CREATE FUNCTION funding_works_of_a_party() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.convention_id IS NOT NULL AND NOT EXISTS (SELECT FROM network_convention
            WHERE id = NEW.convention_id AND NEW.organisation_id = ANY (parties)) THEN
        PERFORM funding_say('works_of_a_party');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER works_of_a_party BEFORE INSERT OR UPDATE OF convention_id ON funding_worksproject
    FOR EACH ROW EXECUTE FUNCTION funding_works_of_a_party();
GRANT UPDATE (convention_id) ON funding_worksproject TO {settings.TWIZA_APP_ROLE};
"""
UNGUARD = f"""
REVOKE UPDATE (convention_id) ON funding_worksproject FROM {settings.TWIZA_APP_ROLE};
DROP TRIGGER works_of_a_party ON funding_worksproject;
DROP FUNCTION funding_works_of_a_party();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0015_opening_balances"), ("network", "0038_undo_with_reason")]

    operations = [
        migrations.AddField(
            model_name="worksproject",
            name="convention",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.convention",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
