"""Pairs put together: which records are one person, none larger than may be, the strange ones apart. Pure Python.

A pair joins two records when it is sure enough and no guard speaks against it. People decide about every pair;
a cluster only says which pairs belong on one page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SAME_FROM = 1.5  # match weight: the logarithm, to base 2, of the odds that two records are one person
LOOK_FROM = -3.0
MOST_IN_CLUSTER = 8


class Verdict(StrEnum):
    """What is proposed for a pair. Nothing is done without a person."""

    SAME = "same"
    LOOK = "look"


def verdict(weight: float, given: str, home: str = "") -> Verdict:
    """Return what is proposed. With another given name, or nothing of the home in common, at most a look.

    Twins, a father and a son with one phone, two widows of one house share everything but that name; in a large
    register many bear one given name and were born on one day.
    """
    sure = weight >= SAME_FROM and given not in ("differs", "not_said") and home != "differs"
    return Verdict.SAME if sure else Verdict.LOOK


@dataclass(frozen=True)
class Clusters:
    """Clusters of two records and more, by the least id; and those that a person must look at.

    Attributes:
        members: cluster → its records, in order.
        strange: cluster → why: `too_large`, `chained` (some of its records were compared and are far apart).
    """

    members: dict[str, list[str]]
    strange: dict[str, str]


def clusters(
    same: Iterable[tuple[str, str, float]], far: Iterable[tuple[str, str]] = (), most: int = MOST_IN_CLUSTER
) -> Clusters:
    """Return the clusters of pairs (id, id, weight); `far` are pairs that were compared and do not belong together.

    The surest pairs join first. A cluster that would grow above `most` records is not enlarged; it and what it
    refused are named strange. The answer does not depend on the order of the pairs.
    """
    root: dict[str, str] = {}
    held: dict[str, list[str]] = {}
    refused: set[str] = set()

    def find(record: str) -> str:
        while root.get(record, record) != record:
            root[record] = root.get(root[record], root[record])
            record = root[record]
        return record

    for one, other, _ in sorted(same, key=lambda pair: (-pair[2], *sorted(pair[:2]))):
        a, b = sorted((find(one), find(other)))
        if a == b:
            continue
        left, right = held.get(a, [a]), held.get(b, [b])
        if len(left) + len(right) > most:
            refused |= {a, b}
            continue
        root[b] = a
        held[a] = left + right
        held.pop(b, None)
        if b in refused:
            refused.add(a)
    members = {name: sorted(records) for name, records in held.items()}
    strange = {find(name): "too_large" for name in refused}
    for one, other in far:
        if one in root or other in root or one in members or other in members:
            name = find(one)
            if name == find(other):
                strange.setdefault(name, "chained")
    return Clusters(
        _by_least(members), {min(members.get(name, [name])): why for name, why in strange.items()}
    )


def _by_least(members: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {records[0]: records for _, records in sorted(members.items())}
