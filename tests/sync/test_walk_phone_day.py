"""A phone's whole day through its addresses: the sheet, the pack, hand-overs without network, what became of them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid.models import Entitlement, HandOver
from twiza.aid.tests.given import given_association, given_distribution
from twiza.lib.operations import from_base64, to_base64
from twiza.network.tests.given import audit_data
from twiza.platform.sync import api as field
from twiza.platform.sync.tests.given import Phone, ms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> None:
    cache.clear()
    field._pack_source.cache_clear()


def asked(phone: Phone, method: str, path: str, body: bytes | None = None) -> Any:
    moment = str(ms(timezone.now()))
    signed = phone.key.sign(f"TWP-GET\n{phone.device}\n{moment}".encode())
    headers = {
        "Authorization": f"Bearer {to_base64(phone.token)}",
        "Twiza-Proof": f"{moment}.{to_base64(signed)}",
    }
    return Client().generic(
        method, f"/field/api/{path}", body or b"", content_type="application/json", headers=headers
    )


def enrolled(code: str, by: Any) -> tuple[Phone, dict[str, Any]]:
    key = Ed25519PrivateKey.generate()
    said = {
        "code": code,
        "key": to_base64(key.public_key().public_bytes_raw()),
        "name": "",
        "installed": True,
    }
    answer = Client().post("/field/api/enrol", json.dumps(said), content_type="application/json")
    assert answer.status_code == 201, answer.content
    found = answer.json()
    return Phone(found["device"], from_base64(found["token"]), by, key), found


def test_it_serves_a_lane_from_its_pack_and_everything_counts_on_the_server():
    story, today, now = given_association(), timezone.localdate(), timezone.now()
    given_distribution(
        story, households=6, baskets=6, zones=("حي الزهور",), days=(today, today + timedelta(days=2))
    )
    with story.work():
        point = story.points[0]
        point.campaign.refresh_from_db()
        lane, *_ = aid.share_lanes(point=point, day=today, lanes=1, by=story.amina, at=now)
        opened = aid.open_phone(lane=lane, by=story.amina, at=now)
    phone, told = enrolled(opened.code, story.amina)

    packed = asked(phone, "GET", "pack")
    assert packed.status_code == 200, packed.content
    pack = packed.json()
    ours = Ed25519PublicKey.from_public_bytes(from_base64(told["pack_keys"][str(pack["key"])]))
    ours.verify(from_base64(pack["sig"]), b"TWP1\n" + pack["body"].encode())
    body = json.loads(pack["body"])
    assert len(body["rights"]) == 6
    assert body["expires"] - body["made"] <= 24 * 3_600_000

    for _door, token, right, *_rest in body["rights"]:
        values = {"right": right, "card": token[:16], "proxy": False, "how": "camera", "released": ""}
        phone.do("hand_over", values, timezone.now())
    phone.do("hand_over", values, timezone.now())  # the last card once more
    sent = asked(phone, "POST", "operations", phone.body(at=timezone.now()))
    assert sent.status_code == 200, sent.content
    said = sent.json()
    assert [one["answer"] for one in said["answers"]] == ["accepted"] * 6 + ["conflict"]
    assert (said["answers"][-1]["rule"], said["missing"]) == ("double", [])
    with story.work():
        assert HandOver.objects.filter(source="offline").count() == 7
        assert set(Entitlement.objects.values_list("state", flat=True)) == {"served"}
        assert len(audit_data("aid.field_taken_in")) == 1, "one line for the batch"

    assert {one[-1] for one in json.loads(asked(phone, "GET", "pack").json()["body"])["rights"]} == {"served"}
