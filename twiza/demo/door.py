"""A morning at the door: people ask in each way there is, nobody gives a name, and each one leaves with an answer or its day.

1. Four weeks of requests by each way of asking, answered in two to nine days: the page of waits has its figures.
2. This morning: one request for each way to answer; one was promised for a later day, one is late, one just came.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.demo.account import Account
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import DELEGATION, OLIVE
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.network import actions as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions as registry
from twiza.registry import queries
from twiza.registry.actions import RequestData
from twiza.registry.rules.requests import CHANNELS, KINDS

EACH = 6  # requests by each way of asking, of the last weeks
CONTEST = "قولوا في هذا الاستقبال إنكم غير موافقين: يعاد النظر في الجواب، وتحصلون على يوم الجواب الجديد."


def open_the_door(diary: Diary, account: Account, at: datetime) -> None:
    """Receive and answer, as the reception agent; put one request forward, as the manager of the campaign."""
    president = player_of(diary, "president")
    with acting_as(president.pk, purpose=Purpose.WORK):
        site = network.open_site(
            organisation=organisation_of(diary, OLIVE),
            kind="listening_centre",
            name_ar="مركز ظلال الزيتونة",
            name_fr="Centre Dilal Zaytouna",
            by=president,
            at=at,
        )
    agent = player_of(diary, "counter")
    with acting_as(agent.pk, purpose=Purpose.WORK):
        _past_weeks(diary, agent, site.pk, at)
        nominated = _this_morning(diary, agent, site.pk, at)
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        asked = aid.Asked(zone=campaign.zones[0], size=5)
        aid.nominate_request(request=nominated, campaign=campaign, asked=asked, by=manager, at=at)
        account.door = _figures(diary, at)


def _past_weeks(diary: Diary, agent: Any, site: Any, at: datetime) -> None:
    kinds = list(KINDS)
    for place, channel in enumerate(CHANNELS):
        for number in range(EACH):
            moment = at - timedelta(days=28 - 2 * number, hours=3)
            row = _ask(diary, agent, kinds[(place + number) % len(kinds)], channel, moment, site=site)
            answered = moment + timedelta(days=2 + (number + 2 * place) % 8)
            _refuse(row, agent, answered)


def _this_morning(diary: Diary, agent: Any, site: Any, at: datetime) -> Any:
    early = at - timedelta(hours=2)
    today = timezone.localdate(at)
    same = {"by": agent, "at": at}
    listened = _ask(diary, agent, "listening", "counter", early, site=site)
    registry.give_ticket(request=listened, site=site, on=today, **same)
    oriented = _ask(diary, agent, "rights", "assisted", early, site=site)
    registry.orient_request(
        request=oriented, to=diary.id(DELEGATION), site=None, reason_code="does_this", words="", **same
    )
    _refuse(_ask(diary, agent, "clothing", "telephone", early), agent, at)
    twice = _ask(diary, agent, "clothing", "telephone", at)
    registry.say_mistaken(request=twice, reason_code="written_twice", **same)
    _ask(diary, agent, "health", "paper", at - timedelta(days=20), words="دواء كل شهر")  # its day is over
    later = _ask(diary, agent, "housing", "counter", at - timedelta(days=3), site=site)
    registry.postpone_answer(
        request=later, until=later.promised_on + timedelta(days=10), reason_code="visit", **same
    )
    _ask(diary, agent, "school", "counter", early, site=site)
    return _ask(diary, agent, "food", "counter", early, site=site, size=5)


def _ask(diary: Diary, agent: Any, kind: str, channel: str, moment: datetime, **said: Any) -> Any:
    helper = "neighbour" if channel == "assisted" else ""
    return registry.receive_request(
        organisation=diary.id(OLIVE),
        data=RequestData(kind, channel, helper, **said),
        by=agent,
        at=moment,
    )


def _refuse(row: Any, agent: Any, moment: datetime) -> None:
    registry.answer_request(
        request=row,
        reason_code="no_means",
        words="نفدت وسائلنا لهذا الشهر. نخبركم إن جاء جديد حين تقرؤون الرمز في الاستقبال.",
        contest=CONTEST,
        by=agent,
        at=moment,
    )


def _figures(diary: Diary, at: datetime) -> dict[str, int]:
    olive, today = diary.id(OLIVE), timezone.localdate(at)
    waiting = queries.open_requests([olive], today=today)
    answers: Sequence[Any] = [line.answer for line in queries.recent_requests(olive, today=today)]
    kinds = Counter(answer.kind for answer in answers)
    waits = queries.waits_of(olive, at=at)
    return {
        "received": len(waiting) + len(answers),
        "waiting": len(waiting),
        "late": sum(line.is_late for line in waiting),
        "postponed": sum(line.broke_its_promise for line in waiting),
        **{kind: kinds[kind] for kind in ("nomination", "listening", "orientation", "reasoned", "mistake")},
        "shown": sum(line.days is not None for line in waits),
    }
