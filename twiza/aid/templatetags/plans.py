"""Words of a plan for its pages."""

import re
from collections.abc import Mapping
from typing import Any

from django import template

from twiza.platform.accounts.roles import ROLES

register = template.Library()


@register.filter
def word_in(code: str, words: Mapping[Any, Any]) -> Any:
    """The word for a code; the code itself when nobody wrote one."""
    return words.get(code, code)


@register.filter
def role_words(codes: str) -> str:
    """The roles in which something was said, in the language of the moment."""
    return ", ".join(ROLES[code].name if code in ROLES else code for code in re.findall(r"\w+", codes))
