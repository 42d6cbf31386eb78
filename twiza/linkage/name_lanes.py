"""Which of thousands of pairs of names are worth a closer look, found in a few operations. Pure Python.

A whole number of Python has no end, and its `&`, `|`, `^`, `+`, `-` run in C. Here it holds a lane of 32 bits
for each pair. The highest bit of a lane is kept free: it stops a borrow or a carry from reaching the next
lane, and marks the lanes that are meant. Names come as two halves: the first word, and what follows it.
"""

import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache

CONSONANTS = 13  # classes: one bit for each in `classes`, two in `twice`
PART = 1 << 16  # above the classes: how many parts a half has
EVERY_CLASS, EVERY_TWICE = (1 << CONSONANTS) - 1, (1 << 2 * CONSONANTS) - 1
# above the bits of `twice`: the part has few consonants; the half has not one part
SHORT, MANY = 1 << 2 * CONSONANTS, 1 << 2 * CONSONANTS + 1
_MARK = 1 << 31
_BYTES = 4
_STEP = 256

Halves = tuple[Sequence[int], Sequence[int]]


class _Lanes:
    """Work on the lanes of `many` pairs."""

    def __init__(self, many: int) -> None:
        self._bytes = many * _BYTES
        self.marks = self.alike(_MARK)
        self._one = self.alike(1)
        self._others = self.marks - self._one
        self.classes = self.alike(EVERY_CLASS)
        self.once, self.twice = self.alike(EVERY_TWICE // 3), self.alike(EVERY_TWICE)
        self.not_one = self.alike(MANY)

    def alike(self, value: int) -> int:
        """Return lanes that all hold `value`."""
        return int.from_bytes(value.to_bytes(_BYTES, "little") * (self._bytes // _BYTES), "little")

    def less(self, bits: int, many: int) -> int:
        """Return lanes without the lowest `many` bits that are set in each."""
        for _ in range(many):
            bits &= (bits | self.marks) - self._one
        return bits

    def filled(self, bits: int) -> int:
        """Mark the lanes in which any bit is set."""
        return (bits + self._others) & self.marks

    def told(self, marks: int) -> bytes:
        """Return a byte for each lane: not 0 where it is marked."""
        return marks.to_bytes(self._bytes, "little")[_BYTES - 1 :: _BYTES]


@lru_cache(maxsize=64)
def _lanes(steps: int) -> _Lanes:
    return _Lanes(steps * _STEP)


def _row(values: Sequence[int]) -> int:
    row = array("I", values)
    if sys.byteorder == "big":
        row.byteswap()
    return int.from_bytes(row.tobytes(), "little")


def not_far(ones: Sequence[int], others: Sequence[int]) -> bytes:
    """Tell of each pair whether the consonant classes of two names differ little: not 0 where they do.

    Takes the classes of each name and above them, from `PART`, how many parts it has. Too much is two classes
    on both sides, or four in all when both names have as many parts.
    """
    work = _lanes(len(ones) // _STEP + 1)
    one, other = _row(ones), _row(others)
    differ = one ^ other
    apart = differ & work.classes
    both = work.filled(work.less(apart & one, 1)) & work.filled(work.less(apart & other, 1))
    four = work.filled(work.less(apart, 3)) & ~work.filled(differ ^ apart)
    return work.told(work.marks & ~(both | four))


def may_be_near(ones: Halves, others: Halves, sure: Halves, sure_too: Halves) -> tuple[bytes, bytes]:
    """Tell of each pair of names whether parts may be near, then whether they may be run together; 0: they are not.

    Takes `Half.twice` and `Half.sure` of both halves of each name. A slip changes two bits at most. A name that
    has not two parts may always be near another.
    """
    work = _lanes(len(ones[0]) // _STEP + 1)
    (one, last), (other, other_last) = map(_row, ones), map(_row, others)
    (care, care_last), (care_too, care_too_last) = map(_row, sure), map(_row, sure_too)
    far = _far(work, one, other, care & care_too) | _far(work, last, other_last, care_last & care_too_last)
    far &= _far(work, one, other_last, care & care_too_last) | _far(work, last, other, care_last & care_too)
    unknown = work.filled((one | last | other | other_last) & work.not_one)
    run, run_too = _run_together(work, one, last), _run_together(work, other, other_last)
    apart = run ^ run_too
    far_run = work.filled(work.less(apart & run, 2)) | work.filled(work.less(apart & run_too, 2))
    return work.told(work.marks & (~far | unknown)), work.told(work.marks & ~far_run)


def _far(work: _Lanes, one: int, other: int, care: int) -> int:
    """Mark the pairs of parts that are not near: more than two slips, or than one when a part is short."""
    differ = work.less((one ^ other) & care, 2)
    short = (one | other) << (31 - 2 * CONSONANTS) & work.marks
    return work.filled(work.less(differ, 2)) | work.filled(differ) & short


def _run_together(work: _Lanes, first: int, last: int) -> int:
    """Return the bits of `twice` of two parts run together."""
    return (first | last | (first & last & work.once) << 1) & work.twice
