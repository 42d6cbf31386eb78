"""What was decided holds: who answers decided nothing before, two sign a basket away, a right turns only as it may."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity

MINE = "ANY ((SELECT access_organisations())::uuid[])"
SHARED = f"(SELECT p.campaign_id FROM aid_campaignpartner p WHERE p.organisation_id = {MINE})"

# N-16: who froze or signed the pool or a list, or entered the draw, does not answer what is said against it.
ANSWER = """
CREATE OR REPLACE FUNCTION aid_answer_is_of_another() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.answered_by_id IS DISTINCT FROM access_user() OR NOT EXISTS (
        SELECT 1 FROM aid_objection o
        WHERE o.id = NEW.objection_id AND o.campaign_id = NEW.campaign_id
          AND o.organisation_id = NEW.organisation_id AND o.receiving_id = NEW.receiving_id
          AND o.received_by_id <> NEW.answered_by_id
          AND NOT EXISTS (SELECT 1 FROM aid_nomination n
                          WHERE n.campaign_id = o.campaign_id AND (n.code = o.code OR n.id = NEW.nomination_id)
                            AND n.created_by_id = NEW.answered_by_id)
          AND (NEW.nomination_id IS NULL OR EXISTS (SELECT 1 FROM aid_nomination n
               WHERE n.id = NEW.nomination_id AND n.campaign_id = o.campaign_id))
          AND NOT EXISTS (SELECT 1 FROM aid_frozenlist l LEFT JOIN aid_listsignature s ON s.list_id = l.id
                          WHERE l.campaign_id = o.campaign_id
                            AND NEW.answered_by_id IN (l.frozen_by_id, s.signer_id)){pool}
    ) THEN
        RAISE EXCEPTION 'an objection is answered by somebody who did not decide first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_by_another';
    END IF;
    RETURN NEW;
END $$;
"""
POOL = """
          AND NOT EXISTS (SELECT 1 FROM aid_pool p LEFT JOIN aid_poolsignature s ON s.pool_id = p.id
                          LEFT JOIN aid_draw d ON d.pool_id = p.id
                          WHERE p.campaign_id = o.campaign_id
                            AND NEW.answered_by_id IN (p.frozen_by_id, s.signer_id, d.entered_by_id))"""

SECOND = """
CREATE FUNCTION aid_two_take_a_basket_away() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.signed_by_id IS DISTINCT FROM access_user() OR NOT EXISTS (
        SELECT 1 FROM aid_objectionanswer w JOIN aid_objection o ON o.id = w.objection_id
        WHERE w.id = NEW.answer_id AND w.campaign_id = NEW.campaign_id AND w.organisation_id = NEW.organisation_id
          AND w.outcome = 'accepted_correction' AND o.about = 'another_code' AND o.code = NEW.code
          AND w.reason_code = NEW.reason_code
          AND NEW.signed_by_id <> w.answered_by_id AND NEW.signed_by_id <> o.received_by_id
    ) OR EXISTS (SELECT 1 FROM aid_entitlement e WHERE e.campaign_id = NEW.campaign_id AND e.code = NEW.code) THEN
        RAISE EXCEPTION 'a code comes off a list by an accepted objection that a second person signs, before its card'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER set_aside_by_two BEFORE INSERT ON aid_setaside
    FOR EACH ROW EXECUTE FUNCTION aid_two_take_a_basket_away();
"""
SECOND_BACK = """
DROP TRIGGER set_aside_by_two ON aid_setaside;
DROP FUNCTION aid_two_take_a_basket_away();
"""

# Who was taken off the list leaves a basket to another, until an addendum puts them on it again.
CAPPED = """
CREATE OR REPLACE FUNCTION aid_list_has_baskets() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT c.baskets AS planned, count(DISTINCT e.nomination_id) AS selected
        FROM aid_campaign c
        JOIN aid_frozenlist l ON l.campaign_id = c.id
        JOIN aid_listentry e ON e.list_id = l.id AND e.place = 'selected'
        WHERE c.id IN (SELECT f.campaign_id FROM added a JOIN aid_frozenlist f ON f.id = a.list_id)
          AND NOT EXISTS (SELECT 1 FROM aid_entitlement t
                          WHERE t.nomination_id = e.nomination_id AND t.campaign_id = c.id
                            AND t.state IN ('declined', 'revoked')){set_aside}
        GROUP BY c.id, c.baskets
    LOOP
        IF one.selected > one.planned THEN
            RAISE EXCEPTION '% baskets are planned and % households would be selected', one.planned, one.selected
                USING ERRCODE = 'check_violation', CONSTRAINT = 'list_has_baskets';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""
SIGNED = """
          AND NOT EXISTS (SELECT 1 FROM aid_setaside s
                          WHERE s.campaign_id = c.id AND s.code = e.code AND s.signed_at >= l.frozen_at)"""
ANSWERED = """
          AND NOT EXISTS (SELECT 1 FROM aid_objection o JOIN aid_objectionanswer w ON w.objection_id = o.id
                          WHERE o.campaign_id = c.id AND o.code = e.code AND o.about = 'another_code'
                            AND w.outcome = 'accepted_correction')"""

# The same pairs as `rules.states.NEXT_ENTITLEMENT`: a test compares them.
TURNS = """
CREATE FUNCTION aid_right_turns_as_it_may() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (CASE OLD.state
        WHEN 'eligible' THEN NEW.state IN ('selected', 'reserve', 'disputed')
        WHEN 'selected' THEN NEW.state IN ('invited', 'token_issued', 'declined', 'disputed', 'revoked')
        WHEN 'reserve' THEN NEW.state IN ('selected', 'disputed', 'revoked')
        WHEN 'invited' THEN NEW.state IN ('token_issued', 'declined', 'disputed', 'revoked')
        WHEN 'token_issued' THEN NEW.state IN
            ('served', 'served_by_proxy', 'no_show', 'declined', 'disputed', 'revoked')
        WHEN 'served' THEN NEW.state IN ('token_issued', 'disputed')
        WHEN 'served_by_proxy' THEN NEW.state IN ('token_issued', 'disputed')
        WHEN 'no_show' THEN NEW.state IN ('served', 'served_by_proxy', 'declined', 'disputed', 'revoked')
        WHEN 'declined' THEN NEW.state = 'disputed'
        WHEN 'disputed' THEN NEW.state IN ('token_issued', 'served', 'served_by_proxy', 'declined', 'revoked')
        WHEN 'revoked' THEN NEW.state = 'disputed'
        ELSE false END) THEN
        RAISE EXCEPTION 'a right that is % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'right_turns_as_it_may';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER right_turns_as_it_may BEFORE UPDATE OF state ON aid_entitlement
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION aid_right_turns_as_it_may();
"""
TURNS_BACK = """
DROP TRIGGER right_turns_as_it_may ON aid_entitlement;
DROP FUNCTION aid_right_turns_as_it_may();
"""


def _key(to: str, kind: Any = models.ForeignKey, related_name: str = "+") -> Any:
    return kind(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0242_pinned_and_one_clock"),
        ("network", "0030_processings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=12)),
                ("reason_code", models.CharField(max_length=40)),
                ("signed_at", models.DateTimeField()),
                ("answer", _key("aid.objectionanswer", models.OneToOneField, "second")),
                ("campaign", _key("aid.campaign")),
                ("organisation", _key("network.organisation")),
                ("signed_by", _key(settings.AUTH_USER_MODEL)),
            ],
        ),
        RowSecurity(
            "aid_setaside",
            policies={
                "coordinating": f"USING (organisation_id = {MINE})",
                "partner": f"FOR SELECT USING (campaign_id IN {SHARED})",
            },
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(SECOND, SECOND_BACK),
        migrations.RunSQL(ANSWER.format(pool=POOL), ANSWER.format(pool="")),
        migrations.RunSQL(CAPPED.format(set_aside=SIGNED), CAPPED.format(set_aside=ANSWERED)),
        migrations.RunSQL(TURNS, TURNS_BACK),
    ]
