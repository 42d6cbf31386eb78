"""Nobody stands on a list of whom nobody knows that they are still there; nobody is dropped silently either."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.models import Judgement, Nomination, NominationHousehold, WhereaboutsQuestion
from twiza.aid.queries.decision_words import told
from twiza.aid.queries.whereabouts import too_old, whereabouts_lines
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    ZONES,
    drawn_list,
    families,
    given_association,
    given_campaign,
)
from twiza.registry import actions as registry
from twiza.registry.rules.whereabouts import Said, Word, cause_to_wait, last_word
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]
NEXT_YEAR = datetime(2027, 12, 15, 12, 0, tzinfo=UTC)  # 13 months after the register was written


@pytest.fixture
def story():
    """A campaign taking names, with six known households and one of the register that nobody confirmed for a year."""
    story = given_association()
    story.home = given_household(story.organisation, story.hassan, "مريم", size=3, place_words=ZONES[0])
    campaign = given_campaign(story, baskets=3)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    bring(story, *families(6))
    return story


def bring(story, *households, side=None, at=NOON):
    side = side or story
    with side.work():
        actions.nominate_households(
            campaign=story.campaign, bringing=side.organisation, households=households, by=side.amina, at=at
        )


def as_given(home):
    return GivenHousehold(home.pk, ZONES[0], 3, {"children": 2, "disability": False})


def note(story, home, said, at=NOON):
    with story.work(story.hassan):
        registry.note_whereabouts(household=home, said=said, by=story.hassan, at=at)


def answer(story, said, by=None, at=NEXT_YEAR):
    by = by or story.amina
    with story.work(by):
        question = queries.whereabouts_question_for(
            by, WhereaboutsQuestion.objects.get(answer__in=["", "unknown"]).pk
        )
        return actions.answer_whereabouts(question=question, answer=said, by=by, at=at)


def on_the_list(story):
    return Nomination.objects.filter(campaign=story.campaign, withdrawn_at__isnull=True)


def test_it_leaves_with_a_trace_and_comes_back_by_an_answer(story):
    bring(story, as_given(story.home), at=NEXT_YEAR)
    with story.work():
        question = WhereaboutsQuestion.objects.get()
        assert (question.cause, question.asked_by, question.asked_at) == (
            "unconfirmed",
            story.amina,
            NEXT_YEAR,
        )
        assert on_the_list(story).count() == 6
        words = told(queries.decision_for(story.amina, story.campaign, question.nomination.code))
        assert "not on the list now" in words.decision and "12 months" in words.because[0]
        assert "comes back as soon as" in words.change[0]
    answer(story, "unknown")  # answered, and still open: somebody else may know
    with story.work():
        assert on_the_list(story).count() == 6
        facts = Nomination.objects.get(pk=question.nomination_id).facts
    assert answer(story, "here", by=story.hassan).answered_by == story.hassan
    with story.work():
        assert on_the_list(story).count() == 7
        assert Nomination.objects.get(pk=question.nomination_id).facts == facts
        with pytest.raises(OutOfOrder, match="back on the list already"):
            actions.answer_whereabouts(question=question, answer="dead", by=story.amina, at=NEXT_YEAR)


def test_freezing_looks_at_every_side_and_a_late_answer_makes_a_late_household(story):
    partner = given_association("Association Oum Rabia", "-b")
    homes = [
        given_household(partner.organisation, partner.hassan, name, size=3) for name in ("ليلى", "سعيدة")
    ]
    with story.work():
        actions.invite_partner(campaign=story.campaign, partner=partner.organisation, by=story.amina, at=NOON)
    bring(story, *map(as_given, homes), side=partner)
    note(partner, homes[0], "dead")
    drawn_list(story, story.campaign, partner)
    with story.work():
        question = WhereaboutsQuestion.objects.get()
        assert question.cause == "dead" and question.bringing == partner.organisation
        assert Judgement.objects.count() == 7
        assert not Judgement.objects.filter(nomination=question.nomination_id).exists()
        assert not NominationHousehold.objects.filter(nomination=question.nomination_id).exists()
        with pytest.raises(queries.NoSuchWhereaboutsQuestion):
            queries.whereabouts_question_for(story.amina, question.pk)
        (line,) = whereabouts_lines(story.amina, story.campaign)
        assert not line.own and line.household is None
    answer(partner, "here", at=NOON + timedelta(days=1))
    with story.work():
        decision = queries.decision_for(story.amina, story.campaign, question.nomination.code)
        assert decision.place == "late" and not decision.withdrawn
    note(partner, homes[1], "moved", at=NOON + timedelta(days=2))
    with partner.work():  # in a signed pool: it stays where it was signed
        looked = actions.ask_whereabouts(
            campaign=story.campaign, side=partner.organisation.pk, by=partner.amina, at=NOON
        )
        assert (looked.asked, looked.back) == (0, 0)


def test_the_sweep_says_what_the_rule_says(story):
    """Every household, whatever was said of it and when: who stays and who is asked about is what the rule says."""
    said = [
        (),
        *(((word, days),) for word, days in product(Said, (1, 400))),
        ((Said.DEAD, 3), (Said.HERE, 9)),
        ((Said.HERE, 3), (Said.MOVED, 9)),
    ]
    expected, homes = {}, []
    with story.work():
        before = too_old(at=NEXT_YEAR)
    for number, one in enumerate(said):
        home = given_household(story.organisation, story.hassan, f"أسرة {number}", size=3)
        words = [Word(word, home.changed_at + timedelta(days=days)) for word, days in one]
        for word in words:
            note(story, home, word.said.value, at=word.at)
        expected[home.pk] = cause_to_wait(home.changed_at, last_word(words), before)
        homes.append(home)
    bring(story, *map(as_given, homes), at=NEXT_YEAR)
    with story.work():
        asked = dict(WhereaboutsQuestion.objects.values_list("nomination", "cause"))
        links = NominationHousehold.objects.filter(household__in=expected)
        found = {
            household: asked.get(nomination)
            for nomination, household in links.values_list("nomination", "household")
        }
        assert found == expected
        assert {None, "dead", "moved", "unconfirmed"} == set(found.values())
        gone = set(Nomination.objects.filter(withdrawn_at__isnull=False).values_list("pk", flat=True))
        assert gone == set(asked)


def test_a_word_in_the_register_brings_it_back_unless_somebody_took_the_code_back(story):
    bring(story, as_given(story.home), at=NEXT_YEAR)
    note(story, story.home, "here", at=NEXT_YEAR)
    with story.work():
        looked = actions.ask_whereabouts(
            campaign=story.campaign, side=story.organisation.pk, by=story.amina, at=NEXT_YEAR
        )
        assert (looked.asked, looked.back, on_the_list(story).count()) == (0, 1, 7)
    note(story, story.home, "moved", at=NEXT_YEAR + timedelta(days=1))
    with story.work():
        question = {"campaign": story.campaign, "side": story.organisation.pk, "by": story.amina}
        assert actions.ask_whereabouts(**question, at=NEXT_YEAR + timedelta(days=2)).asked == 1
        row = WhereaboutsQuestion.objects.get(answer="").nomination
        actions.withdraw_nomination(
            nomination=row, reason_code="mistake", by=story.amina, at=NEXT_YEAR + timedelta(days=3)
        )
    answer(story, "here", at=NEXT_YEAR + timedelta(days=4))
    with story.work():
        assert on_the_list(story).count() == 6


def test_the_database_keeps_it(story):
    note(story, story.home, "moved")
    bring(story, as_given(story.home))
    elsewhere = given_association("Association Sebou", "-c")
    look = "SELECT * FROM aid_ask_whereabouts('{0}', {1}, {2}, now(), now())"
    tries = (
        (
            story,
            "UPDATE aid_nomination SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
            "still there",
        ),
        (story, "DELETE FROM aid_whereaboutsquestion", "denied"),
        (story, "UPDATE aid_whereaboutsquestion SET cause = 'dead'", "denied"),
        (story, "UPDATE aid_whereaboutsquestion SET answer = 'here'", "answered_whole"),
        (story, "INSERT INTO aid_whereaboutsquestion SELECT * FROM aid_whereaboutsquestion", "denied"),
        (story, look.format(story.campaign.pk, "NULL", "'{}'"), "while names are open"),
        (elsewhere, look.format(story.campaign.pk, "NULL", "NULL"), "may look"),
        (elsewhere, look.format(story.campaign.pk, f"'{story.organisation.pk}'", "NULL"), "may look"),
    )
    for who, statement, why in tries:
        with who.work(), pytest.raises(DatabaseError, match=why), transaction.atomic():
            connection.cursor().execute(statement)
    with elsewhere.work():
        assert not WhereaboutsQuestion.objects.exists()
    with story.work(story.hassan):
        registry.erase_household(household=story.home, reason_code="asked", by=story.hassan, at=NOON)
        assert not WhereaboutsQuestion.objects.exists()


def test_it_is_asked_today_and_answered_on_its_page(story):
    note(story, story.home, "moved")
    bring(story, as_given(story.home))
    client, page = Client(), reverse("aid:list_whereabouts", args=[story.campaign.pk])
    client.cookies["twiza_language"] = "en"
    client.force_login(story.amina)
    assert page in client.get("/").content.decode()
    with story.work():
        question = WhereaboutsQuestion.objects.select_related("nomination").get()
    shown = client.get(page).content.decode()
    assert question.nomination.code in shown and str(story.home.pk) in shown and "moved away" in shown
    decision = reverse("aid:show_decision", args=[story.campaign.pk]) + f"?code={question.nomination.code}"
    assert "It left the list" in client.get(decision).content.decode()
    address = reverse("aid:answer_whereabouts", args=[question.pk])
    client.post(address, {})
    client.post(address, {"answer": "here"})
    assert page not in client.get("/").content.decode()
    assert "Back on it: 0" in client.post(page, follow=True).content.decode()
    with story.work():
        assert on_the_list(story).count() == 7
