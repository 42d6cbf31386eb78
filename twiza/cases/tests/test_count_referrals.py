"""What becomes of a referral is counted for who sent it, whoever sets it; nobody counts by themselves."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Packet, PacketKey, Referral, Tally
from twiza.cases.tests.given import given_case, given_referral
from twiza.network.tests.given import as_work
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = pytest.mark.django_db


def counted(who, table="referral") -> Counter:
    with as_work(who):
        rows = Tally.objects.filter(table_code=table, count__gt=0).values_list("cell_code", "count")
        return Counter(dict(rows))


def at(who, act, **words):
    with as_work(who):
        return act(by=who, at=timezone.now(), **words)


def refused(who, sql, values=()):
    with as_work(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_what_the_desk_answers_is_counted_for_who_sent_and_not_for_the_desk(sent, leila, nadia):
    assert counted(leila) == {"sent": 1}
    at(nadia, actions.receive_referral, referral=sent)
    at(nadia, actions.answer_referral, referral=sent, to="accepted")
    at(nadia, actions.close_referral, referral=sent, result_code="served")
    at(leila, actions.settle_referral, referral=sent)
    assert counted(leila) == {"sent": 1, "accepted": 1, "attended": 1, "result_returned": 1}
    assert counted(nadia) == {}
    with as_work(nadia):
        assert not Tally.objects.exists()


def test_all_cells_of_the_table_are_written_at_each_change(sent, leila, nadia):
    at(nadia, actions.answer_referral, referral=sent, to="accepted")
    with as_work(leila), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT xmin::text) FROM cases_tally WHERE table_code = 'referral'"
        )
        assert cursor.fetchone() == (len(rules.REFERRED), 1)


@pytest.mark.parametrize("way", ["one", "all", "cancelled"])
def test_called_back_or_taken_back_counts_as_cancelled(case, room, sent, leila, way):
    if way == "one":
        with as_work(leila):
            (consent,) = queries.consents_of(case, room)
        at(
            leila, actions.answer_consent, case=case, room=room, consent=consent.id, state="withdrawn",
            base=consent.number,
        )  # fmt: skip
    elif way == "all":
        at(leila, actions.withdraw_all, case=case, room=room)
    else:
        at(leila, actions.cancel_referral, referral=sent)
    assert counted(leila) == {"sent": 1, "cancelled": 1}


def test_a_draft_that_was_never_sent_counts_nowhere(case, room, leila, cell, desk):
    draft = given_referral(case, room, leila, cell, fields=None)
    at(leila, actions.cancel_referral, referral=draft)
    assert counted(leila) == {} == counted(leila, "first_referral")


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "to_3"), (3, "to_3"), (4, "to_7"), (7, "to_7"), (8, "to_30"), (30, "to_30"), (31, "over_30")],
)
def test_the_first_referral_is_counted_with_its_days_and_only_the_first(room, leila, cell, desk, days, band):
    now = timezone.now()
    with as_work(leila):
        case = given_case(leila, room, at=now - timedelta(days=days))
    for _ in range(2):
        given_referral(case, room, leila, cell, at=now)
    assert counted(leila, "first_referral") == {band: 1}
    assert counted(leila)["sent"] == 2


STEPS = st.lists(
    st.tuples(st.sampled_from(list(rules.Referral)), st.sampled_from(list(rules.Party))), max_size=12
)


@given(path=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_changes_counts_each_that_the_table_allows_once(sent, leila, nadia, path):
    point = transaction.savepoint()
    state, expected = sent.state, counted(leila)
    for to, party in path:
        who = leila if party == rules.Party.REQUESTER else nadia
        words = {
            "reason_code": "full" if to == "declined" else "",
            "result_code": "served" if to == "result_returned" else "",
        }
        with as_work(who):
            try:
                with transaction.atomic():
                    more = words if party == rules.Party.RECEIVER else {}
                    done = Referral.objects.filter(pk=sent.pk).update(state=to, **more)
            except DatabaseError:
                done = 0
        if done:
            state = to
            expected.update({code: 1 for _table, code in rules.referral_cells(to)})
        assert counted(leila) == expected, (state, to, party)
    assert counted(nadia) == {}
    transaction.savepoint_rollback(point)


def test_who_receives_counts_nothing_by_themselves(sent, leila, nadia, centre):
    before, month = counted(leila), timezone.localdate().replace(day=1)
    refused(nadia, "SELECT cases_count_up(%s, %s, '{referral}', '{accepted}', '{1}')", [centre.pk, month])
    refused(nadia, "SELECT cases_count_referral()")
    own = (
        "CREATE TEMP TABLE mine (state text, asked_at timestamptz, sender_id uuid);"
        "CREATE TRIGGER counts AFTER UPDATE OF state ON mine FOR EACH ROW EXECUTE FUNCTION cases_count_referral();"
    )
    refused(nadia, own)
    refused(nadia, "UPDATE cases_referral SET state = state")
    refused(nadia, "UPDATE cases_referral SET sender_id = receiver_id")
    refused(
        nadia,
        "INSERT INTO cases_tally SELECT gen_random_uuid(), %s, %s, 'referral', 'accepted', 1",
        [centre.pk, month],
    )
    with as_work(nadia), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('twiza.counting', 'yes', true)")
        cursor.execute("SELECT count(*) FROM cases_tally")
        assert cursor.fetchone() == (0,)
        for change in ("UPDATE cases_tally SET count = 9", "DELETE FROM cases_tally"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)
        cursor.execute("SELECT set_config('twiza.counting', '', true)")
    assert counted(leila) == before


def test_who_answers_chooses_no_month(sent, leila, nadia):
    with as_work(nadia):
        long_ago = timezone.now() - timedelta(days=200)
        assert Referral.objects.update(state="accepted", answered_at=long_ago) == 1
    with as_work(leila):
        months = set(Tally.objects.filter(table_code="referral").values_list("month", flat=True))
    assert months == {timezone.localdate().replace(day=1)}


@pytest.mark.parametrize(("days", "left"), [(1, 1), (0, 1), (-1, 0)])
def test_the_night_ends_a_packet_on_the_day_after_the_last_of_her_consent(
    case, room, leila, cell, desk, nadia, days, left
):
    sent = given_referral(case, room, leila, cell, at=timezone.now() - timedelta(days=40))
    assert sent.expires_on < timezone.localdate()
    passed = timezone.now() - (timezone.localdate() - sent.expires_on) * 1 - timedelta(days=days)
    with acting_as(None, purpose=Purpose.UPKEEP):
        ended = actions.end_leftovers(at=passed)
    assert ended["packets"] == 1 - left
    with as_work(leila):
        assert [Packet.objects.count(), PacketKey.objects.count()] == [left, left]
        assert Referral.objects.get().state == "sent"


def test_nobody_but_the_night_ends_packets_and_no_clock_brings_their_end_nearer(sent, leila, nadia):
    for who in (leila, nadia):
        refused(who, "SELECT cases_end_packets('2099-01-01')")
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.end_leftovers(at=timezone.now() + timedelta(days=4000))["packets"] == 0
    with as_work(leila):
        assert PacketKey.objects.count() == 1
