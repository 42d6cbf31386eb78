"""A posted list is contested by code, answered by somebody who did not decide first, and waits for it."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.actions import DecidedFirst, OutOfOrder
from twiza.aid.models import (
    Campaign,
    ListEntry,
    Nomination,
    Objection,
    ObjectionAnswer,
    ObjectionWindow,
    SetAside,
)
from twiza.aid.queries.decision_words import told
from twiza.aid.tests.after_given import (
    AFTER_OBJECTIONS,
    given_director,
    given_objection,
    given_role,
    given_set_aside,
    own,
)
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    families,
    given_association,
    given_campaign,
    given_declaration,
    given_relations,
    given_signed_list,
    sign_criteria,
)
from twiza.network.tests.given import given_member
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.web import formats

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]
REASON = {"reason_code": "facts_were_wrong", "words": "There are four children, not two."}


@pytest.fixture
def story():
    story = given_association()
    given_signed_list(story, baskets=6, reserve=3, households=9)
    with story.work():
        actions.post_list(campaign=story.campaign, by=story.amina, at=NOON)
    return story


def answer(story, objection, by, **said):
    with story.work(by):
        return actions.answer_objection(objection=objection, **REASON | said, by=by, at=AFTER_OBJECTIONS)


def test_baskets_wait_until_objections_are_answered_and_closed(story):
    sanae = given_director(story)
    with story.work():
        objection = given_objection(story, own(story)[0])
        with pytest.raises(OutOfOrder, match="Objections are taken until"):
            actions.close_objections(campaign=story.campaign, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="1 objections wait"):
            actions.close_objections(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
        with pytest.raises(OutOfOrder, match="cards are made once they are closed"):
            actions.issue_cards(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    answer(story, objection, sanae, reason_code="facts_are_right")
    with story.work():
        actions.close_objections(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    given_declaration(story)
    with story.work():
        opened = actions.start_distribution(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    assert opened.state == "distributing"


def test_a_reason_sheet_says_the_last_day_of_the_window(story):
    with story.work():
        last = queries.window_of(story.campaign).last_day
        code = queries.codes_to_tell(story.campaign).first().code
        decision = queries.decision_for(story.amina, story.campaign, code)
        assert formats.day(last) in told(decision).contest
        posted = replace(decision.season, window=None)
        assert formats.day(last) not in told(replace(decision, season=posted)).contest
        assert "Once the list is posted" in told(replace(decision, season=posted)).contest


def test_the_database_hands_out_nothing_while_objections_are_open(story):
    with story.work():
        for state in ("packed", "distributing"):
            with pytest.raises(IntegrityError, match="objections are open"), transaction.atomic():
                Campaign.objects.filter(pk=story.campaign.pk).update(state=state)
        with pytest.raises(IntegrityError, match="last day for objections"), transaction.atomic():
            ObjectionWindow.objects.update(closed_at=NOON, closed_by=story.amina)
        given_objection(story, own(story)[0])
        with pytest.raises(IntegrityError, match="waits for its answer"), transaction.atomic():
            ObjectionWindow.objects.update(closed_at=AFTER_OBJECTIONS, closed_by=story.amina)


def test_who_decided_first_does_not_answer(story):
    given_director(story)
    with story.work():
        objection = given_objection(story, own(story)[0])
    for by in (story.hassan,):
        with pytest.raises(DecidedFirst):
            answer(story, objection, by)
    with (
        story.work(story.hassan),
        pytest.raises(IntegrityError, match="did not decide first"),
        transaction.atomic(),
    ):
        ObjectionAnswer.objects.create(
            objection=objection,
            campaign=story.campaign,
            organisation=story.organisation,
            receiving=story.organisation,
            outcome="maintained",
            reason_code="facts_are_right",
            words="No.",
            answered_at=NOON,
            answered_by=story.hassan,
        )


def test_it_answers_once_with_a_reason_of_its_kind(story):
    sanae = given_director(story)
    with story.work():
        objection = given_objection(story, own(story)[0])
    with pytest.raises(actions.BadObjection, match="plain words"):
        answer(story, objection, sanae, words=" ")
    with pytest.raises(actions.BadObjection, match="another kind"):
        answer(story, objection, sanae, reason_code="not_meant_for")
    answer(story, objection, sanae)
    with pytest.raises(OutOfOrder, match="a moment ago"):
        answer(story, objection, sanae)


def test_an_accepted_one_draws_on_the_reserve_and_its_remedy_is_dated(story):
    sanae = given_director(story)
    with story.work():
        reserve = ListEntry.objects.filter(place="reserve").order_by("rank")[0].nomination
        objection = given_objection(story, reserve)
    answer(story, objection, sanae)
    with story.work():
        (line,) = queries.objection_lines(story.campaign, today=AFTER_OBJECTIONS.date())
        assert line.waits_for_remedy and queries.remedies_waiting([story.campaign]) == [objection]
        due = [
            one for one in queries.waiting_for(story.amina, at=NOON) if "it was accepted" in str(one.sentence)
        ]
        assert [objection.ticket in str(one.sentence) for one in due] == [True]
        actions.plan_more_baskets(campaign=story.campaign, baskets=7, by=story.amina, at=NOON)
        actions.add_addendum(
            campaign=story.campaign, nominations=[reserve], reason_code="objection", by=story.amina, at=NOON
        )
        (line,) = queries.objection_lines(story.campaign, today=AFTER_OBJECTIONS.date())
        assert queries.remedies_waiting([story.campaign]) == []
    assert line.remedied_on == NOON.date() and not line.waits_for_remedy


def test_a_missing_family_is_brought_first_and_named_by_its_code(story):
    sanae = given_director(story)
    with story.work():
        objection = given_objection(story, zone=story.campaign.zones[0])
        before = set(queries.nominations_of(story.campaign).values_list("pk", flat=True))
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=families(1),
            by=story.amina,
            at=NOON,
        )
        late = queries.nominations_of(story.campaign).exclude(pk__in=before).get()
    with pytest.raises(actions.BadObjection, match="brought into the campaign first"):
        answer(story, objection, sanae, reason_code="left_out_by_mistake")
    given = answer(story, objection, sanae, reason_code="left_out_by_mistake", found=late)
    assert given.outcome == "accepted_correction"


def test_a_code_that_is_set_aside_gets_no_card_and_leaves_its_basket_to_the_reserve(story):
    with story.work():
        taken = ListEntry.objects.filter(place="selected").order_by("rank")[0].nomination
        (_zone, first), *_others = queries.reserve_waiting(story.campaign)
        reserve = Nomination.objects.get(code=first)
    objection = given_set_aside(story, taken)
    with story.work(story.hassan):
        actions.sign_set_aside(objection=objection, by=story.hassan, at=AFTER_OBJECTIONS)
    with story.work():
        actions.close_objections(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    add(story, [reserve], "from_reserve")
    with story.work():
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
        posted = {code for code, _place, _point in queries.posted_codes(story.campaign)}
    codes = {card.list_code for card in issued}
    assert taken.code not in codes | posted and reserve.code in codes and len(codes) == 6


def test_two_take_a_basket_away_and_an_addendum_gives_it_back(story):
    with story.work():
        taken = ListEntry.objects.filter(place="selected").order_by("rank")[0].nomination
    objection = given_set_aside(story, taken)
    answered_by = User.objects.get(username="sanae-aside")
    with story.work():
        assert taken.code not in queries.set_aside(story.campaign), "one signature takes nothing away"
        with pytest.raises(OutOfOrder, match="second person signs"):
            actions.close_objections(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
        with pytest.raises(NoPermission):
            actions.sign_set_aside(objection=objection, by=story.amina, at=AFTER_OBJECTIONS)
    with story.work(story.hassan):
        (due,) = [
            one for one in queries.waiting_for(story.hassan, at=NOON) if "takes a basket" in str(one.sentence)
        ]
        assert objection.ticket in str(due.sentence)
    given_role(answered_by, "association_president", story.organisation)
    row = ObjectionAnswer.objects
    with story.work(answered_by):
        with pytest.raises(actions.CannotSign, match="Another person"):
            actions.sign_set_aside(objection=objection, by=answered_by, at=AFTER_OBJECTIONS)
        said = {"answer": row.get(), "campaign": story.campaign, "organisation": story.organisation,
                "code": taken.code, "reason_code": "not_meant_for", "signed_at": NOON}  # fmt: skip
        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            SetAside.objects.create(**said, signed_by=answered_by)
    with story.work(story.hassan):
        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            SetAside.objects.create(**said | {"code": "OTHERONE"}, signed_by=story.hassan)
        actions.sign_set_aside(objection=objection, by=story.hassan, at=AFTER_OBJECTIONS)
        with pytest.raises(OutOfOrder, match="signed already"):
            actions.sign_set_aside(objection=objection, by=story.hassan, at=AFTER_OBJECTIONS)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            SetAside.objects.update(code="OTHERONE")
    with story.work():
        assert queries.set_aside(story.campaign) == [taken.code] and queries.places_taken(story.campaign) == 5
        actions.close_objections(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    add(story, [taken], "forgotten", at=AFTER_OBJECTIONS + timedelta(hours=1))
    with story.work():
        assert queries.set_aside(story.campaign) == [] and queries.places_taken(story.campaign) == 6
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=AFTER_OBJECTIONS)
    assert [card.list_code for card in issued].count(taken.code) == 1 and len(issued) == 6


def add(story, nominations, reason, *, at=NOON):
    with story.work():
        frozen = actions.add_addendum(
            campaign=story.campaign, nominations=nominations, reason_code=reason, by=story.amina, at=at
        )
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=at)


def test_the_wall_shows_no_addendum_that_waits_for_its_second_signature(story):
    with story.work():
        (_zone, first), *_others = queries.reserve_waiting(story.campaign)
        actions.plan_more_baskets(campaign=story.campaign, baskets=7, by=story.amina, at=NOON)
        frozen = actions.add_addendum(
            campaign=story.campaign, nominations=[Nomination.objects.get(code=first)],
            reason_code="from_reserve", by=story.amina, at=NOON,
        )  # fmt: skip
        assert (first, "selected") not in [one[:2] for one in queries.posted_codes(story.campaign)]
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
        assert (first, "selected") in [one[:2] for one in queries.posted_codes(story.campaign)]


def test_who_signed_the_pool_and_not_the_list_does_not_answer():
    """Somebody who signed the pool decided first too: for the action and for the database."""
    story = given_association()
    campaign = given_campaign(story, baskets=2, reserve=1)
    rachida = given_member("Rachida", "association_president", story.organisation)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign, bringing=story.organisation, households=families(4), by=story.amina, at=NOON
        )
    given_relations(story, campaign)
    sign_criteria(story, campaign)
    with story.work():
        pool = actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON)
    with story.work(rachida):
        actions.sign_pool(pool=pool, by=rachida, at=NOON)
    with story.work():
        actions.record_draw(
            campaign=campaign, digits="407193", witnesses=2, drawn_on=NOON.date(), by=story.amina, at=NOON
        )
        frozen = actions.freeze_list(campaign=campaign, by=story.amina, at=NOON)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with story.work():
        actions.post_list(campaign=campaign, by=story.amina, at=NOON)
        objection = given_objection(story)
    with pytest.raises(DecidedFirst):
        answer(story, objection, rachida, reason_code="nothing_to_correct")
    with (
        story.work(rachida),
        pytest.raises(IntegrityError, match="did not decide first"),
        transaction.atomic(),
    ):
        ObjectionAnswer.objects.create(
            objection=objection, campaign=campaign, organisation=story.organisation,
            receiving=story.organisation, outcome="maintained", reason_code="facts_are_right", words="No.",
            answered_at=NOON, answered_by=rachida,
        )  # fmt: skip


def test_objections_are_written_down_within_their_days_and_never_changed(story):
    with story.work():
        objection = given_objection(story)
        assert objection.due_on == ObjectionWindow.objects.get().last_day
        with pytest.raises(OutOfOrder, match="not open"):
            actions.receive_objection(
                campaign=story.campaign,
                receiving=story.organisation,
                about="missing",
                way="paper",
                by=story.amina,
                at=AFTER_OBJECTIONS,
            )
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Objection.objects.update(words="something else")


def test_a_late_one_is_said_on_the_today_page(story):
    sanae = given_director(story)
    with story.work():
        given_objection(story)
    with story.work(sanae):
        (due,) = [
            one for one in queries.waiting_for(sanae, at=AFTER_OBJECTIONS) if "objection" in str(one.sentence)
        ]
    assert due.due is not None and due.due < AFTER_OBJECTIONS.date()


def test_the_wall_shows_codes_and_nothing_of_a_family(story):
    """The paper for the wall has the code, the place and the point: no neighbourhood, no size, no fact."""
    client = Client()
    client.force_login(story.hassan)
    words = {}
    for language in ("ar", "fr"):
        paper = client.get(reverse("aid:print_wall", args=[story.campaign.pk]) + f"?language={language}")
        with pypdfium2.PdfDocument(paper.content) as document:
            words[language] = "".join(page.get_textpage().get_text_range() for page in document)
    with story.work():
        codes = {one.code for one in ListEntry.objects.all()}
        # who takes text out of a PDF turns Latin codes round beside Arabic words: their signs are compared
        for text in words.values():
            assert {"".join(sorted(code)) for code in codes} <= {"".join(sorted(one)) for one in text.split()}
        shown = queries.wall_paper(story.campaign, last_day=None)
    assert {len(row) for table in shown.tables for row in table.rows} == {3}


def test_the_log_of_exceptions_says_roles_reason_and_codes(story):
    with story.work():
        reserve = ListEntry.objects.filter(place="reserve").order_by("rank")[0].nomination
        actions.plan_more_baskets(campaign=story.campaign, baskets=7, by=story.amina, at=NOON)
        late = actions.add_addendum(
            campaign=story.campaign, nominations=[reserve], reason_code="fire", by=story.amina, at=NOON
        )
    with story.work(story.hassan):
        actions.sign_list(frozen=late, by=story.hassan, at=NOON)
        (line,) = queries.overrides_of(story.campaign)
    assert (line.reason, line.codes, line.signed, len(line.roles)) == ("fire", (reserve.code,), True, 2)


def test_the_counter_writes_down_and_gives_a_slip_and_another_answers():
    story = given_association()
    given_signed_list(story, baskets=2, reserve=1, households=3)
    with story.work():
        actions.post_list(campaign=story.campaign, by=story.amina, at=timezone.now())
    sanae, client = given_director(story), Client()
    client.force_login(story.amina)
    said = {
        "about": "missing",
        "way": "voice",
        "counter": str(story.organisation.pk),
        "zone": "",
        "words": "",
    }
    address = reverse("aid:list_objections", args=[story.campaign.pk])
    page = client.post(address, said, follow=True).content.decode()
    with story.work():
        objection = Objection.objects.get()
    assert objection.ticket in page and 'name="reason_code"' not in page
    client.force_login(sanae)
    address = reverse("aid:show_objection", args=[objection.pk])
    answer = {"reason_code": "another_help_found", "words": "At the centre."}
    assert "At the centre." in client.post(address, answer, follow=True).content.decode()
