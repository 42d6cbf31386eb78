"""Zakat al-fitr is paid once its prayer is entered, and a prayer that is over stays; a yield keeps the bank's reference."""

from django.db import migrations, models
from django.db.models import Q

SPENDING = """
CREATE OR REPLACE FUNCTION funding_check_spending(it funding_entry) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    spent record;
    prayer timestamp;
BEGIN
    FOR spent IN
        SELECT r.kind, r.campaign, r.zone, r.spend_before, r.id
        FROM funding_line l
        JOIN funding_account a ON a.id = l.account_id AND a.kind = 'asset'
        JOIN funding_restriction r ON r.id = l.restriction_id
        WHERE l.entry_id = it.id
        GROUP BY r.id HAVING sum(l.amount) < 0
    LOOP
        IF spent.kind = 'waqf' THEN
            PERFORM funding_refuse('waqf_capital');
        END IF;
        IF spent.campaign IS NOT NULL AND EXISTS (
            SELECT FROM funding_line WHERE entry_id = it.id AND restriction_id = spent.id
                                       AND campaign IS DISTINCT FROM spent.campaign) THEN
            PERFORM funding_refuse('other_campaign');
        END IF;
        IF spent.zone <> '' AND EXISTS (
            SELECT FROM funding_line WHERE entry_id = it.id AND restriction_id = spent.id
                                       AND zone <> spent.zone) THEN
            PERFORM funding_refuse('other_zone');
        END IF;
        {unknown}
        IF spent.kind = 'zakat_al_fitr' AND spent.spend_before IS NOT NULL THEN
            prayer := spent.spend_before AT TIME ZONE 'Africa/Casablanca';
            IF it."on" > prayer::date OR (it."on" = prayer::date AND it.at >= spent.spend_before) THEN
                PERFORM funding_refuse('after_the_prayer');
            END IF;
        END IF;
    END LOOP;
END $$;
"""
UNKNOWN = """IF spent.kind = 'zakat_al_fitr' AND spent.spend_before IS NULL THEN
            PERFORM funding_refuse('prayer_not_entered');
        END IF;"""
ENTERED = SPENDING.replace("{unknown}", UNKNOWN)
AS_BEFORE = SPENDING.replace("{unknown}", "")

# By the clock of the database: what the application says of the hour does not open it again.
STAYS = """
CREATE FUNCTION funding_prayer_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.spend_before IS DISTINCT FROM OLD.spend_before
       AND (NEW.spend_before IS NULL OR OLD.spend_before <= now()) THEN
        RAISE EXCEPTION 'a prayer that is over stays, and none is taken out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'prayer_is_over';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER prayer_stays BEFORE UPDATE ON funding_restriction
    FOR EACH ROW EXECUTE FUNCTION funding_prayer_stays();
"""
STAYS_NOT = """
DROP TRIGGER prayer_stays ON funding_restriction;
DROP FUNCTION funding_prayer_stays();
"""

REFERENCE = models.CheckConstraint(
    condition=~Q(kind="yield") | ~Q(reference=""), name="entry_yield_has_its_paper"
)


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_guards")]

    operations = [
        migrations.AddField(
            "entry", "reference", models.CharField(blank=True, db_default="", default="", max_length=60)
        ),
        # NOT VALID: yields written before this have their reference in the log only, and an entry is never rewritten
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE funding_entry ADD CONSTRAINT entry_yield_has_its_paper"
                    " CHECK (kind <> 'yield' OR reference <> '') NOT VALID",
                    "ALTER TABLE funding_entry DROP CONSTRAINT entry_yield_has_its_paper",
                )
            ],
            [migrations.AddConstraint("entry", REFERENCE)],
        ),
        migrations.RunSQL(ENTERED, AS_BEFORE),
        migrations.RunSQL(STAYS, STAYS_NOT),
    ]
