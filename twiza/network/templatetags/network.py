"""Filters of the network's pages: words of codes, names in the reader's language."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from twiza.network.rules import (
    changes,
    deliveries,
    inspections,
    institutions,
    kinds,
    licences,
    processings,
    regimes,
    reports,
    undoings,
)
from twiza.network.rules.figures import Figure
from twiza.platform.accounts.roles import ROLES
from twiza.platform.web import formats

register = template.Library()

TABLES: dict[str, dict[str, str]] = {
    "organisation": kinds.ORGANISATIONS,
    "site": kinds.SITES,
    "party": kinds.PARTY_ROLES,
    "commitment": kinds.COMMITMENTS,
    "ending": kinds.ENDINGS,
    "undoing": undoings.UNDOINGS,
    "word": deliveries.WORDS,
    "saying": deliveries.SAYINGS,
    "role_ending": kinds.ROLE_ENDINGS,
    "receipt": kinds.RECEIPTS,
    "level": kinds.PLACE_LEVELS,
    "status": kinds.FIGURE_STATUSES,
    "light": kinds.LIGHTS,
    "subject": kinds.SUBJECTS,
    "standing": kinds.STANDINGS,
    "filed": processings.FILED,
    "kept_from": processings.KEPT_FROM,
    "lack": processings.LACKS,
    "institution_light": institutions.LIGHTS,
    "of_whom": institutions.SEXES,
    "ages": institutions.AGES,
    "post": institutions.POSTS,
    "office": institutions.OFFICES,
    "institution_subject": institutions.SUBJECTS,
    "licence_state": licences.LICENCE_STATES,
    "regime": regimes.REGIMES,
    "file_state": licences.FILE_STATES,
    "file_kind": licences.FILE_KINDS,
    "verdict": licences.VERDICTS,
    "mail": licences.MAILS,
    "report_kind": reports.REPORT_KINDS,
    "incident_kind": reports.INCIDENT_KINDS,
    "visit_kind": inspections.VISIT_KINDS,
    "visit_answer": inspections.ANSWERS,
    "severity": inspections.SEVERITIES,
    "remedy_step": inspections.STEPS,
    "change": changes.CHANGE_KINDS,
    "change_state": changes.CHANGE_STATES,
}
LAMPS = {"free": "good", "full": "warning", "over": "refusal", "unknown": "plain"} | {
    "remark": "plain",
    "serious": "warning",
    "danger": "refusal",
}


@register.filter
def in_words(code: str, table: str) -> str:
    """Say a code in words: `{{ site.kind|in_words:"site" }}`; an unknown one stays as it is."""
    said = TABLES[table].get(str(code))
    return gettext(said) if said else str(code)


@register.filter
def named(thing: Any) -> str:
    """Return the name of a place, an organisation or a site in the reader's language, else in the other."""
    if thing is None:
        return ""
    if get_language() == "ar":
        return str(thing.name_ar or thing.name_fr)
    return str(thing.name_fr or thing.name_ar)


@register.filter
def other_name(thing: Any) -> str:
    """Return the name in the other script, or nothing when there is none."""
    first = named(thing)
    second = thing.name_fr if first == thing.name_ar else thing.name_ar
    return str(second) if second != first else ""


@register.filter
def role_name(code: str) -> str:
    """Say a role in words."""
    role = ROLES.get(code)
    return str(role.name) if role else code


@register.filter
def lamp(light: str) -> str:
    """Return the kind of tag for how full a place is."""
    return (LAMPS | institutions.LAMPS)[str(light)]


@register.filter
def word_lamp(word: str) -> str:
    """Return the kind of tag for where a promise or a delivery stands."""
    return deliveries.LAMPS.get(str(word), "plain")


@register.filter
def row(rows: dict[Any, Any], key: Any) -> Any:
    """Return what a dictionary that the page brings along has under a key."""
    return rows.get(key)


@register.filter
def exact(value: Any) -> str:
    """Show a figure as it was said: whole when it is whole, with its decimals when it has some."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return str(formats.number(int(value) if whole else value))


@register.filter
def of(code: Any, words: dict[str, str]) -> str:
    """Say a code in words that the page brings along: `{{ row.category|of:words }}`."""
    return words.get(str(code), str(code))


@register.filter
def said(figure: Figure | None) -> str:
    """Say a figure as it was said: a lower bound stays one."""
    if figure is None:
        return ""
    count = exact(Decimal(figure.value))
    return gettext("at least %(count)s") % {"count": count} if figure.at_least else count
