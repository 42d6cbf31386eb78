"""Words for codes of the closed room, in the reader's language."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from twiza.cases import rules
from twiza.lib.short_codes import grouped

register = template.Library()


def labelled(labels: Any) -> Any:
    """Return a filter that gives the words of a code."""

    def label(code: Any) -> str:
        return _(labels[code]) if code in labels else str(code or "")

    return label


for name, labels in {
    "case_state": rules.STATES,
    "age_band": rules.AGE_BANDS,
    "room_language": rules.LANGUAGES,
    "case_need": rules.NEEDS,
    "case_contact": rules.CONTACTS,
    "case_risk": rules.RISKS,
    "seat_kind": rules.SEATS,
    "emergency": rules.EMERGENCIES,
    "note_kind": rules.NOTES,
}.items():
    register.filter(name, labelled(labels))

register.filter("case_code", grouped)


@register.filter
def risk_kind(risk: str) -> str:
    """Return the colour of a level of danger: what is not known is amber."""
    return {"green": "good", "amber": "warning", "red": "refusal"}[rules.treated_as(risk)]
