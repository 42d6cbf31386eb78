"""Why a spreadsheet is refused. Each sentence says what would work."""

from twiza.lib.errors import DomainError


class SheetRefused(DomainError):
    """A file that cannot be read as a table; nothing of it was kept."""

    code = "sheets.refused"


class PasswordProtected(SheetRefused):
    code = "sheets.password"


class BrokenFile(SheetRefused):
    code = "sheets.broken"


class FileTooLarge(SheetRefused):
    code = "sheets.file_too_large"


class SheetTooLarge(SheetRefused):
    code = "sheets.sheet_too_large"


class DecompressionBomb(SheetRefused):
    code = "sheets.bomb"


class WrongKindOfFile(SheetRefused):
    code = "sheets.wrong_kind"


class FormulaInsteadOfValue(SheetRefused):
    code = "sheets.formula"


class EmptyWorkbook(SheetRefused):
    code = "sheets.empty"
