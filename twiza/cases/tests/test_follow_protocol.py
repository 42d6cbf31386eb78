"""Protocols: adopted by two and never changed; what a case follows is sealed, and only its next day moves."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, NoteVersion, Protocol
from twiza.cases.templatetags import deadlines
from twiza.cases.tests.given import WORDS, given_in_team, given_key
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def samia(centre):
    """Supervises the listening; sits in the committee."""
    return given_member("Samia", "listening_supervisor", centre)


@pytest.fixture
def driss(centre):
    """Directs the centre; sits in the committee, and in no team."""
    return given_member("Driss", "centre_director", centre)


def given_protocol(code, centre, *committee):
    """A shipped protocol, adopted by those who are named."""
    with as_work(committee[0]):
        content = queries.shipped_protocols()[code]
        row = actions.write_protocol(
            organisation=centre.pk, code=code, content=content, by=committee[0], at=NOON
        )
    for one in committee:
        with as_work(one):
            row = actions.adopt_protocol(protocol=row, by=one, at=NOON)
    return row


def given_pinned(case, room, protocol, by):
    with as_work(by):
        return actions.pin_protocol(case=case, room=room, protocol=protocol, by=by, at=NOON)


def settled(case, room, by, step, state="done", reason="", base=None):
    with as_work(by):
        now = queries.protocol_of(case, room)
        actions.settle_step(
            case=case, room=room, step=step, state=state, reason=reason, by=by, at=NOON,
            base=now.number if base is None else base,
        )  # fmt: skip
        after = queries.protocol_of(case, room)
        return next(one for one in after.said["steps"] if one["key"] == step)["state"]


@pytest.mark.parametrize("code", ["violence", "child", "social"])
def test_what_is_shipped_is_whole_in_both_languages(code):
    content = queries.shipped_protocols()[code]
    assert rules.protocol_faults(content) == []
    assert all(step["ask"]["ar"] and step["ask"]["fr"] for step in content["steps"])


def test_mediation_and_visits_are_refused_in_violence_and_no_kind_is_a_mixed_shelter():
    content = queries.shipped_protocols()["violence"]
    for kind in ("mediation", "home_visit"):
        wrong = [content["steps"][0] | {"kind": kind}]
        assert rules.protocol_faults(content | {"steps": wrong}) == ["blocked"]
    assert rules.protocol_faults(content | {"steps": [content["steps"][0] | {"kind": "shelter"}]}) == ["code"]
    assert [kind for kind in rules.STEP_KINDS if "shelter" in kind] == ["shelter_women"]


def test_a_delay_is_said_in_hours_below_two_days_then_in_days():
    assert [rules.delay(hours) for hours in (0, 1, 47, 48, 71, 72, 168)] == [
        ("hours", 0), ("hours", 1), ("hours", 47), ("days", 2), ("days", 2), ("days", 3), ("days", 7)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "fr", "kind"),
    [
        (-30, "en retard de 30 jours", "refusal"),
        (-1, "en retard depuis hier", "refusal"),
        (0, "au plus tard aujourd'hui", "warning"),
        (1, "au plus tard demain", "warning"),
        (2, "encore 2 jours", "info"),
    ],
)
def test_a_day_is_said_as_somebody_says_it_and_red_when_late(days, fr, kind):
    due = NOON.date() + timedelta(days=days)
    with override("fr"):
        assert deadlines.days_left(due, NOON.date()) == fr
    assert deadlines.due_kind(due, NOON.date()) == kind


def test_the_page_of_a_protocol_says_each_delay_in_words(client, samia, centre):
    row = given_protocol("violence", centre, samia)
    client.force_login(samia)
    page = client.get(reverse("cases:show_protocol", args=[row.pk])).content.decode()
    for step in row.content["steps"]:
        with override("ar"):
            assert deadlines.within(step["hours"]) in page, step
    assert page.count("card-title") >= len(row.content["steps"])


def test_two_different_people_adopt_and_then_nothing_changes(samia, driss, leila, centre):
    row = given_protocol("violence", centre, samia)
    with as_work(samia), pytest.raises(actions.AdoptedAlready):
        actions.adopt_protocol(protocol=row, by=samia, at=NOON)
    with as_work(leila), pytest.raises(NoPermission):
        actions.adopt_protocol(protocol=row, by=leila, at=NOON)
    with as_work(samia), pytest.raises(actions.AdoptedAlready):
        actions.change_protocol(protocol=row, content=row.content, by=samia, at=NOON)
    with as_work(driss):
        assert actions.adopt_protocol(protocol=row, by=driss, at=NOON).second_id == driss.pk
        second = actions.write_protocol(
            organisation=centre.pk, code="violence", content=row.content, by=driss, at=NOON
        )
        assert second.number == 2


def test_the_database_keeps_an_adopted_version_and_takes_no_word_of_another(samia, driss, centre):
    row = given_protocol("violence", centre, samia)
    rows = Protocol.objects.filter(pk=row.pk)
    with as_work(samia):
        for change in (
            {"content": {}},
            {"first": None, "first_at": None},
            {"second": driss, "second_at": NOON},
            {"second": samia, "second_at": NOON},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with as_work(driss):
        rows.update(second=driss, second_at=NOON)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(second=None, second_at=None)


def test_only_what_two_adopted_is_followed_once_and_sealed(case, room, leila, samia, driss, centre):
    half = given_protocol("child", centre, samia)
    whole = given_protocol("violence", centre, samia, driss)
    with as_work(leila), pytest.raises(actions.NotThatStep):
        actions.pin_protocol(case=case, room=room, protocol=half, by=leila, at=NOON)
    given_pinned(case, room, whole, leila)
    with as_work(leila):
        with pytest.raises(actions.NotThatStep):
            actions.pin_protocol(case=case, room=room, protocol=whole, by=leila, at=NOON)
        assert queries.protocol_of(case, room).said["version"] == "violence 1"
        kept = bytes(NoteVersion.objects.get(case=case, note__kind="protocol").sealed)
        assert not leaks("violence", kept) and not leaks(str(whole.pk), kept)
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM cases_case t UNION ALL SELECT t::text FROM cases_casenote t")
            clear = str(cursor.fetchall())
        assert "violence" not in clear and str(whole.pk) not in clear


def test_a_deadline_brings_the_next_day_nearer_and_never_further(case, room, leila, samia, driss, centre):
    with as_work(leila):
        case = actions.move_case(case=case, to="assessed", next_on=date(2030, 1, 1), by=leila, at=NOON)
    given_pinned(case, room, given_protocol("violence", centre, samia, driss), leila)
    with as_work(leila):
        near = Case.objects.get().next_on
        assert near == NOON.date()
    settled(case, room, leila, "safety")
    with as_work(leila):
        assert Case.objects.get().next_on == near


def test_a_step_is_skipped_with_a_reason_and_two_windows_lose_nothing(
    case, room, leila, samia, driss, centre
):
    given_pinned(case, room, given_protocol("violence", centre, samia, driss), leila)
    with pytest.raises(actions.NotThatStep):
        settled(case, room, leila, "cell", "skipped", "  ")
    assert settled(case, room, leila, "cell", "skipped", "لا تريد الآن") == "skipped"
    with pytest.raises(actions.NotThatStep):
        settled(case, room, leila, "cell")
    with pytest.raises(actions.NoteChangedMeanwhile):
        settled(case, room, leila, "health", base=1)


def test_what_the_law_obliges_to_is_decided_by_two(case, room, leila, zineb, samia, driss, centre):
    hers = given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    given_pinned(case, room, given_protocol("child", centre, samia, driss), leila)
    assert settled(case, room, leila, "duty") == "open"
    with pytest.raises(actions.NotThatStep):
        settled(case, room, leila, "duty")
    assert settled(case, hers, zineb, "duty") == "done"


def test_another_centre_sees_no_protocol(samia, centre):
    given_protocol("social", centre, samia)
    other = given_member("Hind", "listening_supervisor", given_organisation("Centre Oum Rabia"))
    with as_work(other):
        assert not Protocol.objects.exists()


def test_the_committee_takes_changes_and_adopts_on_its_page(client, samia, driss, centre):
    client.force_login(samia)
    client.post(reverse("cases:list_protocols"), {"code": "social"})
    with as_work(samia):
        here = reverse("cases:show_protocol", args=[Protocol.objects.get().pk])
    step = {
        "do": "step", "place": 2, "kind": "health", "who": "listener", "hours": 48, "title_ar": "الصحة",
        "title_fr": "La santé",
    }  # fmt: skip
    assert client.post(here, step).status_code == 302
    assert client.post(here + "?step=s1", step | {"title_ar": "العلاج"}).status_code == 302
    client.post(here, {"do": "remove", "key": "follow"})
    with as_work(samia):
        keys = [one["key"] for one in Protocol.objects.get().content["steps"]]
    assert keys == ["needs", "s1", "rights", "aid", "mediation", "plan"]
    client.post(here, {"do": "adopt"})
    assert "العلاج" in client.get(here).content.decode()
    client.force_login(driss)
    client.post(here, {"do": "adopt"})
    assert "سارية" in client.get(here).content.decode()


def test_title_and_refused_kinds_change_until_somebody_adopts(client, samia, driss, centre):
    client.force_login(samia)
    client.post(reverse("cases:list_protocols"), {"code": "social"})
    with as_work(samia):
        here = reverse("cases:show_protocol", args=[Protocol.objects.get().pk])
    head = {"do": "head", "name_ar": "مواكبة", "name_fr": "Suivi", "blocked": ["home_visit"]}
    assert client.post(here, head).status_code == 302
    assert client.post(here, head | {"name_fr": ""}).status_code == 200
    assert client.post(here, head | {"blocked": ["mediation"]}).status_code == 200  # a step of it is one
    with as_work(samia):
        content = Protocol.objects.get().content
    assert (content["title"]["fr"], content["blocked"]) == ("Suivi", ["home_visit"])
    client.post(here, {"do": "adopt"})
    assert 'value="head"' not in client.get(here).content.decode()
    assert client.post(here, head | {"name_fr": "Autre"}).status_code == 200


def test_a_step_of_the_supervisor_is_settled_by_one_of_the_team(case, room, leila, samia, driss, centre):
    with as_work(samia):
        content = queries.shipped_protocols()["social"]
        content["steps"][0]["who"] = "supervisor"
        row = actions.write_protocol(organisation=centre.pk, code="own", content=content, by=samia, at=NOON)
    for one in (samia, driss):
        with as_work(one):
            row = actions.adopt_protocol(protocol=row, by=one, at=NOON)
    given_pinned(case, room, row, leila)
    key = content["steps"][0]["key"]
    with pytest.raises(NoPermission):
        settled(case, room, leila, key)
    hers = given_key(samia, centre)
    given_in_team(case, samia, room=room, by=leila)
    assert settled(case, hers, samia, key) == "done"


def test_a_listener_follows_it_on_the_page_of_the_case(client, case, room, leila, samia, driss, centre):
    row = given_protocol("violence", centre, samia, driss)
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    here = reverse("cases:follow_protocol", args=[case.pk])
    assert client.post(here, {"protocol": str(row.pk)}).status_code == 302
    page = client.get(here).content.decode()
    assert "خلية التكفل" in page and "لا إيواء مختلط أبدا" in page
    skipped = {"base": 1, "step": "cell", "state": "skipped"}
    assert client.post(here, skipped).status_code == 200
    assert client.post(here, skipped | {"reason": "لا تريد الآن"}).status_code == 302
    assert "لا تريد الآن" in client.get(here).content.decode()
    assert client.get(reverse("cases:show_case", args=[case.pk])).status_code == 200


def test_a_reason_typed_while_the_room_locks_comes_back_at_its_step(
    client, case, room, leila, samia, driss, centre
):
    given_pinned(case, room, given_protocol("violence", centre, samia, driss), leila)
    client.force_login(leila)
    here = reverse("cases:follow_protocol", args=[case.pk])
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = client.get(here)
    about = {step["key"]: step["about"] for step in page.context["steps"]}
    kept = {"about": about["health"], "case": case.pk, "reason": "early-words-4417"}
    client.post(reverse("cases:keep_draft"), kept)
    client.post(reverse("cases:lock_room"))
    answer = client.post(here, {"base": 1, "step": "cell", "state": "skipped", "reason": "late-words-4417"})
    assert answer.status_code == 302 and "late" not in answer["Location"]
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    typed = {step["key"]: step["typed"] for step in client.get(here).context["steps"] if step["typed"]}
    assert typed == {"health": "early-words-4417", "cell": "late-words-4417"}
    assert settled(case, room, leila, "safety") == "done"  # nothing was settled at the closed door
    sent = {"base": 2, "step": "cell", "state": "skipped", "reason": typed["cell"]}
    assert client.post(here, sent).status_code == 302
    with as_work(leila):
        assert queries.draft_of(room, about["cell"]) == {} and queries.draft_of(room, about["health"])


def test_the_steps_say_in_red_what_is_late(client, case, room, leila, samia, driss, centre):
    row = given_protocol("violence", centre, samia, driss)
    with as_work(leila):
        actions.pin_protocol(
            case=case, room=room, protocol=row, by=leila, at=timezone.now() - timedelta(days=400)
        )
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    here = reverse("cases:follow_protocol", args=[case.pk])
    late = len(row.content["steps"])
    assert client.get(here).content.decode().count("tag-refusal") == late
    assert settled(case, room, leila, "safety") == "done"
    assert client.get(here).content.decode().count("tag-refusal") == late - 1
