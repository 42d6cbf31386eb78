from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION access_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('twiza.user', true), '')::uuid $$;

CREATE FUNCTION access_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('twiza.organisations', true), '')::uuid[], '{}'::uuid[]) $$;

CREATE FUNCTION access_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('twiza.purpose', true), '') $$;
"""

BACK = """
DROP FUNCTION access_purpose();
DROP FUNCTION access_organisations();
DROP FUNCTION access_user();
"""


class Migration(migrations.Migration):
    """What a policy may ask: who, where, why. Nothing said: NULL, an empty array, an empty text."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
