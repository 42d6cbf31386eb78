"""The answer to a hand-over, put in place while a queue waits.

Its words are the same for every card: the template draws them once a language, with holes, and each answer fills
the holes. Drawing them each time took as long as the database.
"""

import secrets
from functools import cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from twiza.aid.rules.rulings import Ruling
from twiza.lib.ids import new_id

# What stands in a hole until it is filled: made when the program starts, so that nobody can type it
_OPERATION: UUID = new_id()
_HOLES = {name: f"hole-{secrets.token_hex(16)}" for name in ("code", "moment", "csrf_token")}


def drawn(found: dict[str, Any], csrf_token: str) -> str:
    """Return the verdict that puts itself into the page: the answer, and its line in "My latest" unless repeated.

    `found`: answer (a ruling), operation, code, moment (in words), repeated.
    """
    words = _words(get_language() or "", found["answer"] == Ruling.SERVED, found["repeated"])
    filled = {"code": found["code"], "moment": found["moment"], "csrf_token": csrf_token}
    for name, value in filled.items():
        words = words.replace(_HOLES[name], conditional_escape(value))
    return words.replace(str(_OPERATION), str(found["operation"]))


@cache
def _words(language: str, served: bool, repeated: bool) -> str:
    answer = Ruling.SERVED if served else Ruling.DOUBLE
    holes = {"operation": _OPERATION, "answer": answer, "repeated": repeated, "fragment": True, **_HOLES}
    return render_to_string("aid/verdict.html", holes)
