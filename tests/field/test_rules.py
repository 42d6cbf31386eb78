"""The rules of the phone are those of the server: the same questions are put to both, and to the written examples."""

import json
import random
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.field.building import ask
from twiza.aid.rules import cards
from twiza.lib import keyboard, operations, sealed_boxes, short_codes
from twiza.lib.operations import from_base64, to_base64

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "field_vectors.json").read_text("utf-8"))
KEYS = EXAMPLES["keys"]
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
MARCH = 1_772_353_800_000  # 1 March 2026, 08:30 UTC
CODE_KEY = KEYS["code_keys"]["1"]


def test_it_reads_door_codes_as_the_server_does() -> None:
    typed = [one["typed"] for one in EXAMPLES["door_codes"]["typed"]]
    chance = random.Random(7)
    codes = [short_codes.new_code(10, chance.randrange) for _ in range(100)]
    typed += codes + [keyboard.as_typed_in_arabic(code.lower()) for code in codes]
    typed += [short_codes.grouped(code).lower() for code in codes] + [code[::-1] for code in codes]
    typed += [code[1] + code[0] + code[2:] for code in codes]
    typed += [code.replace("0", "O").replace("1", "l").replace("V", "u") for code in codes]
    typed += [code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) for code in codes]
    assert ask(*(["readCode", one, 10] for one in typed)) == [short_codes.read_code(one, 10) for one in typed]


def test_it_understands_an_arabic_keyboard_as_the_server_does() -> None:
    typed = [one["typed"] for one in EXAMPLES["arabic_keyboard"]]
    typed += [keyboard.as_typed_in_arabic(EXAMPLES["cards"]["good"]["text"]), "لالالالالا7", "ab×9", "", "٧ب"]
    assert ask(*(["readings", one] for one in typed)) == [keyboard.readings(one) for one in typed]


def test_it_reads_the_squares_of_cards() -> None:
    keys = KEYS["card_public"]
    wanted = {
        "altered": "not_ours",
        "forged": "not_ours",
        "unknown_key": "not_ours",
        "expired": "card",
        "cut": "not_a_card",
    }
    good = EXAMPLES["cards"]["good"]["text"]
    texts = [good, good.lower(), keyboard.as_typed_in_arabic(good), f"{good}\r\n", "https://example.org", ""]
    assert ask(*(["readCard", one, keys] for one in texts)) == ["card"] * 4 + ["not_a_card"] * 2
    assert ask(*(["readCard", EXAMPLES["cards"][one], keys] for one in wanted)) == list(wanted.values())


def test_it_writes_the_bytes_that_the_server_checks() -> None:
    device = EXAMPLES["device"]
    for one in EXAMPLES["operations"]:
        line = json.loads(one["line"])
        operation = {name: line[name] for name in ("op", "device", "seq", "kind", "at", "heard", "payload")}
        found = ask(
            ["payloadText", one["values"]],
            ["canonical", operation],
            ["line", operation, KEYS["device_private"]],
        )
        assert found == [one["payload"], one["canonical"], one["line"]]
        offline = KEYS["offline"]
        (sealed,) = ask(["seal", one["line"], offline["number"], offline["public"], device])
        key = X25519PrivateKey.from_private_bytes(from_base64(offline["private"]))
        opened = sealed_boxes.open_line(sealed, {offline["number"]: key}, about=device.encode())
        assert opened.decode() == one["line"]


def test_it_seals_a_note_of_the_night_to_the_team_and_opens_what_is_told_to_itself() -> None:
    note, outreach = EXAMPLES["outreach"], sealed_boxes.OUTREACH.decode()
    room, about = note["room"], note["about"]
    key = {room["number"]: X25519PrivateKey.from_private_bytes(from_base64(room["private"]))}
    (sealed, own, place, other, offline) = ask(
        ["seal", note["clear"], room["number"], room["public"], about, outreach],
        ["boxKey", KEYS["device_public"]],
        ["openSealed", note["sealed_to_phone"], KEYS["device_private"], about, outreach],
        ["openSealed", note["sealed"], KEYS["device_private"], about, outreach],
        ["openSealed", note["sealed_to_phone"], KEYS["device_private"], about, "twiza.offline.1"],
    )
    opened = sealed_boxes.open_line(sealed, key, about=about.encode(), info=sealed_boxes.OUTREACH)
    assert opened.decode() == note["clear"] == place
    assert own == note["phone_public"]
    assert "error" in other and "error" in offline, "sealed to the room: the phone itself does not open it"


@pytest.mark.parametrize("length", [1, 255, 256, 257, 700])
def test_it_fills_a_note_up_to_whole_blocks_as_the_server_does(length: int) -> None:
    (filled,) = ask(["padded", "é" * length])
    assert filled.encode() == sealed_boxes.padded(("é" * length).encode())


def test_its_payloads_are_in_the_one_form() -> None:
    values = {"z": 'é\u007f\u2028😀"\\/\n', "a": 3, "lane": True, "m": ""}
    assert ask(["payloadText", values]) == [operations.payload_text(values)]


def test_its_operation_numbers_hold_the_moment() -> None:
    (made,) = ask(["newId", MARCH])
    assert UUID(made).version == 7 and UUID(made).int >> 80 == MARCH


def test_it_finds_codes_under_the_same_hashes() -> None:
    wanted = EXAMPLES["hashes"]
    body = json.dumps({"code_keys": {"1": CODE_KEY}})
    found = ask(["hashes", body, "door", wanted["code"]], ["hashes", body, "release", wanted["release_code"]])
    assert found == [[wanted["door16"]], [wanted["release16"]]]


def test_it_takes_only_packs_that_were_signed_by_us() -> None:
    pack = EXAMPLES["pack"]
    other = pack | {"body": pack["body"].replace('"lane":1', '"lane":2')}
    keys = KEYS["pack_public"]
    asked = [["isOurs", pack, keys], ["isOurs", other, keys], ["isOurs", pack | {"key": 9}, keys]]
    asked.append(["isOurs", pack | {"sig": "AA"}, keys])
    assert ask(*asked) == [True, False, False, False]


def test_it_knows_the_day_in_casablanca_without_the_tables_of_the_phone() -> None:
    zone = ZoneInfo("Africa/Casablanca")
    start = datetime(2025, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(hours=n) for n in range(0, 24 * 365 * 10, 5)]
    moments += [one.replace(hour=hour, minute=59) for one in moments[::24] for hour in (22, 23)]
    found = ask(*(["casablancaDate", int(one.timestamp() * 1000)] for one in moments))
    assert found == [one.astimezone(zone).date().isoformat() for one in moments]


def a_pack(**other: Any) -> str:
    """A pack with one right in lane 2, for a phone of lane 2."""
    hashes = EXAMPLES["hashes"]
    right = [hashes["door16"], hashes["token16"], "right-1", 2, 5, "sc", "open"]
    body = {
        "pack": "pack-1", "kind": "point", "lane": 2, "lane_kind": "lane", "lanes": [1, 2], "made": MARCH,
        "expires": MARCH + DAY_MS, "code_keys": {"1": CODE_KEY}, "card_keys": KEYS["card_public"],
        "rights": [right], "revoked": [], "releases": {}, "elsewhere": [],
    }  # fmt: skip
    return json.dumps(body | other)


def judged(read: str, body: str, now: int = MARCH, heard: int = 0, **known: Any) -> dict[str, Any]:
    served, released = known.get("served", []), known.get("released", [])
    (found,) = ask(["judge", read, known.get("by", "camera"), body, now, heard, served, released])
    return dict(found)


CARDS = EXAMPLES["cards"]
GOOD, CODE = CARDS["good"]["text"], EXAMPLES["hashes"]["code"]
UNTIL = int(datetime.combine(date.fromisoformat(CARDS["good"]["valid_until"]), datetime.min.time(), UTC).timestamp() * 1000)  # fmt: skip


@pytest.mark.parametrize("read", [GOOD, CODE, CODE.lower(), keyboard.as_typed_in_arabic(GOOD)])
def test_it_serves_the_right_of_its_lane(read: str) -> None:
    found = judged(read, a_pack(), by="keys")
    hashes = EXAMPLES["hashes"]
    assert found["kind"] == "serve" and found["right"]["id"] == "right-1" and found["right"]["size"] == 5
    square = read not in (CODE, CODE.lower())
    assert found["card"] == (hashes["token16"] if square else hashes["door16"])[:16]
    assert found["how"] == ("reader" if square else "typed")


def test_each_card_has_its_verdict_with_no_network() -> None:
    for name in ("altered", "forged", "unknown_key"):
        assert judged(CARDS[name], a_pack())["kind"] == "not_ours", name
    for read in (CARDS["cut"], "hello", EXAMPLES["door_codes"]["wrong"], ""):
        assert judged(read, a_pack())["kind"] == "read_again", read
    assert judged(CARDS["expired"], a_pack())["kind"] == "expired"
    token, door = EXAMPLES["hashes"]["token16"], EXAMPLES["hashes"]["door16"]
    assert judged(GOOD, a_pack(revoked=[token]))["kind"] == "revoked"
    assert judged(CODE, a_pack(revoked=[door]))["kind"] == "revoked"
    elsewhere = judged(GOOD, a_pack(rights=[], elsewhere=[[door, token, "orange", "star"]]))
    assert elsewhere["kind"] == "other_point" and elsewhere["elsewhere"] == {
        "colour": "orange",
        "shape": "star",
    }
    assert judged(GOOD, a_pack(rights=[]))["kind"] == "other_campaign"
    assert judged(CODE, a_pack(rights=[]))["kind"] == "unknown"


def test_another_lane_serves_its_own_unless_it_was_released_or_at_the_desk() -> None:
    other = judged(GOOD, a_pack(lane=1))
    assert other["kind"] == "other_lane" and other["lane"] == 2 and other["right"] == "right-1"
    assert judged(GOOD, a_pack(lane=1), released=[2])["kind"] == "serve"
    assert judged(GOOD, a_pack(lane=3, lane_kind="desk"))["kind"] == "serve"


def test_what_was_served_is_a_double() -> None:
    assert judged(GOOD, a_pack(), served=["right-1"])["kind"] == "double"
    right = json.loads(a_pack())["rights"][0]
    assert judged(GOOD, a_pack(rights=[[*right[:6], "served"]]))["kind"] == "double"


def test_a_clock_set_back_does_not_make_a_card_valid_again() -> None:
    last_moment = UNTIL + DAY_MS - 1  # Morocco is at UTC during that Ramadan
    assert judged(GOOD, a_pack(), now=last_moment)["kind"] == "serve"
    assert judged(GOOD, a_pack(), now=last_moment + 1)["kind"] == "expired"
    assert judged(GOOD, a_pack(), now=MARCH, heard=last_moment + 1)["kind"] == "expired"


def test_base45_agrees_with_the_server() -> None:
    chance = random.Random(3)
    contents = [chance.randbytes(n) for n in range(30)]
    assert ask(*(["base45", cards.base45(one)] for one in contents)) == [one.hex() for one in contents]
    assert ask(["base45", "GGW"], ["base45", "A"], ["base45", "::"], ["base45", "aa"]) == [None] * 4


def test_signatures_agree_with_the_server() -> None:
    key = Ed25519PrivateKey.from_private_bytes(from_base64(KEYS["device_private"]))
    (made,) = ask(["sign", "some words", KEYS["device_private"]])
    assert from_base64(made) == key.sign(b"some words")
    asked = [["verify", made, words, KEYS["device_public"]] for words in ("some words", "other words")]
    assert ask(*asked, ["verify", to_base64(bytes(64)), "x", KEYS["device_public"]]) == [True, False, False]


def test_every_word_is_said_in_both_languages() -> None:
    (words,) = ask(["words"])
    assert words["ar"].keys() == words["fr"].keys()
    for name, said in words["ar"].items():
        assert said.strip() and words["fr"][name].strip(), name
        assert set(re.findall(r"\{\w\}", said)) == set(re.findall(r"\{\w\}", words["fr"][name])), name
        if name not in ("other_language",):
            assert re.search("[\u0600-\u06ff]", said), name
