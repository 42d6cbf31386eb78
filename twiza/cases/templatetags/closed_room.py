"""Words for codes of the closed room, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twiza.cases import queries, rules
from twiza.lib.short_codes import grouped
from twiza.platform.web.formats import labelled

register = template.Library()


LABELS: dict[str, Mapping[Any, str]] = {
    "case_state": rules.STATES,
    "age_band": rules.AGE_BANDS,
    "company": rules.COMPANY,
    "step_kind": rules.STEP_KINDS,
    "step_doer": rules.DOERS,
    "room_language": rules.LANGUAGES,
    "case_need": rules.NEEDS,
    "case_contact": rules.CONTACTS,
    "case_risk": rules.RISKS,
    "violence": rules.VIOLENCE,
    "seat_kind": rules.SEATS,
    "emergency": rules.EMERGENCIES,
    "recovery": rules.RECOVERIES,
    "note_kind": rules.NOTES,
    "alert_danger": rules.DANGERS,
    "alert_caller": rules.CALLERS,
    "duty_state": rules.DUTIES,
    "duty_basis": rules.DUTY_BASES,
    "duty_receiver": rules.RECEIVERS,
    "follow_up": rules.FOLLOW_UPS,
    "family_attitude": rules.ATTITUDES,
    "family_companion": rules.COMPANIONS,
    "family_stands": rules.STANDS,
    "family_end": rules.ENDS,
    "own_consent": rules.OWN_CONSENT,
    "consent_state": rules.CONSENTS,
    "consent_sector": rules.SECTORS,
    "consent_purpose": rules.PURPOSES,
    "consent_how": rules.HOWS,
    "packet_field": rules.PACKET_FIELDS,
    "opened_by": rules.OPENED_BY,
    "outside_claim": rules.CLAIMS,
    "outside_way": rules.ASKED_WAYS,
    "right": rules.RIGHTS,
    "request_by": rules.ASKED_BY,
    "request_known": rules.KNOWN_BY,
    "request_state": rules.REQUEST_STATES,
    "erasure_reason": rules.ERASURE_REASONS,
    "court_told": rules.COURT_TOLD,
    "erased_kind": rules.ERASED_KINDS,
    "referral_state": rules.REFERRALS,
    "referral_result": rules.RESULTS,
    "decline": rules.DECLINES,
    "urgency": rules.URGENCIES,
}
for name, labels in LABELS.items():
    register.filter(name, labelled(labels))

register.filter("case_code", grouped)


@register.filter
def looked_at(page: str) -> str:
    """Return the words of a page that somebody looked at."""
    return _(rules.LOOKED_AT[page]) if page in rules.LOOKED_AT else _("another page of the case")


@register.filter
def risk_kind(risk: str) -> str:
    """Return the colour of a level of danger: what is not known is amber."""
    return {"green": "good", "amber": "warning", "red": "refusal"}[rules.treated_as(risk)]


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """Return the text of a protocol in the reader's language."""
    return texts.get("fr" if get_language() == "fr" else "ar", "")


@register.filter
def iso_day(text: str) -> date:
    """Return the day of a sealed date or moment."""
    return date.fromisoformat(text[:10])


@register.filter
def erased_words(table: str) -> str:
    """Return the kind of what was erased; kinds that have no words are other records."""
    return _(rules.ERASED_KINDS[table]) if table in rules.ERASED_KINDS else _("other records")


@register.simple_tag
def drawer_shows(user: Any, case: Any) -> bool:
    """Whether the page of the psychologist's drawer is this user's: nobody else sees the way there."""
    return queries.drawer_shows(user, case)
