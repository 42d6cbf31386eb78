"""Words that wound stand in the list of situations alone: in no sentence of a page, a paper or a telephone (002-11)."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
WOUNDS = re.compile(r"تشرد|متشرد|متسول|errance|vagabond|clochard|mendiant|\bSDF\b", re.IGNORECASE)
# The situations as the article names them, for who keeps the register; no paper says a situation
SITUATIONS = {"roaming", "begging"}
CATALOGUES = sorted((ROOT / "twiza").rglob("locale/*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_calls_anybody_so(file: Path) -> None:
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    wounding = {str(one.id) for one in catalogue if one.id and WOUNDS.search(" ".join(_strings(one.string)))}
    allowed = SITUATIONS if "registry" in file.parts else set()
    assert wounding <= allowed


def test_the_telephone_and_the_papers_do_not_say_it_either() -> None:
    files = [*(ROOT / "field/src").rglob("*.ts"), *(ROOT / "twiza").rglob("templates/**/*.html")]
    assert len(files) > 100
    assert [str(one.relative_to(ROOT)) for one in files if WOUNDS.search(one.read_text("utf-8"))] == []


def _strings(found: object) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, tuple | list) else (str(found),)
