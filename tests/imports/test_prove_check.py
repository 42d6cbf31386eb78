"""`twiza replay --check FILE` draws the families of a check again, in a process of its own."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from twiza.aid.rules import checks
from twiza.aid.rules.checks import DrawFile
from twiza.lib.ids import new_id

SECRET, DIGITS = "5a" * 32, "407193"


def drawn(count: int = 200, size: int = 10) -> DrawFile:
    campaign, codes = new_id(), tuple(f"C{n:04}" for n in range(count))
    fingerprint = checks.codes_hash(codes)
    seed = checks.seed_of(SECRET, DIGITS, codes=fingerprint)
    return DrawFile(
        campaign,
        checks.commitment(SECRET, campaign=campaign, codes=fingerprint),
        SECRET,
        DIGITS,
        codes,
        tuple(checks.draw(codes, seed=seed, size=size)),
    )


def replayed(folder: Path, file: DrawFile, language: str) -> subprocess.CompletedProcess[str]:
    (folder / "check.json").write_text(checks.write_file(file))
    words = ["replay", "--language", language, "--check", str(folder / "check.json")]
    return subprocess.run(
        [sys.executable, "-m", "twiza.config.command", *words], capture_output=True, text=True, check=False
    )


def test_the_same_families_are_drawn_on_another_machine(tmp_path: Path) -> None:
    file = drawn()
    done = replayed(tmp_path, file, "ar")
    assert done.returncode == 0 and " ".join(file.sample) in done.stdout and "القرعة" not in done.stderr


def test_a_family_put_in_by_hand_is_named(tmp_path: Path) -> None:
    file = drawn()
    other = next(code for code in file.codes if code not in file.sample)
    done = replayed(tmp_path, replace(file, sample=(*file.sample[:4], other, *file.sample[5:])), "fr")
    assert done.returncode == 1 and other in done.stderr and file.sample[4] in done.stderr
    digits = replayed(tmp_path, replace(file, digits="407194"), "fr")
    assert digits.returncode == 1 and "rang" in digits.stderr
