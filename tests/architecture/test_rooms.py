"""Where each line of code may live, and how long it may be."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEVER = {"utils", "helpers", "common", "core", "services", "signals", "misc", "base", "managers"}
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARENTS = 400, 80, 2
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
PARKED = ("pytest.mark.skip", "pytest.mark.xfail", "pytest.xfail")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


SOURCES = [path for path in tracked("*.py") if "migrations" not in path.parts]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", tracked("twiza/**/*.py", "twiza/*.py"), ids=named)
def test_no_room_has_a_name_that_holds_nothing(path):
    names = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    assert not names & NEVER, f"{named(path)}: name the subject, the kind of code and the noun"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_functions_and_classes_keep_their_size(path):
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= LONGEST_FILE, f"{named(path)} has {lines} lines: make a folder of it, one file per noun"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{named(path)}:{node.lineno} {node.name} has {length} lines"
        if isinstance(node, ast.ClassDef):
            assert len(node.bases) <= MOST_PARENTS, (
                f"{named(path)}:{node.lineno} {node.name} has many parents"
            )


@pytest.mark.parametrize("path", [one for one in SOURCES if "tests" not in one.parts], ids=named)
def test_nothing_happens_behind_the_callers_back(path):
    """No signal receivers: the caller of an action sees what it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(one).split("(")[0].split(".")[-1] for one in node.decorator_list}
            assert "receiver" not in names, f"{named(path)}:{node.lineno} {node.name} is called by a signal"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_left_for_later(path):
    text = path.read_text(encoding="utf-8")
    found = [word for word in (*UNFINISHED, *PARKED) if word in text]
    assert not found or path == Path(__file__), f"{named(path)}: {found}"


@pytest.mark.parametrize(
    "path", [one for one in SOURCES if one.name.startswith("test_") and one != Path(__file__)], ids=named
)
def test_tests_are_sentences(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            assert node.name.startswith("test_") and node.name.count("_") >= 2, f"{named(path)}:{node.lineno}"
