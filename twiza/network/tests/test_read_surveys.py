"""A survey as data: read from a sheet or refused with line and column; what is asked, kept, questioned."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.rules.survey_figures import doubts, entries
from twiza.network.rules.survey_sheets import UnreadableSurvey, read_survey_sheet
from twiza.network.rules.surveys import (
    Kind,
    UnfitAnswer,
    UnfitSurvey,
    asked,
    kept,
    read_survey,
    unanswered,
)
from twiza.network.rules.surveys_given import GIVEN_SURVEYS
from twiza.network.tests.given_surveys import HEADING, SHEET

MINISTRY = Path(__file__).resolve().parents[4] / "shared/data/ma_social/dar_talib_diagnostic_form_fields.csv"
GIVEN = read_survey(GIVEN_SURVEYS[0].content)


def test_the_given_survey_has_58_questions_in_six_sections():
    assert len(GIVEN.questions) == 58 and [one.code for one in GIVEN.sections] == [
        "i", "ii", "iii", "iv", "v", "vi",
    ]  # fmt: skip
    assert [one.code for one in GIVEN.questions if one.by_season] == [
        "served_total", "served_boys", "served_girls", "served_primary", "served_lower", "served_upper",
        "served_orphans", "served_disability",
    ]  # fmt: skip


def test_the_ministry_s_own_sheet_is_read_whole():
    if not MINISTRY.exists():
        pytest.skip("the ministry's sheet is not beside the project")
    with MINISTRY.open(encoding="utf-8", newline="") as lines:
        read = read_survey(read_survey_sheet(list(csv.reader(lines))))
    assert len(read.questions) == 58 and read.seasons == ("2023-24", "2024-25", "2025-26")
    assert [
        (one.section, one.code, one.ar, one.kind, one.relevant, one.by_season, one.level, one.unit)
        for one in read.questions
    ] == [
        (one.section, one.code, one.ar, one.kind, one.relevant, one.by_season, one.level, one.unit)
        for one in GIVEN.questions
    ]
    assert (read.sections, read.sums, read.figures) == (GIVEN.sections, GIVEN.sums, GIVEN.figures)
    words = {one.ar: one.code for question in read.questions for one in question.choices}
    assert words["مردية"] == "bad"  # a slip of the sheet: its word stays, known by the right one
    assert words["نعم"] == "yes"


def test_a_sheet_of_another_survey_is_read():
    read = read_survey(read_survey_sheet(SHEET))
    assert [(one.section, one.kind.value, one.by_season) for one in read.questions] == [
        ("i", "text", False), ("i", "select_one", False), ("i", "decimal", False),
        ("ii", "select_multiple", False), ("ii", "select_multiple", False), ("ii", "integer", True),
        ("ii", "integer", True), ("ii", "text", False), ("iii", "select_one", False), ("iii", "integer", False),
    ]  # fmt: skip
    tenure, rent = read.questions[1:3]
    assert rent.relevant == (tenure.code, tenure.choices[0].code) and rent.unit == "dirham"
    assert read.questions[3].choices == read.questions[4].choices
    assert [one.rows for one in read.sections] == [False, False, True]
    assert read.questions[0].code == "house_name"  # the same words as in the survey that comes along


@pytest.mark.parametrize(
    ("line", "column", "cell"),
    [
        (["I", "س", "number", ""], "kind", "number"),
        (["I", "س", "integer (كلم)", ""], "kind", "كلم"),
        (["I", "س", "territory:douar", ""], "kind", "douar"),
        (["I", "س", "territory", ""], "kind", "territory"),
        (["I", "س", "text; relevant: لا أحد", ""], "kind", "لا أحد"),
        (["I", "س", "text; relevant:", ""], "kind", "relevant:"),
        (["I", "س", "text; if: إيجار", ""], "kind", "if"),
        (["I", "س", "select_one", ""], "choices_ar", ""),
        (["I", "س", "select_one", "أ|أ"], "choices_ar", "أ"),
        (["I", "س", "select_one", "أ||ب"], "choices_ar", "أ"),
        (["I", "س", "text", "أ|ب"], "choices_ar", "أ"),
        (["I", "س", "text", "(same list)"], "choices_ar", "same list"),
        (["I", "س", "yes_no", "أجل|كلا"], "choices_ar", "أجل"),
        (["I", "", "text", ""], "label_ar", ""),
        (["I", "اسم المؤسسة", "text", ""], "label_ar", "اسم المؤسسة"),
        (["III. تمويل", "س", "text", ""], "section", "III"),
        (["II", "س", "text", ""], "section", "II"),
        (["I. عنوان ثان", "س", "text", ""], "section", "عنوان"),
        (["Section 1", "س", "text", ""], "section", "Section 1"),
        (["I (per season 2024-26)", "س", "integer", ""], "section", "2024-26"),
        (["I (twice)", "س", "integer", ""], "section", "twice"),
        (["I", "س", "text", "", "زائد"], "column E", "زائد"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line_and_its_column(line, column, cell):
    rows = [*SHEET[:4], line]
    with pytest.raises(UnreadableSurvey) as refused:
        read_survey_sheet(rows)
    assert "Line 5," in refused.value.message
    assert column in refused.value.message and cell in refused.value.message


def test_columns_and_conditions_across_sections_are_refused():
    with pytest.raises(UnreadableSurvey, match="Line 1"):
        read_survey_sheet([HEADING[:3], *SHEET[1:]])
    with pytest.raises(UnreadableSurvey, match="Line 6"):  # the building was asked in another section
        read_survey_sheet([*SHEET[:5], ["II", "س", "text; relevant: إيجار", ""]])
    with pytest.raises(UnfitSurvey):
        read_survey(GIVEN_SURVEYS[0].content | {"seasons": ["2024"]})
    with pytest.raises(UnfitSurvey):
        read_survey(GIVEN_SURVEYS[0].content | {"sums": [["house_name", ["capacity_boys"]]]})


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, {"criteria", "selected_by", "fee"}),
        ({"selected_by": "association"}, {"criteria", "selected_by", "fee"}),
        ({"selected_by": "committee"}, {"criteria", "selected_by", "committee_of", "fee"}),
        ({"fee": "paid"}, {"criteria", "selected_by", "fee", "fee_kind"}),
        ({"fee": "paid", "fee_kind": "flat"}, {"criteria", "selected_by", "fee", "fee_kind", "fee_amount"}),
        ({"fee": "paid", "fee_kind": "varied"}, {"criteria", "selected_by", "fee", "fee_kind", "fee_slice"}),
        ({"fee": "free", "fee_kind": "flat"}, {"criteria", "selected_by", "fee"}),
    ],
)
def test_a_question_is_asked_when_the_earlier_one_got_its_answer(said, codes):
    assert {one.code for one in asked(GIVEN, "iv", said)} == codes


def _values(question):
    match question.kind:
        case Kind.INTEGER:
            return st.integers(0, 500)
        case Kind.DECIMAL:
            return st.decimals(0, 9999, places=2, allow_nan=False)
        case Kind.MANY:
            return st.lists(st.sampled_from([one.code for one in question.choices]), unique=True)
        case Kind.DATE:
            return st.dates(date(2000, 1, 1), date(2026, 1, 1))
        case Kind.TERRITORY:
            return st.uuids()
        case Kind.TEXT:
            return st.text(max_size=20)
        case _:
            return st.sampled_from([one.code for one in question.choices])


@st.composite
def answers_of(draw, section):
    found = {}
    for one in GIVEN.of(section):
        if draw(st.booleans()):
            values = _values(one)
            found[one.code] = (
                draw(st.dictionaries(st.sampled_from(GIVEN.seasons), values))
                if one.by_season
                else draw(values)
            )
    return found


@given(st.data(), st.sampled_from(["i", "ii", "iii", "iv", "v"]))
def test_only_what_is_asked_is_kept_and_keeping_twice_changes_nothing(data, section):
    said = data.draw(answers_of(section))
    once = kept(GIVEN, section, said)
    assert set(once) <= {one.code for one in asked(GIVEN, section, once)} and set(once) <= set(said)
    assert kept(GIVEN, section, once) == once
    for code in once:
        question = GIVEN.question(code)
        if question.relevant:
            other, answer = question.relevant
            assert answer in (once[other] if isinstance(once[other], list) else [once[other]])
    for one in GIVEN.of(section):  # and nothing that was said and is asked is lost
        if one.relevant is None and said.get(one.code) not in (None, "", [], {}) and one.kind != Kind.TEXT:
            assert one.code in once


@given(st.lists(answers_of("vi"), max_size=6))
def test_lines_are_kept_without_the_empty_ones(rows):
    found = kept(GIVEN, "vi", {"rows": rows})
    assert found.get("rows", []) == [one for row in rows if (one := kept(GIVEN, "vi", {"rows": [row]}).get("rows", [None])[0])]  # fmt: skip
    assert kept(GIVEN, "vi", found) == found


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("i", {"capacity_total": -1}),
        ("i", {"capacity_total": "many"}),
        ("i", {"capacity_total": True}),
        ("i", {"capacity_total": 1.5}),
        ("i", {"house_type": "castle"}),
        ("i", {"services": ["lodging", "spa"]}),
        ("i", {"services": "lodging"}),
        ("i", {"opened_on": "yesterday"}),
        ("i", {"commune": "here"}),
        ("iii", {"budget": "NaN"}),
        ("v", {"served_total": {"1999-00": 3}}),
        ("v", {"served_total": 3}),
        ("vi", {"rows": [{"post": "king"}]}),
        ("vi", {"rows": [{"post": "director"}] * 41}),
        ("vii", {}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(section, said):
    with pytest.raises(UnfitAnswer):
        kept(GIVEN, section, said)


def test_what_does_not_add_up_is_questioned_and_stays():
    answers = {
        "i": {"capacity_total": 40, "capacity_boys": 0, "capacity_girls": 38},
        "iii": {"budget": "100000.00", "share_ministry": "90000.00", "share_commune": "20000.00"},
        "v": {
            "served_total": {"2023-24": 30, "2024-25": 31},
            "served_boys": {"2023-24": 0, "2024-25": 0},
            "served_girls": {"2023-24": 30, "2024-25": 30},
            "served_primary": {"2023-24": 5},  # the other levels are not said: nothing to question
            "served_orphans": {"2024-25": 32},
        },
    }
    found = [(one.kind, one.total, one.said, one.summed, one.season) for one in doubts(GIVEN, answers)]
    assert found == [
        ("sum", "capacity_total", Decimal(40), Decimal(38), ""),
        ("sum", "served_total", Decimal(31), Decimal(30), "2024-25"),
        ("within", "budget", Decimal("100000.00"), Decimal("110000.00"), ""),
        ("within", "served_total", Decimal(31), Decimal(32), "2024-25"),
    ]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_sum_is_questioned_exactly_when_it_is_wrong(total, boys, girls):
    answers = {"i": {"capacity_total": total, "capacity_boys": boys, "capacity_girls": girls}}
    assert bool(doubts(GIVEN, answers)) == (total != boys + girls)


def test_figures_enter_the_register_on_the_last_day_of_their_season():
    answers = {
        "v": {"served_total": {"2023-24": 30, "2025-26": 44}},
        "vi": {
            "rows": [
                {"post": "night_guard", "post_count": 1},
                {"post": "day_guard", "post_count": 2},
                {"post": "driver"},
            ]
        },
    }
    found = entries(GIVEN, answers, sent_on=date(2026, 3, 10))
    assert [(one.subject, one.on, one.value, one.post) for one in found] == [
        ("present", date(2024, 6, 30), 30, ""),
        ("present", date(2026, 3, 10), 44, ""),
        ("filled", date(2026, 3, 10), 3, "guard"),
    ]
    assert entries(GIVEN, answers, sent_on=date(2023, 8, 1))[0].subject == "filled"  # no season had begun


def test_what_is_asked_and_has_no_answer_is_named():
    missing = {one.code for one in unanswered(GIVEN, {"iv": {"fee": "paid"}})}
    assert "fee_kind" in missing and "fee" not in missing and "fee_slice" not in missing
    assert "post" not in missing
