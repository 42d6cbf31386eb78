"""Spreadsheets in and out: .xlsx, .ods and .csv as people really send them. Pure Python.

`read_workbook(data, name)` returns plain rows or refuses with a sentence; nothing is guessed silently.
`write_workbook(sheets)` and `write_csv(sheet)` make files that no spreadsheet program will run as formulas.
"""

from twiza.lib.sheets.reading import Cell, Limits, Sheet, Workbook, cell_name, column_name, read_workbook
from twiza.lib.sheets.refusals import (
    BrokenFile,
    DecompressionBomb,
    EmptyWorkbook,
    FileTooLarge,
    FormulaInsteadOfValue,
    PasswordProtected,
    SheetRefused,
    SheetTooLarge,
    WrongKindOfFile,
)
from twiza.lib.sheets.writing import OutSheet, guarded, unguarded, write_csv, write_workbook

__all__ = [
    "BrokenFile",
    "Cell",
    "DecompressionBomb",
    "EmptyWorkbook",
    "FileTooLarge",
    "FormulaInsteadOfValue",
    "Limits",
    "OutSheet",
    "PasswordProtected",
    "Sheet",
    "SheetRefused",
    "SheetTooLarge",
    "Workbook",
    "WrongKindOfFile",
    "cell_name",
    "column_name",
    "guarded",
    "read_workbook",
    "unguarded",
    "write_csv",
    "write_workbook",
]
