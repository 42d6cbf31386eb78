"""Twenty writers at one slot: it holds as many as it has room for, and the others are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from twiza.aid import actions
from twiza.aid.models import Entitlement, PointSlot, SlotPlace
from twiza.aid.tests.given import NOON, given_association, given_signed_list
from twiza.aid.tests.planning_given import given_slots

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]


def test_many_at_once_never_overfill_a_slot(own_database):
    """Twenty write a place each into a slot that has room for three more."""
    story = given_association()
    given_signed_list(story, baskets=24, households=24, zones=("حي الزهور",))
    with story.work():
        slot, _other = given_slots(story, story.points[0], 24, 1)
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        rights = list(Entitlement.objects.values_list("pk", flat=True)[:20])
        SlotPlace.objects.filter(entitlement__in=rights).delete()
        PointSlot.objects.filter(pk=slot.pk).update(capacity=4 + 3)

    def take(right):
        try:
            with story.work():
                SlotPlace.objects.create(
                    slot_id=slot.pk,
                    campaign=story.campaign,
                    organisation=story.organisation,
                    entitlement_id=right,
                )
            return True
        except IntegrityError as error:
            assert "slot_never_overfilled" in str(error)
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(take, rights)) == 3
    with story.work():
        assert PointSlot.objects.get(pk=slot.pk).taken == 7
