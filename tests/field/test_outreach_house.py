"""A team's phone with the real server: what was tapped in a night without network are the rows of the house.

The sheet opens the phone, the pack is the house's own, ten meetings are tapped offline, and with the network the rows
say what was tapped; the answers of the beds come back in the pack; the notes open to the team's listener alone.
"""

import json
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.utils import timezone
from playwright.sync_api import Playwright

from tests.field.building import built_app
from tests.field.nights import Round
from tests.field.phones import Phone
from tests.field.searching import found_in
from tests.field.ten_meetings import NAME, PLACE, WORDS, Places, ten_meetings, wanted
from tests.field.test_outreach_round import MICROPHONE, online
from twiza.lib import sealed_boxes
from twiza.network.tests.given import as_work, given_member, given_organisation, given_place
from twiza.platform.sync.models import OperationAnswer, StoredOperation
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import CallOut, Encounter, EncounterGuest, EncounterSeal, VoicePart
from twiza.shelter.tests.given import Cold, given_duty, given_listener, given_place_to_sleep

EXACT, MORE = "خلف مخبزة الأمل، تحت السلم", "Elle attend avec deux sacs"
BOTH = {"offered", "taken", "flags"}  # lists


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A winter whose round is out tonight: two sites with beds, a listener, a call-out that comes after the phone."""
    built_app()
    committee, crew, host = (
        given_organisation(name) for name in ("Comité", "Délégation", "Association du toit")
    )
    latifa, omar, zahra = (
        given_member(name, role, where)
        for name, role, where in (
            ("Latifa", "committee_secretary", committee),
            ("Omar", "round_leader", crew),
            ("Zahra", "site_keeper", host),
        )
    )
    now = timezone.now()
    night, place = rules.night_of(now), given_place()
    places = [given_place_to_sleep(host, name) for name in ("Centre Nour", "Maison du Fleuve")]
    with as_work(latifa):
        winter = actions.open_winter(
            organisation=committee.pk, crew=crew.pk, place=place, name_ar="شتاء دافئ", name_fr="Hiver au chaud",
            first_night=night - timedelta(days=1), last_night=night + timedelta(days=9), by=latifa, at=now,
        )  # fmt: skip
        known = {"winter": winter, "by": latifa, "at": now}
        sites = [
            actions.add_site(site=one, host=host.pk, phone=f"053500000{n}", house_rules_ar="العشاء في الثامنة", house_rules_fr="Dîner à 20 h", **known)
            for n, one in enumerate(places)
        ]  # fmt: skip
        actions.add_hot_spots(names=["حي المحطة", "المدينة القديمة", "السوق"], **known)
        actions.add_teams(names=["الفريق 1"], **known)
        actions.add_vehicle(name="12345-A-17", seats=7, **known)
        actions.set_kits(
            pieces={"blanket": 20, "meal": 30, "drink": 40, "hygiene": 10, "first_aid": 2}, **known
        )
    with as_work(zahra):
        for one in sites:
            for group in ("men", "women", "family"):
                actions.open_unit(
                    winter_site=one, name=group, group=group, beds=2, reserve=False, by=zahra, at=now
                )
    cold = Cold(winter, sites[0], committee, crew, host, latifa, omar, zahra)
    given_duty(cold, first_night=night, last_night=night + timedelta(days=6))
    hind, room = given_listener(cold)
    hanane = given_member("Hanane", "counter", crew)
    with as_work(omar):
        plan = queries.plan_of(winter)
        round = actions.plan_round(
            winter=winter, night=night, team=plan.teams[0], vehicle=plan.vehicles[0], starts=time(20), ends=time(2),
            hot_spots=plan.hot_spots[:2], escorts=["health"], alert="orange", alert_words="صقيع", by=omar, at=now,
        )  # fmt: skip
        out = {"by": omar, "at": now}
        actions.name_crew(round=round, women=[hanane.pk], men=[omar.pk], leader=omar.pk, **out)
        kits = {"blanket": 20, "meal": 30, "drink": 40, "hygiene": 10, "first_aid": 2}
        round = actions.brief_round(round=round, vehicle_checked=True, kits=kits, **out)
        actions.leave_round(round=round, **out)
        opened = actions.open_team_phone(team=plan.teams[0], **out)
    cold.plan, cold.sites, cold.code, cold.hind, cold.room = plan, sites, opened.code, hind, room  # type: ignore[attr-defined]
    return cold


@pytest.fixture
def team(site: str, story: Any, player: Playwright, program: str, tmp_path: Any) -> Iterator[Phone]:
    taken = Phone(player, program, tmp_path / "team", site, flags=MICROPHONE)
    yield taken
    taken.turn_off()


def called(story: Any) -> Any:
    """Somebody who passed by calls the team; the phone that is enrolled gets the place."""
    now = timezone.now()
    with as_work(story.omar):
        return actions.write_call_out(
            team=story.plan.teams[0], hot_spot=story.plan.hot_spots[1], source="citizen", people=2, place=EXACT,
            words=MORE, alerted_at=now - timedelta(minutes=9), by=story.omar, at=now,
        )  # fmt: skip


def row_of(row: Encounter) -> dict[str, Any]:
    """A row as the phone's operation says it, without its stop, its sites and its seal."""
    said = {
        name: getattr(row, name)
        for name in ("men", "women", "unsure", "children", "state", "elderly", "care", "together")
    }
    kits = {one.kind: one.pieces for one in row.kits.all()}
    return said | {name: getattr(row, name) for name in BOTH} | {
        "lang": row.language, "area": str(row.hot_spot_id), "call": str(row.call_out_id or ""), "kits": kits,
        "person": str(row.person or ""), "again": str(row.again or ""),
    }  # fmt: skip


def said_of(one: dict[str, Any]) -> dict[str, Any]:
    """An operation in the same shape."""
    kits = dict(pair.split(":") for pair in one["kits"].split(",") if pair)
    lists = {name: [code for code in one[name].split(",") if code] for name in BOTH}
    kept = {name: value for name, value in one.items() if name not in ("stop", "sites", "key", "sealed")}
    return kept | lists | {"kits": {kind: int(pieces) for kind, pieces in kits.items()}}


def test_a_night_without_network_becomes_the_rows_of_the_house(story: Any, team: Phone) -> None:
    team.prepare(story.code)
    team.page.wait_for_selector("[data-meet]")
    team.kept_for_offline()
    call = called(story)
    team.go()
    team.open()
    round, page = Round(team), team.page
    page.wait_for_selector(f"[data-stop='{call.pk}']")
    round.tap(f"place-{call.pk}")
    assert page.locator("[data-place] p").all_inner_texts() == [EXACT, MORE]
    numbers = {one.get_attribute("data-dial") for one in page.locator("[data-dial]").all()}
    assert {"15", "19", "177", "2511", "0535000000"} <= numbers
    team.picture("night-house")
    assert not round.faults() and team.overflow() <= 0
    team.go()
    team.open()
    page.wait_for_selector("[data-meet]")
    at = places_of(story, page, call)
    team.context.set_offline(True)
    ten_meetings(round, at)
    with as_work(story.omar):
        assert not Encounter.objects.exists()
    online(round)
    with as_work(story.omar):
        rows = list(Encounter.objects.order_by("at").prefetch_related("kits"))
        sent = [
            json.loads(one.payload)
            for one in StoredOperation.objects.filter(kind="encounter").order_by("seq")
        ]
        answers = set(OperationAnswer.objects.exclude(answer="accepted").values_list("answer", "rule"))
    ids = [str(one.pk) for one in rows]
    assert not answers, "the house takes in everything"
    assert sent == wanted(at, sent[0], ids)
    assert [row_of(one) for one in rows] == [said_of(one) for one in sent]
    assert [one.undone_at is not None for one in rows] == [False] * 9 + [True]
    with as_work(story.omar):
        assert CallOut.objects.get(pk=call.pk).reached_at is not None
        assert rows[4].child_alert, "a child alone: the listeners are told, or the phone says that nobody was"
        guests = set(EncounterGuest.objects.values_list("encounter", flat=True))
    assert guests == {rows[3].pk, rows[7].pk}, "who wanted a bed has a code"
    note_is_read_by_the_listener_alone(story, rows[0])

    team.go()
    team.open()
    page.wait_for_selector("[data-bed=held]")
    held = page.locator("[data-beds]").inner_text()
    assert "Centre Nour" in held or "Maison du Fleuve" in held
    team.picture("night-house-beds")
    voice_is_heard_by_the_listener_alone(story, round)
    page.locator("[data-end-night]").click()
    page.wait_for_selector("#pin")
    team.turn_off()
    assert found_in(team.folder, [NAME, WORDS, PLACE, EXACT, MORE]) == set()
    team.turn_on()


def voice_is_heard_by_the_listener_alone(story: Any, round: Round) -> None:
    """A voice note of one more meeting, in its parts, by Hind's key."""
    round.awake("women")
    round.next()
    round.next("nothing")
    round.next()
    round.speak()
    round.tap("[data-voice-keep]")
    round.page.wait_for_selector("[data-voice-sealed]")
    round.save()
    online(round)
    with as_work(story.omar):
        assert not VoicePart.objects.exists()
    with as_work(story.hind):
        parts = list(VoicePart.objects.order_by("n"))
        sound = b"".join(opened_by_hind(story, one.sealed, one.encounter_id) for one in parts)
    assert [one.n for one in parts] == list(range(1, parts[0].of + 1)) and b"OpusHead" in sound
    round.home()


def opened_by_hind(story: Any, sealed: str, met: Any) -> bytes:
    """What was sealed to the team, opened with the key that Hind holds."""
    ((key, private),) = queries.outreach_privates(story.winter, story.room).items()
    keys = {key.number: X25519PrivateKey.from_private_bytes(private)}
    return sealed_boxes.open_line(sealed, keys, about=str(met).encode(), info=sealed_boxes.OUTREACH)


def note_is_read_by_the_listener_alone(story: Any, met: Encounter) -> None:
    """Hind opens the note with her key; Omar, who went out, sees no row of it."""
    with as_work(story.omar):
        assert not EncounterSeal.objects.exists()
    with as_work(story.hind):
        (seal,) = EncounterSeal.objects.filter(encounter=met)
        opened = opened_by_hind(story, seal.sealed, met.pk)
    assert json.loads(opened) == {"nickname": NAME, "words": WORDS, "place": PLACE}


def places_of(story: Any, page: Any, call: Any) -> Places:
    """Where the team goes, by the ids of the house."""
    station, medina, market = (str(one.pk) for one in story.plan.hot_spots)
    stops = [one.get_attribute("data-stop") for one in page.locator("[data-stop]").all()]
    walk = next(one for one in stops if one != str(call.pk))
    best, second = (str(one.pk) for one in story.sites)
    return Places(walk, station, str(call.pk), medina, market, best, second)
