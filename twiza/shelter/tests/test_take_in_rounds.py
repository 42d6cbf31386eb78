"""What a team's phone sends is taken in once, in its order; what is refused is kept; the pack of the night is signed."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from nacl.signing import SigningKey

from twiza.lib import sealed_boxes, signed_packs
from twiza.lib.ids import new_id
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.sync import queries as devices
from twiza.platform.sync.rules import FieldOperation
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import BedUse, CallOut, Encounter, UnmetNeed, VoicePart
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_call_out,
    given_listener,
    given_met,
    given_out,
    given_plan,
    given_round,
    given_unit,
    sealed_note,
)
from twiza.shelter.tests.phones_given import given_team_phone, told

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night(cold):
    """Omar's round is out with a phone; Hind listens for the crew."""
    cold.hind, cold.room = given_listener(cold)
    cold.out = given_out(cold)
    cold.phone = given_team_phone(cold)
    return cold


def sent(night, *, at=EVENING + 2 * MINUTE):
    """Send everything that waits; return (answer, rule) in order."""
    report = night.phone.send(at=at)
    night.phone.waiting.clear()
    return [(str(one.answer), one.rule) for one in report.answers]


def do(night, kind="encounter", at=EVENING, op=None, **words):
    payload = told(night, **words) if kind == "encounter" else words
    return night.phone.do(kind, payload, at=at, op=op).op


def pack(night, phone=None, *, at=EVENING):
    phone = phone or night.phone
    with as_work(night.omar):
        team = queries.plan_of(night.winter).teams[0]
        made = actions.give_team_pack(
            device=phone.device, post=team.pk, post_kind="team", by=night.omar, at=at
        )
    public = Ed25519PublicKey.from_public_bytes(devices.keyring().public_keys("packs")[made.key])
    signed_packs.check_body(made.body, made.sig, public)
    return json.loads(made.body)


def test_a_night_is_taken_in_and_sent_again_it_changes_nothing(night):
    given_unit(night, "men", 1)
    do(night, "shift_opened")
    first = do(
        night, taken="shelter,meal", offered="shelter", kits="meal:1", flags="frozen", person=str(new_id())
    )
    do(night, taken="shelter", at=EVENING + MINUTE)
    do(night, state="asleep", lang="", taken="blanket", kits="blanket:1")
    do(night, "shift_closed")
    lines = list(night.phone.waiting)
    assert sent(night) == [
        ("accepted", ""), ("accepted", ""), ("accepted", "no_bed"), ("accepted", ""), ("accepted", ""),
    ]  # fmt: skip
    night.phone.waiting = lines
    assert [answer for answer, _rule in sent(night)] == ["accepted"] * 5
    with as_work(night.omar):
        assert (
            Encounter.objects.count() == 3 and BedUse.objects.count() == 1 and UnmetNeed.objects.count() == 1
        )
        row = Encounter.objects.get(pk=first)
        assert (row.device, row.round_id, row.night, row.at) == (
            night.phone.device,
            night.out.pk,
            NIGHT,
            EVENING,
        )
        assert len(audit_data("shelter.field_taken_in")) == 1


def test_what_is_not_whole_is_refused_with_its_name_and_kept(night):
    for words in (
        {"men": 0}, {"men": "1"}, {"men": True}, {"area": "here"}, {"area": str(new_id())}, {"taken": "rice"},
        {"taken": "nothing,meal"}, {"kits": "meal"}, {"kits": "meal:99"}, {"key": 1}, {"key": 9, "sealed": "x"},
        {"state": "asleep", "person": str(new_id())}, {"elderly": "yes"}, {"lang": "\x00"},
    ):  # fmt: skip
        do(night, **words)
    do(night, "dance")
    do(night, "call_reached", call=str(new_id()))
    do(night, "encounter_undone", of=str(new_id()))
    do(night, "voice_part", of="")
    assert sent(night) == [
        ("rejected", one)
        for one in (
            "nobody", "bad_payload", "bad_payload", "bad_payload", "unknown_code", "unknown_code", "nothing_and_something",
            "bad_payload", "kits", "sealed", "sealed", "asleep_with_person", "bad_payload", "bad_payload", "unknown_kind",
            "unknown_call", "unknown_encounter", "bad_payload",
        )
    ]  # fmt: skip
    with as_work(night.omar):
        assert not Encounter.objects.exists()
        assert len(devices.waiting_of([night.out.team_id])) == 18


def test_a_meeting_finds_the_round_of_its_night_by_a_clock_that_may_be_wrong(night):
    night.phone.heard = int(EVENING.timestamp() * 1000)
    do(night, at=EVENING - timedelta(days=3))  # a clock that fell back: not before what it had heard
    do(night, at=EVENING + timedelta(days=3))  # one that runs ahead: not after now
    assert sent(night) == [("accepted", ""), ("accepted", "")]
    with as_work(night.omar):
        assert [one.at for one in Encounter.objects.order_by("at")] == [EVENING, EVENING + 2 * MINUTE]
    night.phone.heard = 0
    do(night, at=EVENING - timedelta(days=3))
    assert sent(night) == [("rejected", "no_round")]


def test_told_the_day_after_no_bed_is_kept_and_the_need_is_written(night):
    given_unit(night, "men", 1)
    do(night, taken="shelter")
    assert sent(night, at=rules.ends_at(NIGHT) + MINUTE) == [("accepted", "night_over")]
    with as_work(night.omar):
        assert not BedUse.objects.exists() and UnmetNeed.objects.count() == 1


def test_taken_back_within_ten_minutes_of_its_own_clock(night):
    one, two = do(night), do(night)
    do(night, "encounter_undone", of=str(one), at=EVENING + 9 * MINUTE)
    do(night, "encounter_undone", of=str(one), at=EVENING + 9 * MINUTE)
    do(night, "encounter_undone", of=str(two), at=EVENING + 11 * MINUTE)
    assert sent(night, at=EVENING + 20 * MINUTE)[2:] == [
        ("accepted", ""),
        ("duplicate", ""),
        ("rejected", "too_late"),
    ]
    with as_work(night.omar):
        assert [one.pk for one in queries.encounters_of(night.winter)] == [two]


def test_a_phone_takes_back_only_what_is_its_own(night):
    met = given_met(night, night.out)
    do(night, "encounter_undone", of=str(met.pk))
    assert sent(night) == [("rejected", "unknown_encounter")]


def test_a_sealed_note_and_its_voice_are_kept_for_the_listeners(night):
    with as_work(night.omar):
        key = queries.newest_outreach_key(night.winter)
    op = new_id()
    do(night, op=op, key=key.number, sealed=sealed_note(key, op, nickname="السي الهادئ"))
    for n in (1, 2, 2):
        do(night, "voice_part", of=str(op), n=n, parts=2, key=key.number, sealed=f"part-{n}")
    do(night, "voice_part", of=str(op), n=3, parts=2, key=key.number, sealed="x")
    do(night, "voice_part", of=str(op), n=1, parts=65, key=key.number, sealed="x")
    asleep = do(night, state="asleep", lang="", taken="")
    do(night, "voice_part", of=str(asleep), n=1, parts=1, key=key.number, sealed="x")
    assert sent(night) == [
        ("accepted", ""), ("accepted", ""), ("accepted", ""), ("duplicate", ""), ("rejected", "sealed"),
        ("rejected", "bad_payload"), ("accepted", ""), ("rejected", "asleep_with_person"),
    ]  # fmt: skip
    with as_work(night.hind):
        assert list(VoicePart.objects.order_by("n").values_list("n", "of")) == [(1, 2), (2, 2)]


def test_a_child_alone_raises_the_alert_and_the_phone_hears_when_nobody_listens(cold):
    cold.out = given_out(cold)
    cold.phone = given_team_phone(cold)
    op = do(cold, men=0, children=1, taken="meal")
    assert sent(cold) == [("accepted", "unheard")]
    said = pack(cold)
    assert said["unheard"] == [str(op)] and said["key"] is None
    assert ["2511", "emergency_child"] in said["numbers"]


def test_the_pack_says_the_night_and_what_became_of_each_wish(night):
    given_unit(night, "men", 1)
    held, none = do(night, taken="shelter"), do(night, taken="shelter")
    sent(night)
    call = given_call_out(night)
    said = pack(night)
    assert (said["kind"], said["day"], said["round"], said["alert"]) == (
        "outreach",
        str(NIGHT),
        str(night.out.pk),
        "orange",
    )
    assert [(one[1], one[3], one[5]) for one in said["stops"]] == [
        ("call", "المدينة القديمة", 2), ("area", "المدينة القديمة", 0), ("area", "حي المحطة", 0),
    ]  # fmt: skip
    assert said["kits"] == [["blanket", 10], ["meal", 20]]
    assert [one[3:] for one in said["sites"]] == [
        [-1, 0, 0, 0, 0]
    ]  # it has beds for men and declared nothing
    answers = {one[0]: one[2:] for one in said["answers"]}
    assert answers[str(held)][0]["fr"] == "Centre du toit" and answers[str(held)][2] == "held"
    assert answers[str(none)] == [None, "", "none"]
    assert said["expires"] == signed_packs.milliseconds(rules.ends_at(NIGHT) + timedelta(hours=2))
    own = SigningKey(night.phone.key.private_bytes_raw()).to_curve25519_private_key()
    keys = {0: X25519PrivateKey.from_private_bytes(bytes(own))}
    about = str(call.pk).encode()
    clear = sealed_boxes.open_line(said["stops"][0][7], keys, about=about, info=sealed_boxes.OUTREACH)
    assert json.loads(clear)["place"] == "خلف الفرن"


def test_a_declared_site_says_its_free_beds_and_the_same_night_is_the_same_pack(night):
    given_unit(night, "women", 2)
    with as_work(night.zahra):
        actions.declare_beds(
            winter_site=night.site, night=NIGHT, free={"women": 2}, by=night.zahra, at=EVENING
        )
    first, again = pack(night), pack(night, at=EVENING + MINUTE)
    assert [one[3:] for one in first["sites"]] == [[0, 2, 0, 0, 0]]
    assert first["pack"] == again["pack"]


def test_another_phone_of_the_team_cannot_open_a_place_sealed_before_it_came(night):
    given_call_out(night)
    later = given_team_phone(night)
    assert pack(night, later)["stops"][0][7] == ""
    assert pack(night)["stops"][0][7] != ""


def test_reaching_a_call_out_gives_the_response_time(night):
    call = given_call_out(night)
    do(night, "call_reached", call=str(call.pk), at=EVENING + 25 * MINUTE)
    do(night, "call_reached", call=str(call.pk), at=EVENING + 26 * MINUTE)
    assert sent(night, at=EVENING + 60 * MINUTE) == [("accepted", ""), ("duplicate", "")]
    with as_work(night.omar):
        assert CallOut.objects.get().reached_at == EVENING + 25 * MINUTE
    assert [one[1] for one in pack(night)["stops"]] == ["area", "area", "call"]


def test_without_a_round_tonight_there_is_no_pack(cold):
    given_plan(cold)
    given_round(cold)
    cold.phone = given_team_phone(cold)
    with pytest.raises(queries.NoRoundTonight):
        pack(cold)


def test_an_ended_phone_s_meetings_wait_for_a_person(night):
    with as_work(night.omar):
        team = queries.plan_of(night.winter).teams[0]
        actions.revoke_team_phone(
            team=team, device=night.phone.device, reason_code="phone_lost", by=night.omar, at=EVENING
        )
        with pytest.raises(queries.NoSuchWinter):
            actions.revoke_team_phone(
                team=team, device=new_id(), reason_code="phone_lost", by=night.omar, at=EVENING
            )
    op = do(night)
    assert sent(night) == [("quarantined", "revoked")]
    with as_work(night.omar):
        assert actions.accept_late_rounds(team=team, operations=[op], by=night.omar, at=EVENING + MINUTE) == 1
        with pytest.raises(actions.OutOfOrder):
            actions.accept_late_rounds(team=team, operations=[op], by=night.omar, at=EVENING + MINUTE)
        assert Encounter.objects.get().pk == op


def test_only_who_goes_out_for_this_crew_opens_phones_and_takes_in(night):
    other = given_organisation("Autre délégation", kind="provincial_unit", name_ar="مندوبية أخرى")
    stranger = given_member("Stranger", "round_leader", other)
    operation = FieldOperation(new_id(), 1, "encounter", EVENING, None, told(night))
    with as_work(night.omar):
        team = queries.plan_of(night.winter).teams[0]
    known = {"device": night.phone.device, "post": team.pk, "post_kind": "team", "at": EVENING}
    for user, refusal in (
        (stranger, queries.NoSuchWinter),
        (night.latifa, NoPermission),
        (night.zahra, queries.NoSuchWinter),
    ):
        with as_work(user):
            with pytest.raises(refusal):
                actions.record_round_operations(**known, operations=[operation], by=user)
            with pytest.raises(refusal):
                actions.give_team_pack(**known, by=user)
            with pytest.raises(NoPermission):
                actions.open_team_phone(team=team, by=user, at=EVENING)
            assert not devices.devices_of([team.pk])


def test_the_printed_sheet_opens_in_both_languages(night):
    with as_work(night.omar):
        opened = actions.open_team_phone(
            team=queries.plan_of(night.winter).teams[0], by=night.omar, at=EVENING
        )
    for language in ("ar", "fr"):
        assert actions.print_team_opening(opened, "https://twiza.example/field/", language)[:5] == b"%PDF-"
