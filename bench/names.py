"""Names: a million pairs of a register through `twiza names_score`, and how long the command takes to begin.

The register is invented: given names and surnames put together by a seed, in Arabic and in Latin letters, common ones
often and rare ones seldom. The floor scores the same pairs with rapidfuzz's Jaro-Winkler, which finds nothing across
scripts: it is the least that comparing them costs, reading and writing the table included. Where the pairs of
`../shared/data/names_dz_tn/measure` are there, recall and precision are measured on them too.
"""

import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from bench.ground import HOME, ROOT
from bench.report import Result, save

TARGET_PER_SECOND = 100_000
MEASURE = ROOT.parent / "shared"
LIST = ROOT / "twiza" / "linkage" / "name_list.csv"
# surnames are made: a beginning, a root, an end; the same in both scripts
BEGINNINGS = (("", ""), ("El ", "ال"), ("Ben", "بن"), ("Bou", "بو"), ("Ait ", "آيت "), ("Ould ", "ولد "))
ROOTS = (
    ("hamd", "حمد"), ("mans", "منص"), ("kad", "قاد"), ("rahm", "رحم"), ("fil", "فيل"), ("zay", "زاي"),
    ("nas", "نص"), ("bar", "بر"), ("chark", "شرق"), ("salm", "سلم"), ("tah", "طاه"), ("jam", "جام"),
    ("khal", "خل"), ("madk", "مدك"), ("sab", "صاب"), ("louk", "لوك"), ("merz", "مرز"), ("dao", "داو"),
    ("gham", "غم"), ("ouah", "وه"), ("yah", "يح"), ("hach", "هاش"), ("fark", "فرك"), ("tour", "تور"),
)  # fmt: skip
ENDS = (
    ("aoui", "اوي"),
    ("i", "ي"),
    ("ani", "اني"),
    ("ouri", "وري"),
    ("oun", "ون"),
    ("ar", "ار"),
    ("al", "ال"),
    ("ir", "ير"),
)


def register(size: int) -> list[str]:
    """Return invented names, the same for the same size."""
    chance = random.Random(20_251_121)
    given = [line.split(",") for line in LIST.read_text(encoding="utf-8").splitlines()]
    surnames = [
        (f"{b[0]}{r[0] if b[0].strip() in ('Ben', 'Bou') else r[0].title()}{e[0]}", f"{b[1]}{r[1]}{e[1]}")
        for b in BEGINNINGS
        for r in ROOTS
        for e in ENDS
    ]
    chance.shuffle(surnames)
    names = []
    for _ in range(size):
        first = given[min(int(chance.expovariate(1 / 60)), len(given) - 1)]
        last = surnames[min(int(chance.expovariate(1 / 250)), len(surnames) - 1)]
        if chance.random() < 0.5:
            latin = [spelling for spelling in first if spelling.isascii()]
            names.append(f"{chance.choice(latin).title()} {last[0]}")
        else:
            names.append(f"{first[0]} {last[1]}")
    return names


def measure(quick: bool) -> list[Result]:
    """Score pairs drawn from a register of 200,000 names; start the command with nothing to do."""
    count = 50_000 if quick else 1_000_000
    names = register(200_000)
    chance = random.Random(7)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("left", "right"))
    writer.writerows((chance.choice(names), chance.choice(names)) for _ in range(count))
    data = table.getvalue().encode()
    start_up = min(_seconds(_score, b"left,right\n")[0] for _ in range(3))
    seconds, processor = _seconds(_score, data)
    start = time.process_time()
    _floor(data)
    floor = time.process_time() - start
    met = None if quick else count / seconds >= TARGET_PER_SECOND and start_up < 1
    return [
        Result(
            f"Names: {count:,} pairs of a register of 200,000 through `names_score`",
            f"{count / seconds:,.0f} pairs/s ({seconds:.1f} s, of which {processor:.1f} s on the processor);"
            f" begins in {start_up:.2f} s",
            "100,000 pairs/s, begins in under 1 s",
            met=met,
            floor=f"{floor:.1f} s on the processor: Jaro-Winkler of rapidfuzz over the same table",
            ratio=processor / floor,
        ),
        *_found(),
    ]


def _seconds(work: Callable[[bytes], object], data: bytes) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _score(data: bytes) -> bytes:
    words = [sys.executable, "-m", "twiza.config.command", "names_score"]
    return subprocess.run(words, cwd=ROOT, input=data, capture_output=True, check=True).stdout


def _floor(data: bytes) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = csv.reader(io.StringIO(data.decode()))
    writer.writerows((a, b, score := JaroWinkler.similarity(a, b), score > 0.9) for a, b in rows)
    return out.getvalue()


def _found() -> list[Result]:
    """Measure recall and precision where the pairs and their judge are there; else nothing."""
    judge = MEASURE / "tools" / "evaluate_names.py"
    if not (MEASURE / "data" / "names_dz_tn" / "measure").is_dir() or not judge.is_file():
        return []
    out = HOME / "names_found.json"
    command = f"{sys.executable} -m twiza.config.command names_score"
    subprocess.run(
        [sys.executable, str(judge), "--command", command, "--json", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    found = json.loads(out.read_text())
    whole, cross = found["kinds"]["all"], found["kinds"]["cross"]
    near = found["false_positive_rate"]["hard"]["own"]
    met = (
        whole["recall@p0.98"] >= 0.97
        and cross["recall@p0.98"] >= 0.97
        and whole["own_precision"] >= 0.985
        and whole["own_recall"] >= 0.95
        and near <= 0.05
    )
    return [
        Result(
            f"Names: {found['pairs']:,} pairs of names_dz_tn, weights fitted on the same countries",
            f"recall {whole['recall@p0.98']:.3f} at precision 0.98 (across scripts {cross['recall@p0.98']:.3f});"
            f" own decision precision {whole['own_precision']:.3f}, recall {whole['own_recall']:.3f};"
            f" near names taken for one {near:.3f}",
            "0.97 (0.97); 0.985, 0.95; at most 0.05",
            met=met,
        )
    ]


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
