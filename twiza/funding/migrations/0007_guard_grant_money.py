"""What the database promises of grants from the convention to the closing."""

from django.conf import settings
from django.db import migrations

from twiza.platform.access.actions import RowSecurity

MINE = "= ANY ((SELECT access_organisations())::uuid[])"
FUNDER = f"organisation_id {MINE}"
GRANTEE = f"grantee_id {MINE}"
EITHER = f"({FUNDER} OR {GRANTEE})"
# True inside funding_invoice_used only: it works with the rights of the table's owner, and the application never does
BY_FUNCTION = "(SELECT current_user = pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'funding_grantexpense'::regclass)"
BOTH = "grant_id, organisation_id, grantee_id"
_TIES = (
    *((table, BOTH, "grant (id, organisation_id, grantee_id)") for table in ("grantconvention", "granttranche", "grantreport", "grantreturn")),
    ("grantreportline", "report_id, organisation_id, grantee_id", "grantreport (id, organisation_id, grantee_id)"),
    ("grantexpense", "heading_id, grant_id", "grantheading (id, grant_id)"),
)  # fmt: skip
TIED = "".join(
    f"ALTER TABLE funding_{table} ADD CONSTRAINT {table}_of_its_own FOREIGN KEY ({columns})"
    f" REFERENCES funding_{other};\n"
    for table, columns, other in _TIES
)
UNTIED = "".join(f"ALTER TABLE funding_{table} DROP CONSTRAINT {table}_of_its_own;\n" for table, *_ in _TIES)

# The one answer about an invoice of somebody else: yes or no. Within one association several grants may share an
# invoice, as long as their shares do not go beyond it.
USED = f"""
CREATE FUNCTION funding_invoice_used(owner uuid, known text, picture text, part numeric, whole numeric)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT owner = ANY ((access_organisations())::uuid[]) THEN
        RAISE EXCEPTION 'only of one''s own invoices' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('funding.invoice:' || known, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('funding.picture:' || picture, 0)) WHERE picture <> '';
    RETURN EXISTS (SELECT FROM funding_grantexpense e WHERE e.taken_out_at IS NULL AND e.kind = 'invoice'
                   AND e.organisation_id <> owner AND (e.mark = known OR (picture <> '' AND e.sha256 = picture)))
        OR EXISTS (SELECT FROM funding_grantexpense e WHERE e.taken_out_at IS NULL AND e.kind = 'invoice'
                   AND e.organisation_id = owner AND picture <> '' AND e.sha256 = picture AND e.mark <> known)
        OR part + (SELECT coalesce(sum(e.share), 0) FROM funding_grantexpense e WHERE e.taken_out_at IS NULL
                   AND e.kind = 'invoice' AND e.organisation_id = owner AND e.mark = known) > whole;
END $$;
REVOKE ALL ON FUNCTION funding_invoice_used(uuid, text, text, numeric, numeric) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION funding_invoice_used(uuid, text, text, numeric, numeric) TO {settings.TWIZA_APP_ROLE};
"""
NOT_USED = "DROP FUNCTION funding_invoice_used(uuid, text, text, numeric, numeric);"

MONEY = """
CREATE FUNCTION funding_write_tranche() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM funding_grant WHERE id = NEW.grant_id FOR UPDATE;
    IF (SELECT state FROM funding_grant WHERE id = NEW.grant_id) IS DISTINCT FROM 'granted' THEN
        PERFORM funding_say('tranches_before_signature');
    END IF;
    IF NEW.paid_on IS NOT NULL OR NEW.excused_by_id IS NOT NULL THEN
        PERFORM funding_say('tranche_begins_unpaid');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER write_tranche BEFORE INSERT ON funding_granttranche
    FOR EACH ROW EXECUTE FUNCTION funding_write_tranche();

CREATE FUNCTION funding_tranches_within() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT sum(amount) FROM funding_granttranche WHERE grant_id = NEW.grant_id)
       > (SELECT amount FROM funding_grantdecision WHERE grant_id = NEW.grant_id AND granted) THEN
        PERFORM funding_say('tranches_within_the_grant');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tranches_within AFTER INSERT ON funding_granttranche
    FOR EACH ROW EXECUTE FUNCTION funding_tranches_within();

CREATE FUNCTION funding_pay_tranche() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    excused boolean := NEW.excused_by_id IS NOT NULL AND NEW.excused_with_id IS NOT NULL;
BEGIN
    IF OLD.paid_on IS NOT NULL THEN
        PERFORM funding_say('tranche_is_paid_once');
    END IF;
    IF NEW.paid_on IS NULL THEN
        RETURN NEW;
    END IF;
    IF (SELECT state FROM funding_grant WHERE id = NEW.grant_id) IS DISTINCT FROM 'signed' THEN
        PERFORM funding_say('tranche_paid_after_signature');
    END IF;
    IF NEW.number > 1 AND NOT EXISTS (SELECT FROM funding_granttranche
            WHERE grant_id = NEW.grant_id AND number = NEW.number - 1 AND paid_on IS NOT NULL) THEN
        PERFORM funding_say('tranches_in_their_order');
    END IF;
    IF NEW.number > 1 AND NOT excused AND NOT EXISTS (SELECT FROM funding_grantreport
            WHERE grant_id = NEW.grant_id AND number = NEW.number - 1 AND state = 'accepted') THEN
        PERFORM funding_say('tranche_after_its_report');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pay_tranche BEFORE UPDATE ON funding_granttranche
    FOR EACH ROW EXECUTE FUNCTION funding_pay_tranche();

CREATE FUNCTION funding_sign_convention() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.funder_signed_at IS NOT NULL THEN
        PERFORM funding_say('convention_stays');
    END IF;
    IF NEW.grantee_signed_at IS DISTINCT FROM OLD.grantee_signed_at AND NEW.grantee_signed_at IS NOT NULL
       AND NOT NEW.grantee_id = ANY ((SELECT access_organisations())::uuid[]) THEN
        PERFORM funding_say('signed_by_its_own');
    END IF;
    IF NEW.funder_signed_at IS DISTINCT FROM OLD.funder_signed_at
       AND NOT NEW.organisation_id = ANY ((SELECT access_organisations())::uuid[]) THEN
        PERFORM funding_say('signed_by_its_own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sign_convention BEFORE UPDATE ON funding_grantconvention
    FOR EACH ROW EXECUTE FUNCTION funding_sign_convention();

CREATE FUNCTION funding_charge_expense() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    it funding_grantconvention;
BEGIN
    SELECT * INTO it FROM funding_grantconvention WHERE grant_id = NEW.grant_id AND grantee_id = NEW.organisation_id;
    IF it.funder_signed_at IS NULL
       OR (SELECT state FROM funding_grant WHERE id = NEW.grant_id) IS DISTINCT FROM 'signed' THEN
        PERFORM funding_say('charged_to_a_running_grant');
    END IF;
    IF NEW."on" NOT BETWEEN it.starts_on AND it.ends_on THEN
        PERFORM funding_say('charged_within_the_convention');
    END IF;
    IF NEW.kind = 'voucher' AND NEW.amount > coalesce(it.cash_ceiling, 0) THEN
        PERFORM funding_say('voucher_under_the_ceiling');
    END IF;
    IF NEW.kind = 'invoice' AND funding_invoice_used(NEW.organisation_id, NEW.mark, NEW.sha256, NEW.share, NEW.amount) THEN
        PERFORM funding_say('invoice_charged_once');
    END IF;
    IF NEW.report_id IS NOT NULL OR NEW.second_id IS NOT NULL OR NEW.taken_out_at IS NOT NULL THEN
        PERFORM funding_say('expense_begins_bare');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER charge_expense BEFORE INSERT ON funding_grantexpense
    FOR EACH ROW EXECUTE FUNCTION funding_charge_expense();

CREATE FUNCTION funding_keep_expense() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.taken_out_at IS NOT NULL OR OLD.report_id IS NOT NULL THEN
        PERFORM funding_say('expense_stays');
    END IF;
    IF NEW.sha256 <> OLD.sha256 AND (OLD.sha256 <> ''
       OR funding_invoice_used(NEW.organisation_id, NEW.mark, NEW.sha256, 0, NEW.amount)) THEN
        PERFORM funding_say('invoice_charged_once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_expense BEFORE UPDATE ON funding_grantexpense
    FOR EACH ROW EXECUTE FUNCTION funding_keep_expense();

CREATE FUNCTION funding_send_report() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state <> 'sent' OR NOT EXISTS (SELECT FROM funding_granttranche
            WHERE grant_id = NEW.grant_id AND number = NEW.number AND paid_on IS NOT NULL) THEN
        PERFORM funding_say('report_on_a_paid_tranche');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER send_report BEFORE INSERT ON funding_grantreport
    FOR EACH ROW EXECUTE FUNCTION funding_send_report();

CREATE FUNCTION funding_accept_report() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state = 'accepted' THEN
        PERFORM funding_say('report_stays');
    END IF;
    IF EXISTS (SELECT FROM funding_grantreportline WHERE report_id = NEW.id AND verdict IN ('pending', 'queried')) THEN
        PERFORM funding_say('report_ruled_whole');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accept_report BEFORE UPDATE ON funding_grantreport
    FOR EACH ROW EXECUTE FUNCTION funding_accept_report();

CREATE FUNCTION funding_rule_line() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT state FROM funding_grantreport WHERE id = NEW.report_id) = 'accepted' THEN
        PERFORM funding_say('report_stays');
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.verdict, NEW.note) IS DISTINCT FROM (OLD.verdict, OLD.note)
       AND NOT NEW.organisation_id = ANY ((SELECT access_organisations())::uuid[])
       AND NOT (OLD.verdict = 'queried' AND NEW.verdict = 'pending' AND NEW.note = OLD.note) THEN
        PERFORM funding_say('ruled_by_the_funder');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.verdict <> 'pending' THEN
        PERFORM funding_say('ruled_by_the_funder');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rule_line BEFORE INSERT OR UPDATE ON funding_grantreportline
    FOR EACH ROW EXECUTE FUNCTION funding_rule_line();

CREATE FUNCTION funding_close_grant() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state = 'granted' AND NEW.state = 'signed' AND NOT EXISTS (SELECT FROM funding_grantconvention
            WHERE grant_id = NEW.id AND funder_signed_at IS NOT NULL) THEN
        PERFORM funding_say('grant_was_signed');
    END IF;
    IF OLD.state = 'signed' AND NEW.state = 'closed' AND (
        EXISTS (SELECT FROM funding_granttranche t WHERE t.grant_id = NEW.id AND t.paid_on IS NOT NULL AND NOT EXISTS (
            SELECT FROM funding_grantreport r WHERE r.grant_id = t.grant_id AND r.number = t.number AND r.state = 'accepted'))
        OR (SELECT coalesce(sum(amount - held_back), 0) FROM funding_granttranche WHERE grant_id = NEW.id AND paid_on IS NOT NULL)
         - (SELECT coalesce(sum(l.share), 0) FROM funding_grantreportline l JOIN funding_grantreport r ON r.id = l.report_id
            WHERE r.grant_id = NEW.id AND l.verdict = 'accepted')
         - (SELECT coalesce(sum(amount), 0) FROM funding_grantreturn WHERE grant_id = NEW.id) > 0) THEN
        PERFORM funding_say('grant_accounted_for');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER move_grant_money BEFORE UPDATE ON funding_grant
    FOR EACH ROW EXECUTE FUNCTION funding_close_grant();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_grantreturn
    FOR EACH ROW EXECUTE FUNCTION funding_only_added();
"""
NO_MONEY = """
DROP TRIGGER only_added ON funding_grantreturn;
DROP TRIGGER move_grant_money ON funding_grant;
DROP FUNCTION funding_close_grant();
DROP TRIGGER rule_line ON funding_grantreportline;
DROP FUNCTION funding_rule_line();
DROP TRIGGER accept_report ON funding_grantreport;
DROP FUNCTION funding_accept_report();
DROP TRIGGER send_report ON funding_grantreport;
DROP FUNCTION funding_send_report();
DROP TRIGGER keep_expense ON funding_grantexpense;
DROP FUNCTION funding_keep_expense();
DROP TRIGGER charge_expense ON funding_grantexpense;
DROP FUNCTION funding_charge_expense();
DROP TRIGGER sign_convention ON funding_grantconvention;
DROP FUNCTION funding_sign_convention();
DROP TRIGGER pay_tranche ON funding_granttranche;
DROP FUNCTION funding_pay_tranche();
DROP TRIGGER tranches_within ON funding_granttranche;
DROP FUNCTION funding_tranches_within();
DROP TRIGGER write_tranche ON funding_granttranche;
DROP FUNCTION funding_write_tranche();
"""


def _read_by_both(table: str, grants: str, **more: str) -> RowSecurity:
    return RowSecurity(
        f"funding_{table}",
        policies={"read_either": f"FOR SELECT USING ({EITHER})", **more},
        grants=f"SELECT, INSERT{grants}",
    )


class Migration(migrations.Migration):
    dependencies = [("funding", "0006_grant_money"), ("access", "0001_functions")]

    operations = [
        migrations.RunSQL(TIED, UNTIED),
        migrations.RunSQL(USED, NOT_USED),
        migrations.RunSQL(MONEY, NO_MONEY),
        _read_by_both(
            "grantconvention",
            ", UPDATE (grantee_signed_by_id, grantee_signed_at, funder_signed_by_id, funder_signed_at,"
            " convention_id)",
            write_funder=f"FOR INSERT WITH CHECK ({FUNDER})",
            sign_either=f"FOR UPDATE USING ({EITHER})",
        ),
        _read_by_both(
            "granttranche",
            ", UPDATE (held_back, reference, paid_on, paid_by_id, paid_at, excused_by_id, excused_with_id, excuse)",
            write_funder=f"FOR INSERT WITH CHECK ({FUNDER})",
            pay_funder=f"FOR UPDATE USING ({FUNDER})",
        ),
        _read_by_both(
            "grantreport",
            ", UPDATE (state, ruled_by_id, ruled_at)",
            send_grantee=f"FOR INSERT WITH CHECK ({GRANTEE})",
            rule_funder=f"FOR UPDATE USING ({FUNDER})",
        ),
        _read_by_both(
            "grantreportline",
            ", UPDATE (verdict, note, answer, ruled_by_id, ruled_at)",
            send_grantee=f"FOR INSERT WITH CHECK ({GRANTEE})",
            rule_either=f"FOR UPDATE USING ({EITHER})",
        ),
        _read_by_both("grantreturn", "", write_funder=f"FOR INSERT WITH CHECK ({FUNDER})"),
        RowSecurity(
            "funding_grantexpense",
            policies={
                "own_or_by_function": f"FOR SELECT USING ({FUNDER} OR {BY_FUNCTION})",
                "write_own": f"FOR INSERT WITH CHECK ({FUNDER})",
                "change_own": f"FOR UPDATE USING ({FUNDER})",
            },
            grants="SELECT, INSERT, UPDATE (photo, sha256, second_id, second_at, report_id, taken_out_at)",
        ),
    ]
