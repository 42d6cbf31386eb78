"""The story on a small number of families, through the real doors, as the role of the application."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from twiza.aid import queries as campaigns
from twiza.demo import account, days, play
from twiza.demo.account import Account
from twiza.demo.cast import DELEGATION, PLAYERS, ROOM_WORDS
from twiza.demo.diary import Diary
from twiza.demo.sign_in import how_to_sign_in
from twiza.demo.stage import player_of
from twiza.funding import queries as funding
from twiza.network import queries as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.roles import ROLES
from twiza.registry import queries as registry

pytestmark = [pytest.mark.slow, pytest.mark.concurrent]
FAMILIES = 80


@pytest.fixture
def told(own_database: str, tmp_path: Path) -> Iterator[Diary]:
    diary = Diary.opened(tmp_path / "demo" / "diary.json", say=lambda line: None)
    play.play(diary, families=FAMILIES)
    yield diary


def test_it_tells_a_story_that_adds_up(told: Diary) -> None:
    story = play.account_of(told)
    assert len(story.sheets) == 5
    assert story.compared == 25 and not story.wrong
    assert sum(sum(sheet.refused.values()) for sheet in story.sheets) == 3
    assert [len(sheet.totals) for sheet in story.sheets] == [0, 1, 0, 0, 0]
    why = story.reasons
    assert why["judged"] == why["eligible"] == why["turned_away"] + story.selected and why["printed"] > 0
    assert story.selected == story.cards == int(story.households * 0.55)
    assert story.selected == sum(listed for _, listed, _ in story.zones)
    assert 0 < story.served == sum(served for _, _, served in story.zones) < story.selected
    assert story.doubles >= 1
    assert story.gap == 1  # one basket at one point, planted
    for sought in (story.across, story.inside):
        assert sought is not None and sought.planted >= 2
        assert sought.sure_right + sought.look_right >= sought.planted - 1  # at most one is not found
        assert sought.sure - sought.sure_right <= 1
    assert story.door["late"] == story.door["postponed"] == story.door["nomination"] == 1
    assert story.door["received"] == 32 and story.door["waiting"] == 3 and story.door["shown"] == 4
    assert story.listening == {
        "numbers": 5, "listened": 3, "cases": 3, "referrals": 1, "accepted": 1, "alerts": 1, "closed": 1
    }  # fmt: skip
    assert story.receipts == 5 and {one.kind for one in story.money} == set(account.BOUND["en"])
    assert all(one.agrees for one in story.money) and sum(float(one.spent) > 0 for one in story.money) == 2
    assert (story.after["objections"], story.after["accepted"], story.after["maintained"]) == (4, 3, 1)
    assert (
        story.after["exceptions"] >= 4
        and story.after["incidents"] == 2
        and story.after["asked"] >= 1
        and story.after["sample"] >= 1
    )
    assert 0 < story.after["hidden"] < story.after["figures"]
    assert story.grants == {"granted": 3, "closed": 1, "running": 2, "refused": 1}
    assert story.register == {
        "institutions": 5,
        "licensed": 1,
        "waiting": 1,
        "regularised": 1,
        "full": 1,
        "closing": 1,
    }
    _check_delegation(told)
    assert story.paper_in == {"printed": 3, "typed": 1, "written": 5, "taken": 4, "left": 1}
    assert (story.provinces, story.deposits, story.refused_names, story.warned) == (2, 1, 1, True)
    assert (told.file.parent / "reply.pdf").read_bytes().startswith(b"%PDF")
    lines = "\n".join(account.lines(story))
    assert "received = spent + left" in lines and "ADD UP" not in lines
    assert story.plan["cost"] == "271.95" and story.plan["before"] == "269.70"
    assert story.plan["lessons"] == "4" and float(story.plan["opened"]) < 5
    assert story.plan["missing"] == "160"  # tents: 40 + 45 + 75
    assert "Urgent programme opened from its template" in lines
    assert f"On the list: {story.selected}" in lines

    _check_goods(story)

    _check_cold(story)
    _check_second_run(told)
    _check_every_role(told)
    _check_figures_of_khenifra(told)
    _check_today(told)
    assert all(account.lines(story, language) for language in account.LANGUAGES)
    for language in account.LANGUAGES:
        assert any(ROOM_WORDS in line for line in how_to_sign_in(told, 8000, language))


def _check_goods(story: Account) -> None:
    """Baskets stand on lots, and every unit of the seized goods is accounted for."""
    told = story.goods
    assert told["made"] == told["out"] + told["left"] + told["damaged"]
    assert told["received"] == told["given"] + told["kept"] + told["destroyed"] and told["share"] == 100
    assert told["opened"] == -(-told["made"] // 50)


def _check_cold(story: Account) -> None:
    """Everybody who was met slept, did not want it, or is a need that is written."""
    told = story.cold
    assert told["met"] == told["slept"] + told["refused"] + told["unmet"] == 14
    assert (told["beds"], told["refused"], told["unmet"]) == (17, 2, 5)


def _check_second_run(told: Diary) -> None:
    """A second run reuses what is there: nothing is played twice, the account stays."""
    before = asdict(play.account_of(told))
    again = Diary.opened(told.file, say=lambda line: None)
    play.play(again, families=FAMILIES)
    assert again.over == told.over
    assert asdict(play.account_of(again)) == before


def _check_every_role(told: Diary) -> None:
    """Each role of the house, held by an account that exists."""
    assert {player.role for player in PLAYERS} == set(ROLES)
    for player in PLAYERS:
        user = player_of(told, player.username)
        with acting_as(user.pk, purpose=Purpose.WORK):
            roles = {role for _, role in network.roles_of(user.pk, on=timezone.localdate())}
        assert roles == {player.role}


def _check_delegation(told: Diary) -> None:
    """The sums of 2021 stand as the text gives them; each institution is where the story left it."""
    officer = player_of(told, "officer")
    with acting_as(officer.pk, purpose=Purpose.WORK):
        today, delegation = timezone.localdate(), told.id(DELEGATION)
        lines = {
            one.line.amount: one.left for one in funding.budget_lines(delegation) if one.line.year == 2021
        }
        assert lines == {Decimal("3000000.00"): 0, Decimal("160000.00"): 0, Decimal("1468411.00"): 0}
        states = sorted(one.state for one in funding.grants_given_by(delegation))
        assert states == ["archived", "not_granted", "signed", "signed"]
        mine = network.my_organisations(officer, on=today)
        rows = [row for row in network.institutions(mine, today=today, mine=True)]
        assert len(rows) == 5 and sum("over_capacity" in row.lights for row in rows) == 1
        files = network.files_waiting({delegation}, today=today)
        assert sorted(one.file.state for one in files) == ["incomplete", "receipted"]


def _check_today(told: Diary) -> None:
    """Whoever acts in the campaign finds something to do on the today page."""
    expected = {"manager": 5, "president": 5, "volunteer": 4, "partner_president": 1, "partner_manager": 3}
    for username, least in expected.items():
        user = player_of(told, username)
        with acting_as(user.pk, purpose=Purpose.WORK):
            assert len(campaigns.waiting_for(user, at=timezone.now())) >= least, username
    manager = player_of(told, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        assert len(registry.waiting_for(manager, at=timezone.now())) == 1  # the corrected rows, sent again


def _check_figures_of_khenifra(told: Diary) -> None:
    """Lower bounds stay lower bounds, every figure is a claim with its source."""
    delegate = player_of(told, "delegate")
    with acting_as(delegate.pk, purpose=Purpose.WORK):
        rows = list(network.figures_of(network.organisation_for(told.id("delegation"))))
    stated = {row.subject: (int(row.value), row.at_least) for row in rows}
    assert stated == {
        "eps_licensed": (34, False),
        "eps_being_licensed": (5, False),
        "cef": (23, True),
        "kindergartens": (13, False),
        "social_complexes": (3, True),
        "disability_centres": (2, False),
    }
    assert all(row.status == "claimed" and row.source and row.stated_on is None for row in rows)


def test_it_refuses_a_place_of_real_work(own_database: str, tmp_path: Path) -> None:
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.create_account(
            username="amina", display_name="Amina", password=None, by=None, at=timezone.now()
        )
    with pytest.raises(play.RealPlace):
        play.play(Diary.opened(tmp_path / "diary.json"), families=FAMILIES)


def test_it_takes_the_last_ramadan_that_has_begun() -> None:
    from datetime import date

    from twiza.demo.campaign import last_ramadan

    assert last_ramadan(date(2026, 2, 19)) == (1447, date(2026, 2, 19))
    assert last_ramadan(date(2026, 2, 18))[0] == 1446
    assert last_ramadan(date(2027, 6, 1))[0] == 1448
    assert days.SERVED_TODAY < 1


@pytest.mark.django_db
def test_it_says_what_to_do_when_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*args: object) -> None:
        raise play.RealPlace("this step was done already")

    with acting_as(None, purpose=Purpose.SETUP):
        accounts.mark_demo(at=timezone.now())
    monkeypatch.setattr(play, "_play", stopped)
    diary = Diary(tmp_path / "home" / "demo" / "diary.json", over=["stage"])
    with pytest.raises(play.Interrupted) as refusal:
        play.play(diary, families=FAMILIES)
    assert str(tmp_path / "home") in str(refusal.value)
