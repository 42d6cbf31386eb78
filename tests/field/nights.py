"""A night for a team's phone, and the gestures of who holds it: big buttons, nothing typed that need not be."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.field.phones import Phone
from tests.field.stand import Stand
from twiza.lib import sealed_boxes
from twiza.lib.operations import to_base64

MEDINA, STATION, PORT = (f"0197a000-0000-7000-8000-0000000e000{n}" for n in (1, 2, 3))
WALK, CALL = "0197a000-0000-7000-8000-0000000f0001", "0197a000-0000-7000-8000-0000000f0002"
CENTRE, EMF = (f"0197a000-0000-7000-8000-00000010000{n}" for n in (1, 2))
EXACT = {"place": "خلف الصيدلية، الباب الأخضر", "words": "Il est assis sous l’auvent du tailleur"}


class Night:
    """A stand whose point is a team at night: its pack, its key, the place of a call-out for each phone."""

    def __init__(self, stand: Stand, **other: Any) -> None:
        self.stand, self.key = stand, X25519PrivateKey.generate()
        self.places: list[str] = []
        enrol = stand.enrol

        def told(said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            status, answer = enrol(said)
            if status == 201:
                self._open(answer["device"])
            return status, answer | {"post_kind": "team"}

        stand.enrol = told  # type: ignore[method-assign]
        stand.other = self.pack("") | other

    def _open(self, device: str) -> None:
        public = sealed_boxes.box_key(self.stand.devices[device].key)
        clear = sealed_boxes.padded(json.dumps(EXACT).encode())
        place = sealed_boxes.seal(clear, public, number=0, about=CALL.encode(), info=sealed_boxes.OUTREACH)
        self.stand.other |= {"stops": self.pack(place)["stops"]}

    def pack(self, place: str) -> dict[str, Any]:
        """What the pack of a team says; `place` is sealed for one phone."""
        now = self.stand.now()
        night = (datetime.fromtimestamp(now / 1000, UTC) + timedelta(hours=1 - 12)).date()
        return {
            "kind": "outreach", "day": night.isoformat(), "winter": WALK, "team": WALK, "round": WALK,
            "team_name": {"ar": "فريق المدينة", "fr": "Équipe de la médina"},
            "point_name": {"ar": "فريق المدينة", "fr": "Équipe de la médina"}, "vehicle": "Master 12345-A-6",
            "starts": now, "ends": now + 3_600_000, "alert": "orange", "alert_words": "−3 °C, rafales vers minuit",
            "stops": [
                [WALK, "area", STATION, "Gare routière", "", 0, 0, ""],
                [CALL, "call", MEDINA, "Médina, bas", "citizen", 2, now - 600_000, place],
            ],
            "areas": [[STATION, "Gare routière"], [MEDINA, "Médina, bas"], [PORT, "الميناء"]],
            "kits": [["blanket", 20], ["meal", 30], ["drink", 40], ["hygiene", 10], ["first_aid", 2]],
            "sites": [
                [CENTRE, {"ar": "مركز النور", "fr": "Centre Nour"}, "0522000001", 4, -1, 0, 1, 2],
                [EMF, {"ar": "فضاء النساء", "fr": "Espace des femmes"}, "0522000002", 0, 3, 2, -1, -1],
            ],
            "contacts": [["health", "د. بناني", "0522000003", "20:00-08:00"], ["delegation", "Mme Alaoui", "0522000004", ""]],
            "numbers": [["19", "emergency_police"], ["177", "emergency_gendarmerie"], ["15", "emergency_ambulance"],
                        ["2511", "emergency_child"]],
            "key": [3, to_base64(self.key.public_key().public_bytes_raw())], "answers": [], "hold_minutes": 90,
        }  # fmt: skip

    def answer(self, *answers: list[Any]) -> None:
        """What the server says of the beds that were asked."""
        self.stand.other |= {"answers": list(answers)}

    def opened(self, sealed: str, about: str) -> bytes:
        """What was sealed to the team, as its room reads it."""
        return sealed_boxes.open_line(sealed, {3: self.key}, about=about.encode(), info=sealed_boxes.OUTREACH)

    def ids(self, kind: str) -> list[str]:
        """Ids of what was sent of one kind, in order."""
        rows = sorted(self.stand.kept.values(), key=lambda one: one.seq)
        return [str(one.op) for one in rows if one.kind == kind]


class Round:
    """A team's phone in its hand."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.page = phone, phone.page

    def tap(self, *names: str) -> None:
        """Touch buttons one after the other, by the mark of each: `took-meal`, or `[data-next]`."""
        for name in names:
            self.page.locator(name if name.startswith("[") else f'[data-key="{name}"]').first.click()

    def next(self, *names: str) -> None:
        """Touch some buttons, then go on."""
        self.tap(*names, "[data-next]")

    def awake(self, *counts: str) -> None:
        """Begin a meeting with people who are awake: `men` once for each."""
        self.tap("[data-meet]", "state-awake")
        self.next(*(f"{one}+" for one in counts))

    def speak(self) -> None:
        """Dictate for two seconds at least, and stop."""
        self.tap("[data-voice-start]")
        self.page.locator("[data-voice-on]").get_by_text(re.compile(r"([2-9]|\d\d) s")).wait_for()
        self.tap("[data-voice-stop]")
        self.page.wait_for_selector("[data-voice-keep]")

    def save(self) -> None:
        """Write the meeting."""
        self.tap("[data-save]")
        self.page.wait_for_selector("[data-saved]")

    def faults(self) -> list[str]:
        """What axe finds; the bar under the thumb is put at its place in the page, for it covers what can be scrolled away."""
        self.page.evaluate("document.querySelector('.thumb')?.style.setProperty('position', 'static')")
        return self.phone.faults()

    def home(self) -> None:
        """Go back to the round."""
        self.tap("[data-home]")
        self.page.wait_for_selector("[data-meet]")
