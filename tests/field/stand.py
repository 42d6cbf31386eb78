"""A point of distribution with no database behind it: serves the app, its day, and keeps what phones send.

It speaks the contract of `docs/reference/field.md` with the server's own rules (cards, packs, sealed lines), so that what
the phone does by itself is tested without the whole house. What the house does with it: `test_airplane_day.py`.
"""

import gzip
import json
import mimetypes
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from twiza.aid.rules import cards, packs
from twiza.lib import operations, sealed_boxes, short_codes
from twiza.lib.operations import from_base64, to_base64

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
CAMPAIGN = UUID("0197a000-0000-7000-8000-0000000ca001")


@dataclass(frozen=True)
class Family:
    """One family of the point: its card, what to serve, and a name that the phone must never learn."""

    right: str
    code: str
    square: str
    size: int
    lane: int
    needs: str
    name: str
    phone: str


@dataclass
class Device:
    """A phone that asked with a code."""

    id: str
    token: str
    key: Ed25519PublicKey
    lane: int
    contacts: int = 0
    waiting: int = 0
    last_seq: int = 0
    revoked: bool = False


@dataclass
class Stand:
    """The point: families by lane, what is sent, what is answered."""

    folder: Path  # the built app
    families: list[Family] = field(default_factory=list)
    lanes: tuple[int, ...] = (1, 2)
    desks: tuple[int, ...] = (9,)
    spares: int = 2
    devices: dict[str, Device] = field(default_factory=dict)
    kept: dict[str, operations.DeviceOperation] = field(default_factory=dict)
    lines: int = 0  # sealed lines that came in, those sent again too
    bytes_in: int = 0
    served: set[str] = field(default_factory=set)
    other: dict[str, Any] = field(default_factory=dict)  # what a test wants otherwise in the pack
    codes: dict[str, int] = field(default_factory=dict)  # enrolment code → lane
    broken: str = ""  # what the server is pretending: "down" answers 503
    hours: float = 0  # the server's clock, away from this machine's

    def __post_init__(self) -> None:
        self.card_key, self.pack_key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.offline_key, self.secret = X25519PrivateKey.generate(), secrets.token_bytes(32)
        self.code_key = packs.pack_key(self.secret, CAMPAIGN)
        self.releases = {lane: short_codes.new_code(10) for lane in self.lanes}
        self.lock = threading.Lock()

    def now(self) -> int:
        """Milliseconds since 1970 by the server's clock."""
        return int(time.time() * 1000 + self.hours * 3_600_000)

    def today(self) -> date:
        return (datetime.fromtimestamp(self.now() / 1000, UTC) + timedelta(hours=1)).date()

    def add(self, size: int = 5, lane: int = 1, needs: str = "", **card: Any) -> Family:
        """A family with a card of its own; `until`, `key` and `hidden` make other cards."""
        token = secrets.token_bytes(16)
        until = card.get("until") or self.today() + timedelta(days=20)
        signed = cards.SignedCard(token=token, valid_until=until, flags=0, key=1)
        square = cards.sign_card(signed, card.get("key") or self.card_key)
        family = Family(
            str(uuid4()), short_codes.new_code(10), square, size, lane, needs, "فاطمة الزهراء المنصوري", "+212661223344"
        )  # fmt: skip
        if not card.get("hidden"):
            self.families.append(family)
        return family

    def hashes(self, family: Family) -> tuple[str, str]:
        """How the two codes of a card stand in a pack: door, token."""
        read = cards.read_card(family.square, {1: self.card_key.public_key()})
        door = packs.hash16("door", family.code.encode(), self.code_key).hex()
        return door, packs.hash16("token", read.token, self.code_key).hex()

    def code(self, lane: int = 1) -> str:
        """A new enrolment code for a lane."""
        made = short_codes.new_code(12)
        self.codes[made] = lane
        return made

    def release(self, lane: int) -> str:
        """How the emergency code of a lane stands in packs and operations."""
        return packs.hash16("release", self.releases[lane].encode(), self.code_key).hex()

    def pack(self, lane: int) -> dict[str, Any]:
        """The signed pack of a lane."""
        now = self.now()
        body = {
            "pack": str(uuid4()), "kind": "point", "campaign": str(CAMPAIGN), "point": str(CAMPAIGN),
            "point_name": {"ar": "مدرسة المسيرة", "fr": "École Al Massira"}, "colour": "green",
            "shape": "triangle", "day": self.today().isoformat(), "lane": lane,
            "lane_kind": "desk" if lane in self.desks else "lane", "lanes": list(self.lanes), "made": now,
            "expires": now + 12 * 3_600_000, "code_keys": {"1": to_base64(self.code_key)},
            "card_keys": {"1": to_base64(self.card_key.public_key().public_bytes_raw())},
            "rights": [
                [*self.hashes(one), one.right, one.lane, one.size, one.needs, "served" if one.right in self.served else "open"]
                for one in self.families
            ],
            "revoked": [], "releases": {str(one): [self.release(one)] for one in self.lanes}, "elsewhere": [],
            "spares": self.spares, "today": {"served": len(self.served), "expected": len(self.families)},
        }  # fmt: skip
        text = packs.canonical(body | self.other)
        return {"body": text, "key": 1, "sig": packs.sign_body(text, self.pack_key)}

    def enrol(self, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer a phone that asks with a code."""
        with self.lock:
            lane = self.codes.pop(said["code"], None)
        if lane is None:
            return 404, {"code": "sync.no_such_code", "message": ""}
        key = Ed25519PublicKey.from_public_bytes(from_base64(said["key"]))
        device = Device(str(uuid4()), secrets.token_urlsafe(32), key, lane)
        self.devices[device.id] = device
        now = self.now()
        return 201, {
            "device": device.id, "token": device.token, "from": now, "until": now + 86_400_000, "server_now": now,
            "offline_key": {"number": 1, "key": to_base64(self.offline_key.public_key().public_bytes_raw())},
            "pack_keys": {"1": to_base64(self.pack_key.public_key().public_bytes_raw())}, "lang": "ar",
        }  # fmt: skip

    def receive(self, device: Device, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Keep a batch, as the server does: everything, once."""
        answers = []
        with self.lock:
            device.contacts += 1
            device.waiting, device.last_seq = said["waiting"], said["last_seq"]
            for n, line in enumerate(said["sealed"]):
                self.lines += 1
                clear = sealed_boxes.open_line(line, {1: self.offline_key}, about=device.id.encode())
                one = operations.read_line(clear)
                assert operations.is_signed_by(one, device.key), "signed by another"
                self.kept.setdefault(str(one.op), one)
                if one.kind == "hand_over":
                    self.served.add(one.values()["right"])
                answers.append({"n": n, "op": str(one.op), "answer": "accepted", "rule": "", "kept": True})
        now = self.now()
        return 200, {"server_now": now, "revoked": device.revoked, "missing": [], "answers": answers}

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """What was sent of one kind, in order of the phones' numbers."""
        rows = sorted(self.kept.values(), key=lambda one: (str(one.device), one.seq))
        return [one.values() for one in rows if one.kind == kind]


class Handler(BaseHTTPRequestHandler):
    """The addresses below /field/."""

    protocol_version = "HTTP/1.1"
    stand: Stand

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/field/api/pack":
            device = self._device()
            if device is None or not self._proved(device):
                return self._json(401, {"code": "sync.unknown_device", "message": ""})
            if device.revoked:
                return self._json(410, {"code": "sync.revoked", "message": ""})
            return self._json(200, self.stand.pack(device.lane))
        name = "index.html" if path == "/field/" else path.removeprefix("/field/")
        file = (self.stand.folder / name).resolve()
        if self.stand.folder not in file.parents or not file.is_file():
            return self._json(404, {})
        kind = "application/manifest+json" if name.endswith("webmanifest") else mimetypes.guess_type(name)[0]
        self._answer(200, file.read_bytes(), kind or "application/wasm")

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.stand.bytes_in += len(content)
        if self.stand.broken == "down":
            return self._json(503, {"code": "sync.busy", "message": ""})
        if self.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        said = json.loads(content)
        if self.path == "/field/api/enrol":
            return self._json(*self.stand.enrol(said))
        device = self._device()
        if device is None or device.id != said["device"]:
            return self._json(401, {"code": "sync.unknown_device", "message": ""})
        return self._json(*self.stand.receive(device, said))

    def _device(self) -> Device | None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return next((one for one in self.stand.devices.values() if one.token == token), None)

    def _proved(self, device: Device) -> bool:
        now, _, sig = self.headers.get("Twiza-Proof", "").partition(".")
        device.key.verify(from_base64(sig), f"TWP-GET\n{device.id}\n{now}".encode())
        return True

    def _json(self, status: int, said: Any) -> None:
        self._answer(status, json.dumps(said).encode(), "application/json")

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Permissions-Policy", "camera=(self), microphone=(self)")
        self.end_headers()
        self.wfile.write(content)


class QuietServer(ThreadingHTTPServer):
    """Wires are cut on purpose: nothing is said about it."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who went away; anything else is a fault of the test."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def open_stand(stand: Stand, host: str = "127.0.0.1") -> tuple[ThreadingHTTPServer, int]:
    """Serve a stand; return its server and its port. Close it with `shutdown` and `server_close`."""
    handler = type("OwnHandler", (Handler,), {"stand": stand})
    server = QuietServer((host, 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]
