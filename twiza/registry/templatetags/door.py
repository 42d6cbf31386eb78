"""Words for codes of the door, in the reader's language."""

from typing import Any

from django import template

from twiza.lib.errors import N_
from twiza.lib.short_codes import grouped
from twiza.platform.web.formats import labelled
from twiza.registry.rules import requests as rules

register = template.Library()

STANDINGS = {
    "waiting": N_("Waits for its answer"),
    "postponed": N_("Later than first promised"),
    "late": N_("Late"),
    "answered": N_("Answered"),
    "mistake": N_("Written by mistake"),
}
STANDING_KINDS = {"waiting": "info", "postponed": "warning", "late": "refusal", "answered": "good"}
ENDS = {
    "nomination": N_("Put forward for a campaign"),
    "listening": N_("A ticket to be listened to"),
    "orientation": N_("The way to somebody else"),
    "reasoned": N_("A reasoned answer"),
    "mistake": N_("Written by mistake"),
}
REASONS = rules.ORIENTED | rules.REASONED | rules.POSTPONED | rules.MISTAKEN


for name, labels in {
    "request_kind": rules.KINDS,
    "channel": rules.CHANNELS,
    "helper": rules.HELPERS,
    "standing": STANDINGS,
    "end": ENDS,
    "request_reason": REASONS,
}.items():
    register.filter(name, labelled(labels))

register.filter("grouped", grouped)


@register.filter
def standing_kind(standing: str) -> str:
    """The colour of where a request stands."""
    return STANDING_KINDS.get(standing, "plain")


@register.filter
def languages_of(codes: str) -> list[str]:
    """The languages in which a paper says everything."""
    return codes.split(",")


@register.filter
def named(thing: Any, language: str) -> str:
    """The name of an organisation or a site in a language, or the one it has."""
    return str((thing.name_fr if language == "fr" else thing.name_ar) or thing)
