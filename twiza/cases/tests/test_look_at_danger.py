"""Danger is looked at again at each visit: no number of a person, unknown is amber, red shows whom to call at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, NoteVersion
from twiza.cases.tests.given import CANARY, PART, WORDS, given_case, given_key
from twiza.lib.ids import new_id
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ASKED = dict.fromkeys(rules.DANGER_QUESTIONS, "no")


@pytest.fixture
def browser(client, leila, room):
    """Leila's browser, the room open."""
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    return client


def look(case, room, by, level="amber", *, at=NOON, id=None, words=CANARY, **answers):
    with as_work(by):
        return actions.look_again(
            case=case, room=room, answers=ASKED | answers, level=level, words=words, by=by, at=at, id=id
        )


def next_day(by):
    with as_work(by):
        return Case.objects.get().next_on


@pytest.mark.parametrize(("level", "days"), [("green", 30), ("amber", 7), ("unknown", 7), ("red", 1)])
def test_the_next_day_follows_the_level_and_unknown_is_amber(case, room, leila, level, days):
    later = NOON.replace(year=2026, month=12, day=1)  # the day that was kept for this visit
    look(case, room, leila, level, at=later)
    assert next_day(leila) == later.date() + timedelta(days=days)


def test_what_waits_in_the_case_comes_first(case, room, leila):
    with as_work(leila):
        now = {"case": case, "room": room, "key": PART, "by": leila, "at": NOON}
        actions.write_goal(words="x", axis="legal", base=0, **now)
        task = actions.Task(goal=PART, what="x", kind="court", who="her", due=TODAY + timedelta(days=3))
        actions.write_task(task=task, base=1, **now)
    look(case, room, leila, "green")
    assert next_day(leila) == TODAY + timedelta(days=3)
    look(case, room, leila, "red")
    assert next_day(leila) == TODAY + timedelta(days=1)


def test_a_look_is_kept_sealed_for_good_and_a_form_sent_twice_makes_one(case, room, leila):
    form = new_id()
    for _ in range(2):
        assert look(case, room, leila, "red", id=form, throat="yes").number == 1
    with as_work(leila):
        kept = bytes(NoteVersion.objects.get(case=case, note__kind="risk").sealed)
        said = queries.looks_of(case, room)[0].said
    assert not leaks(CANARY, kept) and said["answers"]["throat"] == "yes" and said["risk"] == "red"
    assert set(said) == {"risk", "answers", "words"}  # no number is made of a person


@pytest.mark.parametrize(
    "wrong",
    [{"level": "green", "kill": "not_asked"}, {"level": "purple"}, {"kill": "maybe"}, {"words": "  "}, {"other": "yes"},
     {"words": "x" * (rules.LONGEST_WORDS + 1)}],
)  # fmt: skip
def test_a_look_that_is_not_whole_is_refused(case, room, leila, wrong):
    level = wrong.pop("level", "amber")
    with pytest.raises(actions.LookNotWhole):
        look(case, room, leila, level, **wrong)


def test_nobody_outside_the_team_looks(client, case, room, leila, zineb, centre):
    hers = given_key(zineb, centre)
    with pytest.raises(queries.NoKeyYet):
        look(case, hers, zineb)
    client.force_login(zineb)
    answers = {
        client.post(reverse("cases:look_again", args=[one])).status_code for one in (case.pk, new_id())
    }
    assert answers == {404}


def test_a_closed_case_gets_no_next_day_by_a_look(case, room, leila):
    with as_work(leila):
        actions.close_as_she_wishes(case=case, room=room, by=leila, at=NOON)
    look(case, room, leila, "red")
    assert next_day(leila) is None


def typed(level="amber", **answers):
    return {f"danger_{code}": answer for code, answer in (ASKED | answers).items()} | {
        "risk": level,
        "words": CANARY,
    }


def test_the_page_asks_keeps_and_shows_how_it_was_seen_before(browser, case, room, leila):
    here = reverse("cases:look_again", args=[case.pk])
    page = browser.get(here)
    assert "no-store" in page["Cache-Control"] and ">19<" not in page.content.decode()
    for wrong in (
        {"risk": "x"},
        {"words": ""},
        {"danger_kill": "maybe"},
        {"risk": "green", "danger_kill": "not_asked"},
    ):
        assert browser.post(here, typed() | wrong).status_code == 422, wrong
    assert browser.post(here, typed("red", kill="yes")).status_code == 302
    page = browser.get(here).content.decode()
    assert ">19<" in page and ">177<" in page and ">15<" in page and CANARY in page
    assert page.index(">19<") < page.index('name="danger_today"')
    steps = f'<p><a href="{reverse("cases:show_child", args=[case.pk])}">'
    assert steps in page
    assert browser.post(here, typed("amber")).status_code == 302
    page = browser.get(here).content.decode()
    assert ">19<" not in page and page.count("event-title") == 3 and steps not in page


def test_red_shows_whom_to_call_even_when_the_form_is_not_whole(browser, case):
    page = browser.post(reverse("cases:look_again", args=[case.pk]), typed("red") | {"words": ""})
    assert page.status_code == 422 and ">19<" in page.content.decode()


def test_the_case_says_since_when_danger_was_not_looked_at(browser, leila, room):
    now = timezone.now()
    for level, days, told in (
        ("green", 31, True),
        ("green", 29, False),
        ("unknown", 8, True),
        ("red", 2, True),
    ):
        case = given_case(leila, room, at=now - timedelta(days=days), risk=level)
        page = browser.get(reverse("cases:show_case", args=[case.pk])).content.decode()
        assert ("لم يُنظر في الخطر منذ" in page) == told, (level, days)
        look(case, room, leila, "amber", at=now)
        page = browser.get(reverse("cases:show_case", args=[case.pk])).content.decode()
        assert "لم يُنظر في الخطر منذ" not in page


def test_what_is_typed_about_danger_while_the_room_locks_comes_back(browser, case, leila):
    here = reverse("cases:look_again", args=[case.pk])
    browser.post(reverse("cases:lock_room"))
    answer = browser.post(here, typed("red", throat="yes") | {"words": "late-words-4417"})
    assert answer.status_code == 302 and "late" not in answer["Location"]
    browser.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = browser.get(here)
    assert page.context["is_draft"] and "late-words-4417" in page.content.decode()
    assert page.context["form"]["danger_throat"].value() == "yes"


def test_a_woman_is_given_the_day_and_never_a_score():
    assert date(2026, 2, 9) == rules.next_look("unknown", TODAY)
    assert not [name for name in rules.__all__ if "score" in name.lower()]
