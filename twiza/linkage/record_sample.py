"""A register of invented people, with second registrations whose truth is known. Pure Python, the same for a seed.

Given names are drawn from the hand-written list, surnames are put together from syllables, places are the communes of
Morocco by their size. How often each error happens is ERRORS, written down before anything was tuned on it; the
model and its limits are in docs/reference/records.md. No person in it exists.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from hijridate import Gregorian

from .hcp import official_places

COLUMNS = ("id", "person", "organisation", "household", "head", "name", "sex", "birth", "phone", "place")
# how often, of all second registrations (of all registrations where it says so)
ERRORS = {
    "whole_household": 0.6,  # second registrations that are of a whole household; the others are of one person
    "member_left_out": 0.15,  # of a household registered again
    "arabic": 0.5,  # of all households: the office writes Arabic; else Latin
    "word_typed_wrong": 0.03,  # of all words of names, in all registrations
    "compound_given": 0.15,  # of all people: two given names
    "second_given_left_out": 0.3,  # of these, in each registration
    "order_swapped": 0.05,
    "husbands_surname": 0.03,  # of women
    "year_only": 0.08,  # of all registrations
    "first_january": 0.05,  # of all registrations
    "day_month_swapped": 0.02,
    "digit_of_birth_wrong": 0.02,
    "birth_year_off": 0.015,
    "birth_hijri": 0.02,  # of all registrations
    "birth_missing": 0.03,  # of all registrations
    "sex_wrong": 0.01,
    "sex_missing": 0.02,
    "phone": 0.75,  # of all households: it has one, and gives it for each member
    "phone_changed": 0.15,
    "phone_digit_wrong": 0.02,
    "moved": 0.06,
    "twins": 0.015,  # of all births
}
T = TypeVar("T")
_YEAR = 2026
_FEMALE = frozenset(
    [
        "زينب",
        "مريم",
        "سعاد",
        "حسناء",
        "إيمان",
        "أمل",
        "آمال",
        "هند",
        "هاجر",
        "هناء",
        "حنان",
        "سلوى",
        "علياء",
        "أسماء",
        "إسراء",
        "إكرام",
        "كوثر",
        "كلثوم",
        "بشرى",
        "خدوج",
        "دنيا",
        "رباب",
        "ريم",
        "سمر",
        "سناء",
        "سهام",
        "شيماء",
        "صباح",
        "صابرين",
        "صفاء",
        "عفاف",
        "عواطف",
        "غزلان",
        "فاتن",
        "فدوى",
        "لبنى",
        "ماريا",
        "منى",
        "منال",
        "نجلاء",
        "نجوى",
        "ندى",
        "نسرين",
        "نوال",
        "نهاد",
        "نهى",
        "هيام",
        "هيفاء",
        "وفاء",
        "وداد",
        "وصال",
        "وئام",
        "يسرى",
        "نجاة",
        "ياسمين",
        "سلمى",
        "ليلى",
        "هدى",
        "حياة",
        "خلود",
        "مروة",
        "سارة",
        "لمياء",
        "كاميليا",
        "لينا",
    ]
)
_MALE = frozenset(["أسامة", "عقبة", "حمزة", "طه", "حمودة", "بوجمعة", "بوعزة", "بركة"])
_BEGINNINGS = (
    ("", ""),
    ("El ", "ال"),
    ("El", "ال"),
    ("Ben ", "بن "),
    ("Ben", "بن"),
    ("Bou", "بو"),
    ("Ait ", "آيت "),
    ("", ""),
)
_FIRST = (
    ("ha", "حا"), ("man", "من"), ("ka", "قا"), ("rah", "رح"), ("fi", "في"), ("zay", "زاي"), ("nas", "نص"), ("bar", "بر"),
    ("char", "شر"), ("sal", "سل"), ("ta", "طا"), ("jam", "جم"), ("khal", "خل"), ("mad", "مد"), ("sab", "صب"), ("lou", "لو"),
    ("mer", "مر"), ("dao", "داو"), ("ghar", "غر"), ("wah", "وه"), ("yah", "يح"), ("hach", "هاش"), ("far", "فر"), ("tou", "تو"),
    ("kar", "كر"), ("az", "أز"), ("bel", "بل"), ("sou", "سو"), ("moh", "مح"), ("goun", "كون"),
)  # fmt: skip
_SECOND = (
    ("m", "م"), ("d", "د"), ("r", "ر"), ("k", "ك"), ("ch", "ش"), ("s", "س"), ("z", "ز"), ("f", "ف"), ("l", "ل"), ("n", "ن"),
    ("b", "ب"), ("t", "ط"), ("j", "ج"), ("dr", "در"), ("rk", "رك"), ("kh", "خ"), ("q", "ق"), ("mr", "مر"),
)  # fmt: skip
_ENDS = (
    ("aoui", "اوي"), ("i", "ي"), ("ani", "اني"), ("ouri", "وري"), ("oun", "ون"), ("ar", "ار"), ("al", "ال"), ("ir", "ير"),
    ("ich", "يش"), ("ane", "ان"),
)  # fmt: skip
_LATIN_HABITS = (
    ("ou", "u"),
    ("ou", "o"),
    ("ch", "sh"),
    ("k", "q"),
    ("aoui", "awi"),
    ("i", "y"),
    ("z", "zz"),
    ("ss", "s"),
)
_ARABIC_HABITS = (("أ", "ا"), ("آ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ى", "ي"), ("بن ", "بن"))
_LATIN, _ARABIC = "abcdefghijklmnorstuyz", "ابتجحدرزسشصطعفقكلمنهوي"


@dataclass(slots=True)
class _Person:
    number: int
    given: list[tuple[str, ...]]
    surname: tuple[str, str]
    female: bool
    born: date
    husbands: tuple[str, str] | None = None


@dataclass(slots=True)
class _Home:
    people: list[_Person]
    phone: str
    place: tuple[str, str]
    copies: list[list[_Person]] = field(default_factory=list)


class Register:
    """A register of `count` people, `duplicates` of its rows second registrations; rows as COLUMNS."""

    def __init__(self, count: int, duplicates: float = 0.1, seed: int = 1447) -> None:
        self._chance = random.Random(seed)
        self._count = count
        self._duplicates = duplicates
        names = [
            tuple(line.split(","))
            for line in Path(__file__).with_name("name_list.csv").read_text(encoding="utf-8").splitlines()
        ]
        self._women = _weighted([one for one in names if _is_female(one[0])])
        self._men = _weighted([one for one in names if not _is_female(one[0])])
        surnames = [
            (
                f"{b[0]}{(f[0] + s[0] + e[0]) if b[0] in ('Ben', 'Bou', 'El') else (f[0] + s[0] + e[0]).title()}",
                b[1] + f[1] + s[1] + e[1],
            )
            for b in _BEGINNINGS
            for f in _FIRST
            for s in _SECOND
            for e in _ENDS
        ]
        self._chance.shuffle(surnames)
        self._surnames = _weighted(surnames, 12)
        places = [one for one in official_places() if one.level == "commune"]
        self._places = (
            [(one.name_fr, one.name_ar) for one in places],
            list(accumulate(max(one.population_2024 or 1, 1) for one in places)),
        )
        self._people = 0
        self._rows = 0

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows: first registrations, and second ones after some of them."""
        again = self._duplicates / (1 - self._duplicates)
        while self._rows < self._count:
            home = self._home()
            yield from self._registered(home, home.people, first=True)
            if self._happens("", again * ERRORS["whole_household"] / (1 - ERRORS["member_left_out"])):
                there = [one for one in home.people if not self._happens("member_left_out")]
                yield from self._registered(home, there, first=False)
            for person in home.people:
                if self._happens("", again * (1 - ERRORS["whole_household"])):
                    yield from self._registered(home, [person], first=False)

    def _happens(self, error: str, rate: float = 0.0) -> bool:
        return self._chance.random() < (rate or ERRORS[error])

    def _drawn(self, weighted: tuple[list[T], list[float]] | tuple[list[T], list[int]]) -> T:
        return self._chance.choices(weighted[0], cum_weights=weighted[1])[0]

    def _home(self) -> _Home:
        chance = self._chance
        father_name, mother_name = self._drawn(self._surnames), self._drawn(self._surnames)
        father = self._person(father_name, female=False, born=self._born(25, 80))
        people = [father]
        if chance.random() < 0.85:
            mother = self._person(
                mother_name, female=True, born=_near(father.born, chance.randint(-1500, 4500))
            )
            mother.husbands = father_name
            people.append(mother)
        born = _near(father.born, 365 * chance.randint(22, 32))
        for _ in range(min(int(chance.expovariate(1 / 3.2)), 9)):
            if not (len(people) > 2 and self._happens("twins")):
                born = _near(born, chance.randint(400, 1500))
            if born.year >= _YEAR:
                break
            people.append(self._person(father_name, female=chance.random() < 0.5, born=born))
        phone = self._phone() if self._happens("phone") else ""
        return _Home(people, phone, self._drawn(self._places))

    def _person(self, surname: tuple[str, str], *, female: bool, born: date) -> _Person:
        self._people += 1
        many = 2 if self._happens("compound_given") else 1
        given = [self._drawn(self._women if female else self._men) for _ in range(many)]
        return _Person(self._people, given, surname, female, born)

    def _born(self, youngest: int, oldest: int) -> date:
        return date(_YEAR - oldest, 1, 1) + timedelta(days=self._chance.randrange((oldest - youngest) * 365))

    def _phone(self) -> str:
        return f"0{self._chance.choice('67')}{self._chance.randrange(10**8):08d}"

    def _registered(self, home: _Home, people: list[_Person], *, first: bool) -> Iterator[tuple[str, ...]]:
        arabic = self._happens("arabic")
        phone, place = home.phone, home.place
        if not first:
            if self._happens("phone_changed"):
                phone = self._phone() if phone and self._chance.random() < 0.5 else ""
            elif phone and self._happens("phone_digit_wrong"):
                phone = self._digit_wrong(phone, 2)
            if self._happens("moved"):
                place = self._drawn(self._places)
        household = f"h{self._rows}"
        organisation = str(self._chance.randrange(6))
        for position, person in enumerate(people):
            if self._rows >= self._count:
                return
            self._rows += 1
            yield (
                f"r{self._rows}", str(person.number), organisation, household, "1" if position == 0 else "",
                self._name(person, arabic, first), self._sex(person, first), self._birth(person.born, first),
                phone, place[1] if arabic else place[0],
            )  # fmt: skip

    def _name(self, person: _Person, arabic: bool, first: bool) -> str:
        chance = self._chance
        given = person.given
        if len(given) > 1 and self._happens("second_given_left_out"):
            given = given[:1]
        if arabic:
            words = [one[0] for one in given]
        else:
            words = [
                chance.choice([one for one in names if one.isascii()] or names[:1]).title() for names in given
            ]
        surname = person.surname
        if not first and person.husbands and self._happens("husbands_surname"):
            surname = person.husbands
        words.append(self._spelled(surname[1 if arabic else 0], arabic))
        words = [self._typed(word, arabic) if self._happens("word_typed_wrong") else word for word in words]
        if not first and self._happens("order_swapped"):
            words = [words[-1], *words[:-1]]
        return " ".join(words)

    def _spelled(self, word: str, arabic: bool) -> str:
        for usual, other in _ARABIC_HABITS if arabic else _LATIN_HABITS:
            if usual in word and self._chance.random() < 0.2:
                word = word.replace(usual, other, 1)
        return word

    def _typed(self, word: str, arabic: bool) -> str:
        """Return a word with one letter left out, doubled, another, or swapped with the next."""
        at = self._chance.randrange(len(word))
        kind = self._chance.randrange(4)
        if kind == 0 and len(word) > 3:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[: at + 1] + word[at:]
        if kind == 2:
            return word[:at] + self._chance.choice(_ARABIC if arabic else _LATIN) + word[at + 1 :]
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]

    def _sex(self, person: _Person, first: bool) -> str:
        if not first and self._happens("sex_missing"):
            return ""
        wrong = not first and self._happens("sex_wrong")
        return "f" if person.female != wrong else "m"

    def _birth(self, born: date, first: bool) -> str:
        if self._happens("birth_missing"):
            return ""
        if self._happens("year_only"):
            return str(born.year)
        if self._happens("first_january"):
            return f"{born.year}-01-01"
        if self._happens("birth_hijri") and born.year > 1930:
            hijri = Gregorian(born.year, born.month, born.day).to_hijri()
            return f"{hijri.day:02d}/{hijri.month:02d}/{hijri.year}"
        year, month, day = born.year, born.month, born.day
        if not first and self._happens("birth_year_off"):
            year += self._chance.choice((-2, -1, 1, 2))
        if not first and day <= 12 and self._happens("", ERRORS["day_month_swapped"] * 30 / 12):
            month, day = day, month
        text = f"{year:04d}-{month:02d}-{day:02d}"
        if not first and self._happens("digit_of_birth_wrong"):
            text = self._digit_wrong(text, 2)
        return text if self._chance.random() < 0.5 else "/".join(reversed(text.split("-")))

    def _digit_wrong(self, text: str, begin: int) -> str:
        places = [at for at in range(begin, len(text)) if text[at].isdigit()]
        at = self._chance.choice(places)
        return text[:at] + self._chance.choice("0123456789") + text[at + 1 :]


def _is_female(arabic: str) -> bool:
    return arabic in _FEMALE or (
        arabic.endswith(("ة", "اء")) and arabic not in _MALE and not arabic.startswith("علاء")
    )


def _weighted(items: list[T], softened: int = 3) -> tuple[list[T], list[float]]:
    """Return items with running weights: the first often, the last seldom (Zipf, softened)."""
    return items, list(accumulate(1 / (rank + softened) for rank in range(len(items))))


def _near(day: date, days: int) -> date:
    return day + timedelta(days=days)
