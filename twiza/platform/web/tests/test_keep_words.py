"""The catalogues tool, on a house of one room."""

from pathlib import Path

import pytest

from twiza.platform.web import words

APP = """
from django.utils.translation import gettext_lazy as _, ngettext
greeting = _("Welcome, %(name)s")
count = ngettext("%(count)d family", "%(count)d families", 3)
"""
PAGE = """{% load i18n %}<c-card title="{% translate 'Card' %}">
    {% blocktranslate with where=place %}In {{ where }}{% endblocktranslate %}</c-card>"""


@pytest.fixture
def house(tmp_path: Path) -> list[words.Home]:
    """A package with the kit (one shared word) and one app."""
    for name in ("web", "stock"):
        (tmp_path / name / "templates").mkdir(parents=True)
        (tmp_path / name / "apps.py").write_text("")
    (tmp_path / "web" / "icons.py").write_text('word = _("Card")')
    (tmp_path / "stock" / "views.py").write_text(APP)
    (tmp_path / "stock" / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "stock" / "tests").mkdir()
    (tmp_path / "stock" / "tests" / "test_x.py").write_text('_("Never said to anybody")')
    return words.homes(tmp_path)


def stock(house: list[words.Home]) -> words.Home:
    return next(home for home in house if home.label == "stock")


def translate(house: list[words.Home], **answers: object) -> None:
    """Write the catalogue of one app, then fill it."""
    home = stock(house)
    words.update(home, "ar", words.sentences_of(home), None)
    catalogue = words.read(home, "ar")
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        if key:
            message.string = answers.get(key.split()[0].strip(",%()"), message.string)
    home.catalogue("ar").write_text(words._as_text(catalogue, "ar"))


COMPLETE = {
    "Welcome": "مرحبا %(name)s",
    "In": "في %(where)s",
    "Card": "بطاقة",
    "count)d": (
        "لا أسرة",
        "أسرة واحدة",
        "أسرتان",
        "%(count)d أسر",
        "%(count)d أسرة",
        "%(count)d أسرة",
    ),
}


def whys(house: list[words.Home]) -> list[str]:
    return sorted(f"{lack.why}: {lack.sentence}" for lack in words.lacks(house, "ar", ["stock"]))


def test_it_finds_what_python_and_components_say(house: list[words.Home]) -> None:
    said = words.sentences_of(stock(house))
    assert {key[1] for key in said} == {"Welcome, %(name)s", "%(count)d family", "Card", "In %(where)s"}


def test_a_complete_catalogue_lacks_nothing(house: list[words.Home]) -> None:
    translate(house, **COMPLETE)
    assert whys(house) == []


def test_it_says_what_is_missing(house: list[words.Home]) -> None:
    assert len(whys(house)) == 4


def test_it_refuses_a_lost_place_and_an_invented_one(house: list[words.Home]) -> None:
    translate(house, **{**COMPLETE, "Welcome": "مرحبا", "In": "في %(where)s %(here)s"})
    assert len(whys(house)) == 2
    assert all("places" in why for why in whys(house))


def test_it_refuses_a_missing_plural_form(house: list[words.Home]) -> None:
    translate(house, **{**COMPLETE, "count)d": (*COMPLETE["count)d"][:5], "")})
    assert whys(house) == ["a plural form is missing: %(count)d family"]


def test_it_refuses_fuzzy_and_forgotten_sentences(house: list[words.Home]) -> None:
    translate(house, **COMPLETE)
    file = stock(house).catalogue("ar")
    file.write_text(
        file.read_text().replace('msgid "Card"', '#, fuzzy\nmsgid "Card"') + '\nmsgid "Old"\nmsgstr "قديم"\n'
    )
    assert whys(house) == ["fuzzy: Card", "nobody says it any more: Old"]


def test_the_kits_words_need_no_second_translation(house: list[words.Home]) -> None:
    web = next(home for home in house if home.label == "web")
    words.update(web, "ar", words.sentences_of(web), None)
    web.catalogue("ar").write_text(
        web.catalogue("ar").read_text().replace('msgid "Card"\nmsgstr ""', 'msgid "Card"\nmsgstr "بطاقة"')
    )
    assert not any("Card" in why for why in whys(house))


def test_writing_twice_changes_nothing(house: list[words.Home]) -> None:
    home = stock(house)
    assert words.update(home, "ar", words.sentences_of(home), None)
    assert not words.update(home, "ar", words.sentences_of(home), None)


def test_two_translations_of_one_sentence_are_told(house: list[words.Home], tmp_path: Path) -> None:
    translate(house, **COMPLETE)
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "apps.py").write_text('_("Card")')
    everyone = words.homes(tmp_path)
    art = next(home for home in everyone if home.label == "art")
    words.update(art, "ar", words.sentences_of(art), None)
    art.catalogue("ar").write_text(
        art.catalogue("ar").read_text().replace('msgid "Card"\nmsgstr ""', 'msgid "Card"\nmsgstr "ورقة"')
    )
    assert any("otherwise in art" in lack.why for lack in words.lacks(everyone, "ar"))
