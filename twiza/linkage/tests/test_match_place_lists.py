"""A list of Moroccan communes written by another hand, matched to official codes.

`Data.json` is read in place and never copied: this page holds positions in the file and official codes.
"""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from twiza.linkage.hcp import official_places
from twiza.linkage.place_lists import ListedPlace, match_list
from twiza.linkage.places import PlaceIndex

DATA = Path(__file__).parents[4] / "shared" / "data" / "zeys_communes_ar" / "Data.json"


@pytest.fixture(scope="module")
def index():
    return PlaceIndex(place.as_row() for place in official_places())


@pytest.fixture(scope="module")
def outcome(index):
    if not DATA.exists():
        pytest.skip("../shared/data/zeys_communes_ar is not here: nothing to match")
    regions = json.loads(DATA.read_text(encoding="utf-8"))
    paths = [(r, p, c) for r, provinces in regions.items() for p, cs in provinces.items() for c in cs]
    return match_list(index, (ListedPlace(n, *path) for n, path in enumerate(paths)))


def test_it_matches_1490_of_1569_and_leaves_the_rest_for_review(outcome):
    assert len(outcome.matched) + len(outcome.to_review) == 1569
    assert len(outcome.matched) == 1529
    assert Counter(item.doubt for item in outcome.to_review) == {"repeated": 31, "doubtful": 9}


def test_it_never_gives_one_code_to_two_rows(outcome):
    assert max(Counter(item.code for item in outcome.matched).values()) == 1


def test_it_says_which_provinces_stand_under_another_region(index, outcome):
    moved = {index.ancestors(item.code)[-2] for item in outcome.matched if item.other_region}
    assert moved == {"02.251", "02.265", "03.531", "03.561"}


def test_it_puts_the_second_list_of_a_province_up_for_review(outcome):
    repeated = [item.row.position for item in outcome.to_review if item.doubt == "repeated"]
    assert repeated == list(range(1385, 1416))  # one province is listed a second time, under a wrong region


def test_it_agrees_with_200_rows_checked_by_eye(outcome):
    """All 54 rows settled on a different spelling, and 146 others, were read one by one beside HCP's names."""
    with (Path(__file__).parent / "checked_communes.csv").open(encoding="utf-8") as file:
        checked = {int(row["position"]): row["code"] for row in csv.DictReader(file)}
    assert len(checked) == 200
    given = {item.row.position: item.code for item in outcome.matched}
    assert {position: given.get(position) for position in checked} == checked


def test_it_reviews_rows_of_a_province_it_does_not_know(index):
    outcome = match_list(index, [ListedPlace(0, "فاس - مكناس", "أتلانتيد", "فاس")])
    assert [item.doubt for item in outcome.to_review] == ["no_such_province"]


def test_it_keeps_the_row_under_its_right_region_whatever_the_order(index):
    wrong, right = ("درعة - تافيلالت", "خريبكة", "حطان"), ("بني ملال - خنيفرة", "خريبكة", "حطان")
    for order in ([wrong, right], [right, wrong]):
        outcome = match_list(index, [ListedPlace(n, *path) for n, path in enumerate(order)])
        assert [item.row.region for item in outcome.matched] == [right[0]]
        assert [item.doubt for item in outcome.to_review] == ["repeated"]
