"""Each wall of .importlinter refuses what it is there for, with the file's module and the line."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "twiza",
        house / "twiza",
        ignore=lambda folder, names: [
            name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())
        ],
    )
    shutil.copy(ROOT / ".importlinter", house)
    return house


def lint(house: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(house), "PYTHONUTF8": "1", "COLUMNS": "400"},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


# contract, module that is given one line too many, the line
BREAKS = (
    ("Floors", "twiza.platform.audit.queries.chains", "from twiza.network import queries as up"),
    ("Platform", "twiza.platform.access.queries", "from twiza.platform.audit import queries as up"),
    ("Rooms", "twiza.network.queries.__init__", "from twiza.network import actions as up"),
    ("Front doors", "twiza.network.queries.__init__", "from twiza.platform.audit import models as inside"),
    ("Faces", "twiza.platform.files.views", "from twiza.platform.files import models as tables"),
    ("Pure", "twiza.lib.canonical", "import django as web"),
    ("Circles", "twiza.lib.ids", "from twiza.lib import canonical_bytes_of"),
)


def file_of(house: Path, module: str) -> Path:
    return house / (module.replace(".", "/") + ".py")


def test_the_house_stands(copy_of_the_house):
    code, said = lint(copy_of_the_house)
    assert code == 0, said


@pytest.fixture(scope="module")
def said_of_all_breaks(copy_of_the_house) -> tuple[dict[str, str], dict[str, int]]:
    """Break every contract at once: what is said of each, by the beginning of its name, and where each line is."""
    files = {module: file_of(copy_of_the_house, module) for _, module, _ in BREAKS}
    whole = {module: file.read_text(encoding="utf-8") for module, file in files.items()}
    other = copy_of_the_house / "twiza/lib/canonical_bytes_of.py"
    other.write_text("from twiza.lib import ids\n", encoding="utf-8")
    numbers = {}
    for contract, module, line in BREAKS:
        now = files[module].read_text(encoding="utf-8")
        files[module].write_text(f"{now}\n\n{line}\n", encoding="utf-8")
        numbers[contract] = now.count("\n") + 3
    try:
        code, said = lint(copy_of_the_house)
    finally:
        other.unlink()
        for module, file in files.items():
            file.write_text(whole[module], encoding="utf-8")
    assert code != 0
    parts = re.split(r"^(\w[\w ]*): .*\n-+$", said.partition("Broken contracts")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)), numbers


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS, ids=[name for name, _, _ in BREAKS])
def test_it_refuses_with_module_and_line(said_of_all_breaks, contract, module, line):
    """Said under its own contract: what another one says of the line does not count."""
    said, numbers = said_of_all_breaks
    assert contract in said, sorted(said)
    where = (
        [f"{module.removesuffix('.__init__')} -> ", f"(l.{numbers[contract]})"]
        if contract != "Circles"
        else [".ids -> .canonical_bytes_of"]
    )
    assert any(all(one in words for one in where) for words in said[contract].splitlines()), said[contract]


def test_it_refuses_a_folder_that_has_no_floor(copy_of_the_house):
    stray = copy_of_the_house / "twiza/stray"
    stray.mkdir()
    (stray / "__init__.py").write_text("", encoding="utf-8")
    try:
        code, said = lint(copy_of_the_house)
    finally:
        shutil.rmtree(stray)
    assert code != 0 and "stray" in said, said


def test_every_app_is_in_the_contract_of_rooms():
    """An app that nobody listed has no rooms: it is listed with its first capability."""
    listed = (ROOT / ".importlinter").read_text(encoding="utf-8")
    for apps in sorted((ROOT / "twiza").rglob("apps.py")):
        module = ".".join(apps.parent.relative_to(ROOT).parts)
        if module not in ("twiza.config", "twiza.demo", "twiza.platform.web"):
            assert f"    {module}\n" in listed, f"{module}: add it under the contract of rooms"
