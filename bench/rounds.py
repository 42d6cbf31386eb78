"""A night of a team: 150 operations of one phone, sent at once over a network like that of the measure `phone`.

Meetings with kits, wishes for a bed and sealed notes, and a voice note in parts; the server that is shipped takes them
in: beds are kept or needs written before the answer. The floor is the wire alone: the bytes at its speed, there and back.
"""

import http.client
import json
import os
import secrets
import time
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from bench.beds import winter_of
from bench.ground import place
from bench.hand_overs import served
from bench.report import Result, save
from tests.field.wires import Wire

OPERATIONS, VOICE, SITES = 150, 14, 20
UP, DOWN, ROUND_TRIP, LOSS = 750_000 / 8, 1_600_000 / 8, 0.3, 0.01  # as in the measure `phone`
TARGET_SECONDS = 5


def measure(quick: bool) -> list[Result]:
    """Let three phones of a team come back with a night each: one to warm up, one beside the server, one far away."""
    count = 30 if quick else OPERATIONS
    with place("rounds") as home:
        phones = _phones(3, count)
        with served(home) as port:
            _sent(port, *phones[0])
            near = _sent(port, *phones[1])
            wire = Wire(port, up=UP, down=DOWN, round_trip=ROUND_TRIP, loss=LOSS)
            with closing(wire):
                far = _sent(wire.port, *phones[2])
    size = len(phones[2][1])
    floor = size / UP + 2 * ROUND_TRIP
    return [
        Result(
            f"The night of a team, {count} operations ({size / 1000:.0f} kB) over 750 kbit/s up, 300 ms, 1 % lost",
            f"{far:.1f} s (beside the server {near:.1f} s)",
            f"under {TARGET_SECONDS} s",
            met=None if quick else far < TARGET_SECONDS,
            floor=f"{floor:.1f} s: its bytes over the wire alone",
            ratio=far / floor,
        )
    ]


def _phones(number: int, count: int) -> list[tuple[str, bytes]]:
    """Make a winter with beds, a team whose round is out, and phones that hold a night each: (token, what they post)."""
    from django.utils import timezone

    from twiza.lib.operations import to_base64
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts.models import User
    from twiza.shelter import actions, queries, rules

    now = timezone.now()
    night = rules.night_of(now)
    winter, omar, _zahra = winter_of(
        SITES, first=night - timedelta(days=9), last=night + timedelta(days=20), at=now
    )
    _listener(winter, now)
    secretary = User.objects.get(username="bench-committee")
    with acting_as(secretary.pk, purpose=Purpose.WORK):
        planned: dict[str, Any] = {"winter": winter, "by": secretary, "at": now}
        actions.add_hot_spots(names=["حي المحطة"], **planned)
        actions.add_teams(names=["الفريق 1"], **planned)
        actions.add_vehicle(name="12345-A-17", seats=7, **planned)
    with acting_as(omar.pk, purpose=Purpose.WORK):
        plan = queries.plan_of(winter)
        (area,), (team,), (car,) = plan.hot_spots, plan.teams, plan.vehicles
        known: dict[str, Any] = {"winter": winter, "by": omar, "at": now}
        round = actions.plan_round(
            night=night, team=team, vehicle=car, starts=clock(12, 30), ends=clock(11, 30),
            hot_spots=[area], **known,
        )  # fmt: skip
        named = {"round": round, "by": omar, "at": now}
        actions.name_crew(women=[omar.pk], men=[], leader=omar.pk, **named)
        actions.brief_round(vehicle_checked=True, kits={"blanket": 40}, **named)
        key = actions.keep_outreach_key(**known)
    found = []
    for _one in range(number):
        phone = _phone(team, omar, now)
        _night(phone, area, key, count, now)
        found.append((to_base64(phone.token), phone.body(at=now)))
    return found


def _listener(winter: Any, now: datetime) -> None:
    """Let somebody of the crew listen, with a key of the room: notes are sealed to them."""
    from twiza.cases import actions as cases
    from twiza.lib.closed_room import Cost
    from twiza.network import actions as network
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    with acting_as(None, purpose=Purpose.SETUP):
        hind = accounts.create_account(username="hind", display_name="Hind", password=None, by=None, at=now)
        network.give_role(
            organisation=winter.crew, user=hind, role="listener", starts_on=now.date() - timedelta(days=1), ends_on=None,
            by=None, at=now,
        )  # fmt: skip
    with acting_as(hind.pk, purpose=Purpose.WORK):
        cases.take_key(
            organisation=winter.crew_id, passphrase="five words that nobody knows", by=hind, at=now,
            cost=Cost(passes=1, kibibytes=64),
        )  # fmt: skip


def _phone(team: Any, omar: Any, now: datetime) -> Any:
    """Enrol a phone of the team."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.sync import actions as sync
    from twiza.platform.sync import queries as devices
    from twiza.platform.sync.tests.given import Phone
    from twiza.shelter import actions

    with acting_as(omar.pk, purpose=Purpose.WORK):
        code = actions.open_team_phone(team=team, by=omar, at=now).code
    key = Ed25519PrivateKey.generate()
    enrolment, person = devices.enrolment_of(code)
    with acting_as(person, purpose=Purpose.DEVICE):
        device, token = sync.enrol_device(
            enrolment=enrolment, key=key.public_key().public_bytes_raw(), name="", installed=True, by=omar, at=now
        )  # fmt: skip
    return Phone(device.pk, token, omar, key)


def _night(phone: Any, area: Any, key: Any, count: int, now: datetime) -> None:
    """Let a phone hold a night: every fifth meeting wants a bed, every second bears a note, one has a voice note."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    from twiza.lib import sealed_boxes
    from twiza.lib.ids import new_id

    public = X25519PublicKey.from_public_bytes(bytes(key.public))

    def sealed(clear: bytes, about: Any) -> str:
        return sealed_boxes.seal(
            clear, public, number=key.number, about=str(about).encode(), info=sealed_boxes.OUTREACH
        )

    phone.do("shift_opened", {}, now)
    for n in range(count - VOICE - 2):
        op, noted = new_id(), n % 2 == 0
        phone.do(
            "encounter",
            {
                "stop": "", "call": "", "area": str(area.pk), "men": 1, "women": 0, "unsure": 0, "children": 0,
                "state": "awake", "lang": "darija", "offered": "shelter,blanket,meal",
                "taken": "shelter,meal" if n % 5 == 0 else "blanket,meal", "flags": "", "kits": "blanket:1,meal:1",
                "person": str(new_id()), "again": "", "elderly": False, "care": False, "together": False, "sites": "",
                "key": key.number if noted else 0, "sealed": sealed(b" " * 512, op) if noted else "",
            },
            now, op=op,
        )  # fmt: skip
    for n in range(1, VOICE + 1):
        part = {
            "of": str(op),
            "n": n,
            "parts": VOICE,
            "key": key.number,
            "sealed": sealed(secrets.token_bytes(2_900), op),
        }
        phone.do("voice_part", part, now)
    phone.do("shift_closed", {}, now)


def _sent(port: int, token: str, body: bytes) -> float:
    """Send what a phone holds; return the seconds until everything is answered."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/field/api/operations", body, headers)
    answer = connection.getresponse()
    said = json.loads(answer.read())
    taken = time.perf_counter() - start
    wrong = [one for one in said.get("answers", ()) if one["answer"] != "accepted"]
    if answer.status != 200 or wrong or not said["answers"]:
        raise RuntimeError(f"not taken in: {answer.status} {wrong[:3] or said}")
    return taken


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
