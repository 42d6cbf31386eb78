"""Delimited text: which encoding, which delimiter, which rows."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from twiza.lib.errors import N_
from twiza.lib.sheets import packed
from twiza.lib.sheets.refusals import BrokenFile, WrongKindOfFile

DELIMITERS = ";,\t|"
HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
HIGH = re.compile(rb"[\x80-\xff]")
UTF8_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
FORMULA = re.compile(r"=\s*[-+]?\s*(?:[A-Za-z_.]+\s*\(|\$?[A-Za-z]{1,3}\$?\d)")
QUOTED_TEXT = re.compile(r'="([^"]*)"')
FIELD_CHARACTERS = 200_000


def read(data: bytes, most_rows: int, most_columns: int, most_cells: int) -> tuple[list[list[str]], str]:
    """Return the rows and the name of the encoding. Raises WrongKindOfFile, BrokenFile or SheetTooLarge."""
    text, encoding = decode(data)
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    delimiter = said[1] if said else sniff(text)
    rows: list[list[str]] = []
    cells = 0
    csv.field_size_limit(FIELD_CHARACTERS)
    try:
        for row in csv.reader(io.StringIO(rest if said else text, newline=""), delimiter=delimiter):
            cells += len(row)
            if len(row) > most_columns:
                packed.refuse_size("columns", len(row), most_columns)
            if len(rows) >= most_rows:
                packed.refuse_size("rows", len(rows) + 1, most_rows)
            if cells > most_cells:
                packed.refuse_size("cells", cells, most_cells)
            rows.append([QUOTED_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in row])
    except csv.Error as error:
        raise BrokenFile(
            N_("The text stops making columns at row %(row)s: a quotation mark is opened and never closed."),
            row=len(rows) + 1,
        ) from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows, encoding


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding, or refuse: a wrong guess would spoil every name."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return strictly(data, encoding), encoding
    if b"\x00" in data[:4000]:
        return wide(data)
    if b"\x00" in data:
        raise not_text()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        high = len(HIGH.findall(data))
        paired = sum(len(pair) for pair in UTF8_PAIR.findall(data))
        if error.start >= len(data) - 3 or paired > 0.8 * high > 8:
            raise mixed() from error
    if any(byte in data for byte in b"\x01\x02\x03\x04\x05\x06\x0e\x0f\x10"):
        raise not_text()
    # Arabic letters come in runs of high bytes, French accents come alone; é, è, ç are the same in both.
    together = sum(len(run) for run in HIGH_RUN.findall(data))
    encoding = "cp1256" if together > 0.4 * len(HIGH.findall(data)) else "cp1252"
    return strictly(data, encoding), encoding


def wide(data: bytes) -> tuple[str, str]:
    """Decode UTF-16 that has no mark, recognised by its zero bytes."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or min(even, odd) > max(even, odd) // 4:
        raise not_text()
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = strictly(data, encoding)
    if "\n" not in text or not all(letter.isprintable() or letter in "\r\n\t" for letter in text[:4000]):
        raise not_text()
    return text, encoding


def strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise mixed() from error
    if "\x00" in text:
        raise not_text()
    return text


def mixed() -> BrokenFile:
    return BrokenFile(
        N_("The letters of the file are damaged or it was cut off. Save it again as “CSV UTF-8” or as .xlsx.")
    )


def not_text() -> WrongKindOfFile:
    return WrongKindOfFile(N_("This is not a table we can read. Send it as .xlsx, .ods or .csv."))


def sniff(text: str) -> str:
    """Return the delimiter that cuts the first rows into the same number of columns most often."""
    sample = "".join(islice(io.StringIO(text), 60))
    best, score = ",", 0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row)
        except csv.Error:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        if width > 1 and rows * 100 + width > score:
            best, score = delimiter, rows * 100 + width
    return best


def formulas(rows: list[list[str]]) -> list[tuple[int, int]]:
    """Return the cells that hold a formula as text, counted from 0."""
    return [
        (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell.startswith("=") and FORMULA.match(cell)
    ]
