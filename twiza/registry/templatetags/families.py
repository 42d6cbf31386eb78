"""Words for codes of the registry, in the reader's language."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from twiza.lib.errors import N_, DomainError
from twiza.platform.web import formats
from twiza.platform.web.fields import shown_phone
from twiza.platform.web.formats import labelled
from twiza.platform.web.sentences import say
from twiza.registry.rules import reasons
from twiza.registry.rules.categories import CATEGORIES
from twiza.registry.rules.fields import FIELDS
from twiza.registry.rules.people import CONTACTS, PRECISIONS, RELATIONSHIPS, SAID_BY, SEXES
from twiza.registry.rules.problems import SENTENCES
from twiza.registry.rules.reasons import Reason
from twiza.registry.rules.shocks import SHOCKS
from twiza.registry.rules.whereabouts import WHEREABOUTS

register = template.Library()

STATES = {
    "sent": N_("Sent"),
    "reading": N_("Being read"),
    "read": N_("Waits for your answer"),
    "refused": N_("Refused"),
    "accepting": N_("Being written"),
    "accepted": N_("In the register"),
    "undone": N_("Undone"),
    "put_aside": N_("Put aside"),
}
STATE_KINDS = {
    "read": "warning",
    "refused": "refusal",
    "accepted": "good",
    "reading": "info",
    "accepting": "info",
}
LEFT_OUT = {
    "after_total": N_("below the totals"),
    "remark": N_("a remark, not a person"),
    "trusted": N_("collects for others, belongs to no household of the sheet"),
}
VERSIONS = {"insert": N_("Written"), "update": N_("Corrected"), "delete": N_("Removed")}
SUBJECTS = {
    "HouseholdEvent": N_("household"),
    "PersonEvent": N_("person"),
    "VulnerabilityMarkEvent": N_("situation"),
}


for name, labels in {
    "category": CATEGORIES,
    "shock": SHOCKS,
    "whereabouts": WHEREABOUTS,
    "relationship": RELATIONSHIPS,
    "sex": SEXES,
    "contact_rule": CONTACTS,
    "said_by": SAID_BY,
    "upload_state": STATES,
    "left_out": LEFT_OUT,
    "version": VERSIONS,
    "field_label": FIELDS,
}.items():
    register.filter(name, labelled(labels))

register.filter("phone", shown_phone)


@register.filter
def state_kind(state: str) -> str:
    """The colour of a state."""
    return STATE_KINDS.get(state, "plain")


@register.filter
def born(person: Any) -> str:
    """Say a date of birth as exactly as it is known."""
    if person.birth_on is None:
        return ""
    if person.birth_precision == "day":
        return formats.day(person.birth_on)
    if person.birth_precision == "month":
        return formats.month(person.birth_on)
    words = str(person.birth_on.year)
    return f"{words} ({_(PRECISIONS['about'])})" if person.birth_precision == "about" else words


@register.filter
def why(problem: dict[str, Any]) -> str:
    """Say what is wrong, of a problem of a preview."""
    return say(DomainError(SENTENCES[problem["code"]][0], **problem["data"]))


@register.filter
def would_work(problem: dict[str, Any]) -> str:
    """Say what would work."""
    return say(DomainError(SENTENCES[problem["code"]][1], **problem["data"]))


@register.filter
def reason(one: Reason) -> str:
    """Say why somebody was found."""
    return _(reasons.SENTENCES[one.code]) % one.data  # i18n: the sentences are marked where they stand


@register.filter
def refusal(upload: Any) -> str:
    """Say why a file was refused."""
    return say(DomainError(upload.refusal["words"], **upload.refusal["data"])) if upload.refusal else ""


@register.filter
def subject_of(event: Any) -> str:
    """Say what a version is of."""
    return str(labelled(SUBJECTS)(type(event).__name__))


@register.filter
def iso_day(text: str) -> str:
    """Show a day kept as text in a preview, such as 2026-11-20."""
    return formats.day(date.fromisoformat(text))
