"""A phone that is lost, stolen or taken off the point: what lies on it, and what it still does."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from tests.field.phones import PIN, Phone
from tests.field.searching import found_in
from tests.field.stand import Family, Stand

# With this the phone writes down everything as it is: to show that the search finds what lies in clear
UNLOCKED = """(() => {
  const none = new Uint8Array(16);
  crypto.subtle.encrypt = async (_wish, _key, clear) => new Uint8Array([...new Uint8Array(clear), ...none]).buffer;
  crypto.subtle.decrypt = async (_wish, _key, box) => new Uint8Array(box).slice(0, -16).buffer;
})();"""


def words_of(stand: Stand, families: list[Family]) -> set[str]:
    """Everything about families that may not lie on a phone in clear."""
    return {
        word
        for one in families
        for word in (one.name, one.phone, one.code, one.square, one.right, *stand.hashes(one))
    }


def work_a_while(volunteer: Phone, stand: Stand, families: list[Family]) -> None:
    """Prepare, serve some with and some without network, reload, lock."""
    volunteer.prepare(stand.code())
    volunteer.kept_for_offline()
    for one in families[:3]:
        volunteer.serve(one.square)
    volunteer.context.set_offline(True)
    for one in families[3:6]:
        volunteer.serve(one.code)
    volunteer.page.reload()
    volunteer.open()
    assert volunteer.read(families[0].square) == "refusal"
    volunteer.next()
    volunteer.turn_off()


@pytest.mark.parametrize("script", ["", UNLOCKED], ids=["as it is", "canary"])
def test_nothing_of_a_family_lies_on_the_phone(
    stand: Stand, phone: Callable[..., Phone], script: str
) -> None:
    families = [stand.add(needs="w") for _ in range(8)]
    # told to this phone only so that the search has something to find: a pack holds neither names nor codes
    stand.other = {"canary": [[one.name, one.phone, one.code, one.square] for one in families]}
    words = words_of(stand, families)
    volunteer = phone(script=script or None)
    work_a_while(volunteer, stand, families)
    found = found_in(volunteer.folder, words)
    assert found == (words if script else set())
    volunteer.turn_on()


def test_ten_wrong_pins_empty_the_phone_and_nothing_handed_over_is_lost(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    families = [stand.add() for _ in range(3)]
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.kept_for_offline()
    volunteer.page.wait_for_selector(".sent")
    volunteer.context.set_offline(True)
    for one in families:
        volunteer.serve(one.code)
    for left in range(9, -1, -1):
        volunteer.page.reload() if left % 3 == 0 else None  # a new start is no new try
        volunteer.page.wait_for_selector("button[type=submit]:not([disabled])")
        volunteer.unlock("135790")
        if left:
            volunteer.page.locator(".fault").get_by_text(f"{left} essais").wait_for()
    volunteer.page.get_by_text("Ce téléphone s’est vidé").wait_for()
    kept = volunteer.page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("twiza-field");
          asked.onsuccess = () => {
            const tx = asked.result.transaction(["meta", "marks"]);
            const names = tx.objectStore("meta").getAllKeys(), marks = tx.objectStore("marks").count();
            tx.oncomplete = () => { done([names.result, marks.result]); asked.result.close(); };
          };
        })"""
    )
    assert not {"vault", "secret", "token", "pack"} & set(kept[0]) and kept[1] == 0
    assert volunteer.waiting() == 3 and not stand.of_kind("hand_over")
    volunteer.context.set_offline(False)
    volunteer.page.get_by_text("Tout ce qui a été remis est parti").wait_for()
    assert [row["right"] for row in stand.of_kind("hand_over")] == [one.right for one in families]
    # the same telephone can be prepared again, with another sheet
    volunteer.prepare(stand.code())
    assert volunteer.read(families[0].code) == "refusal" and volunteer.why() == "double"


def test_a_right_pin_forgives_the_wrong_ones(stand: Stand, phone: Callable[..., Phone]) -> None:
    volunteer = phone()
    volunteer.prepare(stand.code())
    for _ in range(2):
        volunteer.page.reload()
        for left in range(9, 3, -1):
            volunteer.page.wait_for_selector("button[type=submit]:not([disabled])")
            volunteer.unlock("135790")
            volunteer.page.locator(".fault").get_by_text(f"{left} essais").wait_for()
        volunteer.open(PIN.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


@pytest.mark.parametrize(
    "pin", ["48291", "111111", "123456", "987654"], ids=["short", "same", "rising", "falling"]
)
def test_an_easy_pin_is_refused(stand: Stand, phone: Callable[..., Phone], pin: str) -> None:
    volunteer = phone(lang="ar")
    volunteer.go(f"#e={stand.code()}")
    volunteer.page.press("#enrol-name", "Enter")
    volunteer.page.fill("#pin", pin)
    volunteer.page.fill("#pin-again", pin)
    volunteer.page.press("#pin-again", "Enter")
    assert volunteer.page.locator(".fault").inner_text().strip()
    assert not stand.devices


def test_a_phone_that_was_revoked_empties_itself_and_sends_what_it_had(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    family = stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.context.set_offline(True)
    volunteer.serve(family.code)
    (device,) = stand.devices.values()
    device.revoked = True
    volunteer.context.set_offline(False)
    volunteer.page.get_by_text("Ce téléphone ne sert plus").wait_for()
    assert [row["right"] for row in stand.of_kind("hand_over")] == [family.right]
    assert volunteer.waiting() == 0


def test_a_pack_that_is_not_ours_is_refused(stand: Stand, phone: Callable[..., Phone]) -> None:
    stand.add()
    signed, stand.pack_key = stand.pack_key, stand.card_key
    volunteer = phone()
    volunteer.go(f"#e={stand.code()}")
    stand.enrol, right = with_key(stand, signed), stand.enrol  # type: ignore[method-assign]
    volunteer.page.get_by_text("Français").click()
    volunteer.page.press("#enrol-name", "Enter")
    volunteer.page.fill("#pin", PIN)
    volunteer.page.fill("#pin-again", PIN)
    volunteer.page.press("#pin-again", "Enter")
    volunteer.page.get_by_text("n’est pas signée par Twiza").wait_for()
    assert right


def with_key(stand: Stand, key: Any) -> Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]:
    """Enrolment that tells the phone another key for packs than the one that signs them."""
    enrol = stand.enrol
    open_key = base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()

    def told(said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, answer = enrol(said)
        return status, answer | {"pack_keys": {"1": open_key}}

    return told


def test_the_phones_own_lock_opens_the_day(stand: Stand, phone: Callable[..., Phone]) -> None:
    family = stand.add()
    volunteer = phone()
    talk = volunteer.context.new_cdp_session(volunteer.page)
    talk.send("WebAuthn.enable")
    wishes = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "hasPrf": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": wishes})
    volunteer.go(f"#e={stand.code()}")
    volunteer.page.get_by_text("Français").click()
    volunteer.page.press("#enrol-name", "Enter")
    volunteer.page.get_by_text("Ouvrir avec le verrou du téléphone").click()
    volunteer.page.wait_for_selector(".bar")
    volunteer.page.reload()
    assert not volunteer.page.locator("#pin").count(), "there is no PIN to guess"
    volunteer.page.get_by_text("Ouvrir avec le verrou du téléphone").click()
    volunteer.page.wait_for_selector(".bar")
    volunteer.serve(family.code)
