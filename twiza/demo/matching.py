"""Families written twice, put beside those that were planted: between the two associations, and inside each.

Both presidents sign for comparing, the desk of the campaign compares, decides on some pairs and asks about one; the rest
waits for whoever tries the demonstration.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.demo.account import Account, Sought
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import OLIVE, WOOL
from twiza.demo.diary import Diary
from twiza.demo.families import Family
from twiza.demo.imports import MANAGERS
from twiza.demo.sheets import FILES
from twiza.demo.stage import organisation_of, player_of
from twiza.demo.story import Story, Written
from twiza.linkage.normalise import fold
from twiza.network import actions as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue
from twiza.registry import actions as registry
from twiza.registry import queries as register

PRESIDENTS = {OLIVE: "president", WOOL: "partner_president"}
DECIDED, ASKED = 5, 1  # pairs on which the desk decides in the story; the others wait
MERGED, TOLD_APART = 2, 3  # cases of its own register on which an association decides in the story
MOST = 10_000  # cases read for the account
Pair = frozenset[UUID]  # two households
Named = tuple[tuple[str, ...], int | None]  # the words of a name, how many people


def agree(diary: Diary, at: datetime) -> None:
    """Sign a convention of the two associations, for comparing families too; attach it to the campaign."""
    today = timezone.localdate(at)
    president = player_of(diary, PRESIDENTS[OLIVE])
    with acting_as(president.pk, purpose=Purpose.WORK):
        sides = {key: organisation_of(diary, key) for key in PRESIDENTS}
        convention = network.sign_convention(
            organisation=sides[OLIVE],
            title="اتفاقية قفة رمضان المشتركة (عرض)",
            parties=[network.Party(one, "partner") for one in sides.values()],
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=335),
            signed_on=today - timedelta(days=31),
            subject="قفة واحدة لكل أسرة في الحملة المشتركة",
            by=president,
            at=at,
        )
    for key, name in PRESIDENTS.items():
        user = player_of(diary, name)
        with acting_as(user.pk, purpose=Purpose.WORK):
            network.sign_sharing(convention=convention, organisation=sides[key], by=user, at=at)
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        agreement = aid.attach_agreement(
            campaign=campaign_of(diary, manager), convention=convention, by=manager, at=at
        )
    diary.keep("agreement", agreement)


def compare(diary: Diary, story: Story, told: Account, at: datetime) -> None:
    """Compare the families of the campaign, put what is suggested beside what was planted, decide on some pairs."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        agreement = campaigns.agreement_for(manager, diary.id("agreement"))
        aid.start_matching(agreement=agreement, by=manager, at=at)
    queue.run_waiting_jobs()
    with acting_as(manager.pk, purpose=Purpose.WORK):
        pairs = list(campaigns.pairs_of(campaign_of(diary, manager)))
    halves = {half for pair in pairs for half in (pair.first_id, pair.second_id)}
    behind = _behind(diary, halves)
    planted = _planted(diary, story, [(one.family, one.olive[0], one.wool[0]) for one in story.planted])
    suggested = {frozenset((behind[one.first_id], behind[one.second_id])): one.sure for one in pairs}
    told.across = _sought(planted, suggested)
    _decide(diary, manager, pairs, at)


def seek_inside(diary: Diary, story: Story, told: Account, at: datetime) -> None:
    """Look in the register of each association for persons that it wrote twice itself."""
    planted = _planted(diary, story, [(one.family, one.first[0], one.second[0]) for one in story.twice])
    suggested: dict[Pair, bool] = {}
    for key, name in MANAGERS.items():
        manager = player_of(diary, name)
        organisation = diary.id(key)
        with acting_as(manager.pk, purpose=Purpose.WORK):
            registry.seek_doubles(organisation=organisation, by=manager, at=at)
        queue.run_waiting_jobs()
        with acting_as(manager.pk, purpose=Purpose.WORK):
            for line in register.cases_page(organisation, "open", limit=MOST).lines:
                suggested[frozenset((line.one.id, line.other.id))] = line.sure
    told.inside = _sought(planted, suggested)
    _decide_inside(diary, {pair for one in planted for pair in one}, at)


def _decide_inside(diary: Diary, written_twice: set[Pair], at: datetime) -> None:
    """Decide on the first cases of one register, as who knows the families would: the rest waits for whoever tries."""
    manager = player_of(diary, MANAGERS[OLIVE])
    left = {"merge": MERGED, "not_same": TOLD_APART}
    decided: set[UUID] = set()  # what was merged leaves the other cases of the same families
    with acting_as(manager.pk, purpose=Purpose.WORK):
        for line in register.cases_page(diary.id(OLIVE), "open", limit=MOST).lines:
            homes = {line.one.id, line.other.id}
            one = frozenset(homes) in written_twice
            answer = "merge" if one else "not_same"
            if not left[answer] or homes & decided:
                continue
            left[answer] -= 1
            decided |= homes
            pairs = register.case_of(register.pair_for(manager, line.pair))
            if one:
                registry.merge_case(
                    pairs=pairs,
                    same=[pairs[0].pk],
                    kept=line.one.id,
                    take={},
                    only_persons=False,
                    by=manager,
                    at=at,
                )
            else:
                said = {pair.pk: answer for pair in pairs}
                registry.decide_pairs(decisions=said, reason_code="", by=manager, at=at)


def _sought(planted: list[set[Pair]], suggested: dict[Pair, bool]) -> Sought:
    sure = {pair for pair, is_sure in suggested.items() if is_sure}
    look = set(suggested) - sure
    return Sought(
        planted=len(planted),
        sure=len(sure),
        sure_right=sum(bool(one & sure) for one in planted),
        look=len(look),
        look_right=sum(bool(one & look) and not one & sure for one in planted),
    )


def _planted(diary: Diary, story: Story, twice: list[tuple[int, str, str]]) -> list[set[Pair]]:
    """Return for each family written twice which pairs of households it may be: one, unless two bear one name."""
    first = {family.number: family for family in story.families}
    again = {family.number: family for family in story.again}
    homes = {written.file.name: _homes(diary, written) for written in story.sheets}
    found = []
    for number, here, there in twice:
        lefts = homes[here].get(_as_written(first[number], here), set())
        rights = homes[there].get(_as_written(again[number], there), set())
        found.append({frozenset((left, right)) for left in lefts for right in rights})
    return found


def _homes(diary: Diary, written: Written) -> dict[Named, set[UUID]]:
    """Return which households a sheet became, by the name of who knocked and how many they are."""
    manager = player_of(diary, MANAGERS[written.association])
    with acting_as(manager.pk, purpose=Purpose.WORK):
        made = register.households_brought(diary.id(written.association), diary.id(written.file.name))
        lines = register.lines_by_id(made)
    found: dict[Named, set[UUID]] = {}
    for line in lines:
        named = (_words(line.name), None if written.per == "member" else line.size)
        found.setdefault(named, set()).add(line.id)
    return found


def _as_written(family: Family, file: str) -> Named:
    head = family.head
    number = FILES.index(file)
    father = f" {family.father.fr}" if number == 1 else ""  # a column of its own there
    latin = number in (1, 4)
    name = f"{head.given.fr}{father} {head.surname.fr}" if latin else f"{head.given.ar} {head.surname.ar}"
    return _words(name), None if number == 2 else family.size


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(name).split()))


def _behind(diary: Diary, halves: set[UUID]) -> dict[UUID, UUID]:
    """Return which household stands behind each code, asked of the side that brought it."""
    found: dict[UUID, UUID] = {}
    for name in MANAGERS.values():
        manager = player_of(diary, name)
        with acting_as(manager.pk, purpose=Purpose.WORK):
            for half in halves:
                home = campaigns.own_household(half)
                if home is not None:
                    found[half] = home
    return found


def _decide(diary: Diary, manager: Any, pairs: list[Any], at: datetime) -> None:
    """Decide on the first of the sure pairs: the partner takes its code back; about one more both are asked."""
    olive = diary.id(OLIVE)
    sure = [one for one in pairs if one.sure]
    with acting_as(manager.pk, purpose=Purpose.WORK):
        for pair in sure[:DECIDED]:
            kept = pair.first if pair.first_bringing_id == olive else pair.second
            aid.decide_one_family(pair=pair, kept=kept, by=manager, at=at)
        for pair in sure[DECIDED : DECIDED + ASKED]:
            aid.ask_sides(pair=pair, by=manager, at=at)
    partner = player_of(diary, "partner_manager")
    with acting_as(partner.pk, purpose=Purpose.WORK):
        for question in campaigns.questions_waiting(partner, [diary.id("campaign")]):
            if question.wish == question.WITHDRAW:
                aid.answer_question(question=question, answer="withdrawn", by=partner, at=at)
