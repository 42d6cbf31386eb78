"""Broken text thrown at the matcher: 20 seconds in `make proofs`, as long as TWIZA_FUZZ_SECONDS says otherwise.

TWIZA_FUZZ_SEED gives other texts; how many pairs were tried is shown by `pytest -rP`.
"""

import os
import random
import sys
import time
import unicodedata

import pytest

from twiza.linkage.name_search import NameIndex
from twiza.linkage.name_words import parts_of
from twiza.linkage.names import NameMatcher

SECONDS = float(os.environ.get("TWIZA_FUZZ_SECONDS", "20"))
SEED = int(os.environ.get("TWIZA_FUZZ_SEED", "3"))
WORDS = [
    "Hassan",
    "حسن",
    "Hassana",
    "حسنة",
    "El",
    "Al",
    "L'",
    "Ess-",
    "عبد",
    "Abd",
    "el-",
    "الله",
    "Allah",
    "eddine",
    "الدين",
    "بن",
    "Ben",
    "Bou",
    "بو",
    "آيت",
    "Aït",
    "ولد",
    "Ould",
    "Sidi",
    "سيدي",
    "Moulay",
    "الحاج",
    "Haj",
    "mo7amed",
    "3omar",
    "9adour",
    "Med",
    "M.",
    "ⵎⵓⵃⴰⵎⵎⴰⴷ",
    "Khadija",
    "خديجة",
    "ڭسوس",
    "Guessous",
    "لكحل",
    "Lakhal",
    "Fatimazahra",
    "فاطمة",
    "الزهراء",
]
ODD = "\u202b\u200f\u200d\u0640\u064e\u0651\ufefb\ufdf2\x00\x1b\n\r\t\ufeff😀👨‍👩‍👧٣٧e\u0301ß\u0130\ud800-'`،,;\"\\%"


def broken(chance: random.Random) -> str:
    """Return a text: words of names, odd characters, any characters; sometimes very long."""
    pieces = []
    for _ in range(chance.randint(0, 6)):
        kind = chance.random()
        if kind < 0.6:
            word = chance.choice(WORDS)
            at = chance.randint(0, len(word))
            pieces.append(word[:at] + (chance.choice(ODD) if chance.random() < 0.3 else "") + word[at:])
        elif kind < 0.8:
            pieces.append("".join(chance.choice(ODD) for _ in range(chance.randint(1, 5))))
        else:
            pieces.append("".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 6))))
    text = chance.choice([" ", "", "-"]).join(pieces)
    if chance.random() < 0.1:
        text = unicodedata.normalize(chance.choice(["NFC", "NFD", "NFKC", "NFKD"]), text)
    return text * chance.randint(100, 2000) if chance.random() < 0.02 else text


@pytest.mark.proof
def test_it_bears_broken_text() -> None:
    chance, until, tried = random.Random(SEED), time.monotonic() + SECONDS, 0
    matcher = NameMatcher()
    index = NameIndex((str(number), broken(chance)) for number in range(300))
    while time.monotonic() < until:
        left, right = broken(chance)[:10_000], broken(chance)[:10_000]
        score = matcher.score(left, right)
        assert 0 <= score <= 1 and matcher.score(right, left) == score, (left, right)
        assert matcher.score(left, left) == (1.0 if parts_of(left) else 0.0), left
        assert matcher.compare(left, right).score == score
        assert matcher.scores([left, right], [right, left]) == [score, score], (left, right)
        if tried % 50 == 0:
            assert NameMatcher().score(left, right) == score, (left, right)
            assert len(index.find(left)) <= 10
            matcher = NameMatcher() if tried % 20_000 == 0 else matcher
        tried += 1
    sys.stdout.write(f"{tried:,} pairs of broken text, {SECONDS:.0f} seconds, seed {SEED}\n")
    assert tried > SECONDS
