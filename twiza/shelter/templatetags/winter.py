"""Words for codes of the winter, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from twiza.lib.short_codes import grouped
from twiza.platform.web.fields import shown_phone
from twiza.platform.web.formats import labelled
from twiza.shelter import rules

register = template.Library()


@register.simple_tag
def cell_of(row: Sequence[str], number: int) -> str:
    """Say the heading of a column."""
    return row[number]


@register.filter
def change_of_winter(change: Any) -> str:
    """Say what a decision about the last night means."""
    return _(rules.CHANGES[rules.kind_of_change(change.before, change.after)])


register.filter("bed_group", labelled(rules.GROUPS))
register.filter("declared", labelled(rules.DECLARED))
register.filter("guest_who", labelled(rules.WHO))
register.filter("guest_code", grouped)
register.filter("morning_wish", labelled(rules.WISHES))
register.filter("health_flag", labelled(rules.HEALTH_FLAGS))
register.filter("health_urgency", labelled(rules.HEALTH_URGENCIES))
register.filter("health_contact", labelled(rules.CALLED))
register.filter("health_result", labelled(rules.HEALTH_RESULTS))
register.filter("night_count", labelled(rules.COUNTS))
register.filter("winter_body", labelled(rules.BODIES))
register.filter("kit_kind", labelled(rules.KITS))
register.filter("round_state", labelled(rules.STATES))
register.filter("round_lack", labelled(rules.LACKS))
register.filter("weather_alert", labelled(rules.ALERTS))
register.filter("duty_hours", labelled(rules.HOURS))
register.filter("phone_shown", shown_phone)
register.filter("call_source", labelled(rules.SOURCES))
register.filter("night_sent", labelled(rules.SENT))


@register.filter
def night_waits(code: str) -> str:
    """Say why something that a phone sent waits for a person."""
    sentence = rules.WAITS.get(code, rules.UNREADABLE)
    return _(sentence)
