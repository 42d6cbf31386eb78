"""Opening balances: one entry, before every other one, on the accounts of the balance sheet alone."""

from django.db import migrations, models

OPENING = """
CREATE FUNCTION funding_standing_opening(owner uuid) RETURNS date LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT max(e."on") FROM funding_entry e
    WHERE e.organisation_id = owner AND e.kind = 'opening'
      AND NOT EXISTS (SELECT FROM funding_entry r WHERE r.reverses_id = e.id)
$$;

-- after number_entry, which holds the pen: one opening at a time
CREATE FUNCTION funding_open_first() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    opened date := funding_standing_opening(NEW.organisation_id);
BEGIN
    IF NEW.kind <> 'opening' THEN
        IF NEW."on" < opened THEN
            PERFORM funding_refuse('entry_after_the_opening');
        END IF;
        RETURN NEW;
    END IF;
    IF opened IS NOT NULL THEN
        PERFORM funding_refuse('opening_stands_once');
    END IF;
    IF EXISTS (SELECT FROM funding_entry e LEFT JOIN funding_entry undone ON undone.id = e.reverses_id
               WHERE e.organisation_id = NEW.organisation_id AND e."on" < NEW."on"
                 AND e.kind <> 'opening' AND undone.kind IS DISTINCT FROM 'opening') THEN
        PERFORM funding_refuse('opening_comes_first');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_first BEFORE INSERT ON funding_entry
    FOR EACH ROW EXECUTE FUNCTION funding_open_first();

CREATE FUNCTION funding_opening_of_the_balance() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM funding_line l JOIN funding_account a ON a.id = l.account_id
               WHERE l.entry_id = NEW.id AND a.kind IN ('income', 'expense')) THEN
        PERFORM funding_refuse('opening_is_of_the_balance');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER opening_of_the_balance AFTER INSERT ON funding_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'opening')
    EXECUTE FUNCTION funding_opening_of_the_balance();
"""
NO_OPENING = """
DROP TRIGGER opening_of_the_balance ON funding_entry;
DROP FUNCTION funding_opening_of_the_balance();
DROP TRIGGER open_first ON funding_entry;
DROP FUNCTION funding_open_first();
DROP FUNCTION funding_standing_opening(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0014_what_goes_back")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "opening")), fields=["organisation"], name="entry_opening"
            ),
        ),
        migrations.RunSQL(OPENING, NO_OPENING),
    ]
