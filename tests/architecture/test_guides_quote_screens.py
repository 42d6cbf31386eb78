"""What a guide puts between quotation marks stands on a screen: a button that was renamed is renamed there too."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
QUOTED = re.compile(r"«\s*(.+?)\s*»", re.DOTALL)
# What somebody says aloud, or another maker's screen
SAID = {"مرحبا، تفضلوا", "bienvenue, je vous en prie"}


def tidy(words: str) -> str:
    """Words as they are compared: one kind of space and apostrophe, any number or placeholder as one sign."""
    words = re.sub(r"[\s\u00a0\u202f]+", " ", words.replace("’", "'"))
    words = re.sub(r"%\(\w+\)s|\{\w+\}|\d+", "#", words)
    return words.strip(" .:؟?!").casefold()


@cache
def on_screens(language: str) -> str:
    """Every translated sentence of the site, and the words of the field app."""
    said = []
    for path in (ROOT / "twiza").rglob(f"locale/{language}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                said += [message.string] if isinstance(message.string, str) else list(message.string)
    said += [path.read_text("utf-8") for path in (ROOT / "field" / "src").glob("words*.ts")]
    return "\n".join(tidy(one) for one in said)


def absent(text: str, language: str) -> list[str]:
    return [
        words
        for words in QUOTED.findall(text)
        if tidy(words) not in on_screens(language) and tidy(words) not in SAID
    ]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_a_guide_quotes_stands_on_a_screen(language: str) -> None:
    wrong = {
        page.name: found
        for page in sorted((ROOT / "docs" / "guides" / language).glob("*.md"))
        if (found := absent(page.read_text("utf-8"), language))
    }
    assert wrong == {}


def test_a_button_that_is_not_there_is_seen() -> None:
    assert absent("«اليوم» «زر لا وجود له»", "ar") == ["زر لا وجود له"]
    assert absent("« Aujourd'hui »", "fr") == []
