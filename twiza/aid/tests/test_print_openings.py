"""The sheet that opens a phone is one page, whatever the point is called, and its square is read back from the paper."""

import pypdfium2
import pytest

from twiza.aid.rules.lane_papers import OpeningSheet, opening_pdf
from twiza.aid.tests.test_print_cards import seen

WORDS = {
    "how": "Ouvrez ceci avec l'appareil photo du téléphone, tant qu'il a du réseau.",
    "type": "Ou tapez cette adresse :",
    "code": "et ce code :",
    "once": "Il ne sert qu'une fois. Gardez-le en main jusqu'à ce que le téléphone soit ouvert, puis déchirez-le.",
}
LONG = (
    "دار الشباب والثقافة والتكوين المهني حي المسيرة الخضراء الثانية · الخميس 26 فبراير 2026 · مائدة الاستقبال"
)
FAR = "https://une-adresse-tres-longue.delegation-provinciale.exemple.ma/field/"


@pytest.mark.parametrize("title", ["Point 1", LONG, f"{LONG} · {LONG}"])
@pytest.mark.parametrize("address", ["https://twiza.exemple.ma/field/", FAR])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_sheet_is_one_page_whose_square_opens_the_phone(title, address, language):
    codes = ("ABCDEFGH2345", "ZYXWVUTS6789")
    sheets = [OpeningSheet(title, f"{address}#e={code}", code, "Jusqu'à vendredi, 02:00.") for code in codes]
    with pypdfium2.PdfDocument(opening_pdf(sheets, words=WORDS, language=language)) as document:
        assert len(document) == len(sheets)
        for page, sheet in zip(document, sheets, strict=True):
            assert seen(page) == [sheet.address]
            text = page.get_textpage().get_text_bounded()
            groups = [sheet.code[n : n + 4] for n in range(0, len(sheet.code), 4)]
            assert all(group in text for group in groups)
