"""A key of the worker in place of the PIN: a new question each time, its holder verified, one device, one day, five tries."""

import hashlib
import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from twiza.cases import actions
from twiza.cases.models import RoomPin
from twiza.cases.tests.given import CHEAP, WORDS
from twiza.cases.views import pins
from twiza.cases.views import room as door
from twiza.network.tests.given import as_work

pytestmark = pytest.mark.django_db
HERE = hashlib.sha256(b"testserver").digest()
PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40
OPENING, PINS, CHOOSING = (f"cases:{name}" for name in ("open_room", "open_with_pin", "choose_pin"))


class SoftKey:
    """An authenticator in software: it signs what it is asked, as a browser passes it on."""

    def __init__(self, name: bytes) -> None:
        self.name, self.private = name, ec.generate_private_key(ec.SECP256R1())

    def registered_by(self, user) -> "SoftKey":
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(Aaguid(bytes(16)), self.name, public)
        seen = AuthenticatorData.create(HERE, PRESENT | CREDENTIAL, 0, credential)
        told = {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"AA","origin":"https://testserver"}'),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        }  # fmt: skip
        whole = self._named() | {"response": told}
        Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": whole})
        return self

    def answer(self, question, *, flags=PRESENT | VERIFIED, origin="https://testserver", site=HERE) -> str:
        asked = question["request_options"]["publicKey"]
        told = {"type": "webauthn.get", "challenge": asked["challenge"], "origin": origin}
        client, seen = json.dumps(told).encode(), AuthenticatorData.create(site, flags, 1)
        signed = self.private.sign(seen + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answered = {
            "clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(signed),
        }  # fmt: skip
        return json.dumps(self._named() | {"response": answered})

    def _named(self):
        id = websafe_encode(self.name)
        return {"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}}


@pytest.fixture
def key(leila):
    return SoftKey(b"the key of Leila").registered_by(leila)


@pytest.fixture
def locked(client, leila, room, key):
    """Leila's browser: the passphrase was given today, the key is chosen, the room has locked."""
    client.force_login(leila)
    assert client.post(reverse(OPENING), {"passphrase": WORDS}).status_code == 302
    assert client.get(reverse(CHOOSING)).context["has_key"]
    assert client.post(reverse(CHOOSING), {"way": "passkey"}).status_code == 302
    client.post(reverse("cases:lock_room"))
    return client


def question(browser):
    answer = browser.get(reverse(PINS))
    assert answer.status_code == 200
    return answer.context["question"]


def tried(browser, answer):
    """302 to the case list: it is open."""
    return browser.post(reverse(PINS), {"answer": answer})


def is_open(browser) -> bool:
    return browser.get(reverse(CHOOSING)).status_code == 200


def test_the_key_opens_the_room_again_on_its_device(locked, key, leila):
    assert locked.get(reverse(OPENING))["Location"].startswith(reverse(PINS))
    asked = question(locked)
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"
    answer = tried(locked, key.answer(asked))
    assert answer["Location"] == reverse("cases:list_cases") and is_open(locked)
    with as_work(leila):
        row = RoomPin.objects.get()
        assert (row.way, row.tries) == ("passkey", 0) and timezone.localtime(row.until).hour == 0
    page = locked.get(reverse("cases:show_key"))
    assert page.context["openings"][0].by == "cases.room_opened_by_passkey" and page.context["has_pin"]


def test_an_answer_is_good_once_and_for_the_last_question_only(locked, key):
    first, second = question(locked), question(locked)
    assert first != second
    assert tried(locked, key.answer(first)).status_code == 200  # asked anew since
    asked = question(locked)
    assert tried(locked, key.answer(asked)).status_code == 302
    locked.post(reverse("cases:lock_room"))
    assert tried(locked, key.answer(asked)).status_code == 200 and not is_open(locked)


def test_an_old_question_is_none(locked, key):
    asked = question(locked)
    session = locked.session
    before = timezone.now() - timedelta(minutes=6)
    session[pins.ASKED] = session[pins.ASKED] | {"at": before.isoformat()}
    session.save()
    assert tried(locked, key.answer(asked)).status_code == 200 and not is_open(locked)


@pytest.mark.parametrize(
    "wrong",
    [{"flags": PRESENT}, {"flags": VERIFIED}, {"origin": "https://elsewhere"}, {"site": bytes(32)}],
    ids=["its holder not verified", "nobody there", "another site", "for another site"],
)
def test_what_does_not_come_from_its_verified_holder_here_opens_nothing(locked, key, leila, wrong):
    assert tried(locked, key.answer(question(locked), **wrong)).status_code == 200 and not is_open(locked)
    with as_work(leila):
        assert RoomPin.objects.get().tries == 1


def test_another_key_and_a_key_of_another_person_open_nothing(locked, zineb, leila):
    hers = SoftKey(b"the key of Zineb").registered_by(zineb)
    false = SoftKey(b"the key of Leila")  # the right name, another secret
    for one in (hers, false):
        assert tried(locked, one.answer(question(locked))).status_code == 200
    assert not is_open(locked)


@pytest.mark.parametrize("junk", ["", "x", "[]", "7", '"a"', "null", "{}", '{"response": 1}', '{"id": "a", "rawId": "a", "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}}'])  # fmt: skip
def test_whatever_is_sent_in_place_of_an_answer_opens_nothing_and_breaks_nothing(locked, junk):
    question(locked)
    assert tried(locked, junk).status_code == 200 and not is_open(locked)


def test_five_wrong_answers_end_it_and_the_right_one_comes_too_late(locked, key, leila):
    answers = [tried(locked, key.answer(question(locked), flags=PRESENT)).status_code for _try in range(4)]
    assert answers == [200] * 4
    last, good = question(locked), key.answer(question(locked))
    assert tried(locked, key.answer(last, flags=PRESENT)).status_code == 302
    assert tried(locked, good)["Location"].endswith("passphrase=1") and not is_open(locked)
    with as_work(leila):
        assert RoomPin.objects.get().tries == 5 and RoomPin.objects.update(tries=0) == 0


def test_without_the_cookie_of_the_device_the_key_opens_nothing(locked, key, leila):
    other = Client()
    other.force_login(leila)
    assert other.get(reverse(PINS)).status_code == 302
    half = locked.cookies[door.DEVICE].value[:32] + "0" * 64  # the right row, another secret
    other.cookies.load({door.DEVICE: half})
    asked = other.get(reverse(PINS)).context["question"]
    assert tried(other, key.answer(asked)).status_code == 200 and not is_open(other)


def test_a_pin_does_not_open_what_a_key_does_nor_the_other_way_round(client, leila, room, key):
    now = timezone.now()
    with as_work(leila):
        row, device = actions.set_passkey(room=room, since=now, by=leila, at=now)
        with pytest.raises(actions.PinSpent):
            actions.open_by_pin(id=row.pk, device=device, pin="739104", by=leila, at=now)
        row, device = actions.set_pin(room=room, pin="739104", since=now, by=leila, at=now, cost=CHEAP)
        assert RoomPin.objects.count() == 1  # one thing opens it, not two
        with pytest.raises(actions.PinSpent):
            actions.open_by_passkey(id=row.pk, device=device, asked={}, answer={}, by=leila, at=now)
        row.pk, row.way = row.worker_id, "smile"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_it_needs_a_key_and_the_passphrase_of_the_day(leila, room):
    now = timezone.now()
    with as_work(leila):
        with pytest.raises(actions.NoPasskey):
            actions.set_passkey(room=room, since=now, by=leila, at=now)
        SoftKey(b"a key").registered_by(leila)
        with pytest.raises(actions.PinSpent):
            actions.set_passkey(room=room, since=now - timedelta(days=1), by=leila, at=now)


def test_from_reception_the_passphrase_leads_back_and_nothing_else(locked, leila):
    locked.post(reverse(OPENING), {"passphrase": WORDS})
    locked.post(reverse("cases:go_to_reception"))
    assert locked.get(reverse(OPENING)).status_code == 200  # not sent to a page that reception may not see
    assert locked.post(reverse(OPENING), {"passphrase": WORDS}).status_code == 302 and is_open(locked)
