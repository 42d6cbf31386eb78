"""Logs say what broke and where, never the words of an error: they may quote what a person typed, or a row."""

import logging
import traceback
from typing import Any


class Wordless(logging.Formatter):
    """Writes of an error its kinds and the lines of code it went through, without its message."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name that logging calls)
        """Return the error, and the errors behind it, first cause first."""
        error, parts = ei[1], []
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\n".join(reversed(parts))
