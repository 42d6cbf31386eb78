"""An addendum promises no more baskets than there are."""

import pytest
from django.db import IntegrityError, transaction

from twiza.aid import actions
from twiza.aid.actions import BadPlan, MoreThanBaskets
from twiza.aid.models import FrozenList, ListEntry, Nomination
from twiza.aid.tests.given import NOON, families, given_association, given_frozen_list, given_signed_list
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


def add(story, nominations):
    return actions.add_addendum(
        campaign=story.campaign, nominations=nominations, reason_code="fire", by=story.amina, at=NOON
    )
