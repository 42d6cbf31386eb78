"""Two officers together bring back the key of a case. Neither sees the case, and neither lists a half."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import twiza.cases.rules.cases
import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity, Together

MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"
ME = "(SELECT access_user())"
ON_THE_TEAM = f"{MINE} AND cases_on_team(case_id)"
BOUND = "SET search_path = public, pg_temp"
TODAY = "(now() AT TIME ZONE 'Africa/Casablanca')::date"
# A refusal in between rolls the switch back with everything else
ON = "PERFORM set_config('twiza.recovering', 'yes', true);"
OFF = "PERFORM set_config('twiza.recovering', '', true);"
TABLES = ("cases_teamseat", "cases_keyhalf", "cases_recoveryask", "cases_recoveryconfirm")
# For who owns the tables, and only while one of the functions below runs: the application's role is never that.
BY_FUNCTION = "".join(
    f"CREATE POLICY recovers ON {table} TO CURRENT_USER"
    " USING (current_setting('twiza.recovering', true) = 'yes');"
    for table in TABLES
)
NOT_BY_FUNCTION = "".join(f"DROP POLICY recovers ON {table};" for table in TABLES)
GUARDS = """
ALTER TABLE cases_keyhalf ADD CONSTRAINT key_half_in_the_same_drawer
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id);
ALTER TABLE cases_keyhalf ADD CONSTRAINT key_half_of_an_officer_there
    FOREIGN KEY (officer_id, organisation_id) REFERENCES cases_recoveryofficer (id, organisation_id);
ALTER TABLE cases_recoveryask ADD CONSTRAINT recovery_ask_in_the_same_drawer
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id);
CREATE FUNCTION cases_confirm_in_time() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE asked cases_recoveryask;
BEGIN
    SELECT * INTO asked FROM cases_recoveryask a WHERE a.id = NEW.ask_id;
    IF asked.by_id IS NULL OR asked.by_id = NEW.user_id OR asked.finished_at IS NOT NULL
        OR NEW.at < asked.at OR NEW.at > asked.until OR NEW.organisation_id <> asked.organisation_id
    THEN
        RAISE EXCEPTION 'confirmed within a day, by somebody else than who asks'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_confirmed_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirm_in_time BEFORE INSERT ON cases_recoveryconfirm
    FOR EACH ROW EXECUTE FUNCTION cases_confirm_in_time();
"""
NO_GUARDS = """
DROP FUNCTION cases_confirm_in_time() CASCADE;
ALTER TABLE cases_recoveryask DROP CONSTRAINT recovery_ask_in_the_same_drawer;
ALTER TABLE cases_keyhalf DROP CONSTRAINT key_half_of_an_officer_there;
ALTER TABLE cases_keyhalf DROP CONSTRAINT key_half_in_the_same_drawer;
"""
# Who may, by the roles of today: officers hold halves, workers ask.
WHO = f"""
CREATE FUNCTION cases_holds_role(who uuid, there uuid, roles text[]) RETURNS boolean LANGUAGE sql STABLE {BOUND} AS $$
    SELECT EXISTS (SELECT FROM network_membership m WHERE m.user_id = who AND m.organisation_id = there
        AND m.role = ANY (roles) AND m.period @> {TODAY})
$$;
CREATE FUNCTION cases_is_officer(who uuid, there uuid) RETURNS boolean LANGUAGE sql STABLE {BOUND} AS $$
    SELECT cases_holds_role(who, there, ARRAY['association_president', 'centre_director'])
$$;
CREATE FUNCTION cases_works_there(who uuid, there uuid) RETURNS boolean LANGUAGE sql STABLE {BOUND} AS $$
    SELECT cases_holds_role(who, there, ARRAY['listener', 'listening_supervisor', 'psychologist'])
$$;
"""
NOT_WHO = """
DROP FUNCTION cases_works_there(uuid, uuid);
DROP FUNCTION cases_is_officer(uuid, uuid);
DROP FUNCTION cases_holds_role(uuid, uuid, text[]);
"""
# The one way to ask. An unknown code and a code of another organisation are one answer, and cost a try of the hour,
# the same tries as those of the emergency.
ASK = f"""
CREATE FUNCTION cases_ask_recovery(ask uuid, try uuid, asked uuid, typed text, reason text, called text)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
#variable_conflict use_column
DECLARE
    me uuid := access_user();
    found uuid;
    pair uuid;
BEGIN
    SELECT w.id INTO pair FROM cases_roomworker w WHERE w.organisation_id = asked AND w.user_id = me
        ORDER BY w.at DESC, w.id DESC LIMIT 1;
    IF me IS NULL OR asked IS NULL OR NOT asked = ANY ((access_organisations())::uuid[]) OR pair IS NULL
        OR NOT cases_works_there(me, asked)
    THEN
        RAISE EXCEPTION 'only who has a key of this room' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(7204100, hashtext(me::text));  -- one try of a person after the other
    IF 5 <= (SELECT count(*) FROM cases_emergencytry t WHERE t.user_id = me AND t.at > now() - interval '1 hour')
    THEN
        RAISE EXCEPTION 'tried too often'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_tried_five_times';
    END IF;
    INSERT INTO cases_emergencytry (id, organisation_id, user_id, at) VALUES (try, asked, me, now());
    SELECT c.id INTO found FROM cases_case c
    WHERE c.organisation_id = asked AND c.code = typed ORDER BY c.opened_at DESC LIMIT 1;
    IF found IS NULL THEN RETURN 'unknown'; END IF;
    IF EXISTS (SELECT FROM cases_teamseat s WHERE s.case_id = found AND s.user_id = me AND s.until IS NULL
        AND s.sealed <> '')
    THEN
        RETURN 'has_key';
    END IF;
    {ON}
    IF 2 <> (SELECT count(DISTINCT o.user_id) FROM cases_keyhalf h
        JOIN cases_recoveryofficer o ON o.id = h.officer_id
        WHERE h.case_id = found AND o.user_id <> me AND cases_is_officer(o.user_id, asked))
    THEN
        {OFF}
        RETURN 'no_halves';
    END IF;
    IF NOT EXISTS (SELECT FROM cases_recoveryask a WHERE a.case_id = found AND a.worker_id = pair
        AND a.finished_at IS NULL AND a.until > now())
    THEN
        INSERT INTO cases_recoveryask
            (id, number, case_id, organisation_id, worker_id, by_id, reason_code, at, until)
        VALUES (ask, called, found, asked, pair, me, reason, now(), now() + interval '24 hours');
    END IF;
    {OFF}
    RETURN 'asked';
END $$;
"""
# What an officer reaches: the number of what waits, and their own half for an ask that is open. Never a case.
OFFICERS = f"""
CREATE FUNCTION cases_recovery_waiting(there uuid)
RETURNS TABLE (id uuid, number text, by_id uuid, reason_code text, at timestamptz, until timestamptz, is_mine boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
DECLARE me uuid := access_user();
BEGIN
    IF me IS NULL OR there IS NULL OR NOT there = ANY ((access_organisations())::uuid[])
        OR NOT cases_is_officer(me, there)
    THEN
        RAISE EXCEPTION 'only an officer of this organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {ON}
    RETURN QUERY SELECT a.id, a.number::text, a.by_id, a.reason_code::text, a.at, a.until, EXISTS (
            SELECT FROM cases_recoveryconfirm f WHERE f.ask_id = a.id AND f.user_id = me)
        FROM cases_recoveryask a
        JOIN cases_keyhalf h ON h.case_id = a.case_id
        JOIN cases_recoveryofficer o ON o.id = h.officer_id AND o.user_id = me
        WHERE a.organisation_id = there AND a.finished_at IS NULL AND a.until > now() AND a.by_id <> me
        ORDER BY a.at;
    {OFF}
END $$;
CREATE FUNCTION cases_half_for(asked uuid)
RETURNS TABLE (half uuid, officer uuid, part smallint, split uuid, sealed bytea, public_key bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
#variable_conflict use_column
DECLARE me uuid := access_user();
BEGIN
    {ON}
    RETURN QUERY SELECT h.id, h.officer_id, h.part::smallint, h.split, h.sealed, w.public_key
        FROM cases_recoveryask a
        JOIN cases_keyhalf h ON h.case_id = a.case_id
        JOIN cases_recoveryofficer o ON o.id = h.officer_id AND o.user_id = me
        JOIN cases_roomworker w ON w.id = a.worker_id
        WHERE a.id = asked AND a.finished_at IS NULL AND a.until > now() AND a.by_id <> me
          AND a.organisation_id = ANY ((access_organisations())::uuid[]) AND cases_is_officer(me, a.organisation_id);
    {OFF}
END $$;
CREATE FUNCTION cases_confirm_recovery(confirm uuid, asked uuid, handed bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
#variable_conflict use_column
DECLARE mine record;
BEGIN
    SELECT * INTO mine FROM cases_half_for(asked);
    IF NOT FOUND THEN RETURN false; END IF;
    {ON}
    INSERT INTO cases_recoveryconfirm (id, ask_id, organisation_id, user_id, part, split, sealed, at)
    SELECT confirm, a.id, a.organisation_id, access_user(), mine.part, mine.split, handed, now()
    FROM cases_recoveryask a WHERE a.id = asked;
    {OFF}
    RETURN true;
END $$;
"""
# Both halves are of one splitting, and of the one that stands: a case that got a new key meanwhile is asked for again.
FINISH = f"""
CREATE FUNCTION cases_finish_recovery(asked uuid, seat uuid, handed bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
#variable_conflict use_column
DECLARE
    me uuid := access_user();
    held cases_recoveryask;
BEGIN
    {ON}
    SELECT * INTO held FROM cases_recoveryask a WHERE a.id = asked FOR UPDATE;
    IF held.by_id IS DISTINCT FROM me OR held.finished_at IS NOT NULL OR held.until <= now()
        OR NOT held.organisation_id = ANY ((access_organisations())::uuid[])
        OR NOT cases_works_there(me, held.organisation_id)
        OR 2 <> (SELECT count(DISTINCT f.user_id) FROM cases_recoveryconfirm f
            JOIN cases_keyhalf h ON h.case_id = held.case_id AND h.split = f.split AND h.part = f.part
            JOIN cases_recoveryofficer o ON o.id = h.officer_id AND o.user_id = f.user_id
            WHERE f.ask_id = held.id AND cases_is_officer(f.user_id, held.organisation_id))
    THEN
        {OFF}
        RETURN NULL;
    END IF;
    UPDATE cases_teamseat SET sealed = handed WHERE case_id = held.case_id AND user_id = me AND until IS NULL;
    IF NOT FOUND THEN
        INSERT INTO cases_teamseat (id, case_id, organisation_id, user_id, kind, sealed, since, reason_code)
        VALUES (seat, held.case_id, held.organisation_id, me, 'recovered', handed, now(), '');
    END IF;
    UPDATE cases_recoveryask SET finished_at = now() WHERE id = asked;
    UPDATE cases_recoveryconfirm SET sealed = '' WHERE ask_id = asked;
    {OFF}
    RETURN held.case_id;
END $$;
"""
# For who supervises: how many cases that go on have nobody left who can open them, and how many keys were asked for
# in the last week. Two numbers.
ALONE = f"""
CREATE FUNCTION cases_left_alone(there uuid) RETURNS TABLE (alone bigint, asked bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER {BOUND} AS $$
DECLARE me uuid := access_user();
BEGIN
    IF me IS NULL OR there IS NULL OR NOT there = ANY ((access_organisations())::uuid[])
        OR NOT cases_holds_role(me, there, ARRAY['listening_supervisor'])
    THEN
        RAISE EXCEPTION 'only who supervises the listening there' USING ERRCODE = 'insufficient_privilege';
    END IF;
    {ON}
    RETURN QUERY SELECT
        (SELECT count(*) FROM cases_case c WHERE c.organisation_id = there
            AND c.state NOT IN ('heard_anonymous', 'closed', 'transferred', 'lost_contact')
            AND NOT EXISTS (SELECT FROM cases_teamseat s WHERE s.case_id = c.id AND s.until IS NULL
                AND s.sealed <> '' AND cases_works_there(s.user_id, there))),
        (SELECT count(*) FROM cases_recoveryask a WHERE a.organisation_id = there
            AND a.at > now() - interval '7 days');
    {OFF}
END $$;
"""
CALLED = (
    "cases_ask_recovery(uuid, uuid, uuid, text, text, text)", "cases_recovery_waiting(uuid)", "cases_half_for(uuid)",
    "cases_confirm_recovery(uuid, uuid, bytea)", "cases_finish_recovery(uuid, uuid, bytea)", "cases_left_alone(uuid)",
)  # fmt: skip
WHO_CALLS = "".join(
    f"REVOKE EXECUTE ON FUNCTION {one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {one} TO {settings.TWIZA_APP_ROLE};"
    for one in CALLED
)
NO_CALLS = "".join(f"DROP FUNCTION {one};" for one in reversed(CALLED))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0058_load_by_seat"),
        ("network", "0030_processings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="KeyHalf",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("part", models.PositiveSmallIntegerField()),
                        ("split", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("sealed", models.BinaryField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="RecoveryAsk",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.CharField(db_collation="C", max_length=8)),
                        ("reason_code", models.CharField(max_length=16)),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="RecoveryConfirm",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("part", models.PositiveSmallIntegerField()),
                        ("split", models.UUIDField()),
                        ("sealed", models.BinaryField(max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="RecoveryOfficer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("public_key", models.BinaryField(max_length=32)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.RemoveConstraint(
                    model_name="teamseat",
                    name="seat_kind_known",
                ),
                migrations.AddConstraint(
                    model_name="teamseat",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    twiza.cases.rules.cases.Seat["OPENED"],
                                    twiza.cases.rules.cases.Seat["ADDED"],
                                    twiza.cases.rules.cases.Seat["BROKE_GLASS"],
                                    twiza.cases.rules.cases.Seat["RECOVERED"],
                                ],
                            )
                        ),
                        name="seat_kind_known",
                    ),
                ),
                migrations.AddField(
                    model_name="keyhalf",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                migrations.AddField(
                    model_name="keyhalf",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryask",
                    name="by",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryask",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryask",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryask",
                    name="worker",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.roomworker",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryconfirm",
                    name="ask",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirms",
                        to="cases.recoveryask",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryconfirm",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryconfirm",
                    name="user",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.CreateModel(
                    name="RecoveryLock",
                    fields=[
                        (
                            "officer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="lock",
                                serialize=False,
                                to="cases.recoveryofficer",
                            ),
                        ),
                        ("salt", models.BinaryField(max_length=16)),
                        ("sealed", models.BinaryField(max_length=200)),
                        ("pepper", models.PositiveSmallIntegerField()),
                        ("passes", models.PositiveSmallIntegerField()),
                        ("kibibytes", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.AddField(
                    model_name="recoveryofficer",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="recoveryofficer",
                    name="user",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="keyhalf",
                    name="officer",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.recoveryofficer",
                    ),
                ),
                migrations.AddIndex(
                    model_name="recoveryask",
                    index=models.Index(fields=["case"], name="recovery_ask_of_case"),
                ),
                migrations.AddIndex(
                    model_name="recoveryask",
                    index=models.Index(fields=["by", "-at"], name="recovery_ask_of_worker"),
                ),
                migrations.AddConstraint(
                    model_name="recoveryask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("at"), "+", models.Value(datetime.timedelta(days=1))
                                ),
                            ),
                        ),
                        name="recovery_within_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True),
                            ("finished_at__lte", models.F("until")),
                            _connector="OR",
                        ),
                        name="recovery_finished_in_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason_code__in", ["forgotten", "team_left", "team_absent"])),
                        name="recovery_reason_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryconfirm",
                    constraint=models.UniqueConstraint(
                        fields=("ask", "user"), name="recovery_confirmed_once_each"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryconfirm",
                    constraint=models.UniqueConstraint(
                        fields=("ask", "part"), name="recovery_confirmed_by_two"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryconfirm",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", [1, 2])), name="recovery_confirm_of_two"
                    ),
                ),
                migrations.AddField(
                    model_name="recoverylock",
                    name="user",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddIndex(
                    model_name="recoveryofficer",
                    index=models.Index(
                        fields=["organisation", "user", "-at"], name="recovery_officer_newest"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="recoveryofficer",
                    constraint=models.UniqueConstraint(
                        fields=("id", "organisation"), name="officer_and_its_organisation"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keyhalf",
                    constraint=models.UniqueConstraint(fields=("case", "part"), name="key_half_once"),
                ),
                migrations.AddConstraint(
                    model_name="keyhalf",
                    constraint=models.UniqueConstraint(fields=("case", "officer"), name="key_half_one_each"),
                ),
                migrations.AddConstraint(
                    model_name="keyhalf",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("part__in", [1, 2])), name="key_half_of_two"
                    ),
                ),
            ]
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
        RowSecurity(
            "cases_recoveryofficer",
            policies={
                "colleagues_read": f"FOR SELECT USING ({MINE})",
                "own_key": f"FOR INSERT WITH CHECK ({MINE} AND user_id = {ME})",
            },
            grants="SELECT, INSERT",
        ),
        RowSecurity(
            "cases_recoverylock",
            policies={"own": f"USING (user_id = {ME})"},
            grants="SELECT, INSERT, UPDATE (salt, sealed, pepper, passes, kibibytes, at)",
        ),
        # an officer lists no half: counts and ids would tell that cases exist, and which
        RowSecurity(
            "cases_keyhalf",
            policies={
                "team_reads": f"FOR SELECT USING ({ON_THE_TEAM})",
                "team_gives": f"FOR INSERT WITH CHECK ({ON_THE_TEAM})",
                "team_replaces": f"FOR DELETE USING ({ON_THE_TEAM})",
            },
            grants="SELECT, INSERT, DELETE",
        ),
        RowSecurity(
            "cases_recoveryask",
            policies={"own_or_team": f"USING ({MINE} AND (by_id = {ME} OR cases_on_team(case_id)))"},
            grants="SELECT",
        ),
        RowSecurity(
            "cases_recoveryconfirm",
            policies={
                "asked_or_given": f"USING ({MINE} AND (user_id = {ME} OR EXISTS (SELECT FROM cases_recoveryask a"
                f" WHERE a.id = cases_recoveryconfirm.ask_id AND a.by_id = {ME})))"
            },
            grants="SELECT",
        ),
        migrations.RunSQL(BY_FUNCTION, NOT_BY_FUNCTION),
        migrations.RunSQL(WHO, NOT_WHO),
        migrations.RunSQL(ASK + OFFICERS + FINISH + ALONE + WHO_CALLS, NO_CALLS),
    ]
