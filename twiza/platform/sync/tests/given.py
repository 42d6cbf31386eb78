"""A phone as it is: its own keys, its own sequence, and only sealed lines of what was done."""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from twiza.lib import operations, sealed_boxes
from twiza.lib.ids import new_id
from twiza.lib.operations import DeviceOperation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.sync import actions, queries
from twiza.platform.sync.actions import Report

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=8)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ms(moment: datetime) -> int:
    """A moment as phones write it."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


@dataclass
class Phone:
    """A phone that was enrolled: what it signs, seals and sends."""

    device: UUID
    token: bytes
    person: User
    key: Ed25519PrivateKey
    seq: int = 0
    heard: int = 0
    clock: timedelta = timedelta()  # by how much its clock is ahead
    waiting: list[str] = field(default_factory=list)

    def do(self, kind: str, values: dict[str, Any], at: datetime = NOON, **other: Any) -> DeviceOperation:
        """Something is done: signed, sealed and kept at once."""
        self.seq += 1
        draft = DeviceOperation(
            op=other.pop("op", None) or new_id(),
            device=other.pop("device", self.device),
            seq=other.pop("seq", self.seq),
            kind=kind,
            at=ms(at + self.clock),
            heard=self.heard,
            payload=operations.payload_text(values),
        )
        done = dataclasses.replace(draft, signature=operations.sign(draft, other.pop("signed_by", self.key)))
        self.waiting.append(self.sealed(operations.line_of(done)))
        return done

    def sealed(self, clear: bytes) -> str:
        number, key = sorted(queries.keyring().exchange_keys("offline").items())[-1]
        return sealed_boxes.seal(clear, key.public_key(), number=number, about=str(self.device).encode())

    def body(self, lines: list[str] | None = None, *, at: datetime = NOON) -> bytes:
        """What it posts."""
        sealed = self.waiting if lines is None else lines
        said = {"device": str(self.device), "waiting": len(self.waiting), "last_seq": self.seq}
        return json.dumps(said | {"now": ms(at + self.clock), "sealed": sealed}).encode()

    def send(self, lines: list[str] | None = None, *, at: datetime = NOON) -> Report:
        """Send lines (all that wait, when none are named) to the action, as the address does."""
        with acting_as(self.person.pk, purpose=Purpose.DEVICE):
            return actions.take_in_operations(
                device=self.device,
                sealed=self.waiting if lines is None else lines,
                waiting=len(self.waiting),
                last_seq=self.seq,
                device_now=at + self.clock,
                by=self.person,
                at=at,
            )


def given_phone(
    organisation: UUID, by: User, *, host: UUID | None = None, post: UUID | None = None, at: datetime = NOON
) -> Phone:
    """Open an enrolment as `by` and enrol a phone with its code."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        _row, code = actions.open_enrolment(
            post=post or new_id(),
            post_kind="lane",
            organisation=organisation,
            host=host or organisation,
            begins=at,
            ends=at + DAY,
            by=by,
            at=at,
        )
    key = Ed25519PrivateKey.generate()
    enrolment, person = queries.enrolment_of(code)
    with acting_as(person, purpose=Purpose.DEVICE):
        device, token = actions.enrol_device(
            enrolment=enrolment,
            key=key.public_key().public_bytes_raw(),
            name="Redmi",
            installed=True,
            by=by,
            at=at,
        )
    return Phone(device.pk, token, by, key)


def one_of_each(organisation: Any, by: User) -> None:
    """Two devices of an organisation, one revoked, with an operation that nobody took in and a line that is none."""
    phone, lost = (given_phone(organisation.pk, by) for _ in range(2))
    phone.do("of_next_year", {})
    phone.send([*phone.waiting, "not a line"])
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.revoke_device(device=lost.device, reason_code="lost", by=by, at=NOON)
