"""The phone's app, built once for a given state of its sources; its rules, asked from Python."""

import fcntl
import hashlib
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FIELD = ROOT / "field"
DIST = FIELD / "dist"
SOURCES = ("build.mjs", "package.json", "src/**/*", "public/*", "tests/*")


def built_app() -> Path:
    """Build the app if its sources changed; return its folder."""
    return _made("app", DIST, [])


def built_probe() -> Path:
    """Build the program that answers for the app's rules; return its file."""
    program = ROOT / "var" / "field" / "probe.mjs"
    return _made("probe", program, ["--probe", str(program)])


def ask(*questions: list[Any]) -> list[Any]:
    """Put questions `[name, arguments…]` to the app's rules; each answer, or {"error": …}."""
    words = ["node", str(built_probe())]
    done = subprocess.run(words, input=json.dumps(questions), capture_output=True, text=True, check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _made(name: str, target: Path, words: list[str]) -> Path:
    with _alone():
        mark, now = ROOT / "var" / "field" / f"{name}.sources", _sources()
        if not (target.exists() and mark.exists() and mark.read_text() == now):
            subprocess.run(["node", str(FIELD / "build.mjs"), *words], cwd=ROOT, check=True)
            mark.write_text(now)
    return target


def _sources() -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(one for one in FIELD.glob(pattern) if one.is_file()):
            digest.update(str(file.relative_to(FIELD)).encode() + file.read_bytes())
    digest.update((ROOT / "package-lock.json").read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One test worker at a time builds."""
    folder = ROOT / "var" / "field"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
