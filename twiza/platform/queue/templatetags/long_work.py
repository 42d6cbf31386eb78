"""Words of long work in the reader's language."""

from django import template
from django.utils.translation import gettext

from twiza.platform.queue.models import Work

register = template.Library()


@register.filter
def title(work: Work) -> str:
    """What this work is."""
    return gettext(work.title)


@register.filter
def problem(work: Work) -> str:
    """Why it stopped, and what would work."""
    words = gettext(work.problem)
    return words % work.problem_data if work.problem_data else words
