import csv
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twiza.linkage.name_words import parts_of
from twiza.linkage.names import NameMatcher

TRAPS = Path(__file__).with_name("name_traps.csv")
MATCHER = NameMatcher()

LETTERS = st.sampled_from("abdeklmnoHRS3795'-. ابعنمدحسيوةىءـَّ\u202b\u200f\ufef4ⵎⵓ😀\x00,")
TEXTS = st.one_of(st.text(max_size=40), st.text(LETTERS, max_size=40))

SAME = [
    ("Abd el-Kader Ben Salah", "عبدالقادر بن صالح"),
    ("Mohamed El Amrani", "محمد العمراني"),
    ("Lahcen Aït Ali", "لحسن آيت علي"),
    ("El Houssaine Bouazza", "الحسين بوعزة"),
    ("mo7amed 3amrani", "Mohamed Amrani"),
    ("Nour Eddine Tazi", "نورالدين التازي"),
    ("Tazi Noureddine", "Nour-Eddine Tazi"),
    ("M'barek Ould Salem", "مبارك ولد سالم"),
    ("Abderrahim Bensaïd", "عبد الرحيم بن سعيد"),
    ("ⵎⵓⵃⴰⵎⵎⴰⴷ ⴰⵎⵔⴰⵏⵉ", "Mohamed Amrani"),
    ("Moulay Ahmed Alaoui", "Ahmed Alaoui"),
    ("Lalla Khadija Idrissi", "خديجة الإدريسي"),
    ("رشـــيد  گرمات", "Rachid Guermat"),
    ("فاطمة الزهراء الإدريسي", "Fatima Zahra El Idrissi"),
    ("Khadija Ouhbi", "Khdija Ouhbi"),
    ("Rahcid Bouayad", "Rachid Bouayad"),
    ("Samir Rifai", "سمير الرفاعي"),
    ("يحيى الرحماني", "Yahia Rahmani"),
    ("Hicham Elalaoui", "هشام العلوي"),
]


NOT_SAME = [
    ("Hadia Amrani", "هادي العمراني"),
    ("بديع العمراني", "Badia Amrani"),
    ("Saida Boukhriss", "سعيد بوخريص"),
    ("Salim Doukkali", "سالم الدكالي"),
    ("Rachid Guessous", "راشد كسوس"),
    ("Kamal Ouzzine", "كامل أوزين"),
    ("Hamid Bouayad", "Hamdi Bouayad"),
    ("فاطمة بنت علال", "Fatima Ben Allal"),
    ("عبد الإله التونسي", "Abdellah Tounsi"),
]


@pytest.mark.parametrize(("left", "right"), NOT_SAME)
def test_it_keeps_near_names_apart(left: str, right: str) -> None:
    assert not MATCHER.same(left, right)


@pytest.mark.parametrize(("left", "right"), SAME)
def test_it_takes_two_spellings_for_one_name(left: str, right: str) -> None:
    assert MATCHER.same(left, right)


def test_the_file_of_traps_holds_what_it_should() -> None:
    rows = list(csv.DictReader(TRAPS.open(encoding="utf-8")))
    assert len(rows) >= 300
    assert len({(row["left"], row["right"]) for row in rows}) == len(rows)


def test_it_falls_into_few_traps() -> None:
    rows = list(csv.DictReader(TRAPS.open(encoding="utf-8")))
    fallen = [row for row in rows if MATCHER.same(row["left"], row["right"])]
    assert len(fallen) <= 0.02 * len(rows), fallen


@given(TEXTS, TEXTS)
def test_it_answers_the_same_both_ways_and_again(left: str, right: str) -> None:
    score = MATCHER.score(left, right)
    assert 0 <= score <= 1
    assert MATCHER.score(right, left) == score
    assert NameMatcher().score(left, right) == score


def some_names() -> list[str]:
    names = [name for pair in SAME for name in pair]
    names += [
        name for row in csv.DictReader(TRAPS.open(encoding="utf-8")) for name in (row["left"], row["right"])
    ]
    return [*names, "", " ", "عبد", "Ben", "Ben  Ali", " Said", "M. Bennani", "x" * 300, "Abd " * 20]


def test_it_scores_many_pairs_at_once_as_it_scores_each() -> None:
    names = some_names()
    for step in (1, 2, 3, 7, 50, 333):
        others = [names[(at * step + step) % len(names)] for at in range(len(names))]
        scores = NameMatcher().scores(names, others)
        assert scores == [MATCHER.score(*pair) for pair in zip(names, others, strict=True)]
    assert NameMatcher().scores([], []) == []


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.randoms())
def test_it_scores_any_texts_at_once_as_it_scores_each(pairs: list[tuple[str, str]], chance: Random) -> None:
    names = [name for pair in pairs for name in pair] + some_names()[:20]
    others = chance.sample(names, len(names))
    assert NameMatcher().scores(names, others) == [
        MATCHER.score(*pair) for pair in zip(names, others, strict=True)
    ]


@given(TEXTS)
def test_a_name_is_itself_if_anything_is_left_of_it(name: str) -> None:
    assert MATCHER.score(name, name) == (1.0 if parts_of(name) else 0.0)


@settings(max_examples=20)
@given(TEXTS, st.integers(1000, 10_000))
def test_it_takes_very_long_names(name: str, times: int) -> None:
    assert 0 <= MATCHER.score(name * times, f"x {name}") <= 1


def codes(left: str, right: str) -> list[str]:
    return [part.code for part in MATCHER.compare(left, right).parts]


def test_it_says_why_for_each_part() -> None:
    assert codes("Hassan Alaoui", "حسنة العلوي") == ["feminine", "sounds_alike"]
    assert codes("Rachid Ouhbi", "Rachad Ouhbi") == ["other_name", "same"]
    assert codes("M. Bennani", "Mohamed Bennani") == ["initial", "same"]
    assert codes("Mohamed Amine Tazi", "Amine Tazi") == ["same", "same", "missing"]
    assert MATCHER.compare("Tazi Noureddine", "نور الدين التازي").whole == ("other_order",)
    assert MATCHER.compare("Fatimazahra Ghazi", "فاطمة الزهراء الغازي").whole == ("joined",)
    assert MATCHER.compare("", "Said").whole == ("nothing",)


def test_a_son_is_not_his_father() -> None:
    assert not MATCHER.same("Youssef Ben Ahmed Tazi", "أحمد التازي")
    assert not MATCHER.same("Omar Ben Said", "Said Ben Omar")


def test_a_rare_surname_says_more_than_mohamed() -> None:
    whole = "Mohamed Ahmed Ouhrirach"
    assert MATCHER.same("Mohamed Ouhrirach", whole) and not MATCHER.same("Mohamed Ahmed", whole)


def test_what_is_rare_is_what_few_bear_in_the_campaign() -> None:
    counted = NameMatcher()
    counted.count(["Yattou Ouhrirach"] * 6)
    pair = "Yattou Ouhrirach", "Yattou Itto Ouhrirach"
    assert counted.score(*pair) < MATCHER.score(*pair)


def test_it_counts_what_is_common_in_a_campaign() -> None:
    counted = NameMatcher()
    counted.count([f"Yattou Ouhrir{letter}" for letter in "abcdefghijkl"])
    before = NameMatcher().score("Yattou Yattou", "Yattou Yattou Amhrar")
    assert counted.score("Yattou Yattou", "Yattou Yattou Amhrar") < before
