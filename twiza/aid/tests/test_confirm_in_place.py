"""At the counter with script: the verdict comes in place, and a queue waits for few questions to the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler
from pytest_django.asserts import assertHTMLEqual

from twiza.aid import forms, queries
from twiza.aid.tests.given import given_association, given_distribution
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.aid.views import answers
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IN_PLACE = {"HX-Request": "true"}
# session, person, who works where, point, lock and card, the lane that serves it, writes, log; five more are of the transaction round a test
MOST_QUESTIONS = 13


@pytest.fixture
def counter():
    """Youssef at his point, and what his page would send for the first card."""
    story = given_association()
    today = timezone.localdate()
    card = given_distribution(story, days=(today, today + timedelta(days=3)))[0]
    with story.work(story.youssef):
        seen = queries.card_for(story.youssef, card.point, card.code, at=timezone.now())
    offered = {"entitlement": seen.entitlement.pk, "card": seen.card, "operation": new_id()}
    return signed_in(story.youssef), card, offered


def confirm(client: Client, card: Any, offered: dict[str, Any], **headers: str) -> Any:
    address = reverse("aid:confirm_hand_over", args=[card.point.pk])
    return client.post(address, offered, headers=IN_PLACE | headers)


def test_it_answers_with_the_verdict_alone(counter):
    client, card, offered = counter
    read = client.post(
        reverse("aid:hand_over", args=[card.point.pk]), {"code": card.code}, headers=IN_PLACE
    ).content.decode()
    assert "<html" not in read
    assert str(offered["entitlement"]) in read and "hx-post" in read
    words = confirm(client, card, offered).content.decode()
    assert "<html" not in words and "csrfmiddlewaretoken" in words
    assert (
        words.count(f"/aid/hand-overs/{offered['operation']}/undo/") == 2
    )  # in the verdict, and in my latest
    assert 'hx-swap-oob="afterbegin:#latest"' in words
    again = confirm(client, card, offered).content.decode()
    assert "hx-swap-oob" not in again and f"{offered['operation']}/undo/" in again


def test_a_second_use_offers_nothing_to_take_back(counter):
    client, card, offered = counter
    confirm(client, card, offered)
    words = confirm(client, card, offered | {"operation": new_id()}).content.decode()
    assert 'hx-swap-oob="afterbegin:#latest"' in words and "tag-warning" in words
    assert "/undo/" not in words


def test_it_asks_the_database_little(counter):
    client, card, offered = counter
    client.get(reverse("aid:hand_over", args=[card.point.pk]))
    with CaptureQueriesContext(connection) as asked:
        assert "undo" in confirm(client, card, offered).content.decode()
    assert len(asked) <= MOST_QUESTIONS, [one["sql"][:80] for one in asked]


def test_it_shows_the_whole_page_without_script(counter):
    client, card, offered = counter
    page = client.post(reverse("aid:confirm_hand_over", args=[card.point.pk]), offered).content.decode()
    assert "<html" in page and 'id="latest"' in page
    assert page.count(f"/aid/hand-overs/{offered['operation']}/undo/") == 2


def test_it_brings_back_to_the_page_whoever_must_sign_in(counter):
    client, card, offered = counter
    page = reverse("aid:hand_over", args=[card.point.pk])
    client.logout()
    answer = confirm(client, card, offered, **{"HX-Current-URL": f"http://testserver{page}"})
    assert answer.status_code == 200 and not answer.content
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=%2Faid%2Fpoints%2F")
    assert "confirm" not in answer.headers["HX-Redirect"]
    elsewhere = confirm(client, card, offered, **{"HX-Current-URL": "http://elsewhere.example/page"})
    assert "elsewhere" not in elsewhere.headers["HX-Redirect"]


@pytest.mark.parametrize("answer", ["served", "double"])
def test_its_answer_is_drawn_as_the_components_draw_it(answer):
    found = {"answer": answer, "operation": new_id(), "csrf_token": "a token of this page"}
    assertHTMLEqual(render_to_string("aid/answer.html", found), _by_components(ANSWER, found))


@pytest.mark.parametrize("ruling", ["served", "undone", "double"])
def test_its_line_is_drawn_as_the_components_draw_it(ruling):
    found = {
        "ruling": ruling,
        "operation": new_id(),
        "csrf_token": "a token of this page",
        "code": "0CYFHK31",
    }
    found |= {"moment": "22 نونبر 2026", "can_undo": ruling == "served"}
    assertHTMLEqual(render_to_string("aid/latest_hand_over.html", found), _by_components(LINE, found))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    ("answer", "repeated"), [("served", False), ("served", True), ("double", False), ("refused", False)]
)
def test_its_words_drawn_once_are_those_drawn_each_time(language, answer, repeated):
    for code in ("0CYFHK31", "<&>"):
        found = {
            "answer": answer,
            "operation": new_id(),
            "repeated": repeated,
            "code": code,
            "moment": "à 9 h",
        }
        with override(language):
            each_time = found | {"csrf_token": "a token of this page", "fragment": True}
            assert answers.drawn(found, "a token of this page") == render_to_string(
                "aid/verdict.html", each_time
            )


def test_it_reads_what_the_page_offers_and_nothing_else(counter):
    client, card, offered = counter
    sent = {name: str(value) for name, value in offered.items()}
    for by_proxy, read in (({}, False), ({"by_proxy": "on"}, True), ({"by_proxy": "false"}, False)):
        form = forms.ConfirmHandOver(sent | by_proxy)
        assert form.is_valid() and form.cleaned_data == forms.ConfirmHandOver.read(sent | by_proxy)
        assert form.cleaned_data["by_proxy"] is read
    for broken in (sent | {"card": "1"}, sent | {"operation": ""}, {}):
        assert forms.ConfirmHandOver.read(broken) is None
    assert (
        confirm(client, card, sent | {"card": "1"})
        .headers["HX-Redirect"]
        .endswith(f"/aid/points/{card.point.pk}/")
    )


ANSWER = """{% if answer == "served" %}<c-notice kind="good" title="{% translate 'Served' %}"><p>{% translate "Hand over what is theirs. Peace go with them." %}</p><c-form action="{% url 'aid:undo_hand_over' operation %}"><button class="btn btn-plain btn-small" type="submit">{% translate "Undo (within a minute)" %}</button></c-form></c-notice>
{% else %}<c-notice kind="warning" title="{% translate 'Please come to the welcome table' %}"><p>{% translate "This card was used before. It is written down; a person settles it there, calmly. Nothing leaves here." %}</p></c-notice>{% endif %}"""
LINE = """<li><div class="due-plain"><span><c-code>{{ code }}</c-code> {{ moment }}</span> {% if ruling == "served" %}<c-tag kind="good">{% translate "Served" %}</c-tag>{% elif ruling == "undone" %}<c-tag>{% translate "Taken back" %}</c-tag>{% else %}<c-tag kind="warning">{% translate "Welcome table" %}</c-tag>{% endif %}{% if can_undo %}<c-form action="{% url 'aid:undo_hand_over' operation %}"><button class="btn btn-plain btn-small" type="submit">{% translate "Undo" %}</button></c-form>{% endif %}</div></li>"""


def _by_components(words: str, found: dict[str, Any]) -> str:
    compiled = CottonCompiler().process("{% load i18n moroccan %}" + words)
    return engines["django"].from_string(compiled).render(found)
