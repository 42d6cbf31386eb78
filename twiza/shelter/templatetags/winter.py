"""Words for codes of the winter, in the reader's language."""

from collections.abc import Callable, Mapping

from django import template
from django.utils.translation import gettext as _

from twiza.lib.short_codes import grouped
from twiza.platform.web.fields import shown_phone
from twiza.shelter import rules

register = template.Library()


def labelled(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a filter that says the word of a code; an unknown one stays as it is."""
    return lambda code: _(words[code]) if code in words else code


register.filter("bed_group", labelled(rules.GROUPS))
register.filter("declared", labelled(rules.DECLARED))
register.filter("guest_who", labelled(rules.WHO))
register.filter("guest_code", grouped)
register.filter("winter_body", labelled(rules.BODIES))
register.filter("kit_kind", labelled(rules.KITS))
register.filter("round_state", labelled(rules.STATES))
register.filter("round_lack", labelled(rules.LACKS))
register.filter("weather_alert", labelled(rules.ALERTS))
register.filter("duty_hours", labelled(rules.HOURS))
register.filter("phone_shown", shown_phone)
