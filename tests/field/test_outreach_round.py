"""A team's phone at night, with no network: what was tapped is what leaves, and nobody's name leaves in clear."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.field.nights import CALL, CENTRE, EXACT, STATION, WALK, Night, Round
from tests.field.phones import Phone
from tests.field.stand import Stand
from tests.field.ten_meetings import NAME, PLACE, WORDS, Places, ten_meetings, told, wanted

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
HERE = Places()
CLOCK = "(() => { const real = Date.now; Date.now = () => real() + (globalThis.later ?? 0); })();"


@pytest.fixture
def night(stand: Stand) -> Night:
    return Night(stand)


@pytest.fixture
def team(night: Night, phone: Callable[..., Phone]) -> Iterator[Callable[..., Round]]:
    """A phone that was prepared and whose files are on it: `team(lang="ar")`."""
    taken: list[Phone] = []

    def take(offline: bool = True, **wishes: Any) -> Round:
        held = phone(flags=MICROPHONE, script=CLOCK, **wishes)
        taken.append(held)
        held.prepare(night.stand.code())
        held.page.wait_for_selector("[data-meet]")
        held.page.wait_for_selector(".sent")
        held.kept_for_offline()
        held.context.set_offline(offline)
        return Round(held)

    yield take
    faults = [said for one in taken for said in one.complaints if "ERR_INTERNET_DISCONNECTED" not in said]
    assert not faults, faults


def online(round: Round) -> None:
    """The network is back: everything leaves with nothing pressed."""
    round.phone.context.set_offline(False)
    round.page.wait_for_selector(".sent, [data-sent=yes]")


def test_ten_meetings_without_network_leave_as_they_were_tapped(
    night: Night, team: Callable[..., Round]
) -> None:
    round = team()
    ten_meetings(round, HERE)
    stand = night.stand
    assert not stand.of_kind("encounter") and round.phone.waiting() == 12
    kits = {
        one.get_attribute("data-kit"): one.locator("b").inner_text()
        for one in round.page.locator("[data-kit]").all()
    }
    assert kits == {"blanket": "17", "meal": "26", "drink": "39", "hygiene": "9", "first_aid": "2"}
    online(round)
    rows, ids = stand.of_kind("encounter"), night.ids("encounter")
    assert rows == wanted(HERE, rows[0], ids)
    assert rows[0]["person"] and rows[0]["key"] == 3
    note = night.opened(rows[0]["sealed"], ids[0])
    assert json.loads(note) == {"nickname": NAME, "words": WORDS, "place": PLACE} and len(note) % 256 == 0
    assert stand.of_kind("encounter_undone") == [{"of": ids[9]}]
    assert stand.of_kind("call_reached") == [{"call": CALL}]
    said = "".join(one.payload for one in stand.kept.values())
    assert not any(word.encode("ascii", "backslashreplace").decode() in said for word in (NAME, WORDS, PLACE))


def test_the_answer_of_a_bed_comes_back_in_the_pack(night: Night, team: Callable[..., Round]) -> None:
    round = team()
    for _ in range(2):
        round.awake("men")
        round.next()
        round.next("took-shelter")
        round.next(f"site-{CENTRE}")
        round.next()
        round.save()
        round.home()
    assert round.page.locator("[data-bed=waiting]").count() == 2
    online(round)
    one, two = night.ids("encounter")
    night.answer(
        [one, "G-7K3", {"ar": "مركز النور", "fr": "Centre Nour"}, "A12", "held"],
        [two, "G-7K4", None, "", "none"],
    )
    round.page.evaluate("globalThis.later = 200000")  # the pack is asked for again every two minutes
    round.page.evaluate("dispatchEvent(new Event('online'))")
    held = round.page.locator("[data-bed=held]")
    held.wait_for()
    assert "Centre Nour · A12" in held.inner_text() and "G-7K3" in held.inner_text()
    assert "G-7K4" in round.page.locator("[data-bed=none]").inner_text()


def test_a_child_alone_has_its_card_at_once_and_it_is_sent_at_once(
    night: Night, team: Callable[..., Round]
) -> None:
    round = team(offline=False)
    round.tap("[data-child]")
    page = round.page
    card = page.locator("main").inner_text()
    assert "Ne le laissez pas" in card and "pas de questions" in card
    assert [one.get_attribute("data-dial") for one in page.locator("[data-dial]").all()][:3] == [
        "2511",
        "19",
        "15",
    ]
    assert not page.locator("input, textarea").count(), "nothing is asked, nothing can be typed"
    round.save()
    page.locator("[data-sent=yes]").wait_for()
    (row,) = night.stand.of_kind("encounter")
    assert row == told(HERE, "", "nothing", children=1, stop=WALK, call="", area=STATION)
    round.tap("[data-another]", "state-awake")
    round.next("children+")  # counted like everybody: the same card
    assert page.locator(".step-child").count()
    round.tap("[data-not-alone]")
    round.next("women+")
    assert page.locator(".step-talk").count(), "with a mother it is a meeting like the others"


def test_nothing_personal_can_be_written_of_who_sleeps(night: Night, team: Callable[..., Round]) -> None:
    round = team()
    page = round.page
    round.awake("men")
    round.tap("lang-darija", "naming")
    page.fill("#nickname", NAME)
    round.tap("[data-back]", "[data-back]", "state-asleep")
    for step in ("peace", "health"):
        assert page.locator(f".step-{step}").count() and not page.locator("input, textarea").count()
        round.next() if step == "peace" else round.tap("flag-unconscious")
    assert not page.locator("[data-key=flag-chest_pain]").count(), "what is not seen is not written"
    round.save()
    online(round)
    (row,) = night.stand.of_kind("encounter")
    assert row == told(
        HERE, "", "nothing", state="asleep", men=1, flags="unconscious", stop=WALK, call="", area=STATION
    )


def test_somebody_met_before_is_known_on_this_phone_only(night: Night, team: Callable[..., Round]) -> None:
    def meet(name: str, *took: str) -> str:
        round.awake("men")
        round.tap("naming")
        round.page.type("#nickname", name)
        round.page.wait_for_timeout(200)
        said = round.page.locator("[data-known]").inner_text()
        round.next()
        round.next(*took)
        round.next()
        round.save()
        round.home()
        return said

    round = team()
    assert not meet("Si Brahim", "took-meal")
    said = meet("  si BRAHÎM ", "took-blanket")
    assert "Déjà rencontré" in said and "Repas" in said
    round.tap("[data-undo]")
    assert not meet("Brahim", "nothing"), "an exact match, nothing that looks like it"
    assert "Repas" in meet("Si Brahim", "took-hygiene"), "what was taken back is not remembered"
    assert not meet("أحْمَــد", "took-meal") and "Repas" in meet("احمد", "nothing")
    online(round)
    persons = [row["person"] for row in night.stand.of_kind("encounter")]
    assert persons[0] == persons[1] == persons[3] and persons[4] == persons[5]
    assert len(set(persons)) == 3 and all(persons)
    other = team(offline=False)
    other.awake("men")
    other.tap("naming")
    other.page.type("#nickname", "Si Brahim")
    other.page.wait_for_timeout(200)
    assert other.page.locator("[data-known]").inner_text() == ""


def test_the_place_of_a_call_out_opens_in_memory_and_closes(night: Night, team: Callable[..., Round]) -> None:
    round = team()
    assert EXACT["place"] not in round.page.content()
    round.tap(f"place-{CALL}")
    assert round.page.locator("[data-place] p").all_inner_texts() == [EXACT["place"], EXACT["words"]]
    round.tap("[data-lock]")
    round.page.wait_for_selector("#pin")
    assert EXACT["place"] not in round.page.content()
    round.phone.open()
    assert EXACT["place"] not in round.page.content()
    round.tap(f"[data-reached='{CALL}']")
    round.page.wait_for_selector("[data-reached-done]")
    online(round)
    assert night.stand.of_kind("call_reached") == [{"call": CALL}]


def test_a_voice_note_is_sealed_in_parts_or_thrown_away(night: Night, team: Callable[..., Round]) -> None:
    round = team()
    page = round.page

    def speak() -> None:
        round.awake("men")
        round.next()
        round.next("nothing")
        round.next()
        round.speak()

    speak()
    round.tap("[data-voice-throw]")
    round.save()
    round.home()
    speak()
    round.tap("[data-voice-keep]")
    page.wait_for_selector("[data-voice-sealed]")
    assert not page.locator("audio, video").count(), "it is not played again here"
    round.save()
    online(round)
    silent, spoken = night.ids("encounter")
    parts = night.stand.of_kind("voice_part")
    assert parts and {row["of"] for row in parts} == {spoken} and silent != spoken
    assert [row["n"] for row in parts] == list(range(1, len(parts) + 1))
    assert {(row["parts"], row["key"]) for row in parts} == {(len(parts), 3)}
    assert all(len(row["sealed"]) <= 4_000 for row in parts)
    sound = b"".join(night.opened(row["sealed"], spoken) for row in parts)
    assert sound.startswith(b"\x1a\x45\xdf\xa3") and b"OpusHead" in sound, "WebM with Opus"


def test_a_meeting_is_taken_back_for_ten_minutes_and_no_longer(
    night: Night, team: Callable[..., Round]
) -> None:
    round = team()
    round.awake("men")
    round.next()
    round.next("nothing")
    round.next()
    round.save()
    round.page.evaluate("globalThis.later = 10 * 60000 + 1000")
    round.tap("[data-undo]")
    round.page.get_by_text("Dix minutes sont passées").wait_for()
    assert not round.page.locator("[data-latest] [data-undo]").count()
    online(round)
    assert not night.stand.of_kind("encounter_undone")


def test_a_meeting_that_was_begun_outlives_the_lock_without_its_words(
    night: Night, team: Callable[..., Round]
) -> None:
    round = team()
    round.awake("men", "women")
    round.tap("lang-darija", "naming")
    round.page.fill("#nickname", NAME)
    round.page.evaluate("new BroadcastChannel('twiza-field').postMessage('opened')")  # another tab was opened
    round.page.wait_for_selector("#pin")
    assert NAME not in round.page.content()
    round.phone.open()
    assert round.page.locator("[data-key=lang-darija]").get_attribute("aria-pressed") == "true"
    assert round.page.locator("#nickname").input_value() == ""


def test_every_button_is_for_a_glove_and_no_key_is_needed(night: Night, team: Callable[..., Round]) -> None:
    round = team(lang="ar")
    page = round.page
    small: list[str] = []

    def measure(where: str) -> None:
        for one in page.locator("main .button").all():
            box = one.bounding_box()
            if box and (box["height"] < 64 or box["width"] < 64):
                small.append(f"{where}: {one.inner_text()} {box['width']:.0f}×{box['height']:.0f}")

    measure("home")
    round.tap("[data-meet]")
    for step, name in (
        ("state", "state-awake"),
        ("who", "men+"),
        ("talk", ""),
        ("offer", "took-shelter"),
        ("bed", ""),
        ("health", "flag-fever"),
        ("note", ""),
    ):
        measure(step)
        round.tap(name) if name else None
        round.next() if step not in ("state", "note") else None
    round.save()
    measure("done")
    assert not small, "\n".join(small)


BREAKS = """(() => {
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...asked) {
    if (globalThis.broken && asked[1] === "readwrite") throw new DOMException("no room left", "QuotaExceededError");
    return real.apply(this, asked);
  };
})();"""


def test_the_screen_says_written_only_when_it_is(night: Night, phone: Callable[..., Phone]) -> None:
    held = phone(script=BREAKS)
    held.prepare(night.stand.code())
    held.page.wait_for_selector("[data-meet]")
    held.context.set_offline(True)
    round = Round(held)
    round.awake("men")
    round.next()
    round.next("nothing")
    round.next()
    before = held.waiting()
    held.page.evaluate("globalThis.broken = true")
    round.tap("[data-save]")
    held.page.get_by_text("Pas écrit").wait_for()
    assert not held.page.locator("[data-saved]").count() and held.waiting() == before
    held.page.evaluate("globalThis.broken = false")
    round.save()
    assert held.waiting() == before + 1


def test_meetings_of_the_night_before_go_when_the_next_one_comes(
    night: Night, team: Callable[..., Round]
) -> None:
    round = team(offline=False)
    round.awake("men")
    round.next()
    round.next("took-meal", "later", "declined-shelter")
    round.next()
    round.save()
    online(round)
    night.stand.other |= {"day": (night.stand.today() + timedelta(days=1)).isoformat(), "pack": "another"}
    round.phone.go()
    round.phone.open()
    round.page.locator("[data-latest]").wait_for(state="detached")
    marks = """() => new Promise((done) => {
      const asked = indexedDB.open("twiza-field");
      asked.onsuccess = () => {
        const count = asked.result.transaction("marks").objectStore("marks").count();
        count.onsuccess = () => { done(count.result); asked.result.close(); };
      };
    })"""
    assert round.page.evaluate(marks) == 0


def test_a_phone_of_the_version_before_opens_with_what_it_had(
    night: Night, phone: Callable[..., Phone]
) -> None:
    held = phone()
    held.page.goto(f"{held.site}/field/manifest.webmanifest")  # of this address, without the app
    held.page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("twiza-field", 1);
          asked.onupgradeneeded = () => {
            const db = asked.result;
            db.createObjectStore("meta").put("fr", "lang");
            db.createObjectStore("waiting", { keyPath: "n", autoIncrement: true }).createIndex("device", "device");
            db.createObjectStore("senders", { keyPath: "device" });
            db.createObjectStore("marks", { keyPath: "op" });
          };
          asked.onsuccess = () => { asked.result.close(); done(); };
        })"""
    )
    held.go()
    held.page.wait_for_selector("#enrol-code")
    assert held.page.locator("html").get_attribute("lang") == "fr", "what it had is there"
    held.prepare(night.stand.code())
    held.page.wait_for_selector("[data-meet]")
