"""Deadlines as somebody says them: within 7 days, 2 days left, late since yesterday."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twiza.cases import rules

register = template.Library()


@register.filter
def within(hours: int) -> str:
    """Return the delay of a step of a protocol in words."""
    unit, number = rules.delay(hours)
    if number == 0:
        return _("at once")
    if unit == "hours":
        return ngettext("within %(n)s hour", "within %(n)s hours", number) % {"n": number}
    return ngettext("within %(n)s day", "within %(n)s days", number) % {"n": number}


@register.filter
def days_left(due: date, today: date) -> str:
    """Return how far a day is from today, in words."""
    number = (due - today).days
    if number < 0:
        if number == -1:
            return _("late since yesterday")
        return ngettext("late for %(n)s day", "late for %(n)s days", -number) % {"n": -number}
    if number < 2:
        return _("tomorrow at the latest") if number else _("today at the latest")
    return ngettext("%(n)s day left", "%(n)s days left", number) % {"n": number}


@register.filter
def due_kind(due: date, today: date) -> str:
    """Return the colour of a day: red once it is past, amber from the day before."""
    number = (due - today).days
    return "refusal" if number < 0 else "warning" if number < 2 else "info"
