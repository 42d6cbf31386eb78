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
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from twiza.lib.errors import N_, DomainError

from .name_search import NameIndex
from .names import SAME_FROM, NameMatcher

SHOWN = 10
_CHUNK = 10_000


class ColumnMissing(DomainError):
    """A table without the columns that the command needs."""

    code = "linkage.column_missing"


def score_main(arguments: Sequence[str]) -> int:
    """Score each pair of `left,right`: adds `score` (0 to 1) and `same` (yes, no). Returns 0."""
    parser = argparse.ArgumentParser(prog="twiza names_score", description=score_main.__doc__)
    parser.parse_args(arguments)
    matcher = NameMatcher()
    gc.disable()  # nothing here makes circles, and a million small things are looked through in vain
    _write(("left", "right", "score", "same"), _scored(matcher, _reader(sys.stdin.buffer)))
    return 0


def _scored(matcher: NameMatcher, rows: Iterator[list[str]]) -> Iterator[tuple[str, ...]]:
    score = matcher.score
    for left, right in _columns(rows, ("left", "right")):
        found = score(left, right)
        if found < SAME_FROM:
            yield left, right, str(found) if found else "0.0", "no"
        else:
            yield left, right, str(found), "yes"


def search_main(arguments: Sequence[str]) -> int:
    """Find the names of a population (CSV `id,name`) nearest to each `query_id,query`. Returns 0."""
    parser = argparse.ArgumentParser(prog="twiza names_search", description=search_main.__doc__)
    parser.add_argument("--population", type=Path, required=True, metavar="FILE", help="CSV with id,name")
    options = parser.parse_args(arguments)
    gc.disable()
    with options.population.open("rb") as file:
        index = NameIndex(_columns(_reader(file), ("id", "name")))

    def answers() -> Iterator[tuple[str, ...]]:
        for query_id, query in _columns(_reader(sys.stdin.buffer), ("query_id", "query")):
            for rank, found in enumerate(index.find(query, SHOWN), 1):
                yield query_id, str(rank), found.id

    _write(("query_id", "rank", "id"), answers())
    return 0


def _reader(file: BinaryIO) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="")
    if (first := text.read(1)) != "\ufeff":
        return csv.reader(_after(first, text))
    return csv.reader(text)


def _after(first: str, text: Iterable[str]) -> Iterator[str]:
    """Yield the lines of `text` with a character put back before the first."""
    lines = iter(text)
    if first == "\n":
        yield first
    else:
        yield first + next(lines, "")
    yield from lines


def _columns(rows: Iterator[list[str]], names: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield two columns by their names; a short row has empty cells. Raises ColumnMissing."""
    head = [name.strip() for name in next(rows, [])]
    if not set(names) <= set(head):
        raise ColumnMissing(N_("The table needs the columns %(names)s."), names=", ".join(names))
    one, other = head.index(names[0]), head.index(names[1])
    width = max(one, other) + 1
    for row in rows:
        if len(row) >= width:
            yield row[one], row[other]
        elif row:
            row += [""] * width
            yield row[one], row[other]


def _write(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogateescape", newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    while chunk := list(islice(rows, _CHUNK)):
        if "\r" in "".join(chain.from_iterable(chunk)):
            _write_quoted(out, chunk)  # the writer of Python 3.11 leaves a lone carriage return bare
        else:
            writer.writerows(chunk)
    out.flush()
    out.detach()


def _write_quoted(out: TextIO, rows: list[tuple[str, ...]]) -> None:
    for row in rows:
        out.write(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n")
