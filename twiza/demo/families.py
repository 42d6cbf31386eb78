"""Invented families of Fez: who lives together, where, since when. The same seed gives the same families. Pure Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from twiza.demo.names import Name, draw_given, draw_surname

# The day on which the story looks at ages: the spreadsheets were kept before this winter's campaign.
TODAY = date(2026, 1, 10)


@dataclass(frozen=True)
class Neighbourhood:
    """An invented neighbourhood below a real arrondissement of Fez (code of HCP); `share` of the families, in percent."""

    ar: str
    fr: str
    arrondissement: str
    share: int


NEIGHBOURHOODS = (
    Neighbourhood("حي عين الرمان", "Hay Ain Romman", "03.231.01.13", 35),
    Neighbourhood("حي باب الكرمة", "Hay Bab Karma", "03.231.01.07", 28),
    Neighbourhood("حي دار الحناء", "Hay Dar Henna", "03.231.01.09", 22),
    Neighbourhood("حي ساقية الورد", "Hay Saqiat Ouard", "03.231.01.05", 15),
)

# category code → how a sheet says it in Arabic and in French
SITUATIONS = {
    "widows": ("أرملة", "veuve"),
    "divorced_women": ("مطلقة", "divorcée"),
    "disability": ("شخص في وضعية إعاقة", "personne en situation de handicap"),
    "chronically_ill": ("مرض مزمن", "maladie chronique"),
    "elderly_no_support": ("مسن بدون عائل", "personne âgée sans soutien"),
    "orphans": ("أيتام", "orphelins"),
    "lost_income_shock": ("فقدان الدخل", "perte de revenu"),
    "unemployed": ("عاطل", "sans emploi"),
}


@dataclass(frozen=True)
class Member:
    """A person of a family. `link`: head, spouse, child, mother."""

    given: Name
    surname: Name
    sex: str  # f | m
    born: date
    link: str


@dataclass(frozen=True)
class Family:
    """A household as it is: members[0] is the one who knocks at the door. `phone` is empty or 10 digits."""

    number: int
    members: tuple[Member, ...]
    father: Name  # of the head
    phone: str
    identity: str
    neighbourhood: Neighbourhood
    situations: tuple[str, ...]
    again: str = ""  # written a second time, and how (`again.HOWS`)

    @property
    def head(self) -> Member:
        return self.members[0]

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def children(self) -> int:
        return sum(1 for member in self.members if age(member.born) < 18)


def age(born: date) -> int:
    """Return the age in full years on the day of the story."""
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def draw_families(count: int, seed: int) -> list[Family]:
    """Return `count` families, numbered from 1."""
    chance = Random(seed)
    return [_family(chance, number) for number in range(1, count + 1)]


def _family(chance: Random, number: int) -> Family:
    alone = chance.random() < 0.09
    woman = chance.random() < 0.48
    surname = draw_surname(chance)
    oldest = 88 if alone else 74
    head = _member(chance, "f" if woman else "m", surname, 58 if alone else 24, oldest, "head")
    members = [head]
    if not alone:
        if not woman or chance.random() < 0.35:
            members.append(_spouse(chance, head, surname))
        members += _children(chance, head, members[-1], surname)
        if chance.random() < 0.12 and age(head.born) < 55:
            mother = _member(chance, "f", draw_surname(chance), age(head.born) + 17, 92, "mother")
            members.append(mother)
    return Family(
        number=number,
        members=tuple(members),
        father=draw_given(chance, "m"),
        phone=_phone(chance, number),
        identity=f"ZZ{chance.randrange(1_000_000):06d}" if chance.random() < 0.6 else "",
        neighbourhood=chance.choices(NEIGHBOURHOODS, [one.share for one in NEIGHBOURHOODS])[0],
        situations=_situations(chance, members, woman, alone),
    )


def _member(chance: Random, sex: str, surname: Name, youngest: int, oldest: int, link: str) -> Member:
    days = chance.randint(youngest * 365 + 20, oldest * 365)
    return Member(draw_given(chance, sex), surname, sex, TODAY - timedelta(days=days), link)


def _spouse(chance: Random, head: Member, surname: Name) -> Member:
    # a wife keeps her own surname
    years = max(21, min(80, age(head.born) + chance.randint(-7, 4)))
    sex = "m" if head.sex == "f" else "f"
    return _member(chance, sex, draw_surname(chance), years, years + 2, "spouse")


def _children(chance: Random, head: Member, spouse: Member, surname: Name) -> list[Member]:
    mother = head if head.sex == "f" else spouse
    name = spouse.surname if spouse.sex == "m" else surname  # a child bears the father's name
    eldest = min(age(mother.born) - 19, 30)
    if eldest < 1:
        return []
    count = chance.choices(range(7), (10, 18, 26, 22, 14, 7, 3))[0]
    return [_member(chance, chance.choice("fm"), name, 0, eldest, "child") for _ in range(count)]


def _phone(chance: Random, number: int) -> str:
    """Return nothing for one family in six, otherwise a well-formed number of its own, mostly zeros."""
    if chance.random() < 1 / 6:
        return ""
    return f"{'06' if number % 2 else '07'}000{number * 7919 % 100_000:05d}"


def _situations(chance: Random, members: list[Member], woman: bool, alone: bool) -> tuple[str, ...]:
    """Return what the association wrote in its last column: often nothing, sometimes two things."""
    found = []
    single = not any(member.link == "spouse" for member in members)
    if woman and single and chance.random() < 0.7:
        found.append("widows" if age(members[0].born) > 45 or chance.random() < 0.5 else "divorced_women")
        if found == ["widows"] and any(age(one.born) < 18 for one in members) and chance.random() < 0.5:
            found.append("orphans")
    if alone and age(members[0].born) >= 65:
        found.append("elderly_no_support")
    for code, share in (("disability", 0.08), ("chronically_ill", 0.1), ("lost_income_shock", 0.07)):
        if chance.random() < share:
            found.append(code)
    if not found and chance.random() < 0.2:
        found.append("unemployed")
    return tuple(found)
