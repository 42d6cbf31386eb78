"""Running the program as a person does: another process, a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twiza.config import embedded

PROJECT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def public(folder: Path) -> Path:
    """Let the server's user reach a folder of pytest's, whose parents are private."""
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o111)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of its own for one module of tests; no server is left behind."""
    folder = public(tmp_path_factory.mktemp("home")) / "var"
    yield folder
    embedded.leave_server(folder)
    embedded.stop_server(folder)


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    """`run("migrate", "--check")`: the program's answer, with its exit code and words."""

    def _run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(PROJECT / "manage.py"), *words],
            env={**clean_environment(), "TWIZA_HOME": str(home), **environment},
            cwd=PROJECT, text=True, capture_output=True, timeout=300,
        )  # fmt: skip

    return _run


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("TWIZA_", "DJANGO_"))}
