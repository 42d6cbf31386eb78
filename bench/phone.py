"""The phone of a distribution point: a real browser whose processor is slowed four times, on a wire like a poor network.

1. Cards held before the camera, one family after the other, with no network: from the frame that can be read to the
   verdict, and from there to ready for the next card.
2. What was handed over is then sent over 750 kbit/s up, 1.6 Mbit/s down, 300 ms there and back, 1 % of packets lost.
3. How much the app weighs, and how soon it opens with no network.
"""

import gzip
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import zxingcpp
from playwright.sync_api import sync_playwright

from bench.report import Result, save
from tests.field.building import built_app
from tests.field.phones import Phone
from tests.field.stand import Family, Stand, open_stand
from tests.field.wires import Wire

FAMILIES, SLOWER, AT_A_TIME = 500, 4, 25
UP, DOWN, ROUND_TRIP, LOSS = 750_000 / 8, 1_600_000 / 8, 0.3, 0.01
READY_MS, VERDICT_MS, SEND_S, SHELL_KB, START_MS = 700, 200, 10, 150, 1000

# A camera that sees what is drawn for it, and a hand that presses as soon as there is something to press
CAMERA = """(() => {
  const table = document.createElement("canvas");
  table.width = 640;
  table.height = 480;
  const pen = table.getContext("2d");
  const clear = () => { pen.fillStyle = "#b9b4aa"; pen.fillRect(0, 0, 640, 480); };
  clear();
  navigator.mediaDevices.getUserMedia = async () => table.captureStream(30);
  const hold = (rows) => {
    const size = 5, left = (640 - rows.length * size) / 2, top = (480 - rows.length * size) / 2;
    clear();
    pen.fillStyle = "#fff";
    pen.fillRect(left - 25, top - 25, rows.length * size + 50, rows.length * size + 50);
    pen.fillStyle = "#111";
    rows.forEach((row, y) => [...row].forEach((one, x) => {
      if (one === "1") pen.fillRect(left + x * size, top + y * size, size, size);
    }));
  };
  const there = (mark) => new Promise((done) => {
    const look = () => document.querySelector(mark) ? done() : setTimeout(look, 4);
    look();
  });
  const measured = (name, many) => new Promise((done) => {
    const look = () => performance.getEntriesByName(name).length >= many ? done() : setTimeout(look, 4);
    look();
  });
  window.serveAll = async (cards) => {
    performance.clearMeasures();
    for (let n = 0; n < cards.length; n += 1) {
      hold(cards[n]);
      await there("[data-given]");
      await measured("twiza:verdict", n + 1);
      document.querySelector("[data-given]").click();
      await measured("twiza:given", n + 1);
    }
    const took = (name) => performance.getEntriesByName(name).map(({ duration }) => duration);
    return [took("twiza:verdict"), took("twiza:given")];
  };
})();"""


def measure(quick: bool) -> list[Result]:
    """Serve families before the camera, send, start again."""
    count = 20 if quick else FAMILIES
    shell = weight(built_app())
    stand = Stand(built_app(), lanes=(1,))
    families = [stand.add(size=1 + n % 9, needs="s" if n % 4 == 0 else "") for n in range(count)]
    server, port = open_stand(stand)
    wire = Wire(port)
    with closing(wire), sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        phone = Phone(player, chromium(), Path(folder), f"http://localhost:{wire.port}", script=CAMERA)
        phone.prepare(stand.code())
        phone.kept_for_offline()
        verdicts, givens = served(phone, wire, families)
        seconds, lines = sent(phone, wire, stand)
        wire.turn("dead")
        starts = [started(phone, slower) for slower in (1, 1, 1, SLOWER)]
        phone.turn_off()
    server.shutdown()
    server.server_close()
    assert len(stand.of_kind("hand_over")) == count, "every hand-over arrived once"
    return told(verdicts, givens, seconds, lines, starts, shell, quick=quick)


def told(
    verdicts: list[float],
    givens: list[float],
    seconds: float,
    lines: int,
    starts: list[float],
    shell: float,
    *,
    quick: bool,
) -> list[Result]:
    """The lines of the table."""
    ready = [one + other for one, other in zip(verdicts, givens, strict=True)]
    slow = f"processor {SLOWER} times slower"

    def met(fits: bool) -> bool | None:
        return None if quick else fits

    return [
        Result(
            f"Phone: readable frame to ready for the next card, {len(ready)} families without network, {slow}",
            f"p95 {at(ready, 95):.0f} ms (median {at(ready, 50):.0f} ms)",
            f"p95 under {READY_MS} ms",
            met=met(at(ready, 95) < READY_MS),
        ),
        Result(
            f"Phone: readable frame to verdict, {slow}",
            f"p95 {at(verdicts, 95):.0f} ms (median {at(verdicts, 50):.0f} ms)",
            f"p95 under {VERDICT_MS} ms",
            met=met(at(verdicts, 95) < VERDICT_MS),
        ),
        Result(
            f"Phone: {lines} operations sent over 750 kbit/s up, 1.6 Mbit/s down, 300 ms, 1 % lost, {slow}",
            f"{seconds:.1f} s",
            f"under {SEND_S} s",
            met=met(seconds < SEND_S),
        ),
        Result(
            "Phone: the app, compressed, without the reader of squares",
            f"{shell:.0f} kB",
            f"under {SHELL_KB} kB",
            met=met(shell < SHELL_KB),
        ),
        Result(
            "Phone: start without network after it was off, the browser's own start not counted",
            f"{at(starts[:-1], 50):.0f} ms; {slow} {starts[-1]:.0f} ms",
            f"under {START_MS} ms",
            met=met(at(starts[:-1], 50) < START_MS),
        ),
    ]


def served(phone: Phone, wire: Wire, families: Sequence[Family]) -> tuple[list[float], list[float]]:
    """Hold each card before the camera; return milliseconds to each verdict, and from the touch to ready."""
    wire.turn("dead")
    phone.page.locator(".camera-start").click()
    phone.page.wait_for_selector(".eye.seeing")
    slow_down(phone)
    phone.page.set_default_timeout(600_000)
    verdicts: list[float] = []
    givens: list[float] = []
    for n in range(0, len(families), AT_A_TIME):
        shown = [squares(one.square) for one in families[n : n + AT_A_TIME]]
        some = phone.page.evaluate("cards => serveAll(cards)", shown)
        verdicts += some[0]
        givens += some[1]
    return verdicts, givens


def sent(phone: Phone, wire: Wire, stand: Stand) -> tuple[float, int]:
    """Bring the wire back, poor as it is; return seconds until nothing waits, and how many lines went."""
    waiting = phone.waiting()
    wire.up, wire.down, wire.round_trip, wire.loss = UP, DOWN, ROUND_TRIP, LOSS
    wire.turn("open")
    start = time.perf_counter()
    phone.press("send")
    phone.page.wait_for_selector(".sent", timeout=120_000)
    return time.perf_counter() - start, waiting


def started(phone: Phone, slower: int) -> float:
    """Open the app on a phone that was off, with nobody at the other end; return milliseconds to its first screen."""
    phone.turn_off()
    phone.turn_on()
    slow_down(phone, slower)
    phone.go()
    phone.page.wait_for_selector("#pin")
    return float(phone.page.evaluate("performance.getEntriesByName('twiza:start')[0].startTime"))


def slow_down(phone: Phone, slower: int = SLOWER) -> None:
    """Let the processor of this page work as that of a cheap phone."""
    talk = phone.context.new_cdp_session(phone.page)
    talk.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def squares(text: str) -> list[str]:
    """The square of a card as rows of 0 and 1."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    picture = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    high, wide = picture.shape or (0, 0)
    signs = picture.tobytes()
    return ["".join("1" if signs[y * wide + x] < 128 else "0" for x in range(wide)) for y in range(high)]


def weight(folder: Path) -> float:
    """What a phone downloads before it can be prepared, in kB: all but the reader of squares and the large signs."""
    size = 0
    for file in folder.rglob("*"):
        if file.is_file() and not file.name.startswith(("reader-", "ponyfill-", "icon-")):
            content = file.read_bytes()
            size += min(len(content), len(gzip.compress(content, 9)))
    return size / 1000


def at(values: Sequence[float], share: int) -> float:
    """The value that so many in a hundred do not pass."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * share // 100)]


def chromium() -> str:
    """The browser of this machine."""
    found: Any = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        raise SystemExit("No Chromium here: apt-get install chromium")
    return str(found)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
