"""The locks match their sources, each kind of mismatch is seen, and long runs stop in time."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops import check_locks
from tests.operation.conftest import PROJECT


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "requirements", tmp_path / "requirements"))


def test_they_match() -> None:
    assert list(check_locks.python_troubles("base")) == []
    assert list(check_locks.python_troubles("dev")) == []
    assert list(check_locks.python_troubles("bench")) == []
    assert list(check_locks.python_troubles("spark")) == []
    assert list(check_locks.node_troubles(PROJECT)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("psycopg[binary,pool]==3.3.9", "psycopg[binary,pool]==3.4.0"), "base.in wants ==3.4.0"),
        (("granian==2.8.7                 # the web server, one wheel", "granian==2.8.7"), "no reason for granian"),
        (("rapidfuzz==", "rapidfuzzier=="), "base.txt lacks rapidfuzzier"),
        (("segno==1.6.6                   # a single QR code on a page\n", ""), "base.txt has segno, which nothing asks"),
    ],
)  # fmt: skip
def test_a_changed_source_is_seen(requirements: Path, change: tuple[str, str], said: str) -> None:
    source = requirements / "base.in"
    text = source.read_text()
    assert change[0] in text
    source.write_text(text.replace(*change))
    assert said in "\n".join(check_locks.python_troubles("base", requirements))


def test_a_lock_without_hash_is_seen(requirements: Path) -> None:
    lock = requirements / "base.txt"
    lock.write_text("\n".join(line for line in lock.read_text().splitlines() if "--hash" not in line))
    assert "no hash for" in "\n".join(check_locks.python_troubles("base", requirements))


def test_a_front_end_lock_of_another_source_is_seen(tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PROJECT / name, tmp_path / name)
    source = json.loads((tmp_path / "package.json").read_text())
    source["dependencies"]["htmx.org"] = "2.0.12"
    (tmp_path / "package.json").write_text(json.dumps(source))
    assert list(check_locks.node_troubles(tmp_path)) == [
        "package-lock.json has other dependencies than package.json"
    ]


@pytest.mark.slow
def test_a_long_run_stops_in_time_and_says_what_did_not_run(tmp_path: Path) -> None:
    (tmp_path / "test_long.py").write_text(
        "import time\n"
        "def test_quick(): pass\n"
        "def test_long(): time.sleep(60)\n"
        "def test_never(): raise AssertionError('it must not begin')\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "ops.stop_in_time", "--stop-after", "0.05", "-c", "/dev/null",
         "--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-p", "no:django", str(tmp_path / "test_long.py")],
        cwd=PROJECT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "2 did not run" in done.stdout
    assert "did not run: test_long.py::test_long" in done.stdout
    assert "did not run: test_long.py::test_never" in done.stdout
    assert "1 passed" in done.stdout.splitlines()[-1], "pytest's own closing line is the last"
