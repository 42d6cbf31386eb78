"""Before she comes: anybody reads what happens, hears it where a centre recorded it, and nothing else is given out."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from twiza.cases import rules

pytestmark = pytest.mark.django_db


def test_anybody_reads_what_happens_when_they_come_in_both_languages(settings, tmp_path):
    settings.RECORDINGS = tmp_path
    for language, sentence in (("ar", "لا أحد يسألكم"), ("fr", "Personne ne vous demande")):
        client = Client()
        client.cookies["twiza_language"] = language
        page = client.get(reverse("cases:show_coming"))
        text = page.content.decode()
        assert page.status_code == 200
        assert sentence in text
        assert text.count("<li><p>") == len(rules.COMING)
        assert "<audio" not in text
        assert all(f"tel:{number}" in text for number in ("19", "177", "15"))


def test_a_recording_is_heard_where_there_is_one_and_no_other_file_is_given(settings, tmp_path):
    settings.RECORDINGS = tmp_path / "recordings"
    (settings.RECORDINGS / "tamazight").mkdir(parents=True)
    (settings.RECORDINGS / "tamazight" / "door.mp3").write_bytes(b"ID3 azul")
    (tmp_path / "secret.mp3").write_bytes(b"nobody")
    here = reverse("cases:hear_step", args=["tamazight", "door"])
    assert here in Client().get(reverse("cases:show_coming")).content.decode()
    assert b"".join(Client().get(here).streaming_content) == b"ID3 azul"
    for language, step in (("tamazight", "room"), ("tamazight", "secret"), ("other", "door")):
        assert Client().get(reverse("cases:hear_step", args=[language, step])).status_code == 404
    for climbing in ("/coming/tamazight/..%2F..%2Fsecret/", "/coming/..%2F/secret/"):
        assert Client().get(climbing).status_code == 404


def test_a_legal_card_says_when_it_was_known_and_ages_in_a_year():
    card = rules.LegalCard("x", "law", "words", date(2026, 1, 1))
    assert not card.is_old(date(2027, 1, 1))
    assert card.is_old(date(2027, 1, 2))
    assert len({one.code for one in rules.LEGAL_CARDS}) == len(rules.LEGAL_CARDS)
