"""The addresses that phones call: without cookies, with a token; every bad input has a clear answer and nothing is lost."""

import gzip
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.sync.conftest import Refusal, Subject
from twiza.lib import short_codes
from twiza.lib.ids import new_id
from twiza.lib.operations import from_base64, to_base64
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.sync import actions, queries
from twiza.platform.sync import api as field
from twiza.platform.sync.models import Device, DeviceState, StoredOperation
from twiza.platform.sync.rules import SignedPack
from twiza.platform.sync.tests.given import Phone, ms

pytestmark = pytest.mark.django_db
OPENAPI = Path(__file__).parents[1] / "api_contract" / "openapi.json"
PACK = SignedPack(body='{"day":"2026-03-01"}', key=1, sig="AAAA", pack=new_id())


def make_pack(*, device: Any, post: Any, post_kind: str, by: Any, at: datetime) -> SignedPack:
    return PACK


@pytest.fixture(autouse=True)
def _packs(monkeypatch: pytest.MonkeyPatch, subject: Subject) -> None:
    monkeypatch.setattr(settings, "SYNC_PACKS", {"lane": f"{__name__}.make_pack"})
    field._pack_source.cache_clear()
    cache.clear()


@pytest.fixture
def amina() -> Any:
    return given_member("Amina", "campaign_manager", given_organisation())


def sheet(by: Any, *, begins: timedelta = timedelta(), lasts: timedelta = timedelta(hours=8)) -> str:
    """The code of a sheet; its period begins now unless said otherwise."""
    now = timezone.now()
    with acting_as(by.pk, purpose=Purpose.WORK):
        (where,) = queries_of_organisation(by)
        _row, code = actions.open_enrolment(
            post=new_id(), post_kind="lane", organisation=where, host=where,
            begins=now + begins, ends=now + begins + lasts, by=by, at=now,
        )  # fmt: skip
    return code


def queries_of_organisation(by: Any) -> list[Any]:
    from twiza.network import queries as network

    return list(network.organisations_of(by.pk, on=timezone.localdate()))


def enrol(client: Client, code: str, own: Ed25519PrivateKey | None = None, /, **other: Any) -> Any:
    key = own or Ed25519PrivateKey.generate()
    said = {
        "code": code,
        "key": to_base64(key.public_key().public_bytes_raw()),
        "name": "Redmi",
        "installed": True,
    }
    return client.post("/field/api/enrol", json.dumps(said | other), content_type="application/json")


def given_enrolled(by: Any) -> Phone:
    key = Ed25519PrivateKey.generate()
    answer = enrol(Client(), sheet(by), key)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    return Phone(said["device"], from_base64(said["token"]), by, key)


def post(phone: Phone, body: bytes | None = None, token: bytes | None = None, **headers: str) -> Any:
    return Client().post(
        "/field/api/operations",
        phone.body(at=timezone.now()) if body is None else body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {to_base64(phone.token if token is None else token)}", **headers},
    )


def stored(by: Any) -> int:
    with acting_as(by.pk, purpose=Purpose.WORK):
        return StoredOperation.objects.count()


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert answer["Cache-Control"] == "no-store"


def test_it_enrols_a_phone_once_by_the_code_of_its_sheet(amina):
    code = sheet(amina)
    answer = enrol(Client(enforce_csrf_checks=True), short_codes.grouped(code).lower())
    assert answer.status_code == 201
    said = answer.json()
    assert len(from_base64(said["token"])) == 32
    assert len(from_base64(said["offline_key"]["key"])) == 32
    assert set(said["pack_keys"]) == {"1"}
    assert said["until"] - said["from"] == 8 * 3_600_000
    assert abs(said["server_now"] - ms(timezone.now())) < 60_000
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    refused(enrol(Client(), code), 404, "sync.no_such_code")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Device.objects.get().name == "Redmi"


def test_it_answers_the_same_phone_again_when_the_first_answer_was_lost_on_the_way(amina):
    code, key = sheet(amina), Ed25519PrivateKey.generate()
    first, again = (enrol(Client(), code, key).json() for _ in range(2))
    assert first["device"] == again["device"]
    assert first["token"] != again["token"]
    phone = Phone(again["device"], from_base64(again["token"]), amina, key)
    assert post(phone).status_code == 200
    with acting_as(amina.pk, purpose=Purpose.WORK):
        actions.revoke_device(device=phone.device, reason_code="lost", by=amina, at=timezone.now())
    refused(enrol(Client(), code, key), 404, "sync.no_such_code")


@pytest.mark.parametrize("code", ["", "AAAA", "0123456789AB", "' OR 1=1 --", "\x00"])
def test_it_does_not_say_which_codes_there_are(amina, code):
    refused(enrol(Client(), code), 404, "sync.no_such_code")


@pytest.mark.parametrize(
    ("begins", "status"), [(timedelta(hours=23), 201), (timedelta(hours=25), 404), (timedelta(hours=-9), 404)]
)
def test_it_enrols_from_a_day_before_the_period_until_its_end(amina, begins, status):
    assert enrol(Client(), sheet(amina, begins=begins)).status_code == status


def test_it_slows_down_who_guesses_codes(amina):
    found = {enrol(Client(), "0123456789AB").status_code for _ in range(70)}
    assert found == {404, 429}
    answer = enrol(Client(), "0123456789AB")
    refused(answer, 429, "sync.too_many")
    assert answer["Retry-After"]


@pytest.mark.parametrize(
    "other", [{"key": "AA"}, {"key": "*" * 43}, {"installed": "perhaps"}, {"code": 5}, {"name": "x" * 201}]
)
def test_it_says_that_an_enrolment_was_not_understood(amina, other):
    refused(enrol(Client(), sheet(amina), **other), 400, "sync.bad_request")


def test_it_takes_in_a_batch_as_it_is_and_in_gzip(amina, subject):
    phone = given_enrolled(amina)
    phone.do("serve", {"n": 1})
    answer = post(phone)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["revoked"], said["missing"]) == (False, [])
    assert said["answers"][0] | {"op": ""} == {
        "n": 0, "op": "", "answer": "accepted", "rule": "", "repeated": False, "kept": True,
    }  # fmt: skip
    again = post(phone, gzip.compress(phone.body()), **{"Content-Encoding": "gzip"}).json()
    assert again["answers"][0]["repeated"]
    assert len(subject.taken) == 1


def test_it_knows_the_phone_by_its_token_alone_whoever_is_signed_in_beside_it(amina):
    phone = given_enrolled(amina)
    phone.do("serve", {})
    salma = given_member("Salma", "campaign_manager", given_organisation("Association Sebou"))
    client = Client()
    client.force_login(salma)
    answer = client.post(
        "/field/api/operations", phone.body(), content_type="application/json",
        headers={"Authorization": f"Bearer {to_base64(phone.token)}"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert (stored(amina), stored(salma)) == (1, 0)


@pytest.mark.parametrize("token", [b"", b"x", bytes(32), b"\xff" * 32])
def test_it_knows_no_other_token(amina, token):
    phone = given_enrolled(amina)
    phone.do("serve", {})
    refused(post(phone, token=token), 401, "sync.unknown_device")
    answer = Client().post("/field/api/operations", phone.body(), content_type="application/json")
    refused(answer, 401, "sync.unknown_device")
    assert stored(amina) == 0


def changed(phone: Phone, **other: Any) -> bytes:
    return json.dumps(json.loads(phone.body()) | other).encode()


def test_it_gives_every_bad_body_a_clear_answer_and_loses_nothing(amina):
    phone = given_enrolled(amina)
    phone.do("serve", {})
    whole = phone.body()
    packed = {"Content-Encoding": "gzip"}
    for body, headers in [
        (b"", {}), (b"{", {}), (b"[]", {}), (b"\xff\xfe", {}), (whole[:-9], {}), (b"[" * 100_000, {}),
        (gzip.compress(whole)[:-9], packed), (gzip.compress(whole)[:20], packed), (whole, packed),
        (changed(phone, waiting=-1), {}), (changed(phone, last_seq="3"), {}), (changed(phone, now=2**60), {}),
        (changed(phone, sealed="x"), {}), (changed(phone, sealed=[1]), {}), (changed(phone, device="x"), {}),
        (changed(phone, sealed=["x"] * 501), {}), (changed(phone, sealed=["x" * 9000]), {}),
    ]:  # fmt: skip
        refused(post(phone, body, **headers), 400, "sync.bad_request")
    assert post(phone).json()["answers"][0]["answer"] == "accepted"


def test_it_refuses_a_body_that_unpacks_to_too_much(amina):
    phone = given_enrolled(amina)
    bomb = gzip.compress(b'{"sealed":"' + b" " * 50_000_000)
    refused(post(phone, bomb, **{"Content-Encoding": "gzip"}), 413, "sync.too_large")
    refused(post(phone, b" " * (9 * 1024 * 1024)), 413, "sync.too_large")


def test_it_takes_no_operations_of_one_phone_under_the_token_of_another(amina):
    phone, other = given_enrolled(amina), given_enrolled(amina)
    phone.do("serve", {})
    refused(post(phone, token=other.token), 409, "sync.another_device")
    assert stored(amina) == 0


def test_it_asks_to_send_again_when_the_database_is_busy(amina, subject):
    phone = given_enrolled(amina)
    phone.do("serve", {})
    subject.trouble = OperationalError("deadlock detected")
    refused(post(phone), 503, "sync.busy")
    assert stored(amina) == 0
    subject.trouble = None
    assert post(phone).status_code == 200


def test_it_keeps_what_a_subject_refuses_and_says_so_in_the_answer(amina, subject):
    phone = given_enrolled(amina)
    phone.do("serve", {})
    subject.trouble = Refusal("no")
    said = post(phone).json()["answers"][0]
    assert (said["answer"], said["rule"], said["kept"]) == ("rejected", "test.refused", True)
    assert stored(amina) == 1


def proof(phone: Phone, key: Ed25519PrivateKey | None = None, device: Any = None) -> str:
    moment = str(ms(timezone.now()))
    signed = (key or phone.key).sign(f"TWP-GET\n{device or phone.device}\n{moment}".encode())
    return f"{moment}.{to_base64(signed)}"


def get_pack(phone: Phone, **headers: str) -> Any:
    token = {"Authorization": f"Bearer {to_base64(phone.token)}"}
    return Client().get("/field/api/pack", headers=token | headers)


def test_it_gives_the_pack_to_the_phone_that_holds_its_key(amina):
    phone = given_enrolled(amina)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        DeviceState.objects.update(last_contact_at=timezone.now() - timedelta(hours=1))
    answer = get_pack(phone, **{"Twiza-Proof": proof(phone)})
    assert answer.status_code == 200
    assert answer.json() == {"body": PACK.body, "key": 1, "sig": "AAAA"}
    kept = get_pack(phone, **{"Twiza-Proof": proof(phone), "If-None-Match": answer["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert timezone.now() - DeviceState.objects.get().last_contact_at < timedelta(minutes=1)


def test_it_gives_no_pack_to_a_copied_token(amina):
    phone = given_enrolled(amina)
    wrong = Ed25519PrivateKey.generate()
    for said in (
        "",
        "1",
        ".",
        "1.AA",
        proof(phone, wrong),
        proof(phone, device=new_id()),
        "x" + proof(phone),
    ):
        refused(get_pack(phone, **{"Twiza-Proof": said}), 401, "sync.proof_wanted")


def test_it_gives_no_pack_to_a_revoked_phone_and_still_takes_what_it_sends(amina, subject):
    phone = given_enrolled(amina)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        actions.revoke_device(device=phone.device, reason_code="lost", by=amina, at=timezone.now())
    refused(get_pack(phone, **{"Twiza-Proof": proof(phone)}), 410, "sync.revoked")
    phone.do("serve", {})
    said = post(phone).json()
    assert (said["revoked"], said["answers"][0]["answer"]) == (True, "quarantined")
    assert subject.taken == []


def test_it_lets_a_phone_send_so_many_batches_a_minute_and_no_more(amina, monkeypatch):
    monkeypatch.setattr(field, "BATCHES", {"batches": "3/m/key"})
    phone, other = given_enrolled(amina), given_enrolled(amina)
    assert [post(phone).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert post(other).status_code == 200


@pytest.mark.parametrize("path", ["enrol", "operations", "pack", "docs", "openapi.json", ""])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_answers_nothing_else(path, method):
    answer = getattr(Client(), method)(f"/field/api/{path}")
    assert answer.status_code in (401, 404, 405)


def test_its_contract_is_the_one_that_is_written_down():
    from twiza.config.api import api

    found = json.loads(json.dumps(api.get_openapi_schema()))
    if os.environ.get("TWIZA_WRITE_PAGES"):
        OPENAPI.parent.mkdir(exist_ok=True)
        OPENAPI.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert found == json.loads(OPENAPI.read_text())


def test_it_finds_a_device_and_its_person_by_the_token(amina):
    phone = given_enrolled(amina)
    device, person = queries.device_of(phone.token)
    assert (str(device), person) == (phone.device, amina.pk)
