"""Families brought twice: what the desk sees and decides, what each side is asked, and what nobody ever sees."""

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.jobs import match_campaign
from twiza.aid.models import MatchRun, Nomination, PairQuestion, PartnerPair, PartnerPairDecision
from twiza.aid.tests.given import drawn_list, given_association
from twiza.aid.tests.matching_given import compare, given_two_doors
from twiza.network.tests.given import given_member
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.queue import queries as works
from twiza.registry import actions as registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def doors():
    found = given_two_doors()
    compare(found)
    return found


def the_pair(doors):
    with doors.lead.work():
        return queries.pair_for(doors.lead.amina, PartnerPair.objects.values_list("pk", flat=True).get())


def now():
    return timezone.now()


def test_the_job_finds_the_family_and_says_codes_and_words_only():
    doors = given_two_doors()
    with doors.lead.work():
        actions.start_matching(agreement=doors.agreement, by=doors.lead.amina, at=now())
        run = MatchRun.objects.get()
        work = works.works_of(doors.lead.amina)[0]
    match_campaign(by_id=doors.lead.amina.pk, work_id=work.pk, run_id=run.pk)
    pair = the_pair(doors)
    assert pair.sure and {pair.first_bringing, pair.second_bringing} == {
        doors.lead.organisation,
        doors.partner.organisation,
    }
    assert pair.words == {
        "given": "same", "family": "same", "birth": "same", "sex": "same", "phone": "same", "place": "same",
    }  # fmt: skip
    with doors.lead.work():
        run = MatchRun.objects.get()
        assert (run.families, run.found) == (4, 1) and run.model_hash
    line = apps.get_model("audit", "AuditLine")
    for side in (doors.lead, doors.partner):
        with side.work():
            mine = line.objects.filter(organisation_id=side.organisation.pk)
            assert mine.filter(type="aid.families_compared").count() == 1


def test_the_partner_sees_neither_pair_nor_comparison(doors):
    with doors.partner.work():
        for model in (PartnerPair, PartnerPairDecision, MatchRun, PairQuestion):
            assert not model.objects.exists()
        with pytest.raises(queries.NoSuchPair):
            queries.pair_for(doors.partner.amina, the_pair(doors).pk)


def test_one_family_asks_the_other_side_to_take_its_code_back(doors):
    pair = the_pair(doors)
    ours = pair.first if pair.first_bringing == doors.lead.organisation else pair.second
    with doors.lead.work():
        actions.decide_one_family(pair=pair, kept=ours, by=doors.lead.amina, at=now())
        assert not queries.pairs_of(doors.campaign).exists()
    with doors.partner.work():
        (question,) = queries.questions_waiting(doors.partner.amina, [doors.campaign.pk])
        assert question.wish == PairQuestion.WITHDRAW and question.nomination.code != ours.code
        assert Nomination.objects.filter(code=ours.code).count() == 0  # the other half stays unseen
        with pytest.raises(actions.OutOfOrder):
            actions.answer_question(question=question, answer="same", by=doors.partner.amina, at=now())
        actions.answer_question(question=question, answer="withdrawn", by=doors.partner.amina, at=now())
        assert Nomination.objects.get(pk=question.nomination_id).withdrawn_at is not None
        with pytest.raises(actions.OutOfOrder):
            actions.answer_question(question=question, answer="withdrawn", by=doors.partner.amina, at=now())


def test_after_the_list_is_frozen_nobody_loses_a_basket(doors):
    pair = the_pair(doors)
    drawn_list(doors.lead, doors.campaign, doors.partner)
    with doors.lead.work():
        actions.decide_one_family(pair=pair, kept=pair.first, by=doors.lead.amina, at=now())
        (line,) = queries.pairs_page(doors.campaign, "decided").lines
        assert line.proposed and line.kept == pair.first.code
        assert not PairQuestion.objects.exists()
        assert not Nomination.objects.filter(withdrawn_at__isnull=False).exists()


def test_two_families_is_remembered_and_can_be_opened_again(doors):
    pair = the_pair(doors)
    with doors.lead.work():
        actions.decide_not_same(pair=pair, by=doors.lead.amina, at=now())
    compare(doors)
    with doors.lead.work():
        assert not queries.pairs_of(doors.campaign).exists()
        actions.take_decision_back(pair=pair, by=doors.lead.amina, at=now())
    compare(doors)
    with doors.lead.work():
        assert queries.pairs_of(doors.campaign).get() == pair
        assert [row.decision for row, _ in queries.decision_lines(pair)] == ["open", "not_same"]


def test_each_side_is_asked_about_its_own_half_and_answers_once(doors):
    pair = the_pair(doors)
    with doors.lead.work():
        actions.ask_sides(pair=pair, by=doors.lead.amina, at=now())
    for side in (doors.lead, doors.partner):
        with side.work():
            (question,) = queries.questions_waiting(side.amina, [doors.campaign.pk])
            assert question.bringing == side.organisation and question.words == pair.words
            actions.answer_question(question=question, answer="cannot_say", by=side.amina, at=now())
    with doors.lead.work():
        assert {row.answer for row, _ in queries.question_lines(pair)} == {"cannot_say"}
        line = apps.get_model("audit", "AuditLine")
        assert line.objects.filter(type="aid.pair_answered").count() == 2


def test_the_desk_cannot_answer_for_a_side_nor_ask_about_another(doors):
    pair = the_pair(doors)
    with doors.lead.work():
        actions.ask_sides(pair=pair, by=doors.lead.amina, at=now())
        question = PairQuestion.objects.get(bringing=doors.partner.organisation)
        with pytest.raises(NoPermission):
            actions.answer_question(question=question, answer="same", by=doors.lead.amina, at=now())
        with pytest.raises(IntegrityError), transaction.atomic():
            PairQuestion.objects.filter(pk=question.pk).update(
                answer="same", answered_by=doors.lead.amina, answered_at=now()
            )
    with doors.partner.work():
        assert PairQuestion.objects.filter(pk=question.pk).update(closed_at=None)  # nothing changes by it
        with pytest.raises(IntegrityError), transaction.atomic():
            PairQuestion.objects.filter(pk=question.pk).update(
                answer="same", answered_by=doors.lead.amina, answered_at=now()
            )


@pytest.mark.parametrize(
    "words",
    [
        {"given": "خديجة"},
        {"name": "same"},
        {"given": {"x": "y"}},
        {"given": ["same"]},
        {"given": 1},
        ["same"],
    ],
)
def test_the_database_takes_words_and_nothing_else(doors, words):
    pair = the_pair(doors)
    with doors.lead.work(), pytest.raises(IntegrityError), transaction.atomic():
        PartnerPair.objects.filter(pk=pair.pk).update(words=words)


def test_the_database_keeps_a_pair_together(doors):
    pair = the_pair(doors)
    values = {
        "campaign": doors.campaign,
        "organisation": doors.lead.organisation,
        "sure": True,
        "found_at": now(),
    }
    sides = {
        "first": pair.second, "first_bringing": pair.second_bringing,
        "second": pair.first, "second_bringing": pair.first_bringing,
    }  # fmt: skip
    with doors.lead.work():
        unread = MatchRun.objects.create(
            campaign=doors.campaign, organisation=doors.lead.organisation, agreement=doors.agreement,
            started_by=doors.lead.amina, started_at=now(),
        )  # fmt: skip
        for run in (pair.run, unread):
            with pytest.raises(IntegrityError), transaction.atomic():
                PartnerPair.objects.create(run=run, **values, **sides)
        other = Nomination.objects.exclude(pk__in=[pair.first_id, pair.second_id]).first()
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnerPairDecision.objects.create(
                pair=pair, organisation=doors.lead.organisation, decision="one_family", kept=other,
                by=doors.lead.amina, at=now(),
            )  # fmt: skip
        with pytest.raises(Error), transaction.atomic():
            PartnerPairDecision.objects.update(decision="open")


def test_only_the_desk_decides(doors):
    pair = the_pair(doors)
    treasurer = given_member("Nadia", "treasurer", doors.lead.organisation)
    with doors.lead.work(treasurer):
        for act in (actions.decide_not_same, actions.ask_sides, actions.take_decision_back):
            with pytest.raises(NoPermission):
                act(pair=pair, by=treasurer, at=now())
        with pytest.raises(NoPermission):
            actions.start_matching(agreement=doors.agreement, by=treasurer, at=now())


def test_it_is_asked_a_few_times_a_day_and_the_refusal_is_written(doors):
    with doors.lead.work():
        for _ in range(11):
            actions.start_matching(agreement=doors.agreement, by=doors.lead.amina, at=now())
        with pytest.raises(actions.ComparedTooOften):
            actions.start_matching(agreement=doors.agreement, by=doors.lead.amina, at=now())
        line = apps.get_model("audit", "AuditLine")
        assert line.objects.filter(type="aid.comparison_refused").count() == 1


def test_an_erased_family_takes_its_pairs_with_it(doors):
    pair = the_pair(doors)
    with doors.lead.work():
        actions.ask_sides(pair=pair, by=doors.lead.amina, at=now())
    with doors.partner.work(doors.partner.hassan):
        model = apps.get_model("registry", "Person")
        household = model.objects.get(name_latin="Mansouri Khadija").household
        registry.erase_household(household=household, reason_code="asked", by=doors.partner.hassan, at=now())
        assert not PairQuestion.objects.exists()
    with doors.lead.work():
        assert not PartnerPair.objects.exists() and not PartnerPairDecision.objects.exists()
        assert Nomination.objects.filter(pk__in=[pair.first_id, pair.second_id]).count() == 2


def test_no_page_shows_a_name_of_the_other_side(doors, client):
    pair = the_pair(doors)
    with doors.lead.work():
        actions.ask_sides(pair=pair, by=doors.lead.amina, at=now())
        codes = {pair.first_bringing_id: pair.first.code, pair.second_bringing_id: pair.second.code}
    client.force_login(doors.lead.amina)
    for page in ("list_pairs", "show_pair"):
        id = doors.campaign.pk if page == "list_pairs" else pair.pk
        shown = client.get(reverse(f"aid:{page}", args=[id])).content.decode()
        assert all(code in shown for code in codes.values())
        assert "Mansouri" not in shown and "المنصوري" not in shown
    client.force_login(doors.partner.amina)
    with doors.partner.work():
        question = PairQuestion.objects.get()
    shown = client.get(reverse("aid:answer_question", args=[question.pk])).content.decode()
    assert "Mansouri Khadija" in shown and "المنصوري" not in shown
    assert codes[doors.partner.organisation.pk] in shown and codes[doors.lead.organisation.pk] not in shown
    with doors.partner.work():
        seen = apps.get_model("audit", "AccessLine").objects.get(page="aid.pair_question")
        assert seen.by == doors.partner.amina.pk and len(seen.subjects) == 2
    assert client.get(reverse("aid:show_pair", args=[pair.pk])).status_code == 404
    shown = client.get(reverse("aid:list_pairs", args=[doors.campaign.pk])).content.decode()
    assert codes[doors.lead.organisation.pk] not in shown


def test_the_pages_do_it_all(doors, client):
    pair = the_pair(doors)
    client.force_login(doors.lead.amina)
    decide = reverse("aid:decide_pair", args=[pair.pk])
    for decision in ("not_same", "open", "ask", "keep_second", "open"):
        assert client.post(decide, {"decision": decision}).status_code == 302
    with doors.lead.work():
        written = [row.decision for row, _ in queries.decision_lines(pair)]
        assert written == ["open", "one_family", "asked", "open", "not_same"]
    assert client.post(reverse("aid:remove_agreement", args=[doors.agreement.pk])).status_code == 302
    with doors.lead.work():
        assert not queries.pairs_of(doors.campaign).exists()
    again = client.post(
        reverse("aid:attach_agreement", args=[doors.campaign.pk]), {"convention": doors.convention.pk}
    )
    assert again.status_code == 302
    with doors.lead.work():
        (line,) = queries.agreement_lines(doors.campaign, on=timezone.localdate())
        assert line.holds
    assert client.post(reverse("aid:start_matching", args=[line.agreement.pk])).status_code == 302


def test_an_agreement_is_attached_only_when_it_allows_something(doors):
    third = given_association("Association Ziz", "-third")
    with doors.lead.work(), pytest.raises(actions.NoAgreement):  # attached already
        actions.attach_agreement(
            campaign=doors.campaign, convention=doors.convention, by=doors.lead.amina, at=now()
        )
    with doors.partner.work(), pytest.raises(NoPermission):
        actions.attach_agreement(
            campaign=doors.campaign, convention=doors.convention, by=doors.partner.amina, at=now()
        )
    assert third.organisation.pk != doors.partner.organisation.pk


def test_the_counter_says_nothing_after_a_match_was_found(doors, client):
    """Byte for byte the same for a name that only the other side has, found, decided and asked about, and for nobody's."""
    pair = the_pair(doors)
    with doors.lead.work():
        actions.ask_sides(pair=pair, by=doors.lead.amina, at=now())
    client.force_login(doors.partner.amina)
    answers = [
        client.post(
            reverse("registry:check_possible"),
            {"name_arabic": name, "organisation": str(doors.partner.organisation.pk)},
            HTTP_HX_REQUEST="true",
        ).content
        for name in ("رشيد التازي", "مبارك الريفي")  # of the other side; of nobody
    ]
    assert answers[0] == answers[1] and b"found-one" not in answers[0]
    # its own family is proposed as ever, and nothing of the pair with it
    with doors.lead.work():
        actions.decide_one_family(pair=pair, kept=pair.first, by=doors.lead.amina, at=now())
    own = client.post(
        reverse("registry:check_possible"),
        {"name_latin": "Khadija Mansouri", "organisation": str(doors.partner.organisation.pk)},
        HTTP_HX_REQUEST="true",
    ).content.decode()
    assert all(code not in own for code in (pair.first.code, pair.second.code))
    assert "المنصوري" not in own
