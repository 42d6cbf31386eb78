"""A wire between a phone and the server that behaves as wires do: slow, far, lossy, cut in the middle of a byte."""

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

PACKET = 1460  # bytes that travel together
RESENT_AFTER = 0.3  # seconds until a lost packet is sent again, on top of the way there and back


@dataclass
class Wire:
    """A TCP proxy on this machine. `how`: "open", "dead" (nobody answers), "cut" (broken after some bytes)."""

    port_to: int
    how: str = "open"
    up: float = 0  # bytes a second; 0: as fast as it goes
    down: float = 0
    round_trip: float = 0  # seconds
    loss: float = 0  # share of packets lost
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    cuts: int = 0
    longest: int = 60_000  # a cut comes after so many bytes at the latest

    def __post_init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.pairs: set[tuple[socket.socket, socket.socket]] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def turn(self, how: str) -> None:
        """Change what the wire does; what is under way is cut."""
        self.how = how
        for pair in list(self.pairs):
            self._break(pair)

    def close(self) -> None:
        """Take the wire away."""
        self.how = "dead"
        self.listening.close()
        self.turn("dead")

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            if self.how == "dead":
                near.close()
                continue
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        time.sleep(self.round_trip)  # shaking hands
        try:
            far = socket.create_connection(("127.0.0.1", self.port_to))
        except OSError:
            near.close()
            return
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pair = (near, far)
        self.pairs.add(pair)
        left = [self.chance.randrange(self.longest)] if self.how == "cut" else None
        for source, target, rate in ((near, far, self.up), (far, near, self.down)):
            threading.Thread(target=self._carry, args=(pair, source, target, rate, left), daemon=True).start()

    def _carry(
        self,
        pair: tuple[socket.socket, socket.socket],
        source: socket.socket,
        target: socket.socket,
        rate: float,
        left: list[int] | None,
    ) -> None:
        free_at = 0.0  # when the wire has carried what it was given
        idle = True
        try:
            source.settimeout(120)
            while part := source.recv(PACKET):
                now = time.perf_counter()
                idle = now > free_at + 0.05
                free_at = max(now + (self.round_trip / 2 if idle else 0), free_at)
                free_at += len(part) / rate if rate else 0
                if self.loss and self.chance.random() < self.loss:
                    free_at += (
                        RESENT_AFTER if idle else self.round_trip / 2
                    )  # fast retransmission in a stream
                if (wait := free_at - time.perf_counter()) > 0:
                    time.sleep(wait)
                if left is not None:
                    part, left[0] = part[: max(left[0], 0)], left[0] - len(part)
                target.sendall(part)
                if left is not None and left[0] < 0:
                    self.cuts += 1
                    break
        except OSError:
            pass
        self._break(pair)

    def _break(self, pair: tuple[socket.socket, socket.socket]) -> None:
        self.pairs.discard(pair)
        for one in pair:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
