"""From a sheet as people keep it to households, problems and totals. Invented people only."""

from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twiza.lib.sheets import FormulaInsteadOfValue, Sheet, read_workbook
from twiza.registry.rules.drafts import Preview
from twiza.registry.rules.headings import field_of_heading
from twiza.registry.rules.preview import NoNameColumn, find_tables, make_preview
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.values import read_total

TODAY = date(2026, 11, 21)
HOPE = Path(__file__).resolve().parents[3] / "../shared/data/hope_registration"
FEZ = UUID(int=1)


def places(wider: str, place: str, near: str) -> UUID | Problem | None:
    """A tiny gazetteer: Fez is known, nothing else is."""
    if place in ("فاس", "Fès"):
        return FEZ
    return Problem("place.unknown", place or wider) if place or wider else None


def preview(*sheets: list[list[object]], remembered: dict[str, str] | None = None) -> Preview:
    pages = [Sheet(f"s{number}", rows) for number, rows in enumerate(sheets, start=1)]
    return make_preview(pages, find_tables(pages, remembered), TODAY, places)


def problems(found: Preview) -> list[tuple[int, str, str]]:
    return [(p.row, p.heading, p.problem.code) for p in found.problems]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("الاسم الكامل", "name"),
        ("الإســم الكامل:", "name"),
        ("Nom et prénom الاسم الكامل", "name"),
        ("NOM ET PRENOM DU CHEF DE MENAGE", "name"),
        ("Prénom", "given_name"),
        ("N° Tél.", "phone"),
        ("رقم الهاتف / Tél", "phone"),
        ("Nbre de personnes", "size"),
        ("عدد أفراد الأسرة", "size"),
        ("Date de naissence", "birth"),
        ("تاريخ الإزدياد", "birth"),
        ("C.I.N", "identity"),
        ("الديانة", "sensitive"),
        ("full_name_i_c", "name"),
        ("size_h_c", "size"),
        ("Name of the enumerator", ""),
        ("Nom de l'association", ""),
        ("Prix du kilo", ""),
    ],
)
def test_it_knows_headings(heading, field):
    assert field_of_heading(heading)[0] == field


def test_it_finds_headings_under_title_rows_and_totals_at_the_foot():
    found = preview(
        [
            ["لائحة الأسر المستفيدة", "", "", ""],
            ["رمضان ٢٠٢٦", "", "", ""],
            ["", "", "", ""],
            ["ر.ت", "الاسم الكامل", "عدد الأفراد", "الجماعة"],
            ["١", "فاطمة العلوي", "٥", "فاس"],
            ["٢", "خديجة بناني", "٣", "فاس"],
            ["", "المجموع", "٩", ""],
            ["", "توقيع الرئيس", "", ""],
        ]
    )
    assert [(d.row, d.members[0].name_arabic, d.size, d.place) for d in found.drafts] == [
        (5, "فاطمة العلوي", 5, FEZ),
        (6, "خديجة بناني", 3, FEZ),
    ]
    (total,) = found.totals
    assert (total.stated, total.counted, total.agrees) == (9, 8, False)
    assert found.left_out == [("s1", 8, "after_total")]


def test_it_checks_totals_of_parts_and_of_the_whole():
    found = preview(
        [
            ["Nom", "Nb personnes"],
            ["A B", 3.0],
            ["C D", 4.0],
            ["Total", 7.0],
            ["E F", 5.0],
            ["Sous total", 5.0],
            ["Total général", 12.0],
        ]
    )
    assert [(t.stated, t.counted) for t in found.totals] == [(7, 7), (5, 5), (12, 12)]
    assert len(found.drafts) == 3


@pytest.mark.parametrize("printed", ["٣٠٠٠٠", "30 000", "30.000", "30\u202f000 personnes", 30000.0, "٣٠٬٠٠٠"])
def test_a_total_is_read_however_large(printed):
    """A total of 10,000 and more is no household with an unreadable number of persons."""
    rows: list[list[object]] = [["Nom", "Nb personnes", "Téléphone"]]
    rows += [[f"Famille {'A' * (1 + number % 90)}", 30, "0612345678"] for number in range(1000)]
    found = preview([*rows, ["المجموع", printed, ""]])
    assert [(t.row, t.stated, t.counted) for t in found.totals] == [(1002, 30_000, 30_000)]
    assert (found.rows_read, problems(found)) == (1000, [])


@pytest.mark.parametrize(
    ("cell", "number"),
    [("0612345678", None), ("0", 0), ("-3", None), ("2,5", None), ("3.1415", None), (True, None), ("", None),
     (None, None), ("12 00", None), ("1 234 567", 1_234_567), ("٥ أفراد", 5), (2.5, None), ("12/03/1980", None)],
)  # fmt: skip
def test_what_a_total_is_and_is_not(cell, number):
    assert read_total(cell) == number


def test_it_joins_a_name_in_three_columns():
    found = preview([["Nom", "Prénom", "Prénom du père", "Sexe"], ["BENNANI", "Aïcha", "Driss", "F"]])
    assert found.drafts[0].members[0].name_latin == "Aïcha Driss BENNANI"


def test_it_reads_two_line_headings():
    found = preview(
        [
            ["رب الأسرة", "", "", "السكن", ""],
            ["الاسم الشخصي", "الاسم العائلي", "الهاتف", "الجماعة", "الحي"],
            ["فاطمة", "العلوي", "0612345678", "فاس", "السلام"],
        ]
    )
    assert found.drafts[0].members[0].name_arabic == "فاطمة العلوي"
    assert found.drafts[0].members[0].phone == "+212612345678"
    assert found.drafts[0].place_words == "السلام, فاس"


@pytest.mark.parametrize(
    "references",
    [["1", "1", "1", "2"], ["1", "", "", "2"]],
    ids=["repeated", "merged"],
)
def test_it_groups_members_by_the_number_of_their_household(references):
    links = ["رب الأسرة", "زوجة", "ابن", "ربة الأسرة"]
    rows = [[n, f"اسم {r}", link] for n, r, link in zip(references, "أبتث", links, strict=True)]
    found = preview([["رقم الأسرة", "الاسم", "القرابة"], *rows])
    assert [[m.relationship for m in d.members] for d in found.drafts] == [
        ["head", "spouse", "child"],
        ["head"],
    ]


def test_it_groups_members_after_each_head_when_there_is_no_number():
    rows = [["A", "chef"], ["B", "épouse"], ["C", "chef"], ["D", "fils"], ["E", "fille"]]
    found = preview([["Nom", "Lien de parenté"], *rows])
    assert [len(d.members) for d in found.drafts] == [2, 3]


def test_it_puts_the_head_first_and_refuses_two():
    rows = [["7", "Ali B", "fils"], ["7", "Ghita B", "chef"], ["8", "X Y", "chef"], ["8", "Z T", "chef"]]
    found = preview([["N° ménage", "Nom complet", "Lien"], *rows])
    assert [d.members[0].name_latin for d in found.drafts] == ["Ghita B"]
    assert problems(found) == [(4, "", "household.member_problem"), (5, "Lien", "household.two_heads")]


def test_it_joins_a_sheet_of_households_and_a_sheet_of_persons():
    found = preview(
        [
            ["N° ménage", "Commune", "Taille du ménage"],
            ["1", "Fès", "2"],
            ["2", "Fès", "1"],
            ["2", "Fès", "1"],
            ["3", "Fès", "1"],
        ],
        [
            ["N° ménage", "Nom complet", "Sexe"],
            ["1", "A B", "F"],
            ["1", "C D", "M"],
            ["2", "E F", "F"],
            ["9", "G H", "M"],
        ],
    )
    assert [(d.reference, d.size, len(d.members)) for d in found.drafts] == [("1", 2, 2), ("2", 1, 1)]
    assert [(p.sheet, p.row, p.problem.code) for p in found.problems] == [
        ("s1", 4, "household.twice"),
        ("s1", 5, "household.no_members"),
        ("s2", 5, "household.unknown"),
    ]


def test_it_says_every_problem_with_its_row_and_column():
    found = preview(
        [
            ["Nom", "Né le", "Sexe", "Nb personnes", "Commune"],
            ["", "05/03/1980", "F", 4.0, "Fès"],
            ["A B", "31/02/1980", "Z", "beaucoup", "Atlantis"],
            ["C D", "05/03/1980", "F", 4.0, "Fès"],
        ]
    )
    assert problems(found) == [
        (2, "Nom", "name.missing"),
        (3, "Né le", "date.not_in_calendar"),
        (3, "Sexe", "sex.unknown"),
        (3, "Nb personnes", "size.unreadable"),
        (3, "Commune", "place.unknown"),
    ]
    assert [d.row for d in found.drafts] == [4]
    assert found.rows_read == 3


def test_it_keeps_both_figures_when_size_and_members_differ():
    found = preview(
        [["N° ménage", "Nom", "Lien", "Nb personnes"], ["1", "A", "chef", 5.0], ["1", "B", "fils", ""]]
    )
    assert (found.drafts[0].size, len(found.drafts[0].members)) == (5, 2)
    assert problems(found) == [(2, "", "size.members")]
    assert found.problems[0].problem.data == {"stated": "5", "counted": "2"}


def test_it_keeps_no_identity_number_and_nothing_sensitive():
    found = preview([["Nom", "CIN", "Religion", "E-mail"], ["A B", "ZZ999", "x", "a@b.example"]])
    assert found.never_kept == ["CIN", "Religion", "E-mail"]
    assert "ZZ999" not in repr(found.drafts)


def test_it_asks_for_no_telephone_and_no_number_at_all():
    assert len(preview([["الاسم"], ["فاطمة"], ["خديجة"]]).drafts) == 2


def test_it_takes_notes_for_categories_when_they_name_some():
    found = preview([["Nom", "Remarques"], ["A", "veuve"], ["B", "orphelins; chômeur"], ["C", ""]])
    assert [d.members[0].marks for d in found.drafts] == [("widows",), ("orphans", "unemployed"), ()]


def test_it_sets_aside_rows_that_repeat_an_earlier_one():
    row = ["A B", "05/03/1980", 4.0]
    found = preview(
        [["Nom", "Né le", "Nb personnes"], row, ["C D", "", 2.0], ["a  b", "5-3-80", "4 personnes"]]
    )
    assert [d.row for d in found.drafts] == [2, 3]
    assert found.repeated == [("s1", 4, 2)]


def test_it_gives_the_same_fingerprint_in_any_style_of_writing():
    arabic = preview([["الاسم", "الازدياد", "الهاتف"], ["فَاطِمَة العــلوي", "٠٥/٠٣/١٩٨٠", "٠٦١٢٣٤٥٦٧٨"]])
    plain = preview([["nom complet", "né le", "gsm"], ["فاطمة العلوي", date(1980, 3, 5), 612345678.0]])
    assert arabic.drafts[0].content == plain.drafts[0].content
    assert arabic.drafts[0].identity == plain.drafts[0].identity != b""


def test_it_refuses_a_file_without_a_column_of_names():
    with pytest.raises(NoNameColumn):
        preview([["Produit", "Prix", "Téléphone"], ["farine", 3.0, "x"]])


def test_it_refuses_formulas_only_where_they_would_be_read():
    rows = [["Nom", "Nb personnes", "Prix"], ["A B", 3.0, ""]]
    unread = Sheet("s", rows, uncalculated=[(1, 2)])
    assert len(make_preview([unread], find_tables([unread]), TODAY).drafts) == 1
    read = Sheet("s", rows, uncalculated=[(1, 1)])
    with pytest.raises(FormulaInsteadOfValue) as caught:
        make_preview([read], find_tables([read]), TODAY)
    assert caught.value.data["cell"] == "B2"


def test_it_takes_a_column_of_yes_and_no_under_the_head_for_what_it_is_only_where_another_names_people():
    rows = [["رقم الأسرة", "رب الأسرة", "الاسم الكامل"], ["1", "نعم", "أمينة"], ["1", "لا", "سليم"]]
    found = preview(rows)
    assert [(len(d.members), d.members[0].name) for d in found.drafts] == [(2, "أمينة")]
    alone = preview([["رقم الأسرة", "رب الأسرة"], ["1", "نعم"], ["2", "لا"]])
    assert alone.rows_read == 2


def test_it_obeys_what_the_organisation_corrected():
    rows = [["Zone 4", "Qui", "Combien"], ["A B", "C D", 3.0]]
    found = preview(rows, remembered={"qui": "name", "combien": "size"})
    assert (found.drafts[0].members[0].name_latin, found.drafts[0].size) == ("C D", 3)


CELLS = st.one_of(st.text(max_size=8), st.floats(allow_nan=True), st.booleans(), st.dates(), st.just(""))


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6))
@example([["", "1", "", "", ""], ["", 0.0, "", "", ""]])
def test_it_never_crashes_and_loses_no_row(rows):
    heading = [["رقم الأسرة", "الاسم", "القرابة", "تاريخ الازدياد", "عدد الأفراد"]]
    found = preview(heading + rows)
    again = preview(heading + rows)
    assert [d.content for d in found.drafts] == [d.content for d in again.drafts]
    kept = {m.row for d in found.drafts for m in d.members}
    wrong = {p.row for p in found.problems if p.problem.blocking}
    aside = {row for _, row, _ in found.repeated} | {row for _, row, _ in found.left_out}
    assert not kept & wrong
    assert len(kept | wrong | aside) >= found.rows_read - sum(len(found.repeated) for _ in found.repeated)


def hope(name: str) -> Preview:
    if not HOPE.is_dir():
        pytest.skip("../shared/data/hope_registration is not there")
    sheets = read_workbook((HOPE / name).read_bytes(), name, formulas="note").sheets
    return make_preview(sheets, find_tables(sheets), TODAY, places)


@pytest.mark.parametrize(
    ("name", "households", "persons", "left_out"),
    [
        ("rdi_import_50_hh_50_ind.xlsx", 50, 208, 0),
        ("new_reg_data_import.xlsx", 3, 6, 0),
        ("rdi_people_test.xlsx", 3, 3, 2),  # two collect for others and are no beneficiaries
    ],
)
def test_it_reads_workbooks_that_nobody_here_wrote(name, households, persons, left_out):
    found = hope(name)
    assert found.blocking == []
    assert (len(found.drafts), found.persons, len(found.left_out)) == (households, persons, left_out)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("error-xlsx.xlsx", {("Individuals", 7, 2, "household.two_heads")}),
        (
            "invalid_rows.xlsx",
            {
                ("Households", 5, 5, "size.unreadable"),
                ("Households", 21, None, "household.no_members"),
                ("Individuals", 8, 0, "household.unknown"),
                ("Individuals", 8, 14, "date.unreadable"),
                ("Individuals", 29, 0, "household.unknown"),
            },
        ),
        ("invalid_area.xlsx", {("Households", row, 19, "place.unknown") for row in (3, 4, 6)}),
    ],
)
def test_it_refuses_broken_workbooks_by_row_and_column(name, where):
    found = {(p.sheet, p.row, p.column, p.problem.code) for p in hope(name).blocking}
    assert where <= found


def test_it_remarks_both_figures_of_a_workbook_that_disagrees_with_itself():
    found = hope("rdi_import_50_hh_50_ind.xlsx")
    counts = Counter(p.problem.code for p in found.notes)
    assert (counts["size.members"], counts["place.outside"]) == (44, 50)
