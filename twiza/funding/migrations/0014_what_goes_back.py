"""What the database promises of money given back and of expenses: never more than came, never beside the books."""

from django.db import migrations

# In the books of the association: never more than came, and only out of what is left. Judged at COMMIT, with the lines.
GIVEN_BACK = """
CREATE FUNCTION funding_given_back_within() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM funding_take_pen(NEW.organisation_id);
    IF (SELECT coalesce(sum(CASE kind WHEN 'returned' THEN -amount ELSE amount END), 0) FROM funding_grantbooking
        WHERE grant_id = NEW.grant_id AND undone_at IS NULL) < 0 THEN
        PERFORM funding_say('given_back_within_received');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.kind = 'returned' AND (
        SELECT coalesce(sum(l.amount), 0) FROM funding_line l
        JOIN funding_account a ON a.id = l.account_id AND a.kind = 'asset'
        JOIN funding_restriction r ON r.id = l.restriction_id
        WHERE r.grant_id = NEW.grant_id AND r.organisation_id = NEW.organisation_id) < 0 THEN
        PERFORM funding_say('given_back_out_of_what_is_left');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER given_back_within AFTER INSERT OR UPDATE ON funding_grantbooking
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_given_back_within();
"""
NOT_GIVEN_BACK = """
DROP TRIGGER given_back_within ON funding_grantbooking;
DROP FUNCTION funding_given_back_within();
"""

# As the funder writes it: never more than it paid and has not accepted as spent.
RETURNED = """
CREATE FUNCTION funding_returned_within() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM funding_grant WHERE id = NEW.grant_id FOR UPDATE;
    IF (SELECT coalesce(sum(amount - held_back), 0) FROM funding_granttranche
        WHERE grant_id = NEW.grant_id AND paid_on IS NOT NULL)
     - (SELECT coalesce(sum(l.share), 0) FROM funding_grantreportline l JOIN funding_grantreport r ON r.id = l.report_id
        WHERE r.grant_id = NEW.grant_id AND l.verdict = 'accepted')
     - (SELECT coalesce(sum(amount), 0) FROM funding_grantreturn WHERE grant_id = NEW.grant_id) < 0 THEN
        PERFORM funding_say('returned_within_what_is_open');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER returned_within AFTER INSERT ON funding_grantreturn
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION funding_returned_within();
"""
NOT_RETURNED = """
DROP TRIGGER returned_within ON funding_grantreturn;
DROP FUNCTION funding_returned_within();
"""

# Rows of before the books held grants have no entry, and keep none; whatever is charged or taken out now has its own.
IN_THE_BOOKS = """
CREATE FUNCTION funding_expense_in_the_books() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.entry_id IS NULL THEN
        PERFORM funding_say('expense_has_its_entry');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.taken_out_at IS NOT NULL AND OLD.taken_out_at IS NULL AND OLD.entry_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM funding_entry WHERE reverses_id = OLD.entry_id) THEN
        PERFORM funding_say('expense_out_of_the_books');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_the_books BEFORE INSERT OR UPDATE ON funding_grantexpense
    FOR EACH ROW EXECUTE FUNCTION funding_expense_in_the_books();
"""
NOT_IN_THE_BOOKS = """
DROP TRIGGER in_the_books ON funding_grantexpense;
DROP FUNCTION funding_expense_in_the_books();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0013_guard_grant_proofs")]

    operations = [
        migrations.RunSQL(GIVEN_BACK, NOT_GIVEN_BACK),
        migrations.RunSQL(RETURNED, NOT_RETURNED),
        migrations.RunSQL(IN_THE_BOOKS, NOT_IN_THE_BOOKS),
    ]
