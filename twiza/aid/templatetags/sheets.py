"""Words for codes of nomination sheets, in the reader's language."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from twiza.aid.rules import sheets as rules
from twiza.lib.errors import N_
from twiza.lib.short_codes import grouped

register = template.Library()

STATES = {"printed": N_("Given out"), "typed": N_("Typed in"), "cancelled": N_("Cancelled")}
STATE_KINDS = {"printed": "info", "typed": "good"}

register.filter("grouped", grouped)


@register.filter
def nominator_kind(code: Any) -> str:
    """What kind of body nominates."""
    return _(rules.NOMINATORS[code]) if code in rules.NOMINATORS else ""


@register.filter
def sheet_state(code: Any) -> str:
    """What became of a sheet."""
    return _(STATES[code]) if code in STATES else ""


@register.filter
def sheet_state_kind(code: str) -> str:
    """The colour of it."""
    return STATE_KINDS.get(code, "plain")
