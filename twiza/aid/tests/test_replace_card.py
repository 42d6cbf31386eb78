"""A lost card at the welcome table: two things are asked, the old card ends, a new one is printed in the answer."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import Card, Entitlement, ListEntry
from twiza.aid.tests.given import given_association, given_distribution, hand_over
from twiza.aid.tests.test_print_cards import seen as seen_on_page
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.platform.accounts.tests.given import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    story = given_association()
    today = timezone.localdate()
    story.cards = given_distribution(story, days=(today, today))
    return story


def asked(story, card, **change):
    """What the form sends for a household whose answers are right."""
    with story.work():
        right = Entitlement.objects.get(code=card.list_code)
        zone = ListEntry.objects.get(pk=right.entry_id).zone
    return {"code": card.list_code, "size": str(right.size), "zone": zone, "reason_code": "lost"} | change


def page_of(card):
    return reverse("aid:replace_card", args=[card.point.pk])


def acts():
    """How many cards were replaced, and how many times what was said differed."""
    return len(lines_of("aid.card_replaced")), len(lines_of("aid.card_not_replaced"))


def test_it_prints_a_new_card_and_ends_the_old_one(story):
    lost = story.cards[0]
    answer = signed_in(story.amina).post(page_of(lost), asked(story, lost))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    pdf = pypdfium2.PdfDocument(BytesIO(answer.content))
    assert len(pdf) == 1
    square = seen_on_page(pdf[0])[0]
    with story.work():
        now = timezone.now()
        right = queries.card_for(story.amina, lost.point, square, at=now).entitlement
        assert right.code == lost.list_code
        with pytest.raises(queries.NoSuchCard):
            queries.card_for(story.amina, lost.point, lost.code, at=now)
        cards = Card.objects.filter(entitlement=right).order_by("issued_at")
        assert [card.revoked_because for card in cards] == ["lost", ""]
    assert acts() == (1, 0)


def test_it_finds_a_spoilt_card_by_its_own_code(story):
    spoilt = story.cards[0]
    answer = signed_in(story.amina).post(
        page_of(spoilt), asked(story, spoilt, code=spoilt.code.lower(), reason_code="spoilt")
    )
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("change", [{"size": "59"}, {"zone": "المرينيين"}])
def test_it_changes_nothing_when_what_was_said_differs(story, change):
    with story.work():
        here = Entitlement.objects.filter(entry__zone="حي الزهور").first()
    lost = next(card for card in story.cards if card.list_code == here.code)
    page = signed_in(story.amina).post(page_of(lost), asked(story, lost) | change)
    assert page.status_code == 200
    assert "notice-refusal" in page.content.decode()
    with story.work():
        assert queries.card_for(story.amina, lost.point, lost.code, at=timezone.now()).here
    assert acts() == (0, 1)


def test_it_shows_nothing_of_a_household_before_or_after_a_wrong_answer(story):
    lost = story.cards[0]
    amina = signed_in(story.amina)
    wrong = amina.post(page_of(lost), asked(story, lost, size="59")).content.decode()
    assert 'value="59"' in wrong  # what was typed, and nothing that was known
    with story.work():
        size = Entitlement.objects.get(code=lost.list_code).size
    assert f'value="{size}"' not in wrong


def test_it_does_not_know_a_household_of_another_point(story):
    here = story.cards[0]
    other = next(card for card in story.cards if card.point.pk != here.point.pk)
    for code in (other.list_code, other.code):
        page = signed_in(story.amina).post(page_of(here), asked(story, other, code=code))
        assert "notice-refusal" in page.content.decode()
    assert acts() == (0, 0)


def test_it_is_not_for_a_volunteer(story):
    lost = story.cards[0]
    client = signed_in(story.youssef)
    assert "reason_code" not in client.get(page_of(lost)).content.decode()
    assert client.post(page_of(lost), asked(story, lost)).status_code == 200
    assert acts() == (0, 0)


def test_a_basket_already_collected_has_no_card_to_replace(story):
    used = story.cards[0]
    with story.work(story.youssef):
        now = timezone.now()
        seen = queries.card_for(story.youssef, used.point, used.code, at=now)
        actions.record_hand_over(
            entitlement=seen.entitlement.pk, point=used.point, operation=seen.card, by=story.youssef, at=now
        )
    page = signed_in(story.amina).post(page_of(used), asked(story, used))
    assert "notice-refusal" in page.content.decode()
    assert acts() == (0, 0)


def test_it_is_over_when_the_days_are_over():
    story = given_association()
    cards = given_distribution(story)  # its days are long past
    page = signed_in(story.amina).post(page_of(cards[0]), asked(story, cards[0]))
    assert "notice-refusal" in page.content.decode()
    assert acts() == (0, 0)
    with story.work(story.youssef):
        assert hand_over(story, cards[0]).ruling == "served"
