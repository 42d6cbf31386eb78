"""What a rule compares, in words made from its data: beside the sentence that a person wrote, in the language that is on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twiza.aid.queries.decision_words import FACTS, fact_words

COMPARED = {
    "at_least": gettext_lazy("%(fact)s: %(value)s or more"),
    "at_most": gettext_lazy("%(fact)s: %(value)s or fewer"),
    "more_than": gettext_lazy("%(fact)s: more than %(value)s"),
    "less_than": gettext_lazy("%(fact)s: fewer than %(value)s"),
    "equal_to": gettext_lazy("%(fact)s: %(value)s"),
    "other_than": gettext_lazy("%(fact)s: other than %(value)s"),
    "true": gettext_lazy("%(fact)s: yes"),
    "false": gettext_lazy("%(fact)s: no"),
    "one_of": gettext_lazy("%(fact)s: one of %(value)s"),
    "none_of": gettext_lazy("%(fact)s: none of %(value)s"),
    "has": gettext_lazy("%(fact)s: %(value)s"),
    "has_not": gettext_lazy("%(fact)s: not %(value)s"),
    "has_any": gettext_lazy("%(fact)s: at least one of %(value)s"),
}


def when_words(when: Mapping[str, Any]) -> str:
    """Return a condition, or conditions however they are joined, in words."""
    if "all" in when:
        return _joined(when["all"], _("all of these"))
    if "any" in when:
        return _joined(when["any"], _("one of these at least"))
    if "not" in when:
        return _("not so: %(what)s") % {"what": when_words(when["not"])}
    words = {"fact": FACTS[when["fact"]], "value": _value(when)}
    return str(COMPARED[when["is"]]) % words


def _joined(several: list[Mapping[str, Any]], how: str) -> str:
    if len(several) == 1:
        return when_words(several[0])
    inner = _("; ").join(f"({when_words(one)})" if "fact" not in one else when_words(one) for one in several)
    return f"{how}: {inner}"


def _value(when: Mapping[str, Any]) -> str:
    if "value" not in when:
        return ""
    value = when["value"]
    # one word of many is read as the list that holds it, so that it is said as on a sheet
    return fact_words(when["fact"], [value] if isinstance(value, str) and when["fact"] != "zone" else value)
