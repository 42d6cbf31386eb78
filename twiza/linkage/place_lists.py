"""A whole list of places written by another hand, matched to official codes. Pure Python.

Each row says region, province and commune in words. A row is settled when its commune is found inside its
province; a province may stand under the wrong region (said, not repaired), a commune may not be looked for
outside its province. Two rows that name one place are a question: the first under its right region stays,
the other goes to review.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .places import PlaceIndex, PlaceMatch, Settlement

Doubt = Literal["ambiguous", "doubtful", "elsewhere", "unknown", "repeated", "no_such_province"]


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """One row of a list, as written; `position` counts from 0."""

    position: int
    region: str
    province: str
    commune: str


@dataclass(frozen=True, slots=True)
class MatchedPlace:
    """A row with its official code; `other_region` when its province lies in another region than written."""

    row: ListedPlace
    code: str
    match: PlaceMatch
    other_region: bool


@dataclass(frozen=True, slots=True)
class PlaceToReview:
    """A row that a person must look at, and what it might be."""

    row: ListedPlace
    doubt: Doubt
    candidates: tuple[PlaceMatch, ...]


@dataclass(frozen=True, slots=True)
class MatchedList:
    """The verdict on a list: every row is in one of the two, in order of position."""

    matched: tuple[MatchedPlace, ...]
    to_review: tuple[PlaceToReview, ...]


def match_list(index: PlaceIndex, rows: Iterable[ListedPlace]) -> MatchedList:
    """Match every row to an official commune or arrondissement, or put it up for review."""
    rows = tuple(rows)
    matched: dict[str, MatchedPlace] = {}
    review: list[PlaceToReview] = []
    settle_province = lru_cache(maxsize=None)(lambda name: index.settle(name, levels=("province",)))
    settle_region = lru_cache(maxsize=None)(lambda name: index.settle(name, levels=("region",)))
    for row in rows:
        outcome = _match_row(index, row, settle_region(row.region), settle_province(row.province))
        if isinstance(outcome, PlaceToReview):
            review.append(outcome)
            continue
        earlier = matched.get(outcome.code)
        if earlier is None:
            matched[outcome.code] = outcome
        elif _better(outcome, earlier):
            matched[outcome.code] = outcome
            review.append(PlaceToReview(earlier.row, "repeated", (earlier.match,)))
        else:
            review.append(PlaceToReview(row, "repeated", (outcome.match,)))
    return MatchedList(
        tuple(sorted(matched.values(), key=lambda item: item.row.position)),
        tuple(sorted(review, key=lambda item: item.row.position)),
    )


def _better(one: MatchedPlace, other: MatchedPlace) -> bool:
    return (not one.other_region, one.match.score) > (not other.other_region, other.match.score)


def _match_row(
    index: PlaceIndex, row: ListedPlace, region: Settlement, province: Settlement
) -> MatchedPlace | PlaceToReview:
    if province.code is None:
        return PlaceToReview(row, "no_such_province", province.candidates)
    found = index.settle(row.commune, within=province.code, levels=("commune", "arrondissement"))
    if found.code is None:
        return PlaceToReview(
            row, found.verdict if found.verdict != "settled" else "doubtful", found.candidates
        )
    other_region = region.code is None or not index.lies_in(province.code, region.code)
    return MatchedPlace(row, found.code, found.candidates[0], other_region)
