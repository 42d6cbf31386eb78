"""No address of a package registry and no path of a machine in a file of ours: each machine brings its own."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com"
    r"|--(extra-)?index-url|\"resolved\":\s*\"http"
    r"|/(home|Users)/[a-z][a-z0-9_-]+/|/work/(main|trees|venv|shared|tools)\b|/root/"
)
TEXT = {".py", ".txt", ".in", ".toml", ".cfg", ".ini", ".json", ".md", ".yml", ".yaml", ".sh", ".sql", ".html", ".css",
        ".js", ".ts", ".typ", ".po", ".csv", ".lock", ".npmrc", ""}  # fmt: skip


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_no_registry_address_and_no_machine_path():
    found = []
    for path in tracked():
        if path.suffix not in TEXT or not path.is_file() or path == Path(__file__):
            continue
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1
        ):
            if FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        '"resolved": "https://registry.npmjs.org/x"',
        "--index-url https://example.org/simple",
        "see /home/amina/twiza",
        "https://files.pythonhosted.org/x.whl",
    ],
)
def test_it_would_see_one(line):
    assert FORBIDDEN.search(line)
