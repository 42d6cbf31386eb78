"""Logs and reports say what broke and where, never words: they may quote what a person typed, or a row.

What passes is decided in one place, `lib/redaction.py`.
"""

import logging
import traceback
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from twiza.lib import redaction


class Wordless(logging.Formatter):
    """Writes of an error its kinds and the lines of code it went through, without its message.

    Of a line, what was put into it is cut out unless it is a code, an id, a number or an address of ours.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, from a copy: what another handler wrote beside it, an error's words too, is not taken."""
        quiet = logging.makeLogRecord(record.__dict__)
        quiet.args = redaction.redacted(record.args) if record.args else record.args
        quiet.exc_text = None
        return super().format(quiet)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name that logging calls)
        """Return the line itself, through the last net: somebody may have put words into the template."""
        return redaction.without_words(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name that logging calls)
        """Return the error, and the errors behind it, first cause first."""
        return kinds_and_places(ei[1])


def kinds_and_places(error: BaseException | None) -> str:
    """Return the kinds of an error and of those behind it, and the lines of code they went through, no word of them."""
    parts = []
    while error is not None:
        places = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\n".join(reversed(parts))


class WordlessReporter(ExceptionReporter):
    """What Django would mail or show of an error: no variable, no form, no header, no message of it."""

    def get_traceback_text(self) -> SafeString:
        return SafeString(kinds_and_places(self.exc_value))  # plain text: escaped where it becomes a page

    def get_traceback_html(self) -> SafeString:
        return format_html("<pre>{}</pre>", kinds_and_places(self.exc_value))
