"""The fair selection of the story: the pool signed by both associations, digits before witnesses, the list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules import replay
from twiza.demo import campaign
from twiza.demo.account import Account
from twiza.demo.diary import Diary
from twiza.demo.stage import player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

DIGITS = "407193"  # as drawn before the witnesses of the story


def play(diary: Diary, told: Account, at: datetime) -> None:
    """Play the selection, each step once; its public file is proved again at the end."""
    for name, title, step in (
        (
            "signed criteria",
            "The criteria signed by the partner too, and put where anybody reads them",
            sign_criteria,
        ),
        ("relations", "Who brought whom: said line by line, signed by another", say_relations),
        ("pool", "The pool frozen before anything is drawn, signed by both associations", freeze_pool),
        ("draw", "Digits drawn by hand before three witnesses", draw),
        ("list", "The list frozen, signed by who leads", freeze),
        ("signature", "The list signed by the partner", sign),
    ):
        with diary.step(name, title) as wanted:
            if wanted:
                step(diary, at)
    with diary.step("replay", "The selection proved again from its public file") as wanted:
        if wanted:
            told.fair = prove(diary)


def sign_criteria(diary: Diary, at: datetime) -> None:
    """The president of the partner signs the rules second; the manager who leads publishes them."""
    manager, president = player_of(diary, "manager"), player_of(diary, "partner_president")
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_criteria(campaign=campaign.campaign_of(diary, president), by=president, at=at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.publish_criteria(campaign=campaign.campaign_of(diary, manager), by=manager, at=at)


def say_relations(diary: Diary, at: datetime, of: Callable[[Diary, Any], Any] = campaign.campaign_of) -> None:
    """In each association the manager says what binds her to the families she brought; the president signs."""
    for manager_name, president_name in (("manager", "president"), ("partner_manager", "partner_president")):
        manager, president = player_of(diary, manager_name), player_of(diary, president_name)
        with acting_as(manager.pk, purpose=Purpose.WORK):
            seen = of(diary, manager)
            if not campaigns.own_lines(manager, seen, 1):
                continue  # brought nobody into this one
            aid.declare_relations(campaign=seen, relations={}, rest="none", by=manager, at=at)
        with acting_as(president.pk, purpose=Purpose.WORK):
            aid.sign_relations(campaign=of(diary, president), nominator=manager.pk, by=president, at=at)


def prove(diary: Diary) -> dict[str, int | str]:
    """Write the public file beside the story and prove it, as `twiza replay` does; return its figures."""
    manager, file = player_of(diary, "manager"), diary.file.parent / "replay.jsonl"
    with acting_as(manager.pk, purpose=Purpose.WORK):
        seen = campaign.campaign_of(diary, manager)
        pool = campaigns.pool_of(seen)
        assert pool is not None
        figures: dict[str, int | str] = {"pool": pool.households, "eligible": pool.eligible, "digits": DIGITS}
        if not campaigns.may_publish(seen):
            return figures | {"drawn": 0, "counted": 0, "zones": len(pool.zones)}
        file.write_text("".join(line + "\n" for line in campaigns.public_lines(seen)), encoding="utf-8")
    with file.open(encoding="utf-8") as stream:
        places = dict(replay.replay(stream).steps)["places"]
    return figures | {"drawn": places["drawn"], "counted": places["counted"], "zones": len(pool.zones)}


def freeze_pool(diary: Diary, at: datetime) -> None:
    """Write down everybody who was brought in, before anything is drawn: signed by who leads, then by the partner."""
    manager, president = player_of(diary, "manager"), player_of(diary, "partner_president")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        pool = aid.freeze_pool(campaign=campaign.campaign_of(diary, manager), by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_pool(pool=campaigns.pool_for(president, pool.pk), by=president, at=at)


def draw(diary: Diary, at: datetime) -> None:
    """Enter the digits that three witnesses saw drawn."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.record_draw(
            campaign=campaign.campaign_of(diary, manager), digits=DIGITS, witnesses=3,
            drawn_on=timezone.localdate(at), by=manager, at=at,
        )  # fmt: skip


def freeze(diary: Diary, at: datetime) -> None:
    """Freeze the list, signed first by the manager who leads."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        diary.keep("list", aid.freeze_list(campaign=campaign.campaign_of(diary, manager), by=manager, at=at))


def sign(diary: Diary, at: datetime) -> None:
    """Sign it second: the president of the partner."""
    president = player_of(diary, "partner_president")
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_list(frozen=campaigns.list_for(president, diary.id("list")), by=president, at=at)
