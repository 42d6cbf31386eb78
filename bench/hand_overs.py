"""Confirming hand-overs: the whole HTTP request through the server that is shipped, and its SQL beside the same writes by hand.

1. Saturated: 16 volunteers at 16 points confirm as fast as they are answered. How many a second?
2. At rest: each confirms twice a second. How long does the slowest one in twenty wait?
3. In this process: the SQL time of one whole confirming request, beside one transaction with the same row lock and
   the same writes (fact, ruling, stock, entitlement, audit line) written by hand as the same role.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bench import hand_over_floor
from bench.ground import ROOT, place
from bench.hand_over_stage import PASSWORD, Ground, prepare
from bench.report import Result, percentile, save

POINTS = 16
TARGET_RATE, TARGET_P95, TARGET_RATIO = 150, 0.100, 2
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Volunteer:
    """One signed-in browser at one point, on one kept connection.

    Signing in is done by the library; confirming writes and reads the socket itself, because what this program takes
    is taken from the server on the same cores: it checks the answer, and reads no more of it than a browser must.
    """

    def __init__(self, port: int, username: str, point: UUID) -> None:
        self.port, self.point, self.cookies = port, point, dict[str, str]()
        self.connection = http.client.HTTPConnection("localhost", port, timeout=30)
        page = self.ask("GET", "/accounts/login/")
        self.token = TOKEN.findall(page)[0]
        self.ask("POST", "/accounts/login/", {"login": username, "password": PASSWORD})
        page = self.ask("GET", f"/aid/points/{point}/")
        self.token = TOKEN.findall(page)[0]
        self.connection.close()
        self.socket = socket.create_connection(("localhost", port), timeout=30)
        self.head = (
            f"POST /aid/points/{point}/confirm/ HTTP/1.1\r\nHost: localhost:{port}\r\nHX-Request: true\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        )

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def confirm(self, right: tuple[UUID, UUID], operation: UUID) -> float:
        """Confirm one hand-over as the page's script does; return the seconds until the verdict was read whole."""
        start = time.perf_counter()
        form = (
            f"entitlement={right[0]}&card={right[1]}&operation={operation}&csrfmiddlewaretoken={self.token}"
        )
        question = f"{self.head}{len(form)}\r\n\r\n{form}".encode()
        try:
            answer = self._answer(question)
        except (BrokenPipeError, ConnectionResetError):
            # the server closes a connection that nobody used for a while; an operation sent twice is one
            self.socket.close()
            self.socket = socket.create_connection(("localhost", self.port), timeout=30)
            answer = self._answer(question)
        taken = time.perf_counter() - start
        if (
            not answer.startswith(b"HTTP/1.1 200 ")
            or f"/aid/hand-overs/{operation}/undo/".encode() not in answer
        ):
            raise RuntimeError(f"a hand-over was not confirmed: {answer[:300]!r}")
        return taken

    def _answer(self, question: bytes) -> bytes:
        """Return the whole answer, head and body."""
        self.socket.sendall(question)
        answer, whole = b"", 0
        while not whole or len(answer) < whole:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionResetError
            answer += piece
            if not whole and (end := answer.find(b"\r\n\r\n")) >= 0:
                whole = end + 4 + int(LENGTH.findall(answer[:end])[0])
        return answer

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> str:
        headers, body = {"Cookie": self.cookie}, None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return text


def measure(quick: bool) -> list[Result]:
    """Prepare a campaign with cards at 16 points, then measure the three things."""
    each = 44 if quick else 320
    with place("hand_overs") as home:
        ground = prepare(points=POINTS, each=each)
        sql, by_hand = hand_over_floor.measure(ground, times=10 if quick else 60)
        with served(home) as port:
            volunteers = [Volunteer(port, name, point) for name, point in ground.volunteers]
            half = 10 if quick else 100
            taken, whole = _at_once(volunteers, ground, lambda n: ground.rights[n][:half], pause=0.0)
            rate = len(taken) / whole
            calm, _ = _at_once(volunteers, ground, lambda n: ground.rights[n][half : 2 * half], pause=0.5)
    p95 = percentile(calm, 0.95)
    return [
        Result(
            f"Hand-overs confirmed, saturated, {POINTS} points, whole HTTP request",
            f"{rate:.0f} a second (median {statistics.median(taken) * 1000:.0f} ms)",
            f"at least {TARGET_RATE} a second on 2 cores, the asking program included",
            met=None if quick else rate >= TARGET_RATE,
            floor=f"{1 / by_hand:.0f} a second: the same writes by hand on one connection",
            ratio=rate * by_hand,
        ),
        Result(
            f"Hand-overs confirmed, {POINTS} points twice a second each",
            f"p95 {p95 * 1000:.0f} ms, median {statistics.median(calm) * 1000:.0f} ms",
            "p95 under 100 ms",
            met=None if quick else p95 < TARGET_P95,
        ),
        Result(
            "SQL time of one confirming request",
            f"{sql * 1000:.2f} ms",
            "at most 2 × the same writes and row lock by hand",
            met=None if quick else sql <= TARGET_RATIO * by_hand,
            floor=f"{by_hand * 1000:.2f} ms: one transaction by hand",
            ratio=sql / by_hand,
        ),
    ]


def _at_once(
    volunteers: list[Volunteer],
    ground: Ground,
    rights: Callable[[int], list[tuple[UUID, UUID]]],
    pause: float,
) -> tuple[list[float], float]:
    from twiza.lib.ids import new_id

    taken: list[float] = []
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            time.sleep(pause * number / len(volunteers))  # not all in step
            for right in rights(number):
                begun = time.perf_counter()
                taken.append(volunteers[number].confirm(right, new_id()))
                if pause:
                    time.sleep(max(0.0, pause - (time.perf_counter() - begun)))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(volunteers))]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    if failures:
        raise failures[0]
    return taken, whole


@contextmanager
def served(home: Path) -> Iterator[int]:
    """Run `twiza serve` on a free port, on this machine only, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "twiza.config.command", "serve", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"TWIZA_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            time.sleep(0.2)
            if server.poll() is not None:
                raise RuntimeError("twiza serve ended")
            try:
                connection = http.client.HTTPConnection("localhost", port, timeout=5)
                connection.request("GET", "/accounts/login/")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                continue
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
