"""Handing over: once, whatever happens; a second use is kept and settled by a person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from twiza.aid import actions, queries
from twiza.aid.actions import AnotherPoint, Operation, OutOfOrder, hand_over_rows
from twiza.aid.models import DignityCase, Entitlement, HandOver, HandOverRuling, StockMove
from twiza.aid.rules.cards import CardExpired, CardNotOurs
from twiza.aid.rules.rulings import Ruling, Source
from twiza.aid.tests.given import (
    FIRST_DAY,
    THAT_MORNING,
    facts_of,
    given_association,
    given_distribution,
    hand_over,
)
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    return given_association()


@pytest.fixture
def cards(story):
    return given_distribution(story)


def test_it_serves_once(story, cards):
    with story.work(story.youssef):
        assert hand_over(story, cards[0]).ruling == "served"
        assert Entitlement.objects.filter(state="served").count() == 1
        assert queries.count_of(cards[0].point, FIRST_DAY).served == 1


def test_it_shows_size_and_needs_and_nothing_else(story, cards):
    with story.work(story.youssef):
        seen = queries.card_for(story.youssef, cards[0].point, cards[0].square, at=THAT_MORNING)
    assert seen.here
    assert seen.ruling == "served"
    assert 1 <= seen.size <= 7
    assert set(seen.needs) <= {"seat"}


def test_it_keeps_a_second_use_for_the_welcome_table(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        seen = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING)
        assert (seen.ruling, seen.first_at) == ("double", THAT_MORNING)
        assert hand_over(story, cards[0], minutes=9).ruling == "double"
    facts = facts_of_as(story)
    assert [fact.pieces for fact in facts] == [1, 0]
    with story.work():
        assert [case.hand_over_id for case in queries.open_cases(cards[0].point)] == [facts[1].pk]
        assert queries.count_of(cards[0].point, FIRST_DAY).served == 1


def test_it_gives_the_same_answer_to_the_same_operation(story, cards):
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING).entitlement
        operation = new_id()
        for repeated in (False, True):
            answer = actions.record_hand_over(
                entitlement=right.pk,
                point=cards[0].point,
                operation=operation,
                by=story.youssef,
                at=THAT_MORNING,
            )
            assert answer == actions.Answer(operation, "served", repeated)
        assert HandOver.objects.count() == 1


def test_it_sends_a_card_of_another_point_there(story, cards):
    other = next(point for point in story.points if point.pk != cards[0].point.pk)
    with story.work(story.youssef):
        seen = queries.card_for(story.youssef, other, cards[0].code, at=THAT_MORNING)
        assert not seen.here
        assert (seen.size, seen.needs, seen.ruling, seen.first_at) == (None, (), None, None)
        with pytest.raises(AnotherPoint):
            actions.record_hand_over(
                entitlement=seen.entitlement.pk,
                point=other,
                operation=new_id(),
                by=story.youssef,
                at=THAT_MORNING,
            )
        assert not HandOver.objects.exists()


def test_it_refuses_codes_that_are_no_good(story, cards):
    with story.work(story.youssef):
        card = cards[0]
        with pytest.raises(CardNotOurs):
            altered = card.square[:-1] + ("0" if card.square[-1] != "0" else "1")
            queries.card_for(story.youssef, card.point, altered, at=THAT_MORNING)
        with pytest.raises(queries.NoSuchCard):
            from twiza.aid.rules.door_codes import new_door_code

            queries.card_for(story.youssef, card.point, new_door_code(), at=THAT_MORNING)
        with pytest.raises(CardExpired):
            queries.card_for(story.youssef, card.point, card.code, at=THAT_MORNING + timedelta(days=30))


def test_it_looks_again_at_the_card_when_confirming(story, cards):
    with story.work(story.youssef):
        seen = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING)

    def confirm(card, at):
        return actions.record_hand_over(
            entitlement=seen.entitlement.pk,
            point=cards[0].point,
            operation=new_id(),
            card=card,
            by=story.youssef,
            at=at,
        ).ruling

    with story.work():
        another = actions.replace_card(
            entitlement=seen.entitlement, reason_code="lost", by=story.amina, at=THAT_MORNING
        )
    with story.work(story.youssef):
        with pytest.raises(queries.NoSuchCard):
            confirm(seen.card, THAT_MORNING)
        now = queries.card_for(story.youssef, another.point, another.code, at=THAT_MORNING)
        with pytest.raises(CardExpired):
            confirm(now.card, THAT_MORNING + timedelta(days=30))
        assert not HandOver.objects.exists()
        assert confirm(now.card, THAT_MORNING) == "served"


def test_it_undoes_within_a_minute(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        fact = HandOver.objects.get()
        actions.undo_hand_over(hand_over=fact, by=story.youssef, at=THAT_MORNING + timedelta(seconds=59))
        assert queries.count_of(cards[0].point, FIRST_DAY).served == 0
        assert HandOverRuling.objects.get(hand_over=fact).ruling == "undone"
        assert hand_over(story, cards[0], minutes=3).ruling == "served"
        assert HandOver.objects.count() == 2


def test_it_does_not_undo_later_or_by_another(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        fact = HandOver.objects.get()
        with pytest.raises(OutOfOrder):
            actions.undo_hand_over(hand_over=fact, by=story.youssef, at=THAT_MORNING + timedelta(seconds=61))
    with story.work(), pytest.raises(OutOfOrder):
        actions.undo_hand_over(hand_over=fact, by=story.amina, at=THAT_MORNING)


@pytest.mark.parametrize(
    ("outcome", "served", "first", "second"),
    [
        ("spare_given", 2, "served", "double"),
        ("nothing_given", 1, "served", "double"),
        ("first_was_wrong", 2, "refused", "served"),
    ],
)
def test_it_settles_a_second_use(story, cards, outcome, served, first, second):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        hand_over(story, cards[0], minutes=5)
    with story.work():
        case = DignityCase.objects.get()
        actions.rule_hand_over(case=case, outcome=outcome, by=story.amina, at=THAT_MORNING)
        rulings = list(HandOverRuling.objects.order_by("hand_over__at").values_list("ruling", flat=True))
        assert rulings == [first, second]
        assert queries.count_of(cards[0].point, FIRST_DAY).served == served
        with pytest.raises(OutOfOrder):
            actions.rule_hand_over(case=case, outcome=outcome, by=story.amina, at=THAT_MORNING)


def test_it_takes_in_a_batch_in_its_order(story, cards):
    here = [card for card in cards if card.point.pk == cards[0].point.pk]
    with story.work(story.youssef):
        rights = [
            queries.card_for(story.youssef, card.point, card.code, at=THAT_MORNING).entitlement
            for card in here
        ]
        batch = [Operation(new_id(), right.pk, THAT_MORNING) for right in (*rights, rights[0])]
        for repeated in (False, True):
            answers = actions.record_hand_overs(
                point=here[0].point,
                operations=batch,
                source="offline",
                device="tablet-1",
                by=story.youssef,
                at=THAT_MORNING,
            )
            assert [answer.ruling for answer in answers] == ["served"] * len(here) + ["double"]
            assert {answer.repeated for answer in answers} == {repeated}
        assert HandOver.objects.count() == len(here) + 1
        # offline the second basket had left already: it is counted as gone
        assert queries.count_of(here[0].point, FIRST_DAY).served == len(here) + 1


def test_it_takes_no_right_of_another_campaign_at_a_point(story, cards):
    here = cards[0].point
    campaign, points = story.campaign, story.points
    another = given_distribution(story)[0]
    with story.work(story.youssef):
        theirs = queries.card_for(story.youssef, another.point, another.code, at=THAT_MORNING).entitlement
        ours = queries.card_for(story.youssef, here, cards[0].code, at=THAT_MORNING).entitlement
        answers = actions.record_hand_overs(
            point=here,
            operations=[
                Operation(new_id(), theirs.pk, THAT_MORNING),
                Operation(new_id(), ours.pk, THAT_MORNING),
            ],
            source="offline",
            device="tablet-1",
            by=story.youssef,
            at=THAT_MORNING,
        )
    assert [answer.ruling for answer in answers] == ["unknown", "served"]
    with story.work():
        for one in (campaign, story.campaign):
            queries.days_of(one)
            queries.days_not_reconciled(one)
        assert HandOver.objects.count() == 1
    assert here in points


def test_it_keeps_late_facts_and_loses_none_of_a_batch(story, cards):
    with story.work():
        actions.close_campaign(campaign=story.campaign, by=story.amina, at=THAT_MORNING)
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING).entitlement
        answers = actions.record_hand_overs(
            point=cards[0].point,
            operations=[
                Operation(new_id(), new_id(), THAT_MORNING),
                Operation(new_id(), right.pk, THAT_MORNING),
            ],
            source="paper",
            device="",
            by=story.youssef,
            at=THAT_MORNING + timedelta(days=1),
        )
    assert [answer.ruling for answer in answers] == ["unknown", "served"]
    with story.work():
        assert [day for _, day in queries.days_not_reconciled(story.campaign)] == [FIRST_DAY]


def test_it_checks_permission(story, cards):
    with story.work(story.hassan):
        right = Entitlement.objects.first()
    elsewhere = given_association("Association Sebou", "-2")
    with elsewhere.work(elsewhere.youssef), pytest.raises(NoPermission):
        actions.record_hand_over(
            entitlement=right.pk,
            point=cards[0].point,
            operation=new_id(),
            by=elsewhere.youssef,
            at=THAT_MORNING,
        )
    with story.work(story.youssef):
        hand_over(story, cards[0])
        hand_over(story, cards[0], minutes=5)
        with pytest.raises(NoPermission):
            actions.rule_hand_over(
                case=DignityCase.objects.get(), outcome="spare_given", by=story.youssef, at=THAT_MORNING
            )


def test_it_is_logged_without_names(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT data FROM audit_line WHERE type = 'aid.handed_over'")
        assert len(cursor.fetchall()) == 1


def test_another_organisation_has_no_such_row(story, cards):
    elsewhere = given_association("Association Sebou", "-2")
    with story.work(story.youssef):
        hand_over(story, cards[0])
    with elsewhere.work():
        for model in (HandOver, HandOverRuling, Entitlement, StockMove, DignityCase):
            assert not model.objects.exists()
        with pytest.raises(queries.NoSuchPoint):
            queries.point_for(elsewhere.youssef, cards[0].point.pk)
        with pytest.raises(queries.NoSuchCard):
            queries.card_for(elsewhere.youssef, cards[0].point, cards[0].code, at=THAT_MORNING)


def test_the_database_allows_one_served_ruling(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        hand_over(story, cards[0], minutes=5)
        with pytest.raises(IntegrityError), transaction.atomic():
            HandOverRuling.objects.filter(ruling="double").update(ruling="served")


def test_the_database_keeps_facts_as_they_were(story, cards):
    with story.work(story.youssef):
        hand_over(story, cards[0])
        for change in (
            lambda: HandOver.objects.update(pieces=0),
            lambda: HandOver.objects.all()._raw_delete("default"),
            lambda: StockMove.objects.update(pieces=5),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


def test_its_functions_write_nothing_that_policies_refuse(story, cards):
    elsewhere = given_association("Association Sebou", "-2")
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING).entitlement
        rights, _known = hand_over_rows.hold_rights([(new_id(), right.pk)])
    fact = hand_over_rows.NewFact(new_id(), rights[right.pk], Ruling.SERVED, 1, False, THAT_MORNING)
    with elsewhere.work(elsewhere.youssef):
        assert hand_over_rows.hold_rights([(new_id(), right.pk)])[0] == {}
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            hand_over_rows.write_facts(
                [fact],
                point=cards[0].point,
                source=Source.ONLINE,
                device="",
                by=story.youssef,
                at=THAT_MORNING,
            )
    with story.work(story.youssef), connection.cursor() as cursor:
        assert not HandOver.objects.exists()
        cursor.execute(
            "SELECT prosecdef, proconfig FROM pg_proc WHERE proname IN ('aid_hold_rights', 'aid_write_hand_overs')"
        )
        found = cursor.fetchall()
    assert [above_the_caller for above_the_caller, _ in found] == [False, False]
    assert all("search_path=public, pg_temp" in settings for _, settings in found)


def test_it_asks_the_database_few_times(story, cards):
    with story.work(story.youssef):
        right = queries.card_for(story.youssef, cards[0].point, cards[0].code, at=THAT_MORNING).entitlement
        point = queries.point_for(story.youssef, cards[0].point.pk)
        with CaptureQueriesContext(connection) as asked:
            actions.record_hand_over(
                entitlement=right.pk, point=point, operation=new_id(), by=story.youssef, at=THAT_MORNING
            )
    work = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(work) <= 10, "\n".join(sql[:90] for sql in work)


def test_it_wants_an_open_campaign(story):
    from twiza.aid.tests.given import NOON, given_signed_list

    given_signed_list(story)
    with story.work():
        cards = actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
    with story.work(story.youssef), pytest.raises(OutOfOrder):
        hand_over(story, cards[0])


def facts_of_as(story):
    with story.work():
        return facts_of(story)
