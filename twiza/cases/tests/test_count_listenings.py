"""The tally: nothing is entered twice, nothing in it leads back to a case."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import CaseNote, Tally
from twiza.cases.tests.given import WORDS, given_case, given_erased, given_key, given_referral, heard
from twiza.cases.tests.test_close_case import closed
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation

pytestmark = pytest.mark.django_db
NEXT_MONTH = NOON + timedelta(days=31)


def tally(who) -> dict:
    """(month, table, cell) → count, without the cells that are zero."""
    with as_work(who):
        rows = Tally.objects.filter(count__gt=0).values_list("month", "table_code", "cell_code", "count")
        return {(month.month, table, cell): count for month, table, cell, count in rows}


def listened(leila, room, at=NOON, age="adult", **said):
    with as_work(leila):
        return actions.listen(room=room, said=heard(**said), age_band=age, by=leila, at=at)


def corrected(leila, room, case, at, age="adult", **said):
    with as_work(leila):
        note = CaseNote.objects.get(case=case, kind="listening")
        base = queries.versions_of(note, room)[0].number
        return actions.correct_listening(
            note=note, room=room, said=heard(**said), age_band=age, base=base, by=leila, at=at
        )


def test_a_listening_is_counted_in_the_same_act(leila, room):
    listened(leila, room, needs=["law", "safety"], risk="red", violence="forced_marriage", age="minor")
    assert tally(leila) == {
        (2, "listening", "written"): 1, (2, "language", "darija"): 1, (2, "age", "minor"): 1,
        (2, "risk", "red"): 1, (2, "violence", "forced_marriage"): 1, (2, "agreed", "no"): 1,
        (2, "need", "law"): 1, (2, "need", "safety"): 1,
    }  # fmt: skip


def test_who_wants_nothing_written_is_counted_and_no_code_is_asked(leila, room):
    with as_work(leila):
        actions.listen(room=room, said=None, age_band="unknown", by=leila, at=NOON)
    counted = tally(leila)
    assert counted[2, "listening", "unwritten"] == 1
    assert counted[2, "language", "unsaid"] == counted[2, "violence", "unsaid"] == 1


def test_a_listening_that_is_refused_or_sent_twice_is_not_counted_again(leila, room):
    with as_work(leila), pytest.raises(actions.ListeningNotWhole):
        actions.listen(room=room, said=heard(violence="rumour"), age_band="adult", by=leila, at=NOON)
    assert tally(leila) == {}
    case = listened(leila, room)
    with as_work(leila):
        actions.listen(room=room, said=heard(), age_band="adult", by=leila, at=NOON, id=case.pk)
    assert tally(leila)[2, "listening", "written"] == 1


def test_who_agrees_to_a_case_is_counted_with_her_listening_and_the_move_in_its_month(leila, room):
    case = listened(leila, room)
    with as_work(leila):
        actions.move_case(case=case, to="opened", next_on=None, by=leila, at=NEXT_MONTH)
        actions.close_as_she_wishes(case=case, room=room, by=leila, at=NEXT_MONTH)
        actions.reopen_case(case=case, room=room, reason="رجعت إلينا", by=leila, at=NEXT_MONTH)
    counted = tally(leila)
    assert (2, "agreed", "no") not in counted and counted[2, "agreed", "yes"] == 1
    assert counted[3, "move", "closed"] == counted[3, "move", "reopened"] == 1
    assert counted[3, "closed", "her_wish"] == 1


def test_a_correction_corrects_the_month_of_the_listening_and_moves_the_age_too(leila, room):
    case = listened(leila, room, violence="unsaid", needs=["talk"])
    corrected(
        leila, room, case, NEXT_MONTH, age="minor", violence="rape", needs=["law"], language="tamazight"
    )
    counted = tally(leila)
    assert {month for month, _table, _cell in counted} == {2}
    assert counted[2, "violence", "rape"] == counted[2, "age", "minor"] == counted[2, "need", "law"] == 1
    assert (2, "violence", "unsaid") not in counted and (2, "need", "talk") not in counted
    with as_work(leila):
        assert [one.said["violence"] for one in queries.versions_of(CaseNote.objects.get(), room)] == [
            "rape", "unsaid",
        ]  # fmt: skip


def test_a_correction_on_an_old_version_is_refused_and_counts_nothing(leila, room):
    case = listened(leila, room)
    before = tally(leila)
    with as_work(leila), pytest.raises(actions.NoteChangedMeanwhile):
        actions.correct_listening(
            note=CaseNote.objects.get(case=case), room=room, said=heard(violence="rape"), age_band="minor",
            base=0, by=leila, at=NOON,
        )  # fmt: skip
    assert tally(leila) == before


def test_a_later_listening_of_a_case_is_counted_and_stays_words(leila, room, case):
    with as_work(leila):
        note = actions.write_note(
            case=case, room=room, words="…", kind="listening", by=leila, at=NEXT_MONTH
        ).note
        for base in (1, 2):
            actions.correct_listening(
                note=note, room=room, said=heard(violence="rape"), age_band="minor", base=base, by=leila, at=NEXT_MONTH
            )  # fmt: skip
    counted = tally(leila)
    assert counted[3, "again", "listening"] == 1 and (3, "violence", "rape") not in counted


def test_the_door_is_counted_with_its_wait(leila, centre):
    with as_work(leila):
        for first in (True, False, False):
            ticket = actions.give_ticket(
                organisation=centre.pk, first_time=first, company="alone", by=leila, at=NOON
            )
        actions.call_ticket(ticket=ticket, by=leila, at=NOON + timedelta(minutes=16))
    assert tally(leila) == {(2, "door", "first"): 1, (2, "door", "again"): 2, (2, "wait", "to_30"): 1}


def test_an_alert_is_counted_when_it_is_raised_and_when_it_is_taken(leila, room, centre):
    said = {"words": "…", "danger": "yes", "caller": "adult", "whom": "minor"}
    with as_work(leila):
        alert = actions.raise_alert(organisation=centre.pk, said=said, by=leila, at=NOON)
        actions.take_alert(alert=alert, room=room, by=leila, at=NOON)
        actions.raise_alert(organisation=centre.pk, said=said, room=room, by=leila, at=NOON)
    assert tally(leila) == {(2, "alert", "raised"): 2, (2, "alert", "taken"): 2}


@pytest.mark.parametrize(
    ("minutes", "band", "after"), [(15, "to_15", "to_30"), (30, "to_30", "to_60"), (60, "to_60", "over_60")]
)
def test_each_band_of_waiting_ends_where_it_says(minutes, band, after):
    edge, second = timedelta(minutes=minutes), timedelta(seconds=1)
    assert [rules.wait_band(edge + n * second)[1] for n in (-1, 0, 1)] == [band, band, after]
    assert rules.wait_band(timedelta(0))[1] == "to_15"


@pytest.mark.parametrize(
    ("days", "band", "after"), [(3, "to_3", "to_7"), (7, "to_7", "to_30"), (30, "to_30", "over_30")]
)
def test_each_band_of_days_ends_where_it_says(days, band, after):
    assert [rules.days_band(days + n) for n in (-1, 0, 1)] == [band, band, after]


CODES = st.fixed_dictionaries(
    {
        "violence": st.sampled_from(sorted(rules.VIOLENCE)),
        "language": st.sampled_from(sorted(rules.LANGUAGES)),
        "risk": st.sampled_from(sorted(rules.RISKS)),
        "needs": st.lists(st.sampled_from(sorted(rules.NEEDS)), unique=True, max_size=3),
        "age": st.sampled_from(sorted(rules.AGE_BANDS)),
    }
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("listen"), st.integers(0, 2), CODES),
        st.tuples(st.just("nothing"), st.integers(0, 2), st.none()),
        st.tuples(st.just("correct"), st.integers(0, 9), CODES),
        st.tuples(st.just("open"), st.integers(0, 9), st.none()),
    ),
    max_size=8,
)


def recount(shadow) -> Counter:
    """Count from the people themselves, each with a month, codes and whether she agreed."""
    found: Counter = Counter()
    for month, codes, agreed in shadow:
        said = None if codes is None else {key: value for key, value in codes.items() if key != "age"}
        cells = Counter(
            [
                ("listening", "written" if said else "unwritten"),
                ("agreed", "yes" if agreed else "no"),
                ("age", codes["age"] if codes else "unknown"),
                *(
                    (table, said[table] if said else missing)
                    for table, missing in (
                        ("language", "unsaid"),
                        ("risk", "unknown"),
                        ("violence", "unsaid"),
                    )
                ),
                *(("need", need) for need in (said["needs"] if said else ())),
            ]
        )
        found.update({(month, *cell): count for cell, count in cells.items()})
    return found


@given(steps=STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tally_is_what_a_recount_of_the_people_gives(leila, room, steps):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():  # each example begins with nothing
        shadow, cases = [], []
        for what, number, codes in steps:
            at = NOON + timedelta(days=31 * (number % 3))
            if what in ("listen", "nothing"):
                with as_work(leila):
                    said = heard(**{k: v for k, v in codes.items() if k != "age"}) if codes else None
                    cases.append(
                        actions.listen(
                            room=room,
                            said=said,
                            age_band=codes["age"] if codes else "unknown",
                            by=leila,
                            at=at,
                        )
                    )
                shadow.append([at.month, codes, False])
            elif cases and what == "correct" and shadow[number % len(cases)][1]:
                corrected(leila, room, cases[number % len(cases)], at, **codes)
                shadow[number % len(cases)][1] = codes
            elif cases and what == "open" and not shadow[number % len(cases)][2]:
                with as_work(leila):
                    actions.move_case(
                        case=cases[number % len(cases)], to="opened", next_on=None, by=leila, at=at
                    )
                shadow[number % len(cases)][2] = True
        assert tally(leila) == recount(shadow)
        raise Undone


def test_a_row_has_no_place_for_a_case_a_day_or_somebody():
    kept = {field.name for field in Tally._meta.concrete_fields}
    assert kept == {"id", "organisation", "month", "table_code", "cell_code", "count"}


def test_every_cell_of_a_table_is_written_at_each_act(leila, room):
    """The transaction that wrote a row last does not tell which cell an act counted for."""
    listened(leila, room, violence="rape")
    with as_work(leila), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT xmin::text), count(*) FROM cases_tally WHERE table_code = 'violence'"
        )
        assert cursor.fetchone() == (1, len(rules.VIOLENCE))
        cursor.execute("SELECT DISTINCT substr(id::text, 15, 1) FROM cases_tally")
        assert cursor.fetchall() == [("4",)]  # drawn, not made of a moment


def test_nobody_writes_a_cell_by_hand(leila, room, centre):
    listened(leila, room)
    with as_work(leila):
        for change in (
            "UPDATE cases_tally SET count = 9",
            "DELETE FROM cases_tally",
            "INSERT INTO cases_tally SELECT gen_random_uuid(), organisation_id, month, table_code, 'rape', 1"
            " FROM cases_tally LIMIT 1",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


def test_the_database_counts_for_ones_own_organisation_only_known_cells_whole_months_and_never_below_zero(
    leila, centre
):
    other = given_organisation("Centre Oum Rabia")

    def sent(whose, month, table, cell, change):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT cases_count_up(%s, %s, %s, %s, %s)", [whose.pk, month, [table], [cell], [change]]
            )

    with as_work(leila):
        with pytest.raises(ProgrammingError):
            sent(other, "2026-02-01", "door", "first", 1)
        for month, table, cell, change in (
            ("2026-02-01", "door", "Fatima", 1),
            ("2026-02-01", "case", "first", 1),
            ("2026-02-03", "door", "first", 1),
            ("2026-02-01", "door", "first", -1),
        ):
            with pytest.raises(IntegrityError):
                sent(centre, month, table, cell, change)
        with pytest.raises(ValueError, match="no table"):
            count_up(organisation=centre.pk, at=NOON, cells={("door", "Fatima"): 1})
        sent(centre, "2026-02-01", "door", "first", 1)
    with transaction.atomic(), pytest.raises(DatabaseError):  # nobody said who they are
        sent(centre, "2026-02-01", "door", "first", 1)


def test_another_organisation_sees_no_cell(leila, room):
    listened(leila, room)
    samira = given_member("Samira", "centre_director", given_organisation("Centre Oum Rabia"))
    assert tally(samira) == {}


def test_a_listening_is_corrected_on_its_page_with_its_codes(client, leila, room):
    case = given_case(leila, room)
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    with as_work(leila):
        note = CaseNote.objects.get(case=case)
    page = client.get(reverse("cases:change_note", args=[note.pk]))
    assert b'name="violence"' in page.content and b'name="told"' not in page.content
    sent = {
        "base": 1, "words": "…", "language": "french", "age_band": "older", "risk": "green", "contact": "none",
        "violence": "physical_assault",
    }  # fmt: skip
    assert client.post(reverse("cases:change_note", args=[note.pk]), sent).status_code == 302
    counted = tally(leila)
    assert counted[2, "violence", "physical_assault"] == counted[2, "age", "older"] == 1
    again = client.post(reverse("cases:change_note", args=[note.pk]), sent)
    assert (
        again.status_code == 200 and b'value="2"' in again.content
    )  # somebody wrote meanwhile: both are shown


@pytest.mark.parametrize("reason", sorted(rules.CLOSING_REASONS))
def test_a_closing_counts_once_with_its_reason_and_an_opening_again_takes_nothing_away(
    leila, room, case, reason
):
    id = uuid4()
    for _ in range(2):  # the form sent twice
        unsaid = {"outcome": dict.fromkeys(rules.OUTCOMES, rules.UNSAID), "satisfaction": rules.UNSAID}
        closed(case, room, leila, id=id, reason=reason, **unsaid)
    with as_work(leila):
        actions.reopen_case(case=case, room=room, reason="رجعت إلينا", by=leila, at=NEXT_MONTH)
    counted = tally(leila)
    assert {cell: count for cell, count in counted.items() if cell[1] in ("move", "closed")} == {
        (2, "move", "closed"): 1, (2, "closed", reason): 1, (3, "move", "reopened"): 1,
    }  # fmt: skip


def test_a_closing_that_is_refused_counts_nothing(leila, room, case):
    before = tally(leila)
    with pytest.raises(actions.ClosingNotWhole):
        closed(case, room, leila, checks={})
    assert tally(leila) == before


@pytest.mark.parametrize(
    ("to", "cells"),
    [
        ("paused_at_her_request", {("move", "paused")}),
        ("closed", {("move", "closed"), ("closed", "her_wish")}),
    ],
)
def test_taking_everything_back_counts_as_she_wishes_it(leila, room, case, to, cells):
    asked = {"right": "withdrawal", "asked_by": "voice", "known_by": "code_word", "words": ""}
    with as_work(leila):
        request = actions.open_request(case=case, room=room, by=leila, at=NOON, **asked).note_id
        actions.withdraw(case=case, room=room, request=request, to=to, base=1, by=leila, at=NOON)
    counted = {cell[1:]: count for cell, count in tally(leila).items() if cell[1] in ("move", "closed")}
    assert counted == dict.fromkeys(cells, 1)


def test_erasing_a_case_takes_nothing_out_of_the_tally(leila, zineb, centre, room, case, cell, desk):
    given_key(zineb, centre)
    given_referral(case, room, leila, cell)
    before = tally(leila)
    given_erased(case, leila, zineb, room=room)
    assert tally(leila) == before
