"""How long `make test` takes on this machine, everything already set up."""

import os
import re
import subprocess
import time
from pathlib import Path

from bench.ground import HOME, ROOT
from bench.report import Result, save

TARGET_SECONDS = 600


def measure(quick: bool) -> list[Result]:
    """Run the suite as `make test` does; `quick` runs one folder of it."""
    words = ["make", "test", *(["ARGS=twiza/demo/tests/test_write_spreadsheets.py"] if quick else [])]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BENCH_", "TWIZA_"))
    }
    start = time.perf_counter()
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    said = re.findall(r"^\S.*\b(?:passed|failed|error)\b.*$", done.stdout, re.MULTILINE)
    closing = said[-1].strip("= ") if said else f"code {done.returncode}"
    return [
        Result(
            "The suite of `make test`",
            f"{seconds:.0f} s ({closing})",
            "under 10 min",
            met=done.returncode == 0 and seconds < TARGET_SECONDS,
        )
    ]


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
