"""The ten meetings of a night, one of each kind: how they are tapped, and what they say when they leave."""

from dataclasses import dataclass
from typing import Any

from tests.field.nights import CALL, CENTRE, EMF, MEDINA, PORT, STATION, WALK, Round

NAME, WORDS, PLACE = "الحاج بوشعيب", "Sa fille habite à Fès", "تحت قنطرة السكة"


@dataclass(frozen=True)
class Places:
    """Where the team goes: its first stop, a call-out, one more area, sites with beds."""

    walk: str = WALK
    walk_area: str = STATION
    call: str = CALL
    call_area: str = MEDINA
    other: str = PORT
    best: str = EMF
    second: str = CENTRE


def ten_meetings(round: Round, at: Places) -> None:
    """Nine meetings in their order and one that is taken back."""
    _on_foot(round, at)
    _called(round, at)
    _asked_again(round)


def _on_foot(round: Round, at: Places) -> None:
    page = round.page
    if (here := page.locator(f"[data-here='{at.walk}']")).count():
        here.click()
    round.awake("men")  # 1: on the spot, with a name and words
    round.tap("lang-darija", "naming")
    page.fill("#nickname", NAME)
    round.next()
    round.next("took-blanket", "took-meal", "declined-shelter", "later", "kit-drink+")
    round.next()
    page.fill("#words", WORDS)
    page.fill("#place", PLACE)
    round.save()
    round.tap("[data-another]", "state-asleep")  # 2: asleep, something beside
    round.next("men+", "unsure−", "kit-blanket+")
    round.save()
    round.tap("[data-another]", "state-hostile")  # 3
    round.next()
    round.save()
    round.home()


def _called(round: Round, at: Places) -> None:
    page = round.page
    round.tap(f"[data-here='{at.call}']", f"[data-reached='{at.call}']")
    round.awake("men", "women", "children")  # 4: a family, a bed
    round.next("lang-tamazight")
    round.next("took-shelter", "took-meal")
    round.next(f"site-{at.best}", f"site-{at.second}", "wish-together", "wish-care")
    round.next()
    round.save()
    round.home()
    round.tap("[data-child]")  # 5: a child alone
    round.tap("children+", "kit-blanket+")
    round.save()
    round.tap(
        "[data-another]", "areas", f"area-{at.other}", "state-awake"
    )  # 6: in another area, nothing is wanted
    round.next("women+", "unsure+", "unsure+")
    round.next()
    round.next("nothing", "declined-blanket")
    round.next()
    round.save()
    round.home()
    round.tap("[data-meet]", "state-awake")  # 7: a danger to health, seen at the first look
    round.next("men+")
    round.tap("[data-danger]")
    assert not page.locator(".card").count()
    round.tap("flag-frozen", "flag-chest_pain")
    assert page.locator(".card [data-dial]").first.get_attribute("data-dial") == "15"
    round.tap("[data-back]")
    round.next("took-health")
    round.next()
    round.save()
    round.home()


def _asked_again(round: Round) -> None:
    page = round.page
    round.tap("[data-again]")  # 8: the first one, asked again
    round.tap("state-awake")
    round.next()
    round.next()
    round.next("took-shelter")
    round.next("wish-elderly")
    round.next()
    round.save()
    round.home()
    round.awake("women")  # 9: family, hygiene, clothes
    round.next("lang-french")
    round.next("took-family", "took-hygiene", "took-clothes", "kit-clothes−")
    round.next()
    round.save()
    round.home()
    round.awake("men")  # 10: taken back
    round.next()
    round.next("took-meal")
    round.next()
    round.save()
    round.tap("[data-undo]")
    page.wait_for_selector("[data-meet]")


def told(at: Places, offered: str, taken: str, **other: Any) -> dict[str, Any]:
    """What an operation says, where it differs from an empty meeting."""
    empty = {
        "stop": at.call, "call": at.call, "area": at.call_area, "men": 0, "women": 0, "unsure": 0, "children": 0, "state": "awake",
        "lang": "", "flags": "", "kits": "", "person": "", "again": "", "elderly": False, "care": False,
        "together": False, "sites": "", "key": 0, "sealed": "",
    }  # fmt: skip
    return empty | {"offered": offered, "taken": taken} | other


def wanted(at: Places, first: dict[str, Any], ids: list[str]) -> list[dict[str, Any]]:
    """What the ten meetings say, in order."""
    walk = {"stop": at.walk, "call": "", "area": at.walk_area}
    secret = {name: first[name] for name in ("person", "key", "sealed")}
    return [
        told(at, "shelter,blanket,meal", "blanket,meal", men=1, lang="darija", kits="blanket:1,meal:1,drink:1", **walk, **secret),
        told(at, "", "blanket", state="asleep", men=1, kits="blanket:1", **walk),
        told(at, "", "nothing", state="hostile", unsure=1, **walk),
        told(at, "shelter,meal", "shelter,meal", men=1, women=1, children=1, lang="tamazight", kits="meal:3",
             sites=f"{at.best},{at.second}", together=True, care=True),
        told(at, "blanket", "blanket", children=2, kits="blanket:1"),
        told(at, "blanket", "nothing", women=1, unsure=2, stop="", call="", area=at.other),
        told(at, "health", "health", men=1, flags="frozen,chest_pain"),
        told(at, "shelter", "shelter", men=1, again=ids[0], person=first["person"], elderly=True, **walk),
        told(at, "hygiene,clothes,family", "hygiene,clothes,family", women=1, lang="french", kits="hygiene:1"),
        told(at, "meal", "meal", men=1, kits="meal:1"),
    ]  # fmt: skip
