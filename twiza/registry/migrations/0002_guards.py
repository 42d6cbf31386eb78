from typing import ClassVar

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity

ROLE = settings.TWIZA_APP_ROLE

# Erasure reaches history, which is append-only for everybody: the one way through, for the caller's own
# organisations only (the owner is bound by FORCE and the same policies). Triggers that keep history or
# protect it are passed over inside the function, and nowhere else.
ERASE = f"""
CREATE FUNCTION registry_erase(households uuid[], persons uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
    before text := coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}');
BEGIN
    PERFORM set_config('pgtrigger.ignore', (
        SELECT array_agg(tgname)::text FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN (
            'registry_household'::regclass, 'registry_householdevent'::regclass,
            'registry_person'::regclass, 'registry_personevent'::regclass,
            'registry_vulnerabilitymark'::regclass, 'registry_vulnerabilitymarkevent'::regclass)), true);
    persons := persons || ARRAY(SELECT id FROM registry_person WHERE household_id = ANY (households));
    DELETE FROM registry_searchkey WHERE person_id = ANY (persons);
    DELETE FROM registry_vulnerabilitymark WHERE household_id = ANY (households) OR person_id = ANY (persons);
    DELETE FROM registry_vulnerabilitymarkevent WHERE household_id = ANY (households) OR person_id = ANY (persons);
    DELETE FROM registry_person WHERE id = ANY (persons);
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM registry_personevent WHERE pgh_obj_id = ANY (persons);
    DELETE FROM registry_importedrow WHERE household_id = ANY (households);
    DELETE FROM registry_household WHERE id = ANY (households);
    DELETE FROM registry_householdevent WHERE pgh_obj_id = ANY (households);
    PERFORM set_config('pgtrigger.ignore', before, true);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION registry_erase(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_erase(uuid[], uuid[]) TO {ROLE};
"""

ROWS = {"own_organisation": OWN_ORGANISATION}


class Migration(migrations.Migration):
    """Whose rows are whose. Nothing is deleted but by `registry_erase`; search keys are made anew."""

    dependencies: ClassVar = [("registry", "0001_initial"), ("access", "0001_functions")]
    operations: ClassVar = [
        *(
            RowSecurity(f"registry_{table}", policies=ROWS, grants=grants)
            for table, grants in (
                ("household", "SELECT, INSERT, UPDATE"),
                ("person", "SELECT, INSERT, UPDATE"),
                ("vulnerabilitymark", "SELECT, INSERT, UPDATE"),
                ("householdevent", "SELECT, INSERT"),
                ("personevent", "SELECT, INSERT"),
                ("vulnerabilitymarkevent", "SELECT, INSERT"),
                ("searchkey", "SELECT, INSERT, DELETE"),
                ("upload", "SELECT, INSERT, UPDATE"),
                ("importedrow", "SELECT, INSERT"),
                ("headingmemory", "SELECT, INSERT, UPDATE"),
            )
        ),
        migrations.RunSQL(ERASE, "DROP FUNCTION registry_erase(uuid[], uuid[])"),
    ]
