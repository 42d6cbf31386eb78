"""Who came after the plan of a closing was made has a place too before the door is closed."""

from django.db import migrations

FUNCTION = """
    CREATE OR REPLACE FUNCTION network_guard_closing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL AND NOT EXISTS (
            SELECT FROM network_closureplan p WHERE p.institution_id = NEW.id AND {settled}
        ) THEN
            RAISE EXCEPTION 'an institution closes behind its last resident' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
"""
GIVEN = "(SELECT count(*) FROM network_relocationplace r WHERE r.plan_id = p.id AND r.moved_on IS NOT NULL)"
LEFT = "EXISTS (SELECT FROM network_relocationplace r WHERE r.plan_id = p.id AND r.moved_on IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("network", "0032_licence_files")]

    operations = [
        migrations.RunSQL(
            FUNCTION.format(settled=f"p.residents <= {GIVEN} AND NOT {LEFT}"),
            FUNCTION.format(settled=f"p.residents = {GIVEN}"),
        )
    ]
