"""Kinds of situation that no protocol fits: a sentence for the committee that leads to no case and to nobody."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twiza.platform.access.actions import RowSecurity

ROLE = settings.TWIZA_APP_ROLE
MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"
COMMITTEE = (
    f"{MINE} AND EXISTS (SELECT FROM network_membership m WHERE m.user_id = (SELECT access_user())"
    " AND m.organisation_id = cases_proposal.organisation_id"
    " AND m.role IN ('listening_supervisor', 'centre_director')"
    " AND m.period @> (now() AT TIME ZONE 'Africa/Casablanca')::date)"
)
# All of a week together, once it is over: who sees them come knows neither the day nor what else was done that hour.
WEEK_IS_OVER = "week < date_trunc('week', now() AT TIME ZONE 'Africa/Casablanca')::date"
OWN_VERSION = (
    "(version_id IS NULL OR EXISTS (SELECT FROM cases_protocol p WHERE p.id = version_id"
    " AND p.organisation_id = cases_proposal.organisation_id))"
)
# The one way in. All rows of the organisation are written again, in an order that is drawn, at every pin of a protocol,
# with a sentence or without: the transaction that wrote a row last, and the place where it lies, tell of no pin. One
# pin of an organisation at a time. The application reads no column of the system, so it sees neither of the two.
KEEP = f"""
CREATE POLICY kept_by_itself ON cases_proposal TO CURRENT_USER
    USING (current_setting('twiza.proposing', true) = 'yes');
CREATE FUNCTION cases_keep_proposals(whose uuid, of_week date, said text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one uuid;
BEGIN
    IF access_user() IS NULL OR NOT coalesce(whose = ANY ((access_organisations())::uuid[]), false)
        OR NOT EXISTS (SELECT FROM cases_roomworker w WHERE w.organisation_id = whose AND w.user_id = access_user())
    THEN
        RAISE EXCEPTION 'only who has a key of this room' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('cases_proposal ' || whose, 0));
    PERFORM set_config('twiza.proposing', 'yes', true);
    IF said <> '' THEN
        INSERT INTO cases_proposal (id, organisation_id, week, sentence, why)
            VALUES (gen_random_uuid(), whose, of_week, said, '');
    END IF;
    FOR one IN SELECT p.id FROM cases_proposal p WHERE p.organisation_id = whose ORDER BY random() LOOP
        UPDATE cases_proposal p SET sentence = p.sentence WHERE p.id = one;
    END LOOP;
    PERFORM set_config('twiza.proposing', '', true);
END $$;
REVOKE ALL ON FUNCTION cases_keep_proposals(uuid, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_keep_proposals(uuid, date, text) TO {ROLE};
-- room beside each row: versions that were overwritten are swept up by the next pin
ALTER TABLE cases_proposal SET (fillfactor = 40);
"""
NO_KEEP = """
DROP FUNCTION cases_keep_proposals(uuid, date, text);
DROP POLICY kept_by_itself ON cases_proposal;
ALTER TABLE cases_proposal RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0066_review_days"), ("network", "0030_processings")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("week", models.DateField()),
                ("sentence", models.CharField(max_length=240)),
                ("why", models.CharField(blank=True, max_length=240)),
                ("answered_on", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.protocol",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("week__iso_week_day", 1)), name="proposal_has_a_week_only"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True), name="proposal_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", True), ("version__isnull", True), ("why", "")),
                            models.Q(("answered_on__isnull", False), ("version__isnull", False), ("why", "")),
                            models.Q(
                                ("answered_on__isnull", False),
                                ("version__isnull", True),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_taken_or_not_because",
                    ),
                ],
            },
        ),
        RowSecurity(
            "cases_proposal",
            policies={
                "committee_reads": f"FOR SELECT USING ({COMMITTEE} AND {WEEK_IS_OVER})",
                "committee_answers_once": f"FOR UPDATE USING ({COMMITTEE} AND answered_on IS NULL)"
                f" WITH CHECK ({COMMITTEE} AND {OWN_VERSION})",
            },
            grants="SELECT (id, organisation_id, week, sentence, version_id, why, answered_on),"
            " UPDATE (version_id, why, answered_on)",
        ),
        migrations.RunSQL(KEEP, NO_KEEP),
    ]
