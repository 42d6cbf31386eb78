"""10,000 cards with their signed squares, as one PDF: time and memory. Floor: the same cards without squares, by typst alone."""

import os
import time
from datetime import date
from pathlib import Path

from bench.ground import HOME, peak_megabytes
from bench.report import Result, save

TARGET_SECONDS, TARGET_MEGABYTES = 25, 1000


def measure(quick: bool) -> list[Result]:
    """Make the cards one a page, as a card printer wants them, and on A4 sheets of ten."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from twiza.aid.rules import cards, door_codes, marks, printing

    count = 500 if quick else 10_000
    key = Ed25519PrivateKey.generate()
    points = {"A": printing.PrintedPoint("دار الحي", marks.INK[marks.Colour.GREEN], marks.Shape.STAR)}
    words = {"card": "بطاقة استلام", "keep": "احتفظوا بهذه البطاقة إلى يوم الاستلام."}

    def made() -> list[printing.PrintedCard]:
        return [
            printing.PrintedCard(
                point="A",
                when="الخميس 26 فبراير 2026، 10:00 – 11:30",
                code=door_codes.new_door_code(),
                square=cards.sign_card(cards.SignedCard(os.urandom(16), date(2026, 3, 20), 0, 1), key),
            )
            for _ in range(count)
        ]

    start = time.perf_counter()
    pdf = printing.cards_pdf(made(), points, words=words, language="ar")
    seconds, megabytes = time.perf_counter() - start, peak_megabytes()
    floor = _floor(count)
    met = seconds < TARGET_SECONDS and megabytes < TARGET_MEGABYTES
    return [
        Result(
            f"{count:,} cards drawn, signed and set in one PDF ({len(pdf) / 1e6:.0f} MB)",
            f"{seconds:.1f} s, {megabytes:.0f} MB",
            "under 25 s and 1 GB",
            met=None if quick else met,
            floor=f"{floor:.1f} s: as many cards of plain words by typst",
            ratio=seconds / floor,
        )
    ]


def _floor(count: int) -> float:
    """Set as many cards with their words and nothing else, in one run of typst."""
    import typst

    from twiza.lib.typeset import FONTS

    page = (
        '#set page(width: 210mm, height: 297mm, margin: 5mm)\n#set text(font: "IBM Plex Sans Arabic", size: 9pt)\n'
        f"#grid(columns: (85.6mm, 85.6mm), rows: 54mm, ..range({count}).map(n => "
        "block[بطاقة استلام #linebreak() الخميس 26 فبراير 2026 #linebreak() #n]))"
    )
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    start = time.perf_counter()
    typst.compile(page.encode(), font_paths=fonts)
    return time.perf_counter() - start


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
