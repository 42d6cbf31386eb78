"""Words of the desk of people written twice, in the reader's language."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twiza.platform.web import formats
from twiza.platform.web.formats import labelled
from twiza.registry.rules import compared, doubles, evidence
from twiza.registry.rules.labelled import Share, Stratum, Threshold
from twiza.registry.rules.people import CONTACTS, RELATIONSHIPS, SEXES

register = template.Library()

for name, labels in {
    "compared_field": compared.FIELDS,
    "mark_label": compared.MARKS,
    "pair_state": doubles.STATES,
    "decision_label": doubles.DECISIONS,
    "decision_reason": {code: words for of in doubles.REASONS.values() for code, words in of.items()},
    "strange_why": doubles.STRANGE,
    "strength": evidence.STRENGTHS,
}.items():
    register.filter(name, labelled(labels))


@register.filter
def evidence_said(step: doubles.Step) -> str:
    """Say what one step of the evidence is about; the start is how seldom two people are one."""
    if step.field == "start":
        return _("Before anything is compared: two people are rarely one")
    return _(evidence.SAID[(step.field, step.code)])  # i18n: marked where they stand


@register.filter
def side_text(text: str, field: str) -> str:
    """Show a piece of a field as the desk compares it: codes in words."""
    words = {"sex": SEXES, "relationship": RELATIONSHIPS, "contact": CONTACTS}.get(field)
    return _(words[text]) if words and text else text


@register.filter
def signed(weight: float) -> str:
    """Show a weight with its sign."""
    return f"{weight:+.1f}".replace("-", "−")


@register.filter
def of_hundred(share: Share | None) -> str:
    """Show a share as so many of a hundred."""
    return "–" if share is None else formats.number(round(share.value * 100))


@register.filter
def between(share: Share | None) -> str:
    """Say between what a share lies; nothing when there is none."""
    if share is None:
        return ""
    return _("between %(low)s and %(high)s") % {
        "low": formats.number(round(share.low * 100)),
        "high": formats.number(round(share.high * 100)),
    }


@register.filter
def band(stratum: Stratum) -> str:
    """Name a stratum."""
    if stratum.low is None:
        return _("held back: another first name, or nothing of the home in common")
    if stratum.high is None:
        return _("from %(low)s") % {"low": _digits(stratum.low)}
    return _("%(low)s to %(high)s") % {"low": _digits(stratum.low), "high": _digits(stratum.high)}


def _digits(weight: float) -> str:
    return f"\u2066{signed(weight)}\u2069"


@register.filter
def threshold_said(one: Threshold) -> str:
    """Say what another threshold would do: so many more or fewer proposed, so many more or fewer wrong."""
    more, wrong = one.more, round(one.wrong_more or 0)
    said = []
    if more:
        said.append(
            ngettext("%(n)s more proposed", "%(n)s more proposed", more) % {"n": formats.number(more)}
            if more > 0
            else ngettext("%(n)s fewer proposed", "%(n)s fewer proposed", -more)
            % {"n": formats.number(-more)}
        )
    if wrong:
        said.append(
            ngettext("%(n)s more of them wrong", "%(n)s more of them wrong", wrong)
            % {"n": formats.number(wrong)}
            if wrong > 0
            else ngettext("%(n)s fewer wrong", "%(n)s fewer wrong", -wrong) % {"n": formats.number(-wrong)}
        )
    if one.wrong_more is None:
        said.append(_("how many of them are wrong is not known yet"))
    return " · ".join(said) or _("as it is")
