"""What people send, and what hostile people send: read, or refused with a sentence; never a crash."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib import sheets

HXL = Path(__file__).resolve().parents[3] / "../shared/data/hxl_tests/files/test_io"
ROWS = [["الاسم", "الهاتف"], ["فاطمة", "0612345678"], ["Aïcha", "+212 6 61 00 00 00"]]


def xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, None) or old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target.getvalue()


def ods(table: str) -> bytes:
    target = io.BytesIO()
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="لائحة">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        new.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def test_it_reads_xlsx():
    book = sheets.read_workbook(xlsx(ROWS), "liste.xlsx")
    assert book.kind == "xlsx"
    assert book.sheets[0].rows == ROWS


def test_it_reads_ods_with_repeated_cells():
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    twice = cell.format(' table:number-columns-repeated="2"', "x")
    row = f"<table:table-row>{cell.format('', 'فاطمة')}{twice}</table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    book = sheets.read_workbook(ods(row + empty), "liste.ods")
    assert book.sheets[0] == sheets.Sheet("لائحة", [["فاطمة", "x", "x"]])


def test_it_goes_by_the_content_and_not_by_the_name():
    assert sheets.read_workbook(xlsx(ROWS), "liste.csv").kind == "xlsx"
    with pytest.raises(sheets.BrokenFile):
        sheets.read_workbook(b"nom;telephone\nx;y\n", "liste.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_it_reads_csv_in_every_encoding(encoding, delimiter):
    rows = [["الاسم", "الجماعة"], ["فاطمة الزهراء", "خنيفرة"], ["خديجة", "مريرت"]] * 5
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert sheets.read_workbook(text.encode(encoding), "liste.csv").sheets[0].rows == rows


def test_it_reads_french_csv_of_old_windows():
    rows = [["Prénom", "Âge", "Été"], ["Aïcha", "34", "à l'école"], ["Zoé", "8", "façade"]]
    text = "\r\n".join(";".join(row) for row in rows)
    assert sheets.read_workbook(text.encode("cp1252"), "liste.csv").sheets[0].rows == rows


def test_it_keeps_line_ends_and_delimiters_inside_quotes():
    rows = sheets.read_workbook(b'sep=;\nnom;note\n"a;b";"deux\nlignes"\n', "x.csv").sheets[0].rows
    assert rows == [["nom", "note"], ["a;b", "deux\nlignes"]]


def test_it_reads_a_zero_kept_by_the_quoting_trick():
    assert sheets.read_workbook(b'nom;tel\nx;="0612345678"\n', "x.csv").sheets[0].rows[1] == [
        "x",
        "0612345678",
    ]


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "x.csv", sheets.EmptyWorkbook),
        (b"  \r\n ", "x.csv", sheets.EmptyWorkbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xls", sheets.WrongKindOfFile),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            sheets.PasswordProtected,
        ),
        (b"%PDF-1.7 ...", "x.pdf", sheets.WrongKindOfFile),
        (b"<html><table><tr><td>x</td></tr></table>", "x.xls", sheets.WrongKindOfFile),
        (b"PK\x05\x06" + b"\0" * 18, "x.xlsx", sheets.WrongKindOfFile),
        (b"PK\x03\x04 cut off", "x.xlsx", sheets.BrokenFile),
        (b"nom;tel\nx\x00y;3\n", "x.csv", sheets.WrongKindOfFile),
        ("الاسم;الهاتف\n".encode()[:-2], "x.csv", sheets.BrokenFile),
        (b'nom;tel\n"x;3\n' + b"y;4\n" * 60_000, "x.csv", sheets.BrokenFile),
        (b"nom;total\nx;=SUM(B2:B9)\n", "x.csv", sheets.FormulaInsteadOfValue),
        (b"nom;total\nx;=1+1\n"[:9] + b"\nx;=B4*2\n", "x.csv", sheets.FormulaInsteadOfValue),
    ],
)
def test_it_refuses_with_a_reason(data, name, refusal):
    with pytest.raises(refusal) as caught:
        sheets.read_workbook(data, name)
    assert caught.value.message.endswith(".")


def test_it_refuses_a_truncated_workbook():
    data = xlsx(ROWS)
    for length in range(4, len(data), 97):
        with pytest.raises(sheets.SheetRefused):
            sheets.read_workbook(data[:length], "x.xlsx")


def test_it_refuses_an_oversized_file():
    with pytest.raises(sheets.FileTooLarge):
        sheets.read_workbook(b"x" * 1001, "x.csv", limits=sheets.Limits(file_bytes=1000))


def test_it_refuses_a_bomb_by_its_ratio():
    blank = repacked(xlsx(ROWS), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 30_000_000})
    with pytest.raises(sheets.DecompressionBomb):
        sheets.read_workbook(blank, "x.xlsx")


def test_it_refuses_a_bomb_that_lies_about_its_size():
    data = repacked(xlsx(ROWS), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 30_000_000})
    true, told = (30_000_011).to_bytes(4, "little"), (900).to_bytes(4, "little")
    with pytest.raises(sheets.SheetRefused):
        sheets.read_workbook(data.replace(true, told), "x.xlsx")


def test_it_refuses_a_crowd_of_parts():
    many = repacked(xlsx(ROWS), {f"xl/media/{n}.bin": b"x" for n in range(2_100)})
    with pytest.raises(sheets.DecompressionBomb):
        sheets.read_workbook(many, "x.xlsx")


@pytest.mark.parametrize("place", ["XFD1", "A1048576", "XFD1048576"])
def test_it_refuses_a_cell_at_the_end_of_the_world(place):
    book = openpyxl.Workbook()
    book.active["A1"], book.active[place] = "nom", "x"
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_workbook(target.getvalue(), "x.xlsx")


def test_it_refuses_repeated_cells_without_end():
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="1000"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_workbook(ods(row), "x.ods")


def test_it_refuses_a_million_columns():
    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_workbook(b"x;" * 1_000_000, "x.csv")


def test_it_refuses_own_entities():
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    with pytest.raises(sheets.BrokenFile):
        sheets.read_workbook(repacked(xlsx(ROWS), {"xl/worksheets/sheet1.xml": evil}), "x.xlsx")


def test_it_refuses_macros():
    with pytest.raises(sheets.WrongKindOfFile):
        sheets.read_workbook(repacked(xlsx(ROWS), {"xl/vbaProject.bin": b"x"}), "x.xlsm")


def test_it_names_the_cell_of_a_formula_never_calculated():
    data = xlsx([["nom", "prénom", "entier"], ["A", "B", '=A2&" "&B2']])
    with pytest.raises(sheets.FormulaInsteadOfValue) as caught:
        sheets.read_workbook(data, "x.xlsx")
    assert caught.value.data["cell"] == "C2"
    noted = sheets.read_workbook(data, "x.xlsx", formulas="note")
    assert noted.sheets[0].uncalculated == [(1, 2)]


def test_it_names_the_cell_of_a_formula_in_ods():
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    row += '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
    with pytest.raises(sheets.FormulaInsteadOfValue) as caught:
        sheets.read_workbook(ods(row), "x.ods")
    assert caught.value.data["cell"] == "B1"


def test_it_does_not_take_zeros_of_a_workbook_never_calculated():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write_row(0, 0, ["nom", "entier"])
    page.write_string(1, 0, "A")
    page.write_formula(1, 1, '=A2&"x"')
    book.close()
    with pytest.raises(sheets.FormulaInsteadOfValue):
        sheets.read_workbook(target.getvalue(), "x.xlsx")


def test_it_takes_a_formula_with_its_value():
    cells = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
        b"</sheetData></worksheet>"
    )
    workbook = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        b'<sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    data = repacked(xlsx(ROWS), {"xl/worksheets/sheet1.xml": cells, "xl/workbook.xml": workbook})
    assert sheets.read_workbook(data, "x.xlsx").sheets[0].rows[0][0] == 2


@given(st.binary(max_size=400))
def test_it_never_crashes_on_bytes(data):
    try:
        sheets.read_workbook(data, "x.csv")
    except sheets.SheetRefused as refusal:
        assert refusal.message


@given(st.binary(min_size=1, max_size=30), st.integers(0, 4000))
def test_it_never_crashes_on_a_damaged_workbook(noise, position):
    data = bytearray(DAMAGED)
    data[position : position + len(noise)] = noise
    try:
        sheets.read_workbook(bytes(data), "x.xlsx")
    except sheets.SheetRefused as refusal:
        assert refusal.message


DAMAGED = xlsx(ROWS)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5))
def test_it_reads_back_what_it_writes(rows):
    rows = [["name", *row] for row in rows]
    for data in (
        sheets.write_workbook([sheets.OutSheet("x", ["a", "b", "c"], rows)]),
        sheets.write_csv(sheets.OutSheet("x", ["a", "b", "c"], rows)),
    ):
        read = sheets.read_workbook(data, "x").sheets[0].rows[1:]
        assert [[sheets.unguarded(str(cell)) for cell in row] for row in read] == [
            [*row, *[""] * (len(got) - len(row))][: len(got)] for row, got in zip(rows, read, strict=True)
        ]


def test_it_writes_nothing_that_runs():
    risky = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx"]
    data = sheets.write_workbook([sheets.OutSheet("x", ["=a()"], [[text] for text in risky])])
    cells = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows())
    assert all(row[0].data_type == "s" and row[0].value.startswith("'") for row in cells)
    assert openpyxl.load_workbook(io.BytesIO(data)).active.sheet_view.rightToLeft
    assert sheets.guarded("+212612345678") == "+212612345678"
    lines = sheets.write_csv(sheets.OutSheet("x", ["a"], [[text] for text in risky])).decode("utf-8-sig")
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines.split("\n"))


def test_it_refuses_what_other_people_broke_on_purpose():
    if not HXL.is_dir():
        pytest.skip("../shared/data/hxl_tests is not there")
    read, refused = 0, 0
    for path in sorted(HXL.iterdir()):
        if path.suffix in {".json", ".txt"}:
            continue
        try:
            sheets.read_workbook(path.read_bytes(), path.name)
            read += 1
        except sheets.SheetRefused:
            refused += 1
    assert (read, refused) == (16, 8)
