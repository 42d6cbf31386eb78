"""The places of a register made comparable: one spelling for many, and a slip of the hand undone. Pure Python.

A place that no official list knows, and that is one slip away from one that is written twice as often or more, is taken
for it. What the list knows is never changed: Aït Ali and Aït Alil are two communes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from .hcp import official_places
from .normalise import bare
from .record_fields import place_of

_LEAST_LETTERS = 5  # of a place in which a slip may be undone
_TIMES_AS_OFTEN = 2


def places_of(counts: Mapping[str, int]) -> dict[str, str | None]:
    """Return for each place as written what it is compared by; None when nothing is left of it.

    `counts`: how many records write a place so.
    """
    letters = {text: bare(text) for text in counts}
    often: Counter[str] = Counter()
    for text, many in counts.items():
        often[letters[text]] += many
    meant = _slips_undone(often, _official())
    # each by its most usual way of being written, so that a slip in a consonant is gone too
    usual: dict[str, str] = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        usual.setdefault(letters[text], text)
    return {
        text: place_of(usual[meant[letters[text]]] if letters[text] in meant else text) for text in counts
    }


def _slips_undone(often: Mapping[str, int], official: Iterable[str]) -> dict[str, str]:
    """Return the places that are another with a slip → that other."""
    known = set(official)
    # one slip never touches both the first two letters and the last two
    ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in often:
        if len(place) >= _LEAST_LETTERS:
            ends["begins", place[:2]].append(place)
            ends["ends", place[-2:]].append(place)
    meant: dict[str, str] = {}
    for place in sorted(
        often, key=lambda place: (-often[place], place)
    ):  # what it may mean is settled before
        if place in known or len(place) < _LEAST_LETTERS:
            continue
        near = [
            (-often[other], other)
            for other in {*ends["begins", place[:2]], *ends["ends", place[-2:]]}
            if often[other] >= _TIMES_AS_OFTEN * often[place]
            and OSA.distance(place, other, score_cutoff=1) == 1
        ]
        if near:
            other = min(near)[1]
            meant[place] = meant.get(other, other)
    return meant


@lru_cache(maxsize=1)
def _official() -> frozenset[str]:
    return frozenset(
        bare(name) for place in official_places() for name in (place.name_ar, place.name_fr) if name
    )
