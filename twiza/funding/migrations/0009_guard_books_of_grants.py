"""What the database promises of the chart of accounts, of the dimensions of lines, and of the books of grants.

Money of a grant is written with its funder and its convention, by entries of grants alone, and stays within its own
restriction. Code and kind of an account that has lines stay; a closed account takes no line after its day; the shares
of an invoice are the whole of it.
"""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import OWN_ORGANISATION, RowSecurity

_TIES = (
    ("line", "project_id, organisation_id", "project (id, organisation_id)"),
    ("restriction", "grant_id, organisation_id", "grant (id, grantee_id)"),
    ("grantexpense", "entry_id, organisation_id", "entry (id, organisation_id)"),
    ("grantbooking", "grant_id, organisation_id", "grant (id, grantee_id)"),
    ("grantbooking", "entry_id, organisation_id", "entry (id, organisation_id)"),
    ("headingaccount", "account_id, organisation_id", "account (id, organisation_id)"),
    ("purchaseshare", "purchase_id, organisation_id", "purchase (id, organisation_id)"),
    ("purchaseshare", "purchase_id, writer_id", "purchase (id, by_id)"),
    ("purchaseshare", "restriction_id, organisation_id", "restriction (id, organisation_id)"),
    ("purchaseshare", "project_id, organisation_id", "project (id, organisation_id)"),
    ("purchaseshare", "entry_id, organisation_id", "entry (id, organisation_id)"),
)
TIED = "".join(
    f"ALTER TABLE funding_{table} ADD CONSTRAINT {table}_{columns.split('_id')[0]}_of_its_own_{place}"
    f" FOREIGN KEY ({columns}) REFERENCES funding_{other} DEFERRABLE INITIALLY DEFERRED;\n"
    for place, (table, columns, other) in enumerate(_TIES)
)
UNTIED = "".join(
    f"ALTER TABLE funding_{table} DROP CONSTRAINT {table}_{columns.split('_id')[0]}_of_its_own_{place};\n"
    for place, (table, columns, _) in enumerate(_TIES)
)

CHART = """
DROP TRIGGER only_added ON funding_account;
CREATE FUNCTION funding_keep_account() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM funding_say('books_are_only_added_to');
    END IF;
    IF (OLD.id, OLD.organisation_id, OLD.role) IS DISTINCT FROM (NEW.id, NEW.organisation_id, NEW.role) THEN
        PERFORM funding_say('account_stays_what_it_is');
    END IF;
    -- nobody writes in this journal meanwhile
    PERFORM funding_take_pen(NEW.organisation_id);
    IF (OLD.code, OLD.kind) IS DISTINCT FROM (NEW.code, NEW.kind)
       AND EXISTS (SELECT FROM funding_line WHERE organisation_id = NEW.organisation_id AND account_id = NEW.id) THEN
        PERFORM funding_say('account_with_lines_stays');
    END IF;
    IF NEW.closed_on < (SELECT max("on") FROM funding_line
                        WHERE organisation_id = NEW.organisation_id AND account_id = NEW.id) THEN
        PERFORM funding_say('account_closed_after_its_lines');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_account BEFORE UPDATE OR DELETE ON funding_account
    FOR EACH ROW EXECUTE FUNCTION funding_keep_account();

CREATE FUNCTION funding_open_project() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.institution_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM network_institution WHERE id = NEW.institution_id
           AND NEW.organisation_id IN (association_id, organisation_id)) THEN
        PERFORM funding_say('institution_of_its_own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_project BEFORE INSERT ON funding_project
    FOR EACH ROW EXECUTE FUNCTION funding_open_project();
"""
NO_CHART = """
DROP TRIGGER open_project ON funding_project;
DROP FUNCTION funding_open_project();
DROP TRIGGER keep_account ON funding_account;
DROP FUNCTION funding_keep_account();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_account
    FOR EACH ROW EXECUTE FUNCTION funding_only_added();
"""

# What a line does not see it is refused for: all of this reads under the row security of whoever writes.
LINES = """
CREATE FUNCTION funding_place_line() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    what text;
    bound record;
    place uuid;
BEGIN
    SELECT "on", kind INTO NEW."on", what FROM funding_entry WHERE id = NEW.entry_id;
    IF NOT FOUND THEN
        PERFORM funding_refuse('entry_has_its_lines');
    END IF;
    IF NEW."on" > (SELECT closed_on FROM funding_account WHERE id = NEW.account_id) THEN
        PERFORM funding_refuse('account_is_closed');
    END IF;
    SELECT r.grant_id, g.organisation_id AS funder_id, c.convention_id INTO bound
    FROM funding_restriction r
    LEFT JOIN funding_grant g ON g.id = r.grant_id
    LEFT JOIN funding_grantconvention c ON c.grant_id = g.id
    WHERE r.id = NEW.restriction_id;
    IF bound.grant_id IS NULL THEN
        IF NEW.funder_id IS NOT NULL OR NEW.convention_id IS NOT NULL OR NEW.heading_id IS NOT NULL
           OR what LIKE 'grant\\_%' THEN
            PERFORM funding_refuse('line_of_no_grant');
        END IF;
    ELSE
        IF what NOT IN ('grant_received', 'grant_spent', 'grant_returned', 'move', 'reversal') THEN
            PERFORM funding_refuse('grant_money');
        END IF;
        IF bound.funder_id IS NULL OR bound.convention_id IS NULL
           OR (NEW.funder_id, NEW.convention_id) IS DISTINCT FROM (bound.funder_id, bound.convention_id)
           OR NEW.heading_id IS NOT NULL AND NOT EXISTS (
              SELECT FROM funding_grantheading WHERE id = NEW.heading_id AND grant_id = bound.grant_id) THEN
            PERFORM funding_refuse('line_of_its_grant');
        END IF;
    END IF;
    IF NEW.project_id IS NOT NULL THEN
        SELECT institution_id INTO place FROM funding_project WHERE id = NEW.project_id;
        IF NOT FOUND OR place IS DISTINCT FROM NEW.institution_id THEN
            PERFORM funding_refuse('line_of_its_project');
        END IF;
    ELSIF NEW.institution_id IS NOT NULL AND what <> 'reversal' AND NOT EXISTS (
        SELECT FROM network_institution WHERE id = NEW.institution_id
           AND NEW.organisation_id IN (association_id, organisation_id)) THEN
        PERFORM funding_refuse('institution_of_its_own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER place_line BEFORE INSERT ON funding_line
    FOR EACH ROW EXECUTE FUNCTION funding_place_line();
"""
NO_LINES = """
DROP TRIGGER place_line ON funding_line;
DROP FUNCTION funding_place_line();
"""

_REVERSAL = """
CREATE OR REPLACE FUNCTION funding_check_reversal(it funding_entry) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM funding_entry WHERE id = it.reverses_id AND reverses_id IS NULL
                                               AND "on" <= it."on")
       OR EXISTS (SELECT FROM funding_line WHERE entry_id IN (it.id, it.reverses_id)
                  GROUP BY account_id, restriction_id, campaign, zone, currency{more} HAVING sum(amount) <> 0) THEN
        PERFORM funding_refuse('reversal_undoes_it');
    END IF;
END $$;
"""
REVERSAL = _REVERSAL.replace("{more}", ", funder_id, convention_id, institution_id, project_id, heading_id")
REVERSAL_BEFORE = _REVERSAL.replace("{more}", "")

# An association may pay for a grant before its tranche comes: how much is said on its pages. A gift never.
_BALANCES = """
CREATE OR REPLACE FUNCTION funding_check_balances(it funding_entry) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT DISTINCT l.restriction_id, l.account_id, l.currency
        FROM funding_line l JOIN funding_account a ON a.id = l.account_id AND a.kind = 'asset'
        {grants}WHERE l.entry_id = it.id
    LOOP
        -- at the end of each day, not only today
        IF (SELECT min(running) FROM (
                SELECT sum(l.amount) OVER (ORDER BY {day}) AS running
                FROM funding_line l {entries}
                WHERE l.restriction_id = one.restriction_id AND l.account_id = one.account_id
                  AND l.currency = one.currency) AS days) < 0 THEN
            PERFORM funding_refuse('more_than_received');
        END IF;
    END LOOP;
END $$;
"""
BALANCES = (
    _BALANCES.replace(
        "{grants}",
        "JOIN funding_restriction r ON r.id = l.restriction_id AND r.kind <> 'grant'\n        ",
    )
    .replace("{day}", 'l."on"')
    .replace("{entries}", "")
)
BALANCES_BEFORE = (
    _BALANCES.replace("{grants}", "")
    .replace("{day}", 'e."on"')
    .replace("{entries}", "JOIN funding_entry e ON e.id = l.entry_id")
)

BOOKINGS = """
-- what an entry takes out of (below zero) or brings into the bank and the cash box, of one restriction or one grant
CREATE FUNCTION funding_moved(one uuid, granted uuid, bound uuid) RETURNS numeric LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(l.amount), 0) FROM funding_line l
    JOIN funding_account a ON a.id = l.account_id AND a.kind = 'asset'
    JOIN funding_restriction r ON r.id = l.restriction_id
    WHERE l.entry_id = one AND (r.grant_id = granted OR r.id = bound)
$$;

CREATE FUNCTION funding_book_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'received' AND NOT EXISTS (SELECT FROM funding_granttranche
            WHERE id = NEW.tranche_id AND grant_id = NEW.grant_id AND paid_on IS NOT NULL
              AND amount - held_back = NEW.amount) THEN
        PERFORM funding_say('booking_is_what_was_paid');
    END IF;
    IF NEW.undone_at IS NOT NULL THEN
        PERFORM funding_say('booking_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER book_grant BEFORE INSERT ON funding_grantbooking
    FOR EACH ROW EXECUTE FUNCTION funding_book_grant();

CREATE FUNCTION funding_keep_booking() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
       OR to_jsonb(OLD) - 'undone_at' <> to_jsonb(NEW) - 'undone_at'
       OR NOT EXISTS (SELECT FROM funding_entry WHERE reverses_id = NEW.entry_id) THEN
        PERFORM funding_say('booking_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_booking BEFORE UPDATE OR DELETE ON funding_grantbooking
    FOR EACH ROW EXECUTE FUNCTION funding_keep_booking();

CREATE FUNCTION funding_booked_so() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it jsonb := to_jsonb(NEW);
    expected numeric := CASE WHEN TG_TABLE_NAME = 'funding_grantexpense' THEN -(it ->> 'share')::numeric
                             WHEN it ->> 'kind' = 'returned' THEN -(it ->> 'amount')::numeric
                             ELSE (it ->> 'amount')::numeric END;
BEGIN
    IF it ->> 'entry_id' IS NOT NULL
       AND funding_moved((it ->> 'entry_id')::uuid, (it ->> 'grant_id')::uuid, NULL) <> expected THEN
        PERFORM funding_say('booked_as_it_is');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER booked_so AFTER INSERT ON funding_grantbooking
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_booked_so();
CREATE CONSTRAINT TRIGGER booked_so AFTER INSERT ON funding_grantexpense
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_booked_so();
"""
NO_BOOKINGS = """
DROP TRIGGER booked_so ON funding_grantexpense;
DROP TRIGGER booked_so ON funding_grantbooking;
DROP FUNCTION funding_booked_so();
DROP TRIGGER keep_booking ON funding_grantbooking;
DROP FUNCTION funding_keep_booking();
DROP TRIGGER book_grant ON funding_grantbooking;
DROP FUNCTION funding_book_grant();
DROP FUNCTION funding_moved(uuid, uuid, uuid);
"""

PURCHASES = """
CREATE FUNCTION funding_keep_purchase() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.taken_out_at IS NOT NULL OR NEW.taken_out_at IS NULL
       OR to_jsonb(OLD) - 'taken_out_at' <> to_jsonb(NEW) - 'taken_out_at' THEN
        PERFORM funding_say('purchase_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_purchase BEFORE UPDATE OR DELETE ON funding_purchase
    FOR EACH ROW EXECUTE FUNCTION funding_keep_purchase();

CREATE FUNCTION funding_keep_share() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.second_id IS NOT NULL
       OR to_jsonb(OLD) - '{entry_id,second_id,second_at}'::text[]
          <> to_jsonb(NEW) - '{entry_id,second_id,second_at}'::text[] THEN
        PERFORM funding_say('purchase_stays');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_share BEFORE UPDATE OR DELETE ON funding_purchaseshare
    FOR EACH ROW EXECUTE FUNCTION funding_keep_share();

-- at COMMIT: the shares are the whole, each within a cent of its percent, each what its expense or entry says
CREATE FUNCTION funding_purchase_whole() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one uuid := coalesce(to_jsonb(NEW) ->> 'purchase_id', to_jsonb(NEW) ->> 'id')::uuid;
    whole numeric;
BEGIN
    SELECT amount INTO whole FROM funding_purchase WHERE id = one;
    IF NOT FOUND OR (SELECT (sum(percent), sum(amount)) FROM funding_purchaseshare WHERE purchase_id = one)
                    IS DISTINCT FROM (100.00, whole) THEN
        PERFORM funding_say('shares_are_the_whole');
    END IF;
    IF EXISTS (SELECT FROM funding_purchaseshare WHERE purchase_id = one
               AND abs(amount - whole * percent / 100) >= 0.01) THEN
        PERFORM funding_say('share_is_its_percent');
    END IF;
    IF EXISTS (
        SELECT FROM funding_purchaseshare s JOIN funding_restriction r ON r.id = s.restriction_id
        LEFT JOIN funding_grantexpense e ON e.id = s.expense_id
        WHERE s.purchase_id = one AND (
            r.grant_id IS DISTINCT FROM e.grant_id
            OR s.expense_id IS NOT NULL AND (e.share, e.amount) IS DISTINCT FROM (s.amount, whole)
            OR s.entry_id IS NOT NULL AND funding_moved(s.entry_id, NULL, s.restriction_id) <> -s.amount)) THEN
        PERFORM funding_say('share_is_what_it_pays');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER purchase_whole AFTER INSERT ON funding_purchase
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_purchase_whole();
CREATE CONSTRAINT TRIGGER purchase_whole AFTER INSERT OR UPDATE ON funding_purchaseshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_purchase_whole();
"""
NO_PURCHASES = """
DROP TRIGGER purchase_whole ON funding_purchaseshare;
DROP TRIGGER purchase_whole ON funding_purchase;
DROP FUNCTION funding_purchase_whole();
DROP TRIGGER keep_share ON funding_purchaseshare;
DROP FUNCTION funding_keep_share();
DROP TRIGGER keep_purchase ON funding_purchase;
DROP FUNCTION funding_keep_purchase();
"""

_COLUMNS = "code, kind, label_ar, label_fr, closed_on"
RENAMES = f"GRANT UPDATE ({_COLUMNS}) ON funding_account TO {settings.TWIZA_APP_ROLE};"
NO_RENAMES = f"REVOKE UPDATE ({_COLUMNS}) ON funding_account FROM {settings.TWIZA_APP_ROLE};"

GRANTS = {
    "project": "SELECT, INSERT, UPDATE (title, starts_on, ends_on)",
    "grantbooking": "SELECT, INSERT, UPDATE (undone_at)",
    "headingaccount": "SELECT, INSERT, UPDATE (account_id)",
    "purchase": "SELECT, INSERT, UPDATE (taken_out_at)",
    "purchaseshare": "SELECT, INSERT, UPDATE (entry_id, second_id, second_at)",
}


class Migration(migrations.Migration):
    dependencies = [("funding", "0008_books_of_grants"), ("access", "0001_functions")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(CHART, NO_CHART),
        migrations.RunSQL(LINES, NO_LINES),
        migrations.RunSQL(REVERSAL, REVERSAL_BEFORE),
        migrations.RunSQL(BALANCES, BALANCES_BEFORE),
        migrations.RunSQL(BOOKINGS, NO_BOOKINGS),
        migrations.RunSQL(PURCHASES, NO_PURCHASES),
        migrations.RunSQL(RENAMES, NO_RENAMES),
        *(
            RowSecurity(f"funding_{table}", policies={"own_organisation": OWN_ORGANISATION}, grants=grants)
            for table, grants in GRANTS.items()
        ),
    ]
