"""Filters of the pages of the roof."""

from typing import Any

from django import template
from django.utils.translation import gettext

register = template.Library()
# How sure a figure is, as the colour of its tag
SURE = {"verified": "good", "counted": "good", "estimated": "warning", "claimed": "warning"}


@register.filter
def sure_lamp(status: str) -> str:
    """Return the kind of tag for how sure a figure is."""
    return SURE.get(str(status), "plain")


@register.filter
def people_sums(picture: Any) -> list[tuple[str, Any, str]]:
    """Return the two sums of a picture: (what it is, the sum, the rows of which nothing is known)."""
    whole = picture.whole
    return [
        (gettext("Places for people"), whole.capacity, "places_unknown"),
        (gettext("People present"), whole.present, "people_unknown"),
    ]


@register.filter
def of_grant(theme: str, words: dict[str, str]) -> str:
    """Say the purpose of a budget line in words."""
    return gettext(words.get(theme, theme))
