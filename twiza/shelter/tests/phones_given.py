"""A team's phone, opened by its sheet, and what it says of a meeting."""

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from twiza.network.tests.given import as_work
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.sync import actions as sync
from twiza.platform.sync import queries as devices
from twiza.platform.sync.tests.given import Phone
from twiza.shelter import actions, queries
from twiza.shelter.tests.given import EVENING, Cold


def given_team_phone(cold: Cold, *, team: Any = None, at: datetime = EVENING) -> Phone:
    """A phone that was opened by Omar's sheet for the first team."""
    with as_work(cold.omar):
        team = team or queries.plan_of(cold.winter).teams[0]
        code = actions.open_team_phone(team=team, by=cold.omar, at=at).code
    key = Ed25519PrivateKey.generate()
    enrolment, person = devices.enrolment_of(code)
    with acting_as(person, purpose=Purpose.DEVICE):
        device, token = sync.enrol_device(
            enrolment=enrolment, key=key.public_key().public_bytes_raw(), name="Redmi", installed=True, by=cold.omar, at=at
        )  # fmt: skip
    return Phone(device.pk, token, cold.omar, key)


def told(cold: Cold, **words: Any) -> dict[str, Any]:
    """The payload of an `encounter` as a phone sends it: one man in the first area who takes nothing."""
    with as_work(cold.omar):
        area = str(queries.plan_of(cold.winter).hot_spots[0].pk)
    return {
        "stop": "", "call": "", "area": area, "men": 1, "women": 0, "unsure": 0, "children": 0, "state": "awake",
        "lang": "darija", "offered": "", "taken": "nothing", "flags": "", "kits": "", "person": "", "again": "",
        "elderly": False, "care": False, "together": False, "sites": "", "key": 0, "sealed": "",
    } | words  # fmt: skip
