"""A place of its own for each measure: its home, its embedded server, its keys. Never the demonstration's, never the tests'."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "bench"


def command(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run one `twiza` command in a home and return what it said; raises when it fails."""
    environment = os.environ | {"TWIZA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "twiza.config.command", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"twiza {' '.join(words)}: {done.stdout}{done.stderr}")
    return done


@contextmanager
def place(name: str) -> Iterator[Path]:
    """Make a fresh home, set it up, wire Django to it in this process; stop its server afterwards."""
    home = HOME / name
    if home.exists():
        command("stop", home=home)
        shutil.rmtree(home)
    home.mkdir(parents=True)
    command("setup", "--quiet", "--no-invitation", home=home)
    os.environ["TWIZA_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twiza.config.settings")
    import django

    django.setup()
    try:
        yield home
    finally:
        from django.db import connections

        connections.close_all()
        command("stop", home=home)


def peak_megabytes() -> float:
    """Return the most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    """Write the seconds of a block into a dictionary."""
    start = time.perf_counter()
    yield
    into[name] = time.perf_counter() - start
