"""Refusals in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language_bidi, gettext

from twiza.lib.errors import DomainError
from twiza.lib.text import isolated
from twiza.platform.web import formats


class _Shown(Mapping[str, Any]):
    """The data of a refusal as they are shown: Moroccan numbers and dates, codes that keep their order."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def __getitem__(self, name: str) -> Any:
        return shown(self.data[name])

    def __iter__(self) -> Any:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


def shown(value: Any) -> Any:
    """Return one value as it stands inside a sentence."""
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal | float):
        return formats.number(value)
    if isinstance(value, int):
        return value  # %d and %s both work; grouping a code or a year would be wrong
    return isolated(str(value)) if get_language_bidi() else str(value)


def _filled(sentence: Any, words: Mapping[str, Any]) -> str:
    return str(
        sentence
        % {name: value if isinstance(value, int) else isolated(str(value)) for name, value in words.items()}
    )


_later = lazy(_filled, str)


def later(sentence: Any, **words: Any) -> Any:
    """Return a sentence that is put together once it is read; names and codes keep their order inside it.

    For lines of which a page shows the first few of many.
    """
    return _later(sentence, words)


def say(error: DomainError | str) -> str:
    """Say a refusal in the language of the moment: its template translated, then filled.

    A sentence that comes as plain text (Django's own) is returned as it is.
    """
    if not isinstance(error, DomainError):
        return str(error)
    template = gettext(str(error.template))
    return template % _Shown(error.data) if error.data else template
