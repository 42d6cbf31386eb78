"""Every family not selected has its reasons: read at a counter by its code, on paper one a page, found by an auditor."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.models import Entitlement, Judgement, ListEntry, Nomination, Placement, Pool
from twiza.aid.queries.decision_words import FACTS, NEEDS, of_the_zone, told
from twiza.aid.rules import reasons
from twiza.aid.rules.facts import KNOWN, SPECIAL_NEEDS
from twiza.aid.rules.published import Published
from twiza.aid.tests.after_given import AFTER_OBJECTIONS, given_set_aside
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    drawn_list,
    families,
    given_association,
    given_campaign,
    given_frozen_list,
    given_signed_list,
)
from twiza.network.tests.given import given_member
from twiza.platform.queue.actions import run_waiting_jobs

RULES = {
    "rules": [
        *CRITERIA["rules"],
        {"code": "someone_young", "must": True, "ar": "في الأسرة طفل", "fr": "Un enfant dans le ménage",
         "when": {"fact": "children", "is": "at_least", "value": 1}},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def story(module_database):
    """Three baskets and one reserve for twelve households, some of which have no child."""
    story = given_association()
    campaign = given_campaign(story, baskets=3, reserve=1, zones=("حي الزهور", "بنسودة"))
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=RULES, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign, bringing=story.organisation,
            households=families(12, campaign.zones), by=story.amina, at=NOON,
        )  # fmt: skip
    frozen = drawn_list(story, campaign)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    story.campaign, story.frozen = frozen.campaign, frozen
    story.naima = given_member("Naima", "auditor", story.organisation)
    story.zineb = given_member("Zineb", "counter", story.organisation)
    return story


def code_of(story, place):
    return Placement.objects.filter(place=place).select_related("nomination").first().nomination.code


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_everybody_not_selected_has_reasons_in_words(story, language):
    with story.work(), translation.override(language):
        decisions = list(queries.decisions_to_tell(story.campaign))
        assert len(decisions) == 12 - 3
        for decision in decisions:
            words = told(decision)
            assert decision.negative and words.decision and words.because and words.change and words.anew
            assert [one.sentence for one in words.rules] == [rule[language] for rule in RULES["rules"]]
            assert story.organisation.pk and str(story.organisation) in words.contest
            assert len(words.deciders) == 2 and "Amina" not in "".join(words.deciders)


def test_what_is_said_would_change_it(story):
    with story.work():
        for decision in queries.decisions_to_tell(story.campaign):
            facts = Nomination.objects.get(code=decision.code).facts
            if decision.place == "not_eligible":
                assert decision.change
                assert reasons.to_be_eligible(RULES, reasons.changed(facts, decision.change), KNOWN) == ()
            else:
                assert decision.reason in ("quota", "draw")


def test_an_auditor_finds_the_decision_by_its_code_and_sees_no_name(story):
    client = browser(story.naima)
    with story.work():
        code = code_of(story, "not_eligible")
    page = client.get(reverse("aid:show_decision", args=[story.campaign.pk]), {"code": code.lower()})
    text = page.content.decode()
    assert "في الأسرة طفل" in text and "لا تستوفي" in text and story.campaign.criteria_hash[:16] in text
    assert story.amina.display_name in text and story.hassan.display_name in text  # who froze, who signed
    assert (
        client.get(reverse("aid:show_decision", args=[story.campaign.pk]), {"code": "ZZZZZZZZ"}).status_code
        == 200
    )


def test_an_addendum_stands_in_the_history_of_a_code(story):
    with story.work():
        entry = (
            ListEntry.objects.filter(list=story.frozen, place="reserve").select_related("nomination").first()
        )
        before = queries.decision_for(story.amina, story.campaign, entry.code)
        assert before.negative and before.place == "reserve"
        sid = transaction.savepoint()
        actions.plan_more_baskets(campaign=story.campaign, baskets=4, by=story.amina, at=NOON)
        actions.add_addendum(
            campaign=story.campaign, nominations=[entry.nomination], reason_code="illness", by=story.amina, at=NOON
        )  # fmt: skip
        after = queries.decision_for(story.amina, story.campaign, entry.code)
        steps = queries.decision_steps(after, {"illness": "A sudden illness"})
        assert not after.negative
        assert any("A sudden illness" in step.detail for step in steps)
        assert entry.code not in queries.codes_to_tell(story.campaign).values_list("code", flat=True)
        transaction.savepoint_rollback(sid)


def test_a_counter_reads_it_to_the_family_and_hands_the_sheet(story):
    client = browser(story.zineb)
    with story.work():
        code = code_of(story, "not_selected")
    answer = client.post(reverse("aid:tell_reasons"), {"campaign": story.campaign.pk, "code": code.lower()})
    text = answer.content.decode()
    assert "لم تُختر هذه الأسرة" in text and code in text
    sheet = client.post(
        reverse("aid:print_reasons", args=[story.campaign.pk]), {"code": code, "language": "fr"}
    )
    assert sheet["content-type"] == "application/pdf" and code not in sheet["content-disposition"]
    with pypdfium2.PdfDocument(BytesIO(sheet.content)) as document:
        assert len(document) == 1
        assert code in document[0].get_textpage().get_text_range()
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT type, data FROM audit_line WHERE type LIKE 'aid.reasons%%' ORDER BY id", [])
        rows = cursor.fetchall()
    assert [row[0] for row in rows] == ["aid.reasons_told", "aid.reasons_printed"]
    volunteer = browser(story.youssef)
    assert volunteer.get(reverse("aid:show_decision", args=[story.campaign.pk])).status_code == 404


def lines_left(story):
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT type FROM audit_line WHERE data ? 'codes' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("role", ["treasurer", "donor_desk", "point_volunteer"])
def test_who_sees_no_family_reads_no_decision_and_no_slip(story, role):
    """Seeing a campaign is not enough: nothing of a household is read, nothing printed."""
    person = given_member(f"Nadia-{role}", role, story.organisation)
    client = browser(person)
    with story.work():
        code = code_of(story, "not_selected")
    before = lines_left(story)
    campaign = [story.campaign.pk]
    for name in ("show_decision", "print_slip", "show_ledger", "print_sheets"):
        assert client.get(reverse(f"aid:{name}", args=campaign), {"code": code}).status_code == 404, name
    for name in ("print_slip", "print_reasons"):
        assert client.post(reverse(f"aid:{name}", args=campaign), {"code": code}).status_code == 404, name
    for action in (actions.print_slip, actions.read_decision):
        with story.work(person), pytest.raises(queries.NoSuchCampaign):
            action(campaign=story.campaign, code=code, by=person, at=NOON)
    assert lines_left(story) == before
    if role != "point_volunteer":
        page = client.get(reverse("aid:show_campaign", args=campaign)).content.decode()
        assert reverse("aid:show_decision", args=campaign) not in page


def test_each_decision_read_and_each_slip_leaves_one_line(story):
    with story.work():
        code = code_of(story, "not_selected")
    before = lines_left(story)
    campaign = [story.campaign.pk]
    assert (
        browser(story.naima).get(reverse("aid:show_decision", args=campaign), {"code": code}).status_code
        == 200
    )
    assert lines_left(story) == [*before, "aid.decision_read"]
    slips = reverse("aid:print_slip", args=campaign)
    assert browser(story.naima).post(slips, {"code": code}).status_code == 404  # audits, tells no family
    counter = browser(story.zineb)
    assert "salt" not in counter.get(slips, {"code": code}).content.decode()
    printed = counter.post(slips, {"code": code})
    assert "salt" in printed.content.decode() and printed["Cache-Control"] == "no-store"
    assert lines_left(story) == [*before, "aid.decision_read", "aid.slip_printed"]


def test_a_partner_opens_no_slip_of_another_side():
    """Each side prints the slips of the households it brought; who coordinates prints all."""
    lead, partner = (given_association(f"Association {name}", f"-{name}") for name in ("Inaouene", "Lebene"))
    campaign = given_campaign(lead, baskets=2, zones=("حي الزهور", "بنسودة"))
    with lead.work():
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=RULES, by=lead.amina, at=NOON)
    codes = {}
    for side in (lead, partner):
        with side.work():
            actions.nominate_households(
                campaign=campaign, bringing=side.organisation, households=families(3, campaign.zones),
                by=side.amina, at=NOON,
            )  # fmt: skip
            codes[side.organisation.pk] = Nomination.objects.filter(bringing=side.organisation).first().code
    drawn_list(lead, campaign, partner)
    own, other = codes[partner.organisation.pk], codes[lead.organisation.pk]
    with partner.work():
        assert own == actions.print_slip(campaign=campaign, code=own, by=partner.amina, at=NOON)[0].code
        for action in (actions.print_slip, actions.read_decision):
            with pytest.raises(queries.NoSuchNomination):
                action(campaign=campaign, code=other, by=partner.amina, at=NOON)
    with lead.work():
        assert actions.print_slip(campaign=campaign, code=own, by=lead.amina, at=NOON)[1]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_who_was_taken_off_the_list_is_told_so(language):
    """Set aside by two after an objection: a sheet, the reason, who is told; not "selected"."""
    other = given_association(f"Association Beht {language}", f"-7{language}")
    given_signed_list(other, baskets=4, reserve=1, households=8)
    with other.work():
        actions.post_list(campaign=other.campaign, by=other.amina, at=NOON)
        taken = ListEntry.objects.filter(place="selected").select_related("nomination").first().nomination
        assert taken.code not in codes_told(other)
        assert queries.decision_for(other.amina, other.campaign, taken.code).standing == "selected"
    objection = given_set_aside(other, taken)
    with other.work(other.hassan):
        actions.sign_set_aside(objection=objection, by=other.hassan, at=AFTER_OBJECTIONS)
    with other.work(), translation.override(language):
        decision = queries.decision_for(other.amina, other.campaign, taken.code)
        words = told(decision)
        assert decision.negative and decision.standing == "set_aside" and words.change
        assert str(queries.ANSWER_REASONS["not_meant_for"]) in words.because[0]
        assert words.decision != str(words.place) and taken.code in codes_told(other)
        (printed,) = [one for one in queries.decisions_to_tell(other.campaign) if one.code == taken.code]
        assert told(printed).decision == words.decision
        assert any(str(words.place) == str(step.what) for step in queries.decision_steps(decision, {}))
        pdf = actions.print_reasons(
            campaign=other.campaign, code=taken.code, language=language, by=other.amina, at=NOON
        )
        assert pdf[:4] == b"%PDF"


@pytest.mark.parametrize("state", ["declined", "revoked"])
def test_whose_right_ended_is_told_so(story, state):
    with story.work():
        entry = ListEntry.objects.filter(list=story.frozen, place="selected").first()
        sid = transaction.savepoint()
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        Entitlement.objects.filter(nomination=entry.nomination_id).update(state=state)
        decision = queries.decision_for(story.amina, story.campaign, entry.code)
        assert decision.negative and decision.standing == state and entry.code in codes_told(story)
        assert "selected for a basket" not in told(decision).decision
        (printed,) = [one for one in queries.decisions_to_tell(story.campaign) if one.code == entry.code]
        assert printed.standing == state
        transaction.savepoint_rollback(sid)


def codes_told(story):
    return list(queries.codes_to_tell(story.campaign).values_list("code", flat=True))


def test_who_came_after_the_pool_is_judged_and_told_what_would_change_it(story):
    """Brought late: judged by the same rules, with what would change it, and in the print of all."""
    with story.work():
        sid = transaction.savepoint()
        before = set(Nomination.objects.values_list("code", flat=True))
        late = [
            replace(one, facts=one.facts | {"children": children})
            for one, children in zip(families(2, story.campaign.zones), (0, 4), strict=True)
        ]
        actions.nominate_households(
            campaign=story.campaign, bringing=story.organisation, households=late, by=story.amina, at=NOON
        )
        found = {one.code: one for one in queries.decisions_to_tell(story.campaign) if one.code not in before}
        assert len(found) == 2 and {one.place for one in found.values()} == {"late"}
        by_rule = {one.eligible: one for one in found.values()}
        without_child, four = by_rule[False], by_rule[True]
        assert reasons.to_be_eligible(RULES, {"children": 1}, KNOWN) != without_child.change != ()
        assert told(without_child).because and len(told(without_child).change) > 1
        assert four.points == 2 and told(four).change
        transaction.savepoint_rollback(sid)


def test_nothing_is_told_before_two_have_signed_the_list():
    other = given_association("Association Oum Rabia", "-6")
    frozen = given_frozen_list(other, baskets=2, reserve=1, households=5)
    with other.work():
        code = queries.codes_to_tell(frozen.campaign)[0].code
        assert queries.campaigns_to_tell(other.amina) == []
        same = {"campaign": frozen.campaign, "by": other.amina, "at": NOON}
        for act in (
            lambda: actions.tell_reasons(code=code, **same),
            lambda: actions.print_reasons(code=code, language="fr", **same),
            lambda: actions.request_reasons(zone="", language="fr", **same),
            lambda: actions.print_all_reasons(zone="", language="fr", **same),
        ):
            with translation.override("en"), pytest.raises(OutOfOrder, match="two persons have signed"):
                act()
    with other.work(other.hassan):
        actions.sign_list(frozen=frozen, by=other.hassan, at=NOON)
    with other.work():
        assert queries.campaigns_to_tell(other.amina) == [frozen.campaign]


@pytest.mark.parametrize(
    ("need", "quota", "label", "exact"),
    [(40, 12, "Z", True), (40, 3, "Z", False), (14, 12, "Z", False), (40, 12, "*", False)],
)
def test_a_sheet_says_no_small_figure_and_none_of_zones_told_together(need, quota, label, exact):
    labels = Published((), {"Z": label}, {}, True)
    pool = Pool(zones={"Z": [need, 0, 0, quota, 0]}, published=labels.kept(), small_cell=5)
    with translation.override("en"):
        (line,) = of_the_zone(pool, "Z")
    assert any(one.isdigit() for one in line) == exact


def test_who_is_selected_has_no_sheet(story):
    with story.work():
        code = ListEntry.objects.filter(place="selected").first().code
        with pytest.raises(OutOfOrder):
            actions.print_reasons(campaign=story.campaign, code=code, language="ar", by=story.amina, at=NOON)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_sheets_of_a_campaign_are_printed_by_a_worker_one_household_a_page(story, language):
    with story.work():
        actions.request_reasons(campaign=story.campaign, zone="", language=language, by=story.amina, at=NOON)
        run_waiting_jobs()
        kept = queries.reason_files(story.campaign)[0]
        assert kept.name == f"reasons-{language}.pdf"
    with story.work():
        pdf = actions.print_all_reasons(
            campaign=story.campaign, zone="", language=language, by=story.amina, at=NOON
        )
        codes = queries.codes_to_tell(story.campaign).values_list("code", flat=True)
        with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        assert len(pages) == len(codes) == 9
        if language == "fr":  # text that is read back from a page in Arabic does not keep its order
            assert [code for code, page in zip(codes, pages, strict=True) if code not in page] == [], pages


def test_one_neighbourhood_alone_can_be_printed(story):
    with story.work():
        zone = story.campaign.zones[0]
        found = list(queries.decisions_to_tell(story.campaign, zone))
        assert found and {one.zone for one in found} == {zone}


def test_another_association_finds_nothing(story):
    elsewhere = given_association("Association Sebou", "-9")
    with story.work():
        code = code_of(story, "not_selected")
    with elsewhere.work(), pytest.raises(queries.NoSuchCampaign):
        queries.decision_for(elsewhere.amina, story.campaign, code)
    assert (
        browser(elsewhere.amina)
        .get(reverse("aid:show_decision", args=[story.campaign.pk]), {"code": code})
        .status_code
        == 404
    )


def test_every_placed_household_of_the_pool_has_its_judgement(story):
    with story.work():
        placed = set(Placement.objects.values_list("nomination", flat=True))
        assert placed == set(Judgement.objects.values_list("nomination", flat=True))


def test_every_fact_and_need_that_may_be_asked_has_words():
    assert set(KNOWN) == set(FACTS)
    assert set(NEEDS) == SPECIAL_NEEDS
