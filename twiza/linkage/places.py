"""Finding a place by any of its names, in any script or spelling. Pure Python, in memory.

`find` offers, best first, for a person who chooses. `settle` decides, for an import, and only when it is
sure: anything doubtful is handed back for review with its candidates, never guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from .normalise import bare, fold, plain, script_of, search_keys, sounds

Reason = Literal["same_name", "same_letters", "same_without_article", "begins", "sounds_alike", "near"]
Verdict = Literal["settled", "ambiguous", "doubtful", "elsewhere", "unknown"]

SAME = {"same_name": 100.0, "same_letters": 98.0, "same_without_article": 96.0}
_SURE = 96.0  # from here on two names are one name
_NEAR_ENOUGH = 84.0  # a different spelling, settled only when no other place comes close
_MARGIN = 8.0
_SHOWN = 60.0
_REMEMBERED = 50_000
_LIKELIER = ("commune", "arrondissement", "neighbourhood", "douar", "annex", "province", "region")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as the index needs it: `code` is its key, `parent` the code of the place it lies in.

    `also_in` is a second place it lies in: an arrondissement of Casablanca is in the commune, and in a
    prefecture of arrondissements.
    """

    code: str
    level: str
    parent: str | None
    names: tuple[str, ...]
    also_in: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place offered for a text: `score` 0 to 100; `name` is the one of its names that came closest."""

    code: str
    name: str
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a text: `code` only with the verdict "settled", else candidates for a person."""

    verdict: Verdict
    code: str | None
    candidates: tuple[PlaceMatch, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    name: str
    plain: str
    fold: str
    bare: str
    sounds: str
    script: str
    keys: frozenset[str]

    @classmethod
    def of(cls, name: str) -> "_Spelling":
        return cls(
            name, plain(name), fold(name), bare(name), sounds(name), script_of(name), search_keys(name)
        )


@lru_cache(maxsize=8_192)
def _spelling_of_place(name: str) -> _Spelling:
    """Names of places stay: an index that is built anew, since one was added, reads the others as before."""
    return _Spelling.of(name)


class PlaceIndex:
    """All places in memory, built anew when one is added; safe to share between threads."""

    def __init__(self, rows: Iterable[PlaceRow]) -> None:
        self._rows: dict[str, PlaceRow] = {row.code: row for row in rows}
        self._spellings: dict[str, tuple[_Spelling, ...]] = {
            code: tuple(_spelling_of_place(name) for name in dict.fromkeys(filter(None, row.names)))
            for code, row in self._rows.items()
        }
        self._inside: dict[str, list[str]] = defaultdict(list)
        # a list of a hundred thousand families names a few dozen places: each is looked for once
        self._settled: dict[tuple[str, str | None, tuple[str, ...]], Settlement] = {}
        for code in self._rows:
            for ancestor in dict.fromkeys((*self.ancestors(code), *self._also(code))):
                self._inside[ancestor].append(code)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, code: str) -> PlaceRow:
        """Return the place with this code. Raises KeyError."""
        return self._rows[code]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the places `code` lies in, nearest first; a circle in the rows ends it."""
        found: list[str] = []
        parent = self._rows[code].parent if code in self._rows else None
        while parent and parent not in found and parent != code:
            found.append(parent)
            parent = self._rows[parent].parent if parent in self._rows else None
        return tuple(found)

    def _also(self, code: str) -> tuple[str, ...]:
        second = self._rows[code].also_in
        return (second, *self.ancestors(second)) if second else ()

    def lies_in(self, code: str, within: str) -> bool:
        """Tell whether place `code` lies in place `within`, at any depth."""
        return code in self._inside.get(within, ())

    def find(
        self,
        text: str,
        within: str | None = None,
        limit: int = 10,
        levels: Collection[str] = (),
    ) -> list[PlaceMatch]:
        """Return up to `limit` places whose name comes close to `text`, best first; [] when none does.

        `within` keeps places inside that code, `levels` those of these levels.
        """
        asked = _Spelling.of(text)
        if not asked.plain:
            return []
        codes: Iterable[str] = self._rows if within is None else self._inside.get(within, [])
        matches = [
            match
            for code in codes
            if (not levels or self._rows[code].level in levels) and (match := self._best(code, asked))
        ]
        matches.sort(key=lambda match: (-match.score, self._rank(match.code), match.code))
        return matches[:limit]

    def settle(self, text: str, within: str | None = None, levels: Collection[str] = ()) -> Settlement:
        """Decide which place `text` names, or say why a person must.

        Settled: one place has that very name (in any spelling), or one comes near and no other does.
        Ambiguous: two places have it. Doubtful: the nearest is too far or another is as near.
        Elsewhere: nothing inside `within`, but a place of that name outside. Unknown: nothing at all.
        """
        asked = (text, within, tuple(levels))
        known = self._settled.get(asked)
        if known is None:
            if len(self._settled) >= _REMEMBERED:
                self._settled.clear()
            known = self._settled[asked] = self._settle(text, within, levels)
        return known

    def _settle(self, text: str, within: str | None, levels: Collection[str]) -> Settlement:
        found = self.find(text, within=within, limit=6, levels=levels)
        if found and found[0].score >= _SURE:
            best = [match for match in found if match.score == found[0].score]
            verdict: Verdict = "settled" if len(best) == 1 else "ambiguous"
        elif found and found[0].score >= _NEAR_ENOUGH:
            alone = len(found) == 1 or found[0].score - found[1].score >= _MARGIN
            verdict = "settled" if alone else "doubtful"
        elif found:
            verdict = "doubtful"
        else:
            verdict = "unknown"
        if verdict in ("doubtful", "unknown") and within is not None:
            outside = [m for m in self.find(text, limit=4, levels=levels) if m.score >= _SURE]
            if outside:
                verdict, found = "elsewhere", outside + found
        return Settlement(verdict, found[0].code if verdict == "settled" else None, tuple(found))

    def _rank(self, code: str) -> int:
        """People mean the commune of that name more often than the cercle around it."""
        level = self._rows[code].level
        return _LIKELIER.index(level) if level in _LIKELIER else len(_LIKELIER)

    def _best(self, code: str, asked: _Spelling) -> PlaceMatch | None:
        best: PlaceMatch | None = None
        for spelling in self._spellings[code]:
            score, reason = _closeness(asked, spelling)
            if score >= _SHOWN and (best is None or score > best.score):
                best = PlaceMatch(code, spelling.name, round(score, 1), reason)
        return best


def _closeness(asked: _Spelling, known: _Spelling) -> tuple[float, Reason]:
    """Return how near two spellings are (0 to 100) and in which way."""
    if asked.plain == known.plain:
        return SAME["same_name"], "same_name"
    if asked.fold == known.fold:
        return SAME["same_letters"], "same_letters"
    if asked.bare == known.bare:
        return SAME["same_without_article"], "same_without_article"
    shared = bool(asked.keys & known.keys)
    if asked.script == known.script:
        ratio = max(fuzz.ratio(asked.fold, known.fold), fuzz.ratio(asked.bare, known.bare))
    else:
        ratio = fuzz.ratio(asked.sounds.replace(" ", ""), known.sounds.replace(" ", ""))
    near = min(ratio, 95.0)
    if shared:
        near = min(95.0, 60 + ratio * 0.4)
    if near < 80 and len(asked.fold) > 1 and known.fold.startswith(asked.fold):
        return 80.0, "begins"
    if near < 78 and len(asked.bare) > 1 and known.bare.startswith(asked.bare):
        return 78.0, "begins"
    return near, "sounds_alike" if shared else "near"
