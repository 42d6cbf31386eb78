"""`twiza names_score` and `twiza names_search`: tables of names in, tables of answers out.

Both read CSV (UTF-8, with or without byte order mark) on standard input and write CSV on standard output, row
by row in the same order. Names go out byte for byte as they came in, also those that are not UTF-8. Neither
needs Django or a database.
"""

import argparse
import csv
import gc
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

from twiza.lib.errors import N_, DomainError

from .name_search import NameIndex
from .names import SAME_FROM, NameMatcher

SHOWN = 10
_CHUNK = 10_000
_Row = TypeVar("_Row")
_PIECE = 1 << 16  # characters read at once


class ColumnMissing(DomainError):
    """A table without the columns that the command needs."""

    code = "linkage.column_missing"


def score_main(arguments: Sequence[str]) -> int:
    """Score each pair of `left,right`: adds `score` (0 to 1) and `same` (yes, no). Returns 0."""
    parser = argparse.ArgumentParser(prog="twiza names_score", description=score_main.__doc__)
    parser.add_argument(
        "--campaign", type=Path, metavar="FILE", help="CSV with id,name: who bears what is common"
    )
    options = parser.parse_args(arguments)
    gc.disable()  # nothing here makes circles, and a million small things are looked through in vain
    matcher = NameMatcher()
    if options.campaign:
        with options.campaign.open("rb") as file:
            matcher.count(name for _, name in _columns(_reader(file), ("id", "name")))
    _write(("left", "right", "score", "same"), _scored(matcher, _text(sys.stdin.buffer)))
    return 0


def _scored(matcher: NameMatcher, text: TextIO) -> Iterator[str]:
    """Return the rows answered. Raises ColumnMissing."""
    head = text.readline().removeprefix("\ufeff")
    if head.rstrip("\r\n") == "left,right":
        return _scored_pieces(matcher, text)
    rows = _columns(csv.reader(chain([head], text)), ("left", "right"))
    return (_scored_rows(matcher, pairs) for pairs in _chunks(rows))


def _scored_pieces(matcher: NameMatcher, text: TextIO) -> Iterator[str]:
    """Yield the rows answered. Lines that stand for themselves need neither reader nor writer of CSV."""
    while piece := text.read(_PIECE) + text.readline():
        plain = piece.replace("\r\n", "\n").removesuffix("\n")
        lines = plain.split("\n")
        if '"' in piece or "\r" in plain or set(map(str.count, lines, repeat(","))) != {1}:
            yield _scored_rows(matcher, list(_cells(_rows_of(piece, text), 0, 1)))
            continue
        cells = plain.replace("\n", ",").split(",")
        yield _answered(lines, matcher.scores(cells[::2], cells[1::2]))


def _answered(lines: list[str], scores: list[float]) -> str:
    """Return lines with their scores; most scores are 0."""
    out, begun, nothing = [], 0, ",0.0,no\n"
    for at in compress(range(len(lines)), scores):
        out += [nothing.join([*lines[begun:at], lines[at]]), f",{scores[at]},{_same(scores[at])}\n"]
        begun = at + 1
    return "".join([*out, nothing.join([*lines[begun:], ""])])


def _same(score: float) -> str:
    return "no" if score < SAME_FROM else "yes"


def _rows_of(piece: str, text: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows that begin in `piece`; the last of them may end in what follows it."""
    lines = list(io.StringIO(piece, newline=""))
    reader = csv.reader(chain(lines, text))
    while reader.line_num < len(lines) and (row := next(reader, None)) is not None:
        yield row


def _scored_rows(matcher: NameMatcher, pairs: list[tuple[str, str]]) -> str:
    scores = matcher.scores(*([pair[side] for pair in pairs] for side in (0, 1)))
    return _written([(*pair, str(score), _same(score)) for pair, score in zip(pairs, scores, strict=True)])


def search_main(arguments: Sequence[str]) -> int:
    """Find the names of a population (CSV `id,name`) nearest to each `query_id,query`. Returns 0."""
    parser = argparse.ArgumentParser(prog="twiza names_search", description=search_main.__doc__)
    parser.add_argument("--population", type=Path, required=True, metavar="FILE", help="CSV with id,name")
    options = parser.parse_args(arguments)
    gc.disable()
    with options.population.open("rb") as file:
        index = NameIndex(_columns(_reader(file), ("id", "name")))
    queries = _columns(_reader(sys.stdin.buffer), ("query_id", "query"))
    answers = (
        (query_id, str(rank), found.id)
        for query_id, query in queries
        for rank, found in enumerate(index.find(query, SHOWN), 1)
    )
    _write(("query_id", "rank", "id"), map(_written, _chunks(answers)))
    return 0


def _text(file: BinaryIO) -> TextIO:
    csv.field_size_limit(2**31 - 1)
    return io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="")


def _reader(file: BinaryIO) -> Iterator[list[str]]:
    text = _text(file)
    return csv.reader(chain([text.readline().removeprefix("\ufeff")], text))


def _columns(rows: Iterator[list[str]], names: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Return two columns by their names; a short row has empty cells. Raises ColumnMissing."""
    head = [name.strip() for name in next(rows, [])]
    if not set(names) <= set(head):
        raise ColumnMissing(N_("The table needs the columns %(names)s."), names=", ".join(names))
    return _cells(rows, head.index(names[0]), head.index(names[1]))


def _cells(rows: Iterable[list[str]], one: int, other: int) -> Iterator[tuple[str, str]]:
    width = max(one, other) + 1
    for row in rows:
        if len(row) >= width:
            yield row[one], row[other]
        elif row:
            row += [""] * width
            yield row[one], row[other]


def _chunks(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _write(head: tuple[str, ...], pieces: Iterable[str]) -> None:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogateescape", newline="")
    out.write(",".join(head) + "\n")
    out.writelines(pieces)
    out.flush()
    out.detach()


def _written(rows: Sequence[tuple[str, ...]]) -> str:
    if "\r" in "".join(chain.from_iterable(rows)):  # the writer of Python 3.11 leaves one of them alone bare
        return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
