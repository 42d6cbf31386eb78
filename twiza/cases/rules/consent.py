"""Consent, event by event: what for, which help, which organisation, which fields, until when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from twiza.cases.rules.directory import SERVICE_KINDS
from twiza.cases.rules.going_home import FAMILY_FIELDS, FAMILY_PURPOSE
from twiza.lib.errors import N_


class Consent(StrEnum):
    """What she said about one thing, last."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_POSSIBLE = "not_possible"


CONSENTS = {
    Consent.ASKED: N_("asked, she is thinking"),
    Consent.GIVEN: N_("she agrees"),
    Consent.REFUSED: N_("she refuses"),
    Consent.WITHDRAWN: N_("she took it back"),
    Consent.NOT_POSSIBLE: N_("not hers to decide: the law obliges; she was told"),
}
FIRST_WORDS = (Consent.GIVEN, Consent.ASKED, Consent.REFUSED, Consent.NOT_POSSIBLE)
NEXT_CONSENT: Mapping[Consent, frozenset[Consent]] = {
    Consent.ASKED: frozenset({Consent.GIVEN, Consent.REFUSED}),
    Consent.GIVEN: frozenset({Consent.WITHDRAWN}),
    Consent.REFUSED: frozenset({Consent.GIVEN}),
    Consent.WITHDRAWN: frozenset(),  # agreeing again is a new consent: it is read to her again
    Consent.NOT_POSSIBLE: frozenset(),
}
PURPOSES = {
    "help": N_("to be helped there"),
    "transfer": N_("to be received in another town"),
    "family": N_("a first word to the family, by a worker near them"),
}
SECTORS = SERVICE_KINDS | {"security": N_("police, gendarmerie, prosecutor")}
PACKET_FIELDS = {
    "alias": N_("A name to call her by"),
    "age_band": N_("Age"),
    "language": N_("Language"),
    "needs": N_("What she needs"),
    "wants": N_("What she wants"),
    "risk": N_("Danger"),
    "contact": N_("How she may be contacted"),
    "reach": N_("Number and hours at which she may be reached"),
    "words": N_("Words chosen with her"),
    "relative": N_("Whom of the family to ask, and how to reach them"),
    "message": N_("Words for the family, chosen with her"),
}
TYPED_FIELDS = frozenset({"alias", "wants", "reach", "words", "relative", "message"})
HOWS = {"spoken": N_("spoken"), "signed": N_("signed on paper, kept by her or by the centre")}
LONGEST_CONSENT = timedelta(days=366)


def fields_for(purpose: str) -> frozenset[str]:
    """Return the fields that may be told for a purpose: to a family never one that leads to where somebody is."""
    return FAMILY_FIELDS if purpose == FAMILY_PURPOSE else frozenset(PACKET_FIELDS) - {"relative", "message"}


def consent_faults(said: Mapping[str, Any], on: date) -> list[str]:
    """Return what keeps a consent from being kept: names of its parts, none when it is whole.

    A consent says all of it: no consent "for everything", for everybody or for ever.
    """
    until = date.fromisoformat(said["until"]) if said.get("until") else date.min
    checks = {
        "state": said.get("state") in FIRST_WORDS,
        "purpose": said.get("purpose") in PURPOSES,
        "sector": said.get("sector") in SECTORS,
        "organisation": bool(said.get("organisation")),
        "fields": bool(said.get("fields")) and set(said["fields"]) <= fields_for(said.get("purpose", "")),
        "until": on <= until <= on + LONGEST_CONSENT,
        "how": said.get("how") in HOWS,
    }
    return [name for name, is_good in checks.items() if not is_good]


def can_say(state: str, to: str) -> bool:
    """Whether what stands at `state` may next be `to`."""
    return to in NEXT_CONSENT[Consent(state)]


def allowed_fields(
    said: Mapping[str, Any], *, purpose: str, sector: str, organisation: str, on: date
) -> frozenset[str]:
    """Return the fields that a consent lets pass for this purpose, help, organisation and day: none when it does not."""
    fits = (
        said.get("state") == Consent.GIVEN
        and said.get("purpose") == purpose
        and said.get("sector") == sector
        and said.get("organisation") == organisation
        and date.fromisoformat(said["until"]) >= on
    )
    fields: Iterable[str] = said.get("fields", ()) if fits else ()
    return frozenset(fields) & fields_for(purpose)
