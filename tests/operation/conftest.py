"""Running the program as a person does: another process, a folder of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twiza.config import embedded

PROJECT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@contextlib.contextmanager
def public_folder() -> Iterator[Path]:
    """Give a folder that the server's user can reach: pytest's own are private, and so may their parents be."""
    folder = Path(tempfile.mkdtemp(prefix="twiza-test-", dir="/tmp" if Path("/tmp").is_dir() else None))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A reachable folder of its own for one test."""
    with public_folder() as made:
        yield made


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home of its own for one module of tests; no server is left behind."""
    with public_folder() as made:
        yield made / "var"
        embedded.leave_server(made / "var")
        embedded.stop_server(made / "var")


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
