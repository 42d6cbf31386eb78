"""What a measure found, and the table that is printed."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        what: the thing measured, in words.
        value: what was measured, in `unit`.
        target: the sentence of the target; "" when the line has none.
        met: whether the target was met; None when there is nothing to meet.
        floor: what the same work costs at least, measured in the same run, in words; "" when none.
        ratio: measured over floor; None when there is no floor.
    """

    what: str
    value: str
    target: str = ""
    met: bool | None = None
    floor: str = ""
    ratio: float | None = None


def machine() -> str:
    """Return one line about this machine."""
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        names = [
            line.split(":", 1)[1].strip()
            for line in cpu.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, PostgreSQL 18.4 embedded"


def revision() -> str:
    """Return the commit the measures were made on, or "" outside a clone."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def markdown(results: Iterable[Result]) -> str:
    """Return the table as Markdown."""
    lines = ["| Measure | Found | Target | Floor, same run | Ratio | Met |", "|---|---|---|---|---|---|"]
    for one in results:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        met = {True: "yes", False: "**no**", None: ""}[one.met]
        lines.append(f"| {one.what} | {one.value} | {one.target} | {one.floor} | {ratio} | {met} |")
    return "\n".join(lines)


def save(results: Sequence[Result], file: Path) -> None:
    """Write results as JSON, for the table and for whoever compares two runs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(one) for one in results], ensure_ascii=False, indent=1))


def load(file: Path) -> list[Result]:
    """Read what `save` wrote."""
    return [Result(**one) for one in json.loads(file.read_text())]


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the measures lie (0.95: the 95th percentile)."""
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
