import ctypes
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from twiza.aid.rules import cards as signed
from twiza.aid.rules import door_codes, marks, printing
from twiza.aid.rules.printing import PrintedCard, PrintedPoint, cards_pdf
from twiza.lib import squares, typeset

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WORDS = {"card": "بطاقة استلام", "keep": "احتفظوا بهذه البطاقة إلى يوم الاستلام."}
LONG = "المركب الاجتماعي والتربوي متعدد التخصصات بالشطر الثاني قرب المسجد الكبير وراء السوق الأسبوعي القديم"
POINTS = {
    "A": PrintedPoint("دار الحي", marks.INK[marks.Colour.GREEN], marks.Shape.STAR),
    "B": PrintedPoint(LONG, marks.INK[marks.Colour.RED], marks.Shape.TRIANGLE),
}


def made(count: int) -> list[PrintedCard]:
    return [
        PrintedCard(
            point="AB"[n % 2],
            when="الخميس 26 فبراير 2026، 10:00 – 11:30",
            code=door_codes.new_door_code(),
            square=signed.sign_card(signed.SignedCard(n.to_bytes(16), date(2026, 3, 20), 0, 1), KEY),
        )
        for n in range(count)
    ]


def seen(page: pypdfium2.PdfPage, dpi: int = 200) -> list[str]:
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    picture = memoryview(bitmap.buffer).cast("B").cast("B", [bitmap.height, bitmap.stride])
    return squares.read_squares(picture)


def fonts(page: pypdfium2.PdfPage) -> set[tuple[str, bool]]:
    found = set()
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,)):
        font = pdfium.FPDFTextObj_GetFont(thing.raw)
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(font, name, 200)
        found.add(
            (name.value.decode().split("+")[-1].split("-")[0], bool(pdfium.FPDFFont_GetIsEmbedded(font)))
        )
    return found


def test_it_prints_ten_on_a_sheet():
    cards = made(23)
    with pypdfium2.PdfDocument(cards_pdf(cards, POINTS, words=WORDS, language="ar")) as document:
        assert len(document) == 3
        width, height = document[0].get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
        printed = [text for page in document for text in seen(page)]
    assert sorted(printed) == sorted(card.square for card in cards)


def test_it_prints_one_a_page():
    cards = made(3)
    with pypdfium2.PdfDocument(cards_pdf(cards, POINTS, words=WORDS, language="ar", sheet=False)) as document:
        assert [seen(page) for page in document] == [[card.square] for card in cards]
        width, height = document[0].get_size()
        assert (round(width / 72 * 25.4, 1), round(height / 72 * 25.4, 1)) == (85.6, 54.0)


def test_it_embeds_our_font_and_no_other():
    with pypdfium2.PdfDocument(cards_pdf(made(2), POINTS, words=WORDS, language="ar")) as document:
        assert fonts(document[0]) == {("IBMPlexSansArabic", True)}


def test_it_shows_the_whole_code_and_nothing_of_the_household():
    card = made(1)[0]
    with pypdfium2.PdfDocument(
        cards_pdf([card], POINTS, words=WORDS, language="fr", sheet=False)
    ) as document:
        text = document[0].get_textpage().get_text_range()
    assert door_codes.grouped(card.code) in text
    assert signed.read_card(card.square, {1: KEY.public_key()}).token == bytes(16)


def test_it_is_the_same_twice():
    cards = made(4)
    one, other = (cards_pdf(cards, POINTS, words=WORDS, language="ar") for _ in range(2))
    assert one == other


def test_it_joins_long_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(printing, "PART", 10)
    told: list[int] = []
    pdf = cards_pdf(made(25), POINTS, words=WORDS, language="ar", done=told.append)
    assert typeset.page_count(pdf) == 3
    assert told == [10, 20, 25]


def test_it_never_reads_data_as_instructions():
    points = {"A": PrintedPoint('#panic("x") $ * _ `', "#0b6e4f", "circle"), "B": POINTS["B"]}
    assert typeset.page_count(cards_pdf(made(2), points, words=WORDS, language="fr")) == 1


@pytest.mark.parametrize("shape", marks.Shape)
def test_it_draws_every_shape(shape: marks.Shape):
    points = {"A": PrintedPoint("P", "#0b6e4f", shape)}
    assert cards_pdf(made(1), points, words=WORDS, language="ar", sheet=False)


def test_it_refuses_a_font_that_is_not_ours(tmp_path: Path):
    template = tmp_path / "t.typ"
    template.write_text('#set text(font: "Not A Font")\nx', encoding="utf-8")
    with pytest.raises(typeset.TypesetFault):
        typeset.typeset(template, {})
    with pytest.raises(typeset.TypesetFault):
        typeset.typeset(printing.TEMPLATE, {}, fonts=tmp_path)


def test_it_refuses_another_number_of_pages(tmp_path: Path):
    template = tmp_path / "t.typ"
    template.write_text('#set text(font: "IBM Plex Sans Arabic")\na #pagebreak() b', encoding="utf-8")
    assert typeset.page_count(typeset.typeset(template, {})) == 2
    with pytest.raises(typeset.TypesetFault):
        typeset.typeset(template, {}, pages=1)


def test_it_prints_nothing_for_nobody():
    with pytest.raises(ValueError):
        cards_pdf([], POINTS, words=WORDS, language="ar")
