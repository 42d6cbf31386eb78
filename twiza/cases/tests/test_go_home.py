"""Going back to the family: only by a wish, never where there is danger, never telling where somebody is."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import CaseNote, NoteVersion, Packet, Referral
from twiza.cases.tests.given import CANARY, WORDS, given_consent, given_key, heard
from twiza.cases.tests.home_given import SAFE, VIOLENT, WISH, Home, given_family_protocol
from twiza.network.tests.given import NOON, as_work

pytestmark = pytest.mark.django_db
DAY = NOON.date()
NOW = timezone.now()
TOLD = {"relative": "الأخت فاطمة، 0600000000", "message": "أنا بخير وأريد أن أرجع"}


@pytest.fixture
def home(case, room, leila):
    return Home(case, room, leila)


@pytest.fixture
def safe(home):
    """The wish is written, and nothing stands against going back."""
    home.wish()
    home.screen()
    return home


@pytest.fixture
def asked(safe, cell, nadia, room, leila):
    """A referral to a worker near the family, agreed to, ready to be sent."""
    desk = given_key(nadia, cell)
    with as_work(nadia):
        actions.sit_at_desk(room=desk, by=nadia, at=NOON)
    given_consent(
        safe.case,
        room,
        leila,
        cell,
        purpose="family",
        sector="listening",
        fields=["relative", "message"],
        at=NOW,
    )
    with as_work(leila):
        return actions.prepare_referral(
            case=safe.case, room=room, receiver=cell.pk, kind="listening", purpose="family", urgency="green",
            by=leila, at=NOW,
        )  # fmt: skip


def _sent(referral, room, leila, **fields):
    with as_work(leila):
        return actions.send_referral(referral=referral, room=room, fields=TOLD | fields, by=leila, at=NOW)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_no_wish_no_file(home, words):
    with pytest.raises(actions.NoWish):
        home.wish(words=words)
    for act in (home.screen, home.plan, home.session):
        with pytest.raises((actions.NoWish, actions.ContactBlocked)):
            act()
    with as_work(home.leila):
        assert not CaseNote.objects.filter(kind="family").exists()


def test_what_is_said_is_sealed(safe):
    with as_work(safe.leila):
        (note,) = CaseNote.objects.filter(kind="family")
        for version in NoteVersion.objects.filter(note=note):
            assert CANARY.encode() not in bytes(version.sealed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(data::text, ''), '') FROM audit_line")
        assert CANARY not in cursor.fetchone()[0]
    assert safe.file().said["wish"]["words"] == WISH


def test_a_minor_is_never_sent_home_from_here(room, leila):
    with as_work(leila):
        case = actions.listen(room=room, said=heard(), age_band="minor", by=leila, at=NOON)
        case = actions.move_case(case=case, to="opened", next_on=DAY, by=leila, at=NOON)
    with pytest.raises(actions.ChildGoesOtherWays):
        Home(case, room, leila).wish()


@pytest.mark.parametrize(("whom", "refused"), [("adult", False), ("unknown", True), ("minor", True)])
def test_a_grown_up_for_whom_somebody_called_may_go_home(room, leila, whom, refused):
    """A case that began with an alert: whoever may be under 18 goes other ways, a grown-up does not."""
    said = {"words": "ينام في المحطة", "where": "", "danger": "unknown", "caller": "adult", "whom": whom, "called": "", "hour": "21:00"}  # fmt: skip
    with as_work(leila):
        case = actions.raise_alert(organisation=room.organisation, said=said, room=room, by=leila, at=NOON)
    home = Home(case, room, leila)
    if refused:
        with pytest.raises(actions.ChildGoesOtherWays):
            home.wish()
    else:
        home.wish()
        assert home.file().said["wish"]["words"] == WISH


@pytest.mark.parametrize(
    ("answers", "chosen", "found"),
    [
        (SAFE, "green", "green"),
        (SAFE, "red", "red"),
        (SAFE, "unknown", "amber"),
        (VIOLENT, "green", "red"),
        (SAFE | {"debts": "silent"}, "green", "amber"),
        (SAFE | {"violence": "not_asked"}, "green", "amber"),
    ],
    ids=str,
)
def test_the_level_is_never_below_what_was_answered(answers, chosen, found):
    assert rules.screened_level(answers, chosen) == found


def test_red_asks_for_another_solution(home):
    home.wish()
    with pytest.raises(actions.NotThatHomeStep):
        home.screen(answers=VIOLENT)
    home.red()
    assert home.file().stops == "red" and home.file().said["screenings"][-1]["other"]


def test_red_stops_contact_and_mediation_wherever_the_house_has_them(home, centre, cell, room, leila):
    given_family_protocol(centre, home.case, room, leila)
    home.wish()
    home.screen()
    home.session()
    home.red()
    refused = (actions.ContactBlocked, actions.KindRefused)
    for act in (home.session, home.plan):
        with pytest.raises(refused):
            act()
    with pytest.raises(refused):
        home.do(actions.write_first_contact, attitude="welcomes", words="")
    with pytest.raises(refused):
        given_consent(home.case, room, leila, cell, purpose="family", sector="listening", fields=["message"])
    with as_work(leila):
        with pytest.raises(refused):
            actions.prepare_referral(
                case=home.case, room=room, receiver=cell.pk, kind="listening", purpose="family", urgency="green",
                by=leila, at=NOON,
            )  # fmt: skip
        with pytest.raises(actions.KindRefused):  # in acts and in the plan too
            actions.write_act(
                case=home.case, room=room, act=actions.Act(kind="mediation", day=DAY), by=leila, at=NOON
            )
    home.screen()
    home.session()  # looked at anew, and no longer red


def test_a_red_look_at_danger_stops_it_too(safe, room, leila):
    with as_work(leila):
        actions.look_again(
            case=safe.case, room=room, answers=dict.fromkeys(rules.DANGER_QUESTIONS, "no"), level="red", words="تهديد",
            by=leila, at=NOON + timedelta(hours=1),
        )  # fmt: skip
    assert safe.file().stops == "red"
    with pytest.raises(actions.ContactBlocked):
        safe.plan()


def test_red_calls_back_what_is_under_way(asked, safe, room, leila):
    _sent(asked, room, leila)
    safe.red()
    with as_work(leila):
        assert Referral.objects.get(pk=asked.pk).state == "cancelled" and not Packet.objects.exists()


def test_no_field_of_the_packet_holds_a_place(asked, room, leila, nadia, cell):
    assert rules.fields_for("family") == {"relative", "message", "language"}
    for name in set(rules.PACKET_FIELDS) - rules.FAMILY_FIELDS:
        with pytest.raises(actions.NotAgreed):
            _sent(asked, room, leila, **{name: CANARY})
        with pytest.raises(actions.ConsentNotWhole):
            given_consent(
                asked_case(asked, leila),
                room,
                leila,
                cell,
                purpose="family",
                sector="listening",
                fields=[name],
            )
    _sent(asked, room, leila)
    with as_work(nadia):
        told = queries.packet_of(Referral.objects.get(pk=asked.pk), queries_room(nadia, cell), at=NOW)
    assert told == TOLD


def asked_case(referral, leila):
    with as_work(leila):
        return queries.referral_for(leila, referral.pk)[1]


def queries_room(nadia, cell):
    with as_work(nadia):
        return actions.open_room(organisation=cell.pk, passphrase=WORDS, by=nadia, at=NOW)


@pytest.mark.parametrize("field", ["relative", "message"])
def test_words_that_name_the_place_are_refused(asked, centre, room, leila, field):
    with as_work(leila):
        places = queries.says_where(asked_case(asked, leila))
    assert {centre.name_fr, leila.display_name} <= set(places)
    for place in places:
        with pytest.raises(actions.TellsWhere):
            _sent(asked, room, leila, **{field: f"مرحبا، هو عند {place.upper()} الآن"})
    with as_work(leila):
        assert not Packet.objects.exists()


def test_nobody_is_contacted_without_a_yes(safe):
    with pytest.raises(actions.NotThatHomeStep):
        safe.do(actions.write_first_contact, attitude="welcomes", words="")


def test_what_the_family_says_is_written_after_a_yes(asked, safe, room, leila):
    safe.do(actions.write_first_contact, attitude="hesitates", words="تطلب وقتا", at=NOW)
    assert safe.file().said["contacts"][0]["attitude"] == "hesitates"
    with pytest.raises(actions.NotThatHomeStep):
        safe.do(actions.write_first_contact, attitude="angry", words="")


@pytest.mark.parametrize(
    "parties", [[("هو", True)], [("هو", True), ("الأخت", False)], [("هو", False), ("الأخت", True)], [("", True), (" ", True)]],
    ids=str,
)  # fmt: skip
def test_one_no_and_there_is_no_mediation(safe, centre, room, leila, parties):
    given_family_protocol(centre, safe.case, room, leila)
    with pytest.raises(actions.NotThatHomeStep):
        safe.session(parties=parties)


def test_mediation_needs_a_protocol_that_allows_it(safe):
    with pytest.raises(actions.KindRefused):
        safe.session()


def test_the_arrival_is_due_in_two_days_and_the_case_waits_for_it(safe, leila):
    safe.plan()
    assert safe.file().due_on == DAY + timedelta(days=2)
    with as_work(leila):
        safe.case.refresh_from_db()
        assert safe.case.next_on <= DAY + timedelta(days=2)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(actions.NotThatHomeStep):
            safe.do(actions.confirm_arrival, day=day, words="الأخت")
    safe.do(actions.confirm_arrival, day=DAY, words="الأخت")
    assert safe.file().due_on is None
    visits = [(one["code"], one["due"]) for one in safe.file().said["visits"]]
    assert visits == [(f"m{n}", rules.months_after(DAY, n).isoformat()) for n in (1, 3, 6)]


@pytest.mark.parametrize("empty", ["transport", "medicine", "arrival_contact", "kit"])
def test_a_plan_of_the_return_is_whole(safe, empty):
    with pytest.raises(actions.NotThatHomeStep):
        safe.plan(**{empty: " "})


def _visit(home, code, *, there="yes", safe="yes"):
    home.do(actions.visit_home, code=code, there=there, safe=safe, needs="")


def test_lasting_only_when_the_last_follow_up_found_them_there_and_safe(safe):
    safe.plan()
    safe.do(actions.confirm_arrival, day=DAY, words="الأخت")
    with pytest.raises(actions.NotThatHomeStep):
        safe.do(actions.end_return, end="lasting")
    for code in ("m1", "m3", "m6"):
        _visit(safe, code)
    with pytest.raises(actions.NotThatHomeStep):
        _visit(safe, "m6")
    safe.do(actions.end_return, end="lasting")
    assert safe.file().said["end"]["code"] == "lasting"


def test_who_comes_back_has_a_bed_and_no_blame(safe):
    with pytest.raises(actions.NotThatHomeStep):
        safe.do(actions.write_back_again, words="")
    safe.plan()
    safe.do(actions.confirm_arrival, day=DAY, words="الأخت")
    safe.do(actions.write_back_again, words="")
    broken = safe.file().said["broken"]
    assert broken["bed"] == "guaranteed" and not set(broken) & {"reason", "code", "fault", "cause"}
    with pytest.raises(actions.NotThatHomeStep):
        safe.do(actions.end_return, end="lasting")
    safe.plan()  # and may go again
    assert safe.file().said["before"][0]["broken"] and not safe.file().said["broken"]


def test_a_return_that_is_not_ended_keeps_the_closing_list_open(safe, room, leila):
    safe.plan()
    with as_work(leila):
        assert queries.still_open(safe.case, room, on=DAY)["steps"] == 1
    safe.do(actions.end_return, end="unknown")
    with as_work(leila):
        assert queries.still_open(safe.case, room, on=DAY)["steps"] == 0


def test_two_windows_lose_nothing(safe, room, leila):
    with as_work(leila), pytest.raises(actions.NoteChangedMeanwhile):
        actions.end_return(case=safe.case, room=room, end="unknown", base=1, by=leila, at=NOON)


def test_nobody_but_the_team_knows_that_there_is_a_file(client, safe, zineb):
    address = reverse("cases:go_home", args=[safe.case.pk])
    client.force_login(zineb)
    hidden = client.get(address)
    assert hidden.status_code == 404
    with as_work(zineb):
        assert not CaseNote.objects.filter(kind="family").exists()


def test_the_protocol_that_comes_with_the_house_may_be_adopted():
    content = queries.shipped_protocols()["family"]
    assert rules.protocol_faults(content) == [] and "mediation" not in content["blocked"]
    assert json.dumps(content)


def test_the_page_takes_each_step_and_shows_what_is_late(client, case, room, leila, centre, monkeypatch):
    given_family_protocol(centre, case, room, leila)
    address = reverse("cases:go_home", args=[case.pk])
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS, "organisation": str(centre.pk)})
    today = timezone.localdate()

    def send(part, base, **typed):
        return client.post(address, {"part": part, "base": base, **typed})

    assert send("wish", 0, words="").status_code == 200
    assert send("wish", 0, words=WISH).status_code == 302
    screened = {**SAFE, "level": "green", "words": "انتهى الخصام"}
    assert (
        send("screening", 1, **screened | {"violence": "yes"}).status_code == 200
    )  # red without another way
    assert send("screening", 1, **screened).status_code == 302
    typed = f"{today - timedelta(days=4):%d/%m/%Y}"
    plan = {
        "day": typed, "transport": "الحافلة", "companion": "alone", "medicine": "لا شيء", "arrival_contact": "الأخت",
        "kit": "حقيبة",
    }  # fmt: skip
    assert send("return", 2, **plan).status_code == 302
    late = client.get(address).content.decode()
    assert "notice-refusal" in late and CANARY in late
    assert send("arrival", 3, day=typed, words="الأخت").status_code == 302
    assert send("visit", 4, code="m1", there="yes", safe="yes").status_code == 302
    assert send("back", 5).status_code == 302
    assert send("end", 6, end="lasting").status_code == 200
    assert send("end", 6, end="failed").status_code == 302
    ended = datetime.fromisoformat(Home(case, room, leila).file().said["end"]["at"])
    assert timezone.localdate(ended) == today


def test_their_copy_says_it_in_words_and_names_nobody_of_the_family(safe, centre, room, leila):
    given_family_protocol(centre, safe.case, room, leila)
    safe.session(parties=[("هو", True), ("فاطمة الزهراء", True)])
    safe.plan()
    safe.do(actions.confirm_arrival, day=DAY, words="الأخت")
    safe.do(actions.end_return, end="partial")
    with as_work(leila):
        parts = queries.copy_of(safe.case, room, user=leila, psychology=False)
    said = " ".join(
        line for part in parts if part.kind == "family" for _label, lines in part.lines for line in lines
    )
    assert WISH in said and "فاطمة الزهراء" not in said and str(leila.pk) not in said
    for code in ("partial", "guaranteed", "green", "worker"):
        assert code not in said
