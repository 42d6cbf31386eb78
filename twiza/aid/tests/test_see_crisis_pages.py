"""The pages of an urgent programme: one page opens it, the board follows it, pads print for days without network."""

import pytest
from django.test import Client
from django.urls import reverse

from twiza.aid import actions
from twiza.aid.models import CrisisProgramme, LightHousehold, ProgrammeTemplate
from twiza.aid.queries.crisis import offers_of
from twiza.aid.rules import crisis as rules
from twiza.aid.tests.crisis_given import given_offer
from twiza.aid.tests.given import NOON, given_association
from twiza.lib import typeset
from twiza.network.tests.given import given_place

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]
TEMPLATE = {
    "title": "زلزال", "hazard": "earthquake", "aid_kind": "shelter_kit", "services": "إيواء\nماء",
    "roles": "منسقة", "appeal": "مكالمة\nإيداع", "points": "ساحة المدرسة، ٦٠\nالمستوصف, 40",
    "name0": "خيمة", "quantity0": "1", "unit0": "piece", "unit_cost0": "900",
}  # fmt: skip


@pytest.fixture
def story():
    story = given_association()
    story.browser = Client()
    story.browser.force_login(story.amina)
    story.browser.cookies["twiza_language"] = "en"
    return story


def page(story, address_name, *arguments, **typed):
    address = reverse(f"aid:{address_name}", args=arguments)
    answer = story.browser.post(address, typed, follow=True) if typed else story.browser.get(address)
    return answer


def shown(story, address_name, *arguments, **typed):
    return page(story, address_name, *arguments, **typed).content.decode()


def opened(story):
    shown(story, "prepare_template", organisation=story.organisation.pk, **TEMPLATE)
    with story.work():
        template = ProgrammeTemplate.objects.get()
    said = {
        "title": "زلزال الأطلس", "place_chosen": str(given_place().pk), "zones": "دوار أ\nدوار ب\n",
        "households": "٥٠", "level": 2, "lead": str(story.amina.pk),
    }  # fmt: skip
    answer = shown(story, "open_crisis", template.pk, **said)
    with story.work():
        story.programme = CrisisProgramme.objects.select_related("campaign").get()
    return answer


def test_a_programme_opens_from_one_page(story):
    wrong = {**TEMPLATE, "points": "ساحة المدرسة"}
    refused = shown(story, "prepare_template", organisation=story.organisation.pk, **wrong)
    assert "Line 1: “ساحة المدرسة”" in refused and "إيواء" in refused
    answer = opened(story)
    assert "Urgent appeal: it is not asked for yet" in answer
    with story.work():
        actions.ask_urgent_appeal(campaign=story.programme.campaign, asked_at=NOON, by=story.amina, at=NOON)
    assert "Urgent appeal: the answer is due by" in shown(story, "show_crisis", story.programme.pk)
    assert "زلزال الأطلس" in shown(story, "list_crises")
    with story.work():
        assert story.programme.campaign.zones == ["دوار أ", "دوار ب"]
        assert story.programme.campaign.baskets == 50


def test_the_board_offers_and_days_are_written(story):
    opened(story)
    id = story.programme.pk
    said = {"zone": "دوار أ", "item": "خيام", "needed": "30", "said_as": "مقدم"}
    assert "how sure the figure is" in shown(story, "report_need", id, **said)
    assert "estimated" in shown(story, "report_need", id, **said, sure="estimated", road="unsafe")
    shown(story, "add_zone", id, name="دوار ج", point=point_of(story))
    assert "دوار ج" in shown(story, "report_need", id)
    shown(story, "note_offer", id, who="تاجر", item="أغطية", quantity="80")
    with story.work():
        (offer,) = offers_of(story.programme.campaign)
    convoy = {"on": "03/02/2027", "starts": "9", "ends": "11", "vehicles": "2", "point": point_of(story)}
    assert "accepted" in shown(story, "answer_offer", offer.pk, **convoy)
    notice = shown(story, "show_notice", id)
    assert "أغطية" in notice and "تاجر" not in notice  # the authority is told what comes, not who gives
    day = {
        "day": "02/02/2027",
        "households": 3,
        "persons": 12,
        "given": 3,
        "volunteers": 4,
        "protection_desks": 1,
    }
    assert "Given out, last day" in shown(story, "count_crisis_day", id, **day)
    end = {"left_over": "لا شيء", "debts": "0", "to_follow_up": "2"}
    assert "one lesson first" in shown(story, "demobilise_crisis", id, **end)
    campaign = story.programme.campaign_id
    shown(story, "write_lesson", campaign, author=story.organisation.pk, happened="تأخر", change="أسرع")
    assert "This programme is over" in shown(story, "demobilise_crisis", id, **end)


def point_of(story):
    with story.work():
        return str(story.programme.campaign.points.first().pk)


def test_pads_are_printed_and_typed_later(story):
    opened(story)
    for language in ("ar", "fr"):
        story.browser.cookies["twiza_language"] = language
        answer = page(story, "print_pads", story.programme.pk, pads="1", leaves="12")
        assert answer["Content-Type"] == "application/pdf"
        assert typeset.page_count(answer.content) == 3
    story.browser.cookies["twiza_language"] = "en"
    leaf = {
        "organisation": story.organisation.pk, "token": rules.token_of(2, 5), "zone": "دوار أ", "size": "4",
        "needs": ["seat"], "met_on": "01/02/2026",
    }  # fmt: skip
    assert "02-005-" in shown(story, "register_light", story.programme.pk, **leaf)
    assert "typed already" in shown(story, "register_light", story.programme.pk, **leaf)
    wrong = {**leaf, "token": "02-006-0"}
    assert "a digit was misread" in shown(story, "register_light", story.programme.pk, **wrong)
    with story.work():
        assert LightHousehold.objects.count() == 1


def test_a_partner_sees_the_board_and_not_who_offers(story):
    opened(story)
    partner = given_association("Association Oum Rabia", "-b")
    with story.work():
        campaign = story.programme.campaign
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=story.amina, at=NOON)
        given_offer(story, campaign, who="محسن معروف")
        actions.report_need(
            campaign=campaign, zone="دوار أ", item="ماء", arrived=4, said_as="سائق", by=story.amina, at=NOON
        )
    assert "محسن معروف" in shown(story, "show_crisis", story.programme.pk)
    story.browser.force_login(partner.amina)
    answer = shown(story, "show_crisis", story.programme.pk)
    assert "ماء" in answer and "محسن معروف" not in answer
    assert page(story, "show_notice", story.programme.pk).status_code == 403
