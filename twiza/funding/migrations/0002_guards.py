"""What the database promises of money: entries that hold, numbers without a gap, restrictions kept.

Nothing here runs with another's rights. Each check reads under the row security of whoever writes, and what it does
not see it refuses: an entry says how many lines it has, and all of them belong to its own association.
"""

from django.db import migrations

from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity

SAME_ORGANISATION = (
    ("line", "entry_id", "entry"),
    ("line", "account_id", "account"),
    ("line", "restriction_id", "restriction"),
    ("entry", "reverses_id", "entry"),
    ("restriction", "yield_of_id", "restriction"),
    ("pledge", "donor_id", "donor"),
    ("pledge", "restriction_id", "restriction"),
    ("gift", "donor_id", "donor"),
    ("gift", "restriction_id", "restriction"),
    ("gift", "entry_id", "entry"),
    ("deposit", "entry_id", "entry"),
    ("receipt", "gift_id", "gift"),
    ("paymentshare", "order_id", "paymentorder"),
    ("paymentshare", "restriction_id", "restriction"),
    ("paymentorder", "entry_id", "entry"),
)
TIED = "".join(
    f"ALTER TABLE funding_{table} ADD CONSTRAINT {table}_{column}_of_the_same"
    f" FOREIGN KEY ({column}, organisation_id) REFERENCES funding_{other} (id, organisation_id)"
    " DEFERRABLE INITIALLY DEFERRED;\n"
    for table, column, other in SAME_ORGANISATION
)
UNTIED = "".join(
    f"ALTER TABLE funding_{table} DROP CONSTRAINT {table}_{column}_of_the_same;\n"
    for table, column, _ in SAME_ORGANISATION
)

# One pen for each journal: held to the end of the transaction, so that numbers come without a gap and balances are
# judged one after the other. A closing takes the same pen.
NUMBERS = """
CREATE FUNCTION funding_take_pen(owner uuid) RETURNS void LANGUAGE sql
    SET search_path = public, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('funding.journal:' || owner::text, 0))
$$;

CREATE FUNCTION funding_number_entry() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    next integer;
    closed date;
BEGIN
    PERFORM funding_take_pen(NEW.organisation_id);
    SELECT max(through) INTO closed FROM funding_bookclosing WHERE organisation_id = NEW.organisation_id;
    IF NEW."on" <= closed THEN
        RAISE EXCEPTION 'the books are closed up to %', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_open_books';
    END IF;
    SELECT coalesce(max(number), 0) + 1 INTO next FROM funding_entry WHERE organisation_id = NEW.organisation_id;
    IF NEW.number NOT IN (0, next) THEN
        RAISE EXCEPTION 'the next entry is number %', next
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_number_is_the_next';
    END IF;
    NEW.number := next;
    RETURN NEW;
END $$;
CREATE TRIGGER number_entry BEFORE INSERT ON funding_entry
    FOR EACH ROW EXECUTE FUNCTION funding_number_entry();

CREATE FUNCTION funding_close_books() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    last date;
BEGIN
    PERFORM funding_take_pen(NEW.organisation_id);
    SELECT max(through) INTO last FROM funding_bookclosing WHERE organisation_id = NEW.organisation_id;
    IF NEW.through <= last THEN
        RAISE EXCEPTION 'the books are closed up to % already', last
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER close_books BEFORE INSERT ON funding_bookclosing
    FOR EACH ROW EXECUTE FUNCTION funding_close_books();

CREATE FUNCTION funding_number_receipt() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    next integer;
BEGIN
    PERFORM pg_advisory_xact_lock(
        hashtextextended('funding.receipts:' || NEW.organisation_id::text || ':' || NEW.year, 0));
    SELECT coalesce(max(number), 0) + 1 INTO next
    FROM funding_receipt WHERE organisation_id = NEW.organisation_id AND year = NEW.year;
    IF NEW.number NOT IN (0, next) THEN
        RAISE EXCEPTION 'the next receipt is number %', next
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_number_is_the_next';
    END IF;
    NEW.number := next;
    RETURN NEW;
END $$;
CREATE TRIGGER number_receipt BEFORE INSERT ON funding_receipt
    FOR EACH ROW EXECUTE FUNCTION funding_number_receipt();

CREATE FUNCTION funding_keep_receipt() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.cancelled_at IS NOT NULL
       OR (OLD.id, OLD.organisation_id, OLD.year, OLD.number, OLD.gift_id, OLD.issued_on, OLD.by_id, OLD.at)
          IS DISTINCT FROM
          (NEW.id, NEW.organisation_id, NEW.year, NEW.number, NEW.gift_id, NEW.issued_on, NEW.by_id, NEW.at)
    THEN
        RAISE EXCEPTION 'a receipt keeps its number; it may be cancelled once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_receipt BEFORE UPDATE OR DELETE ON funding_receipt
    FOR EACH ROW EXECUTE FUNCTION funding_keep_receipt();
"""
NO_NUMBERS = """
DROP TRIGGER keep_receipt ON funding_receipt;
DROP FUNCTION funding_keep_receipt();
DROP TRIGGER number_receipt ON funding_receipt;
DROP FUNCTION funding_number_receipt();
DROP TRIGGER close_books ON funding_bookclosing;
DROP FUNCTION funding_close_books();
DROP TRIGGER number_entry ON funding_entry;
DROP FUNCTION funding_number_entry();
DROP FUNCTION funding_take_pen(uuid);
"""

ADDED_TO = ("account", "entry", "line", "bookclosing", "deposit", "giftsheet", "paymentshare")
ONLY_ADDED = """
CREATE FUNCTION funding_only_added() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'books_are_only_added_to';
END $$;
""" + "".join(
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_{table}"
    " FOR EACH ROW EXECUTE FUNCTION funding_only_added();\n"
    for table in ADDED_TO
)
NOT_ONLY_ADDED = (
    "".join(f"DROP TRIGGER only_added ON funding_{table};\n" for table in ADDED_TO)
    + "DROP FUNCTION funding_only_added();"
)

# The same sentences as rules/ledger.py and rules/restrictions.py, said by the database at COMMIT.
HOLDS = """
CREATE FUNCTION funding_refuse(why text) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the entry does not hold: %', why USING ERRCODE = 'check_violation', CONSTRAINT = why;
END $$;

CREATE FUNCTION funding_check_lines(one uuid) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_entry;
BEGIN
    SELECT * INTO it FROM funding_entry WHERE id = one;
    IF NOT FOUND OR it.line_count <> (SELECT count(*) FROM funding_line WHERE entry_id = one) THEN
        PERFORM funding_refuse('entry_has_its_lines');
    END IF;
    IF EXISTS (SELECT FROM funding_line WHERE entry_id = one
               GROUP BY restriction_id, currency HAVING sum(amount) <> 0) THEN
        PERFORM funding_refuse('entry_is_balanced');
    END IF;
END $$;

CREATE FUNCTION funding_check_spending(it funding_entry) RETURNS void LANGUAGE plpgsql
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
        IF spent.kind = 'zakat_al_fitr' AND spent.spend_before IS NOT NULL THEN
            prayer := spent.spend_before AT TIME ZONE 'Africa/Casablanca';
            IF it."on" > prayer::date OR (it."on" = prayer::date AND it.at >= spent.spend_before) THEN
                PERFORM funding_refuse('after_the_prayer');
            END IF;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION funding_check_reversal(it funding_entry) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM funding_entry WHERE id = it.reverses_id AND reverses_id IS NULL
                                               AND "on" <= it."on")
       OR EXISTS (SELECT FROM funding_line WHERE entry_id IN (it.id, it.reverses_id)
                  GROUP BY account_id, restriction_id, campaign, zone, currency HAVING sum(amount) <> 0) THEN
        PERFORM funding_refuse('reversal_undoes_it');
    END IF;
END $$;

CREATE FUNCTION funding_check_balances(it funding_entry) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT DISTINCT l.restriction_id, l.account_id, l.currency
        FROM funding_line l JOIN funding_account a ON a.id = l.account_id AND a.kind = 'asset'
        WHERE l.entry_id = it.id
    LOOP
        -- at the end of each day, not only today
        IF (SELECT min(running) FROM (
                SELECT sum(l.amount) OVER (ORDER BY e."on") AS running
                FROM funding_line l JOIN funding_entry e ON e.id = l.entry_id
                WHERE l.restriction_id = one.restriction_id AND l.account_id = one.account_id
                  AND l.currency = one.currency) AS days) < 0 THEN
            PERFORM funding_refuse('more_than_received');
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION funding_entry_holds() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM funding_check_lines(NEW.id);
    IF NEW.reverses_id IS NULL THEN
        PERFORM funding_check_spending(NEW);
    ELSE
        PERFORM funding_check_reversal(NEW);
    END IF;
    PERFORM funding_check_balances(NEW);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_entry_holds AFTER INSERT ON funding_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_entry_holds();

CREATE FUNCTION funding_line_belongs() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM funding_check_lines(NEW.entry_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_line_belongs AFTER INSERT ON funding_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_line_belongs();

CREATE FUNCTION funding_shares_add_up() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one uuid := CASE TG_TABLE_NAME WHEN 'funding_paymentorder' THEN to_jsonb(NEW) ->> 'id'
                                   ELSE to_jsonb(NEW) ->> 'order_id' END;
BEGIN
    IF (SELECT amount FROM funding_paymentorder WHERE id = one)
       IS DISTINCT FROM (SELECT sum(amount) FROM funding_paymentshare WHERE order_id = one) THEN
        PERFORM funding_refuse('shares_differ');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_shares_add_up AFTER INSERT ON funding_paymentorder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_shares_add_up();
CREATE CONSTRAINT TRIGGER funding_shares_add_up AFTER INSERT ON funding_paymentshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_shares_add_up();
"""
HOLDS_NOT = """
DROP TRIGGER funding_shares_add_up ON funding_paymentshare;
DROP TRIGGER funding_shares_add_up ON funding_paymentorder;
DROP FUNCTION funding_shares_add_up();
DROP TRIGGER funding_line_belongs ON funding_line;
DROP FUNCTION funding_line_belongs();
DROP TRIGGER funding_entry_holds ON funding_entry;
DROP FUNCTION funding_entry_holds();
DROP FUNCTION funding_check_balances(funding_entry);
DROP FUNCTION funding_check_reversal(funding_entry);
DROP FUNCTION funding_check_spending(funding_entry);
DROP FUNCTION funding_check_lines(uuid);
DROP FUNCTION funding_refuse(text);
"""

# What may be written, column by column: a row of the books never, a state of a paper where it moves.
GRANTS = {
    "account": "SELECT, INSERT",
    "restriction": "SELECT, INSERT, UPDATE (spend_before)",
    "bookclosing": "SELECT, INSERT",
    "entry": "SELECT, INSERT",
    "line": "SELECT, INSERT",
    "donor": "SELECT, INSERT, UPDATE (kind, name, phone, contact, erased_at)",
    "pledge": "SELECT, INSERT, UPDATE (state, received, reason_code, words)",
    "deposit": "SELECT, INSERT",
    "giftsheet": "SELECT, INSERT",
    "gift": "SELECT, INSERT, UPDATE (deposit_id, corrected_at, corrected_by_id, reason_code, words)",
    "receipt": "SELECT, INSERT, UPDATE (cancelled_at, cancelled_by_id, reason_code)",
    "paymentorder": "SELECT, INSERT, UPDATE (state, paid_by_id, paid_at, paid_on, reference, entry_id,"
    " cancelled_by_id, cancelled_at, reason_code)",
    "paymentshare": "SELECT, INSERT",
}


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("access", "0001_functions")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(ONLY_ADDED, NOT_ONLY_ADDED),
        migrations.RunSQL(HOLDS, HOLDS_NOT),
        *(
            RowSecurity(f"funding_{table}", policies={"own_organisation": OWN_ORGANISATION}, grants=grants)
            for table, grants in GRANTS.items()
        ),
    ]
