"""Examples with fixed keys: what the phone's program is tested against is what the server makes and accepts.

`tests/field_vectors.json` is written by `TWIZA_WRITE_PAGES=1 pytest tests/test_field_vectors.py`; read the difference.
"""

import hashlib
import hmac
import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from nacl.signing import SigningKey

from twiza.aid.rules import cards
from twiza.aid.rules.door_codes import LENGTH
from twiza.lib import keyboard, operations, sealed_boxes, short_codes
from twiza.lib.operations import DeviceOperation, from_base64, to_base64

FILE = Path(__file__).parent / "field_vectors.json"
DEVICE = UUID("0197a000-0000-7000-8000-00000000d001")
CAMPAIGN = UUID("0197a000-0000-7000-8000-0000000ca001")
RIGHT = "0197a000-0000-7000-8000-0000000a0001"
MORNING = 1_772_353_800_000  # 1 March 2026, 08:30 UTC
DEVICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
CARD_KEY = Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32)
PACK_KEY = Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)
OFFLINE_KEY = X25519PrivateKey.from_private_bytes(bytes([4]) * 32)
EPHEMERAL = X25519PrivateKey.from_private_bytes(bytes([5]) * 32)
BLIND_INDEX = bytes([6]) * 32
TOKEN = bytes(range(16))
ROOM_KEY = X25519PrivateKey.from_private_bytes(bytes([7]) * 32)
MET = "0197a000-0000-7000-8000-0000000c0001"  # an encounter


def an_operation(seq: int, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    op = UUID(f"0197a000-0000-7000-8000-0000000b{seq:04x}")
    draft = DeviceOperation(
        op, DEVICE, seq, kind, MORNING + seq, MORNING - 1, operations.payload_text(values)
    )
    done = DeviceOperation(
        *(getattr(draft, name) for name in ("op", "device", "seq", "kind", "at", "heard", "payload")),
        signature=operations.sign(draft, DEVICE_KEY),
    )
    nonce = bytes([seq]) * 12
    return {
        "values": values,
        "payload": done.payload,
        "canonical": operations.canonical_bytes(done).decode(),
        "sig": to_base64(done.signature),
        "line": operations.line_of(done).decode(),
        "nonce": to_base64(nonce),
        "sealed": sealed_boxes.seal(
            operations.line_of(done),
            OFFLINE_KEY.public_key(),
            number=1,
            about=str(DEVICE).encode(),
            ephemeral=EPHEMERAL,
            nonce=nonce,
        ),
    }


def sealed_note(words: dict[str, str]) -> dict[str, Any]:
    """A note of a night, and a place told to one phone: sealed as nobody else opens them."""
    clear = sealed_boxes.padded(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode())
    phone = sealed_boxes.box_key(DEVICE_KEY.public_key())
    to_room, to_phone = (
        sealed_boxes.seal(clear, public, number=number, about=MET.encode(), info=sealed_boxes.OUTREACH,
                          ephemeral=EPHEMERAL, nonce=bytes([9]) * 12)
        for public, number in ((ROOM_KEY.public_key(), 3), (phone, 0))
    )  # fmt: skip
    return {
        "about": MET,
        "clear": clear.decode(),
        "room": {
            "number": 3,
            "private": to_base64(ROOM_KEY.private_bytes_raw()),
            "public": to_base64(ROOM_KEY.public_key().public_bytes_raw()),
        },
        "sealed": to_room,
        "phone_public": to_base64(phone.public_bytes_raw()),
        "phone_private": to_base64(bytes(SigningKey(bytes([1]) * 32).to_curve25519_private_key())),
        "sealed_to_phone": to_phone,
    }


def a_card(token: bytes, until: date, key: Ed25519PrivateKey, number: int) -> str:
    return cards.sign_card(cards.SignedCard(token, until, 0, number), key)


def hashed(secret: bytes, text: bytes) -> str:
    return hmac.digest(secret, text, hashlib.sha256)[:16].hex()


def all_examples() -> dict[str, Any]:
    code_key = hmac.digest(BLIND_INDEX, b"aid.pack:" + str(CAMPAIGN).encode(), hashlib.sha256)
    code = "7K3MQ2XA9" + short_codes.check_character("7K3MQ2XA9")
    good = a_card(TOKEN, date(2026, 3, 20), CARD_KEY, 1)
    body = json.dumps(
        {"pack": RIGHT, "kind": "point", "point_name": {"ar": "المسيرة", "fr": "Al Massira é"}, "day": "2026-03-01",
         "lane": 1, "rights": [[hashed(code_key, b"door:" + code.encode()), hashed(code_key, b"token:" + TOKEN),
                                RIGHT, 1, 5, "p", "open"]]},
        sort_keys=True, separators=(",", ":"), ensure_ascii=True,
    )  # fmt: skip
    return {
        "keys": {
            "device_private": to_base64(DEVICE_KEY.private_bytes_raw()),
            "device_public": to_base64(DEVICE_KEY.public_key().public_bytes_raw()),
            "card_public": {"1": to_base64(CARD_KEY.public_key().public_bytes_raw())},
            "pack_public": {"1": to_base64(PACK_KEY.public_key().public_bytes_raw())},
            "offline": {
                "number": 1,
                "private": to_base64(OFFLINE_KEY.private_bytes_raw()),
                "public": to_base64(OFFLINE_KEY.public_key().public_bytes_raw()),
            },
            "ephemeral_private": to_base64(EPHEMERAL.private_bytes_raw()),
            "code_keys": {"1": to_base64(code_key)},
        },
        "device": str(DEVICE),
        "operations": [
            an_operation(1, "shift_opened", {"waiting": 0}),
            an_operation(2, "hand_over", {"right": RIGHT, "card": hashed(code_key, b"token:" + TOKEN)[:16],
                                          "proxy": False, "how": "camera", "released": ""}),
            an_operation(3, "undo", {"of": "0197a000-0000-7000-8000-0000000b0002"}),
            an_operation(4, "turned_away", {"why": "double", "right": RIGHT}),
            # what is escaped: quotes, controls, the last of ASCII, Arabic, beyond 16 bits; é is sent decomposed
            an_operation(5, "note", {"text": "\"\\/\b\f\n\r\t\x01\x7f لوحة é \U0001f9fa", "n": -3, "yes": True}),
        ],
        "cards": {
            "good": {"text": good, "token": TOKEN.hex(), "valid_until": "2026-03-20", "key": 1},
            "altered": good[:40] + ("A" if good[40] != "A" else "B") + good[41:],
            "forged": a_card(TOKEN, date(2026, 3, 20), PACK_KEY, 1),
            "unknown_key": a_card(TOKEN, date(2026, 3, 20), CARD_KEY, 7),
            "expired": a_card(TOKEN, date(2026, 2, 28), CARD_KEY, 1),
            "cut": good[:90],
        },
        "hashes": {
            "campaign": str(CAMPAIGN),
            "blind_index": to_base64(BLIND_INDEX),
            "code": code,
            "door16": hashed(code_key, b"door:" + code.encode()),
            "token16": hashed(code_key, b"token:" + TOKEN),
            "release_code": "EMERGENCY",
            "release16": hashed(code_key, b"release:EMERGENCY"),
        },
        "door_codes": {
            "length": LENGTH,
            "good": code,
            "wrong": code[:-1] + ("0" if code[-1] != "0" else "1"),
            "typed": [
                {"typed": typed, "read": short_codes.read_code(typed, LENGTH)}
                for typed in (
                    code, code.lower(), f"{code[:5]}-{code[5:]}", f" {code[:5]} {code[5:]} ",
                    code.replace("0", "O").replace("1", "l"), code.translate({ord("7"): "٧", ord("3"): "۳"}),
                    code[1] + code[0] + code[2:], code[:-2], "", "123456789",
                )
            ],
        },
        "arabic_keyboard": [
            {"typed": text, "readings": keyboard.readings(text)} for text in ("لإً1:", "لا7", "٧ن3ةض2ءش9", "TW1:A")
        ],
        "pack": {"body": body, "key": 1, "sig": to_base64(PACK_KEY.sign(b"TWP1\n" + body.encode()))},
        "outreach": sealed_note({"nickname": "الحاج", "words": "Il tousse, il a froid é", "place": "باب المدينة"}),
    }  # fmt: skip


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    if os.environ.get("TWIZA_WRITE_PAGES"):
        FILE.write_text(json.dumps(all_examples(), indent=1, ensure_ascii=False) + "\n")
    kept: dict[str, Any] = json.loads(FILE.read_text())
    return kept


def test_it_still_gives_the_examples_that_phones_are_built_on(examples: dict[str, Any]) -> None:
    assert all_examples() == examples


def test_it_opens_checks_and_reads_each_sealed_operation(examples: dict[str, Any]) -> None:
    key = Ed25519PublicKey.from_public_bytes(from_base64(examples["keys"]["device_public"]))
    for one in examples["operations"]:
        line = sealed_boxes.open_line(one["sealed"], {1: OFFLINE_KEY}, about=examples["device"].encode())
        found = operations.read_line(line)
        assert line.decode() == one["line"]
        assert operations.is_signed_by(found, key)
        assert operations.canonical_bytes(found).decode() == one["canonical"]


def test_it_opens_a_line_as_no_other_device(examples: dict[str, Any]) -> None:
    sealed = examples["operations"][0]["sealed"]
    with pytest.raises(sealed_boxes.CannotOpen):
        sealed_boxes.open_line(sealed, {1: OFFLINE_KEY}, about=b"0197a000-0000-7000-8000-00000000d002")
    with pytest.raises(sealed_boxes.CannotOpen):
        sealed_boxes.open_line(sealed, {2: OFFLINE_KEY}, about=examples["device"].encode())


def test_it_opens_no_line_with_any_byte_changed(examples: dict[str, Any]) -> None:
    sealed = from_base64(examples["operations"][0]["sealed"])
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(sealed_boxes.CannotOpen):
            sealed_boxes.open_line(to_base64(changed), {1: OFFLINE_KEY}, about=examples["device"].encode())


def test_a_note_of_the_night_opens_to_its_own_key_and_as_nothing_else(examples: dict[str, Any]) -> None:
    note = examples["outreach"]
    about, info = note["about"].encode(), sealed_boxes.OUTREACH
    room = {3: X25519PrivateKey.from_private_bytes(from_base64(note["room"]["private"]))}
    phone = {0: X25519PrivateKey.from_private_bytes(from_base64(note["phone_private"]))}
    for sealed, keys in ((note["sealed"], room), (note["sealed_to_phone"], phone)):
        clear = sealed_boxes.open_line(sealed, keys, about=about, info=info)
        assert clear.decode() == note["clear"] and len(clear) % sealed_boxes.BLOCK == 0
        for other in ({"about": about, "info": sealed_boxes.INFO}, {"about": b"another", "info": info}):
            with pytest.raises(sealed_boxes.CannotOpen):
                sealed_boxes.open_line(sealed, keys, **other)
    with pytest.raises(sealed_boxes.CannotOpen):
        sealed_boxes.open_line(note["sealed"], phone, about=about, info=info)


def test_it_finds_any_changed_field_by_the_signature(examples: dict[str, Any]) -> None:
    line = json.loads(examples["operations"][1]["line"])
    changes = {"op": RIGHT, "device": RIGHT, "seq": 9, "kind": "undo", "at": 1, "heard": 1, "payload": "{}"}
    for name, other in changes.items():
        found = operations.read_line(json.dumps(line | {name: other}).encode())
        assert not operations.is_signed_by(found, DEVICE_KEY.public_key()), name


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0}, {"seq": True}, {"seq": "1"}, {"seq": 2**60}, {"at": -1}, {"heard": 1.5}, {"kind": "A kind"}, {"kind": "two\nlines"},
        {"payload": "{ }"}, {"payload": '{"b":1,"a":1}'}, {"payload": '{"a":null}'}, {"payload": '{"a":1.5}'},
        {"payload": '{"a":[1]}'}, {"payload": '{"a":"é"}'}, {"payload": "[]"}, {"payload": "x"}, {"payload": '{"a":1,"a":1}'},
        {"payload": "[" * 4900}, {"op": "0197A000-0000-7000-8000-0000000B0001"}, {"op": "none"}, {"sig": "AA"},
        {"sig": "****"}, {"extra": 1},
    ],
)  # fmt: skip
def test_it_reads_no_line_of_another_shape(examples: dict[str, Any], change: dict[str, Any]) -> None:
    line = json.loads(examples["operations"][1]["line"])
    with pytest.raises(operations.Unreadable):
        operations.read_line(json.dumps(line | change).encode())


def test_it_reads_the_example_cards_as_the_counter_does(examples: dict[str, Any]) -> None:
    keys = {1: CARD_KEY.public_key()}
    found = cards.read_card(examples["cards"]["good"]["text"], keys)
    assert (found.token.hex(), found.valid_until) == (TOKEN.hex(), date(2026, 3, 20))
    cards.check_valid(found, date(2026, 3, 20))
    for name, refusal in {"altered": cards.CardNotOurs, "forged": cards.CardNotOurs, "unknown_key": cards.CardNotOurs,
                          "cut": cards.NotACard}.items():  # fmt: skip
        with pytest.raises(refusal):
            cards.read_card(examples["cards"][name], keys)
    with pytest.raises(cards.CardExpired):
        cards.check_valid(cards.read_card(examples["cards"]["expired"], keys), date(2026, 3, 1))


def test_it_signs_the_pack_by_its_body(examples: dict[str, Any]) -> None:
    pack = examples["pack"]
    key = Ed25519PublicKey.from_public_bytes(from_base64(examples["keys"]["pack_public"]["1"]))
    key.verify(from_base64(pack["sig"]), b"TWP1\n" + pack["body"].encode())
