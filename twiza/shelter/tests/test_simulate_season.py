"""A whole winter played: three teams, four sites, phones without network for hours, corrections in the morning after.

The test keeps its own books beside, one line for each thing that happens; the last version of every bulletin says the
same, and nothing that is published gives a small figure away, nor does one publication beside another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from twiza.lib.tests.test_protect_figures import worked_out
from twiza.network.tests.given import as_work, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import BedUse, EncounterGuest, PublishedNights
from twiza.shelter.tests.given import FIRST, LAST, given_cold, given_plan, given_site
from twiza.shelter.tests.phones_given import given_team_phone

pytestmark = pytest.mark.django_db
LEAST = 5
ONE = timedelta(days=1)
WHO = (
    {"men": 1}, {"men": 1}, {"men": 1}, {"men": 0, "women": 1}, {"men": 2}, {"men": 1, "women": 1, "together": True},
    {"men": 0, "women": 1, "children": 2}, {"men": 0, "unsure": 1},
)  # fmt: skip
TAKEN = (("shelter",), ("shelter", "blanket"), ("shelter",), ("meal",), ("blanket", "meal"), ("nothing",))


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), rules.ZONE).astimezone(UTC)


def payload(words: dict[str, Any]) -> dict[str, Any]:
    """A meeting as a phone sends it."""
    said = {
        "stop": "", "call": "", "men": 0, "women": 0, "unsure": 0, "children": 0, "state": "awake", "lang": "",
        "kits": "", "person": "", "again": "", "elderly": False, "care": False, "together": False, "sites": "",
        "key": 0, "sealed": "",
    }  # fmt: skip
    lists = {name: ",".join(words.get(name, ())) for name in ("offered", "taken", "flags")}
    return said | words | lists | {"area": str(words["area"])}


@dataclass
class Books:
    """What the test writes down: (place, figure) of a night, and which sites were heard of."""

    areas: dict[date, Counter[tuple[Any, str]]] = field(default_factory=lambda: defaultdict(Counter))
    sites: dict[date, Counter[tuple[Any, str]]] = field(default_factory=lambda: defaultdict(Counter))
    heard: dict[date, set[Any]] = field(default_factory=lambda: defaultdict(set))


class Season:
    """The winter as it is played. Everything goes through the actions of who does it, at the moment it is told."""

    def __init__(self, seed: int, nights: int) -> None:
        self.draw, self.books, self.nights = Random(seed), Books(), [FIRST + ONE * n for n in range(nights)]
        self.cold = given_cold()
        self.late: list[tuple[datetime, Any]] = []
        self.published: list[PublishedNights] = []
        given_plan(self.cold)
        cold = self.cold
        start = {"by": cold.latifa, "at": local(FIRST, 12)}
        with as_work(cold.latifa):
            actions.add_teams(winter=cold.winter, names=["الفريق 3"], **start)
            actions.add_vehicle(winter=cold.winter, name="سيارة ثالثة", seats=5, **start)
            self.plan = queries.plan_of(cold.winter)
        self.sites = [cold.site] + [
            given_site(cold.winter, cold.host, cold.latifa, f"Centre {n}") for n in (2, 3, 4)
        ]
        self.beds = {}
        for number, site in enumerate(self.sites):
            groups = {"men": 4 + number, "women": 2} | ({"family": 5} if number % 2 else {})
            self.beds[site.pk] = sum(groups.values())
            with as_work(cold.zahra):
                for group, beds in groups.items():
                    actions.open_unit(
                        winter_site=site,
                        name=group,
                        group=group,
                        beds=beds,
                        by=cold.zahra,
                        at=local(FIRST, 12),
                    )
        self.phones = {
            one.pk: given_team_phone(cold, team=one, at=local(FIRST, 12)) for one in self.plan.teams
        }
        self.hanane = given_member("Hanane", "counter", cold.crew)

    def play(self) -> None:
        """Every night: the evening, the morning and its bulletins; once a week figures are published."""
        for night in self.nights:
            self.evening(night)
            for at in (local(night + ONE, 7, 30), local(night + ONE, 11, 45)):
                self.hear(at)
                self.count(at, newest=3)
            if rules.weeks_over(FIRST, LAST, night + ONE) > len(self.published):
                self.publish(local(night + ONE, 11, 50))
        end = local(self.nights[-1] + 12 * ONE, 9)
        self.hear(end)
        self.count(end, newest=None)
        if rules.weeks_over(FIRST, LAST, end.date()) > len(self.published):
            self.publish(end)

    def count(self, at: datetime, *, newest: int | None) -> None:
        """What the job does."""
        with acting_as(None, purpose=Purpose.NIGHTS, counting_for=self.cold.crew.pk):
            winter = queries.winter_to_count(self.cold.winter.pk)
            nights = [
                one for one in queries.nights_due(winter, at=at, newest=newest) if one <= self.nights[-1]
            ]
            actions.make_bulletins(winter=winter, nights=nights, at=at)

    def publish(self, at: datetime) -> None:
        with as_work(self.cold.latifa):
            self.published.append(actions.publish_nights(winter=self.cold.winter, by=self.cold.latifa, at=at))

    def hear(self, until: datetime) -> None:
        """Do what was to come until a moment: phones that find the network, corrections of a site."""
        due = sorted((one for one in self.late if one[0] <= until), key=lambda one: one[0])
        self.late = [one for one in self.late if one[0] > until]
        for at, done in due:
            done(at)

    def evening(self, night: date) -> None:
        for site in self.sites:
            if self.draw.random() < 0.85:
                with as_work(self.cold.zahra):
                    actions.declare_beds(
                        winter_site=site,
                        night=night,
                        free={"men": 1},
                        by=self.cold.zahra,
                        at=local(night, 17),
                    )
                self.books.heard[night].add(site.pk)
        for number, team in enumerate(self.plan.teams):
            self.round(night, team, self.plan.vehicles[number])

    def round(self, night: date, team: Any, vehicle: Any) -> None:
        known: dict[str, Any] = {"by": self.cold.omar, "at": local(night, 20)}
        with as_work(self.cold.omar):
            out = actions.plan_round(
                winter=self.cold.winter, night=night, team=team, vehicle=vehicle, starts=time(20), ends=time(2),
                hot_spots=self.plan.hot_spots, **known,
            )  # fmt: skip
            actions.name_crew(
                round=out, women=[self.hanane.pk], men=[self.cold.omar.pk], leader=self.cold.omar.pk, **known
            )
            out = actions.brief_round(round=out, vehicle_checked=True, kits={"meal": 10}, **known)
            out = actions.leave_round(round=out, **known)
        met = [
            self.meeting(night, minute)
            for minute in sorted(self.draw.sample(range(300), self.draw.randrange(3, 9)))
        ]
        back = self.draw.choice(
            [None, None, local(night + ONE, 9), local(night + ONE, 11, 30), local(night + 3 * ONE, 10)]
        )

        phone, kept = self.phones[team.pk], []

        def sent(at: datetime) -> None:
            for met_at, words in met:
                done = phone.do("encounter", payload(words), at=met_at)
                kept.append((done.op, words))
                if back is None:
                    self.send(phone, met_at + timedelta(minutes=1))
                    self.follow(done.op, night, words, met_at + timedelta(minutes=1))
            if back is not None:
                self.send(phone, at)
                for op, words in kept:
                    self.follow(op, night, words, at)
            with as_work(self.cold.omar):
                actions.return_round(round=out, back={}, by=self.cold.omar, at=max(at, local(night + ONE, 2)))

        if back is None:
            sent(local(night, 20))
        else:
            self.late.append((back, sent))

    def meeting(self, night: date, minute: int) -> tuple[datetime, dict[str, Any]]:
        words: dict[str, Any] = {"area": self.draw.choice(self.plan.hot_spots).pk}
        if self.draw.random() < 0.1:
            words |= {"men": self.draw.randrange(1, 3), "state": "asleep", "taken": ("blanket",)}
        else:
            words |= self.draw.choice(WHO) | {
                "taken": self.draw.choice(TAKEN),
                "offered": ("shelter", "meal"),
            }
            words |= {"flags": ("fever",)} if self.draw.random() < 0.1 else {}
        return local(night, 20) + timedelta(minutes=minute), words

    def send(self, phone: Any, at: datetime) -> None:
        """Send what waits on a phone through the inbox, now and then twice."""
        lines = list(phone.waiting)
        for turn in range(1 + (self.draw.random() < 0.2)):
            answers = [str(one.answer) for one in phone.send(lines, at=at + timedelta(seconds=turn)).answers]
            assert len(answers) == len(lines) and set(answers) <= {"accepted", "duplicate"}, answers
        phone.waiting.clear()

    def follow(self, op: Any, night: date, words: dict[str, Any], at: datetime) -> None:
        """A meeting has reached the server: who has a bed comes, refuses, or is not heard of."""
        with as_work(self.cold.omar):
            guests = list(EncounterGuest.objects.filter(encounter=op).values_list("guest", flat=True))
            uses = list(
                BedUse.objects.filter(guest__in=guests, nights__contains=night, use="held").order_by("pk")
            )
        people = sum(words.get(one, 0) for one in ("men", "women", "unsure", "children"))
        area, write = words["area"], self.books.areas[night]
        write[area, "encounters"] += 1
        write[area, "people"] += people
        for one in ("men", "women", "unsure", "children"):
            write[area, one] += words.get(one, 0)
        write[area, "undisturbed"] += "state" in words
        write[area, "health"] += "flags" in words
        write[area, "offered"] += "offered" in words
        write[area, "wanted"] += "shelter" in words["taken"]
        write[area, "refused"] += "offered" in words and "shelter" not in words["taken"]
        write[area, "unmet"] += len(guests) - len(uses)
        came = bool(uses) and at < local(night + ONE, 3) and self.draw.random() < 0.8
        helped = people if set(words["taken"]) - {"shelter", "nothing"} else 0
        write[area, "helped"] += 0 if came else helped
        write[area, "sheltered"] += came
        if came:
            self.sleep(uses, night, at, (area, helped))
        else:
            self.stay_away(uses, night, at)

    def sleep(self, uses: list[BedUse], night: date, at: datetime, met: tuple[Any, int]) -> None:
        more, is_wrong = self.draw.random() < 0.2 and night + ONE <= LAST, self.draw.random() < 0.05
        for use in uses:
            with as_work(self.cold.zahra):
                use = actions.take_in(use=use, by=self.cold.zahra, at=at)
                self.write_slept(use, night, 1)
                if more and not is_wrong:
                    try:
                        actions.stay_on(use=use, last_night=night + ONE, by=self.cold.zahra, at=at)
                    except actions.BedTaken:
                        continue
                    self.write_slept(use, night + ONE, 1)
        if is_wrong:  # the site finds out after the bulletin: the wrong person was written

            def corrected(at: datetime) -> None:
                area, helped = met
                for use in uses:
                    with as_work(self.cold.zahra):
                        actions.give_back(use=use, why="mistake", by=self.cold.zahra, at=at)
                    self.write_slept(use, night, -1)
                self.books.areas[night][area, "sheltered"] -= 1
                self.books.areas[night][area, "helped"] += helped

            self.late.append((local(night + ONE, 9), corrected))

    def write_slept(self, use: BedUse, night: date, number: int) -> None:
        one = {"woman": "slept_women", "man": "slept_men", "child": "slept_children"}[str(use.who)]
        for name in ("slept", one):
            self.books.sites[night][use.winter_site_id, name] += number
        self.books.heard[night].add(use.winter_site_id)

    def stay_away(self, uses: list[BedUse], night: date, at: datetime) -> None:
        says_no = self.draw.random() < 0.5
        for use in uses:
            self.books.sites[night][use.winter_site_id, "declined" if says_no else "silent"] += 1
            self.books.heard[night].add(use.winter_site_id)
            if says_no:
                with as_work(self.cold.omar):
                    actions.give_back(use=use, why="refused", by=self.cold.omar, at=at)


def differences(season: Season) -> Iterator[str]:
    """Yield what the last version of each bulletin says otherwise than the books."""
    books = season.books
    with as_work(season.cold.latifa):
        kept = {
            one.night: rules.read_bulletin(one.figures) for one in queries.last_bulletins(season.cold.winter)
        }
    for night in season.nights:
        for line in kept[night].areas:
            for name in ("encounters", "people", "men", "women", "unsure", "children", "undisturbed", "health",
                         "offered", "wanted", "refused", "unmet", "helped", "sheltered"):  # fmt: skip
                expected = sum(
                    n for (area, of), n in books.areas[night].items() if str(area) == line.id and of == name
                )
                if line.cells[name] != expected:
                    yield f"{night} {line.names[1]} {name}: {line.cells[name]}, books {expected}"
        for line in kept[night].sites:
            site = next(one for one in season.sites if str(one.pk) == line.id)
            is_heard = site.pk in books.heard[night]
            for name in (
                "slept",
                "slept_women",
                "slept_men",
                "slept_children",
                "declined",
                "silent",
                "turned_away",
                "mixed",
            ):
                expected = books.sites[night][site.pk, name] if is_heard else None
                if name != "mixed" and line.cells[name] != expected:
                    yield f"{night} {line.names[1]} {name}: {line.cells[name]}, books {expected}"
            if line.cells["beds"] != season.beds[site.pk]:
                yield f"{night} {line.names[1]} beds: {line.cells['beds']}"


@pytest.mark.slow
def test_five_nights_are_told_as_they_were():
    season = Season(seed=11, nights=5)
    season.play()
    assert not list(differences(season))
    with as_work(season.cold.latifa):
        assert (
            max(one.number for one in queries.last_bulletins(season.cold.winter)) > 1
        )  # something came late
    night, area = season.nights[2], season.plan.hot_spots[0].pk
    season.books.areas[night][area, "encounters"] += 1  # the control: a wrong book is found
    assert [one.split(":")[0] for one in differences(season)] == [
        f"{night} {season.plan.hot_spots[0].name} encounters"
    ]


@pytest.mark.proof
@pytest.mark.slow
def test_a_whole_winter_is_told_as_it_was_and_gives_nobody_away():
    season = Season(seed=7, nights=51)
    season.play()
    assert not list(differences(season))
    with as_work(season.cold.latifa):
        told = queries.season_of(season.cold.winter)
        versions = [one.number for one in queries.last_bulletins(season.cold.winter)]
    assert told.whole.told == 51 and max(versions) >= 3
    slept = sum(
        n for night in season.nights for (_s, name), n in season.books.sites[night].items() if name == "slept"
    )
    assert told.whole.totals["slept"] == slept
    assert sum(week.totals["slept"] or 0 for week in told.weeks) == slept
    assert [one.figures["weeks"] for one in season.published] == [1, 2, 3, 4, 5, 6, 8]
    check_publications(told, season.published)


def check_publications(told: queries.Season, published: list[PublishedNights]) -> None:
    """Play the reader of one publication, and of each beside the one before."""
    before: dict[str, int | None] = {}
    for one in published:
        shown: dict[str, int | None] = one.figures["cells"]
        for table in rules.TABLES:
            cells, sums = rules.table_of(told.nights, table, FIRST, LAST, one.figures["weeks"])
            of_table = {name: value for name, value in shown.items() if name in cells}
            hidden = {name for name, value in of_table.items() if value is None}
            assert all(value is None or value == 0 or value >= LEAST for value in of_table.values())
            for name, (low, high) in worked_out(of_table, sums).items():
                assert high is None or high - low + 1 >= LEAST - 1, (table, name, low, high)
            assert all(name in hidden for name, value in before.items() if value is None and name in of_table)
        for name, value in before.items():
            now = shown.get(name)
            if value is not None and now is not None:
                assert not 0 < abs(now - value) < LEAST, (name, value, now)
        before = shown
    assert any(value is None for value in before.values())
    assert any(value for name, value in before.items() if name.startswith("all/"))
