"""`python -m bench [NAME …] [--quick | --full]`: run the measures, print the table, keep it in var/bench.json.

Each measure runs in a process of its own, so that its memory is its own. `--quick` takes small sizes: it
shows that a measure works, not what it finds. `--full` takes the largest sizes of `records`, which take a quarter of an
hour; the other measures are the same with it.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.ground import HOME, ROOT
from bench.report import Result, load, machine, markdown, revision, save

MARK = "<!-- measured -->"  # what follows in docs/figures.md is written by `--write`
MEASURES = (
    "imports",
    "hand_overs",
    "field",
    "phone",
    "lists",
    "exports",
    "cards",
    "criteria",
    "names",
    "records",
    "fair",
    "cases",
    "beds",
    "bulletin",
    "rounds",
    "ledger",
    "institutions",
    "grants",
    "audit",
    "suite",
)


def main() -> int:
    """Return 0 when every target was met, 1 when one was missed or a measure failed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", type=_name, help=", ".join(MEASURES) + "; hyphens do as well"
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/figures.md")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(MEASURES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    results: list[Result] = []
    for name in chosen.names or MEASURES:
        results += _run(name, quick=chosen.quick, full=chosen.full)
    table = f"{machine()}, commit {revision()}\n\n{markdown(results)}\n"
    print(table)
    if not chosen.quick:
        save(results, ROOT / "var" / "bench.json")
        (ROOT / "var" / "bench.md").write_text(table)
    if chosen.write:
        figures = ROOT / "docs" / "figures.md"
        figures.write_text(figures.read_text().partition(MARK)[0] + MARK + "\n\n" + table)
    return int(any(one.met is False for one in results))


def _name(written: str) -> str:
    """Return the name of a measure as its module is called: hand-overs is hand_overs."""
    return written.replace("-", "_")


def _run(name: str, *, quick: bool, full: bool) -> list[Result]:
    out = HOME / f"{name}.json"
    out.unlink(missing_ok=True)
    start = time.perf_counter()
    print(f"{name} …", file=sys.stderr, flush=True)
    environment = os.environ | {"BENCH_OUT": str(out), "BENCH_QUICK": "1" if quick else ""}
    environment["BENCH_FULL"] = "1" if full else ""
    environment.pop("TWIZA_DATABASE_URL", None)
    failed = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], cwd=ROOT, env=environment, check=False
    ).returncode
    print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    if failed or not Path(out).exists():
        return [Result(name, f"failed with code {failed}", met=False)]
    return load(out)


if __name__ == "__main__":
    sys.exit(main())
