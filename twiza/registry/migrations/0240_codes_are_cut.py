"""The code that was told at the door is cut when its campaign forgets its families."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION registry_words_only_taken_away() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
%s    IF NEW.words <> '' OR NEW.words_erased_at IS NULL OR to_jsonb(NEW) - '{words,place_words,words_erased_at}'::text[]
        <> to_jsonb(OLD) - '{words,place_words,words_erased_at}'::text[]
    THEN
        RAISE EXCEPTION 'of a request only its free words are changed: taken away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_only_loses_its_words';
    END IF;
    RETURN NEW;
END $$;
"""
# The application may not change the column at all: only the function that makes a campaign forget reaches it.
CUT = """    IF access_purpose() IN ('upkeep', 'restore') AND to_jsonb(NEW) ->> 'list_code' = '—'
        AND to_jsonb(NEW) - 'list_code' = to_jsonb(OLD) - 'list_code'
    THEN
        RETURN NEW;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0180_whereabouts")]

    operations = [migrations.RunSQL(FUNCTION % CUT, FUNCTION % "")]
