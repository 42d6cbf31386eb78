"""What waits for a person, by asking every subject."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from twiza.reporting.rules import Today, sort_today


def today_of(user: Any, *, at: datetime) -> Today:
    """Ask every subject what waits for this person now."""
    lines = [line for name in settings.TODAY_SOURCES for line in import_string(name)(user, at=at)]
    return sort_today(lines, on=timezone.localdate(at))
