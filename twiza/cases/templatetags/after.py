"""Words for codes of what follows a listening, in the reader's language."""

from django import template

from twiza.cases import rules
from twiza.lib.errors import N_
from twiza.platform.web.formats import labelled

register = template.Library()
for name, labels in {
    "contact_way": rules.CONTACT_WAYS,
    "contact_result": rules.CONTACT_RESULTS,
    "silence_decision": rules.DECISIONS,
    "closing_reason": rules.CLOSING_REASONS,
    "closing_line": {one.code: one.words for one in rules.CHECKS},
    "outcome": rules.OUTCOMES,
    "face": {**rules.FACES, rules.UNSAID: N_("she does not say")},
    "care_kind": rules.CARE_KINDS,
}.items():
    register.filter(name, labelled(labels))
