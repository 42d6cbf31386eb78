"""An addendum promises no more baskets than there are."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, forms, queries
from twiza.aid.actions import BadPlan, MoreThanBaskets, OutOfOrder
from twiza.aid.models import FrozenList, ListEntry, Nomination
from twiza.aid.rules import addenda
from twiza.aid.tests.given import (
    NOON,
    families,
    given_association,
    given_declaration,
    given_frozen_list,
    given_signed_list,
)
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    return given_association()


def test_it_selects_no_more_households_than_baskets_are_planned(story):
    given_signed_list(story, baskets=5, reserve=3, households=8)
    with story.work():
        reserve = [row.nomination for row in ListEntry.objects.filter(place="reserve").order_by("rank")]
        actions.plan_more_baskets(campaign=story.campaign, baskets=7, by=story.amina, at=NOON)
        with pytest.raises(MoreThanBaskets) as refused:
            add(story, reserve)
        assert refused.value.data == {"wanted": 8, "baskets": 7, "free": 2}
        with pytest.raises(BadPlan, match="7 are planned already"):
            actions.plan_more_baskets(campaign=story.campaign, baskets=7, by=story.amina, at=NOON)
        first = add(story, reserve[:1])
    with story.work(story.hassan):
        actions.sign_list(frozen=first, by=story.hassan, at=NOON)
    with story.work():
        with pytest.raises(MoreThanBaskets):
            add(story, reserve[1:])
        assert add(story, reserve[1:2]).entries_count == 1


def test_the_database_refuses_more_selected_households_than_baskets(story):
    frozen = given_frozen_list(story, baskets=4, reserve=0, households=4)
    with story.work():
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=families(1),
            by=story.amina,
            at=NOON,
        )
        late = Nomination.objects.exclude(code__in=ListEntry.objects.values("code")).first()
        addendum = FrozenList.objects.create(
            campaign=frozen.campaign,
            organisation_id=frozen.organisation_id,
            number=1,
            previous=frozen.hash,
            hash="1" * 64,
            entries_count=1,
            reason_code="fire",
            frozen_at=NOON,
            frozen_by=story.amina,
        )
        entry = ListEntry.objects.filter(list=frozen).first()
        entry.pk, entry._state.adding, entry.list = new_id(), True, addendum
        entry.nomination, entry.code, entry.rank = late, late.code, 1
        with pytest.raises(IntegrityError, match="4 baskets are planned and 5"), transaction.atomic():
            entry.save(force_insert=True)


def add(story, nominations, reason="fire"):
    return actions.add_addendum(
        campaign=story.campaign, nominations=nominations, reason_code=reason, by=story.amina, at=NOON
    )


def test_the_reserve_is_taken_in_its_drawn_order_unless_something_is_urgent(story):
    given_signed_list(story, baskets=6, reserve=6, households=16)
    with story.work():
        rows = ListEntry.objects.filter(list__number=0, place="reserve").select_related("nomination")
        zone = max({row.zone for row in rows}, key=lambda one: sum(row.zone == one for row in rows))
        first, second = [row.nomination for row in rows.filter(zone=zone).order_by("rank")][:2]
        actions.plan_more_baskets(campaign=story.campaign, baskets=9, by=story.amina, at=NOON)
        for reason in ("from_reserve", "late_case", "forgotten", "outside_criteria"):
            with pytest.raises(OutOfOrder, match=f"{first.code} comes first"):
                add(story, [second], reason)
        with pytest.raises(OutOfOrder, match="No objection of the household"):
            add(story, [second], "objection")
        for reason in ("", "no_reason_of_ours"):
            with pytest.raises(OutOfOrder, match="and why"):
                add(story, [second], reason)
        sid = transaction.savepoint()
        assert add(story, [second], "illness").entries_count == 1
        transaction.savepoint_rollback(sid)
        assert add(story, [second, first], "from_reserve").entries_count == 2
        with pytest.raises(OutOfOrder, match="selected already|follows a list signed"):
            add(story, [second], "fire")


def test_what_an_addendum_refuses(story):
    frozen = given_frozen_list(story, baskets=4, reserve=2, households=8)
    with story.work():
        selected = ListEntry.objects.filter(place="selected").first().nomination
        outside = Nomination.objects.exclude(pk__in=ListEntry.objects.values("nomination")).first()
        with pytest.raises(OutOfOrder, match="follows a list signed by two"):
            add(story, [selected])
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with story.work():
        actions.plan_more_baskets(campaign=story.campaign, baskets=6, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="selected already"):
            add(story, [selected])
        with pytest.raises(OutOfOrder, match="is not in the reserve"):
            add(story, [outside], "from_reserve")
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
    given_declaration(story)
    with story.work():
        actions.start_distribution(campaign=story.campaign, by=story.amina, at=NOON)
        actions.close_campaign(campaign=story.campaign, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="This campaign is over"):
            add(story, [outside])


def test_each_reason_has_words_and_every_word_is_a_reason():
    assert set(forms.REASONS) == set(queries.ADDED_BECAUSE) == set(addenda.REASONS)


codes = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 30).map(str)), unique_by=lambda one: one[1])


@given(codes, st.data())
def test_who_takes_the_first_of_each_zone_passes_nobody_over(waiting, data):
    taken = data.draw(st.fixed_dictionaries({zone: st.integers(0, 12) for zone in "AB"}))
    named = {code for zone in "AB" for code in [c for z, c in waiting if z == zone][: taken[zone]]}
    assert addenda.passed_over(waiting, named) is None
    for zone in "AB":
        here = [code for z, code in waiting if z == zone]
        later = here[taken[zone] + 1 :]
        if later:
            assert addenda.passed_over(waiting, named | {later[-1]}) == (zone, here[taken[zone]])
