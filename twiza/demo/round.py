"""A round of the demonstration's winter: briefed, out, people met, back; a call to the doctor; the morning after."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries, rules

STARTS, MET, ENDS, MORNING = time(20), time(22), time(1), time(8)
TAKEN = {"blanket": 12, "meal": 20}
BACK = {"blanket": 9, "meal": 10}
WISHES = (("stay", "papers"), ("nothing",), ("family",))  # of who slept inside, in turn


def tell_round(people: dict[str, Any], winter: Any, night: date, parties: Sequence[Sequence[str]]) -> list[Any]:  # fmt: skip
    """Go out in a night and meet these parties, who all want a bed, one man who wants nothing and one who sleeps.

    Returns the beds that are kept for them, in the order of the parties.
    """
    leader, woman = people["leader"], people["officer"]
    evening = rules.moment_in(night, STARTS) - timedelta(hours=1)
    met_at, end = rules.moment_in(night, MET), rules.moment_in(night, ENDS)
    with acting_as(leader.pk, purpose=Purpose.WORK):
        plan = queries.plan_of(winter)
        round = actions.plan_round(
            winter=winter, night=night, team=plan.teams[0], vehicle=plan.vehicles[0], starts=STARTS, ends=ENDS,
            hot_spots=plan.hot_spots, escorts=["national_security"], by=leader, at=evening,
        )  # fmt: skip
        known = {"by": leader, "at": evening}
        actions.name_crew(round=round, women=[woman.pk], men=[leader.pk], leader=leader.pk, **known)
        actions.brief_round(round=round, vehicle_checked=True, kits=TAKEN, **known)
        round = actions.leave_round(round=round, **known)
        uses = [one for who in parties for one in _met(round, plan, who, leader, met_at)]
        for met in (
            rules.Meeting(area=plan.hot_spots[1].pk, men=1, offered=("shelter", "meal")),
            rules.Meeting(area=plan.hot_spots[1].pk, men=1, state=rules.MetAs.ASLEEP, taken=("blanket",),
                          kits=(("blanket", 1),)),
        ):  # fmt: skip
            actions.record_encounter(round=round, met=met, by=leader, at=met_at)
        _called_doctor(winter, night, leader, met_at)
        actions.return_round(round=round, back=BACK, by=leader, at=end)
    return uses


def tell_morning(keeper: Any, uses: Sequence[Any], night: date) -> None:
    """Who slept inside is asked in the morning what they wish."""
    for number, use in enumerate(uses):
        actions.hear_wish(
            use=use, night=night, wishes=WISHES[number % len(WISHES)], by=keeper,
            at=rules.moment_in(night, MORNING),
        )  # fmt: skip


def _met(round: Any, plan: Any, who: Sequence[str], leader: Any, at: Any) -> list[Any]:
    met = rules.Meeting(
        area=plan.hot_spots[0].pk, men=who.count("man"), women=who.count("woman"), children=who.count("child"),
        language="darija", offered=("shelter", "meal"), taken=("shelter", "meal"),
        kits=(("meal", len(who)),), together=len(who) > 1,
    )  # fmt: skip
    encounter = actions.record_encounter(round=round, met=met, by=leader, at=at)
    return queries.beds_of_encounter(encounter)


def _called_doctor(winter: Any, night: date, leader: Any, at: Any) -> None:
    """Somebody with a fever is seen by whoever answers for health."""
    referral = actions.call_health(
        winter=winter, night=night, flags=["fever"], urgency="day", contact="health", by=leader, at=at
    )  # fmt: skip
    actions.settle_health(referral=referral, result="seen", by=leader, at=at + timedelta(hours=2))
