"""A place is found by any of its names, in any script or spelling; a doubt is never settled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twiza.linkage.hcp import official_places
from twiza.linkage.places import PlaceIndex, PlaceRow

AGUELMOUS = "05.301.07.03"
KHENIFRA = "05.301"


@pytest.fixture(scope="module")
def index():
    return PlaceIndex(place.as_row() for place in official_places())


def test_it_reads_the_official_division_whole():
    places = official_places()
    levels = [place.level for place in places]
    assert {level: levels.count(level) for level in levels} == {
        "region": 12,
        "province": 83,
        "cercle": 213,
        "commune": 1503,
        "arrondissement": 41,
    }
    seen = set()
    for place in places:
        assert isinstance(place.code, str) and place.name_ar and place.name_fr
        assert place.parent is None or place.parent in seen  # parents first
        seen.add(place.code)
    assert len(seen) == 1852


@pytest.mark.parametrize(
    "text",
    ["أجلموس", "أكلموس", "أڭلموس", "اجلموس", "Aguelmous", "aglmous", "AGUELMOUSS", "ⴰⴳⵍⵎⵓⵙ", "Agelmouss"],
)
def test_it_finds_aguelmous_in_any_spelling(index, text):
    assert index.find(text, levels=("commune",))[0].code == AGUELMOUS
    assert index.find(text, within=KHENIFRA)[0].code == AGUELMOUS


@pytest.mark.parametrize(
    "text, code",
    [
        ("مولاي بوعزة", "05.301.07.15"),
        ("Moulay Bou Azza", "05.301.07.15"),
        ("خنيفره", "05.301.01.01"),
        ("khnifra", "05.301.01.01"),
        ("المرينيين", "03.231.01.11"),
        ("Mariniyine", "03.231.01.11"),
        ("الحاجب", "03.171.01.05"),
        ("Al hajeb", "03.171.01.05"),
    ],
)
def test_it_finds_communes_and_arrondissements(index, text, code):
    found = [match.code for match in index.find(text, levels=("commune", "arrondissement"), limit=3)]
    assert code in found


def test_it_finds_an_alias(index):
    rows = [place.as_row() for place in official_places()]
    rows.append(PlaceRow("x1", "neighbourhood", "03.231.01.11", ("ظهر الخميس", "Dhar Lakhmis")))
    found = PlaceIndex(rows).find("dhar el khmis", within="03.231")
    assert found[0].code == "x1"


def test_it_offers_names_that_begin_so(index):
    assert "05.301.01.01" in [match.code for match in index.find("خني", levels=("commune",))]


def test_it_never_settles_between_two_places_of_one_name(index):
    settlement = index.settle("أولاد عيسى", levels=("commune",))
    assert settlement.code is None and len(settlement.candidates) >= 2


def test_it_says_that_the_name_is_elsewhere(index):
    settlement = index.settle("أكلموس", within="03.231", levels=("commune",))
    assert (settlement.verdict, settlement.code) == ("elsewhere", None)
    assert settlement.candidates[0].code == AGUELMOUS


def test_it_settles_nothing_for_words_that_name_no_place(index):
    assert index.settle("qwzxqwzx").verdict == "unknown"
    assert index.settle("   ").verdict == "unknown"


def test_it_survives_a_circle_of_parents():
    index = PlaceIndex([PlaceRow("a", "douar", "b", ("آ",)), PlaceRow("b", "douar", "a", ("ب",))])
    assert index.ancestors("a") == ("b",)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=30))
def test_it_never_raises_and_keeps_its_promises(index, text):
    found = index.find(text, limit=5)
    assert len(found) <= 5 and all(60 <= match.score <= 100 for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    settlement = index.settle(text)
    assert (settlement.code is not None) == (settlement.verdict == "settled")
