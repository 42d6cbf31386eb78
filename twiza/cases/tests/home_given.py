"""Somebody who wishes to go back to the family, made through the real doors. Invented."""

from typing import Any

from twiza.cases import actions, queries, rules
from twiza.cases.tests.given import CANARY
from twiza.network.tests.given import NOON, as_work, given_member

SAFE = dict.fromkeys(rules.SCREENED, "no")
VIOLENT = SAFE | {"violence": "yes"}
WISH = f"بغيت نرجع عند ختي {CANARY}"


class Home:
    """Steps of one way home, each by Leila at noon unless said otherwise, on the version that stands."""

    def __init__(self, case: Any, room: Any, leila: Any) -> None:
        self.case, self.room, self.leila = case, room, leila

    def file(self) -> queries.HomeFile:
        with as_work(self.leila):
            return queries.home_file(self.case, self.room)

    def do(self, act: Any, *, at: Any = NOON, **words: Any) -> Any:
        base = self.file().number
        with as_work(self.leila):
            return act(case=self.case, room=self.room, base=base, by=self.leila, at=at, **words)

    def wish(self, **words: Any) -> Any:
        return self.do(actions.write_wish, **({"words": WISH} | words))

    def screen(self, **words: Any) -> Any:
        said = {"answers": SAFE, "level": "green", "words": "خصام قديم انتهى", "other": ""} | words
        return self.do(actions.screen_return, **said)

    def red(self) -> Any:
        return self.screen(answers=VIOLENT, level="green", other="غرفة مع زميل في العمل")

    def plan(self, **words: Any) -> Any:
        said = {
            "day": NOON.date(), "transport": "الحافلة", "companion": "worker", "medicine": "دواء لشهر",
            "arrival_contact": "الأخت", "kit": "حقيبة ووثائق",
        } | words  # fmt: skip
        return self.do(actions.plan_return, **said)

    def session(self, **words: Any) -> Any:
        said = {
            "parties": [("هو", True), ("الأخت", True)], "day": NOON.date(), "points": "يرجع يوم الجمعة", "support": "",
        } | words  # fmt: skip
        return self.do(actions.hold_mediation, **said)


def given_family_protocol(centre: Any, case: Any, room: Any, by: Any) -> None:
    """The protocol of going home is adopted by two, and the case follows it."""
    at = {"at": NOON}
    nawal, hind = (
        given_member(f"{one}-{centre.pk.hex[-5:]}", "listening_supervisor", centre)
        for one in ("Nawal", "Hind")
    )
    with as_work(nawal):
        row = actions.write_protocol(
            organisation=centre.pk,
            code="family",
            content=queries.shipped_protocols()["family"],
            by=nawal,
            **at,
        )
        actions.adopt_protocol(protocol=row, by=nawal, **at)
    with as_work(hind):
        row = actions.adopt_protocol(protocol=row, by=hind, **at)
    with as_work(by):
        actions.pin_protocol(case=case, room=room, protocol=row, by=by, **at)
