"""How quantities of goods are written."""

from decimal import Decimal
from typing import Any

from django import template

from twiza.aid.queries.goods_words import LIGHTS
from twiza.aid.queries.wishes import bound_words
from twiza.aid.rules.goods import Light, plain
from twiza.platform.web import formats

register = template.Library()

KINDS = {Light.GOOD: "good", Light.NEAR: "warning", Light.TOO_NEAR: "refusal", Light.PAST: "refusal"}


@register.filter
def units(value: Any) -> str:
    """26, 2,5: a quantity without the zeros behind the comma."""
    return formats.number(plain(Decimal(value))) if value not in (None, "") else ""


@register.filter
def given_for(restriction: Any) -> str:
    """What goods were given for, in the giver's words: zakat, a named purpose, a neighbourhood."""
    return bound_words(restriction.kind, restriction.label, restriction.zone)


@register.filter
def light_kind(light: str) -> str:
    """The colour of an expiry light; its words stand beside it."""
    return KINDS.get(Light(light), "plain")


@register.filter
def light_words(light: str) -> Any:
    """The words of an expiry light."""
    return LIGHTS[Light(light)]
