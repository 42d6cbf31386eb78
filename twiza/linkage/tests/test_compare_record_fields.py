"""Births, phones, sexes and places as offices write them; clusters have an upper size."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from twiza.linkage.hcp import official_places
from twiza.linkage.record_clusters import Verdict, clusters, verdict
from twiza.linkage.record_fields import Birth, birth_of, day_key, day_number, phone_of, place_of, sex_of
from twiza.linkage.record_names import ANY_SLIPS, RegisterNames
from twiza.linkage.record_places import places_of
from twiza.linkage.record_sample import Register


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("1980-12-03", Birth(1980, 12, 3)),
        ("03/12/1980", Birth(1980, 12, 3)),
        ("٠٣/١٢/١٩٨٠", Birth(1980, 12, 3)),
        ("19801203", Birth(1980, 12, 3)),
        ("12/25/1980", Birth(1980, 12, 25)),
        ("1980", Birth(1980, None, None)),
        ("01/01/1980", Birth(1980, None, None)),
        ("31/02/1980", Birth(1980, None, None)),
        ("01/09/1447", Birth(2026, 2, 18, hijri=True)),
        ("1400", Birth(1979, None, None, hijri=True)),
        ("12", None),
        ("", None),
    ],
)
def test_it_reads_a_birth(written: str, found: Birth | None) -> None:
    assert birth_of(written) == found


def test_day_and_month_swapped_have_one_key() -> None:
    one, other = Birth(1980, 3, 12), Birth(1980, 12, 3)
    assert day_key(one) == day_key(other) and day_number(one) != day_number(other)
    assert day_key(Birth(1980, None, None)) is None


@given(st.text(max_size=40))
def test_no_text_is_refused(text: str) -> None:
    birth = birth_of(text)
    assert birth is None or (day_number(birth) is None) == (birth.day is None)
    phone_of(text), sex_of(text), place_of(text)
    RegisterNames().read(text, text[::-1])


def test_it_reads_phones_sexes_places() -> None:
    assert phone_of("+212 6 12 34 56 78") == phone_of("0612345678") == 612345678
    assert phone_of("0000000000") is None and phone_of("12") is None
    assert (sex_of("أنثى"), sex_of("Homme"), sex_of("?")) == ("f", "m", None)
    assert place_of("كلميم") == place_of("Guelmim")


def test_a_slip_in_a_place_is_undone_where_no_list_knows_it() -> None:
    found = places_of(
        {"Hay Essalam": 9, "Hay Esslam": 2, "Hay Essaalm": 1, "Hay Nahda": 8, "Douar X": 1, "": 4}
    )
    assert found["Hay Esslam"] == found["Hay Essaalm"] == found["Hay Essalam"] != found["Hay Nahda"]
    assert found[""] is None
    assert places_of({"Hay Essalem": 9, "Hay Esralem": 8})["Hay Esralem"] != place_of("Hay Essalem")


def test_a_place_of_the_official_list_is_never_another() -> None:
    names = {name: 1 for place in official_places() for name in (place.name_ar, place.name_fr) if name}
    usual = max(names, key=len)
    assert places_of(names | {usual: 1_000_000}) == {name: place_of(name) for name in names}


@given(
    st.dictionaries(st.text("abcd ", min_size=1, max_size=9), st.integers(1, 9), max_size=12), st.randoms()
)
def test_places_do_not_depend_on_their_order(counts: dict[str, int], chance: random.Random) -> None:
    shuffled = list(counts.items())
    chance.shuffle(shuffled)
    assert places_of(dict(shuffled)) == places_of(counts)


def test_words_are_near_across_scripts() -> None:
    names = RegisterNames()
    arabic, latin, other = (names.read(name) for name in ("حسن العلوي", "Hassan El Alaoui", "Hassana Alaoui"))
    assert arabic and latin and other
    pairs = [(arabic.given, latin.given), (arabic.family, latin.family), (arabic.given, other.given)]
    steps = {(one, two): step for one, two, step in names.near(pairs)}
    assert steps[pairs[0]] == steps[pairs[1]] == 3
    assert steps.get(pairs[2], 0) < 3


_SOME_WORDS = "Hassan حسن El Ben بن Alaoui العلوي Haj الحاج عبد Abd الله Eddine الدين Fatima-Zahra M. Aït أبو - si ou Elamri"
_WORDS = st.lists(st.sampled_from([*_SOME_WORDS.split(), "", "\u00a0"]), max_size=5)


@given(_WORDS)
def test_a_name_read_by_its_halves_is_the_name_read_whole(words: list[str]) -> None:
    names = RegisterNames()
    name = " ".join(words)
    first, _, rest = name.partition(" ")
    given_name, family = names.first(first), names.after(rest)
    if given_name is not None and family is not None:
        whole = names.read(name)
        assert whole and (whole.given, whole.family, whole.middle) == (given_name, family, [])


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("العلوي", "Alaoui"),
        ("العلوي", "El Alaoui"),
        ("العمري", "Elamri"),
        ("العلمي", "Alami"),
        ("بنموسى", "Ben Moussa"),
    ],
)
def test_a_name_is_brought_together_with_itself_in_the_other_script(arabic: str, latin: str) -> None:
    names = RegisterNames()
    one, other = names.read(f"حسن {arabic}"), names.read(f"Hassan {latin}")
    assert one and other and names.keys[one.family] == names.keys[other.family] != "-"


def test_spellings_never_lose_two_words_that_are_near() -> None:
    """What the tables leave out before weighing is never what weighing would find."""
    names = RegisterNames()
    for row in list(Register(400, seed=3).rows()):
        names.read(row[5])
    ways: dict[int, list[tuple[int, str, int, int]]] = {}
    for word, *way in names.spellings():
        ways.setdefault(word, []).append(tuple(way))  # type: ignore[arg-type]

    def allowed(one: int, other: int) -> bool:
        return any(
            a[0] == b[0]
            or max(a[3], b[3]) == ANY_SLIPS
            or ((a[2] ^ b[2]).bit_count() <= 4 and OSA.distance(a[1], b[1]) <= min(a[3], b[3]))
            for a in ways[one]
            for b in ways[other]
        )

    words = range(1, min(len(names.words), 300))
    near = {(one, other) for one, other, _ in names.near((a, b) for a in words for b in words if a < b)}
    assert near and all(allowed(one, other) for one, other in near)


_PAIRS = st.lists(
    st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij"), st.integers(0, 9)), max_size=40
)


@given(_PAIRS, st.integers(2, 5), st.randoms())
def test_clusters_hold_each_record_once_and_no_more_than_may_be(
    pairs: list[tuple[str, str, int]], most: int, chance: random.Random
) -> None:
    same = [(a, b, float(w)) for a, b, w in {tuple(sorted(p[:2])): p for p in pairs}.values() if a != b]
    found = clusters(same, most=most)
    held = [record for records in found.members.values() for record in records]
    assert len(held) == len(set(held))
    assert all(2 <= len(records) <= most for records in found.members.values())
    shuffled = same[:]
    chance.shuffle(shuffled)
    assert clusters(shuffled, most=most) == found


def test_strange_clusters_are_named() -> None:
    chain = [(str(n), str(n + 1), 5.0) for n in range(6)]
    assert set(clusters(chain, most=3).strange.values()) == {"too_large"}
    assert clusters([("a", "b", 5.0), ("b", "c", 5.0)], [("a", "c")]).strange == {"a": "chained"}


def test_another_given_name_is_at_most_looked_at() -> None:
    assert verdict(20.0, "differs") is Verdict.LOOK
    assert verdict(20.0, "same", "differs") is Verdict.LOOK
    assert verdict(20.0, "same", "family") is Verdict.SAME
    assert verdict(0.0, "same") is Verdict.LOOK
