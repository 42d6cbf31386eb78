"""The work of a lane, with and without network."""

import time
from collections.abc import Callable
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.field.phones import Phone
from tests.field.stand import Stand


def test_a_lane_serves_without_network_and_sends_when_it_is_back(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    one, two, three = stand.add(), stand.add(needs="sc"), stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.kept_for_offline()
    volunteer.serve(one.square)
    volunteer.context.set_offline(True)
    volunteer.serve(two.code.lower())
    assert volunteer.read(three.code) == "serve"
    volunteer.press("proxy")
    volunteer.page.wait_for_selector("[data-send]")
    assert volunteer.read(two.square) == "refusal" and volunteer.why() == "double"
    volunteer.next()
    volunteer.context.set_offline(False)
    volunteer.page.wait_for_selector(".sent")
    assert volunteer.waiting() == 0
    served = stand.of_kind("hand_over")
    assert [row["right"] for row in served] == [one.right, two.right, three.right]
    assert [row["how"] for row in served] == ["reader", "typed", "typed"]
    assert [row["proxy"] for row in served] == [False, False, True]
    assert served[0]["card"] == stand.hashes(one)[1][:16] and served[1]["card"] == stand.hashes(two)[0][:16]
    seqs = sorted(one.seq for one in stand.kept.values())
    assert seqs == list(range(1, len(seqs) + 1)), "numbers without gap"
    assert not volunteer.complaints or all("ERR_INTERNET" in one for one in volunteer.complaints)


def test_the_next_card_works_within_a_second_when_the_network_dies(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    one, two = stand.add(), stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.serve(one.code)
    volunteer.context.set_offline(True)
    start = time.perf_counter()
    volunteer.serve(two.code)
    assert time.perf_counter() - start < 1
    assert volunteer.waiting() >= 1


def test_it_opens_without_network_after_a_restart(stand: Stand, phone: Callable[..., Phone]) -> None:
    family = stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.kept_for_offline()
    volunteer.turn_off()
    volunteer.turn_on()
    volunteer.context.set_offline(True)
    volunteer.go()
    volunteer.open()
    volunteer.serve(family.square)
    assert volunteer.waiting() >= 1


def test_each_refusal_is_said_calmly_and_tells_the_volunteer_why(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    other_lane, revoked = stand.add(lane=2), stand.add()
    forged = stand.add(key=Ed25519PrivateKey.generate(), hidden=True)
    expired = stand.add(until=stand.today() - timedelta(days=1), hidden=True)
    other_campaign, elsewhere = stand.add(hidden=True), stand.add(hidden=True)
    stand.other = {
        "revoked": [stand.hashes(revoked)[1]],
        "elsewhere": [[*stand.hashes(elsewhere), "orange", "star"]],
    }
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.context.set_offline(True)
    wanted = {
        other_lane.square: "other_lane", revoked.square: "revoked", forged.square: "not_ours",
        expired.square: "expired", other_campaign.square: "other_campaign", other_campaign.code: "unknown",
        elsewhere.square: "other_point",
    }  # fmt: skip
    looks = set()
    for text, why in wanted.items():
        assert volunteer.read(text) == "refusal", why
        assert volunteer.why() == why
        looks.add(
            volunteer.page.evaluate("getComputedStyle(document.querySelector('.verdict')).backgroundColor")
        )
        volunteer.picture(why)
        volunteer.next()
    assert len(looks) == 1, "every refusal has the same colour"
    altered = other_campaign.square[:-1] + ("A" if other_campaign.square[-1] != "A" else "B")
    assert volunteer.read(altered) == "refusal" and volunteer.why() == "not_ours"
    volunteer.press("away")
    assert volunteer.read("hello") == "again"
    volunteer.next()
    volunteer.context.set_offline(False)
    volunteer.page.wait_for_selector(".sent")
    assert [row["why"] for row in stand.of_kind("turned_away")] == ["not_ours"]


def test_an_act_is_undone_within_a_minute(stand: Stand, phone: Callable[..., Phone]) -> None:
    family = stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.serve(family.code)
    volunteer.press("undo")
    volunteer.page.get_by_text("Annulé").wait_for()
    volunteer.serve(family.code)
    volunteer.page.wait_for_selector(".sent")
    served, undone = stand.of_kind("hand_over"), stand.of_kind("undo")
    assert len(served) == 2 and len(undone) == 1
    first = next(one for one in stand.kept.values() if one.kind == "hand_over")
    assert undone[0]["of"] == str(first.op)


def test_a_lane_takes_over_the_families_of_a_dead_phone(stand: Stand, phone: Callable[..., Phone]) -> None:
    theirs = stand.add(lane=2)
    volunteer = phone()
    volunteer.prepare(stand.code(1))
    assert volunteer.read(theirs.square) == "refusal" and volunteer.why() == "other_lane"
    volunteer.next()
    volunteer.page.locator(".more").click()
    volunteer.page.fill("#release", stand.releases[2].lower())
    volunteer.page.press("#release", "Enter")
    volunteer.page.get_by_text("Vous servez aussi la file 2").wait_for()
    volunteer.press("back")
    volunteer.serve(theirs.square)
    volunteer.page.wait_for_selector(".sent")
    assert stand.of_kind("release_used") == [{"lane": 2, "release": stand.release(2)}]
    assert stand.of_kind("hand_over")[0]["released"] == stand.release(2)


def test_the_desk_hears_whoever_was_refused_and_gives_a_spare(
    stand: Stand, phone: Callable[..., Phone]
) -> None:
    family = stand.add(lane=2)
    stand.served.add(family.right)
    table = phone()
    table.prepare(stand.code(9))
    assert table.read(family.square) == "refusal" and table.why() == "double"
    table.picture("desk")
    table.press("spare")
    table.page.get_by_text("Panier de réserve noté").wait_for()
    table.page.wait_for_selector(".sent")
    (away,) = [one for one in stand.kept.values() if one.kind == "turned_away"]
    assert away.values() == {"why": "double", "right": family.right}
    assert stand.of_kind("spare") == [{"right": family.right, "of": str(away.op)}]


def test_a_shift_cannot_end_while_something_waits(stand: Stand, phone: Callable[..., Phone]) -> None:
    family = stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.context.set_offline(True)
    volunteer.serve(family.code)
    volunteer.page.locator(".more").click()
    volunteer.press("end")
    volunteer.page.get_by_text("le service ne peut pas finir").wait_for()
    volunteer.context.set_offline(False)
    volunteer.page.wait_for_timeout(200)
    volunteer.press("end")
    volunteer.page.get_by_text("C’est fini pour aujourd’hui").wait_for()
    assert stand.of_kind("shift_closed") == [{"waiting": 0}] and stand.of_kind("shift_opened")
    assert volunteer.waiting() == 0


def test_a_reader_types_wherever_the_hand_is(stand: Stand, phone: Callable[..., Phone]) -> None:
    one, two = stand.add(), stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.page.locator("h1").focus()
    volunteer.page.keyboard.type(one.square)
    volunteer.page.keyboard.press("Enter")
    volunteer.page.wait_for_selector("[data-verdict=serve]")
    volunteer.page.keyboard.press("Enter")  # the reader's second end of line is no answer
    volunteer.page.keyboard.type(two.square)
    volunteer.page.keyboard.press("Enter")
    volunteer.page.get_by_text("Dites d’abord si le panier a été remis").wait_for()
    volunteer.page.wait_for_timeout(600)
    volunteer.page.keyboard.press("Enter")
    volunteer.page.wait_for_selector("[data-verdict]", state="detached")
    volunteer.page.wait_for_selector(".sent")
    assert [row["right"] for row in stand.of_kind("hand_over")] == [one.right]


def test_a_day_is_open_in_one_tab_only(stand: Stand, phone: Callable[..., Phone]) -> None:
    one, two = stand.add(), stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.serve(one.code)
    first, volunteer.page = volunteer.page, volunteer.context.new_page()
    volunteer.go()
    volunteer.open()
    first.wait_for_selector("#pin")
    assert volunteer.read(one.code) == "refusal" and volunteer.why() == "double"
    volunteer.next()
    volunteer.serve(two.code)
