"""First help before first form; two windows never lose one another's words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, NoteVersion, RoomDraft
from twiza.cases.tests.given import CANARY, given_in_team, given_key, heard
from twiza.lib.ids import new_id
from twiza.network.tests.given import NOON, as_work

pytestmark = pytest.mark.django_db


def test_a_listening_needs_no_identity_and_may_end_there(leila, room):
    with as_work(leila):
        case = actions.listen(room=room, said=heard(needs=["safety"]), age_band="adult", by=leila, at=NOON)
        assert case.state == rules.State.HEARD
        said = queries.notes_of(case, room)[0].said
    assert said["words"] == CANARY and said["contact"] == "none" and said["risk"] == "unknown"
    assert {field.name for field in Case._meta.concrete_fields} == {
        "id", "organisation", "code", "state", "age_band", "next_on", "opened_at", "closings", "moved_on",
    }  # fmt: skip


def test_who_wants_nothing_written_is_counted_and_nothing_more(leila, room):
    with as_work(leila):
        case = actions.listen(room=room, said=None, age_band="unknown", by=leila, at=NOON)
        assert not CaseNote.objects.filter(case=case).exists() and case.next_on is None


@pytest.mark.parametrize(
    "wrong", [{"told": False}, {"language": "klingon"}, {"risk": ""}, {"contact": "sms"}, {"needs": ["gold"]}]
)
def test_what_is_noted_is_said_first_and_codes_are_known(leila, room, wrong):
    with as_work(leila), pytest.raises(actions.ListeningNotWhole):
        actions.listen(room=room, said=heard(**wrong), age_band="adult", by=leila, at=NOON)


@pytest.mark.parametrize(("risk", "days"), [("green", 30), ("amber", 7), ("unknown", 7), ("red", 1)])
def test_the_next_day_follows_the_danger_and_unknown_is_amber(leila, room, risk, days):
    with as_work(leila):
        case = actions.listen(room=room, said=heard(risk=risk), age_band="adult", by=leila, at=NOON)
        assert case.next_on == NOON.date() + timedelta(days=days)


def test_a_form_sent_twice_makes_one_listening_and_one_note(leila, room, case):
    form = new_id()
    with as_work(leila):
        one = actions.listen(room=room, said=heard(), age_band="adult", by=leila, at=NOON, id=form)
        assert actions.listen(room=room, said=heard(), age_band="adult", by=leila, at=NOON, id=form) == one
        note = new_id()
        first = actions.write_note(case=case, room=room, words="1", by=leila, at=NOON, id=note)
        assert actions.write_note(case=case, room=room, words="1", by=leila, at=NOON, id=note) == first


def test_two_windows_never_lose_words(case, leila, zineb, room, centre):
    """Whoever comes second is told, with both texts; every text that was accepted stays as a version."""
    hers = given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(leila):
        note = actions.write_note(case=case, room=room, words="first", by=leila, at=NOON).note
        actions.write_note(case=case, room=room, words="Leila", by=leila, at=NOON, note=note, base=1)
    with as_work(zineb):
        with pytest.raises(actions.NoteChangedMeanwhile):
            actions.write_note(case=case, room=hers, words="Zineb", by=zineb, at=NOON, note=note, base=1)
        actions.write_note(case=case, room=hers, words="Leila, Zineb", by=zineb, at=NOON, note=note, base=2)
        told = [(one.number, one.said["words"], one.by) for one in queries.versions_of(note, hers)]
    assert told == [(3, "Leila, Zineb", zineb), (2, "Leila", leila), (1, "first", leila)]


def test_the_database_takes_a_version_once(case, leila, room):
    """Two who pass the check at the same moment: the second is refused by the table itself."""
    with as_work(leila):
        note = actions.write_note(case=case, room=room, words="first", by=leila, at=NOON).note
        key = queries.held_key(case, room)
        with pytest.raises(actions.NoteChangedMeanwhile):
            actions.notes.add_version(note=note, number=1, said={"words": "x"}, key=key, by=leila, at=NOON)
        assert NoteVersion.objects.filter(note=note).count() == 1


def test_changing_the_words_of_a_listening_keeps_the_rest(case, leila, room):
    with as_work(leila):
        said = queries.notes_of(case, room)[0]
        note = queries.note_for(case, said.note)
        actions.write_note(case=case, room=room, words="more", by=leila, at=NOON, note=note, base=1)
        after = queries.versions_of(note, room)[0].said
    assert after == said.said | {"words": "more"}


def test_a_draft_is_kept_sealed_replaced_and_dropped(leila, zineb, room, centre):
    about = centre.pk
    with as_work(leila):
        for words in ("one", "two"):
            actions.keep_draft(room=room, about=about, said={"words": words}, by=leila, at=NOON)
        assert queries.draft_of(room, about) == {"words": "two"}
        assert RoomDraft.objects.count() == 1
        assert queries.draft_of(room, new_id()) == {}
    with as_work(zineb):
        assert RoomDraft.objects.count() == 0
    with as_work(leila):
        actions.drop_draft(room=room, about=about, by=leila, at=NOON)
        assert RoomDraft.objects.count() == 0


def test_too_much_is_said_not_cut(case, leila, room):
    with as_work(leila), pytest.raises(actions.TooLong):
        actions.write_note(case=case, room=room, words="x" * (rules.LONGEST_WORDS + 1), by=leila, at=NOON)


def test_a_case_goes_only_where_it_can(case, leila):
    with as_work(leila):
        with pytest.raises(actions.NotThatState):
            actions.move_case(case=case, to="in_progress", next_on=None, by=leila, at=NOON)
        moved = actions.move_case(case=case, to="assessed", next_on=NOON.date(), by=leila, at=NOON)
        assert (moved.state, moved.next_on) == ("assessed", NOON.date())


@given(st.lists(st.sampled_from(list(rules.State)), max_size=12))
def test_no_way_leads_back_to_a_listening_and_every_state_has_a_way_on(path):
    state = rules.State.HEARD
    for to in path:
        if rules.can_move(state, to):
            state = to
            assert to != rules.State.HEARD
    assert rules.NEXT[state]
