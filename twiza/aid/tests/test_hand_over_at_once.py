"""Twenty who confirm the same card, freeze the same list or sign it at the same moment: one of them is the first."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from twiza.aid import actions, queries
from twiza.aid.actions import CannotSign, OutOfOrder
from twiza.aid.models import FrozenList, HandOver, HandOverRuling, Judgement, ListSignature, Nomination, Pool
from twiza.aid.rules import states
from twiza.aid.tests.given import (
    CRITERIA,
    DIGITS,
    FIRST_DAY,
    NOON,
    THAT_MORNING,
    families,
    given_association,
    given_campaign,
    given_distribution,
    given_frozen_list,
    given_relations,
    sign_criteria,
)
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_member

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
WRITERS = 20
THEIRS = {  # whoever comes second reads what is in order now
    state: f"This step is not in order now. {states.what_next(state)}"
    for state in ("pool_frozen", "list_frozen")
}


@pytest.fixture
def story(own_database):
    return given_association()


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in twenty threads, each with a connection of its own."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except (OutOfOrder, CannotSign) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def test_one_of_twenty_serves(story):
    card = given_distribution(story)[0]
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, card.point, card.code, at=THAT_MORNING).entitlement

    def confirm(_number: int) -> str:
        with story.work(story.youssef):
            return actions.record_hand_over(
                entitlement=right.pk, point=card.point, operation=new_id(), by=story.youssef, at=THAT_MORNING
            ).ruling

    assert Counter(all_at_once(confirm)) == {"served": 1, "double": WRITERS - 1}
    with story.work():
        assert HandOver.objects.count() == WRITERS
        assert HandOverRuling.objects.filter(ruling="served").count() == 1
        assert len(queries.open_cases(card.point)) == WRITERS - 1
        assert queries.count_of(card.point, FIRST_DAY).served == 1


def test_one_operation_sent_twenty_times_is_one(story):
    card = given_distribution(story)[0]
    operation = new_id()
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, card.point, card.code, at=THAT_MORNING).entitlement

    def confirm(_number: int) -> str:
        with story.work(story.youssef):
            return actions.record_hand_over(
                entitlement=right.pk, point=card.point, operation=operation, by=story.youssef, at=THAT_MORNING
            ).ruling

    assert Counter(all_at_once(confirm)) == {"served": WRITERS}
    with story.work():
        assert HandOver.objects.count() == 1


def test_one_of_twenty_freezes(story):
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=families(12),
            by=story.amina,
            at=NOON,
        )
    given_relations(story, campaign)
    sign_criteria(story, campaign)

    def freeze_pool(_number: int) -> str:
        return said(lambda: actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON).households)

    def draw(_number: int) -> str:
        with story.work():
            return actions.record_draw(
                campaign=campaign, digits=DIGITS, witnesses=2, drawn_on=NOON.date(), by=story.amina, at=NOON
            ).digits

    def freeze_list(_number: int) -> str:
        return said(lambda: actions.freeze_list(campaign=campaign, by=story.amina, at=NOON).number)

    def said(freeze: Callable[[], int]) -> str:
        """What came of it, or the sentence that the manager reads."""
        with translation.override("en"):
            try:
                with story.work():
                    return str(freeze())
            except OutOfOrder as refusal:
                return str(refusal)

    assert Counter(all_at_once(freeze_pool)) == {"12": 1, THEIRS["pool_frozen"]: WRITERS - 1}
    with story.work(story.hassan):
        actions.sign_pool(pool=queries.pool_of(campaign), by=story.hassan, at=NOON)
    assert Counter(all_at_once(draw)) == {DIGITS: 1, "OutOfOrder": WRITERS - 1}
    assert Counter(all_at_once(freeze_list)) == {"0": 1, THEIRS["list_frozen"]: WRITERS - 1}
    with story.work():
        assert (FrozenList.objects.count(), Pool.objects.count()) == (1, 1)


def test_no_household_is_both_taken_back_and_in_the_pool(story):
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=families(WRITERS),
            by=story.amina,
            at=NOON,
        )
        brought = list(Nomination.objects.order_by("code"))
    given_relations(story, campaign)
    sign_criteria(story, campaign)

    def work(number: int) -> str:
        with story.work():
            if number == WRITERS // 2:
                return f"{actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON).households} frozen"
            actions.withdraw_nomination(
                nomination=brought[number], reason_code="moved_away", by=story.amina, at=NOON
            )
            return "withdrawn"

    came = Counter(all_at_once(work))
    with story.work():
        assert Nomination.objects.filter(withdrawn_at__isnull=False).count() == came["withdrawn"]
        assert came[f"{WRITERS - came['withdrawn']} frozen"] == 1
        assert not Judgement.objects.filter(nomination__withdrawn_at__isnull=False).exists()


def test_a_household_is_not_taken_back_while_the_pool_is_being_frozen(story):
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign, bringing=story.organisation, households=families(4), by=story.amina, at=NOON
        )
        nomination = Nomination.objects.first()
    given_relations(story, campaign)
    sign_criteria(story, campaign)

    def take_back() -> str:
        try:
            with story.work():
                actions.withdraw_nomination(
                    nomination=nomination, reason_code="moved_away", by=story.amina, at=NOON
                )
            return "withdrawn"
        except OutOfOrder:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with story.work(), transaction.atomic():
            actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON)
            asked = pool.submit(take_back)
            wait([asked], timeout=1)
            assert not asked.done()
        assert asked.result(timeout=30) == "refused"


def test_one_of_twenty_signs_second(story):
    frozen = given_frozen_list(story)
    presidents = [
        given_member(f"President{n}", "association_president", story.organisation) for n in range(WRITERS)
    ]

    def sign(number: int) -> str:
        with story.work(presidents[number]):
            return str(actions.sign_list(frozen=frozen, by=presidents[number], at=NOON).position)

    assert Counter(all_at_once(sign)) == {"2": 1, "CannotSign": WRITERS - 1}
    with story.work():
        assert ListSignature.objects.filter(list=frozen).count() == 2
