"""Levels of places and how they stand in each other."""

from functools import lru_cache
from uuid import UUID, uuid5

from twiza.linkage.normalise import bare, search_keys

_TERRITORY = UUID("6b6a2e1e-5d0f-5f0e-9d52-0a6c6a1f2b11")  # our name space for official codes

OFFICIAL = ("region", "province", "cercle", "commune", "arrondissement")
ADDED = ("annex", "neighbourhood", "douar")
LEVELS = OFFICIAL + ADDED

# What the division counts, according to HCP (RGPH 2024). A package that differs is refused.
COUNTS = {"region": 12, "province": 83, "cercle": 213, "commune": 1503, "arrondissement": 41}

MAY_LIE_IN = {
    "annex": ("commune", "arrondissement"),
    "neighbourhood": ("commune", "arrondissement", "annex"),
    "douar": ("commune", "annex"),
}


def id_of_code(code: str) -> UUID:
    """Return the id of an official place: the same in every installation."""
    return uuid5(_TERRITORY, code)


@lru_cache(maxsize=4096)
def name_keys(names: tuple[str, ...]) -> frozenset[str]:
    """Return the folded names that `what begins so` is searched in."""
    return frozenset(key[:160] for key in map(bare, names) if key)


@lru_cache(maxsize=4096)
def sound_keys(names: tuple[str, ...]) -> frozenset[str]:
    """Return consonant keys, whole and with one consonant dropped, so that one slip is forgiven."""
    keys: set[str] = set()
    for name in names:
        for key in search_keys(name):
            keys.add(key[:160])
            if len(key) >= 4:
                keys.update(f"{key[:n]}{key[n + 1 :]}"[:160] for n in range(min(len(key), 24)))
    return frozenset(keys)
