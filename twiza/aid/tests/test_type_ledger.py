"""The paper twin: printed with lines of its own, typed later, the same operations as the phone's."""

from io import BytesIO

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.utils import ProgrammingError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan
from twiza.aid.models import (
    DignityCase,
    Entitlement,
    HandOver,
    HandOverWitness,
    LedgerEntry,
    SpareGiven,
    StockMove,
)
from twiza.aid.rules import ledgers
from twiza.aid.rules.ledgers import TypedLine
from twiza.aid.tests.given import FIRST_DAY, given_association, given_distribution
from twiza.aid.tests.lanes_given import NOON, given_lanes, op, took_in
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.lib import short_codes
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    story = given_association()
    story.cards = given_distribution(story, households=16, baskets=12, reserve=2)
    story.point = story.points[0]
    story.here = [card for card in story.cards if card.point.pk == story.point.pk]
    with story.work():
        story.lanes = given_lanes(story, story.point)
        story.papers = [actions.make_ledger(lane=lane, by=story.amina, at=NOON) for lane in story.lanes]
    return story


def typed(story, *lines):
    return actions.type_ledger(point=story.point, day=FIRST_DAY, lines=lines, by=story.amina, at=NOON)


def right_of(card):
    return Entitlement.objects.get(code=card.list_code).pk


def served(story):
    return (
        StockMove.objects.filter(point=story.point, day=FIRST_DAY, kind="served").aggregate(
            sum=Sum("pieces")
        )["sum"]
        or 0
    )


@given(count=st.integers(0, 60))
def test_every_line_has_its_own_code_that_is_checked(count):
    codes = ledgers.new_codes(count, set())
    assert len(set(codes)) == count
    assert all(short_codes.is_code(code, ledgers.CODE_LENGTH) for code in codes)


@pytest.mark.parametrize(("cards", "lines"), [(0, 20), (18, 20), (19, 40), (500, 560), (5000, 2000)])
def test_a_ledger_has_one_line_in_ten_more_than_cards(cards, lines):
    assert ledgers.lines_for(cards) == lines


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_is_printed_twenty_lines_a_page_with_no_card_on_it(story, language):
    with story.work():
        pdf = actions.print_ledger(story.papers[0], language)
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) == len(story.papers[0].codes) // 20
    flat = text.replace(" ", "")
    # read back from a right-to-left page the characters of a code change places; on the paper they do not
    assert language == "ar" or all(code in flat for code in story.papers[0].codes)
    assert not [card.code for card in story.here if card.code in flat]


def test_a_line_is_one_operation_however_often_it_is_typed(story):
    line = TypedLine(story.papers[0].codes[0], story.here[0].code)
    with story.work():
        assert typed(story, line) == [("accepted", "")]
        spelt = TypedLine(
            story.papers[0].codes[0].lower(), story.here[0].code[:5] + "-" + story.here[0].code[5:]
        )
        assert typed(story, spelt) == [("accepted", "")]
        fact = HandOver.objects.get()
        assert fact.pk == ledgers.operation_of(story.papers[0].pk, story.papers[0].codes[0])
        assert (fact.source, fact.lane) == ("paper", story.lanes[0])
        assert served(story) == 1 and LedgerEntry.objects.count() == 1


def test_what_the_phone_of_the_lane_told_is_not_told_twice(story):
    one, two, _desk = story.lanes
    first, second, third = story.here[:3]
    with story.work():
        took_in(story, one, new_id(), op("hand_over", right=right_of(first)))
        codes, others = story.papers[0].codes, story.papers[1].codes
        assert typed(
            story,
            TypedLine(codes[0], first.code),
            TypedLine(codes[1], second.code, by_proxy=True),
            TypedLine(others[0], first.code),
        ) == [("duplicate", "told_by_phone"), ("accepted", ""), ("conflict", "double")]
        assert took_in(story, one, new_id(), op("hand_over", right=right_of(second))) == [
            ("duplicate", "told_on_paper")
        ]
        assert HandOverWitness.objects.count() == 2 and DignityCase.objects.count() == 1
        assert served(story) == 3
        assert Entitlement.objects.get(pk=right_of(second)).state == "served_by_proxy"
        assert Entitlement.objects.get(pk=right_of(third)).state == "token_issued"
        del two


def test_a_spare_of_the_table_is_written_on_its_own_ledger(story):
    desk = story.papers[2].codes
    with story.work():
        assert typed(
            story, TypedLine(desk[0], "", spare=True), TypedLine(desk[1], story.here[0].code, spare=True)
        ) == [("accepted", ""), ("conflict", "more_spares_than_the_rule")]
        assert SpareGiven.objects.count() == 2 and served(story) == 2
        assert not HandOver.objects.exists()


def test_nothing_is_saved_while_a_line_cannot_be_read(story):
    codes, card, other = story.papers[0].codes, story.here[0].code, story.here[1].code
    with story.work():
        typed(story, TypedLine(codes[0], card))
        bad = [
            TypedLine("AAAAAAA", card),
            TypedLine(codes[1], "ABCDEFGHJK"),
            TypedLine(codes[1], ""),
            TypedLine(codes[0], other),
            TypedLine(codes[1], other, spare=True),
        ]
        for line in bad:
            with pytest.raises(BadPlan):
                typed(story, TypedLine(codes[5], other), line)
            assert str(queries.read_lines(story.point, FIRST_DAY, [line])[0].fault)
        with pytest.raises(BadPlan):
            typed(story, TypedLine(codes[1], other), TypedLine(codes[1], card))
        with pytest.raises(BadPlan):
            typed(story)
        assert LedgerEntry.objects.count() == 1 and served(story) == 1


def test_a_card_that_was_replaced_since_is_known_on_paper(story):
    with story.work():
        right = Entitlement.objects.get(pk=right_of(story.here[0]))
        actions.replace_card(entitlement=right, reason_code="lost", by=story.amina, at=NOON)
        assert typed(story, TypedLine(story.papers[0].codes[0], story.here[0].code)) == [("accepted", "")]


def test_it_is_shown_first_and_saved_then(story):
    client = signed_in(story.amina)
    page = reverse("aid:type_ledger", args=[story.point.pk, FIRST_DAY.isoformat()])
    lines = {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
    lines |= {"form-0-line": story.papers[0].codes[0], "form-0-card": story.here[0].code}
    shown = client.post(page, lines | {"look": "1"}).content.decode()
    assert story.here[0].list_code in shown and 'name="save"' in shown
    wrong = client.post(page, lines | {"form-0-card": "ABCDEFGHJK", "save": "1"}).content.decode()
    assert 'name="save"' not in wrong
    with story.work():
        assert not HandOver.objects.exists()
    assert client.post(page, lines | {"save": "1"}).status_code == 302
    with story.work():
        assert HandOver.objects.get().source == "paper"
    assert signed_in(story.youssef).get(page).status_code == 404
    printed = client.post(reverse("aid:print_ledger", args=[story.lanes[0].pk]))
    assert printed["Content-Type"] == "application/pdf"


def test_the_database_keeps_ledgers_as_they_were_printed_and_typed(story):
    with story.work():
        typed(story, TypedLine(story.papers[0].codes[0], story.here[0].code))
        entry = LedgerEntry.objects.get()
        for change in (
            lambda: LedgerEntry.objects.filter(pk=entry.pk).update(by_proxy=True),
            lambda: type(story.papers[0]).objects.filter(pk=story.papers[0].pk).update(codes=[]),
            lambda: LedgerEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
        fields = {field.attname: getattr(entry, field.attname) for field in LedgerEntry._meta.concrete_fields}
        for bad in ({"code": "ZZZZZZZ"}, {"day": story.campaign.ends_on}, {"id": new_id()}):
            with pytest.raises(IntegrityError), transaction.atomic():
                LedgerEntry.objects.create(**fields | {"id": new_id()} | bad)
