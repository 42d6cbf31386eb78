"""The spreadsheets of the story: five real files, and what we say about them is true."""

from pathlib import Path

import pytest

from twiza.demo.again import HOWS
from twiza.demo.families import draw_families
from twiza.demo.names import MEN, SURNAMES, WOMEN
from twiza.demo.sheets import write_spreadsheets
from twiza.demo.story import Story
from twiza.lib.sheets import Sheet, read_workbook
from twiza.lib.text import western_digits


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return write_spreadsheets(tmp_path_factory.mktemp("sheets"), families=400, seed=7)


def _sheet(file: Path) -> Sheet:
    return read_workbook(file.read_bytes(), file.name).sheets[0]


def test_it_writes_five_files_that_our_own_reader_opens(story: Story) -> None:
    kinds = [read_workbook(one.file.read_bytes(), one.file.name) for one in story.sheets]
    assert [book.kind for book in kinds] == ["xlsx", "xlsx", "ods", "csv", "csv"]
    assert [book.encoding for book in kinds[3:]] == ["cp1256", "utf-8-sig"]


def test_it_tells_where_each_family_stands(story: Story) -> None:
    families = {family.number: family for family in story.families}
    columns = {0: ("ar", 4), 1: ("fr", 8), 3: ("ar", 6), 4: ("fr", 5)}
    for number, (_, size) in columns.items():
        written = story.sheets[number]
        rows = _sheet(written.file).rows
        for family, row in written.at.items():
            assert int(western_digits(str(rows[row - 1][size])).split(".")[0]) == families[family].size


def test_it_writes_one_row_per_member_in_the_third(story: Story) -> None:
    written = story.sheets[2]
    rows = _sheet(written.file).rows
    heads = [number for number, row in enumerate(rows, start=1) if row[2] in ("رب الأسرة", "ربة الأسرة")]
    assert heads == sorted(written.at.values())
    assert written.rows == written.persons > written.households


def test_it_knows_its_rows_with_a_problem(story: Story) -> None:
    written = story.sheets[4]
    rows = _sheet(written.file).rows
    assert {problem.why for problem in written.problems} == {"no_name", "impossible_date", "size_in_words"}
    for problem in written.problems:
        assert rows[problem.row - 1][rows[0].index(problem.column)] == problem.read


def test_it_knows_its_repeats(story: Story) -> None:
    for written in story.sheets[3:]:
        rows = _sheet(written.file).rows
        assert written.repeats
        assert all(rows[one.row - 1] == rows[one.first - 1] for one in written.repeats)
        assert written.rows == written.households + len(written.problems) + len(written.repeats)


def test_it_prints_one_total_that_is_wrong(story: Story) -> None:
    wrong = [
        (number, total)
        for number, one in enumerate(story.sheets)
        for total in one.totals
        if total.printed != total.counted
    ]
    assert [(number, total.printed - total.counted) for number, total in wrong] == [(1, 7)]
    foot = _sheet(story.sheets[1].file).rows[-1]
    assert int(foot[8]) == wrong[0][1].printed


def test_it_plants_families_at_both_doors(story: Story) -> None:
    assert len(story.planted) >= 3
    for one in story.planted:
        assert one.olive != one.wool
    names = {written.file.name: written for written in story.sheets}
    assert all(names[one.wool[0]].at[one.family] == one.wool[1] for one in story.planted)
    distinct = {family for written in story.sheets for family in written.at}
    lost = len(story.sheets[4].problems)
    assert len(distinct) == len(story.families) - lost
    assert story.households == len(distinct) + len(story.planted) + len(story.twice)


def test_it_writes_families_again_as_hands_do(story: Story) -> None:
    assert {one.how for one in (*story.planted, *story.twice)} == set(HOWS)
    assert {one.association for one in story.twice} == {"olive", "wool"}
    names = {written.file.name: written for written in story.sheets}
    for one in story.twice:
        for file, row in (one.first, one.second):
            assert names[file].association == one.association and names[file].at[one.family] == row
    numbers = [one.family for one in (*story.planted, *story.twice)]
    assert len(numbers) == len(set(numbers))  # nobody is in three


def test_it_draws_the_same_families_again() -> None:
    assert draw_families(60, 3) == draw_families(60, 3) != draw_families(60, 4)


def test_it_makes_believable_families() -> None:
    families = draw_families(3000, 2026)
    assert all(family.head.link == "head" for family in families)
    assert 0.05 < sum(family.size == 1 for family in families) / 3000 < 0.2
    assert 3 < sum(family.size for family in families) / 3000 < 5
    phones = [family.phone for family in families if family.phone]
    assert len(set(phones)) == len(phones)
    assert all(phone[2:5] == "000" for phone in phones)


def test_it_has_names_enough() -> None:
    assert min(len(WOMEN), len(MEN)) >= 45
    assert len({name.ar for name in SURNAMES}) == len(SURNAMES) >= 75
