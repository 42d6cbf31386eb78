"""A list of institutions as a delegation received it: every contradiction said, none repaired, twice changes nothing."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from twiza.network import actions, queries
from twiza.network.models import Institution, InstitutionFigure
from twiza.network.rules.figures import read_number
from twiza.network.rules.institution_lists import Fault, Known, Match, read_list
from twiza.network.rules.official_tables import read_table
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "ma_social"
ON = date(2025, 10, 1)
SMALL = [
    ["name_fr", "name_ar", "capacity", "beneficiaries_2023_2024", "beneficiaries_2024_2025"],
    ["DAR TALEBA A", "دار الطالبة أ", "40", "65", "66"],
    ["DAR TALEB B", "دار الطالب ب", "64", "32", ""],
]


def cells(name: str) -> list[list[str]]:
    file = FOLDER / name
    if not file.exists():
        pytest.skip("../shared/data/ma_social is not here: nothing to read")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.reader(rows))


def test_each_row_is_new_known_or_ambiguous() -> None:
    table = read_table([*SMALL, ["DAR TALEB B", "دار الطالب ج", "3", "", ""]])
    known = [Known(1, "دار الطالبة أ", ""), Known(2, "مركز", "Centre")]
    rows = read_list(table, known, stated_on=ON).rows
    assert [row.match for row in rows] == [Match.KNOWN, Match.AMBIGUOUS, Match.AMBIGUOUS]
    twice = [one for row in rows for one in row.contradictions if one.fault == Fault.NAME_TWICE]
    assert [(one.row, one.against) for one in twice] == [(3, 4), (4, 3)]
    both = [Known(1, "دار الطالبة أ", ""), Known(2, "", "Dar Taleba A")]
    assert read_list(read_table(SMALL), both, stated_on=ON).rows[0].match == Match.AMBIGUOUS


def test_contradictions_say_row_column_and_both_figures() -> None:
    known = [
        Known(
            1,
            "دار الطالبة أ",
            "",
            licensed=38,
            capacity=45,
            figures={("present", date(2024, 6, 30)): (61, "x")},
        )
    ]
    found = read_list(read_table(SMALL), known, stated_on=ON).rows[0].contradictions
    assert [(one.row, one.column, one.fault, one.read, one.against) for one in found] == [
        (2, "beneficiaries_2023_2024", Fault.OVER_CAPACITY, 65, 40),
        (2, "beneficiaries_2024_2025", Fault.OVER_CAPACITY, 66, 40),
        (2, "capacity", Fault.CAPACITY_DIFFERS, 40, 45),
        (2, "capacity", Fault.LICENCE_DIFFERS, 40, 38),
        (2, "beneficiaries_2023_2024", Fault.FIGURE_DIFFERS, 65, 61),
    ]  # fmt: skip


def test_a_printed_total_that_differs_is_said() -> None:
    table = read_table([*SMALL, ["TOTAL", "المجموع", "105", "97", "66"]])
    (one,) = read_list(table, [], stated_on=ON).totals
    assert (one.row, one.column, one.read, one.against) == (4, "capacity", 105, 104)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("20 429", "20429"), ("20\u202f429", "20429"), ("20\xa0429", "20429"), ("20\u2009429 Dh", "20429"),
        ("102\u202f249\u202f542,69 Dhs", "102249542.69"),
    ],
)  # fmt: skip
def test_numbers_with_spaces_of_any_kind_and_dirhams_are_read(said: str, read: str) -> None:
    assert read_number(said) == Decimal(read)


def test_parts_that_are_not_their_total_are_said_with_their_line() -> None:
    table = read_table(cells("indh_el_hajeb_phase1_2.csv"))
    assert [(one.line, one.column, one.printed, one.summed) for one in table.parts] == [
        (2, "amount_total_dh", Decimal("108178079.02"), Decimal("80077200.80") + Decimal("28100879.22")),
        (5, "amount_total_dh", Decimal("102249542.69"), Decimal("57410946.69") + Decimal("44839406.00")),
        (6, "amount_total_dh", Decimal("364410195.71"), Decimal("210234029.49") + Decimal("153906166.22")),
    ]
    sectors = read_table(cells("indh_el_hajeb_sectors_2005_2015.csv"))
    assert sectors.parts == () and sectors.lines[0].values[-1] == 20429


pytestmark = pytest.mark.slow


@pytest.fixture
def here(db: None) -> Iterator[tuple[Any, Any]]:
    actions.load_regimes(at=NOON)
    delegation = given_organisation("Délégation provinciale", kind="provincial_unit")
    with translation.override("en"):
        yield delegation, given_member("Meriem", "licensing_grants_officer", delegation)


def load(here: tuple[Any, Any], rows: list[list[str]], **more: Any) -> Any:
    delegation, meriem = here
    said = {
        "source": "Province, 2025",
        "stated_on": ON,
        "category": "dar_talib",
        "by": meriem,
        "at": NOON_2026,
    } | more
    with as_work(said["by"]):
        return actions.load_institutions(organisation=delegation, table=read_table(rows), **said)


NOON_2026 = NOON.replace(year=2026)


def test_the_list_of_el_hajeb_enters_once(here: tuple[Any, Any]) -> None:
    rows = cells("eps_el_hajeb.csv")
    done = load(here, rows)
    assert (done.opened, done.figures, done.left) == (12, 36, 0)
    over = [one for one in done.reading.contradictions if one.fault == Fault.OVER_CAPACITY]
    assert [(one.row, one.read, one.against) for one in over] == [
        (5, 65, 40),
        (5, 66, 40),
        (10, 30, 20),
        (10, 27, 20),
    ]
    again = load(here, rows)
    assert not again.changed and again.reading.count(Match.KNOWN) == 12
    delegation, meriem = here
    with as_work(meriem):
        assert Institution.objects.count() == 12 and InstitutionFigure.objects.count() == 36
        row = Institution.objects.get(name_fr="DAR TALEBA AIN TAOUJDATE")
        assert row.opened_on == date(2023, 9, 1)
        said = InstitutionFigure.objects.filter(institution=row).order_by("subject", "on")
        assert [(one.subject, one.on, one.value, one.status, one.source) for one in said] == [
            ("capacity", ON, 40, "claimed", "Province, 2025"),
            ("present", date(2024, 6, 30), 65, "claimed", "Province, 2025 · 2023/2024"),
            ("present", date(2025, 6, 30), 66, "claimed", "Province, 2025 · 2024/2025"),
        ]
        lights = {
            line.institution.pk for line in queries.institutions([delegation], today=NOON_2026.date(), mine=True)
            if "over_capacity" in line.lights
        }  # fmt: skip
        assert len(lights) == 2


def test_another_figure_of_the_same_day_stays_out(here: tuple[Any, Any]) -> None:
    load(here, SMALL)
    changed = [SMALL[0], [*SMALL[1][:4], "61"], SMALL[2]]
    done = load(here, changed)
    assert not done.changed
    (one,) = [one for one in done.reading.contradictions if one.fault == Fault.FIGURE_DIFFERS]
    assert (one.row, one.column, one.read, one.against) == (2, "beneficiaries_2024_2025", 61, 66)


def test_nothing_is_written_when_it_is_refused(here: tuple[Any, Any]) -> None:
    for rows, kind in (
        ([SMALL[0], SMALL[1], ["C", "ج", "many", "1", "2"], SMALL[2]], actions.CellsToCorrect),
        ([["name", "projects"], ["A", "3"]], actions.NoInstitutions),
        ([SMALL[0], [*SMALL[1][:4], "6,5"]], actions.NoInstitutions),
    ):
        with pytest.raises(kind):
            load(here, rows)
    with pytest.raises(actions.NoInstitutions, match="still to come"):
        load(here, SMALL, stated_on=date(2031, 1, 1))
    salma = given_member("Salma", "licensing_grants_officer", given_organisation("Ailleurs"))
    with pytest.raises(NoPermission):
        load(here, SMALL, by=salma)
    with as_work(here[1]):
        assert not Institution.objects.exists()


def test_the_page_previews_then_writes_then_says_that_nothing_changed(here: tuple[Any, Any]) -> None:
    client = Client()
    client.cookies["twiza_language"] = "en"
    client.force_login(here[1])

    def send() -> Any:
        text = "\n".join(",".join(row) for row in SMALL).encode()
        data = {"source": "Province", "stated_on": "01/10/2025", "category": "dar_talib",
                "sheet": SimpleUploadedFile("liste.csv", text)}  # fmt: skip
        return client.post("/network/institutions/list/", data)

    shown = send()
    page = shown.content.decode()
    assert shown.status_code == 200 and "More people present than places" in page and "liste.csv" in page
    with as_work(here[1]):
        assert not Institution.objects.exists()
    done = client.post("/network/institutions/list/accept/", {"kept": shown.context["kept"]}, follow=True)
    assert "2 institutions were opened" in done.content.decode()
    again = client.post("/network/institutions/list/accept/", {"kept": send().context["kept"]}, follow=True)
    assert "nothing was changed" in again.content.decode()
    assert client.post("/network/institutions/list/accept/", {"kept": "altered"}).status_code == 302


def test_the_command_says_contradictions_and_writes_only_when_asked(
    here: tuple[Any, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("\n".join(",".join(row) for row in SMALL), encoding="utf-8")
    asked = [str(file), "--by", here[1].username, "--source", "Province", "--on", "2025-10-01"]
    call_command("load_institutions", *asked)
    said = capsys.readouterr().out
    assert (
        "liste.csv:2 · beneficiaries_2023_2024" in said and "65 / 40" in said and "Nothing is written" in said
    )
    call_command("load_institutions", *asked, "--write")
    assert "2 institutions were opened" in capsys.readouterr().out
    call_command("load_institutions", *asked, "--write")
    assert "nothing was changed" in capsys.readouterr().out
